"""Batches opened, planned and closed: one closes when nothing is left, or what is missing is explained."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict
from msai import audit
from msai.measures.production.stock import EventKind, closing, last_count
from msai.measures.production.units import Base, Quantity, exact_text, shown
from msai.models.farming import Batch, BatchPlan
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.farming.activities import find_activity
from msai.services.farming.errors import (
    AreaMissing,
    BatchClosed,
    BatchNameTaken,
    BatchNotEmpty,
    ClosedBeforeEvents,
    CountToExplain,
    FarmDayAhead,
    PlanEndsBefore,
)
from msai.services.farming.events import record_events
from msai.services.farming.reading import KnownBatch, get_batch, hold_batches, read_events, stock_moves
from msai.services.farming.units_here import read_units
from msai.services.farming.wanted import CloseBatch, EventLine, OpenBatch, PlanBatch, RecordEvents, Said
from msai.services.meeting_records import NOBODY

OPENED_WITH = "opened"


def open_batch(session: Session, actor: Actor, command: OpenBatch) -> None:
    """Begin a batch with its number or its area; the same again changes nothing.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        NotFound: the enterprise has no such activity.
        FarmDayAhead
        AreaMissing: the area is nothing.
        BatchNameTaken: an open batch of the activity is called so.
        LedgerError: as `record_events`, for the number it begins with.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    if find_activity(session, command.book_id, command.activity_id) is None:
        raise NotFound()
    if command.opened_on > command.today:
        raise FarmDayAhead(day=command.opened_on)
    if not _is_there(session, command):
        require_free_name(session, command.book_id, command.activity_id, name=command.name)
        _insert(session, actor, command)
    if command.number is not None:
        line = EventLine(
            line_ref=OPENED_WITH, batch_id=command.batch_id, kind=EventKind.ADDED,
            happened_on=command.opened_on, said=command.number, weight=command.weight,
            money_minor=command.cost_minor)
        record_events(session, actor, RecordEvents(
            book_id=command.book_id, document_id=command.batch_id, lines=[line], today=command.today,
            at=command.at))


def plan_batch(session: Session, actor: Actor, command: PlanBatch) -> None:
    """Keep what is planned of a batch, in place of what was planned before; both can be read.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        BatchUnknown, BatchClosed, PlanEndsBefore
        UnitOfAnotherKind, UnitWithoutFactor, UnitUnknown
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    batch = get_batch(session, command.book_id, command.batch_id)
    if batch.closed_on is not None:
        raise BatchClosed(day=batch.closed_on)
    if command.ends_on is not None and command.ends_on < batch.opened_on:
        raise PlanEndsBefore(day=batch.opened_on)
    base = batch.activity.base_of(batch.activity.main)
    output = _measured(session, command.book_id, command.output, base=base, on=batch.opened_on)
    kept = session.scalar(select(BatchPlan.plan_id).where(
        BatchPlan.book_id == command.book_id, BatchPlan.plan_id == command.plan_id))
    if kept is not None:
        return
    session.execute(insert(BatchPlan).values(
        book_id=command.book_id, plan_id=command.plan_id, batch_id=command.batch_id, ends_on=command.ends_on,
        quantity=exact_text(output.said) if output else None, unit=output.unit if output else None,
        factor=exact_text(output.factor) if output else None,
        base_quantity=exact_text(output.in_base) if output else None, sales_minor=command.sales_minor,
        costs_minor=command.costs_minor, planned_by=actor.user_id or NOBODY, planned_at=command.at))
    _note(session, actor, command.book_id, f"batch_plan:{command.plan_id}", at=command.at)


def close_batch(session: Session, actor: Actor, command: CloseBatch) -> None:
    """Close a batch of which nothing is left; doing it again on the same day changes nothing.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        BatchUnknown, BatchClosed, FarmDayAhead, ClosedBeforeEvents
        BatchNotEmpty: something is left by what was recorded.
        CountToExplain: a count differs from it.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    hold_batches(session, command.book_id, [command.batch_id])
    batch = get_batch(session, command.book_id, command.batch_id)
    if batch.closed_on is not None:
        if batch.closed_on == command.closed_on:
            return
        raise BatchClosed(day=batch.closed_on)
    if command.closed_on > command.today:
        raise FarmDayAhead(day=command.closed_on)
    _require_closes(session, command, batch)
    session.execute(update(Batch).where(
        Batch.book_id == command.book_id, Batch.batch_id == command.batch_id, Batch.closed_on.is_(None),
    ).values(closed_on=command.closed_on, closed_by=actor.user_id or NOBODY, closed_at=command.at))
    _note(session, actor, command.book_id, f"batch:{command.batch_id}:closed", at=command.at)


def _require_closes(session: Session, command: CloseBatch, batch: KnownBatch) -> None:
    events = [event for event in read_events(session, command.book_id, batches=[batch.batch_id])
              if event.stands]
    last = max((event.happened_on for event in events), default=batch.opened_on)
    if command.closed_on < max(last, batch.opened_on):
        raise ClosedBeforeEvents(day=max(last, batch.opened_on))
    for product in batch.activity.products:
        moves = stock_moves(events, product.value)
        counted = last_count(moves)
        if counted is not None and counted.to_explain:
            raise CountToExplain(missing=shown(abs(counted.to_explain)), day=counted.on)
        left = closing(Fraction(0), moves)
        if left:
            raise BatchNotEmpty(left=shown(left))


def require_free_name(session: Session, book_id: UUID, activity_id: UUID, *, name: str) -> None:
    """Let a name pass that no open batch of the activity has; batches may have none.

    Raises:
        BatchNameTaken
    """
    wanted = clean_line(name, longest=LONGEST_NAME)
    taken = session.scalars(select(Batch.name).where(
        Batch.book_id == book_id, Batch.activity_id == activity_id, Batch.closed_on.is_(None))).all()
    if wanted and wanted.casefold() in {one.casefold() for one in taken}:
        raise BatchNameTaken(name=wanted)


def _is_there(session: Session, command: OpenBatch) -> bool:
    row = session.execute(select(Batch.activity_id, Batch.opened_on).where(
        Batch.book_id == command.book_id, Batch.batch_id == command.batch_id)).one_or_none()
    if row is not None and (row.activity_id, row.opened_on) != (command.activity_id, command.opened_on):
        raise IdempotencyConflict(client_ref=f"batch:{command.batch_id}")
    return row is not None


def _insert(session: Session, actor: Actor, command: OpenBatch) -> None:
    area = _measured(session, command.book_id, command.area, base=Base.AREA, on=command.opened_on)
    if area is not None and not area.said:
        raise AreaMissing()
    session.execute(insert(Batch).values(
        book_id=command.book_id, batch_id=command.batch_id, activity_id=command.activity_id,
        name=clean_line(command.name, longest=LONGEST_NAME), opened_on=command.opened_on,
        area=exact_text(area.said) if area else None, area_unit=area.unit if area else None,
        area_factor=exact_text(area.factor) if area else None,
        area_m2=exact_text(area.in_base) if area else None, opened_by=actor.user_id or NOBODY,
        opened_at=command.at))
    _note(session, actor, command.book_id, f"batch:{command.batch_id}", at=command.at)


def _measured(
    session: Session, book_id: UUID, said: Said | None, *, base: Base, on: date,
) -> Quantity | None:
    return None if said is None else read_units(session, book_id).measure(said, on).require(base)


def _note(session: Session, actor: Actor, book_id: UUID, subject: str, *, at: int) -> None:
    audit.record(
        session, actor, book_id=book_id, action=Action.ENTERPRISE_REPORT, subject=subject, at=at)
