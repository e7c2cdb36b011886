"""What of a book's transfers has to be looked at now: late ones, ones to confirm, ones to explain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from msai.models.enterprises import Enterprise, Remittance, Stake
from msai.models.remittances import Arriving
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.remitting import documents as d
from msai.services.reporting.reading import heard_on
from msai.services.views.facts import StakeName


@dataclass(frozen=True, slots=True)
class TransferAlarm:
    """How many transfers did not land for over a week, wait to be confirmed, sent, or explained."""

    book_id: UUID
    is_enterprise: bool
    late: int
    coming: int
    to_send: int
    disputed: int


def find_alarm(
    session: Session, actor: Actor, book_id: UUID, *, today: date, is_enterprise: bool,
) -> TransferAlarm | None:
    """What waits about a book's transfers, in one statement; None where nothing does, or for others."""
    if not _may_see(actor, book_id, is_enterprise=is_enterprise):
        return None
    require(actor, Action.ARRIVING_VIEW if is_enterprise else Action.REMITTANCE_VIEW, Target(book_id))
    row = session.execute(select(*_counts(book_id, today))).one()
    return _alarm(actor, book_id, row, is_enterprise=is_enterprise)


def read_stakes_and_alarm(
    session: Session, actor: Actor, book_id: UUID, *, today: date,
) -> tuple[list[StakeName], TransferAlarm | None]:
    """The stakes of a group with what waits about its transfers, in one statement."""
    rows = session.execute(
        select(Stake.alias, Stake.enterprise_id, Stake.enterprise_name, Enterprise.book_id.label("here"),
               Stake.ended_on, heard_on().label("heard_on"),
               *_counts(book_id, today))
        .outerjoin(Enterprise, Enterprise.book_id == Stake.enterprise_id)
        .where(Stake.book_id == book_id).order_by(Stake.alias).execution_options(scatter=True)).all()
    names = [StakeName(row.alias, row.enterprise_id, row.enterprise_name, row.here is not None,
                       None if row.ended_on else row.heard_on)
             for row in rows]
    return names, _alarm(actor, book_id, rows[0], is_enterprise=False) if rows else None


def _may_see(actor: Actor, book_id: UUID, *, is_enterprise: bool) -> bool:
    view = Action.ARRIVING_VIEW if is_enterprise else Action.REMITTANCE_VIEW
    return is_allowed(actor, view, Target(book_id))


def _alarm(actor: Actor, book_id: UUID, row: Row[Any], *, is_enterprise: bool) -> TransferAlarm | None:
    if not _may_see(actor, book_id, is_enterprise=is_enterprise):
        return None
    found = TransferAlarm(
        book_id, is_enterprise, late=row.late_sent + row.late_coming, coming=row.coming,
        to_send=row.to_send, disputed=row.disputed_sent + row.disputed_coming)
    return found if found.late or found.coming or found.to_send or found.disputed else None


def _counts(book_id: UUID, today: date) -> tuple[Any, ...]:
    """One number each, counted in this book."""
    eve = today - timedelta(days=d.LATE_DAYS)
    way = (*d.ON_ITS_WAY, "on_its_way")

    def number(table: Any, states: tuple[str, ...], *more: Any) -> Any:
        return select(func.count()).where(
            table.book_id == book_id, table.state.in_(states), *more).scalar_subquery()

    return (
        number(Remittance, way, Remittance.sent_on < eve).label("late_sent"),
        number(Arriving, way, Arriving.sent_on < eve).label("late_coming"),
        number(Arriving, ("on_its_way", d.RECEIVED)).label("coming"),
        number(Remittance, (d.APPROVED,)).label("to_send"),
        number(Remittance, (d.DISPUTED,)).label("disputed_sent"),
        number(Arriving, (d.DISPUTED,)).label("disputed_coming"),
    )
