"""Money that came for a loan between two meetings."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from ledgers.money import format_decimal
from msai import auth
from msai.ids import uuid7
from msai.pages.loans.address import LOAN, blueprint
from msai.pages.loans.typed import Typed
from msai.permissions import NotFound, NotPermitted
from msai.services.loans.paying import RepayLoan, Rest, repay_loan
from msai.services.views.loans.payment import PaymentForm, draw_payment_form

_FIELDS = {"loan_day_ahead": "on", "loan_moved_since": "on", "cycle_closed": "on", "unknown_tender": "tender"}


@blueprint.get(f"{LOAN}/payment")
def payment(book_id: UUID, loan_id: UUID) -> str:
    """The form: what is due today, or what settles the loan."""
    view = _form(book_id, loan_id)
    due = view.standing.due_minor or view.standing.settles_with_minor
    return _page(view, Typed({
        "amount": format_decimal(due, view.currency), "on": auth.today().isoformat(),
        "payment": str(uuid7(auth.now()))}, view.currency))


@blueprint.post(f"{LOAN}/payment")
def pay(book_id: UUID, loan_id: UUID) -> Response:
    """Record it, and show the loan as it stands then."""
    view = _form(book_id, loan_id)
    typed = Typed(request.form.to_dict(), view.currency)
    command = RepayLoan(
        book_id=book_id, loan_id=loan_id, payment_id=typed.who("payment"),
        tender=typed.form.get("tender", ""), amount_minor=typed.amount(), on=typed.day("on"), at=auth.now(),
        rest=Rest.HELD if typed.form.get("rest") == Rest.HELD else Rest.REFUSED)
    if not typed.errors:
        try:
            with auth.writing() as session:
                repay_loan(session, auth.current_actor(), command)
            return redirect(url_for(
                "loans.show", book_id=book_id, holder=view.holder, loan_id=loan_id), code=303)
        except (NotFound, NotPermitted):
            raise
        except LedgerError as problem:
            typed.refuse(_FIELDS.get(problem.code, "amount"), problem)
    return make_response(_page(view, typed), 422)


def _form(book_id: UUID, loan_id: UUID) -> PaymentForm:
    return draw_payment_form(auth.reading(), auth.current_actor(), book_id, loan_id=loan_id,
                             today=auth.today())


def _page(view: PaymentForm, typed: Typed) -> str:
    return render_template("loans/payment.html", view=view, typed=typed.form, errors=typed.errors)
