"""Thirty people who have met on three Sundays: their recorded past, and what they have by now.

The history is written as the treasurer's old book would be typed off; the sums beside it are
added up here, by hand so to say, and never asked of the ledger.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

GIVEN = ("Amelia", "Siti", "Nongnuch", "Maya", "Rosalinda", "Dewi", "Somchai", "Sunita", "Josefina", "Wulan")
FAMILY = ("Santos", "Rahayu", "dela Cruz-Macaraeg")
NAMES = [f"{given} {family}" for family in FAMILY for given in GIVEN]
SUNDAYS = (date(2026, 1, 4), date(2026, 1, 11), date(2026, 1, 18))
NEXT_SUNDAY = date(2026, 1, 25)
SHARE, SOCIAL, FARM, LENT = 5000, 500, 2000, 30000
BORROWER, LOAN = 4, "loan-1"
RULES = {"saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 5],
         "social_contribution": "5.00", "fines": {"late": "10.00"}, "meets": "FREQ=WEEKLY;BYDAY=SU"}


def text(minor: int) -> str:
    """Cents as a person writes them."""
    return f"{minor // 100:d}.{minor % 100:02d}"


def shares_of(number: int, sunday: int) -> int:
    """How many shares a member bought on one of the Sundays: one to five."""
    return number * (sunday + 1) % 5 + 1


@dataclass
class Past:
    """The book so far: what lies in the box for each fund, in cents, and the lines of the file."""

    box: dict[str, int] = field(default_factory=lambda: {"savings": 0, "social": 0, "investment": 0})
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """The file."""
        return "".join(json.dumps(event) + "\n" for event in self.events).encode()

    def meet(self, sunday: int) -> None:
        """One Sunday: everybody came, saved and gave; some put money into the farm, one borrowed."""
        opening = {f"box/{fund}": text(minor) for fund, minor in self.box.items() if minor}
        lines = [line for number in range(1, 31) for line in self._brought(number, sunday)]
        if sunday == 1:
            self.box["savings"] -= LENT
            lines.append({"kind": "loan", "member": BORROWER, "loan": LOAN, "amount": text(LENT),
                          "months": 3, "tender": "box"})
        self.events.append({
            "event": "meeting", "group": "group-1", "number": sunday + 1,
            "id": str(UUID(f"01a1{sunday:04x}-0000-7000-8000-000000000030")),
            "date": SUNDAYS[sunday].isoformat(), "opening": opening, "lines": lines,
            "attendance": {str(number): "present" for number in range(1, 31)},
            "cash_counted": text(sum(self.box.values())), "cash_difference": "0.00",
            "difference_reason": None})

    def _brought(self, number: int, sunday: int) -> list[dict[str, Any]]:
        shares = shares_of(number, sunday)
        gave = {"savings": shares * SHARE, "social": SOCIAL, "investment": FARM if number % 3 == 0 else 0}
        for fund, minor in gave.items():
            self.box[fund] += minor
        lines: list[dict[str, Any]] = [
            {"member": number, "kind": fund, "amount": text(minor), "tender": "box"}
            for fund, minor in gave.items() if minor]
        lines[0]["shares"] = shares
        return lines


def three_sundays() -> Past:
    """The group's whole past."""
    past = Past()
    past.events.append({
        "event": "group", "key": "group-1", "name": "Sunday Savers of Statue Square", "country": "HK",
        "currency": "HKD", "opened": SUNDAYS[0].isoformat(), "rules": RULES,
        "tenders": [{"key": "box", "kind": "cash"}, {"key": "bank", "kind": "bank"}]})
    past.events += [
        {"event": "member", "group": "group-1", "number": number, "name": name, "sex": "female",
         "joined": SUNDAYS[0].isoformat()} for number, name in enumerate(NAMES, 1)]
    for sunday in range(len(SUNDAYS)):
        past.meet(sunday)
    return past
