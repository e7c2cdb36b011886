"""Where the months of a bank account stand: what the book says of their last days, and who looked.

The last look at a month counts.  An entry that was dated into the month afterwards makes the book say
something else than it did then; that is told, and nobody's look is rewritten.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import moved_by_month
from msai.models.groups import TenderRow
from msai.models.reconciliation import Reconciliation, ReconciliationItem
from msai.permissions import NotFound

RECONCILED_CODES = (1020, 1030, 1035, 1040)
"""Bank, wallet, money with a named officer, account in another currency; a box is counted instead."""


class State(Enum):
    """What the last look at a month came to."""

    MISSING = "missing"
    AGREED = "agreed"
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one month, as it was recorded.  `explained_minor` sums up what was said, not posted."""

    reconciliation_id: UUID
    version: int
    seen_minor: int
    book_minor: int
    explained_minor: int
    recorded_at: int
    recorded_by: UUID

    @property
    def difference_minor(self) -> int:
        """How much more the screen showed than the book said then."""
        return self.seen_minor - self.book_minor

    @property
    def rest_minor(self) -> int:
        """What nothing explains."""
        return self.difference_minor - self.explained_minor

    @property
    def state(self) -> State:
        """What it came to."""
        if self.rest_minor:
            return State.UNEXPLAINED
        return State.EXPLAINED if self.difference_minor else State.AGREED


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one place: what the book says now of its last day, and the looks, oldest first."""

    month: int
    book_minor: int
    looks: tuple[Look, ...] = ()

    @property
    def last_day(self) -> date:
        """The day whose balance is compared."""
        return last_day_of(self.month)

    @property
    def last(self) -> Look | None:
        """The look that counts."""
        return self.looks[-1] if self.looks else None

    @property
    def changed_minor(self) -> int:
        """What was dated into the month, or before it, after the last look."""
        return self.book_minor - self.last.book_minor if self.last else 0

    @property
    def state(self) -> State:
        """What the last look came to."""
        return self.last.state if self.last else State.MISSING

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to look at it (again)."""
        return self.state in (State.AGREED, State.EXPLAINED) and not self.changed_minor


@dataclass(frozen=True, slots=True)
class Place:
    """A bank account, wallet or officer with its months, oldest first: those that are over."""

    tender_id: UUID
    alias: str
    code: int
    months: tuple[Month, ...]

    def month(self, wanted: int) -> Month:
        """One of its months.

        Raises:
            NotFound: it is not over, or lies before anything moved here.
        """
        found = next((month for month in self.months if month.month == wanted), None)
        if found is None:
            raise NotFound()
        return found


def last_day_of(month: int) -> date:
    """The last day of a month written as 202511."""
    year, number = divmod(month, 100)
    return date(year, number, monthrange(year, number)[1])


def next_month(month: int) -> int:
    """The month after one written as 202512: 202601."""
    year, number = divmod(month, 100)
    return (year + 1) * 100 + 1 if number == 12 else month + 1


def read_places(session: Session, book_id: UUID, *, today: date) -> tuple[Place, ...]:
    """The places to compare, in the group's order, in three statements whatever the age of the book."""
    tenders = session.execute(
        select(TenderRow.tender_id, TenderRow.alias, TenderRow.code)
        .where(TenderRow.book_id == book_id, TenderRow.code.in_(RECONCILED_CODES))
        .order_by(TenderRow.position)).all()
    if not tenders:
        return ()
    moved = moved_by_month(session, book_id, codes=RECONCILED_CODES)
    looks = _read_looks(session, book_id)
    this_month = today.year * 100 + today.month
    return tuple(
        Place(row.tender_id, row.alias, row.code,
              _months(moved.get(row.tender_id, {}), looks.get(row.tender_id, {}), before=this_month))
        for row in tenders)


def _months(
    moved: Mapping[int, int], looks: Mapping[int, Sequence[Look]], *, before: int,
) -> tuple[Month, ...]:
    over = _from_to(min(moved, default=before), before)
    balances = accumulate(moved.get(month, 0) for month in over)
    return tuple(Month(month, minor, tuple(looks.get(month, ())))
                 for month, minor in zip(over, balances, strict=True))


def _from_to(first: int, end: int) -> list[int]:
    months = []
    while first < end:
        months.append(first)
        first = next_month(first)
    return months


def _read_looks(session: Session, book_id: UUID) -> dict[UUID, dict[int, list[Look]]]:
    found: dict[UUID, dict[int, list[Look]]] = {}
    for row in session.execute(_looks(book_id)):
        found.setdefault(row.tender_id, {}).setdefault(row.month, []).append(_look(row))
    return found


def _looks(book_id: UUID) -> Any:
    said = (
        select(ReconciliationItem.reconciliation_id, func.sum(ReconciliationItem.amount_minor).label("minor"))
        .where(ReconciliationItem.book_id == book_id, ReconciliationItem.posted_seq.is_(None))
        .group_by(ReconciliationItem.reconciliation_id).subquery("said"))
    return (
        select(*Reconciliation.__table__.columns, func.coalesce(said.c.minor, 0).label("explained"))
        .outerjoin(said, and_(said.c.reconciliation_id == Reconciliation.reconciliation_id))
        .where(Reconciliation.book_id == book_id)
        .order_by(Reconciliation.tender_id, Reconciliation.month, Reconciliation.version)
    )


def _look(row: Row[Any]) -> Look:
    return Look(row.reconciliation_id, row.version, row.seen_minor, row.book_minor, int(row.explained),
                row.recorded_at, row.recorded_by)


def funds_of(session: Session, book_id: UUID, tender_id: UUID) -> tuple[str, ...]:
    """The funds that have money in a place, or had it: where a charge of its bank can be booked."""
    query = select(t.account.c.fund).where(
        t.account.c.book_id == book_id, t.account.c.holder == tender_id).distinct()
    return tuple(sorted(session.scalars(query)))
