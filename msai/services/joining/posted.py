"""What a late entry posts: savings with their shares, and what is above them as a fee.

Its lines say in the book what they are, so that a correction of one is known to be about joining late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledgers.accounts import Holder
from ledgers.entries import JournalEntry
from ledgers.rules.dues import Due, paid_at_once
from ledgers.rules.savings import SavingsLine, contribution
from ledgers.rules.tenders import FundLine, Tender

OF_LATE_ENTRY = "late_entry"


def reference_of_entry(line_ref: str | None = None) -> str:
    """The reference of the lines of a late entry; `line_ref` is that of the line on a sheet that pays it."""
    return f"{OF_LATE_ENTRY}:{line_ref}" if line_ref else OF_LATE_ENTRY


def is_of_late_entry(line_ref: str | None) -> bool:
    """Whether a line of the book paid for joining late."""
    return (line_ref or "").partition(":")[0] == OF_LATE_ENTRY


@dataclass(frozen=True, slots=True)
class EntrySums:
    """What a member who joined late pays in all, in minor units; `shares` are in the savings."""

    shares: int
    savings_minor: int
    fee_minor: int

    @property
    def total_minor(self) -> int:
        """All of it."""
        return self.savings_minor + self.fee_minor


def entries_of_entry(
    day: date, who: Holder, place: Tender, *, sums: EntrySums, line_ref: str,
) -> Iterator[JournalEntry]:
    """The entries of a late entry that is paid into one place on a day."""
    if sums.savings_minor:
        yield contribution(day, SavingsLine(who, place, sums.savings_minor, line_ref, sums.shares))
    if sums.fee_minor:
        yield paid_at_once(day, Due.FEE, FundLine(who, place, sums.fee_minor, line_ref))
