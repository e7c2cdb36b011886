"""The addresses of an investment fund: its page, the forms of its decisions, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.accounts import INVESTMENT
from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.units.typed import Typed, read_wanted
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.services.units import (
    ActKind,
    AnswerUnitAct,
    AskUnitAct,
    Wanted,
    answer_unit_act,
    ask_unit_act,
    preview_unit_act,
)
from msai.services.views.units.asked import show_act
from msai.services.views.units.form import ActBook, ActState, as_proposed, draw_act_form, read_act_book
from msai.services.views.units.fund import say_value, show_fund

blueprint = Blueprint("units", __name__)
_FUND = "/groups/<uuid:book_id>/investment"
_FORM = f"{_FUND}/decide/<any({', '.join(ActKind)}):kind>"
_FIELDS = {
    "unknown_member": "member", "units_exceed_holding": "amount", "no_units_issued": "member",
    "negative_tender": "tender", "unknown_tender": "tender", "tender_missing": "tender",
    "not_a_unit_holder": "taker", "same_unit_holder": "taker", "valuation_too_old": "valued_on",
    "valuation_ahead": "valued_on", "valuation_unsigned": "valued_by", "unit_act_without_reason": "reason",
    "text_too_long": "reason", "net_assets_not_positive": "reason", "fund_has_worth": "reason",
    "fund_below_zero": "reason", "not_at_a_valuation": "reason", "already_requested": "reason",
    "cycle_closed": "reason",
}
"""The field at which a refusal stands; all others are about the amount."""


@blueprint.get(_FUND)
def show(book_id: UUID) -> str:
    """What a fund has, what a part is worth, and whose parts they are."""
    view = show_fund(auth.reading(), auth.current_actor(), book_id, fund=_fund(), today=auth.today(),
                     at=auth.now())
    exact = say_value(view.value, net_assets_minor=view.net_assets_minor, units=view.units,
                      currency=view.currency)
    return render_template("units/fund.html", view=view, exact=exact)


@blueprint.get(_FORM)
def new(book_id: UUID, kind: str) -> str:
    """The form of a decision."""
    book = _book(book_id, kind)
    return _page(book, ActState(as_proposed(book) | request.args.to_dict()))


@blueprint.post(_FORM)
def send(book_id: UUID, kind: str) -> Response:
    """Show what a decision would do; once that was seen, put it before the second officer."""
    book, typed = _book(book_id, kind), request.form.to_dict()
    if typed.get("step") == "change":
        return make_response(_page(book, ActState(typed)))
    state = _state(book, typed)
    if not state.errors and typed.get("step") == "send" and state.plan is not None:
        act_id, errors = _ask(book_id, state.plan.wanted, typed.get("reason", ""))
        if not errors:
            return redirect(url_for("units.act", book_id=book_id, act_id=act_id), code=303)
        state = ActState(typed, errors)
    if state.errors:
        return make_response(_page(book, state), 422)
    return make_response(render_template("units/look.html", view=draw_act_form(book, state)))


@blueprint.get(f"{_FUND}/decisions/<uuid:act_id>")
def act(book_id: UUID, act_id: UUID) -> str:
    """What was asked for, and where it stands; the second officer answers here."""
    view = show_act(auth.reading(), auth.current_actor(), book_id, act_id=act_id, today=auth.today(),
                    at=auth.now())
    problem = message_of(*view.problem) if view.problem else None
    return render_template("units/act.html", view=view, problem=problem)


@blueprint.post(f"{_FUND}/decisions/<uuid:act_id>/answer")
def answer(book_id: UUID, act_id: UUID) -> Response:
    """The second officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerUnitAct(
        book_id=book_id, act_id=act_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_unit_act(session, auth.current_actor(), command)
    return redirect(url_for("units.act", book_id=book_id, act_id=act_id), code=303)


def _fund() -> str:
    return request.args.get("fund", INVESTMENT)


def _book(book_id: UUID, kind: str) -> ActBook:
    return read_act_book(auth.reading(), auth.current_actor(), book_id, kind=ActKind(kind), fund=_fund(),
                         today=auth.today())


def _page(book: ActBook, state: ActState) -> str:
    return render_template("units/form.html", view=draw_act_form(book, state))


def _state(book: ActBook, form: Mapping[str, str]) -> ActState:
    """What was typed, read: the plan it makes, or what is wrong with it by field."""
    typed = Typed(form, book.words.facts.currency)
    wanted = read_wanted(typed, book.kind, book.fund.fund)
    reason = typed.words("reason")
    if not reason:
        typed.errors.setdefault("reason", message_of("unit_act_without_reason", {}))
    if typed.errors:
        return ActState(form, typed.errors)
    try:
        plan = preview_unit_act(auth.reading(), auth.current_actor(), book.words.facts.book_id, wanted=wanted,
                                on=auth.today())
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return ActState(form, _error(problem))
    return ActState(form, {}, plan)


def _error(problem: LedgerError) -> dict[str, Message]:
    return {_FIELDS.get(problem.code, "amount"): message_of(problem.code, problem.params)}


def _ask(book_id: UUID, wanted: Wanted, reason: str) -> tuple[UUID, dict[str, Message]]:
    at = auth.now()
    act_id = uuid7(at)
    try:
        with auth.writing() as session:
            ask_unit_act(session, auth.current_actor(), AskUnitAct(
                book_id=book_id, act_id=act_id, wanted=wanted, reason=reason, on=auth.today(), at=at))
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return act_id, _error(problem)
    return act_id, {}
