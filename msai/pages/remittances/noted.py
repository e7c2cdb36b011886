"""The addresses of money that landed before its paper: the form of the note, the note, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from msai import auth
from msai.ids import uuid7
from msai.pages.remittances.typed import Paper
from msai.permissions import NotFound
from msai.services.remitting.homeward.early import NoteLanding, TakeNoteBack, note_landing, take_note_back
from msai.services.remitting.homeward.expecting import Expected
from msai.services.remitting.rates import Rates
from msai.services.views.remittances.noted import NotedView, NoteForm, draw_note_form, show_noted

blueprint = Blueprint("noted", __name__)
_OF = "/groups/<uuid:book_id>/coming/noted"


@blueprint.get(f"{_OF}/new")
def new(book_id: UUID) -> str:
    """The form of a note, with a fresh id."""
    return _form(_offer(book_id), Paper({
        "landing": str(uuid7(auth.now())), "of": request.args.get("of", "")}, ""))


@blueprint.post(f"{_OF}/new")
def create(book_id: UUID) -> Response:
    """Note it, and post it from what was expected."""
    offer = _offer(book_id)
    typed = Paper(request.form.to_dict(), offer.currency)
    expected = offer.expected.get(typed.form.get("of", ""))
    if expected is None:
        raise NotFound()
    command = _command(book_id, typed, expected, offer.currency)
    if not typed.try_to(lambda session: note_landing(session, auth.current_actor(), command)):
        return make_response(_form(offer, typed), 422)
    return redirect(url_for("noted.show", book_id=book_id, landing_id=command.landing_id), code=303)


@blueprint.get(f"{_OF}/<uuid:landing_id>")
def show(book_id: UUID, landing_id: UUID) -> str:
    """One note."""
    return _page(_read(book_id, landing_id), Paper({}, ""))


@blueprint.post(f"{_OF}/<uuid:landing_id>/back")
def take_back(book_id: UUID, landing_id: UUID) -> Response:
    """The note was wrong."""
    view, typed = _read(book_id, landing_id), Paper(request.form.to_dict(), "")
    said = TakeNoteBack(book_id=book_id, landing_id=landing_id, reason=typed.words("explanation"),
                        on=auth.today(), at=auth.now())

    def work(session: Session) -> None:
        take_note_back(session, auth.current_actor(), said)

    if typed.try_to(work):
        return redirect(url_for("noted.show", book_id=book_id, landing_id=landing_id), code=303)
    return make_response(_page(view, typed), 422)


def _command(book_id: UUID, typed: Paper, expected: Expected, currency: str) -> NoteLanding:
    """What was typed; where nobody said how much was sent it is all that is expected."""
    on, mid = typed.day("on"), typed.rate("mid")
    return NoteLanding(
        book_id=book_id, landing_id=typed.who("landing"), stake_id=expected.stake_id,
        purpose=expected.purpose, obligation_id=expected.obligation_id,
        home_minor=typed.some("home", expected.currency) or expected.open_minor, landed_on=on,
        tender=typed.form.get("tender", ""), received_minor=typed.amount(),
        fee_minor=typed.some("fee", currency), reference=typed.text("reference"), today=auth.today(),
        at=auth.now(), rates=Rates(
            mid=mid, mid_source=typed.text("mid_source") or None, mid_date=on if mid else None,
            is_sure=typed.form.get("is_sure") == "1"))


def _offer(book_id: UUID) -> NoteForm:
    return draw_note_form(auth.reading(), auth.current_actor(), book_id, today=auth.today())


def _form(offer: NoteForm, typed: Paper) -> str:
    return render_template("remittances/new_noted.html", view=offer, typed=typed.form, errors=typed.errors,
                           today=auth.today())


def _read(book_id: UUID, landing_id: UUID) -> NotedView:
    return show_noted(auth.reading(), auth.current_actor(), book_id, landing_id=landing_id)


def _page(view: NotedView, typed: Paper) -> str:
    return render_template("remittances/noted.html", view=view, typed=typed.form, errors=typed.errors)
