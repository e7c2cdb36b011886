"""Every kind of page as axe-core sees it, on a phone and a laptop, in light and in dark: nothing is found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.year import NOWHERE, Year
from tests.services.axe import COLOURS, findings
from tests.services.browser import LAPTOP, PHONE, screen

pytestmark = pytest.mark.browser

KINDS = {
    "groups.index", "groups.show", "groups.waiting", "meetings.index", "meetings.show", "meetings.held",
    "meetings.new", "meetings.start", "corrections.new", "corrections.show", "disputes.index",
    "disputes.new", "disputes.show",
    "passbooks.index", "passbooks.show", "passbooks.name",
    "registers.show", "registers.entry", "enterprises.show", "registers.show_enterprise",
    "registers.entry_of_enterprise", "nowhere", "invitations.index", "rules.index", "seating.show",
    "statements.index", "statements.show", "prints.passbook", "prints.meeting", "receipt_check.show",
    "goals.show", "received.index", "witness.show", "reconciliations.index", "reconciliations.show",
    "share_outs.index", "cycle_closing.form",
    "dues.index", "dues.new",
    "loans.index", "loans.show", "loans.new", "loans.payment", "loans.change", "loans.agreement",
    "loans.statement",
    "units.show", "units.new", "units.act", "ratios.show",
    "remittances.index", "remittances.show", "remittances.new", "rates.index", "arriving.index",
    "pools.index",
    "stakes.index", "stakes.show", "stakes.new", "backers.index", "backers.declarations", "backers.new",
    "traces.show", "traces.paper", "traces.index", "traces.group_paper", "traces.backers",
    "returns.show", "noted.new", "returns.show_member", "returns.show_enterprise", "sending.show",
    "activities.index", "activities.new", "batches.new", "batches.show", "batches.plan", "batch_events.new",
    "batch_events.wrong", "batch_moves.new", "farm_units.index",
    "enterprise_money.index", "enterprise_money.new", "enterprise_places.index",
    "enterprise_statements.index", "enterprise_statements.show",
    "people.show", "land.show", "people_lines.new", "people_lines.index", "people_lines.line",
    "exits.new", "joining.new", "nominees.show", "unfetched.index",
    "unfetched.new",
}


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def page(request: pytest.FixtureRequest, browser: Browser, recorded_year: Year) -> Iterator[Page]:
    """An officer's screen."""
    with screen(browser, request.param) as visitor:
        yield visitor.new_page()


def found_on(page: Page, *, dark: bool = True) -> list[str]:
    """What is found in light, and of colours in dark too, with everything that is folded laid open."""
    page.evaluate("document.querySelectorAll('details.more').forEach(part => { part.open = true })")
    page.emulate_media(color_scheme="light")
    found = [f"light: {one}" for one in findings(page)]
    if not dark:
        return found
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {one}" for one in findings(page, COLOURS)]


def test_links_lead_to_every_kind_of_page(recorded_year: Year) -> None:
    """What these journeys look at is all there is."""
    assert set(recorded_year.kinds()) == KINDS


def test_nothing_is_in_anybodys_way(page: Page, recorded_year: Year) -> None:
    """Contrast, names, order, headings, targets: the strictest rules on every kind of page.

    The colours of the dark are the same on every screen; they are tried on the phone.
    """
    dark = page.viewport_size == PHONE
    found = {kind: found_on(page, dark=dark) for kind in recorded_year.visit_each(page)}

    assert {kind: faults for kind, faults in found.items() if faults} == {}


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
