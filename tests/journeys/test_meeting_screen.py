"""A Sunday of thirty held on the screen for it: by taps, by keys, killed in between, short by a coin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import thirty
from tests.journeys.house import House
from tests.journeys.thirty import LOAN, SHARE, SOCIAL, text
from tests.journeys.thumb import Thumb
from tests.services.browser import LAPTOP, PHONE, screen

pytestmark = pytest.mark.browser

MOST_MOVES = 75
LATE, ABSENT, SAVES_MORE, BORROWER = 2, 7, 5, 4
FINE, PAID_BACK, INTEREST = 1000, 10000, 300
FACES = (100000, 50000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10)


def in_the_box() -> int:
    """What the box holds at the end, added up by hand: 29 came, one saved three shares, one paid a fine."""
    brought = 29 * (SHARE + SOCIAL) + 2 * SHARE + FINE + PAID_BACK + INTEREST
    return sum(thirty.three_sundays().box.values()) + brought


def open_screen(page: Page) -> Thumb:
    """From the group's page to the sheet."""
    page.get_by_role("link", name="Sunday Savers of Statue Square").click()
    page.get_by_role("heading", name="Where the money is").wait_for()
    thumb = Thumb(page)
    link = page.get_by_role("link", name="Hold the meeting")
    link.tap() if page.viewport_size == PHONE else link.click()
    page.locator("#meeting[data-ready]").wait_for(state="attached")
    return thumb


@pytest.fixture
def phone(browser: Browser, hall: House) -> Iterator[Page]:
    """Amelia's phone, signed in."""
    with screen(browser, PHONE) as visitor:
        hall.greet(visitor, "amelia")
        page = visitor.new_page()
        page.goto(hall.address)
        yield page


def call_the_roll(thumb: Thumb) -> None:
    """All here, but one is late and one is not there."""
    thumb.go_on("Who is here?")
    thumb.button("All here")
    for number, state in ((LATE, "Late"), (ABSENT, "Absent")):
        thumb.tap(thumb.row(number).locator(".state"))
        thumb.tap(thumb.row(number).locator(".segments label").filter(has_text=state))


def take_the_money(thumb: Thumb) -> None:
    """The same for all; one saves three shares."""
    for title in ("Social fund", "Savings"):
        thumb.go_on(title)
        thumb.button("Fill in for")
    for _ in range(2):
        thumb.tap(thumb.row(SAVES_MORE).get_by_role("button", name="One more", include_hidden=True))


def take_back(thumb: Thumb) -> None:
    """A loan is paid back in part, with interest."""
    thumb.go_on("Repayments")
    thumb.tap(thumb.cell(f"back.{LOAN}"))
    thumb.type(text(PAID_BACK)[:3])
    thumb.press("Enter")
    thumb.type(text(INTEREST)[:1])


def count(thumb: Thumb, minor: int) -> None:
    """Piece by piece, the largest first, with the phone's own Next."""
    thumb.tap(thumb.page.locator("[data-cell^='count.']").first)
    for face in FACES:
        pieces, minor = divmod(minor, face)
        if pieces:
            thumb.type(str(pieces))
        if not minor:
            return
        thumb.press("Enter")


def saved(page: Page) -> None:
    """Everything is on the server."""
    expect(page.locator("#status")).to_contain_text("Saved")


def test_a_sunday_of_thirty_is_held_by_taps_and_keys(
    phone: Page, browser: Browser, hall: House, capsys: pytest.CaptureFixture[str],
) -> None:
    """The phone dies in the middle, another goes on, the box agrees; and it is soon done."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    take_the_money(thumb)
    saved(phone)
    phone.close()
    with screen(browser, PHONE) as other:
        hall.greet(other, "amelia")
        page = other.new_page()
        page.goto(hall.address)
        again = open_screen(page)
        expect(again.cell(f"savings.{SAVES_MORE}")).to_have_value("3")
        take_back(again)
        for title in ("Loans", "Investment", "Costs and decisions", "Count the cash box"):
            again.go_on(title)
        count(again, in_the_box())
        expect(page.locator("#bar [data-part=third]")).to_have_text("none")
        again.go_on("Close")
        with page.expect_navigation():
            again.button("Close the meeting")
        expect(page.get_by_text("The cash agrees.")).to_be_visible()
    moves = thumb.moves + again.moves
    with capsys.disabled():
        print(f"\nA Sunday of thirty: {moves} taps and keys ({thumb.taps + again.taps} taps)")
    assert moves <= MOST_MOVES


def test_a_coin_is_missing(phone: Page) -> None:
    """The bar says how much and what it looks like; closing waits for a reason, and no longer."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    for title in ("Social fund", "Savings", "Repayments", "Loans", "Investment", "Costs and decisions",
                  "Count the cash box"):
        thumb.go_on(title)
    count(thumb, sum(thirty.three_sundays().box.values()) + FINE - SHARE)

    expect(phone.locator(".differs-panel")).to_contain_text("50.00 less than expected")
    expect(phone.locator(".differs-panel")).to_contain_text("Exactly one share")
    thumb.button("Give a reason")
    thumb.type("A note was lost")
    thumb.go_on("Close")
    with phone.expect_navigation():
        thumb.button("Close the meeting")
    expect(phone.get_by_text("Reason: A note was lost")).to_be_visible()


