"""A report taken apart: what its boxes and lines are to the services that keep batches, money and people.

Each line keeps one name in all three, so that an amount is found with its receipt and its quantity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from ledgers.money import format_decimal
from msai.measures.production.activities import Product
from msai.measures.production.stock import EventKind
from msai.measures.production.units import exact_text
from msai.services.enterprise_money.month import MonthLine
from msai.services.enterprise_money.wanted import CashCounted, OwnUse, Paid, Sold, WagesInKind
from msai.services.farming.reading import KnownBatch
from msai.services.farming.wanted import EventLine, Said
from msai.services.reporting.errors import AmountNotOfEvent, PlaceMissing
from msai.services.reporting.said import BatchSaid, EventSaid, MonthSaid
from msai.services.workforce.work import E4, Sex, WorkOf

WAGES = 5200
INPUTS, OTHER_COSTS = 5100, 5900
"""The sorts of cost of the two boxes, by their numbers in the chart."""
CASH = "cash"
PAID_FOR = frozenset({EventKind.ADDED, EventKind.INPUT})
"""What money is paid for; people's pay has boxes of its own."""

_OF_ANIMALS: Mapping[str, EventKind] = {
    "added": EventKind.ADDED, "died": EventKind.DIED, "sold": EventKind.SOLD, "eaten": EventKind.OWN_USE,
    "left": EventKind.COUNTED}
_OF_CROPS: Mapping[str, EventKind] = {
    **_OF_ANIMALS, "added": EventKind.HARVEST, "died": EventKind.SPOILED}


@dataclass(frozen=True, slots=True)
class Taken:
    """A report taken apart."""

    events: tuple[EventLine, ...]
    money: tuple[MonthLine, ...]
    work: tuple[WorkOf, ...]


def box_kinds(batch: KnownBatch) -> Mapping[str, EventKind]:
    """What a box is for a batch: of a crop, what was added was harvested, and what died was spoiled."""
    return _OF_ANIMALS if batch.activity.main is Product.ANIMALS else _OF_CROPS


def line_of_box(batch_id: UUID, box: str) -> str:
    """The name of a box of a batch as a line."""
    return f"{batch_id.hex}-{box}"


def take_apart(said: MonthSaid, batches: Mapping[UUID, KnownBatch], *, on: date) -> Taken:
    """The lines of a report; `on` is the day of what has no day of its own.

    Raises:
        PlaceMissing: money moved, and it was not said where it lies.
        AmountNotOfEvent: money stands where none moves.
    """
    events = (*_boxes(said, batches, on), *(_event(one, on) for one in said.events))
    money = tuple(_money(said, batches, on))
    work = tuple(WorkOf(
        line_ref=one.line_ref, people=one.people, hours_e4=one.hours_e4, wages_minor=one.wages_minor,
        sex=one.sex, returnee=one.returnee, age_band=one.age_band, engagement=one.engagement, role=one.role,
        minimum_pay=one.minimum_pay) for one in said.work if one.people or one.hours_e4 or one.wages_minor)
    return Taken(events, money, work)


def _boxes(said: MonthSaid, batches: Mapping[UUID, KnownBatch], on: date) -> Iterator[EventLine]:
    for one in said.batches:
        batch = batches.get(one.batch_id)
        kinds = _OF_ANIMALS if batch is None else box_kinds(batch)
        for box, kind in kinds.items():
            quantity: Fraction | None = getattr(one, box)
            if quantity is None or (not quantity and kind is not EventKind.COUNTED):
                continue
            is_sold = kind is EventKind.SOLD
            yield EventLine(
                line_ref=line_of_box(one.batch_id, box), batch_id=one.batch_id, kind=kind, happened_on=on,
                said=Said(quantity, one.unit), product=batch.activity.main.value if batch else None,
                weight=Said(one.sold_kg, "kg") if is_sold and one.sold_kg else None,
                money_minor=one.sold_minor if is_sold else None)


def _event(one: EventSaid, on: date) -> EventLine:
    return EventLine(
        line_ref=one.line_ref, batch_id=one.batch_id, kind=one.kind, happened_on=one.on or on,
        said=Said(one.quantity, one.unit), product=one.product,
        weight=Said(one.kg, "kg") if one.kg else None, money_minor=one.amount_minor, words=one.words)


