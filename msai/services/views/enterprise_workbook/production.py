"""What was grown: events as they were said, measures with their bands, plans, and stock that closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from ledgers.currencies import exponent
from msai.exports.enterprise.book import DataTable, Line, Sheet, SheetTable, Spot, Sum, Tie
from msai.exports.enterprise.columns import Column, ColumnKind, Quantity
from msai.measures.production.activities import Product
from msai.measures.production.stock import COMES_IN, GOES_OUT, EventKind, boxes, last_count, totals
from msai.measures.production.units import BASE_LABELS
from msai.messages import N_, Message
from msai.models.farming import BatchPlan
from msai.services.farming.events import words_context
from msai.services.farming.reading import KeptEvent, KnownBatch, stock_moves
from msai.services.farming.units_here import unit_label
from msai.services.keys import book_key
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import (
    AMOUNT,
    COUNT,
    DAY,
    QUANTITY,
    data_quantity,
    head,
    table_of,
    with_total,
)
from msai.services.views.farming.measured import MeasureLine, batch_money, measure_batch
from msai.services.views.farming.plans import plan_lines
from msai.services.views.farming.words import EVENT_LABELS, product_label

_ALL_OUT = tuple(kind for kind in EventKind if kind in GOES_OUT)
_ALL_IN = tuple(kind for kind in EventKind if kind in COMES_IN)
_PAID_FOR = (EventKind.ADDED, EventKind.INPUT, EventKind.LABOUR)
_WHERE = (head(N_("Activity")), head(N_("Batch")))
EVENT_HEADS = (
    head(N_("Day"), DAY), *_WHERE, head(N_("What happened")), head(N_("Product")),
    head(N_("Quantity"), QUANTITY), head(N_("Unit")), head(N_("One unit holds"), QUANTITY),
    head(N_("Understood as"), QUANTITY), head(N_("Counted in")), head(N_("Weight, kg"), QUANTITY),
    head(N_("Sold for"), AMOUNT, adds=True), head(N_("Went into it"), AMOUNT, adds=True),
    head(N_("What it was about")))
_T, _N, _D, _A = ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.DAY, ColumnKind.AMOUNT
DATA_EVENTS = (
    Column("line", _N, 8), Column("batch", _N, 8), Column("activity", _T, 24), Column("batch_name", _T, 24),
    Column("date", _D, 12), Column("kind", _T, 18), Column("product", _T, 14), Column("stands", _N, 8),
    Column("quantity", _A, 14), Column("unit", _T, 12), Column("factor", _A, 14),
    Column("base_quantity", _A, 16), Column("base_unit", _T, 10), Column("stock_change", _A, 16),
    Column("weight_kg", _A, 14), Column("money", _A, 16))


@dataclass(frozen=True)
class Grown:
    """The batches of a reading with their numbers and the events of its period, in order."""

    farm: FarmReading

    @property
    def numbered(self) -> Sequence[tuple[int, KnownBatch]]:
        """Batches by the number they have in this workbook."""
        return list(enumerate(self.farm.batches, start=1))

    def events(self) -> Iterator[tuple[int, KnownBatch, KeptEvent]]:
        """Every event of the period."""
        for number, batch in self.numbered:
            for event in self.farm.events[batch.batch_id]:
                if self.farm.tells(event.happened_on):
                    yield number, batch, event


def production_sheet(farm: FarmReading) -> Sheet:
    """Every event of the period; what was taken back is marked and not counted."""
    told = list(Grown(farm).events())
    lines = [_event_line(farm, batch, event) for _number, batch, event in told]
    rows = with_total(EVENT_HEADS, lines, counted=[event.stands for _number, _batch, event in told])
    table = SheetTable("events", Message(N_("Events")), EVENT_HEADS, rows)
    widths = (12, 15, 15, 17, 14, 11, 12, 11, 15, 10, 11, 15, 15, 26)
    return Sheet(Message(N_("Production")), widths, (table,), kept_columns=3)


def _event_line(farm: FarmReading, batch: KnownBatch, event: KeptEvent) -> Line:
    said = event.said
    sold = event.money_minor if event.kind is EventKind.SOLD else None
    paid = event.money_minor if event.kind in _PAID_FOR else None
    return Line((
        event.happened_on, batch.activity.name, batch.name, Message(EVENT_LABELS[event.kind]),
        product_label(event.product, batch.activity), said.said, unit_label(said.unit), said.factor,
        said.in_base, Message(BASE_LABELS[said.base]), event.weight_kg, sold, paid,
        _words(farm, event)))


def _words(farm: FarmReading, event: KeptEvent) -> str | Message | None:
    """What the manager wrote, for herself; that an event was taken back, for everybody."""
    words = ""
    for one in (event, event.taken_back_by):
        if one is not None and one.words_sealed is not None and farm.may_read_words:
            key = book_key(farm.session, farm.book_id)
            words = key.open(one.words_sealed, words_context(one.event_id))
    if event.stands:
        return words or None
    if not words:
        return Message(N_("Taken back, not counted"))
    return Message(N_("Taken back, not counted: %(words)s"), {"words": words})


def events_data(farm: FarmReading) -> DataTable:
    """The same as a tidy table; what was taken back changes no stock there."""
    places = exponent(farm.facts.currency)
    rows = []
    for line, (number, batch, event) in enumerate(Grown(farm).events(), start=1):
        said = event.said
        money = None if event.money_minor is None else Quantity(event.money_minor, places)
        weight = None if event.weight_kg is None else data_quantity(event.weight_kg)
        rows.append((
            line, number, batch.activity.name, batch.name, event.happened_on, event.kind.value, event.product,
            int(event.stands), data_quantity(said.said), said.unit, data_quantity(said.factor),
            data_quantity(said.in_base), said.base.value,
            data_quantity(event.move.change if event.stands else 0), weight, money))
    return DataTable("Events", DATA_EVENTS, tuple(rows))


def stock_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Start to end of each product of each batch, and what a count still leaves to explain."""
    stocks = [one for number, batch in Grown(farm).numbered for one in _stocks(farm, number, batch)]
    kinds = [kind for kind in (*_ALL_IN, *_ALL_OUT) if any(one.moved.get(kind) for one in stocks)]
    start, end = 4, 5 + len(kinds)
    made = ((1, start), *((1 if kind in COMES_IN else -1, start + n)
                          for n, kind in enumerate(kinds, start=1)))
    heads = (
        *_WHERE, head(N_("Product")), head(N_("Unit")), head(N_("At start"), QUANTITY),
        *(head(EVENT_LABELS[kind], QUANTITY) for kind in kinds), head(N_("Left"), QUANTITY, made_of=made),
        head(N_("Counted on"), DAY), head(N_("Counted"), QUANTITY), head(N_("To explain"), QUANTITY))
    table = table_of(("stock", N_("Stock")), heads, (one.line(kinds) for one in stocks), note=Message(N_(
        "What is left is what was there at the start, and what came, less what went.")))
    ties = tuple(Tie(
        Message(N_("%(activity)s, %(batch)s: what is left, from the events"), {
            "activity": one.batch.activity.name, "batch": one.batch.name}),
        Spot("stock", n, end), ((1, Spot("stock", n, start)), (1, Sum("Events", "stock_change", {
            "batch": one.number, "product": one.product.value}))), 4) for n, one in enumerate(stocks))
    widths = (20, 18, 14, 11, *[11] * (len(kinds) + 2), 13, 11, 12)
    return Sheet(Message(N_("Stock")), widths, (table,), kept_columns=3), ties


