"""One batch: its boxes, what can be recorded, what happened, its measures, and its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from msai.measures.production.activities import KINDS, Product
from msai.measures.production.stock import EventKind, totals
from msai.messages import N_, Message
from msai.models.farming import BatchPlan
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.farming.errors import BatchUnknown
from msai.services.farming.events import words_context
from msai.services.farming.reading import KeptEvent, KnownBatch, get_batch, read_events, stock_moves
from msai.services.keys import book_key
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.choices import OF_THE_REST, Choice, choices_of
from msai.services.views.farming.measured import MeasureLine, batch_money, measure_batch
from msai.services.views.farming.plans import PlanLine, plan_lines
from msai.services.views.farming.stocks import StockBoxes, stock_boxes
from msai.services.views.farming.told_in import ToldIn, read_told_in
from msai.services.views.farming.words import EVENT_LABELS, product_label, say_quantity, say_understood
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of

SHOWN = 40


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: what, how much as it was said, what that is, its weight, money and words.

    `reported` is the month whose report told it, `other` the batch it came from or went to; a picture of its
    own is `has_proof`, and `has_receipt` one that is kept there or here.
    """

    event_id: UUID
    kind: EventKind
    label: Message
    product: Text
    is_main: bool
    happened_on: date
    quantity: Message
    understood: Message | None
    weight: Message | None
    money_minor: int | None
    words: str | None
    has_proof: bool
    has_receipt: bool
    reported: date | None
    other: Text | None
    taken_back: str | None
    taken_back_on: date | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as this reader may see it; `more` is how many earlier events are not shown."""

    book_id: UUID
    enterprise: str
    currency: str
    batch_id: UUID
    activity: str
    kind: Message
    name: str
    opened_on: date
    closed_on: date | None
    area: Message | None
    area_understood: Message | None
    stocks: tuple[StockBoxes, ...]
    choices: tuple[Choice, ...]
    events: tuple[EventRow, ...]
    more: int
    measures: tuple[MeasureLine, ...]
    plan: tuple[PlanLine, ...]
    is_animal: bool
    may_record: bool

    @property
    def ways_out(self) -> tuple[Choice, ...]:
        """What can be recorded of the rest of a batch before it is closed."""
        return tuple(choice for choice in self.choices if choice.kind in OF_THE_REST)


def show_batch(
    session: Session, actor: Actor, book_id: UUID, *, batch_id: UUID, today: date, all_events: bool = False,
) -> BatchView:
    """A batch with everything that is known of it.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    batch = find_batch(session, book_id, batch_id)
    events = read_events(session, book_id, batches=[batch_id])
    newest = list(reversed(events))[:None if all_events else SHOWN]
    may_record = is_allowed(actor, Action.ENTERPRISE_REPORT, target)
    said = _Opened(session, book_id, batch, may_record,
                   read_told_in(session, book_id, events, batch_id=batch_id))
    return BatchView(
        book_id, facts.name, facts.currency, batch_id, batch.activity.name,
        Message(KINDS[batch.activity.kind].label), batch.name, batch.opened_on, batch.closed_on,
        say_quantity(batch.area) if batch.area else None, say_understood(batch.area) if batch.area else None,
        stock_boxes(batch.activity, events),
        choices_of(batch.activity) if may_record and batch.closed_on is None else (),
        tuple(said.row(event) for event in newest), len(events) - len(newest),
        measure_batch(batch, events, today=today), _plan(session, book_id, batch, events),
        batch.activity.main is Product.ANIMALS, may_record)


def find_batch(session: Session, book_id: UUID, batch_id: UUID) -> KnownBatch:
    """The batch of an address.

    Raises:
        NotFound
    """
    try:
        return get_batch(session, book_id, batch_id)
    except BatchUnknown:
        raise NotFound() from None


@dataclass(frozen=True)
class _Opened:
    """Events with their words opened, for those who record them; others read what and how much."""

    session: Session
    book_id: UUID
    batch: KnownBatch
    may_read: bool
    told: ToldIn

    def row(self, event: KeptEvent) -> EventRow:
        """An event as a line."""
        back = event.taken_back_by
        return EventRow(
            event.event_id, event.kind, Message(EVENT_LABELS[event.kind]),
            product_label(event.product, self.batch.activity),
            event.product == self.batch.activity.main.value, event.happened_on, say_quantity(event.said),
            say_understood(event.said), say_quantity(event.weight) if event.weight else None,
            event.money_minor, self._words(event), event.proof_id is not None, self.told.has_receipt(event),
            self.told.month(event), self.told.other(event), (self._words(back) or "") if back else None,
            moment_of(back.recorded_at).date() if back else None)

    def _words(self, event: KeptEvent) -> str | None:
        if event.words_sealed is None or not self.may_read:
            return None
        return book_key(self.session, self.book_id).open(event.words_sealed, words_context(event.event_id))


def _plan(
    session: Session, book_id: UUID, batch: KnownBatch, events: Sequence[KeptEvent],
) -> tuple[PlanLine, ...]:
    row = last_plan(session, book_id, batch.batch_id)
    if row is None:
        return ()
    kind = EventKind.SOLD if batch.activity.main is Product.ANIMALS else EventKind.HARVEST
    made = totals(stock_moves(events, batch.activity.main.value)).get(kind)
    sales, costs = batch_money(events)
    return plan_lines(row, base=batch.activity.base_of(batch.activity.main), made=made, sales_minor=sales,
                      costs_minor=costs, ended_on=batch.closed_on,
                      made_label=Message(N_("Sold") if kind is EventKind.SOLD else N_("Harvested")))


def last_plan(session: Session, book_id: UUID, batch_id: UUID) -> Row[tuple[object, ...]] | None:
    """The plan that holds; None where nothing was planned."""
    return session.execute(
        select(*BatchPlan.__table__.columns)
        .where(BatchPlan.book_id == book_id, BatchPlan.batch_id == batch_id)
        .order_by(BatchPlan.planned_at.desc(), BatchPlan.plan_id.desc()).limit(1)).first()
