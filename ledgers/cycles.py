"""Cycles: the periods after which a group shares out what it saved.

Money is recorded in the cycle that is open on its day.  A cycle is opened, goes
into closing while its charges are raised and its income is closed, and ends shared
out; from then on nothing can be dated into it.  Each row carries a hash of its own,
because the chain of entries does not cover it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import cycle_hash
from ledgers.errors import CycleClosed


class CycleState(StrEnum):
    """How far a cycle has come."""

    OPEN = "open"
    CLOSING = "closing"
    SHARED_OUT = "shared_out"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One period of a group; `closed_on` is its last day, None while it is open."""

    book_id: UUID
    cycle_no: int
    opened_on: date
    closed_on: date | None = None
    state: CycleState = CycleState.OPEN

    @property
    def row_hash(self) -> bytes:
        """The hash its row carries."""
        return cycle_hash(self.book_id, self.cycle_no, opened_on=self.opened_on, closed_on=self.closed_on,
                          state=self.state.value)


def open_cycle(session: Session, book_id: UUID, *, cycle_no: int, opened_on: date) -> Cycle:
    """Open the cycle of that number (1, 2, ...) on its first day."""
    cycle = Cycle(book_id, cycle_no, opened_on)
    session.execute(insert(t.cycle).values(
        book_id=book_id, cycle_no=cycle_no, opened_on=opened_on, state=cycle.state.value,
        row_hash=cycle.row_hash,
    ))
    return cycle


def list_cycles(session: Session, book_id: UUID) -> list[Cycle]:
    """All cycles of a book, in their order."""
    query = select(t.cycle).where(t.cycle.c.book_id == book_id).order_by(t.cycle.c.cycle_no)
    return [_cycle(row) for row in session.execute(query)]


def find_open(session: Session, book_id: UUID, *, on: date) -> Cycle | None:
    """The open cycle that a day belongs to, or None where it is closed or not yet opened."""
    query = select(t.cycle).where(
        t.cycle.c.book_id == book_id, t.cycle.c.state == CycleState.OPEN.value, t.cycle.c.opened_on <= on,
        or_(t.cycle.c.closed_on.is_(None), t.cycle.c.closed_on >= on),
    ).order_by(t.cycle.c.cycle_no.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return _cycle(row) if row else None


def get_open(session: Session, book_id: UUID, *, on: date) -> Cycle:
    """The open cycle that a day belongs to.

    Raises:
        CycleClosed: the day lies outside every open cycle.
    """
    cycle = find_open(session, book_id, on=on)
    if cycle is None:
        raise CycleClosed(on=on.isoformat())
    return cycle


def close_cycle(session: Session, book_id: UUID, *, cycle_no: int, closed_on: date) -> Cycle:
    """Put an open cycle into closing: `closed_on` is the last day anything can be dated into it.

    Raises:
        CycleClosed: it is not open.
    """
    cycle = _get(session, book_id, cycle_no)
    if cycle.state is not CycleState.OPEN:
        raise CycleClosed(cycle_no=cycle_no)
    return _keep(session, replace(cycle, state=CycleState.CLOSING, closed_on=closed_on))


def share_out_cycle(session: Session, book_id: UUID, *, cycle_no: int) -> Cycle:
    """Mark a cycle in closing as shared out; that is the end of it.

    Raises:
        CycleClosed: it is not in closing.
    """
    cycle = _get(session, book_id, cycle_no)
    if cycle.state is not CycleState.CLOSING:
        raise CycleClosed(cycle_no=cycle_no)
    return _keep(session, replace(cycle, state=CycleState.SHARED_OUT))


def _get(session: Session, book_id: UUID, cycle_no: int) -> Cycle:
    query = select(t.cycle).where(t.cycle.c.book_id == book_id, t.cycle.c.cycle_no == cycle_no)
    row = session.execute(query).one_or_none()
    if row is None:
        raise CycleClosed(cycle_no=cycle_no)
    return _cycle(row)


def _keep(session: Session, cycle: Cycle) -> Cycle:
    session.execute(
        update(t.cycle)
        .where(t.cycle.c.book_id == cycle.book_id, t.cycle.c.cycle_no == cycle.cycle_no)
        .values(state=cycle.state.value, closed_on=cycle.closed_on, row_hash=cycle.row_hash)
    )
    return cycle


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(row.book_id, row.cycle_no, row.opened_on, row.closed_on, CycleState(row.state))
