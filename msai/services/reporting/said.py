"""What a monthly report says: ten boxes, and as many lines as somebody cares to give.

A box that was left empty is None and says nothing; nought is said by typing it. Quantities are exact, money
is in minor units of home currency, hours in ten-thousandths. A report can be written as JSON and read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from msai.measures.production.stock import EventKind
from msai.measures.production.units import exact_text
from msai.services.workforce.work import AgeBand, Answer, Engagement, Role, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSaid:
    """The boxes of one batch: numbers of its main product in `unit`; `start` and `left` are what was counted.

    `sold_kg` is the weight of what was sold by the head, `sold_minor` the money got for it.
    """

    batch_id: UUID
    unit: str
    start: Fraction | None = None
    added: Fraction | None = None
    died: Fraction | None = None
    sold: Fraction | None = None
    eaten: Fraction | None = None
    left: Fraction | None = None
    sold_kg: Fraction | None = None
    sold_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSaid:
    """One thing that happened to a batch, beyond its boxes; without a day it is of the end of the month."""

    line_ref: str
    batch_id: UUID
    kind: EventKind
    quantity: Fraction
    unit: str
    product: str | None = None
    on: date | None = None
    kg: Fraction | None = None
    amount_minor: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSaid:
    """Money paid for a sort of cost, `code` being its number in the chart."""

    line_ref: str
    code: int
    amount_minor: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSaid:
    """People who worked in the month, alike in what is known of them; hours and wages are of all together."""

    line_ref: str
    sex: Sex
    people: int = 0
    hours_e4: int | None = None
    wages_minor: int | None = None
    returnee: Answer = Answer.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    engagement: Engagement = Engagement.UNKNOWN
    role: Role = Role.UNKNOWN
    minimum_pay: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSaid:
    """A whole report.

    `place` is where its money went through, `cash_minor` what was counted there at the end.
    `entered_for` is whose paper form it was, where somebody else typed it in.
    """

    OWN_PARTS: ClassVar[Mapping[str, type[Any]]] = {
        "batches": BatchSaid, "events": EventSaid, "costs": CostSaid, "work": WorkSaid}

    month: date
    batches: tuple[BatchSaid, ...] = ()
    events: tuple[EventSaid, ...] = ()
    costs: tuple[CostSaid, ...] = ()
    work: tuple[WorkSaid, ...] = ()
    place: str | None = None
    cash_minor: int | None = None
    words: str = ""
    entered_for: str = ""


_BOXES = ("start", "added", "died", "sold", "eaten", "left", "sold_kg", "sold_minor")


def says_something(said: MonthSaid) -> bool:
    """Whether at least one box was filled in; nought is something."""
    boxes = any(getattr(batch, name) is not None for batch in said.batches for name in _BOXES)
    return boxes or bool(said.events or said.costs or said.work) or said.cash_minor is not None


def as_json(said: Any) -> str:
    """The report as text: the same report always gives the same text."""
    return json.dumps(_plain(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> MonthSaid:
    """The report again."""
    plain = json.loads(text)
    parts = {name: tuple(_read(type_, one) for one in plain.pop(name, ()))
             for name, type_ in MonthSaid.OWN_PARTS.items()}
    whole: MonthSaid = _read(MonthSaid, plain, parts)
    return whole


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, UUID):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


_READ: Mapping[str, Any] = {
    "UUID": UUID, "Fraction": Fraction, "date": date.fromisoformat, "EventKind": EventKind, "Sex": Sex,
    "Answer": Answer, "AgeBand": AgeBand, "Engagement": Engagement, "Role": Role}


def _read(type_: type[Any], plain: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Any:
    values = dict(more or {})
    for one in fields(type_):
        if one.name in plain:
            read = _READ.get(str(one.type).removesuffix(" | None"))
            value = plain[one.name]
            values[one.name] = value if value is None or read is None else read(value)
    return type_(**values)
