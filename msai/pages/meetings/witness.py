"""A member's own look at a meeting: she reads the count and the totals, and says whether it was so."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.schemas.answers import read_seen
from msai.schemas.meeting_day import read_answer
from msai.schemas.text import clean_line
from msai.services.meeting_day.witnessing import WitnessMeeting, witness_meeting
from msai.services.sheets import Said
from msai.services.views.meeting_day.witness import show_witness

blueprint = Blueprint("witness", __name__)

Errors = dict[str, tuple[Message, ...]]


@blueprint.get("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/witness")
def show(book_id: UUID, meeting_id: UUID) -> str:
    """The meeting as its witness is shown it."""
    return _page(book_id, meeting_id, {})


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/witness")
def say(book_id: UUID, meeting_id: UUID) -> Response:
    """Keep what she says."""
    says, words, errors = _read()
    if errors or says is None:
        return make_response(_page(book_id, meeting_id, errors), 422)
    command = WitnessMeeting(
        book_id=book_id, meeting_id=meeting_id, says=says, words=words, seen_hash=read_seen(request.form),
        at=auth.now())
    with auth.writing() as session:
        witness_meeting(session, auth.current_actor(), command)
    return redirect(url_for("witness.show", book_id=book_id, meeting_id=meeting_id), code=303)


def _read() -> tuple[Said | None, str, Errors]:
    says, words = None, ""
    errors: Errors = {}
    try:
        says = read_answer(request.form.get("says"))
    except LedgerError as problem:
        errors["says"] = (message_of(problem.code, problem.params),)
    try:
        words = clean_line(" ".join(request.form.get("words", "").split()))
    except LedgerError as problem:
        errors["words"] = (message_of(problem.code, problem.params),)
    return says, words, errors


def _page(book_id: UUID, meeting_id: UUID, errors: Errors) -> str:
    view = show_witness(auth.reading(), auth.current_actor(), book_id, meeting_id)
    if view is None:
        return render_template("witness/begun.html", book_id=book_id)
    refusal = message_of(view.refusal.code, view.refusal.params) if view.refusal else None
    return render_template("witness/show.html", view=view, refusal=refusal, errors=errors,
                           typed=request.form.get("words", ""))
