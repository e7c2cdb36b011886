"""Batches and what happened to them, read for use cases and pages; what was taken back is marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from msai.measures.production.stock import OF_STOCK, EventKind, Move
from msai.measures.production.units import Base, Quantity
from msai.models.farming import Activity, Batch, BatchEvent
from msai.services.farming.activities import KnownActivity, activity_of
from msai.services.farming.errors import BatchUnknown


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """A batch with its activity; `area_m2` None where it stands on no land."""

    batch_id: UUID
    activity: KnownActivity
    name: str
    opened_on: date
    area: Quantity | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event as it was kept; `taken_back_by` is the row that took it back, with its words."""

    event_id: UUID
    batch_id: UUID
    kind: EventKind
    product: str
    happened_on: date
    said: Quantity
    weight: Quantity | None
    money_minor: int | None
    words_sealed: bytes | None
    proof_id: UUID | None
    document_id: UUID
    line_ref: str
    recorded_by: UUID
    recorded_at: int
    taken_back_by: KeptEvent | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back_by is None

    @property
    def move(self) -> Move:
        """The event as stock sees it."""
        return Move(self.kind, self.happened_on, self.said.in_base)

    @property
    def weight_kg(self) -> Fraction | None:
        """The weight of its heads; None where nobody weighed them."""
        return self.weight.in_base if self.weight else None


def read_batches(
    session: Session, book_id: UUID, *, only: Collection[UUID] | None = None,
) -> Sequence[KnownBatch]:
    """The batches of an enterprise, or some of them, the newest first."""
    query = (
        select(Activity.activity_id, Activity.kind, Activity.name, Activity.base, Activity.unit,
               Batch.batch_id, Batch.name.label("batch_name"), Batch.opened_on, Batch.area, Batch.area_unit,
               Batch.area_factor, Batch.closed_on)
        .join(Activity, (Activity.book_id == Batch.book_id) & (Activity.activity_id == Batch.activity_id))
        .where(Batch.book_id == book_id, Activity.book_id == book_id)
        .order_by(Batch.opened_on.desc(), Batch.opened_at.desc(), Batch.batch_id))
    if only is not None:
        query = query.where(Batch.batch_id.in_(sorted(only)))
    rows: Sequence[Any] = session.execute(query).all()
    return [_batch(row) for row in rows]


def hold_batches(session: Session, book_id: UUID, batches: Collection[UUID]) -> None:
    """Let nobody else record about these batches until this transaction ends."""
    session.execute(select(Batch.batch_id).where(
        Batch.book_id == book_id, Batch.batch_id.in_(sorted(batches))).order_by(Batch.batch_id)
        .with_for_update())


def get_batch(session: Session, book_id: UUID, batch_id: UUID) -> KnownBatch:
    """One batch.

    Raises:
        BatchUnknown: the enterprise has no such batch.
    """
    found = read_batches(session, book_id, only=[batch_id])
    if not found:
        raise BatchUnknown()
    return found[0]


def read_events(
    session: Session, book_id: UUID, *, batches: Collection[UUID],
) -> Sequence[KeptEvent]:
    """What happened to some batches, in the order of days and of telling, each with what took it back."""
    rows = session.execute(_events(book_id).where(BatchEvent.batch_id.in_(sorted(batches)))).all()
    return _paired(rows)


def events_of_document(session: Session, book_id: UUID, document_id: UUID) -> Sequence[KeptEvent]:
    """What one document told; a row that takes back one of them is not among them."""
    rows = session.execute(_events(book_id).where(BatchEvent.document_id == document_id)).all()
    return _paired(rows)


def _events(book_id: UUID) -> Select[Any]:
    return (select(*BatchEvent.__table__.columns).where(BatchEvent.book_id == book_id)
            .order_by(BatchEvent.happened_on, BatchEvent.recorded_at, BatchEvent.line_ref,
                      BatchEvent.event_id))


def stock_moves(events: Sequence[KeptEvent], product: str) -> list[Move]:
    """The standing events of one product, as stock sees them."""
    return [event.move for event in events
            if event.stands and event.product == product and event.kind in OF_STOCK]


def _paired(rows: Sequence[Row[Any]]) -> list[KeptEvent]:
    back = {row.reverses: _event(row) for row in rows if row.reverses is not None}
    return [_event(row, back.get(row.event_id)) for row in rows if row.reverses is None]


def _batch(row: Row[Any]) -> KnownBatch:
    area = None if row.area is None else Quantity(
        Fraction(row.area), row.area_unit, Fraction(row.area_factor), Base.AREA)
    return KnownBatch(row.batch_id, activity_of(row), row.batch_name, row.opened_on, area, row.closed_on)


def _event(row: Row[Any], back: KeptEvent | None = None) -> KeptEvent:
    said = Quantity(Fraction(row.quantity), row.unit, Fraction(row.factor), Base(row.base))
    weight = None if row.weight is None else Quantity(
        Fraction(row.weight), row.weight_unit, Fraction(row.weight_factor), Base.KG)
    return KeptEvent(
        row.event_id, row.batch_id, EventKind(row.kind), row.product, row.happened_on, said, weight,
        row.money_minor, bytes(row.words_sealed) if row.words_sealed else None, row.proof_id,
        row.document_id, row.line_ref, row.recorded_by, row.recorded_at, back)
