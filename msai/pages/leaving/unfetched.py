"""What the group owes its members: the list, what becomes of it, and the second officer's answer."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.permissions import NotFound, NotPermitted, Target
from msai.schemas.answers import read_decision, read_seen
from msai.services.leaving.settling import (
    AnswerSettlement,
    AskSettlement,
    Becomes,
    WantedSettlement,
    answer_settlement,
    ask_settlement,
)
from msai.services.views.facts import currency_of
from msai.services.views.leaving.unfetched import (
    OFFERED,
    SettlementView,
    Typed,
    draw_settle_form,
    show_settlement,
    show_unfetched,
)

blueprint = Blueprint("unfetched", __name__)
_LIST = "/groups/<uuid:book_id>/due-to-members"
_FORM = _LIST + "/<uuid:holder>/<fund>"
_ONE = _LIST + "/decisions/<uuid:settlement_id>"
_FIELDS = {"due_without_reason": "words", "due_place_missing": "tender", "negative_tender": "tender"}


@blueprint.get(_LIST)
def index(book_id: UUID) -> str:
    """What nobody fetched for a year; all that is due where the address asks for it."""
    view = show_unfetched(auth.reading(), auth.current_actor(), book_id, today=auth.today(),
                          whole=request.args.get("all") == "1")
    return render_template("leaving/unfetched.html", view=view)


@blueprint.get(_FORM)
def new(book_id: UUID, holder: UUID, fund: str) -> str:
    """The form about what one fund owes one member."""
    return _form(book_id, holder, fund, Typed())


@blueprint.post(_FORM)
def send(book_id: UUID, holder: UUID, fund: str) -> Response:
    """Put it before the second officer."""
    typed = request.form
    kind = next((kind for kind in OFFERED if kind.value == typed.get("becomes")), Becomes.PAID)
    try:
        amount = parse_amount(typed.get("amount", ""), currency_of(auth.reading(), book_id)).minor
        settlement_id = _ask(WantedSettlement(
            book_id=book_id, member_id=holder, fund=fund, becomes=kind, amount_minor=amount, on=auth.today(),
            tender=typed.get("tender") or None), typed)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        errors = {_FIELDS.get(error.code, "amount"): message_of(error.code, error.params)}
        page = _form(book_id, holder, fund, Typed(
            kind.value, typed.get("amount", ""), typed.get("tender", ""), typed.get("words", ""), errors))
        return make_response(page, 422)
    return _to(book_id, settlement_id)


@blueprint.get(_ONE)
def show(book_id: UUID, settlement_id: UUID) -> str:
    """A decision and where it stands; the second officer answers here."""
    view = _view(book_id, settlement_id)
    problem = message_of(*view.problem) if view.problem else None
    return render_template("leaving/settlement.html", view=view, problem=problem)


@blueprint.post(_ONE + "/answer")
def answer(book_id: UUID, settlement_id: UUID) -> Response:
    """The second officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerSettlement(
        book_id=book_id, settlement_id=settlement_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), at=auth.now())
    with auth.writing() as session:
        answer_settlement(session, auth.current_actor(), command)
    return _to(book_id, settlement_id)


@blueprint.post(_ONE + "/taken-back")
def take_back(book_id: UUID, settlement_id: UUID) -> Response:
    """Ask that the money be due to her again."""
    was = _view(book_id, settlement_id)
    again = WantedSettlement(
        book_id=book_id, member_id=was.holder, fund=was.fund, becomes=Becomes.TAKEN_BACK,
        amount_minor=was.amount_minor, on=auth.today(), of_id=settlement_id)
    return _to(book_id, _ask(again, request.form))


def _view(book_id: UUID, settlement_id: UUID) -> SettlementView:
    return show_settlement(
        auth.reading(), auth.current_actor(), book_id, settlement_id=settlement_id, at=auth.now())


def _ask(wanted: WantedSettlement, typed: Mapping[str, str]) -> UUID:
    settlement_id = uuid7(auth.now())
    with auth.writing() as session:
        ask_settlement(session, auth.current_actor(), AskSettlement(
            settlement_id=settlement_id, wanted=wanted, words=typed.get("words", ""), at=auth.now()))
    return settlement_id


def _form(book_id: UUID, holder: UUID, fund: str, typed: Typed) -> str:
    view = draw_settle_form(auth.reading(), auth.current_actor(), Target(book_id, holder), fund=fund,
                            typed=typed, today=auth.today())
    return render_template("leaving/settle.html", view=view)


def _to(book_id: UUID, settlement_id: UUID) -> Response:
    return redirect(url_for("unfetched.show", book_id=book_id, settlement_id=settlement_id), code=303)
