"""A loan on paper: the agreement that both sides sign, and the statement of what happened since."""

from uuid import UUID

from flask import render_template

from msai.pages.loans.address import CARD, blueprint
from msai.pages.loans.reading import card_of


@blueprint.get(f"{CARD}/agreement")
def agreement(book_id: UUID, holder: UUID, loan_id: UUID) -> str:
    """What was agreed, with room for names."""
    return render_template("print/loan_agreement.html", view=card_of(book_id, holder, loan_id))


@blueprint.get(f"{CARD}/statement")
def statement(book_id: UUID, holder: UUID, loan_id: UUID) -> str:
    """Everything that was posted on the loan, and what is left."""
    return render_template("print/loan_statement.html", view=card_of(book_id, holder, loan_id))
