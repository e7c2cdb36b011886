"""The form on which something goes from one batch to another: which products, which batches can take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.measures.production.stock import EventKind
from msai.permissions import Action, Actor, Target, require
from msai.services.farming.moving import fits_into
from msai.services.farming.reading import read_batches
from msai.services.views.farming.form import EventForm, Options, draw_event_form
from msai.services.views.farming.words import batch_label


@dataclass(frozen=True, slots=True)
class MoveForm:
    """What the form offers: `offer` has products and units, `into` the open batches by their ids."""

    offer: EventForm
    activity_id: UUID
    into: Options


def draw_move_form(
    session: Session, actor: Actor, book_id: UUID, *, batch_id: UUID, today: date,
) -> MoveForm:
    """The form of moving something out of a batch.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    offer = draw_event_form(
        session, actor, book_id, batch_id=batch_id, kind=EventKind.MOVED_OUT, today=today)
    batches = read_batches(session, book_id)
    giving = next(one for one in batches if one.batch_id == batch_id)
    return MoveForm(offer, giving.activity.activity_id, {
        str(one.batch_id): batch_label(one.name, one.opened_on) for one in batches
        if one.batch_id != batch_id and one.closed_on is None
        and any(fits_into(giving, one, product=product) for product in offer.products)})
