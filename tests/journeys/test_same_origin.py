"""What a browser reports while every kind of page is looked at: no rule broken, nobody else asked."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.year import Year
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser

EXPECTED = "the server responded with a status of 404"


def test_pages_keep_to_themselves(browser: Browser, recorded_year: Year) -> None:
    """No complaint of the content security policy, no fault of a script, no request to anybody else."""
    complaints: list[str] = []
    asked: list[str] = []
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(recorded_year.house.address + "/sign-in")
        looked_at = list(recorded_year.visit_each(page))

    assert len(asked) > len(looked_at)
    assert [url for url in asked if not url.startswith(recorded_year.house.address)] == []
    assert [text for text in complaints if EXPECTED not in text] == []
