"""The list of what members owe, and the form that charges somebody between two meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from ledgers.rules.dues import Due
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.pages.dues.address import blueprint
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_id
from msai.schemas.problems import MissingField, NotADate
from msai.schemas.text import clean_line
from msai.services.dues.raising import CHARGED, RaiseCharge, raise_charge
from msai.services.dues.regular import RaiseFees, raise_fees
from msai.services.views.dues.charge import ChargeState, draw_charge_form
from msai.services.views.dues.index import DuesWanted, show_dues
from msai.services.views.facts import currency_of

LONGEST_WORDS = 400
_FIELDS = {
    "charge_without_words": "words", "text_too_long": "words", "bad_text": "words", "not_a_date": "on",
    "charge_day_ahead": "on", "cycle_closed": "on", "member_not_there": "member",
}
"""The field a refusal is about; the amount where it is none of these."""


@blueprint.get("/groups/<uuid:book_id>/dues")
def index(book_id: UUID) -> str:
    """What members owe; the address says which of it is shown."""
    wanted = DuesWanted(request.args.get("fund") or None, request.args.get("what") or None, _holder())
    view = show_dues(auth.reading(), auth.current_actor(), book_id, wanted=wanted, today=auth.today(),
                     at=auth.now())
    return render_template("dues/index.html", view=view)


@blueprint.post("/groups/<uuid:book_id>/dues/fees")
def fees(book_id: UUID) -> Response:
    """Raise the fees by rule that fell due by today, and show the list."""
    with auth.writing() as session:
        raise_fees(session, auth.current_actor(), RaiseFees(book_id=book_id, on=auth.today(), at=auth.now()))
    return redirect(url_for("dues.index", book_id=book_id), code=303)


def _holder() -> UUID | None:
    try:
        return UUID(request.args.get("member", ""))
    except ValueError:
        return None


@blueprint.get("/groups/<uuid:book_id>/dues/charge")
def new(book_id: UUID) -> str:
    """The form; an address may say already whom and what for."""
    asked = {name: request.args[name] for name in ("member", "what", "amount") if name in request.args}
    return _page(book_id, uuid7(auth.now()), ChargeState({"on": auth.today().isoformat(), **asked}))


@blueprint.post("/groups/<uuid:book_id>/dues/charge")
def send(book_id: UUID) -> Response:
    """Charge her, and show the list; or say at its field what is wrong."""
    charge_id, typed = read_id(request.form, "charge_id"), request.form.to_dict()
    try:
        command = _command(book_id, charge_id, typed)
        with auth.writing() as session:
            raise_charge(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        wrong = {_FIELDS.get(error.code, str(error.params.get("field", "amount"))): (
            message_of(error.code, error.params),)}
        return make_response(_page(book_id, charge_id, ChargeState(typed, wrong)), 422)
    return redirect(url_for("dues.index", book_id=book_id), code=303)


def _command(book_id: UUID, charge_id: UUID, typed: Mapping[str, str]) -> RaiseCharge:
    number, what = typed.get("member", ""), typed.get("what", "")
    if not number.isdecimal():
        raise MissingField(field="member")
    if what not in [due.value for due in CHARGED]:
        raise MissingField(field="what")
    if not typed.get("amount", "").strip():
        raise MissingField(field="amount")
    return RaiseCharge(
        book_id=book_id, charge_id=charge_id, member_no=int(number), due=Due(what),
        amount_minor=parse_amount(typed["amount"], currency_of(auth.reading(), book_id)).minor,
        words=clean_line(typed.get("words", "").replace("\r\n", " "), longest=LONGEST_WORDS),
        on=_day(typed.get("on", "")), today=auth.today(), at=auth.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADate(text=text[:40]) from None


def _page(book_id: UUID, charge_id: UUID, state: ChargeState) -> str:
    view = draw_charge_form(auth.reading(), auth.current_actor(), book_id, charge_id=charge_id, state=state,
                            today=auth.today())
    return render_template("dues/charge.html", view=view, longest=LONGEST_WORDS)
