"""Between two Sundays: money comes by transfer, and a member says on her own phone how the last one was."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.house import House
from tests.journeys.thirty import NAMES
from tests.services.browser import PHONE, screen

pytestmark = pytest.mark.browser

SENDER = 14


@contextmanager
def phone_of(browser: Browser, hall: House, name: str) -> Iterator[Page]:
    """Somebody's phone, on the page of the group."""
    with screen(browser, PHONE) as visitor:
        hall.greet(visitor, name)
        page = visitor.new_page()
        page.goto(hall.address)
        page.get_by_role("link", name="Sunday Savers of Statue Square").tap()
        yield page


def fill_in(page: Page) -> None:
    """Two shares from a member, by transfer."""
    page.get_by_label("From whom?").select_option(str(SENDER))
    page.get_by_label("How much?").tap()
    page.keyboard.type("100")
    page.get_by_label("Where is it now?").select_option("bank")
    page.get_by_label("Reference of the transfer").tap()
    page.keyboard.type("FPS 8841")
    page.get_by_role("button", name="Record it").tap()


def to_the_page(page: Page, name: str) -> None:
    """On a phone the pages of the group open below one line."""
    page.get_by_text("Pages of the group").tap()
    page.get_by_role("link", name=name, exact=True).tap()


def test_a_transfer_is_recorded_and_stands_in_her_passbook(browser: Browser, hall: House) -> None:
    """Amelia reads the bank's message on her way home; typed again, it is asked about."""
    with phone_of(browser, hall, "amelia") as page:
        to_the_page(page, "Meetings")
        page.get_by_role("link", name="Money between meetings").tap()
        fill_in(page)
        expect(page.get_by_role("region", name="Since the last meeting")).to_contain_text(NAMES[SENDER - 1])
        fill_in(page)
        expect(page.get_by_text("is recorded already")).to_be_visible()
        to_the_page(page, "Passbooks")
        page.get_by_role("link", name=NAMES[SENDER - 1]).tap()
        expect(page.get_by_text("Saved, 2 shares").first).to_be_visible()


def test_a_member_confirms_a_sunday_and_the_record_says_so(browser: Browser, hall: House) -> None:
    """Nongnuch was there; she looks at the totals and presses one button. Amelia sends the summary on."""
    with phone_of(browser, hall, "nongnuch") as page:
        page.get_by_role("link", name="18 January 2026").tap()
        page.get_by_role("button", name="Yes, it was so").tap()
        expect(page.get_by_text("You agreed")).to_be_visible()
        record = page.url.removesuffix("/witness")
    with phone_of(browser, hall, "amelia") as page:
        page.goto(record)
        expect(page.get_by_text(f"Witnessed by {NAMES[2]}")).to_be_visible()
        address = page.get_by_role("link", name="WhatsApp").get_attribute("href") or ""

    words = parse_qs(urlsplit(address).query)["text"][0]
    assert urlsplit(address).hostname == "wa.me"
    assert words.startswith("Sunday Savers of Statue Square, meeting 3 on 18 January 2026\n")
    assert not any(name in words for name in NAMES)
