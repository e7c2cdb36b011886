"""The addresses of letting a charge go: asking for it, looking at it, and answering it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import format_decimal, parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.dues.address import blueprint
from msai.pages.dues.charging import LONGEST_WORDS
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.schemas.text import clean_line
from msai.services.dues.letting_go import Wanted
from msai.services.dues.waiving import AnswerWaiver, AskWaiver, answer_waiver, ask_waiver
from msai.services.views.dues.waiver import WaiverForm, draw_waiver_form, show_waiver

_FIELDS = {"charge_without_words": "words", "text_too_long": "words", "bad_text": "words"}
_CHARGE = "/groups/<uuid:book_id>/dues/<int:seq>/<int:line>/waiver"
_WAIVER = "/groups/<uuid:book_id>/dues/waivers/<uuid:waiver_id>"


@blueprint.get(_CHARGE)
def ask(book_id: UUID, seq: int, line: int) -> str:
    """The form: all of what is left of the charge, and room for words."""
    view = _form(book_id, seq, line)
    left = format_decimal(view.charge.left_minor, view.currency)
    return _page(view, {"amount": left})


@blueprint.post(_CHARGE)
def put(book_id: UUID, seq: int, line: int) -> Response:
    """Put it before the second officer, and show where it stands."""
    view, typed = _form(book_id, seq, line), request.form.to_dict()
    try:
        waiver_id = _ask(view, typed)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        wrong = {_FIELDS.get(error.code, "amount"): (message_of(error.code, error.params),)}
        return make_response(_page(view, typed, wrong), 422)
    return redirect(url_for("dues.show", book_id=book_id, waiver_id=waiver_id), code=303)


@blueprint.get(_WAIVER)
def show(book_id: UUID, waiver_id: UUID) -> str:
    """What was asked for, and where it stands; the second officer answers here."""
    view = show_waiver(auth.reading(), auth.current_actor(), book_id, waiver_id=waiver_id, today=auth.today(),
                       at=auth.now())
    return render_template("dues/waiver.html", view=view)


@blueprint.post(_WAIVER + "/answer")
def answer(book_id: UUID, waiver_id: UUID) -> Response:
    """The second officer's answer; what she agrees to is in the book when the page comes back."""
    command = AnswerWaiver(
        book_id=book_id, waiver_id=waiver_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_waiver(session, auth.current_actor(), command)
    return redirect(url_for("dues.show", book_id=book_id, waiver_id=waiver_id), code=303)


def _ask(view: WaiverForm, typed: Mapping[str, str]) -> UUID:
    amount = parse_amount(typed.get("amount", ""), view.currency)
    reason = clean_line(typed.get("words", "").replace("\r\n", " "), longest=LONGEST_WORDS)
    wanted = Wanted(book_id=view.book_id, seq=view.charge.seq, line=view.charge.line,
                    amount_minor=amount.minor)
    waiver_id = uuid7(auth.now())
    with auth.writing() as session:
        ask_waiver(session, auth.current_actor(), AskWaiver(
            waiver_id=waiver_id, wanted=wanted, reason=reason, on=auth.today(), at=auth.now()))
    return waiver_id


def _form(book_id: UUID, seq: int, line: int) -> WaiverForm:
    return draw_waiver_form(auth.reading(), auth.current_actor(), book_id, place=(seq, line),
                            today=auth.today())


def _page(
    view: WaiverForm, typed: Mapping[str, str], errors: Mapping[str, tuple[Message, ...]] | None = None,
) -> str:
    return render_template(
        "dues/ask.html", view=view, typed=typed, errors=errors or {}, longest=LONGEST_WORDS)
