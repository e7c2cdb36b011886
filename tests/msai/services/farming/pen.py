"""A farm with hogs and rice: what the tests of batches begin with, and how they say what happened."""

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind, boxes
from msai.measures.production.units import exact_text
from msai.permissions import Actor
from msai.services.farming.activities import open_activity
from msai.services.farming.batches import open_batch
from msai.services.farming.events import record_events
from msai.services.farming.reading import read_events, stock_moves
from msai.services.farming.wanted import EventLine, OpenActivity, OpenBatch, RecordEvents, Said
from tests.msai.cast import NOW, Cast
from tests.msai.corridor import HENS, back_hens

PEN, FIELD, PAPER = (UUID(int=number) for number in (0xBA1, 0xBA2, 0xD0C))
MAY, TODAY = date(2026, 5, 2), date(2026, 10, 26)


def rosa_of(session: Session, cast: Cast) -> Actor:
    """The farm opened, and its manager."""
    back_hens(session, cast)
    return cast.actor(session, "rosa", HENS)


def with_pen(session: Session, rosa: Actor, heads: int = 36) -> UUID:
    """Hogs, and a pen of them since May."""
    activity = open_activity(session, rosa, OpenActivity(
        book_id=HENS, kind=ActivityKind.HOGS, name="Hogs", unit="head", at=NOW))
    open_batch(session, rosa, OpenBatch(
        book_id=HENS, batch_id=PEN, activity_id=activity, opened_on=MAY, today=TODAY, at=NOW, name="Pen 1",
        number=Said(Fraction(heads), "head"), weight=Said(Fraction(20 * heads), "kg")))
    return activity


def with_field(session: Session, rosa: Actor) -> UUID:
    """Rice, and a field of it."""
    activity = open_activity(session, rosa, OpenActivity(
        book_id=HENS, kind=ActivityKind.PALAY, name="Rice", unit="kg", at=NOW))
    open_batch(session, rosa, OpenBatch(
        book_id=HENS, batch_id=FIELD, activity_id=activity, opened_on=MAY, today=TODAY, at=NOW,
        area=Said(Fraction(6, 5), "ha")))
    return activity


def line(kind: EventKind, many: int | str, unit: str = "head", **more: Any) -> EventLine:
    """A line of a document."""
    facts = {"line_ref": "1", "batch_id": PEN, "happened_on": date(2026, 10, 4), **more}
    return EventLine(kind=kind, said=Said(Fraction(many), unit), **facts)


def tell(session: Session, rosa: Actor, *lines: EventLine, paper: UUID = PAPER) -> tuple[UUID, ...]:
    """Record the lines of one document."""
    return record_events(session, rosa, RecordEvents(
        book_id=HENS, document_id=paper, lines=lines, today=TODAY, at=NOW))


def stock(session: Session, product: str = "animals", batch: UUID = PEN) -> str:
    """The six boxes in one line."""
    found = boxes(stock_moves(read_events(session, HENS, batches=[batch]), product))
    parts = (found.start, found.added, found.died, found.sold, found.used, found.left)
    return " ".join(exact_text(part) for part in parts)
