"""A model's lines as the JSON that a phone sends; imports nothing of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tests.state_machine.model import Book, Refused, box_after

FIELDS = {
    "savings": "member amount tender shares", "withdrawal": "member amount tender shares",
    "social": "member amount tender", "social_grant": "member amount tender",
    "fine": "member amount tender", "fee": "member amount tender",
    "fine_paid": "member amount tender", "fee_paid": "member amount tender", "interest_due": "member amount",
    "loan": "loan member amount tender fund", "loan_write_off": "loan member fund",
    "repayment": "loan member principal interest amount tender fund", "recovery": "amount tender fund",
    "investment": "member amount tender fund", "redemption": "member units_e4 tender fund",
    "held": "member amount tender fund", "payout": "member amount tender fund",
    "expense": "amount tender fund", "bank_charge": "amount tender fund", "donation": "amount tender fund",
    "bank_interest": "amount tender fund", "transfer": "amount from_tender to_tender fund",
    "between_funds": "amount from_fund to_fund tender",
}
AMOUNTS = {"amount": "cents", "principal": "principal_cents", "interest": "interest_cents"}


@dataclass(frozen=True)
class Sheet:
    """A sheet: its id and day, the model's lines, and how far the count is off the book."""

    id: UUID
    day: date
    lines: Sequence[Mapping[str, Any]] = ()
    difference: int = 0
    reason: str | None = None

    def written(self, book: Book) -> dict[str, Any]:
        """The sheet as it travels, by somebody who knows the book."""
        opening = {f"{alias}/{fund}": decimal(cents) for (alias, fund), cents in book.tender_money().items()}
        return {
            "date": self.day.isoformat(), "number": book.meetings + 1, "opening": opening,
            "attendance": {str(number): "present" for number in book.members()},
            "lines": [_line(line) for line in self.lines],
            "cash_counted": decimal(max(0, self.expected(book) + self.difference)),
            "difference_reason": self.reason,
        }

    def expected(self, book: Book) -> int:
        """What should lie in the box after this sheet."""
        try:
            return box_after(book, self.day, self.lines)
        except Refused:
            return 0


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    written = {"kind": line["kind"]}
    for name in FIELDS[line["kind"]].split():
        if name in AMOUNTS:
            written[name] = decimal(line[AMOUNTS[name]])
        else:
            written[name] = line["units"] if name == "units_e4" else line[name]
    return written


def decimal(cents: int) -> str:
    """Cents as the machine form of an amount."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
