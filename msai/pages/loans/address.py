"""Where the pages of loans stand."""

from flask import Blueprint

blueprint = Blueprint("loans", __name__)
LOANS = "/groups/<uuid:book_id>/loans"
LOAN = f"{LOANS}/<uuid:loan_id>"
HERS = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/loans"
CARD = f"{HERS}/<uuid:loan_id>"
