"""A change of a running loan: the form, what it would do, and the other officer's answer."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.ids import uuid7
from msai.pages.loans.address import LOAN, LOANS, blueprint
from msai.pages.loans.typed import LONGEST_REASON, Typed
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.services.loans.acts import ActKind, LoanChange, Unpaid
from msai.services.loans.deciding import AnswerAct, AskAct, answer_act, ask_act, preview_act
from msai.services.views.loans.changing import (
    ChangeForm,
    ChangeWords,
    draw_change_form,
    say_change,
    show_loan_act,
)

_FORM = f"{LOAN}/change/<any({', '.join(ActKind)}):kind>"
_ACT = f"{LOANS}/changes/<uuid:act_id>"
_FIELDS = {"loan_act_without_reason": "reason", "loan_terms_impossible": "periods", "not_positive": "amount",
           "loan_never_given_up": "amount", "unknown_tender": "tender"}


@blueprint.get(_FORM)
def change(book_id: UUID, loan_id: UUID, kind: str) -> str:
    """The form of a change."""
    view = _form(book_id, loan_id, kind)
    return _page(view, Typed({"rate": view.rate_percent}, view.currency))


@blueprint.post(_FORM)
def put(book_id: UUID, loan_id: UUID, kind: str) -> Response:
    """Show what a change would do; once that was seen, put it before another officer."""
    view = _form(book_id, loan_id, kind)
    typed = Typed(request.form.to_dict(), view.currency)
    wanted, reason = _change(typed, view), typed.words("reason")
    if typed.form.get("step") == "change":
        return make_response(_page(view, Typed(typed.form, view.currency)))
    if typed.errors:
        return make_response(_page(view, typed), 422)
    try:
        if typed.form.get("step") == "send":
            return _asked(book_id, loan_id, wanted, reason)
        session = auth.reading()
        plan = preview_act(session, auth.current_actor(), book_id, loan_id, change=wanted)
        does = say_change(session, plan, book_id=book_id, currency=view.currency)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        typed.refuse(_FIELDS.get(problem.code, "reason"), problem)
        return make_response(_page(view, typed), 422)
    return make_response(_page(view, typed, does))


@blueprint.get(_ACT)
def act(book_id: UUID, act_id: UUID) -> str:
    """What was asked for, and where it stands; the other officer answers here."""
    view = show_loan_act(auth.reading(), auth.current_actor(), book_id, act_id=act_id, at=auth.now())
    return render_template("loans/act.html", view=view)


@blueprint.post(f"{_ACT}/answer")
def decide(book_id: UUID, act_id: UUID) -> Response:
    """The other officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerAct(book_id=book_id, act_id=act_id, decision=read_decision(request.form),
                        seen_digest=read_seen(request.form), at=auth.now())
    with auth.writing() as session:
        answer_act(session, auth.current_actor(), command)
    return redirect(url_for("loans.act", book_id=book_id, act_id=act_id), code=303)


def _change(typed: Typed, view: ChangeForm) -> LoanChange:
    on = auth.today()
    if view.kind is ActKind.RESCHEDULED:
        return LoanChange(
            kind=view.kind, on=on, periods=typed.count("periods"), rate_percent=typed.percent("rate"),
            unpaid=Unpaid.ADDED if typed.form.get("unpaid") == Unpaid.ADDED else Unpaid.STAYS)
    if view.kind is ActKind.RECOVERED:
        return LoanChange(kind=view.kind, on=on, amount_minor=typed.amount(),
                          tender=typed.form.get("tender"))
    return LoanChange(kind=view.kind, on=on)


def _asked(book_id: UUID, loan_id: UUID, wanted: LoanChange, reason: str) -> Response:
    act_id = uuid7(auth.now())
    with auth.writing() as session:
        ask_act(session, auth.current_actor(), AskAct(
            book_id=book_id, loan_id=loan_id, act_id=act_id, change=wanted, reason=reason, at=auth.now()))
    return redirect(url_for("loans.act", book_id=book_id, act_id=act_id), code=303)


def _form(book_id: UUID, loan_id: UUID, kind: str) -> ChangeForm:
    return draw_change_form(auth.reading(), auth.current_actor(), book_id, loan_id=loan_id,
                            kind=ActKind(kind), today=auth.today())


def _page(view: ChangeForm, typed: Typed, does: ChangeWords | None = None) -> str:
    return render_template("loans/change.html", view=view, typed=typed.form, errors=typed.errors, does=does,
                           longest=LONGEST_REASON)
