"""Two weeks later, on a phone: a line is put right and explains the count, and a member is heard.

On the fourth Sunday Nongnuch's three shares were written as four, and the box was one share short.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from tests.journeys import thirty
from tests.journeys.house import House, opened
from tests.journeys.thirty import NAMES, NEXT_SUNDAY, SHARE, text
from tests.msai import sunday
from tests.services.axe import findings
from tests.services.browser import PHONE, screen
from tests.services.databases import Place

pytestmark = pytest.mark.browser

GROUP = "Sunday Savers of Statue Square"
HERS, WRONG, RIGHT = 3, 4, 3
MEETING = UUID("01a10009-0000-7000-8000-000000000030")


def the_fourth_sunday(box: dict[str, int]) -> dict[str, Any]:
    """Everybody saved one share, but Nongnuch's were written wrong; the box was counted right."""
    shares = {number: WRONG if number == HERS else 1 for number in range(1, 31)}
    lines = [{"kind": "savings", "member": number, "shares": bought, "amount": text(bought * SHARE),
              "tender": "box"} for number, bought in shares.items()]
    counted = sum(box.values()) + (sum(shares.values()) - WRONG + RIGHT) * SHARE
    return {
        "number": 4, "date": NEXT_SUNDAY.isoformat(), "lines": lines, "cash_counted": text(counted),
        "attendance": {str(number): "present" for number in shares},
        "difference_reason": "We do not know yet.",
        "opening": {f"box/{fund}": text(minor) for fund, minor in box.items() if minor}}


@pytest.fixture
def fortnight(place: Place) -> Iterator[House]:
    """The ledger two weeks after that Sunday."""
    past = thirty.three_sundays()
    with opened(place, today=NEXT_SUNDAY + timedelta(days=14)) as house:
        amelia = house.at_home("amelia")
        closed = sunday.put(amelia, the_fourth_sunday(past.box), MEETING, book_of(amelia))
        assert closed.status_code == 200, closed.text
        yield house


def book_of(client: FlaskClient) -> UUID:
    """The group on somebody's first page."""
    page = client.get("/").text
    return UUID(page[page.index("/groups/") + 8:][:36])


def visit(house: House, page: Page, name: str) -> None:
    """Somebody takes the phone and opens the group."""
    house.greet(page.context, name)
    page.goto(house.address)
    page.get_by_role("link", name=GROUP).tap()


def her_line(page: Page) -> Any:
    """Nongnuch's line in the record of the meeting."""
    owner = page.locator(".line-owner", has_text=NAMES[HERS - 1])
    return owner.locator("xpath=following-sibling::ul[1]/li")


def ask_for_three(page: Page) -> None:
    """From the record of the meeting: what should stand there and why, what changes, and off it goes."""
    page.get_by_role("link", name="25 January 2026").first.tap()
    page.get_by_role("link", name="Put something right").tap()
    her_line(page).get_by_role("link", name="Put something right").tap()
    page.get_by_label("Shares").fill(str(RIGHT))
    page.get_by_label("Why is it wrong?").fill("She paid three; I wrote four.")
    page.get_by_role("button", name="See what changes").tap()
    expect(page.get_by_text("50.00 short on 25 January 2026, and this explains it")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Ask the second officer").tap()
    expect(page.get_by_role("status")).to_contain_text("Waits for the second officer")


def approve(page: Page) -> None:
    """The second officer is told on the group's page, sees the same, and agrees."""
    page.get_by_role("link", name="1 thing waits for you").tap()
    page.get_by_role("link", name="Saved").first.tap()
    expect(page.get_by_text("She paid three; I wrote four.")).to_be_visible()
    page.get_by_role("button", name="Approve").tap()
    expect(page.get_by_role("status")).to_contain_text("Put right, and in the book")


def test_a_correction_two_weeks_later_explains_the_count(browser: Browser, fortnight: House) -> None:
    """Amelia asks, Siti agrees, Nongnuch reads it, and the box is what was counted."""
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        visit(fortnight, page, "amelia")
        ask_for_three(page)
        visit(fortnight, page, "siti")
        approve(page)
        visit(fortnight, page, "nongnuch")
        page.get_by_role("link", name="My savings").tap()
        said = page.get_by_text("Put right by Amelia Santos: 3 shares on 25 January 2026, not 4")
        expect(said).to_be_visible()
        expect(page.locator(".lines .struck")).to_contain_text("Saved, 4 shares")
        page.get_by_text("Why, and who agreed").tap()
        expect(page.get_by_text("approved by Siti Rahayu")).to_be_visible()
        check_the_box(fortnight, page)


def check_the_box(house: House, page: Page) -> None:
    """The record explains its count, and the next sheet opens with what was counted."""
    visit(house, page, "amelia")
    page.get_by_role("link", name="25 January 2026").first.tap()
    expect(her_line(page)).to_contain_text("Put right since")
    expect(page.get_by_text("and this explains it")).to_be_visible()
    page.goto(f"{house.address}/groups/{book_of(house.at_home('amelia'))}")
    box = sum(thirty.three_sundays().box.values()) + 32 * SHARE
    expect(page.locator("section[aria-labelledby=where]")).to_contain_text(f"{box // 100:,d}.{box % 100:02d}")


def test_a_dispute_is_answered(browser: Browser, fortnight: House) -> None:
    """Nongnuch says so at her line; Siti answers with words; she reads them where she said it."""
    with screen(browser, PHONE) as visitor:
        page = visitor.new_page()
        visit(fortnight, page, "nongnuch")
        page.get_by_role("link", name="My savings").tap()
        page.get_by_role("link", name="Something is wrong").last.tap()
        page.get_by_role("link", name="This is wrong").first.tap()
        page.get_by_label("What is wrong?").fill("I paid three shares.")
        page.get_by_role("button", name="This is wrong").tap()
        expect(page.get_by_role("status")).to_contain_text("It waits for an answer")
        assert findings(page) == []
        visit(fortnight, page, "siti")
        page.get_by_role("link", name="1 thing waits for you").tap()
        page.get_by_role("link", name=NAMES[HERS - 1]).tap()
        page.get_by_label("Or answer with words").fill("You are right. Amelia puts it right on Sunday.")
        page.get_by_role("button", name="Answer").tap()
        expect(page.get_by_role("status")).to_contain_text("Answered")
        visit(fortnight, page, "nongnuch")
        page.get_by_role("link", name="My savings").tap()
        page.get_by_role("link", name="Said to be wrong; read the answer").tap()
        expect(page.get_by_text("You are right. Amelia puts it right on Sunday.")).to_be_visible()
