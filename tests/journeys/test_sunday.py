"""A treasurer's Sunday on a phone: thirty members, one form, a box that agrees, and the books after it.

Nothing on the way needs a script, so the same Sunday is kept with scripts switched off.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.journeys import thirty
from tests.journeys.house import House
from tests.journeys.thirty import FARM, LOAN, NAMES, SHARE, SOCIAL, text
from tests.services.browser import PHONE, screen

pytestmark = [pytest.mark.browser, pytest.mark.every_kind]

ABSENT, LATE, SAVER = 7, 9, 5
FINE, PAID_BACK, INTEREST, ROOM = 1000, 10000, 300, 1250
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


@pytest.fixture
def phone(request: pytest.FixtureRequest, browser: Browser, hall: House) -> Iterator[Page]:
    """Amelia's phone, signed in; a test may switch its scripts off."""
    scripts = getattr(request, "param", True)
    with screen(browser, PHONE, java_script_enabled=scripts, accept_downloads=True) as visitor:
        page = visitor.new_page()
        hall.sign_in(page, "amelia")
        yield page


def shares_today(number: int) -> int:
    """What each buys this Sunday: one to five shares, and nothing from her who is away."""
    return 0 if number == ABSENT else number % 5 + 1


def in_the_box() -> int:
    """The box at the end of the day, added up from what each of them brings and takes."""
    brought = sum(shares_today(number) * SHARE + SOCIAL + (FARM if number % 10 == 0 else 0)
                  for number in range(1, 31) if number != ABSENT)
    return sum(thirty.three_sundays().box.values()) + brought + FINE + PAID_BACK + INTEREST - ROOM


def type_in(page: Page, field: str, words: str) -> None:
    """Tap a field and type over what is in it."""
    page.locator(f"[id='{field}']").tap()
    page.keyboard.press("Control+A")
    page.keyboard.type(words) if words else page.keyboard.press("Delete")


def open_group(page: Page) -> None:
    """From the first page to the group."""
    page.get_by_role("link", name="Sunday Savers of Statue Square").tap()
    expect(page.get_by_role("heading", name="Where the money is")).to_be_visible()


def fill_the_form(page: Page) -> None:
    """Thirty rows and three lines more, by taps and keys."""
    page.get_by_role("link", name="Record the meeting").tap()
    for number in range(1, 31):
        type_in(page, f"savings-{number}", str(shares_today(number) or ""))
        if number % 10 == 0:
            type_in(page, f"investment-{number}", text(FARM))
    page.locator(f"#attendance-{ABSENT}").select_option("absent")
    type_in(page, f"social-{ABSENT}", "")
    page.locator(f"#attendance-{LATE}").select_option("late")
    page.get_by_role("group", name=NAMES[LATE - 1]).get_by_text("Fine, or another purse").tap()
    type_in(page, f"fine-{LATE}", text(FINE))
    type_in(page, f"principal-{LOAN}", text(PAID_BACK))
    type_in(page, f"interest-{LOAN}", text(INTEREST))
    page.get_by_text("Line 1", exact=True).tap()
    page.locator("#line-0-kind").select_option("expense")
    type_in(page, "line-0-amount", text(ROOM))
    type_in(page, "line-0-words", "Room")


def close(page: Page, counted: int) -> None:
    """Enter the count and press the one button."""
    type_in(page, "cash_counted", text(counted))
    with page.expect_navigation():
        page.get_by_role("button", name="Close the meeting").tap()


def figure_of(page: Page, row: str, label: str) -> str:
    """A figure of the group's money."""
    rows = page.locator("section[aria-labelledby=where] tr")
    return rows.filter(has=page.get_by_role("rowheader", name=row)).locator(
        f"[data-label='{label}']").inner_text().strip()


def go_back_and_press_again(page: Page) -> None:
    """The phone is slow, the treasurer impatient: back to the form, and once more."""
    page.go_back()
    button = page.get_by_role("button", name="Close the meeting")
    if button.is_visible():
        button.tap()
    expect(page.get_by_role("heading", name="Meeting 4 is closed")).to_be_visible()


def receipt_of(page: Page) -> str:
    """The code on the stamp of a closed meeting."""
    expect(page.get_by_role("heading", name="Meeting 4 is closed")).to_be_visible()
    expect(page.get_by_text("The cash agrees.")).to_be_visible()
    return page.locator(".stamp-code").inner_text()


def download(page: Page, file: Path) -> None:
    """The group's workbook, by a tap."""
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Excel").tap()
    downloaded.value.save_as(file)


def sign_out(page: Page) -> None:
    """Out by the menu of the group's page."""
    page.locator("summary", has_text="Menu").tap()
    page.get_by_role("button", name="Sign out").tap()
    expect(page.get_by_role("heading", name="Good to see you again")).to_be_visible()


@pytest.mark.parametrize("phone", [False], ids=["without scripts"], indirect=True)
def test_a_sunday_of_thirty_on_a_phone(phone: Page, tmp_path: Path) -> None:
    """One is away, one late, a loan is paid back, the room is paid: the cash and all the books agree."""
    open_group(phone)
    inside = phone.url
    fill_the_form(phone)
    close(phone, in_the_box())
    receipt = receipt_of(phone)
    assert CODE.fullmatch(receipt)
    go_back_and_press_again(phone)
    assert receipt_of(phone) == receipt

    phone.get_by_role("link", name="Back").first.tap()
    expect(phone.get_by_role("link", name="All 4")).to_be_visible()
    check_the_books(phone, tmp_path / "group.xlsx")
    sign_out(phone)
    phone.goto(inside)
    assert "/sign-in" in phone.url


def check_the_books(page: Page, file: Path) -> None:
    """The group's page, its workbook and a passbook say what was added up by hand."""
    box, together = figure_of(page, "Cash box", "Together"), figure_of(page, "Total", "Together")
    download(page, file)
    summary = summary_of(file)
    assert box == figures(in_the_box())
    assert (box, together) == (figures(summary["Cash box"]), figures(summary["Total"]))

    page.get_by_role("link", name=NAMES[SAVER - 1]).tap()
    shares = sum(thirty.shares_of(SAVER, sunday) for sunday in range(3)) + shares_today(SAVER)
    assert figures(shares * SHARE) in page.locator(".hero").inner_text()
    page.get_by_role("link", name="Back").first.tap()


def test_a_count_that_differs_without_a_reason_is_mended(phone: Page) -> None:
    """The reason stands at the field, what she typed is still there, and the next press closes."""
    open_group(phone)
    fill_the_form(phone)
    close(phone, in_the_box() - SHARE)
    said = phone.locator("#difference_reason")

    assert said.get_attribute("aria-invalid") == "true"
    expect(phone.locator(f"#{said.get_attribute('aria-describedby')}")).to_contain_text("50.00")
    expect(phone.locator(f"#savings-{SAVER}")).to_have_value(str(shares_today(SAVER)))
    close(phone, in_the_box())
    assert CODE.fullmatch(receipt_of(phone))


def summary_of(file: Path) -> dict[str, int]:
    """The first sheet of a workbook: what stands in the last column of each row, in cents."""
    rows = load_workbook(file)["Summary"].iter_rows(min_row=7, max_row=10, values_only=True)
    return {str(row[0]): round(row[4] * 100) for row in rows if isinstance(row[4], int | float)}


def figures(minor: int) -> str:
    """Cents as the pages write them."""
    return f"{minor // 100:,d}.{minor % 100:02d}"
