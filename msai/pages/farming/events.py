"""The addresses of what happened to a batch: the short form, what was understood, photos, and taking back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.i18n import current_language, translate
from msai.ids import uuid7
from msai.measures.production.stock import MOVES, EventKind
from msai.pages.farming.typed import FarmPaper, keep_photo
from msai.permissions import Action, NotFound, Target, require
from msai.services.attachments import read_file
from msai.services.farming.events import record_events, take_back
from msai.services.farming.reading import read_events
from msai.services.farming.units_here import read_units
from msai.services.farming.wanted import EventLine, RecordEvents, TakeBack
from msai.services.views.farming.batch import BatchView, EventRow, show_batch
from msai.services.views.farming.form import EventForm, draw_event_form
from msai.services.views.farming.words import say_understood

blueprint = Blueprint("batch_events", __name__)
_ONE = "/enterprises/<uuid:book_id>/batches/<uuid:batch_id>"
_FORM = f"{_ONE}/record/<any({', '.join(kind for kind in EventKind if kind not in MOVES)}):kind>"
_EVENT = f"{_ONE}/events/<uuid:event_id>"


@blueprint.get(_FORM)
def new(book_id: UUID, batch_id: UUID, kind: str) -> str:
    """The short form, with what was told the last time."""
    form = _offer(book_id, batch_id, kind)
    return _page(form, FarmPaper({
        "form": str(uuid7(auth.now())), "on": auth.today().isoformat(), "product": form.last_product,
        "unit": form.last_unit, "weight_unit": "kg"}, form.currency))


@blueprint.post(_FORM)
def send(book_id: UUID, batch_id: UUID, kind: str) -> Response:
    """Keep it, or say at its field what is wrong."""
    form = _offer(book_id, batch_id, kind)
    typed = FarmPaper(request.form.to_dict(), form.currency)
    line = EventLine(
        line_ref="1", batch_id=batch_id, kind=EventKind(kind), happened_on=typed.day("on"),
        said=typed.said(), product=typed.form.get("product") or None,
        weight=typed.some_said("weight", "weight_unit") if form.has_weight else None,
        money_minor=typed.some_amount() if form.has_money else None, words=typed.words("words"))
    document_id = typed.who("form")

    def work(session: Session) -> None:
        record_events(session, auth.current_actor(), RecordEvents(
            book_id=book_id, document_id=document_id, today=auth.today(), at=auth.now(),
            lines=[replace(line, proof_id=keep_photo(session, book_id))]))

    if not typed.try_to(work):
        return make_response(_page(form, typed), 422)
    return redirect(url_for("batches.show", book_id=book_id, batch_id=batch_id), code=303)


@blueprint.get(f"{_ONE}/understood")
def understood(book_id: UUID, batch_id: UUID) -> Response:
    """What a quantity is in base units, in a sentence; nothing where there is nothing to convert."""
    require(auth.current_actor(), Action.ENTERPRISE_REPORT, Target(book_id))
    typed = FarmPaper(request.args.to_dict(), "")
    said, day = typed.some_said("quantity", "unit"), typed.day("on")
    problems = [message for messages in typed.errors.values() for message in messages]
    message = problems[0] if problems else None
    if said is not None and not problems:
        try:
            message = say_understood(read_units(auth.reading(), book_id).measure(said, day))
        except LedgerError as problem:
            message = message_of(problem.code, problem.params)
    text = translate(message, current_language()) if message else ""
    return FlaskResponse(text, mimetype="text/plain")


@blueprint.get(f"{_EVENT}/photo")
def photo(book_id: UUID, batch_id: UUID, event_id: UUID) -> Response:
    """The picture of an event, as a download."""
    session, actor = auth.reading(), auth.current_actor()
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    proof_id = next((event.proof_id for event in read_events(session, book_id, batches=[batch_id])
                     if event.event_id == event_id), None)
    if proof_id is None:
        raise NotFound()
    kept = read_file(session, book_id, proof_id)
    auth.note_reading(Action.ENTERPRISE_VIEW, book_id=book_id, subject=f"attachment:{proof_id}")
    ending = "pdf" if kept.media_type == "application/pdf" else "jpg"
    return FlaskResponse(kept.content, mimetype=kept.media_type, headers={
        "Content-Disposition": f'attachment; filename="{proof_id}.{ending}"'})


@blueprint.get(f"{_EVENT}/take-back")
def wrong(book_id: UUID, batch_id: UUID, event_id: UUID) -> str:
    """What was recorded, and the reason for taking it back."""
    return _back_page(book_id, batch_id, event_id, FarmPaper({}, ""))


@blueprint.post(f"{_EVENT}/take-back")
def put_right(book_id: UUID, batch_id: UUID, event_id: UUID) -> Response:
    """Take it back; the right one is recorded after it."""
    typed = FarmPaper(request.form.to_dict(), "")
    command = TakeBack(book_id=book_id, event_id=event_id, words=typed.words("words"), at=auth.now())
    if not typed.try_to(lambda session: take_back(session, auth.current_actor(), command)):
        return make_response(_back_page(book_id, batch_id, event_id, typed), 422)
    return redirect(url_for("batches.show", book_id=book_id, batch_id=batch_id), code=303)


def _offer(book_id: UUID, batch_id: UUID, kind: str) -> EventForm:
    return draw_event_form(auth.reading(), auth.current_actor(), book_id, batch_id=batch_id,
                           kind=EventKind(kind), today=auth.today())


def _page(form: EventForm, typed: FarmPaper) -> str:
    return render_template("enterprises/record.html", view=form, typed=typed.form, errors=typed.errors)


def _back_page(book_id: UUID, batch_id: UUID, event_id: UUID, typed: FarmPaper) -> str:
    actor = auth.current_actor()
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    view = show_batch(auth.reading(), actor, book_id, batch_id=batch_id, today=auth.today(), all_events=True)
    return render_template("enterprises/take_back.html", view=view, event=_event(view, event_id),
                           typed=typed.form, errors=typed.errors)


def _event(view: BatchView, event_id: UUID) -> EventRow:
    found = next((event for event in view.events if event.event_id == event_id), None)
    if found is None or found.taken_back is not None:
        raise NotFound()
    return found
