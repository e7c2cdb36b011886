"""A made-up group of thirty that meets for two years, as a history the ledger can import.

Every member saves shares and pays into the social fund each Sunday and a few invest; each
fourth Sunday somebody takes a loan and pays it back six weeks later: about 105 postings a
meeting.  The amounts follow from the numbers of member and Sunday, so the same story is
told every time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

FIRST_SUNDAY = date(2024, 1, 7)
SHARE = 50_00
SOCIAL = 5_00
LOAN = 600_00
INTEREST = 6_00
LOAN_EVERY, LOAN_WEEKS = 4, 6
_NAMES = UUID("5e7f1f0e-7c1c-5d0c-8a51-3c2b9c7e4d60")

Line = dict[str, Any]


@dataclass
class Story:
    """A group of `members` people; its ids follow from `name`, and `box` is what lies in its cash box."""

    name: str
    members: int = 30
    box: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def history(self, sundays: int) -> bytes:
        """The set-up and that many meetings, one event a line."""
        events = [*self.set_up(), *(self.meeting(week) for week in range(sundays))]
        return b"".join(json.dumps(event).encode() + b"\n" for event in events)

    def set_up(self) -> Iterator[dict[str, Any]]:
        """The events that open the group and take its members in."""
        yield {
            "event": "group", "key": self.name, "name": f"Savers of {self.name}", "country": "HK",
            "currency": "HKD", "opened": FIRST_SUNDAY.isoformat(),
            "rules": {"saving": "shares", "share_value": _amount(SHARE), "shares_per_meeting": [1, 5],
                      "social_contribution": _amount(SOCIAL), "fines": {}, "meets": "FREQ=WEEKLY;BYDAY=SU"},
            "tenders": [{"key": "box", "kind": "cash"}],
        }
        for number in range(1, self.members + 1):
            yield {"event": "member", "group": self.name, "number": number, "name": f"Saver {number}",
                   "sex": "female", "joined": FIRST_SUNDAY.isoformat()}

    def meeting(self, week: int) -> dict[str, Any]:
        """The event of one meeting; weeks are told in order, from 0."""
        sheet = self.sheet(week)
        return {"event": "meeting", "group": self.name, "id": str(self.meeting_id(week)), **sheet}

    def meeting_id(self, week: int) -> UUID:
        """The id under which a week's sheet is sent."""
        return uuid5(_NAMES, f"{self.name}:{week}")

    def sheet(self, week: int) -> dict[str, Any]:
        """The sheet of one week as a device would send it; weeks are told in order, from 0."""
        opening = {f"box/{fund}": _amount(minor) for fund, minor in self.box.items() if minor}
        lines = [line for line, fund, minor in self._lines(week) if self._move(fund, minor)]
        return {
            "number": week + 1, "date": (FIRST_SUNDAY + timedelta(weeks=week)).isoformat(),
            "attendance": {str(number): "present" for number in range(1, self.members + 1)},
            "opening": opening, "lines": lines, "cash_counted": _amount(sum(self.box.values())),
            "cash_difference": "0.00", "difference_reason": None,
        }

    def _move(self, fund: str, minor: int) -> bool:
        self.box[fund] += minor
        return True

    def _lines(self, week: int) -> Iterator[tuple[Line, str, int]]:
        for number in range(1, self.members + 1):
            shares = 1 + (number + week) % 3
            yield _line("savings", number, shares * SHARE, shares=shares), "savings", shares * SHARE
            yield _line("social", number, SOCIAL), "social", SOCIAL
        yield from self._loans(week)
        for number in range(1 + week % 5, self.members + 1, 5):
            yield _line("investment", number, 100_00), "investment", 100_00

    def _loans(self, week: int) -> Iterator[tuple[Line, str, int]]:
        if week % LOAN_EVERY == 0:
            yield _line("loan", self._borrower(week), LOAN, loan=f"loan-{week}", months=2), "savings", -LOAN
        if week >= LOAN_WEEKS and (week - LOAN_WEEKS) % LOAN_EVERY == 0:
            since = week - LOAN_WEEKS
            line = _line("repayment", self._borrower(since), LOAN + INTEREST, loan=f"loan-{since}",
                         principal=_amount(LOAN), interest=_amount(INTEREST))
            yield line, "savings", LOAN + INTEREST

    def _borrower(self, week: int) -> int:
        return 1 + week % self.members


def _line(kind: str, number: int, minor: int, **more: Any) -> Line:
    return {"member": number, "kind": kind, "amount": _amount(minor), "tender": "box", **more}


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