def test_an_odd_amount_is_asked_in_place(phone: Page) -> None:
    """Twenty-one shares where one is usual: Next asks, one tap confirms, and Undo takes a change back."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    take_the_money(thumb)
    thumb.tap(thumb.cell("savings.3"))
    thumb.type("21")
    thumb.tap(phone.locator("#next"))
    yes = phone.get_by_role("button", name="Yes, right")
    expect(yes).to_be_focused()
    thumb.tap(yes)
    expect(phone.get_by_text("Are 21 shares right?")).to_have_count(0)
    thumb.tap(thumb.row(9).get_by_role("button", name="One more", include_hidden=True))
    expect(thumb.cell("savings.9")).to_have_value("2")
    thumb.tap(phone.locator(".undo-strip button"))
    expect(thumb.cell("savings.9")).to_have_value("1")


def test_what_cannot_be_posted_says_so_at_its_row(phone: Page) -> None:
    """Six shares are one too many by the rules: the sheet is kept, and the row says why."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    thumb.go_on("Social fund")
    thumb.go_on("Savings")
    thumb.tap(thumb.cell("savings.1"))
    thumb.type("6")
    phone.get_by_role("button", name="All steps").tap()
    phone.locator("#all-steps [data-open=count]").tap()
    count(thumb, sum(thirty.three_sundays().box.values()) + FINE + 6 * SHARE)
    thumb.tap(phone.locator("#next"))
    thumb.button("Close the meeting")
    expect(phone.locator("#status")).to_contain_text("Not closed yet")
    phone.locator("[data-part=held] button").first.tap()
    expect(thumb.row(1)).to_have_class("member held")


def test_two_phones_are_laid_side_by_side(phone: Page, browser: Browser, hall: House) -> None:
    """What one wrote is taken over by the other; where both wrote, both are shown and a person chooses."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    thumb.go_on("Social fund")
    thumb.go_on("Savings")
    saved(phone)
    with screen(browser, PHONE) as other:
        hall.greet(other, "amelia")
        page = other.new_page()
        page.goto(hall.address)
        second = open_screen(page)
        second.tap(second.cell("savings.1"))
        second.type("2")
        second.tap(second.cell("savings.3"))
        second.type("4")
        saved(page)
    thumb.tap(thumb.cell("savings.3"))
    thumb.type("5")
    expect(thumb.cell("savings.1")).to_have_value("2")
    choices = thumb.row(3).locator(".both-value")
    expect(choices).to_have_count(2)
    choices.filter(has_text="4 shares").tap()
    expect(thumb.cell("savings.3")).to_have_value("4")
    saved(phone)


def test_the_whole_sheet_works_by_keyboard(browser: Browser, hall: House) -> None:
    """Without a pointer: Tab, Space, Enter and digits, from the group's page to the receipt."""
    with screen(browser, LAPTOP) as visitor:
        hall.greet(visitor, "amelia")
        page = visitor.new_page()
        page.goto(hall.address)
        open_screen(page)
        for step in range(10):
            if step == 1:
                press(page, "[data-part=all]")
            if step == 8:
                page.locator("[data-cell^='count.']").first.focus()
                count_by_keys(page, sum(thirty.three_sundays().box.values()))
            press(page, "#next")
        expect(page.get_by_text("The cash agrees.")).to_be_visible()


def press(page: Page, target: str) -> None:
    """Walk to a button with Tab, and press it."""
    for _ in range(200):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by keyboard")


def count_by_keys(page: Page, minor: int) -> None:
    """Digits and Enter only."""
    for face in FACES:
        pieces, minor = divmod(minor, face)
        page.keyboard.type(str(pieces) if pieces else "")
        page.keyboard.press("Enter")


def test_somebody_who_joins_can_be_taken_off_again(phone: Page) -> None:
    """Her name is taken once, not twice; off the list she goes, and Undo brings her back."""
    thumb = open_screen(phone)
    call_the_roll(thumb)
    for name in ("Dil Maya Rai", "dil maya  rai"):
        phone.get_by_label("Somebody new: her name").fill(name)
        thumb.button("Add her")
    expect(phone.get_by_text("already. Add something that tells the two apart.")).to_be_visible()
    newcomer = phone.locator("[data-step=roll] [data-member]").last
    thumb.tap(newcomer.locator(".state"))
    thumb.button("Take her off the list")
    expect(phone.locator("[data-step=roll] [data-member]")).to_have_count(30)
    thumb.tap(phone.locator(".undo-strip button"))
    expect(newcomer).to_contain_text("Dil Maya Rai")
