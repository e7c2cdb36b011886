"""Nothing is edited: what was wrong is taken back, what is right is posted, and both can be seen.

A correction is dated on the day it is made. When the wrong posting belongs to a cycle that is closed, its
income and costs are long part of the surplus, and after a share-out the savings were paid out, so the
correction meets them where they are now. The count of a cash box is a fact of its own: where the sheet was
wrong and the box was right, the difference booked that day is what the correction explains.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ledgers.accounts import SAVINGS, SHARES, Account
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.rules.movements import Postings, adjust
from ledgers.rules.tenders import Tender

_RESULT = range(4000, 6000)
CASH_DIFFERENCE = "cash_difference"
"""The line reference under which a correction posts the difference that is left of a count."""

Named = Mapping[tuple[int, int], Posting]
"""Postings by their place in the book: (seq, line)."""


class CycleThen(StrEnum):
    """What has become of the cycle that a wrong posting belongs to."""

    OPEN = "open"
    CLOSED = "closed"
    SHARED_OUT = "shared_out"


Became = Callable[[Posting], CycleThen]
"""Says for each posting what has become of its cycle: funds close at different times."""


def as_of_today(posting: Posting, cycle: CycleThen) -> Postings:
    """Say a posting of an earlier cycle in the accounts that hold its money today.

    In a closed cycle 3400 stands for 4xxx and 5xxx; after a share-out 2100 stands for 3100 of the savings
    fund, and shares that ended with the cycle are not touched (empty). A posting between two accounts that
    one account stands for today moves nothing any more.
    """
    if cycle is CycleThen.OPEN:
        return (posting,)
    if cycle is CycleThen.SHARED_OUT and posting.fund == SHARES:
        return ()
    debit, credit = _today(posting.debit, cycle), _today(posting.credit, cycle)
    return () if debit == credit else (posting.altered(debit=debit, credit=credit),)


def correction(
    occurred_on: date, wrong: Named, *, right: Postings = (), cycle: CycleThen | Became = CycleThen.OPEN,
) -> JournalEntry:
    """Take wrong postings back and post the right ones, in one entry.

    `wrong` names each posting by its (seq, line) in the book; for a counted tender it includes the cash short
    or over that the mistake explains (`as_counted`), unless cash is handed over now. `right` may be empty. A
    corrected investment keeps the unit value of its first day.

    Raises:
        EmptyEntry: nothing is taken back or posted.
    """
    taken_back = (posting.reversed_as(*place) for place, posting in wrong.items())
    then = cycle if callable(cycle) else _always(cycle)
    said_today = (today for posting in (*taken_back, *right) for today in as_of_today(posting, then(posting)))
    return JournalEntry(EntryKind.CORRECTION, occurred_on, tuple(said_today))


def moved_in(tender: Tender, postings: Iterable[Posting]) -> int:
    """What postings put into a tender over all its funds, less what they take out, in minor units."""
    moved = 0
    for posting in postings:
        moved += posting.amount_minor * (_lies_in(tender, posting.debit) - _lies_in(tender, posting.credit))
    return moved


@dataclass(frozen=True, slots=True)
class Count:
    """A count of the box, and the differences still booked for it, which stand in `fund`."""

    box: Tender
    booked: Named = field(default_factory=dict)
    fund: str = SAVINGS

    @property
    def difference_minor(self) -> int:
        """Counted minus book as it is booked now."""
        return moved_in(self.box, self.booked.values())


@dataclass(frozen=True, slots=True)
class Explained:
    """What a correction makes of a count: differences taken back, and the one that is left in their place."""

    taken_back: Named = field(default_factory=dict)
    left: Postings = ()


def as_counted(count: Count, moved_minor: int) -> Explained:
    """The box was right and the sheet was wrong: the difference is what the right sheet would have shown.

    `moved_minor` is what the correction changes in the box by the book. Where that goes the way of the
    difference booked, the difference is taken back and a rest of it posted anew; where it does not, a new
    difference is posted beside it. Afterwards the book holds as much in the box as before.
    """
    if not moved_minor:
        return Explained()
    booked = count.difference_minor
    explains = booked * moved_minor > 0
    left = (booked if explains else 0) - moved_minor
    return Explained(count.booked if explains else {}, _difference(count, left))


def _difference(count: Count, counted_minus_book: int) -> Postings:
    """Short (below zero) 5900 / box, over box / 4900, known as a difference of the count."""
    postings = adjust(
        count.box.account(count.fund), change_minor=counted_minus_book,
        gain=Account(4900, count.fund), loss=Account(5900, count.fund))
    return tuple(posting.altered(line_ref=CASH_DIFFERENCE) for posting in postings)


def _lies_in(tender: Tender, account: Account) -> bool:
    return (account.code, account.holder) == (tender.code, tender.holder)


def _always(cycle: CycleThen) -> Became:
    return lambda _posting: cycle


def _today(account: Account, cycle: CycleThen) -> Account:
    if account.code in _RESULT:
        return Account(3400, account.fund)
    if cycle is CycleThen.SHARED_OUT and account.code == 3100 and account.fund == SAVINGS:
        return Account(2100, account.fund, account.holder)
    return account
