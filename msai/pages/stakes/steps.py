"""The way of a form: filled in, looked at, put before the second person, or done where one is enough.

A group's pages about its stakes and an enterprise's about its backers go the same way; a `Way` says what is
particular to one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.stakes.typed import Typed
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.services.staking.acting import AnswerAct, AskAct, Desk, answer_act, ask_act, preview_act
from msai.services.staking.errors import ActKnown
from msai.services.views.stakes.form import FormBook, FormState, draw_form, field_names

_FIELDS: Mapping[str, str] = {
    "enterprise_unnamed": "enterprise_name", "not_its_currency": "currency",
    "percent_out_of_range": "percent",
    "cap_without_gain": "cap_multiple", "stake_valuation_unsigned": "valued_by",
    "stake_rate_without_source": "mid_source", "claim_exceeded": "claim", "funder_unknown": "backer",
    "instrument_other": "backer", "stake_terms_missing": "backer", "cap_reached": "sales",
    "no_shares_held": "record_on", "funder_known": "label", "return_not_open": "return_id",
    "in_gestation": "backer", "crop_not_agreed": "crop", "offer_answered": "agreed", "not_a_rate": "mid_rate",
    "rate_upside_down": "mid_rate", "rate_far_off": "mid_rate", "rate_day_ahead": "rated_on",
    "rate_day_long_past": "rated_on",
    "mid_rate_unsourced": "mid_source", "unknown_currency": "currency",
}
"""The field at which a refusal stands; all others stand at the amount, or at the reason."""
_ASKED_ABOUT = ("rate_upside_down", "rate_far_off")
"""What may be a slip of whoever typed it; the form comes again with a question."""
_DAYS = ("valued_on", "declared_on", "happened_on", "record_on")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a form leads: its desk, how it is read, and the addresses around it.

    `first` is what may have to be done before: what it is called, and where.
    """

    desk: Desk
    book_id: UUID
    read: Callable[[Typed], Any]
    send: str
    back: str
    done: Callable[[UUID], str]
    first: tuple[Message, str] | None = None


def open_form(way: Way, book: FormBook) -> str:
    """The form as it opens, with what its address proposes."""
    return _page(way, book, FormState({**book.proposed, **request.args.to_dict()}))


def send_form(way: Way, book: FormBook) -> Response:
    """Show what a decision would do; once that was seen, ask for it."""
    typed = request.form.to_dict()
    if typed.get("step") == "change":
        return make_response(_page(way, book, FormState(typed)))
    state = _state(way, book, typed)
    if not state.errors and typed.get("step") == "send" and state.plan is not None:
        act_id, errors = _ask(way, book.kind, state.plan.wanted, typed)
        if not errors:
            return redirect(way.done(act_id), code=303)
        state = FormState(typed, errors)
    if state.errors:
        return make_response(_page(way, book, state), 422)
    return make_response(render_template(
        "stakes/look.html", view=draw_form(book, state), way=way, fresh=uuid7(auth.now())))


def send_answer(desk: Desk, book_id: UUID, act_id: UUID) -> None:
    """The second person's answer; what she approves has taken effect when the page comes back."""
    command = AnswerAct(
        book_id=book_id, act_id=act_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_act(session, auth.current_actor(), desk, command=command)


def _page(way: Way, book: FormBook, state: FormState) -> str:
    return render_template("stakes/form.html", view=draw_form(book, state), way=way)


def _state(way: Way, book: FormBook, form: Mapping[str, str]) -> FormState:
    """What was typed, read: the plan it makes, or what is wrong with it by field."""
    chosen = {name: options[0][0] for name, options in book.options.items() if len(options) == 1}
    typed = Typed({**chosen, **form}, currency=book.words.currency,
                  home=form.get("currency", book.words.home) or book.words.home)
    wanted = way.read(typed)
    if not typed.text("reason"):
        typed.errors.setdefault("reason", message_of("stake_act_without_reason", {}))
    if typed.errors:
        return FormState(form, typed.errors)
    try:
        plan = preview_act(auth.reading(), auth.current_actor(), way.desk, book_id=way.book_id,
                           wanted=wanted, on=auth.today(), is_sure=_is_sure(form))
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return FormState(form, _error(book.kind, problem), is_asked=problem.code in _ASKED_ABOUT)
    return FormState(form, {}, plan)


def _is_sure(form: Mapping[str, str]) -> bool:
    return form.get("is_sure") == "1"


def _error(kind: str, problem: LedgerError) -> dict[str, Message]:
    names = field_names(kind)
    days = [name for name in _DAYS if name in names]
    name = _FIELDS.get(problem.code, "amount")
    if problem.code == "stake_day_ahead" and days:
        name = days[0]
    elif name not in names:
        name = next((one for one in ("amount", "home", "claim", "sales") if one in names), "reason")
    return {name: message_of(problem.code, problem.params)}


def _ask(
    way: Way, kind: str, wanted: Any, typed: Mapping[str, str],
) -> tuple[UUID, dict[str, Message]]:
    at = auth.now()
    act_id = _act_id(typed) or uuid7(at)
    try:
        with auth.writing() as session:
            ask_act(session, auth.current_actor(), way.desk, command=AskAct(
                book_id=way.book_id, act_id=act_id, wanted=wanted, reason=typed.get("reason", ""),
                on=auth.today(), at=at, is_sure=_is_sure(typed)))
    except (NotFound, NotPermitted):
        raise
    except ActKnown:
        return act_id, {}
    except LedgerError as problem:
        return act_id, _error(kind, problem)
    return act_id, {}


def _act_id(typed: Mapping[str, str]) -> UUID | None:
    """The id that came with the page on which it was looked at, so that pressing twice asks once."""
    try:
        return UUID(typed.get("act_id", ""))
    except ValueError:
        return None
