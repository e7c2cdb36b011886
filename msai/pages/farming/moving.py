"""The address on which something goes from one batch to another, as one act."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.farming.typed import FarmPaper
from msai.services.farming.moving import move_between
from msai.services.farming.wanted import MoveBetween
from msai.services.views.farming.moving import MoveForm, draw_move_form

blueprint = Blueprint("batch_moves", __name__)
_FORM = "/enterprises/<uuid:book_id>/batches/<uuid:batch_id>/move"


@blueprint.get(_FORM)
def new(book_id: UUID, batch_id: UUID) -> str:
    """The form, with the batches that can take something in."""
    form = _offer(book_id, batch_id)
    return _page(form, FarmPaper({
        "form": str(uuid7(auth.now())), "on": auth.today().isoformat(), "unit": form.offer.last_unit,
        "weight_unit": "kg"}, form.offer.currency))


@blueprint.post(_FORM)
def send(book_id: UUID, batch_id: UUID) -> Response:
    """Move it, or say at its field what is wrong."""
    form = _offer(book_id, batch_id)
    typed = FarmPaper(request.form.to_dict(), form.offer.currency)
    command = MoveBetween(
        book_id=book_id, document_id=typed.who("form"), from_batch=batch_id, to_batch=typed.who("into"),
        product=typed.form.get("product") or None, said=typed.said(), happened_on=typed.day("on"),
        weight=typed.some_said("weight", "weight_unit") if form.offer.has_weight else None,
        cost_minor=typed.some_amount(), words=typed.words("words"), today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: move_between(session, auth.current_actor(), command)):
        return make_response(_page(form, typed), 422)
    return redirect(url_for("batches.show", book_id=book_id, batch_id=batch_id), code=303)


def _offer(book_id: UUID, batch_id: UUID) -> MoveForm:
    return draw_move_form(auth.reading(), auth.current_actor(), book_id, batch_id=batch_id,
                          today=auth.today())


def _page(form: MoveForm, typed: FarmPaper) -> str:
    return render_template("enterprises/move.html", form=form, view=form.offer, typed=typed.form,
                           errors=typed.errors)