@dataclass(frozen=True)
class _Stock:
    """A product of a batch over the period: what was there, what moved by kind, and the last count."""

    number: int
    batch: KnownBatch
    product: Product
    start: Fraction
    moved: Mapping[EventKind, Fraction]
    left: Fraction
    counted: tuple[Any, Fraction, Fraction] | None

    def line(self, kinds: Sequence[EventKind]) -> Line:
        """As a row; nothing stands where nothing moved."""
        activity = self.batch.activity
        count = self.counted or (None, None, None)
        return Line((
            activity.name, self.batch.name, product_label(self.product.value, activity),
            Message(BASE_LABELS[activity.base_of(self.product)]), self.start,
            *(self.moved.get(kind, Fraction(0)) for kind in kinds), self.left, *count))


def _stocks(farm: FarmReading, number: int, batch: KnownBatch) -> Iterator[_Stock]:
    since, until = farm.period.since, farm.period.until
    for product in batch.activity.products:
        moves = stock_moves(farm.events[batch.batch_id], product.value)
        found = boxes(moves, since=since, until=until)
        there = [move for move in moves if farm.tells(move.on)]
        if not there and not found.start and not (product is batch.activity.main and _is_open(farm, batch)):
            continue
        count = last_count(moves)
        yield _Stock(number, batch, product, found.start, totals(there), found.left,
                     (count.on, count.counted, count.to_explain) if count else None)


