"""The recorded year comes to its end: two officers share out, on a phone, and everybody can read how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from msai import commands
from tests.journeys import house
from tests.journeys.house import House, ReadIn
from tests.journeys.looks import faults
from tests.journeys.year import TODAY
from tests.services.axe import findings
from tests.services.browser import PHONE, screen
from tests.services.databases import Past, Place

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Evening:
    """The ledger on the last evening of the cycle, and where its group is."""

    house: House
    group: str

    def page(self, browser_page: Page, name: str, path: str = "/cycle") -> Page:
        """Somebody's phone on a page of the group."""
        self.house.greet(browser_page.context, name)
        browser_page.goto(f"{self.house.address}{self.group}{path}")
        return browser_page


@pytest.fixture
def past() -> Past:
    """The sample year was recorded."""
    return ReadIn(commands.sample_history(), TODAY)


@pytest.fixture
def evening(place: Place) -> Iterator[Evening]:
    """The sample year, its last meeting closed."""
    with house.opened(place, today=TODAY) as it:
        found = re.search(r'href="(/groups/[0-9a-f-]{36})"', it.at_home("amelia").get("/").text)
        assert found
        yield Evening(it, found[1])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone."""
    with screen(browser, PHONE) as visitor:
        yield visitor.new_page()


def looked_at(page: Page) -> list[str]:
    """What is in anybody's way on the page as it stands."""
    found = [*findings(page), *faults(page)]
    page.set_viewport_size(PHONE)
    return found


def test_a_cycle_ends_on_two_phones(page: Page, evening: Evening) -> None:
    """Amelia decides, looks and asks; Siti approves; the paper and the check carry one code."""
    evening.page(page, "amelia")
    page.get_by_role("link", name="Close the cycle").tap()
    page.get_by_label("4.", exact=False).select_option("due")
    page.get_by_role("button", name="See who gets what").tap()
    expect(page.get_by_role("heading", name="To be read out")).to_be_visible()
    found = {"look": looked_at(page)}
    page.get_by_role("button", name="Ask the second officer").tap()
    page.wait_for_url("**/share-outs/*")
    address = page.url.removeprefix(evening.house.address + evening.group)

    evening.page(page, "siti", address)
    found["waiting"] = looked_at(page)
    page.get_by_role("button", name="Approve").tap()
    page.get_by_text("Shared out, and in the book").wait_for()
    for name in ("", "/print", "/check", "/kept-back"):
        evening.page(page, "siti", address + name)
        found[name] = looked_at(page)
        if name == "/check":
            expect(page.get_by_text("It comes to the same, to the last cent.")).to_be_visible()

    assert {name: faults for name, faults in found.items() if faults} == {}
