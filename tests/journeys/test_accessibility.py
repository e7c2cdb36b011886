"""Every kind of page as axe-core sees it, on a phone and a laptop, in light and in dark: nothing is found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.crawl import LAY_OPEN, Seen, only_faulty
from tests.journeys.year import NOWHERE, Year
from tests.services.axe import COLOURS, findings
from tests.services.browser import LAPTOP, PHONE, screen

pytestmark = pytest.mark.browser

FILES = {
    "api-docs.openapi_json", "api_drafts.show", "api_groups.show", "api_meetings.show", "api_openings.show",
    "batch_events.photo", "batch_events.understood", "enterprise_money.receipt", "exports.enterprise_journal",
    "exports.enterprise_workbook", "exports.journal", "exports.workbook", "month_form.understood",
    "months.file", "remittances.proof", "returns.workbook", "static",
}
"""What is fetched or read by a machine, and is no page."""

OF_OTHER_CRAWLS = {
    "sign_in.show", "demo.show", "invitations.join", "invitations.welcome", "onboarding.check",
    "onboarding.index", "onboarding.onward", "onboarding.show", "openings.show", "meetings.hold",
    "share_outs.check", "share_outs.show", "share_outs.paper", "share_outs.slip", "receipt_check.typed",
}
"""The door is looked at below; how a group comes into the ledger, the meeting screen, and the end of a cycle,
each by a journey of its own; an address that only leads on has no page."""

WAITING_FOR_SOMEBODY = {
    "arriving.show", "backers.act", "coming.show", "dues.ask", "dues.show",
    "enterprise_money.act", "exits.paper", "exits.show", "joining.entry", "kept_back.show", "loans.act",
    "loans.asked", "noted.show", "sent_home.new", "sent_home.show", "stakes.act",
    "unfetched.show",
}
"""Pages of one act that waits for its second person, or for what comes after it: they are put together of the
parts of pages that are looked at, and in the recorded year nothing of the kind is open."""

NOT_PAGES_OF_A_ROUTE = {"meetings.held", "nowhere"}
"""A meeting's page as it is while its sheet is held; what stands where there is no page."""


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def page(request: pytest.FixtureRequest, browser: Browser, recorded_year: Year) -> Iterator[Page]:
    """An officer's screen."""
    with screen(browser, request.param) as visitor:
        yield visitor.new_page()


def found_on(page: Page) -> list[str]:
    """What is found in light, and of colours in dark too, with everything that is folded laid open."""
    page.evaluate(LAY_OPEN)
    page.emulate_media(color_scheme="light")
    found = [f"light: {one}" for one in findings(page)]
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {one}" for one in findings(page, COLOURS)]


def test_every_page_there_is_is_looked_at(recorded_year: Year) -> None:
    """A new page is reached by a link in the recorded year, or somebody says here why it is not."""
    served = {rule.endpoint for rule in recorded_year.house.app.url_map.iter_rules()
              if "GET" in (rule.methods or set())}
    left_out = FILES | OF_OTHER_CRAWLS | WAITING_FOR_SOMEBODY
    looked_at = set(recorded_year.kinds()) - NOT_PAGES_OF_A_ROUTE

    assert sorted(served - left_out - looked_at) == []
    assert sorted(left_out & looked_at) == sorted(left_out - served) == []
    assert sorted(looked_at - served) == []


def test_nothing_is_in_anybodys_way(seen_in_english: Seen, recorded_year: Year) -> None:
    """Contrast, names, order, headings, targets: the strictest rules on every kind of page.

    The colours of the dark are the same on every screen; they are tried on the phone.
    """
    looked_at = (seen_in_english.on_the_phone, seen_in_english.in_the_dark, seen_in_english.on_the_laptop)

    assert [set(found) for found in looked_at] == [set(recorded_year.kinds())] * 3
    assert [only_faulty(found) for found in looked_at] == [{}, {}, {}]


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_door_is_open_to_everybody(browser: Browser, recorded_year: Year, size: ViewportSize) -> None:
    """The sign-in page, empty and refused."""
    with screen(browser, size) as visitor:
        page = visitor.new_page()
        page.goto(recorded_year.house.address + "/sign-in")
        empty = found_on(page)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("alert").wait_for()

        assert (empty, found_on(page)) == ([], [])


def test_a_form_that_was_not_understood_says_so_to_everybody(page: Page, recorded_year: Year) -> None:
    """Fields with a fault, and the list of them on top."""
    recorded_year.house.greet(page.context, "amelia")
    page.goto(recorded_year.house.address + recorded_year.kinds()["meetings.new"])
    page.fill("#cash_counted", "1,234")
    page.fill("#social-3", "three")
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("alert").wait_for()

    assert found_on(page) == []


def test_menus_are_open_to_everybody(page: Page, recorded_year: Year) -> None:
    """The languages, and what the reader may do: each laid open by itself, on a page with little below."""
    recorded_year.house.greet(page.context, "amelia")
    page.goto(recorded_year.house.address + NOWHERE)
    found = []
    for menu in page.locator("details.menu > summary:visible").all():
        menu.click()
        found += found_on(page)
        menu.click()

    assert found == []
