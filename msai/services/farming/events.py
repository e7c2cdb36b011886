"""Events of batches: recorded once, checked against what was there, taken back with a reason.

A batch can never have lost more than it had on any evening; a line that was sent again changes nothing, and
one that says something else under the same name is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers.entries import MAX_AMOUNT
from ledgers.errors import AmountOutOfRange, IdempotencyConflict
from msai import audit
from msai.measures.production.activities import Input, Labour, Product
from msai.measures.production.stock import (
    MOVES,
    NEEDS_WORDS,
    OF_ANIMALS,
    OF_THINGS,
    EventKind,
    first_shortage,
)
from msai.measures.production.units import Base, Quantity, exact_text, shown
from msai.models.farming import BatchEvent
from msai.models.reporting import MonthReport
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.schemas.text import clean_line
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.farming.errors import (
    BatchClosed,
    BatchUnknown,
    BeforeBatch,
    EventNotOfProduct,
    EventTakenBack,
    FarmDayAhead,
    MoreDeathsThanAnimals,
    MoreThanThere,
    QuantityMissing,
    WordsMissing,
)
from msai.services.farming.reading import (
    KeptEvent,
    KnownBatch,
    events_of_document,
    hold_batches,
    read_batches,
    read_events,
    stock_moves,
)
from msai.services.farming.units_here import UnitsHere, read_units
from msai.services.farming.wanted import EventLine, RecordEvents, Said, TakeBack
from msai.services.keys import book_key
from msai.services.meeting_records import NOBODY
from msai.services.workforce.errors import LineOfReport

LONGEST_WORDS = 300
_MAY_BE_NOTHING = frozenset({EventKind.COUNTED})


@dataclass(frozen=True, slots=True)
class _Read:
    """A line as it is kept, checked against its batch."""

    line: EventLine
    product: str
    said: Quantity
    weight: Quantity | None
    words: str


def record_events(session: Session, actor: Actor, command: RecordEvents) -> tuple[UUID, ...]:
    """Keep what a document tells of batches, exactly once; gives the ids of the events in its order.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        IdempotencyConflict: a line of that name told something else before.
        BatchUnknown, BatchClosed, BeforeBatch, FarmDayAhead, EventNotOfProduct, QuantityMissing,
        WordsMissing, AmountOutOfRange
        UnitUnknown, UnitOfAnotherKind, UnitWithoutFactor: the quantity cannot be brought to its base.
        MoreDeathsThanAnimals, MoreThanThere: more would go than was there.
        MoneyYearClosed: money is told of a year that was closed.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    _require_both_halves(command.lines)
    named = {line.batch_id for line in command.lines}
    hold_batches(session, command.book_id, named)
    known = {event.line_ref: event for event in events_of_document(
        session, command.book_id, command.document_id)}
    batches = {batch.batch_id: batch for batch in read_batches(session, command.book_id, only=named)}
    units = read_units(session, command.book_id)
    fresh = []
    for line in command.lines:
        if line.line_ref in known:
            _require_same(session, command, known[line.line_ref], line)
        else:
            fresh.append(_read_line(batches, units, line, today=command.today))
    if fresh:
        require_open_days(session, actor, command.book_id, [
            one.line.happened_on for one in fresh if one.line.money_minor])
        _keep(session, actor, command, fresh)
        _require_there(session, command.book_id, batches, fresh)
    return tuple(event_id_of(command.book_id, command.document_id, line_ref=line.line_ref)
                 for line in command.lines)


def _require_both_halves(lines: Sequence[EventLine]) -> None:
    """What moves to another batch leaves the one and comes into the other in the same document."""
    halves = [line for line in lines if line.kind in MOVES]
    if halves and ([line.kind for line in halves] != [EventKind.MOVED_OUT, EventKind.MOVED_IN]
                   or halves[0].said != halves[1].said or halves[0].product != halves[1].product):
        raise EventNotOfProduct(kind=halves[0].kind.value, product=halves[0].product or "")


def event_id_of(book_id: UUID, document_id: UUID, *, line_ref: str) -> UUID:
    """The id of a line of a document."""
    return uuid5(book_id, f"event:{document_id}:{line_ref}")


def take_back(session: Session, actor: Actor, command: TakeBack) -> None:
    """Take an event back with a reason; both stay to be read. Doing it again changes nothing.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        NotFound: there is no such event.
        LineOfReport: it stands in a monthly report, which two persons take back as a whole.
        WordsMissing, BatchClosed
        EventTakenBack: somebody took it back before.
        MoreDeathsThanAnimals, MoreThanThere: what came later rests on it.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    event = _find(session, command.book_id, command.event_id)
    if event.stands and _is_reported(session, event, command.book_id):
        raise LineOfReport()
    _take_back(session, actor, command, event)


def reverse_event(session: Session, actor: Actor, command: TakeBack) -> None:
    """Take an event of a report back with the report, as `take_back` does one that stands alone.

    Raises:
        As `take_back`, but not LineOfReport.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    _take_back(session, actor, command, _find(session, command.book_id, command.event_id))


