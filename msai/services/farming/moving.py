"""Something goes from one batch to another: one act with two halves, which stand together or not at all.

What leaves the one batch comes into the other on the same day, with its weight and with what it had cost so
far, so that neither stock nor cost is lost between them. Taking back one half takes back the other.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from msai.measures.production.activities import Product
from msai.measures.production.stock import EventKind
from msai.permissions import Action, Actor, Target, require
from msai.services.farming.errors import MoveIntoItself, MoveOtherKind
from msai.services.farming.events import record_events
from msai.services.farming.reading import KnownBatch, get_batch
from msai.services.farming.wanted import EventLine, MoveBetween, RecordEvents

_NAMED_BY_ACTIVITY = frozenset({Product.ANIMALS, Product.OTHER})
"""Products that are the same thing only in activities of one kind."""


def move_between(session: Session, actor: Actor, command: MoveBetween) -> None:
    """Move something from one batch to another; the same again changes nothing.

    Raises:
        NotPermitted: the actor does not report for this enterprise.
        MoveIntoItself, MoveOtherKind, BatchUnknown
        LedgerError: as `record_events`, for either half.
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(command.book_id))
    if command.from_batch == command.to_batch:
        raise MoveIntoItself()
    giving, taking = (get_batch(session, command.book_id, one)
                      for one in (command.from_batch, command.to_batch))
    product = command.product or giving.activity.main.value
    if not fits_into(giving, taking, product=product):
        raise MoveOtherKind()
    record_events(session, actor, RecordEvents(
        book_id=command.book_id, document_id=command.document_id, today=command.today, at=command.at,
        lines=[EventLine(
            line_ref=line_ref, batch_id=batch.batch_id, kind=kind, happened_on=command.happened_on,
            said=command.said, product=product, weight=command.weight, money_minor=command.cost_minor,
            words=command.words)
            for line_ref, batch, kind in (("out", giving, EventKind.MOVED_OUT),
                                          ("in", taking, EventKind.MOVED_IN))]))


def fits_into(giving: KnownBatch, taking: KnownBatch, *, product: str) -> bool:
    """Whether the one batch can take a product of the other in."""
    there = {one.value for one in giving.activity.products} & {one.value for one in taking.activity.products}
    if product not in there:
        return False
    return Product(product) not in _NAMED_BY_ACTIVITY or giving.activity.kind is taking.activity.kind
