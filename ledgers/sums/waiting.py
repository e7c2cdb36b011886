"""Sums that wait, while many papers are posted in one transaction.

A history of years moves the same accounts on every Sunday.  Its sums are written when
somebody reads sums, or at the end; and how each book stands, which every sheet asks, is
known from what was read once and what was posted since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledgers.accounts import Account
from ledgers.sums.moved import Moved


@dataclass(frozen=True, slots=True)
class Standing:
    """Balances of some accounts, debit positive, and per fund and number what was debited and credited."""

    balances: Mapping[Account, int]
    turnovers: Mapping[str, Mapping[int, tuple[int, int]]]


class SumsLost(RuntimeError):
    """Postings were taken back while their sums waited; the transaction has to be taken back as well."""


@dataclass
class _Known:
    """What a book stood at when it was read, and what was posted to it since."""

    codes: frozenset[int]
    balances: dict[Account, int]
    turnovers: dict[str, dict[int, tuple[int, int]]]


class WaitingSums:
    """The sums of one transaction that wait until somebody reads sums, or until the end."""

    def __init__(self) -> None:
        self._keep: dict[Callable[[], None], UUID] = {}
        self._known: dict[UUID, _Known] = {}
        self._is_spoilt = False

    def wait(self, book_id: UUID, moved: Moved, *, keep: Callable[[], None]) -> None:
        """Take note of what was posted to a book; `keep` writes its sums when the time has come."""
        self._keep[keep] = book_id
        known = self._known.get(book_id)
        if known is not None:
            for side, both in moved.items():
                _move(known, side.account, both)

    def keep(self) -> None:
        """Write all sums that wait.

        Raises:
            SumsLost: some of them were taken back.
        """
        if self._is_spoilt:
            raise SumsLost()
        for keep in self._keep:
            keep()
        self._keep = {}

    def spoil(self) -> None:
        """What waits is not true any more: nothing of this transaction may stay."""
        self._is_spoilt, self._known = True, {}

    def know(self, book_id: UUID, standing: Standing, *, codes: frozenset[int]) -> None:
        """Take note of how a book stands: the balances of some numbers, and all its turnovers."""
        self._known[book_id] = _Known(
            codes, dict(standing.balances), {fund: dict(of) for fund, of in standing.turnovers.items()})

    def standing(self, book_id: UUID, *, codes: frozenset[int]) -> Standing | None:
        """How a book stands, if that is known for these numbers."""
        known = self._known.get(book_id)
        if known is None or known.codes != codes:
            return None
        return Standing(dict(known.balances), {fund: dict(of) for fund, of in known.turnovers.items()})


def _move(known: _Known, account: Account, both: Sequence[int]) -> None:
    of_fund = known.turnovers.setdefault(account.fund, {})
    debit, credit = of_fund.get(account.code, (0, 0))
    of_fund[account.code] = (debit + both[0], credit + both[1])
    if account.code in known.codes:
        left = known.balances.pop(account, 0) + both[0] - both[1]
        if left:
            known.balances[account] = left


_WAITING = "waiting_sums"


@contextmanager
def sums_wait(info: dict[Any, Any]) -> Iterator[None]:
    """Let the sums of all books wait within this block; `info` is that of the session that posts.

    They are written at the end of the block, or earlier when somebody reads sums.  When the
    block fails they are not, so the transaction must fail with it.
    """
    waiting = info[_WAITING] = WaitingSums()
    try:
        yield
        waiting.keep()
    finally:
        del info[_WAITING]


def waiting_of(info: Mapping[Any, Any]) -> WaitingSums | None:
    """The sums that wait in a session, if they may."""
    found: WaitingSums | None = info.get(_WAITING)
    return found


def keep_waiting(info: Mapping[Any, Any]) -> None:
    """Write the sums that wait in a session: whoever reads sums asks for it first."""
    waiting = waiting_of(info)
    if waiting is not None:
        waiting.keep()
