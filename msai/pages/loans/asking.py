"""Asking for a loan, and what becomes of the request: answered, given out, taken back."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.lending.terms import GracePays
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.loans.address import HERS, LOANS, blueprint
from msai.pages.loans.typed import LONGEST_REASON, Typed
from msai.permissions import NotFound, NotPermitted, Target
from msai.schemas.answers import read_decision, read_seen
from msai.services.loans.asking import (
    AskLoan,
    DecideLoan,
    IssueLoan,
    WithdrawLoan,
    decide_loan,
    issue_loan,
    request_loan,
    withdraw_loan,
)
from msai.services.loans.rules_of_day import Wanted
from msai.services.views.loans.asked import LoanForm, draw_loan_form, show_request

_REQUEST = f"{HERS}/requests/<uuid:request_id>"
_FIELDS = {"loan_too_long": "periods", "loan_terms_impossible": "periods", "borrower_not_there": "member",
           "loan_fund_unknown": "fund", "lending_off": "member"}


@blueprint.get(f"{LOANS}/ask")
@blueprint.get(f"{HERS}/ask")
def new(book_id: UUID, holder: UUID | None = None) -> str:
    """The form: an officer says for whom, a member asks for herself."""
    view = _form(book_id)
    return _page(view, Typed({"member": str(view.own or "")} | request.args.to_dict(), view.currency))


@blueprint.post(f"{LOANS}/ask")
@blueprint.post(f"{HERS}/ask")
def ask(book_id: UUID, holder: UUID | None = None) -> Response:
    """Keep the request, and show where it stands."""
    view = _form(book_id)
    typed = Typed(request.form.to_dict(), view.currency)
    command = _command(book_id, typed)
    if not typed.errors:
        try:
            with auth.writing() as session:
                request_loan(session, auth.current_actor(), command)
            return _to(book_id, command.member_id, command.request_id)
        except (NotFound, NotPermitted):
            raise
        except LedgerError as problem:
            typed.refuse(_FIELDS.get(problem.code, "amount"), problem)
    return make_response(_page(view, typed), 422)


@blueprint.get(_REQUEST)
def asked(book_id: UUID, holder: UUID, request_id: UUID) -> str:
    """A request, what it would cost, and what its reader may do."""
    return _shown(Target(book_id, holder), request_id)


@blueprint.post(f"{_REQUEST}/answer")
def answer(book_id: UUID, holder: UUID, request_id: UUID) -> Response:
    """Another officer's answer."""
    command = DecideLoan(
        book_id=book_id, request_id=request_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    try:
        with auth.writing() as session:
            decide_loan(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        said = message_of(problem.code, problem.params)
        return make_response(_shown(Target(book_id, holder), request_id, said), 422)
    return _to(book_id, holder, request_id)


@blueprint.post(f"{_REQUEST}/issue")
def issue(book_id: UUID, holder: UUID, request_id: UUID) -> Response:
    """Give the loan out between two meetings."""
    command = IssueLoan(book_id=book_id, request_id=request_id, tender=request.form.get("tender", ""),
                        on=auth.today(), at=auth.now())
    try:
        with auth.writing() as session:
            issue_loan(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        said = message_of(problem.code, problem.params)
        return make_response(_shown(Target(book_id, holder), request_id, said), 422)
    return redirect(url_for("loans.index", book_id=book_id), code=303)


@blueprint.post(f"{_REQUEST}/withdrawal")
def withdraw(book_id: UUID, holder: UUID, request_id: UUID) -> Response:
    """She does not want it any more."""
    with auth.writing() as session:
        withdraw_loan(session, auth.current_actor(), WithdrawLoan(
            book_id=book_id, request_id=request_id, at=auth.now()))
    return _to(book_id, holder, request_id)


def _command(book_id: UUID, typed: Typed) -> AskLoan:
    grace = typed.count("grace", least=0)
    pays = GracePays.NOTHING if typed.form.get("grace_pays") == GracePays.NOTHING else GracePays.INTEREST
    wanted = Wanted(amount_minor=typed.amount(), periods=typed.count("periods"), grace_periods=grace,
                    grace_pays=pays)
    return AskLoan(
        book_id=book_id, request_id=uuid7(auth.now()), member_id=typed.who("member"), wanted=wanted,
        on=auth.today(), at=auth.now(), fund=typed.form.get("fund", ""),
        purpose=typed.words("purpose"))


def _form(book_id: UUID) -> LoanForm:
    return draw_loan_form(auth.reading(), auth.current_actor(), book_id, today=auth.today())


def _page(view: LoanForm, typed: Typed) -> str:
    return render_template("loans/ask.html", view=view, typed=typed.form, errors=typed.errors,
                           longest=LONGEST_REASON)


def _shown(target: Target, request_id: UUID, problem: Message | None = None) -> str:
    view = show_request(auth.reading(), auth.current_actor(), target, request_id=request_id,
                        today=auth.today())
    return render_template("loans/request.html", view=view, problem=problem)


def _to(book_id: UUID, holder: UUID, request_id: UUID) -> Response:
    return redirect(url_for("loans.asked", book_id=book_id, holder=holder, request_id=request_id), code=303)
