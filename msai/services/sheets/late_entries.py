"""What somebody pays at a meeting who joined late: all of it, once, as worked out on the day she joined.

Who joins at this very meeting may pay at once: what was worked out just before it, like everybody's.
"""

from __future__ import annotations

from datetime import date

from ledgers.entries import JournalEntry
from ledgers.money import Money
from msai.services.joining.errors import LateEntryDiffers, LateEntryNothing
from msai.services.joining.posted import entries_of_entry, reference_of_entry
from msai.services.sheets.book import SheetBook
from msai.services.sheets.sheet import LineKind, SheetLine


def entries_of_late_entry(day: date, line: SheetLine, book: SheetBook) -> tuple[JournalEntry, ...]:
    """The entries of a line that pays a late entry; the book takes it as paid.

    Raises:
        LateEntryNothing: she has nothing to pay, or pays it on an earlier line.
        LateEntryDiffers: it is not all of it.
    """
    member, tender = book.member(line.member), book.tender(line.tender)
    due = book.entries_due.pop(member.id, None)
    if due is None:
        raise LateEntryNothing()
    if line.amount_minor != due.total_minor:
        raise LateEntryDiffers(due=Money(due.total_minor, book.group.currency))
    return tuple(entries_of_entry(
        day, member, tender, sums=due, line_ref=reference_in_book(line)))


def reference_in_book(line: SheetLine) -> str:
    """The reference of what a line of a sheet posts: its own, marked where it pays a late entry."""
    return reference_of_entry(line.ref) if line.kind is LineKind.LATE_ENTRY else line.ref
