"""What a report says, line by line in plain words: before it is sent, and ever after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from ledgers.accounts import BookKind
from msai.measures.production.activities import Product
from msai.measures.production.stock import Boxes, EventKind, Move, boxes
from msai.measures.production.units import BASE_LABELS, shown
from msai.messages import N_, Message, counted
from msai.services.farming.reading import KeptEvent, KnownBatch, stock_moves
from msai.services.farming.units_here import UnitsHere, unit_label
from msai.services.farming.wanted import Said
from msai.services.reporting.lines import box_kinds, line_of_box
from msai.services.reporting.said import BatchSaid, EventSaid, MonthSaid, WorkSaid
from msai.services.reporting.trying import money_in_minor, money_out_minor
from msai.services.views.farming.words import EVENT_LABELS, say_understood
from msai.services.views.labels import Text, account_label
from msai.services.views.reporting.noted import events_of_month
from msai.services.workforce.work import E4, Sex

SEXES: Mapping[Sex, str] = {
    Sex.WOMEN: N_("Women"), Sex.MEN: N_("Men"), Sex.UNKNOWN: N_("Women and men")}


@dataclass(frozen=True, slots=True)
class LineTold:
    """One line: what it is, how much of it, the money in or out (minus), and words beside it."""

    line_ref: str
    label: Text
    quantity: Message | None = None
    amount_minor: int | None = None
    words: str = ""
    wants_receipt: bool = False


@dataclass(frozen=True, slots=True)
class BoxTold:
    """A box: its label and its number, with a minus where it goes out; None where it was left empty."""

    label: Message
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class BatchTold:
    """A batch in a report: six boxes of the whole month, what is to explain, and the report's own lines.

    The boxes hold what was noted on single days too, so that they add up to what is left. `understood` says
    what numbers came to that were typed in another unit.
    """

    batch_id: UUID
    name: str
    opened_on: date
    activity: str
    is_animal: bool
    unit: Message
    boxes: tuple[BoxTold, ...]
    understood: tuple[Message, ...]
    to_explain: Message | None
    lines: tuple[LineTold, ...]


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A whole report in plain lines; `expected_minor` is what the place of its money should hold."""

    batches: tuple[BatchTold, ...]
    costs: tuple[LineTold, ...]
    people: tuple[LineTold, ...]
    in_minor: int
    out_minor: int
    place: Text | None
    cash_minor: int | None
    expected_minor: int | None
    words: str
    entered_for: str

    @property
    def amounts(self) -> tuple[LineTold, ...]:
        """The lines that can have a receipt; the count of the cash has none."""
        lines = (*(line for batch in self.batches for line in batch.lines), *self.costs, *self.people)
        return tuple(line for line in lines if line.wants_receipt)

    @property
    def short_minor(self) -> int | None:
        """What was counted less than it should be; below nought where it was more. None where unknown."""
        if self.cash_minor is None or self.expected_minor is None:
            return None
        return self.expected_minor - self.cash_minor


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a report: its batches with all their events, units, and what places are called.

    `reports` are those of the month that were sent, and whether each stands: what one that was taken back
    said counts for its own page alone.
    """

    batches: Mapping[UUID, KnownBatch]
    events: Sequence[KeptEvent]
    units: UnitsHere
    places: Mapping[str, Text]
    reports: Mapping[UUID, bool] = field(default_factory=dict)

    def counts(self, event: KeptEvent, report_id: UUID) -> bool:
        """Whether an event belongs to the month as one report of it tells it."""
        if event.document_id == report_id:
            return event.stands or not self.reports.get(report_id, True)
        return event.stands and event.document_id not in self.reports


def tell_month(
    said: MonthSaid, around: Around, *, report_id: UUID, on: date, expected_minor: int | None = None,
) -> MonthTold:
    """A report in plain lines; `on` is the day of its entries, and its events are among those `around`."""
    batches = tuple(_batch(said, one, _month_of(one, said.month, around, report_id), around, on)
                    for one in said.batches if one.batch_id in around.batches)
    named = {one.batch_id for one in said.batches}
    loose = tuple(_event(one) for one in said.events if one.batch_id not in named)
    costs = tuple(LineTold(
        one.line_ref, account_label(BookKind.ENTERPRISE, one.code), None, -one.amount_minor, one.words, True)
        for one in said.costs)
    return MonthTold(
        batches, loose + costs, tuple(_work(one) for one in said.work), money_in_minor(said),
        money_out_minor(said), around.places.get(said.place) if said.place else None, said.cash_minor,
        expected_minor, said.words, said.entered_for)


def start_of(batch: KnownBatch, events: Sequence[KeptEvent], month: date) -> Fraction:
    """What was there as a month began, by what was recorded, in base units of the main product.

    What a batch opened within the month began with counts as its start.
    """
    of_batch = [one for one in events if one.batch_id == batch.batch_id]
    opened = [one for one in of_batch if one.document_id == batch.batch_id]
    moves = stock_moves(of_batch, batch.activity.main.value)
    before = boxes(moves, since=month).start
    first: list[Move] = stock_moves(opened, batch.activity.main.value) if batch.opened_on >= month else []
    return before + sum((one.change for one in first), Fraction(0))


def _month_of(one: BatchSaid, month: date, around: Around, report_id: UUID) -> Boxes:
    """The month of a batch with this report: with what else was noted in it, without its other reports."""
    events = events_of_month(around.batches[one.batch_id], around.events, month)
    return boxes([event.move for event in events if around.counts(event, report_id)])


def _batch(said: MonthSaid, one: BatchSaid, of_month: Boxes, around: Around, on: date) -> BatchTold:
    batch = around.batches[one.batch_id]
    measured = {name: around.units.measure(Said(quantity, one.unit), on) for name in BOXES
                if (quantity := getattr(one, name)) is not None}
    typed = {name: quantity.in_base for name, quantity in measured.items()}
    understood = (say_understood(quantity) for quantity in measured.values() if quantity.said)
    start = typed.get("start", start_of(batch, around.events, said.month))
    left = replace(of_month, start=start).left
    middle = {"added": of_month.added, "died": -of_month.died, "sold": -of_month.sold,
              "eaten": -of_month.used}
    numbers = (start, *(number if number or name in typed else None for name, number in middle.items()),
               typed.get("left", left))
    shown_boxes = tuple(BoxTold(label, None if number is None else shown(number)) for label, number in zip(
        box_labels(batch), numbers, strict=True))
    lines = (*_sold(one), *(_event(event) for event in said.events if event.batch_id == one.batch_id))
    return BatchTold(
        batch.batch_id, batch.name, batch.opened_on, batch.activity.name,
        batch.activity.main is Product.ANIMALS,
        Message(BASE_LABELS[batch.activity.base_of(batch.activity.main)]), shown_boxes,
        tuple(dict.fromkeys(message for message in understood if message)),
        _to_explain(left - typed["left"]) if "left" in typed else None, tuple(lines))


BOXES = ("start", "added", "died", "sold", "eaten", "left")
"""The six boxes of a batch by their names in a report."""


def box_labels(batch: KnownBatch) -> tuple[Message, ...]:
    """What the six boxes of a batch are called."""
    kinds = box_kinds(batch)
    middle = [Message(EVENT_LABELS[kinds[name]]) for name in ("added", "died", "sold")]
    return (Message(N_("At start")), *middle, Message(N_("Eaten")), Message(N_("Left")))


def _to_explain(difference: Fraction) -> Message | None:
    if not difference:
        return None
    return Message(N_("%(number)s to explain"), {"number": shown(abs(difference))})


def _sold(one: BatchSaid) -> Iterator[LineTold]:
    if one.sold_minor is not None or one.sold_kg is not None:
        weight = None if one.sold_kg is None else _many(one.sold_kg, "kg")
        quantity = _many(one.sold or Fraction(0), one.unit)
        both = quantity if weight is None else Message(
            N_("%(quantity)s, %(weight)s"), {"quantity": quantity, "weight": weight})
        yield LineTold(line_of_box(one.batch_id, "sold"), Message(EVENT_LABELS[EventKind.SOLD]), both,
                       one.sold_minor, wants_receipt=bool(one.sold_minor))


def _event(one: EventSaid) -> LineTold:
    amount = one.amount_minor
    is_out = amount and one.kind not in (EventKind.SOLD, EventKind.OWN_USE, EventKind.GIVEN)
    return LineTold(one.line_ref, Message(EVENT_LABELS[one.kind]), _many(one.quantity, one.unit),
                    -amount if amount and is_out else amount, one.words, bool(amount))


def _work(one: WorkSaid) -> LineTold:
    people = counted("%(count)s person", "%(count)s people", one.people)
    quantity = people if one.hours_e4 is None else Message(N_("%(people)s, %(hours)s hours"), {
        "people": people, "hours": _number(Fraction(one.hours_e4, E4))})
    return LineTold(one.line_ref, Message(SEXES[one.sex]), quantity,
                    None if one.wages_minor is None else -one.wages_minor,
                    wants_receipt=bool(one.wages_minor))


def _many(number: Fraction, unit: str) -> Message:
    return Message(N_("%(number)s %(unit)s"), {"number": _number(number), "unit": unit_label(unit)})


def _number(number: Fraction) -> Decimal:
    return shown(number)
