"""A farm's manager on her phone: from the list to a sale in three taps, told at once what she typed."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.year import Year
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser


def test_a_harvest_is_understood_as_it_is_typed(browser: Browser, recorded_year: Year) -> None:
    """A batch, what happened, how much: three cavans are said in kilograms before anything is recorded."""
    with screen(browser, PHONE) as visitor:
        recorded_year.house.greet(visitor, "rosa")
        page = visitor.new_page()
        page.goto(recorded_year.house.address + recorded_year.kinds()["activities.index"])
        page.get_by_role("link", name="Batch of 1 September 2025").click()
        expect(page.get_by_text("228 to explain")).to_be_visible()
        page.get_by_role("link", name="Harvested", exact=True).click()
        expect(page.get_by_text("Last time: 108 cavan on 10 December 2025")).to_be_visible()
        page.get_by_label("How much?").fill("3")
        expect(page.locator("#understood")).to_have_text("3 cavan = 146 kg")
        page.get_by_label("How much?").fill("1,500")

        expect(page.locator("#understood")).to_contain_text("without a mark for thousands")
