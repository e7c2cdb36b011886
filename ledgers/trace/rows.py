"""The entries of an investment fund, in the order of truth, as the trace reads them.

The trace needs of a book what belongs to one fund: its money, its units, and the claims that its stakes have
at home. A posting keeps the line it has in its whole entry, so that what takes it back can be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledgers.accounts import Account

Place = tuple[int, int]
"""Where a posting stands in its book: the number of its entry and its line in it."""


@dataclass(frozen=True, slots=True)
class FundPosting:
    """A posting with the line it has in its entry; amounts as in `ledgers.entries.Posting`."""

    line: int
    debit: Account
    credit: Account
    amount_minor: int
    line_ref: str | None = None
    reverses: Place | None = None


@dataclass(frozen=True, slots=True)
class FundEntry:
    """What an entry posted in the money, the units and the claims of a fund; `paper` it was made from."""

    seq: int
    kind: str
    occurred_on: date
    postings: tuple[FundPosting, ...]
    paper: UUID | None = None
