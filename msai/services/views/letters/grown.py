"""What enterprises grew, sold, ate and lost over a time, by product; read for letters and for traces.

It is what was recorded of batches and stands. Months read from a history say what was harvested and sold in
their papers alone; they count where nothing was recorded of a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from msai.measures.production.stock import EventKind
from msai.measures.production.units import BASE_LABELS, Base, shown
from msai.messages import Message
from msai.models.farming import Activity, Batch, BatchEvent
from msai.services.farming.activities import activity_of
from msai.services.farming.units_here import unit_label
from msai.services.views.farming.words import product_label
from msai.services.views.labels import Text

_E = EventKind
_TOLD: Final[Mapping[EventKind, str]] = {
    _E.BORN: "grown", _E.HARVEST: "grown", _E.OUT_OF_PROCESSING: "grown", _E.ADDED: "added", _E.SOLD: "sold",
    _E.OWN_USE: "eaten", _E.GIVEN: "eaten", _E.SEED_KEPT: "eaten",
    _E.DIED: "lost", _E.SPOILED: "lost", _E.LOST: "lost"}


@dataclass(frozen=True, slots=True)
class Grown:
    """One product: how much was grown or born, added, sold, eaten or given away, and lost, all in `unit`."""

    activity: str
    label: Text
    unit: Text
    grown: Fraction = Fraction(0)
    added: Fraction = Fraction(0)
    sold: Fraction = Fraction(0)
    eaten: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)

    def shown(self, name: str) -> Decimal:
        """One of the quantities, as it is shown."""
        return shown(getattr(self, name))

    @property
    def is_named_by_activity(self) -> bool:
        """Whether it has no other name than what is done there."""
        return self.label == self.activity


def read_grown(
    session: Session, books: Collection[UUID], *, since: date, until: date,
) -> dict[UUID, tuple[Grown, ...]]:
    """What some enterprises recorded of their batches from one day to another, `until` not counted.

    In one statement; the caller has asked permission.
    """
    back = select(BatchEvent.reverses).where(
        BatchEvent.book_id.in_(sorted(books)), BatchEvent.reverses.is_not(None))
    rows = session.execute(
        select(Activity.book_id, Activity.activity_id, Activity.kind, Activity.name, Activity.base,
               Activity.unit, BatchEvent.kind.label("event"), BatchEvent.product,
               BatchEvent.base.label("event_base"), BatchEvent.base_quantity)
        .join(Batch, and_(Batch.book_id == BatchEvent.book_id, Batch.batch_id == BatchEvent.batch_id))
        .join(Activity, and_(Activity.book_id == Batch.book_id, Activity.activity_id == Batch.activity_id))
        .where(BatchEvent.book_id.in_(sorted(books)), BatchEvent.kind.in_([one.value for one in _TOLD]),
               BatchEvent.happened_on >= since, BatchEvent.happened_on < until,
               BatchEvent.reverses.is_(None), BatchEvent.event_id.not_in(back))
        .order_by(Activity.opened_at, Activity.name, BatchEvent.product)
        .execution_options(scatter=True)).all()
    return _by_book(rows)


def _by_book(rows: Iterable[Any]) -> dict[UUID, tuple[Grown, ...]]:
    found: defaultdict[UUID, dict[tuple[UUID, str, str], Grown]] = defaultdict(dict)
    for row in rows:
        key = (row.activity_id, row.product, row.event_base)
        name = _TOLD[EventKind(row.event)]
        there = found[row.book_id].get(key) or Grown(
            row.name, product_label(row.product, activity_of(row)),
            Message(BASE_LABELS[Base(row.event_base)]))
        found[row.book_id][key] = replace(
            there, **{name: getattr(there, name) + Fraction(row.base_quantity)})
    return {book_id: tuple(products.values()) for book_id, products in found.items()}


def grown_of_paper(totals: Mapping[str, Any]) -> tuple[Grown, ...]:
    """What the paper of a recorded month says was harvested and sold; a box that says neither is left out."""
    sold = totals.get("sold")
    box = sold if isinstance(sold, Mapping) else {}
    grown, gone = _number(totals.get("harvested_kg")), _number(box.get("quantity"))
    unit, activity = str(box.get("unit") or "kg"), str(totals.get("activity") or "")
    if not activity or grown is None and gone is None:
        return ()
    nothing = Fraction(0)
    if unit == "kg":
        return (Grown(activity, activity, "kg", grown=grown or nothing, sold=gone or nothing),)
    both = (Grown(activity, activity, "kg", grown=grown or nothing),
            Grown(activity, activity, unit_label(unit), sold=gone or nothing))
    return tuple(one for one in both if one.grown or one.sold)


def _number(text: object) -> Fraction | None:
    """A number of a paper, which was checked when it came in; None where it says none."""
    try:
        return None if text is None else Fraction(Decimal(str(text)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
