"""What people ask for about activities, units, batches and events, as frozen commands.

Quantities come as exact fractions with the code of their unit; which factor holds on the day is the
enterprise's own word and found here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind
from msai.measures.production.units import Base


@dataclass(frozen=True, slots=True)
class Said:
    """So much of a unit, as it was said."""

    quantity: Fraction
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenActivity:
    """Something the enterprise does: `name` is what its sales are kept under in the book."""

    book_id: UUID
    kind: ActivityKind
    name: str
    unit: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFactor:
    """What one of a unit holds here from a day on, in base units; the unit may be a word of its own.

    `is_sure` says that somebody was asked about a factor far from what is usual, and means it.
    """

    book_id: UUID
    factor_id: UUID
    unit: str
    base: Base
    factor: Fraction
    holds_from: date
    at: int
    is_sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBatch:
    """A batch with what it begins with: a number, an area, or both; `cost_minor` is what the number cost."""

    book_id: UUID
    batch_id: UUID
    activity_id: UUID
    opened_on: date
    today: date
    at: int
    name: str = ""
    number: Said | None = None
    weight: Said | None = None
    area: Said | None = None
    cost_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBatch:
    """What is planned of a batch, in place of what was planned before."""

    book_id: UUID
    plan_id: UUID
    batch_id: UUID
    at: int
    ends_on: date | None = None
    output: Said | None = None
    sales_minor: int | None = None
    costs_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event: `product` is left out for the main one of the activity; inputs and labour name theirs.

    `line_ref` names the line in its document, and stays the same when it is sent again.
    """

    line_ref: str
    batch_id: UUID
    kind: EventKind
    happened_on: date
    said: Said
    product: str | None = None
    weight: Said | None = None
    money_minor: int | None = None
    words: str = ""
    proof_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvents:
    """Events of one document: a monthly report, or a form. Sent again they change nothing."""

    book_id: UUID
    document_id: UUID
    lines: Sequence[EventLine]
    today: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBetween:
    """So much goes from one batch to another on a day; `cost_minor` is what it had cost so far."""

    book_id: UUID
    document_id: UUID
    from_batch: UUID
    to_batch: UUID
    product: str | None
    said: Said
    happened_on: date
    today: date
    at: int
    weight: Said | None = None
    cost_minor: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """An event that was wrong, and why."""

    book_id: UUID
    event_id: UUID
    words: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBatch:
    """A batch of which nothing is left."""

    book_id: UUID
    batch_id: UUID
    closed_on: date
    today: date
    at: int
