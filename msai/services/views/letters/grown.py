"""What enterprises grew, sold, ate and lost over a time, by product; read for letters and for traces.

It is what was recorded of batches and stands. Months read from a history say what was harvested and sold in
their papers alone; they count where nothing was recorded of a batch.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, cast, null, select, union_all
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Session

from msai.measures.production.stock import EventKind
from msai.measures.production.units import BASE_LABELS, Base, shown
from msai.messages import Message
from msai.models.enterprises import Document
from msai.models.farming import Activity, Batch, BatchEvent
from msai.models.reporting import MonthTakeBack
from msai.services.farming.activities import activity_of
from msai.services.farming.units_here import unit_label
from msai.services.reporting.reading import KIND
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
    rows = session.execute(_events(books, since, until).execution_options(scatter=True)).all()
    return _by_book(rows)


def read_grown_or_told(
    session: Session, books: Collection[UUID], *, since: date, until: date,
) -> dict[UUID, tuple[Grown, ...]]:
    """The same, and of enterprises that recorded nothing of a batch what months of a history say.

    In one statement; the caller has asked permission.
    """
    rows = session.execute(
        union_all(_events(books, since, until), _papers(books, since, until))
        .execution_options(scatter=True)).all()
    found = _by_book(row for row in rows if row.body is None)
    told: defaultdict[UUID, dict[tuple[str, str], Grown]] = defaultdict(dict)
    for row in rows:
        if row.body is not None and row.book_id not in found:
            _add(told[row.book_id], grown_of_paper(json.loads(row.body)))
    return {**found, **{book_id: tuple(products.values()) for book_id, products in told.items()}}


_COLUMNS: Final = (
    "activity_id", "kind", "name", "base", "unit", "opened_at", "event", "product", "event_base",
    "base_quantity")


def _events(books: Collection[UUID], since: date, until: date) -> Select[*tuple[Any, ...]]:
    """A row for each standing event that tells of a quantity, in the columns of `_COLUMNS`."""
    back = select(BatchEvent.reverses).where(
        BatchEvent.book_id.in_(sorted(books)), BatchEvent.reverses.is_not(None))
    return (
        select(Activity.book_id, Activity.activity_id, Activity.kind, Activity.name, Activity.base,
               Activity.unit, Activity.opened_at, BatchEvent.kind.label("event"), BatchEvent.product,
               BatchEvent.base.label("event_base"), BatchEvent.base_quantity,
               cast(null(), LongText).label("body"))
        .join(Batch, and_(Batch.book_id == BatchEvent.book_id, Batch.batch_id == BatchEvent.batch_id))
        .join(Activity, and_(Activity.book_id == Batch.book_id, Activity.activity_id == Batch.activity_id))
        .where(BatchEvent.book_id.in_(sorted(books)), BatchEvent.kind.in_([one.value for one in _TOLD]),
               BatchEvent.happened_on >= since, BatchEvent.happened_on < until,
               BatchEvent.reverses.is_(None), BatchEvent.event_id.not_in(back)))


def _papers(books: Collection[UUID], since: date, until: date) -> Select[*tuple[Any, ...]]:
    """A row for each monthly report that came in these days and was not taken back: its paper alone."""
    back = and_(MonthTakeBack.book_id == Document.book_id, MonthTakeBack.report_id == Document.document_id,
                MonthTakeBack.done_at.is_not(None))
    return (
        select(Document.book_id, *(null().label(name) for name in _COLUMNS), Document.body)
        .outerjoin(MonthTakeBack, back)
        .where(Document.book_id.in_(sorted(books)), Document.kind == KIND, Document.dated_on >= since,
               Document.dated_on < until, MonthTakeBack.report_id.is_(None)))


def _by_book(rows: Iterable[Any]) -> dict[UUID, tuple[Grown, ...]]:
    found: defaultdict[UUID, dict[tuple[UUID, str, str], Grown]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.opened_at, row.name, row.product)):
        key = (row.activity_id, row.product, row.event_base)
        name = _TOLD[EventKind(row.event)]
        there = found[row.book_id].get(key) or Grown(
            row.name, product_label(row.product, activity_of(row)),
            Message(BASE_LABELS[Base(row.event_base)]))
        found[row.book_id][key] = replace(
            there, **{name: getattr(there, name) + Fraction(row.base_quantity)})
    return {book_id: tuple(products.values()) for book_id, products in found.items()}


def _add(sums: dict[tuple[str, str], Grown], told: Iterable[Grown]) -> None:
    for one in told:
        key = (one.activity, str(one.unit))
        there = sums.get(key)
        sums[key] = one if there is None else replace(
            there, grown=there.grown + one.grown, sold=there.sold + one.sold)


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
        return (Grown(activity, activity, unit_label("kg"), grown=grown or nothing, sold=gone or nothing),)
    both = (Grown(activity, activity, unit_label("kg"), grown=grown or nothing),
            Grown(activity, activity, unit_label(unit), sold=gone or nothing))
    return tuple(one for one in both if one.grown or one.sold)


def _number(text: object) -> Fraction | None:
    """A number of a paper, which was checked when it came in; None where it says none."""
    try:
        return None if text is None else Fraction(Decimal(str(text)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