def _is_open(farm: FarmReading, batch: KnownBatch) -> bool:
    return batch.opened_on <= farm.day and (batch.closed_on is None or batch.closed_on >= farm.since)


def measures_sheet(farm: FarmReading) -> Sheet:
    """Measures of each batch up to the last day, with what is usual, and what was planned of it."""
    batches = [batch for batch in farm.batches if _is_open(farm, batch)]
    heads = (*_WHERE, head(N_("Measure")), head(N_("Figure"), QUANTITY), head(N_("In money"), AMOUNT),
             head(N_("Usual from"), QUANTITY), head(N_("Usual up to"), QUANTITY), head(N_("Look again")),
             head(N_("How it is worked out")))
    lines = [_measure(batch, one) for batch in batches
             for one in measure_batch(batch, farm.events[batch.batch_id], today=farm.day)]
    plan_heads = (*_WHERE, head(N_("Planned")), head(N_("Planned quantity"), QUANTITY),
                  head(N_("Planned in money"), AMOUNT), head(N_("So far"), QUANTITY),
                  head(N_("So far in money"), AMOUNT), head(N_("Unit")), head(N_("Percent of plan"), COUNT),
                  head(N_("Planned day"), DAY), head(N_("Real day"), DAY))
    plans = _plans(farm)
    planned = [line for batch in batches if batch.batch_id in plans
               for line in _plan_lines(farm, batch, plans[batch.batch_id])]
    return Sheet(Message(N_("Measures and plans")), (20, 18, 30, 15, 17, 15, 17, 14, 44, 14, 14), (
        table_of(("measures", N_("Measures")), heads, lines, note=Message(N_(
            "A measure that is empty is not defined: what it rests on was not recorded."))),
        table_of(("plans", N_("Plan and actual")), plan_heads, planned)), kept_columns=2)


def _measure(batch: KnownBatch, one: MeasureLine) -> Line:
    odd = Message(N_("Look again")) if one.is_odd else None
    return Line((batch.activity.name, batch.name, one.label, one.figure, one.amount_minor, one.low, one.high,
                 odd, one.formula))


def _plans(farm: FarmReading) -> dict[UUID, Row[Any]]:
    """The plan that holds of each batch, in one statement."""
    rows = farm.session.execute(
        select(*BatchPlan.__table__.columns).where(BatchPlan.book_id == farm.book_id)
        .order_by(BatchPlan.planned_at, BatchPlan.plan_id))
    return {row.batch_id: row for row in rows}


def _plan_lines(farm: FarmReading, batch: KnownBatch, row: Row[Any]) -> Iterator[Line]:
    events, main = farm.events[batch.batch_id], batch.activity.main
    kind = EventKind.SOLD if main is Product.ANIMALS else EventKind.HARVEST
    made = totals(stock_moves(events, main.value)).get(kind, Fraction(0))
    sales, costs = batch_money(events)
    lines = plan_lines(row, base=batch.activity.base_of(main), made=made, sales_minor=sales,
                       costs_minor=costs, ended_on=batch.closed_on, made_label=Message(EVENT_LABELS[kind]))
    for one in lines:
        is_quantity = one.planned is not None
        yield Line((
            batch.activity.name, batch.name, one.label, Fraction(row.base_quantity) if is_quantity else None,
            one.planned_minor, made if is_quantity else None, one.actual_minor,
            Message(BASE_LABELS[batch.activity.base_of(main)]) if is_quantity else None, one.percent,
            one.planned_on, one.actual_on))


def sold_in_events(farm: FarmReading) -> Sum:
    """What events say was sold for, over the tidy table."""
    return Sum("Events", "money", {"kind": EventKind.SOLD.value, "stands": 1})