def require_nothing_rests(session: Session, book_id: UUID, events: Sequence[KeptEvent]) -> None:
    """Let events pass that can all be taken back together; the caller has asked permission.

    Raises:
        BatchClosed: nothing happens to one of their batches any more.
        MoreThanThere: what came later rests on them.
    """
    named, gone = {event.batch_id for event in events}, {event.event_id for event in events}
    kept = [event for event in read_events(session, book_id, batches=named) if event.event_id not in gone]
    for batch in read_batches(session, book_id, only=named):
        if batch.closed_on is not None:
            raise BatchClosed(day=batch.closed_on)
        left = [event for event in kept if event.batch_id == batch.batch_id]
        for product in sorted({event.product for event in events if event.batch_id == batch.batch_id}):
            _refuse_shortage(batch, left, product, None)


def _is_reported(session: Session, event: KeptEvent, book_id: UUID) -> bool:
    return session.scalar(select(MonthReport.report_id).where(
        MonthReport.book_id == book_id, MonthReport.report_id == event.document_id)) is not None


def _take_back(session: Session, actor: Actor, command: TakeBack, event: KeptEvent) -> None:
    """Take an event back; what moved between batches goes back in both, or in neither."""
    if not event.stands:
        raise EventTakenBack()
    words = clean_line(command.words, longest=LONGEST_WORDS)
    if not words:
        raise WordsMissing()
    both = [event] if event.kind not in MOVES else events_of_document(
        session, command.book_id, event.document_id)
    hold_batches(session, command.book_id, {one.batch_id for one in both})
    batches = read_batches(session, command.book_id, only={one.batch_id for one in both})
    for batch in batches:
        if batch.closed_on is not None:
            raise BatchClosed(day=batch.closed_on)
    for one in both:
        _insert_back(session, actor, replace(command, event_id=one.event_id), words)
    for batch in batches:
        _require_there_still(session, command.book_id, batch, event.product, event.kind)
    audit.record(session, actor, book_id=command.book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"batch_event:{command.event_id}:taken_back", at=command.at)


def words_context(event_id: UUID) -> str:
    """What the words of an event are sealed for."""
    return f"batch_event:{event_id}"


def _read_line(
    batches: Mapping[UUID, KnownBatch], units: UnitsHere, line: EventLine, *, today: date,
) -> _Read:
    batch = batches.get(line.batch_id)
    if batch is None:
        raise BatchUnknown()
    if batch.closed_on is not None:
        raise BatchClosed(day=batch.closed_on)
    if line.happened_on > today:
        raise FarmDayAhead(day=line.happened_on)
    if line.happened_on < batch.opened_on:
        raise BeforeBatch(day=batch.opened_on)
    if line.money_minor is not None and not 0 <= line.money_minor <= MAX_AMOUNT:
        raise AmountOutOfRange(largest=MAX_AMOUNT)
    product = line.product or _usual_product(batch, line.kind)
    said = _measured(units, line.said, line.happened_on, _base_of(batch, line.kind, product))
    if said.said == 0 and line.kind not in _MAY_BE_NOTHING:
        raise QuantityMissing()
    weight = None if line.weight is None else _measured(units, line.weight, line.happened_on, Base.KG)
    words = clean_line(line.words, longest=LONGEST_WORDS)
    if not words and line.kind in NEEDS_WORDS:
        raise WordsMissing()
    return _Read(line, product, said, weight, words)


def _measured(units: UnitsHere, said: Said, on: date, base: Base | None) -> Quantity:
    found = units.measure(said, on)
    return found if base is None else found.require(base)


def _usual_product(batch: KnownBatch, kind: EventKind) -> str:
    if kind is EventKind.INPUT:
        return Input.FEED.value if batch.activity.main is Product.ANIMALS else Input.OTHER.value
    if kind is EventKind.LABOUR:
        return Labour.WOMEN.value
    things = [one for one in batch.activity.products if kind not in OF_THINGS or one is not Product.ANIMALS]
    return (things or list(batch.activity.products))[0].value


def _base_of(batch: KnownBatch, kind: EventKind, product: str) -> Base | None:
    """What the quantity of an event is counted in; None where any unit will do.

    Raises:
        EventNotOfProduct
    """
    if kind is EventKind.INPUT and product in set(Input):
        return Base.KG if product == Input.FEED.value else None
    if kind is EventKind.LABOUR and product in set(Labour):
        return Base.HOUR
    named = {one.value: one for one in batch.activity.products}
    fits = product in named and kind not in (EventKind.INPUT, EventKind.LABOUR)
    is_animal = product == Product.ANIMALS.value
    if not fits or kind in (OF_THINGS if is_animal else OF_ANIMALS):
        raise EventNotOfProduct(kind=kind.value, product=product)
    return batch.activity.base_of(named[product])


