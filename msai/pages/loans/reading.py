"""The list of loans, and one loan with its schedule; interest that fell due is raised from the list."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.pages.loans.address import CARD, LOANS, blueprint
from msai.permissions import Action, Target
from msai.services.loans.charging import RaiseInterest, raise_interest
from msai.services.views.loans.card import LoanCard, show_loan
from msai.services.views.loans.listing import show_loans


@blueprint.get(LOANS)
def index(book_id: UUID) -> str:
    """Who owes what, the latest first."""
    view = show_loans(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("loans/index.html", view=view)


@blueprint.post(f"{LOANS}/interest")
def interest(book_id: UUID) -> Response:
    """Raise the interest that fell due by today."""
    with auth.writing() as session:
        raise_interest(session, auth.current_actor(), RaiseInterest(
            book_id=book_id, on=auth.today(), at=auth.now()))
    return redirect(url_for("loans.index", book_id=book_id), code=303)


@blueprint.get(CARD)
def show(book_id: UUID, holder: UUID, loan_id: UUID) -> str:
    """One loan; another's leaves a line."""
    return render_template("loans/show.html", view=card_of(book_id, holder, loan_id))


def card_of(book_id: UUID, holder: UUID, loan_id: UUID) -> LoanCard:
    """What its page and its papers show of a loan."""
    view = show_loan(auth.reading(), auth.current_actor(), Target(book_id, holder), loan_id=loan_id,
                     today=auth.today())
    if not view.is_own:
        auth.note_reading(Action.LOAN_VIEW, book_id=book_id, subject=f"member:{holder}")
    return view
