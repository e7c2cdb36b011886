"""The short form of one event: product, quantity with its unit, and what was told the last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.activities import Input, Labour, Product
from msai.measures.production.catalogue import UNITS, units_of
from msai.measures.production.stock import NEEDS_WORDS, OF_THINGS, EventKind
from msai.measures.production.units import Base
from msai.messages import Message
from msai.permissions import Action, Actor, Target, require
from msai.services.farming.activities import KnownActivity, read_activities
from msai.services.farming.reading import KeptEvent, KnownBatch, read_events
from msai.services.farming.units_here import UnitsHere, read_units, unit_label
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.batch import find_batch
from msai.services.views.farming.words import EVENT_LABELS, product_label, say_quantity
from msai.services.views.labels import Text

_E = EventKind
_WEIGHED: Final = frozenset({_E.ADDED, _E.SOLD, _E.WEIGHED, _E.OWN_USE, _E.MOVED_OUT})
_PAID: Final = frozenset({_E.SOLD, _E.ADDED, _E.INPUT, _E.LABOUR})
Options = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class EventForm:
    """What the form of one event offers; `last` is what was told the last time, `last_unit` its unit."""

    book_id: UUID
    enterprise: str
    currency: str
    batch_id: UUID
    batch: str
    opened_on: date
    activity: str
    kind: EventKind
    label: Message
    products: Options
    units: Options
    weights: Options
    has_weight: bool
    has_money: bool
    needs_words: bool
    last: Message | None
    last_on: date | None
    last_product: str
    last_unit: str


@dataclass(frozen=True, slots=True)
class BatchForm:
    """What the form of a new batch offers: its activity, units for a number and for an area."""

    book_id: UUID
    enterprise: str
    currency: str
    activities: Options
    activity_id: UUID
    is_animal: bool
    units: Options
    weights: Options
    areas: Options


def draw_event_form(
    session: Session, actor: Actor, book_id: UUID, *, batch_id: UUID, kind: EventKind, today: date,
) -> EventForm:
    """The form of one kind of event of a batch.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    facts, batch = read_enterprise(session, book_id), find_batch(session, book_id, batch_id)
    units, last = read_units(session, book_id), _last(read_events(session, book_id, batches=[batch_id]), kind)
    products = _products(batch.activity, kind)
    return EventForm(
        book_id, facts.name, facts.currency, batch_id, batch.name, batch.opened_on, batch.activity.name, kind,
        Message(EVENT_LABELS[kind]), products, _offered(units, _bases(batch, kind), today),
        _offered(units, [Base.KG], today), kind in _WEIGHED and Product.ANIMALS.value in products,
        kind in _PAID, kind in NEEDS_WORDS, say_quantity(last.said) if last else None,
        last.happened_on if last else None, last.product if last else "",
        last.said.unit if last else batch.activity.unit)


def draw_batch_form(
    session: Session, actor: Actor, book_id: UUID, *, activity_id: UUID | None, today: date,
) -> BatchForm | None:
    """The form of a new batch; None where there is no activity yet, or none of that id.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    facts, activities = read_enterprise(session, book_id), read_activities(session, book_id)
    found = next((one for one in activities if activity_id in (None, one.activity_id)), None)
    if found is None:
        return None
    units = read_units(session, book_id)
    return BatchForm(
        book_id, facts.name, facts.currency, {str(one.activity_id): one.name for one in activities},
        found.activity_id, found.main is Product.ANIMALS, _offered(units, [found.base], today),
        _offered(units, [Base.KG], today), _offered(units, [Base.AREA], today))


def _last(events: Sequence[KeptEvent], kind: EventKind) -> KeptEvent | None:
    return next((one for one in reversed(events) if one.kind is kind and one.stands), None)


def _products(activity: KnownActivity, kind: EventKind) -> dict[str, Text]:
    if kind is _E.INPUT:
        return {one.value: product_label(one.value, activity) for one in Input}
    if kind is _E.LABOUR:
        return {one.value: product_label(one.value, activity) for one in Labour}
    fitting = [one for one in activity.products if _fits(one, kind)]
    return {one.value: product_label(one.value, activity) for one in fitting}


def _fits(product: Product, kind: EventKind) -> bool:
    if product is Product.ANIMALS:
        return kind not in OF_THINGS
    return kind not in (_E.DIED, _E.BORN, _E.WEIGHED)


def _bases(batch: KnownBatch, kind: EventKind) -> Sequence[Base]:
    if kind is _E.LABOUR:
        return (Base.HOUR,)
    if kind is _E.INPUT:
        return (Base.KG, Base.LITRE, Base.PIECE)
    fitting = [one for one in batch.activity.products if _fits(one, kind)]
    return tuple(dict.fromkeys(batch.activity.base_of(one) for one in fitting))


def _offered(units: UnitsHere, bases: Sequence[Base], today: date) -> dict[str, Text]:
    """Units that hold something today: those fixed, and those the enterprise spoke of."""
    found: dict[str, Text] = {}
    for base in bases:
        known = [one.code for one in units_of(base) if one.is_fixed or units.factor(one.code, today)]
        own = [code for code, factors in units.own.items() if code not in UNITS and factors[-1].base is base]
        found |= {code: unit_label(code) for code in [*known, *own]}
    return found
