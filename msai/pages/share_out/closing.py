"""The assistant: officers decide how the cycle is shared out, look at it, and ask the other officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted
from msai.schemas.text import clean_line
from msai.services.group_rules import BY_SHARES
from msai.services.share_out import (
    AskShareOut,
    Basis,
    Decisions,
    KeptBack,
    Plan,
    Recovered,
    SocialEnd,
    Way,
    ask_share_out,
    preview_share_out,
    read_way,
)
from msai.services.share_out.errors import KeptBackUnclear, UnknownWay
from msai.services.views.share_out.assistant import (
    LONGEST_REASON,
    MOST_KEPT_BACK,
    Assistant,
    Typed,
    draw_assistant,
    members_of,
    proposed,
    read_assistant,
    usual_way,
)
from msai.services.views.share_out.report import draw_report

blueprint = Blueprint("cycle_closing", __name__)
_FIELDS = {
    "cycle_ends_too_early": "ended_on", "cycle_ends_in_the_future": "ended_on", "cash_step_unclear": "step",
    "share_out_way_unknown": "usual", "negative_tender": "usual", "kept_back_too_much": "kept-amount-1",
}
"""The field at which a refusal stands; all others are about the day."""


class Reading:
    """What an officer decided on the form, read field by field; what cannot be read is kept as an error."""

    def __init__(self, form: Mapping[str, str], assistant: Assistant) -> None:
        self._form = form
        self._assistant = assistant
        self.errors: dict[str, Message] = {}

    def decided(self) -> Decisions:
        """The decisions; only meant where there are no errors."""
        group, ended_on = self._assistant.group, self._day()
        by_shares = group.rules.saving == BY_SHARES
        return Decisions(
            ended_on=ended_on, basis=Basis(self._one_of("basis", set(Basis))),
            step_minor=self._amount("step"), social=SocialEnd(self._one_of("social", set(SocialEnd))),
            recovered=Recovered(group.rules.kept_back_recovered), usual=self._usual(), ways=self._ways(),
            debts_stay=frozenset(number for number in members_of(self._assistant)
                                 if self._form.get(f"stays-{number}")),
            kept_back=tuple(self._kept_back()),
            roll=tuple(member.number for member in group.on_roll(ended_on)),
            share_value_minor=group.rules.share_value_minor if by_shares else 0)

    def _day(self) -> date:
        try:
            return date.fromisoformat(self._form.get("ended_on", ""))
        except ValueError:
            self.errors["ended_on"] = message_of("rule_day_unclear", {})
            return self._assistant.last_on

    def _one_of(self, name: str, offered: set[str]) -> str:
        chosen = self._form.get(name, "")
        if chosen not in offered:
            self.errors[name] = message_of("rule_not_chosen", {})
            return sorted(offered)[0] if name != "social" else SocialEnd.KEPT.value
        return chosen

    def _amount(self, name: str) -> int:
        try:
            return parse_amount(self._form.get(name, ""), self._assistant.group.currency).minor
        except LedgerError as problem:
            self._refuse(name, problem)
        return 1

    def _usual(self) -> Way:
        found = read_way(self._form.get("usual", ""))
        if found is None:
            self._refuse("usual", UnknownWay())
        return found or usual_way(self._assistant.book)

    def _ways(self) -> dict[int, Way]:
        found = {}
        for number in members_of(self._assistant):
            text = self._form.get(f"way-{number}", "")
            way = read_way(text)
            if way is not None:
                found[number] = way
            elif text:
                self._refuse(f"way-{number}", UnknownWay())
        return found

    def _kept_back(self) -> list[KeptBack]:
        found = []
        for row in range(1, MOST_KEPT_BACK + 1):
            amount, reason = self._form.get(f"kept-amount-{row}", "").strip(), self._reason(row)
            if amount and reason:
                found.append(KeptBack(reason, self._amount(f"kept-amount-{row}")))
            elif amount or reason:
                self._refuse(f"kept-amount-{row}", KeptBackUnclear())
        return found

    def _reason(self, row: int) -> str:
        try:
            return clean_line(self._form.get(f"kept-reason-{row}", ""), longest=LONGEST_REASON)
        except LedgerError as problem:
            self._refuse(f"kept-reason-{row}", problem)
        return ""

    def _refuse(self, name: str, problem: LedgerError) -> None:
        self.errors[name] = message_of(problem.code, problem.params)


@blueprint.get("/groups/<uuid:book_id>/cycle/close")
def form(book_id: UUID) -> str:
    """What has to be settled first, and the decisions as the rules propose them."""
    return _form(_read(book_id), Typed())


@blueprint.post("/groups/<uuid:book_id>/cycle/close")
def send(book_id: UUID) -> Response:
    """Show what would be posted; once that was seen, put it before the other officer."""
    assistant, typed = _read(book_id), request.form.to_dict()
    if typed.get("action") == "change":
        return make_response(_form(assistant, Typed(typed)))
    reading = Reading({**proposed(assistant, today=auth.today()), **typed}, assistant)
    decided = reading.decided()
    errors = reading.errors
    plan, refused = (None, {}) if errors else _preview(book_id, decided)
    if plan is None:
        return make_response(_form(assistant, Typed(typed, errors | refused)), 422)
    if typed.get("action") != "send":
        return make_response(_look(assistant, typed, plan))
    share_out_id = _ask(book_id, decided)
    return redirect(url_for("share_outs.show", book_id=book_id, share_out_id=share_out_id), code=303)


def _read(book_id: UUID) -> Assistant:
    return read_assistant(
        auth.reading(), auth.current_actor(), book_id, today=auth.today(), at=auth.now())


def _form(assistant: Assistant, typed: Typed) -> str:
    view = draw_assistant(assistant, typed, today=auth.today())
    return render_template("share_out/assistant.html", view=view)


def _look(assistant: Assistant, typed: Mapping[str, str], plan: Plan) -> str:
    kept = {name: value for name, value in typed.items() if name not in ("csrf_token", "action")}
    return render_template(
        "share_out/look.html", view=draw_assistant(assistant, Typed(typed), today=auth.today()),
        report=draw_report(plan, assistant.words), kept=kept)


def _preview(book_id: UUID, decided: Decisions) -> tuple[Plan | None, dict[str, Message]]:
    try:
        return preview_share_out(
            auth.reading(), auth.current_actor(), book_id, decided=decided, today=auth.today(),
            at=auth.now()), {}
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return None, {_FIELDS.get(problem.code, "ended_on"): message_of(problem.code, problem.params)}


def _ask(book_id: UUID, decided: Decisions) -> UUID:
    at = auth.now()
    share_out_id = uuid7(at)
    with auth.writing() as session:
        ask_share_out(session, auth.current_actor(), AskShareOut(
            book_id=book_id, share_out_id=share_out_id, decided=decided, today=auth.today(), at=at))
    return share_out_id
