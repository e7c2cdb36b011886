"""Nothing is edited: what was wrong is taken back, what is right is posted, and both can be seen.

A correction is dated on the day it is made. When the wrong posting belongs to a cycle that is closed, its
income and costs are long part of the surplus, and after a share-out the savings were paid out, so the
correction meets them where they are now.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from ledgers.accounts import SAVINGS, SHARES, Account
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.rules.movements import Postings

_RESULT = range(4000, 6000)


class CycleThen(StrEnum):
    """What has become of the cycle that a wrong posting belongs to."""

    OPEN = "open"
    CLOSED = "closed"
    SHARED_OUT = "shared_out"


def as_of_today(posting: Posting, cycle: CycleThen) -> Postings:
    """Say a posting of an earlier cycle in the accounts that hold its money today.

    In a closed cycle 3400 stands for 4xxx and 5xxx; after a share-out 2100 stands for 3100 of the savings
    fund, and shares that ended with the cycle are not touched (empty).
    """
    if cycle is CycleThen.OPEN:
        return (posting,)
    if cycle is CycleThen.SHARED_OUT and posting.fund == SHARES:
        return ()
    debit, credit = _today(posting.debit, cycle), _today(posting.credit, cycle)
    return (replace(posting, debit=debit, credit=credit),)


def correction(
    occurred_on: date, wrong: Mapping[tuple[int, int], Posting], *, right: Postings = (),
    cycle: CycleThen = CycleThen.OPEN,
) -> JournalEntry:
    """Take wrong postings back and post the right ones, in one entry.

    `wrong` names each posting by its (seq, line) in the book; for a counted tender it includes the cash short
    or over that the mistake explains, unless cash is handed over now. `right` may be empty. A corrected
    investment keeps the unit value of its first day.

    Raises:
        EmptyEntry: nothing is taken back or posted.
    """
    taken_back = (posting.reversed_as(*place) for place, posting in wrong.items())
    said_today = (today for posting in (*taken_back, *right) for today in as_of_today(posting, cycle))
    return JournalEntry(EntryKind.CORRECTION, occurred_on, tuple(said_today))


def _today(account: Account, cycle: CycleThen) -> Account:
    if account.code in _RESULT:
        return Account(3400, account.fund)
    if cycle is CycleThen.SHARED_OUT and account.code == 3100 and account.fund == SAVINGS:
        return Account(2100, account.fund, account.holder)
    return account
