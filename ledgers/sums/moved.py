"""What a transaction adds to the sums that are kept beside the postings.

Each side of a posting adds to the month's sums of its account, and of its number and fund
in the roll-up.  They are added up here first, so that an account that moves a hundred
times in a transaction is written once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ledgers.accounts import Account
from ledgers.entries import Posting, side_text

Period = tuple[int, bool]
"""A month, and whether the entries close a cycle."""


class Side:
    """An account as the side of postings: its text in hashes, and its number once that is known."""

    __slots__ = ("account", "fund", "number", "text")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.fund = account.fund
        self.text = side_text(account)
        self.number = 0


class Sides(dict[Account, Side]):
    """The sides a transaction has moved so far; each is made when it is first asked for."""

    def __missing__(self, account: Account) -> Side:
        side = self[account] = Side(account)
        return side


Move = tuple[Posting, Side, Side]
"""A posting with the two sides it moves, debit first."""

Moved = dict[Side, list[int]]
"""What was debited to each side, and what credited."""


def month_of(day: date) -> int:
    """The month of a date as kept with balances: 202511."""
    return day.year * 100 + day.month


class SumsToKeep:
    """What the postings of one book add to its sums, until that is written."""

    def __init__(self) -> None:
        self._periods: dict[Period, Moved] = _no_periods()

    def add(self, day: date, moves: Iterable[Move], *, closing: bool) -> None:
        """Take the postings of an entry up."""
        _add_moves(self._periods[month_of(day), closing], moves)

    def take_rows(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The rows by which balances and roll-up grow, in the order of their keys; nothing is left after."""
        by_code: dict[tuple[int, int, str, bool], list[int]] = defaultdict(_nothing_yet)
        balances = []
        for (month, closing), moved in self._periods.items():
            for side, (debited, credited) in moved.items():
                balances.append((side.number, month, closing, debited, credited))
                code, fund, _ = side.account
                both = by_code[month, code, fund, closing]
                both[0] += debited
                both[1] += credited
        self._periods = _no_periods()
        return sorted(balances), [(*key, *both) for key, both in sorted(by_code.items())]


def moved_by(moves: Iterable[Move]) -> Moved:
    """What the postings of an entry move, side by side."""
    moved: Moved = defaultdict(_nothing_yet)
    _add_moves(moved, moves)
    return moved


def _add_moves(moved: Moved, moves: Iterable[Move]) -> None:
    for posting, debit, credit in moves:
        amount_minor = posting.amount_minor
        moved[debit][0] += amount_minor
        moved[credit][1] += amount_minor


def _nothing_yet() -> list[int]:
    return [0, 0]


def _no_periods() -> dict[Period, Moved]:
    return defaultdict(lambda: defaultdict(_nothing_yet))
