"""The addresses of a correction: asking for one, looking at what it changes, and answering it."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.pages.corrections.right_line import Unread, read_right_line
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.schemas.text import clean_line
from msai.services.corrections import (
    AnswerCorrection,
    AskCorrection,
    Cash,
    Plan,
    Wanted,
    answer_correction,
    ask_correction,
    preview_correction,
)
from msai.services.views.corrections.asked import show_correction
from msai.services.views.corrections.form import (
    FormBook,
    FormState,
    as_it_stands,
    draw_correction_form,
    read_form_book,
)

blueprint = Blueprint("corrections", __name__)
LONGEST_REASON = 400


@blueprint.get("/groups/<uuid:book_id>/entries/<int:seq>/lines/<int:line>/correction")
def new(book_id: UUID, seq: int, line: int) -> str:
    """The form, filled in with what the line says now."""
    book = read_form_book(auth.reading(), auth.current_actor(), book_id, seq=seq, line=line)
    view = draw_correction_form(book, FormState(as_it_stands(book)))
    return render_template("corrections/form.html", view=view)


@blueprint.post("/groups/<uuid:book_id>/entries/<int:seq>/lines/<int:line>/correction")
def send(book_id: UUID, seq: int, line: int) -> Response:
    """Show what the correction would change; once that was seen, put it before the second officer."""
    book = read_form_book(auth.reading(), auth.current_actor(), book_id, seq=seq, line=line)
    typed = request.form.to_dict()
    if typed.get("step") == "change":
        return make_response(render_template(
            "corrections/form.html", view=draw_correction_form(book, FormState(typed))))
    state = _state(book, typed)
    if state.errors or state.plan is None:
        page = render_template("corrections/form.html", view=draw_correction_form(book, state))
        return make_response(page, 422)
    if typed.get("step") != "send":
        return make_response(render_template(
            "corrections/look.html", view=draw_correction_form(book, state)))
    correction_id = _ask(state.plan, typed["reason"])
    return redirect(url_for("corrections.show", book_id=book_id, correction_id=correction_id), code=303)


@blueprint.get("/groups/<uuid:book_id>/corrections/<uuid:correction_id>")
def show(book_id: UUID, correction_id: UUID) -> str:
    """What was asked for, and where it stands; the second officer answers here."""
    view = show_correction(
        auth.reading(), auth.current_actor(), book_id, correction_id=correction_id, today=auth.today(),
        at=auth.now())
    return render_template("corrections/show.html", view=view)


@blueprint.post("/groups/<uuid:book_id>/corrections/<uuid:correction_id>/answer")
def answer(book_id: UUID, correction_id: UUID) -> Response:
    """The second officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerCorrection(
        book_id=book_id, correction_id=correction_id, seen_digest=read_seen(request.form), on=auth.today(),
        at=auth.now(), decision=read_decision(request.form))
    with auth.writing() as session:
        answer_correction(session, auth.current_actor(), command)
    return redirect(url_for("corrections.show", book_id=book_id, correction_id=correction_id), code=303)


def _state(book: FormBook, typed: Mapping[str, str]) -> FormState:
    """What was typed, read: the plan it makes, or what is wrong with it by field."""
    try:
        becomes = read_right_line(typed, book) if typed.get("becomes") == "line" else None
        reason = clean_line(typed.get("reason", "").replace("\r\n", " "), longest=LONGEST_REASON)
        wanted = Wanted(book_id=book.words.facts.book_id, seq=book.day.line.seq, line=book.day.line.line,
                        becomes=becomes, cash=_cash(typed))
        plan = preview_correction(auth.reading(), auth.current_actor(), wanted, on=auth.today())
    except Unread as unread:
        return FormState(typed, unread.errors)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        return FormState(typed, {_field_of(error): message_of(error.code, error.params)})
    if not reason:
        return FormState(typed, {"reason": message_of("correction_without_reason", {})}, plan)
    return FormState(typed, {}, plan)


_FIELDS = {
    "member_not_there": "member", "correction_not_whole_shares": "shares", "unknown_loan": "loan",
    "text_too_long": "reason", "bad_text": "reason", "negative_tender": "cash-as_counted",
    "repayment_exceeds_debt": "amount", "not_positive": "amount",
}


def _field_of(error: LedgerError) -> str:
    """The field a refusal is about; the choice on top where it is about all of it."""
    return _FIELDS.get(error.code, "becomes-line")


def _cash(typed: Mapping[str, str]) -> Cash:
    return Cash.HANDED_OVER if typed.get("cash") == Cash.HANDED_OVER else Cash.AS_COUNTED


def _ask(plan: Plan, reason: str) -> UUID:
    at = auth.now()
    correction_id = uuid7(at)
    with auth.writing() as session:
        ask_correction(session, auth.current_actor(), AskCorrection(
            correction_id=correction_id, wanted=plan.wanted, reason=reason, on=auth.today(), at=at))
    return correction_id

