"""Which days of an enterprise's book are open: none up to the last day of the last year it closed.

Every desk at which somebody writes down a day with money asks here: sales and costs, reports, wages,
transfers that are confirmed or sent, declarations. A history that is read in posts what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import EntryKind
from msai.permissions import Actor
from msai.services.enterprise_money.calendar import year_began
from msai.services.enterprise_money.errors import MoneyYearClosed


def last_closed_day(book_id: UUID, *, before: date = date.max) -> Select[Any]:
    """The statement for the last day of the last year that was closed, of those that ended before a day."""
    return select(func.max(t.entry.c.occurred_on)).where(
        t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.YEAR_CLOSED.value,
        t.entry.c.occurred_on < before)


def own_year(session: Session, book_id: UUID, day: date, *, opened_on: date) -> date:
    """The first day of the enterprise's own year that a day belongs to; in one statement."""
    closed_until = session.scalar(last_closed_day(book_id, before=day))
    return year_began(opened_on, closed_until=closed_until, day=day)


def refuse_closed(day: date, closed_until: date | None) -> None:
    """Refuse a day up to which the years are closed.

    Raises:
        MoneyYearClosed
    """
    if closed_until is not None and day <= closed_until:
        raise MoneyYearClosed(day=closed_until)


def require_open_days(session: Session, actor: Actor, book_id: UUID, days: Iterable[date]) -> None:
    """Refuse days of a closed year, whoever writes them down; not what a history recorded.

    Raises:
        MoneyYearClosed
    """
    named = list(days)
    if named and not actor.system:
        require_open_day(session, book_id, min(named))


def require_open_day(session: Session, book_id: UUID, day: date) -> None:
    """Refuse a day of a closed year.

    Raises:
        MoneyYearClosed
    """
    refuse_closed(day, session.scalar(last_closed_day(book_id)))


def open_day(session: Session, book_id: UUID, day: date) -> date:
    """The day on which the book dates what another told it: that day, or the first after the closed years."""
    closed_until = session.scalar(last_closed_day(book_id))
    return day if closed_until is None else max(day, closed_until + timedelta(days=1))
