"""What was bought from smallholders and from firms nearby, beside the money that stands in the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, require
from msai.services.workforce.errors import CountNegative, LineSaysNothing, SuppliersTooFew
from msai.services.workforce.keeping import LineKind, Said, keep_lines
from msai.services.workforce.work import require_month


class Supplier(StrEnum):
    """From whom something was bought; smallholders are neighbours too."""

    SMALLHOLDER = "smallholder"
    LOCAL = "local"
    ELSEWHERE = "elsewhere"


class Bought(StrEnum):
    """What was bought."""

    FEED = "feed"
    YOUNG_ANIMALS = "young_animals"
    SEED = "seed"
    HARVEST = "harvest"
    FERTILISER = "fertiliser"
    SERVICES = "services"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtFrom:
    """Purchases of one kind from one kind of supplier; `amount_minor` home money, `suppliers` how many."""

    line_ref: str
    kind: Bought
    supplier: Supplier
    amount_minor: int
    suppliers: int
    women_suppliers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPurchases:
    """The purchases of a month, as a report or a form says them."""

    book_id: UUID
    source_id: UUID
    month: date
    lines: Sequence[BoughtFrom]
    today: date
    at: int


def record_purchases(session: Session, actor: Actor, command: RecordPurchases) -> None:
    """Keep from whom a month's purchases were made; the same report or form again changes nothing.

    Raises:
        NotPermitted, NotFound, LinesDiffer
        NotAMonth, MonthAhead, CountNegative, LineSaysNothing
        SuppliersTooFew: smallholders without a number, or more women than suppliers.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    require_month(command.month, today=command.today)
    for line in command.lines:
        _require_sound(line)
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.PURCHASE, rows={
        line.line_ref: _row(line, command.month) for line in command.lines})


def _require_sound(line: BoughtFrom) -> None:
    numbers = {"amount": line.amount_minor, "suppliers": line.suppliers,
               "women_suppliers": line.women_suppliers or 0}
    for path, number in numbers.items():
        if number < 0:
            raise CountNegative(path=path, line_ref=line.line_ref)
    if not line.amount_minor:
        raise LineSaysNothing(path="amount", line_ref=line.line_ref)
    uncounted = line.supplier is Supplier.SMALLHOLDER and not line.suppliers
    if uncounted or (line.women_suppliers or 0) > line.suppliers:
        raise SuppliersTooFew(path="suppliers", line_ref=line.line_ref)


def _row(line: BoughtFrom, month: date) -> Mapping[str, Any]:
    return {"month": month, "kind": line.kind.value, "supplier": line.supplier.value,
            "amount_minor": line.amount_minor, "suppliers": line.suppliers,
            "women_suppliers": line.women_suppliers}
