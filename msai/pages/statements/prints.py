"""What is made for paper: a member's passbook on A5, the record of a meeting on A4.

Both carry a square that leads to the page which checks their receipt.
"""

from uuid import UUID

import segno
from flask import Blueprint, render_template, request, url_for

from msai import auth
from msai.permissions import Action, NotFound, Target
from msai.schemas.meetings import kept_json, load_sheet
from msai.services.sheets import Sheet
from msai.services.views.corrections.marks import read_meeting_marks
from msai.services.views.facts import currency_of
from msai.services.views.meeting import show_meeting
from msai.services.views.statements.goal import show_goal
from msai.services.views.statements.printed_passbook import print_passbook

blueprint = Blueprint("prints", __name__)


@blueprint.get("/groups/<uuid:book_id>/passbooks/<uuid:holder>/print")
def passbook(book_id: UUID, holder: UUID) -> str:
    """The passbook for paper: its last page, or all of the cycle; another's leaves a line."""
    view = print_passbook(
        auth.reading(), auth.current_actor(), Target(book_id, holder), today=auth.today(),
        whole=request.args.get("all") == "1")
    goal = show_goal(
        auth.reading(), auth.current_actor(), Target(book_id, holder), saved_minor=view.savings_minor,
        currency=view.currency, today=auth.today())
    if not view.is_own:
        auth.note_reading(Action.PASSBOOK_VIEW, book_id=book_id, subject=f"member:{holder}")
    square = square_of(book_id, view.receipt.code) if view.receipt else None
    return render_template("print/passbook.html", view=view, square=square, goal=goal)


@blueprint.get("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/print")
def meeting(book_id: UUID, meeting_id: UUID) -> str:
    """The record of a closed meeting for paper."""
    view = show_meeting(
        auth.reading(), auth.current_actor(), book_id, meeting_id=meeting_id,
        reader=lambda body: _sheet_of(body, book_id, meeting_id), at=auth.now())
    if view is None:
        raise NotFound()
    marks = read_meeting_marks(auth.reading(), book_id, meeting_id=meeting_id, held_on=view.held_on,
                               currency=view.currency)
    return render_template(
        "print/meeting.html", view=view, marks=marks, square=square_of(book_id, view.code))


def square_of(book_id: UUID, code: str) -> str:
    """The picture of the square that leads to a receipt's page: black on white, as an address of data."""
    address = url_for("receipt_check.show", book=book_id, code=code, _external=True)
    return str(segno.make(address, error="m").svg_data_uri(border=0, dark="#000000", light="#FFFFFF"))


def _sheet_of(body: bytes, book_id: UUID, meeting_id: UUID) -> Sheet:
    return load_sheet(kept_json(body), currency=currency_of(auth.reading(), book_id), meeting_id=meeting_id)
