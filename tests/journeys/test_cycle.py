"""A whole cycle on a phone: six Sundays, two loans, one late and one given up, one who leaves, the share-out.

What the sheets of the Sundays hold is sent as a phone sends it; everything that takes two officers is tapped.
The sums beside it are worked out here from what each person paid, and never asked of the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from msai.permissions import SYSTEM_IMPORT
from msai.services.holders import member_holder
from msai.services.verification import VerifyBooks, verify_books
from tests.journeys.house import House, ReadIn, opened
from tests.journeys.thirty import NAMES, text
from tests.msai import sunday
from tests.services.axe import findings
from tests.services.browser import PHONE, screen
from tests.services.databases import Past, Place

pytestmark = [pytest.mark.browser, pytest.mark.every_kind]

GROUP, FIRST = "Six Savers", date(2026, 1, 4)
SUNDAYS = [FIRST + timedelta(weeks=week) for week in range(6)]
MAYA, ROSALINDA, DEWI = 4, 5, 6
SAVED, GIVEN, SHARES = 10000, 500, 2
WEEKLY_PERCENT, LENT_MAYA, LENT_ROSALINDA, FINE = 2, 20000, 25000, 1000
RULES = {
    "saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 5], "social_contribution": "5.00",
    "meets": "FREQ=WEEKLY;BYDAY=SU", "loan_charge_percent_per_week": "2", "loan_limit_multiple": 3,
}
PAID_FINE = {"kind": "fine_paid", "member": MAYA, "amount": text(FINE), "tender": "box"}


def the_six() -> bytes:
    """The group as it begins: six members, a box, and its rules."""
    lines: list[dict[str, Any]] = [{
        "event": "group", "key": "group-1", "name": GROUP, "country": "HK", "currency": "HKD",
        "opened": FIRST.isoformat(), "rules": RULES, "tenders": [{"key": "box", "kind": "cash"}]}]
    lines += [{"event": "member", "group": "group-1", "number": number, "name": name, "sex": "female",
               "joined": FIRST.isoformat()} for number, name in enumerate(NAMES[:6], 1)]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


@dataclass
class Box:
    """What lies in the box for each fund, in cents, added up from what people did."""

    savings: int = 0
    social: int = 0
    members: list[int] = field(default_factory=lambda: [1, 2, 3, 4, 5, 6])

    def sheet(self, number: int, *more: dict[str, Any], paid_minor: int = 0) -> dict[str, Any]:
        """Everybody saves two shares and gives to the social fund; `more` are the lines beside it."""
        opening = {f"box/{fund}": text(minor) for fund, minor in
                   (("savings", self.savings), ("social", self.social)) if minor}
        self.savings += SAVED * len(self.members) + paid_minor
        self.social += GIVEN * len(self.members)
        lines = [line for member in self.members for line in (
            {"kind": "savings", "member": member, "shares": SHARES, "amount": text(SAVED), "tender": "box"},
            {"kind": "social", "member": member, "amount": text(GIVEN), "tender": "box"})]
        return {
            "number": number, "date": SUNDAYS[number - 1].isoformat(), "opening": opening,
            "attendance": {str(member): "present" for member in self.members},
            "lines": [*lines, *more], "cash_counted": text(self.savings + self.social)}


@pytest.fixture
def past() -> Past:
    """Six people opened a group."""
    return ReadIn(the_six(), FIRST)


@pytest.fixture
def room(place: Place) -> Iterator[House]:
    """The ledger on the first Sunday."""
    with opened(place, today=FIRST) as house:
        yield house


@dataclass
class Story:
    """The people of the group with one phone, handed on."""

    house: House
    page: Page
    book_id: UUID
    box: Box = field(default_factory=Box)

    def meet(self, number: int, *more: dict[str, Any], paid_minor: int = 0) -> None:
        """A Sunday comes, and its sheet is closed."""
        self.house.calendar.today = SUNDAYS[number - 1]
        sheet = self.box.sheet(number, *more, paid_minor=paid_minor)
        meeting = UUID(f"01a1{number:04x}-0000-7000-8000-000000000006")
        closed = sunday.put(self.house.at_home("amelia"), sheet, meeting, self.book_id)
        assert closed.status_code == 200, closed.text

    def take(self, name: str, path: str) -> Page:
        """Somebody takes the phone and opens a page of the group."""
        self.house.greet(self.page.context, name)
        self.page.goto(f"{self.house.address}/groups/{self.book_id}{path}")
        return self.page

    def approve(self, path: str, *steps: str) -> None:
        """Siti finds what waits for her, reads it, and agrees."""
        page = self.take("siti", path)
        for step in steps:
            page.get_by_role("link", name=step).first.tap()
        page.get_by_role("button", name="Approve").tap()
        page.get_by_role("button", name="Approve").wait_for(state="detached")


def lend(story: Story, member: int, amount_minor: int, *, weeks: int) -> None:
    """Amelia writes the request down, Siti agrees, the money is given."""
    page = story.take("amelia", "/loans")
    page.get_by_role("link", name="Ask for a loan").first.tap()
    page.get_by_label("For whom?").select_option(label=NAMES[member - 1])
    page.get_by_label("How much?").fill(text(amount_minor))
    page.get_by_label("For how many weeks?").fill(str(weeks))
    page.get_by_role("button", name="Ask for it").tap()
    expect(page.get_by_role("status")).to_contain_text("Waits for another officer")
    asked = page.url
    story.approve("/loans", NAMES[member - 1])
    story.house.greet(page.context, "amelia")
    page.goto(asked)
    page.get_by_role("button", name="The money was given").tap()
    expect(page.locator("main")).to_contain_text(NAMES[member - 1])
    story.box.savings -= amount_minor


def pay_late(story: Story, weeks: int) -> int:
    """Maya, two weeks late, pays it all back: the loan and the charge of each week that began."""
    page = story.take("amelia", "/loans")
    expect(page.locator("main")).to_contain_text("late")
    page.get_by_role("link", name=NAMES[MAYA - 1]).first.tap()
    page.get_by_role("link", name="She pays something").tap()
    charge = LENT_MAYA * WEEKLY_PERCENT * weeks // 100
    expect(page.get_by_label("How much?")).to_have_value(text(LENT_MAYA + charge))
    page.get_by_role("button", name="Record it").tap()
    expect(page.locator("main")).to_contain_text("Paid back")
    story.box.savings += LENT_MAYA + charge
    return charge


def fine(story: Story) -> None:
    """It was late, and the group fines that; she pays on the next Sunday."""
    page = story.take("amelia", "/dues/charge")
    page.get_by_label("Whom?").select_option(label=NAMES[MAYA - 1])
    page.get_by_label("How much?").fill(text(FINE))
    page.get_by_label("What for?").fill("Two weeks late with her loan.")
    page.get_by_role("button", name="Write it down").tap()
    expect(page.locator("main")).to_contain_text(NAMES[MAYA - 1])


def give_up(story: Story) -> None:
    """Rosalinda went home and does not answer; two officers give her loan up."""
    page = story.take("amelia", "/loans")
    page.get_by_role("link", name=NAMES[ROSALINDA - 1]).first.tap()
    page.get_by_role("link", name="Give the loan up").tap()
    page.get_by_label("Why?").fill("Her wages were not paid, and she has nothing.")
    page.get_by_role("button", name="See what it does").tap()
    page.get_by_role("button", name="Ask the second officer").tap()
    expect(page.get_by_role("status")).to_contain_text("Waits for the second officer")
    story.approve(page.url.partition(str(story.book_id))[2])
    expect(page.get_by_role("status")).to_contain_text("Approved, and in the book")


def leave(story: Story, saved_minor: int) -> None:
    """Dewi goes home: what she saved is paid to her from the box."""
    hers = member_holder(story.book_id, DEWI).id
    page = story.take("amelia", f"/passbooks/{hers}/exit")
    page.get_by_label("From which place is she paid?").select_option(index=1)
    page.get_by_role("button", name="Work it out").tap()
    expect(page.locator("section[aria-labelledby=statement]")).to_contain_text(grouped(saved_minor))
    page.get_by_role("button", name="Ask the second officer").tap()
    expect(page.get_by_role("status")).to_contain_text("Waits for the second officer")
    story.approve(page.url.partition(str(story.book_id))[2])
    expect(page.get_by_role("status")).to_contain_text("Agreed, and in the book")
    story.box.savings -= saved_minor
    story.box.members.remove(DEWI)


def share_out(story: Story, part_minor: int) -> None:
    """The cycle is closed: worked out, read, approved, and each gets the same for the same shares."""
    page = story.take("amelia", "/cycle")
    page.get_by_role("link", name="Close the cycle").tap()
    page.get_by_role("button", name="See who gets what").tap()
    rows = page.locator("section[aria-labelledby=members] tbody tr")
    expect(rows).to_have_count(len(story.box.members))
    for row in rows.all():
        expect(row).to_contain_text(grouped(part_minor))
    assert findings(page) == []
    page.get_by_role("button", name="Ask the second officer").tap()
    expect(page.get_by_role("status")).to_contain_text("Waits for the second officer")
    story.approve(page.url.partition(str(story.book_id))[2])
    expect(page.get_by_role("status")).to_contain_text("Shared out, and in the book")


def grouped(minor: int) -> str:
    """Cents as the screen writes them."""
    return f"{minor // 100:,d}.{minor % 100:02d}"


def test_a_cycle_of_six_meetings(browser: Browser, room: House) -> None:
    """Lent, paid late, given up, left and shared out: each gets what arithmetic says, and the books hold."""
    with screen(browser, PHONE) as visitor:
        story = Story(room, visitor.new_page(), book_of(room))
        story.meet(1)
        lend(story, MAYA, LENT_MAYA, weeks=2)
        story.meet(2)
        lend(story, ROSALINDA, LENT_ROSALINDA, weeks=4)
        story.meet(3)
        story.meet(4)
        charge = pay_late(story, weeks=3)
        fine(story)
        story.meet(5, PAID_FINE, paid_minor=FINE)
        give_up(story)
        leave(story, 5 * SAVED)
        story.meet(6)
        part = 6 * SAVED + (charge + FINE - LENT_ROSALINDA) // len(story.box.members)
        assert part * len(story.box.members) == story.box.savings
        share_out(story, part)
        look_back(story, part)


def book_of(house: House) -> UUID:
    """The group on Amelia's first page."""
    first = house.at_home("amelia").get("/").text
    return UUID(first[first.index("/groups/") + 8:][:36])


def look_back(story: Story, part_minor: int) -> None:
    """Nongnuch reads her part in her passbook, the next cycle is open, and the book holds."""
    page = story.take("nongnuch", f"/passbooks/{member_holder(story.book_id, 3).id}")
    expect(page.locator("main")).to_contain_text(grouped(part_minor))
    page = story.take("amelia", "/cycle")
    expect(page.locator("main")).to_contain_text("Cycle 2")
    with story.house.app.extensions["database"].read() as session:
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(story.book_id,))) == []