def _keep(session: Session, actor: Actor, command: RecordEvents, fresh: Sequence[_Read]) -> None:
    rows = [_row(session, actor, command, read) for read in fresh]
    session.execute(insert(BatchEvent), rows)
    audit.record(session, actor, book_id=command.book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"batch_events:{command.document_id}", at=command.at)


def _row(session: Session, actor: Actor, command: RecordEvents, read: _Read) -> dict[str, Any]:
    line, said, weight = read.line, read.said, read.weight
    event_id = event_id_of(command.book_id, command.document_id, line_ref=line.line_ref)
    key = book_key(session, command.book_id)
    return {
        "book_id": command.book_id, "event_id": event_id, "batch_id": line.batch_id, "kind": line.kind.value,
        "product": read.product, "happened_on": line.happened_on, "quantity": exact_text(said.said),
        "unit": said.unit, "factor": exact_text(said.factor), "base": said.base.value,
        "base_quantity": exact_text(said.in_base), "weight": exact_text(weight.said) if weight else None,
        "weight_unit": weight.unit if weight else None,
        "weight_factor": exact_text(weight.factor) if weight else None,
        "weight_kg": exact_text(weight.in_base) if weight else None, "money_minor": line.money_minor,
        "words_sealed": key.seal(read.words, words_context(event_id)) if read.words else None,
        "proof_id": line.proof_id, "document_id": command.document_id,
        "line_ref": line.line_ref, "reverses": None, "recorded_by": actor.user_id or NOBODY,
        "recorded_at": command.at}


def _require_same(session: Session, command: RecordEvents, kept: KeptEvent, line: EventLine) -> None:
    """A line that is there already says the same as it did, whatever units hold by now."""
    weight = None if kept.weight is None else Said(kept.weight.said, kept.weight.unit)
    words = "" if kept.words_sealed is None else book_key(session, command.book_id).open(
        kept.words_sealed, words_context(kept.event_id))
    then = (kept.batch_id, kept.kind, kept.happened_on, Said(kept.said.said, kept.said.unit), weight,
            kept.money_minor, words)
    now = (line.batch_id, line.kind, line.happened_on, line.said, line.weight, line.money_minor,
           clean_line(line.words, longest=LONGEST_WORDS))
    if then != now or line.product not in (None, kept.product):
        raise IdempotencyConflict(client_ref=f"{command.document_id}:{line.line_ref}")


def _require_there(
    session: Session, book_id: UUID, batches: Mapping[UUID, KnownBatch], fresh: Sequence[_Read],
) -> None:
    touched = {(read.line.batch_id, read.product) for read in fresh}
    kinds = {(read.line.batch_id, read.product): read.line.kind for read in fresh
             if read.line.kind is EventKind.DIED}
    events = read_events(session, book_id, batches={batch_id for batch_id, _product in touched})
    for batch_id, product in sorted(touched):
        of_batch = [event for event in events if event.batch_id == batch_id]
        _refuse_shortage(batches[batch_id], of_batch, product, kinds.get((batch_id, product)))


def _require_there_still(
    session: Session, book_id: UUID, batch: KnownBatch, product: str, kind: EventKind,
) -> None:
    _refuse_shortage(batch, read_events(session, book_id, batches=[batch.batch_id]), product, kind)


def _refuse_shortage(
    batch: KnownBatch, events: Sequence[KeptEvent], product: str, kind: EventKind | None,
) -> None:
    """Raises MoreDeathsThanAnimals or MoreThanThere where some evening would end below nothing."""
    short = first_shortage(stock_moves(events, product))
    if short is None:
        return
    day, missing = short
    facts = {"day": day, "missing": shown(missing), "batch": batch.name or batch.activity.name}
    if kind is EventKind.DIED:
        raise MoreDeathsThanAnimals(**facts)
    raise MoreThanThere(**facts)


def _find(session: Session, book_id: UUID, event_id: UUID) -> KeptEvent:
    row = session.execute(select(BatchEvent.batch_id).where(
        BatchEvent.book_id == book_id, BatchEvent.event_id == event_id, BatchEvent.reverses.is_(None),
    )).one_or_none()
    if row is None:
        raise NotFound()
    return next(event for event in read_events(session, book_id, batches=[row.batch_id])
                if event.event_id == event_id)


def _insert_back(session: Session, actor: Actor, command: TakeBack, words: str) -> None:
    table = BatchEvent.__table__
    row = session.execute(select(*table.columns).where(
        BatchEvent.book_id == command.book_id, BatchEvent.event_id == command.event_id)).one()._asdict()
    back_id = uuid5(command.event_id, "taken_back")
    sealed = book_key(session, command.book_id).seal(words, words_context(back_id))
    session.execute(insert(BatchEvent).values({
        **row, "event_id": back_id, "reverses": command.event_id, "document_id": command.event_id,
        "line_ref": "taken_back", "words_sealed": sealed, "proof_id": None,
        "recorded_by": actor.user_id or NOBODY, "recorded_at": command.at}))
