"""The addresses of an enterprise's money: the list with its choices, forms of acts, an act, its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.models.money import MoneyAct
from msai.pages.enterprise_money.typed import MoneyTyped, read_act
from msai.permissions import Action, NotFound, NotPermitted, Target, require
from msai.schemas.answers import read_decision, read_seen
from msai.services.attachments import read_file
from msai.services.enterprise_money.recording import (
    AddReceipt,
    AnswerMoney,
    RecordMoney,
    add_receipt,
    answer_money,
    record_money,
)
from msai.services.enterprise_money.wanted import TWO_PERSONS, MoneyKind, TakeBack
from msai.services.two_officers import asked_row
from msai.services.views.enterprise_money.act import show_act
from msai.services.views.enterprise_money.form import MoneyForm, read_form
from msai.services.views.enterprise_money.listing import show_money

blueprint = Blueprint("enterprise_money", __name__)
_OF = "/enterprises/<uuid:book_id>/money"
_FORM = f"{_OF}/note/<any({', '.join(MoneyKind)}):kind>"
_ONE = f"{_OF}/acts/<uuid:act_id>"
_FIELDS: Mapping[str, str] = {
    "money_day_ahead": "happened_on", "money_day_before_book": "happened_on",
    "money_year_closed": "happened_on", "money_counted_since": "happened_on",
    "money_nothing_worn": "happened_on", "money_year_not_over": "happened_on",
    "money_year_not_counted": "happened_on", "money_nothing_to_close": "happened_on",
    "money_place_unknown": "place", "money_place_twice": "into", "money_party_unknown": "party",
    "money_party_known": "new_party", "money_activity_unknown": "activity", "money_cost_unknown": "code",
    "money_funder_unclear": "backer", "money_gift_unclear": "in_kind",
    "money_equipment_unknown": "equipment", "money_life_out_of_range": "months",
    "money_method_holds": "valuing", "money_count_unclear": "what", "money_without_reason": "words",
    "file_not_readable": "receipt", "file_too_large": "receipt", "file_not_safe": "receipt",
    "files_full": "receipt",
    "name_missing": "new_party", "name_too_long": "new_party", "name_has_hidden_characters": "new_party",
}
"""The field at which a refusal stands; all others stand at the amount, or at the words."""


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """What was earned, what waits, what was noted; and what can be noted now."""
    view = show_money(auth.reading(), auth.current_actor(), book_id, today=auth.today(), at=auth.now(),
                      page=request.args.get("page", 1, type=int))
    return render_template("enterprise_money/index.html", view=view, kinds=MoneyKind)


@blueprint.get(_FORM)
def new(book_id: UUID, kind: str) -> str:
    """The form of an act."""
    form = _read(book_id, MoneyKind(kind), request.args.to_dict())
    return render_template("enterprise_money/form.html", view=form, act_id=uuid7(auth.now()))


@blueprint.post(_FORM)
def note(book_id: UUID, kind: str) -> Response:
    """Note an act, or ask for it; what is wrong stands at its field."""
    typed = request.form.to_dict()
    form = _read(book_id, MoneyKind(kind), typed)
    act_id, errors = _note(form, typed)
    if errors:
        page = render_template("enterprise_money/form.html", view=_with(form, errors), act_id=act_id)
        return make_response(page, 422)
    return redirect(url_for("enterprise_money.act", book_id=book_id, act_id=act_id), code=303)


@blueprint.get(_ONE)
def act(book_id: UUID, act_id: UUID) -> str:
    """One act; the second person answers here."""
    view = show_act(auth.reading(), auth.current_actor(), book_id, act_id=act_id, today=auth.today(),
                    at=auth.now())
    problem = message_of(*view.problem) if view.problem else None
    return render_template("enterprise_money/act.html", view=view, problem=problem)


@blueprint.post(f"{_ONE}/answer")
def answer(book_id: UUID, act_id: UUID) -> Response:
    """The second person's answer; what she approves has happened when the page comes back."""
    command = AnswerMoney(
        book_id=book_id, act_id=act_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_money(session, auth.current_actor(), command)
    return redirect(url_for("enterprise_money.act", book_id=book_id, act_id=act_id), code=303)


@blueprint.get(f"{_ONE}/receipt")
def receipt(book_id: UUID, act_id: UUID) -> Response:
    """The receipt of an act, as a download."""
    session, actor = auth.reading(), auth.current_actor()
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    row = asked_row(session, MoneyAct, book_id, act_id=act_id)
    if row.receipt_id is None:
        raise NotFound()
    kept = read_file(session, book_id, row.receipt_id)
    auth.note_reading(Action.ENTERPRISE_MONEY, book_id=book_id, subject=f"attachment:{row.receipt_id}")
    ending = "pdf" if kept.media_type == "application/pdf" else "jpg"
    return FlaskResponse(kept.content, mimetype=kept.media_type, headers={
        "Content-Disposition": f'attachment; filename="receipt.{ending}"'})


@blueprint.post(f"{_ONE}/receipt")
def keep_receipt(book_id: UUID, act_id: UUID) -> Response:
    """Keep a receipt that comes later."""
    content = _file()
    if content is not None:
        with auth.writing() as session:
            add_receipt(session, auth.current_actor(), AddReceipt(
                book_id=book_id, act_id=act_id, content=content, receipt_id=uuid7(auth.now()),
                at=auth.now()))
    return redirect(url_for("enterprise_money.act", book_id=book_id, act_id=act_id), code=303)


def _read(book_id: UUID, kind: MoneyKind, typed: Mapping[str, str]) -> MoneyForm:
    return read_form(auth.reading(), auth.current_actor(), book_id, kind=kind, today=auth.today(),
                     typed=typed)


def _with(form: MoneyForm, errors: Mapping[str, Message]) -> MoneyForm:
    shown = {name: getattr(form, name) for name in form.__slots__}
    return MoneyForm(**{**shown, "errors": errors})


def _note(form: MoneyForm, typed: Mapping[str, str]) -> tuple[UUID, dict[str, Message]]:
    """Read what was typed and note it; answers the id of the act, and what is wrong by field."""
    fields = MoneyTyped(typed, currency=form.currency, home=form.currency)
    at = auth.now()
    act_id = _uuid(typed.get("act_id")) or uuid7(at)
    if form.kind is MoneyKind.TAKEN_BACK:
        wanted: Any = _taken_back(typed)
    else:
        wanted = read_act(fields, form.kind)
    words, new_party = fields.text("words"), fields.text("new_party")
    if form.kind in TWO_PERSONS and not words:
        fields.errors.setdefault("words", message_of("money_without_reason", {}))
    if fields.errors:
        return act_id, fields.errors
    command = RecordMoney(
        book_id=form.book_id, act_id=act_id, wanted=wanted, on=auth.today(), at=at, words=words,
        new_party=new_party if getattr(wanted, "party", None) == "" else "", receipt=_file())
    try:
        with auth.writing() as session:
            record_money(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return act_id, _error(form, problem)
    return act_id, {}


def _taken_back(typed: Mapping[str, str]) -> TakeBack:
    """What is taken back: an act by its id, or an entry without one by its number.

    Raises:
        NotFound: the form names neither.
    """
    act_id, seq = _uuid(typed.get("act")), typed.get("seq", "")
    if act_id is None and not (seq.isascii() and seq.isdecimal() and len(seq) < 18):
        raise NotFound()
    return TakeBack(act=str(act_id)) if act_id else TakeBack(seq=int(seq))


def _error(form: MoneyForm, problem: LedgerError) -> dict[str, Message]:
    names = {one.name for one in form.fields} | {"words", "receipt"}
    name = _FIELDS.get(problem.code, "amount")
    if name == "party" and "party" not in names and "new_party" in names:
        name = "new_party"
    elif name not in names:
        name = "amount" if "amount" in names else "words"
    return {name: message_of(problem.code, problem.params)}


def _file() -> bytes | None:
    """The file that came with the form; None where none was chosen."""
    sent = request.files.get("receipt")
    return sent.read() if sent is not None and sent.filename else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
