"""One line of what happened today, in three taps: what can be noted of each batch, the last noted first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.activities import Product
from msai.measures.production.stock import EventKind
from msai.messages import Message
from msai.permissions import Action, Actor, Target, require
from msai.services.farming.reading import KeptEvent, KnownBatch, read_batches, read_events
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.choices import choices_of
from msai.services.views.farming.words import EVENT_LABELS, product_label, say_quantity
from msai.services.views.labels import Text

MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class LineChoice:
    """Something to note of a batch: what, of which product, and how much it was the last time."""

    kind: EventKind
    label: Message
    product: Text | None
    last: Message | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class BatchChoices:
    """A batch that is open, with what can be noted of it."""

    batch_id: UUID
    name: str
    opened_on: date
    activity: str
    is_animal: bool
    choices: tuple[LineChoice, ...]


@dataclass(frozen=True, slots=True)
class QuickView:
    """What can be noted of an enterprise's batches today."""

    book_id: UUID
    name: str
    batches: tuple[BatchChoices, ...]


def show_quick(session: Session, actor: Actor, book_id: UUID) -> QuickView:
    """What the manager can note today, in three statements however old the batches are.

    Raises:
        NotFound, NotPermitted: she does not report for this enterprise.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    facts = read_enterprise(session, book_id)
    batches = [one for one in read_batches(session, book_id) if one.closed_on is None]
    events = read_events(session, book_id, batches=[one.batch_id for one in batches]) if batches else ()
    return QuickView(book_id, facts.name, tuple(_batch(one, events) for one in batches))


def _batch(batch: KnownBatch, events: Sequence[KeptEvent]) -> BatchChoices:
    last = {one.kind: one for one in events
            if one.stands and one.batch_id == batch.batch_id and one.document_id != batch.batch_id}
    usual = [one.kind for one in choices_of(batch.activity)]
    noted = [one.kind for one in sorted(last.values(), key=_when, reverse=True) if one.kind in usual]
    return BatchChoices(
        batch.batch_id, batch.name, batch.opened_on, batch.activity.name,
        batch.activity.main is Product.ANIMALS,
        tuple(_choice(kind, last.get(kind), batch) for kind in list(
            dict.fromkeys([*noted, *usual]))[:MOST_CHOICES]))


def _when(event: KeptEvent) -> tuple[date, int]:
    return event.happened_on, event.recorded_at


def _choice(kind: EventKind, last: KeptEvent | None, batch: KnownBatch) -> LineChoice:
    if last is None:
        return LineChoice(kind, Message(EVENT_LABELS[kind]), None, None, None)
    return LineChoice(kind, Message(EVENT_LABELS[kind]), product_label(last.product, batch.activity),
                      say_quantity(last.said), last.happened_on)
