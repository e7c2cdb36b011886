"""All activities of an enterprise with their open batches, each with the boxes of its main product."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.activities import KINDS
from msai.messages import Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.farming.activities import KnownActivity, read_activities
from msai.services.farming.reading import KeptEvent, KnownBatch, read_batches, read_events
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.stocks import StockBoxes, stock_boxes
from msai.services.views.labels import Text

MOST_CLOSED = 12


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A batch as a list shows it; `boxes` only where it is open."""

    batch_id: UUID
    name: str
    opened_on: date
    closed_on: date | None
    boxes: tuple[StockBoxes, ...]


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """An activity with its open batches, and the last ones that were closed."""

    activity_id: UUID
    name: str
    kind: Message
    has_animals: bool
    open: tuple[BatchCard, ...]
    closed: tuple[BatchCard, ...]


@dataclass(frozen=True, slots=True)
class FarmView:
    """The activities of an enterprise; `unnamed` are those the book knows and nobody described yet."""

    book_id: UUID
    name: str
    country: str
    activities: tuple[ActivityCard, ...]
    unnamed: tuple[Text, ...]
    may_record: bool


def show_farm(session: Session, actor: Actor, book_id: UUID) -> FarmView:
    """The activities of an enterprise, as this reader may see them.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    activities, batches = read_activities(session, book_id), read_batches(session, book_id)
    there = [batch.batch_id for batch in batches if batch.closed_on is None]
    events = read_events(session, book_id, batches=there) if there else []
    named = {activity.name for activity in activities}
    return FarmView(
        book_id, facts.name, facts.country,
        tuple(_activity(activity, batches, events) for activity in activities),
        tuple(name for name in json.loads(facts.activities) if name not in named),
        is_allowed(actor, Action.ENTERPRISE_REPORT, target))


def _activity(
    activity: KnownActivity, batches: Sequence[KnownBatch], events: Sequence[KeptEvent],
) -> ActivityCard:
    own = [batch for batch in batches if batch.activity.activity_id == activity.activity_id]
    cards = [_card(batch, [one for one in events if one.batch_id == batch.batch_id]) for batch in own]
    return ActivityCard(
        activity.activity_id, activity.name, Message(KINDS[activity.kind].label),
        KINDS[activity.kind].has_animals, tuple(card for card in cards if card.closed_on is None),
        tuple(card for card in cards if card.closed_on is not None)[:MOST_CLOSED])


def _card(batch: KnownBatch, events: Sequence[KeptEvent]) -> BatchCard:
    boxes = () if batch.closed_on else stock_boxes(batch.activity, events)
    return BatchCard(batch.batch_id, batch.name, batch.opened_on, batch.closed_on, boxes)
