"""A share costs more from this Sunday on: asked on one phone, approved on another, kept by the form."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.house import House
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser


def group_of(house: House) -> str:
    """The address of the group's page."""
    found = re.search(r'href="(/groups/[^"/?]+)"', house.at_home("amelia").get("/").text)
    assert found
    return house.address + found[1]


def ask(page: Page, group: str) -> None:
    """The treasurer opens the rule in place, types the new price and asks."""
    page.goto(f"{group}/rules")
    page.locator("#rule-share_value").get_by_role("link", name="Change").tap()
    page.get_by_role("textbox", name="Amount").fill("60")
    page.get_by_role("button", name="Ask for this rule").tap()
    page.locator("#rule-share_value").get_by_text("It waits for the other officer.").wait_for()


def approve(page: Page, group: str) -> None:
    """The second officer reads both sentences and says yes."""
    page.goto(f"{group}/rules")
    waiting = page.locator("#rule-share_value .note-waiting")
    waiting.get_by_text("Asked for by Amelia").wait_for()
    assert "60.00" in waiting.inner_text()
    waiting.get_by_role("button", name="Approve").tap()
    page.locator("#rule-share_value .rule-said").first.get_by_text("60.00").wait_for()


def test_a_share_costs_more_from_this_sunday_on(browser: Browser, hall: House) -> None:
    """Last Sunday's record still says fifty."""
    group = group_of(hall)
    with screen(browser, PHONE) as treasurer, screen(browser, PHONE) as second:
        hall.greet(treasurer, "amelia")
        hall.greet(second, "siti")
        hers, other = treasurer.new_page(), second.new_page()
        ask(hers, group)
        approve(other, group)

        hers.goto(f"{group}/meetings/new")
        assert "60.00" in hers.locator("section[aria-labelledby=members] .sheet-head").inner_text()
        hers.goto(f"{group}/meetings")
        hers.locator("table a").first.tap()
        hers.get_by_role("heading", name="Meeting 3 is closed").wait_for()
        assert "60.00" not in hers.locator("main").inner_text()