def _money(said: MonthSaid, batches: Mapping[UUID, KnownBatch], on: date) -> Iterator[MonthLine]:
    """Sales first, then what was paid, and what was counted after all of it."""
    for batch in said.batches:
        if batch.sold_minor:
            yield _sale(said, batches, batch, on)
    for event in said.events:
        yield from _of_event(said, batches, event, on)
    for cost in said.costs:
        if cost.amount_minor:
            yield MonthLine(line_ref=cost.line_ref, words=cost.words, wanted=Paid(
                code=cost.code, amount_minor=cost.amount_minor, happened_on=on, place=_place(said)))
    for work in said.work:
        if work.wages_minor:
            yield MonthLine(line_ref=work.line_ref, wanted=Paid(
                code=WAGES, amount_minor=work.wages_minor, happened_on=on, place=_place(said)))
    if said.cash_minor is not None:
        yield MonthLine(line_ref=CASH, wanted=CashCounted(
            place=_place(said), amount_minor=said.cash_minor, happened_on=on))


def _sale(
    said: MonthSaid, batches: Mapping[UUID, KnownBatch], one: BatchSaid, on: date,
) -> MonthLine:
    return MonthLine(line_ref=line_of_box(one.batch_id, "sold"), wanted=Sold(
        activity=_activity(batches, one.batch_id), amount_minor=one.sold_minor or 0, happened_on=on,
        place=_place(said)))


def _of_event(
    said: MonthSaid, batches: Mapping[UUID, KnownBatch], one: EventSaid, on: date,
) -> Iterator[MonthLine]:
    """What an event was sold or paid for; an own use has no money of its own, only a price."""
    if not one.amount_minor:
        return
    activity = _activity(batches, one.batch_id)
    if one.kind is EventKind.SOLD:
        wanted: object = Sold(activity=activity, amount_minor=one.amount_minor, happened_on=on,
                              place=_place(said))
    elif one.kind is EventKind.OWN_USE:
        wanted = OwnUse(activity=activity, amount_minor=one.amount_minor, happened_on=on)
    elif one.kind is EventKind.GIVEN:
        wanted = WagesInKind(activity=activity, amount_minor=one.amount_minor, happened_on=on)
    elif one.kind not in PAID_FOR:
        raise AmountNotOfEvent()
    else:
        wanted = Paid(code=INPUTS, amount_minor=one.amount_minor, happened_on=on, place=_place(said))
    yield MonthLine(line_ref=one.line_ref, wanted=wanted, words=one.words)


def _activity(batches: Mapping[UUID, KnownBatch], batch_id: UUID) -> str:
    return batches[batch_id].activity.name if batch_id in batches else ""


def _place(said: MonthSaid) -> str:
    if not said.place:
        raise PlaceMissing()
    return said.place


def totals_of(said: MonthSaid, currency: str) -> dict[str, object]:
    """What the paper says in the open: no words and no names, in the form in which histories say it.

    A sum that nobody said is left out, so that it is never read as nothing.
    """
    sold = [one.sold_minor for one in said.batches if one.sold_minor is not None]
    sold += [one.amount_minor for one in said.events
             if one.kind is EventKind.SOLD and one.amount_minor is not None]
    inputs = [one.amount_minor for one in said.costs if one.code == INPUTS]
    inputs += [one.amount_minor for one in said.events
               if one.kind in PAID_FOR and one.amount_minor is not None]
    others = [one.amount_minor for one in said.costs if one.code != INPUTS]
    body: dict[str, object] = {"month": f"{said.month:%Y-%m}", "wages": _wages(said, currency)}
    if sold:
        body["sold"] = {"amount": format_decimal(sum(sold), currency)}
    for name, amounts in (("inputs", inputs), ("other_costs", others)):
        if amounts:
            body[name] = format_decimal(sum(amounts), currency)
    return body


def _wages(said: MonthSaid, currency: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for sex in Sex:
        lines = [one for one in said.work if one.sex is sex]
        if not lines:
            continue
        paid = [one.wages_minor for one in lines if one.wages_minor is not None]
        hours = [one.hours_e4 for one in lines if one.hours_e4 is not None]
        found[sex.value] = {
            "people": sum(one.people for one in lines),
            **({"hours": exact_text(Fraction(sum(hours), E4))} if hours else {}),
            **({"amount": format_decimal(sum(paid), currency)} if paid else {})}
    return found
