"""The paper of a running group: typed or pasted, added up on the server, confirmed and approved.

Saving and adding up are one button, so that what the page shows is what is kept. The same address serves
the facilitator who writes, the officer who confirms, and the officer who answers.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.schemas.answers import read_decision, read_id, read_seen
from msai.services.onboarding import opening
from msai.services.onboarding.opening_paste import MemberKnown, paste_column
from msai.services.onboarding.opening_view import problems_of_opening, show_opening
from msai.services.views.naming import read_roll

blueprint = Blueprint("openings", __name__)


@blueprint.get("/groups/<uuid:book_id>/opening")
def show(book_id: UUID) -> Response:
    """The paper as it stands."""
    return _page(book_id)


@blueprint.post("/groups/<uuid:book_id>/opening")
def save(book_id: UUID) -> Response:
    """Keep what was typed, lay a pasted column over the members, and add everything up."""
    changes = request.form.to_dict()
    refused: LedgerError | None = None
    if changes.get("pasted", "").strip():
        try:
            changes |= paste_column(
                changes.get("column", ""), changes["pasted"], members=_members(book_id))
        except LedgerError as error:
            refused = error
    _save(book_id, changes)
    if refused is not None:
        return _page(book_id, refused=refused, pasted=changes["pasted"])
    return redirect(url_for("openings.show", book_id=book_id, _anchor="sums"), code=303)


@blueprint.post("/groups/<uuid:book_id>/opening/confirmation")
def confirm(book_id: UUID) -> Response:
    """An officer says that the paper is right as it stands on her screen."""
    try:
        with auth.writing() as session:
            actor = auth.current_actor()
            opening.save_opening(session, actor, book_id, changes=request.form.to_dict(), at=auth.now())
    except opening.OpeningWaits:
        return redirect(url_for("openings.show", book_id=book_id), code=303)
    try:
        with auth.writing() as session:
            opening.confirm_opening(session, auth.current_actor(), book_id, at=auth.now())
    except LedgerError as error:
        return _page(book_id, refused=error)
    return redirect(url_for("openings.show", book_id=book_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/opening/answer")
def answer(book_id: UUID) -> Response:
    """The other officer's word."""
    command = opening.AnswerOpening(
        book_id=book_id, approval_id=read_id(request.form, "approval_id"), at=auth.now(),
        seen_digest=read_seen(request.form), decision=read_decision(request.form))
    with auth.writing() as session:
        opening.answer_opening(session, auth.current_actor(), command)
    return redirect(url_for("openings.show", book_id=book_id), code=303)


def _save(book_id: UUID, changes: dict[str, str]) -> None:
    with auth.writing() as session:
        opening.save_opening(session, auth.current_actor(), book_id, changes=changes, at=auth.now())


def _members(book_id: UUID) -> list[MemberKnown]:
    people = sorted(read_roll(auth.reading(), book_id).values(), key=lambda person: person.number)
    return [MemberKnown(person.number, person.name if isinstance(person.name, str) else "")
            for person in people]


def _page(book_id: UUID, *, refused: LedgerError | None = None, pasted: str = "") -> Response:
    with auth.database().read() as session:
        actor = auth.current_actor()
        problems = problems_of_opening(session, actor, book_id, at=auth.now())
        told = {name: message_of(problem.code, problem.params) for name, problem in problems.items()}
        view = show_opening(session, actor, book_id, at=auth.now(), sentence=told)
    said: Message | None = message_of(refused.code, refused.params) if refused else None
    page = render_template("onboarding/opening.html", view=view, refused=said, pasted=pasted)
    return make_response(page, 422 if refused else 200)
