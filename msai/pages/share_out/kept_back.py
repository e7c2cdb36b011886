"""Debts kept back at a share-out: they are given up, or what came in is shared, by two officers."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_id, read_seen
from msai.schemas.text import clean_line
from msai.services.share_out.kept_back import AnswerStep, AskStep, StepKind, answer_step, ask_step
from msai.services.views.share_out.kept_back import show_kept_back

blueprint = Blueprint("kept_back", __name__)
_PAGE = "/groups/<uuid:book_id>/share-outs/<uuid:share_out_id>/kept-back"


@blueprint.get(_PAGE)
def show(book_id: UUID, share_out_id: UUID) -> str:
    """What is still waited for, and what waits for the second officer."""
    return _page(book_id, share_out_id, None)


@blueprint.post(_PAGE)
def ask(book_id: UUID, share_out_id: UUID) -> Response:
    """One officer asks: give a debt up, or share what came in."""
    kind = StepKind.SHARED if request.form.get("kind") == StepKind.SHARED else StepKind.GIVEN_UP
    try:
        command = AskStep(
            book_id=book_id, share_out_id=share_out_id, step_id=uuid7(auth.now()), kind=kind,
            holder=read_id(request.form, "holder") if kind is StepKind.GIVEN_UP else None,
            reason=clean_line(request.form.get("reason", "")), on=auth.today(), at=auth.now())
        with auth.writing() as session:
            ask_step(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        refused = message_of(problem.code, problem.params)
        return make_response(_page(book_id, share_out_id, refused), 422)
    return _back(book_id, share_out_id)


@blueprint.post(f"{_PAGE}/answer")
def answer(book_id: UUID, share_out_id: UUID) -> Response:
    """The second officer's answer."""
    command = AnswerStep(
        book_id=book_id, step_id=read_id(request.form, "step_id"), decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_step(session, auth.current_actor(), command)
    return _back(book_id, share_out_id)


def _page(book_id: UUID, share_out_id: UUID, refused: Message | None) -> str:
    view = show_kept_back(
        auth.reading(), auth.current_actor(), book_id, share_out_id=share_out_id, at=auth.now())
    return render_template("share_out/kept_back.html", view=view, refused=refused)


def _back(book_id: UUID, share_out_id: UUID) -> Response:
    return redirect(url_for("kept_back.show", book_id=book_id, share_out_id=share_out_id), code=303)
