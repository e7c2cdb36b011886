"""Something is wrong: a member says so of a line, the officers answer, and all of it is kept."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted, Target
from msai.services.disputes import (
    LONGEST,
    RaiseDispute,
    SettleDispute,
    answer_dispute,
    raise_dispute,
    withdraw_dispute,
)
from msai.services.views.corrections.disputes import draw_dispute_form, show_dispute
from msai.services.views.corrections.wrong import show_wrong

blueprint = Blueprint("disputes", __name__)
_LINE = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/lines/<int:seq>/<int:line>/dispute"
_DISPUTE = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/disputes/<uuid:dispute_id>"


@blueprint.get("/groups/<uuid:book_id>/wrong")
def index(book_id: UUID) -> str:
    """What members said, and what waits for the second officer."""
    view = show_wrong(auth.reading(), auth.current_actor(), book_id, at=auth.now())
    return render_template("disputes/index.html", view=view)


@blueprint.get(_LINE)
def new(book_id: UUID, holder: UUID, seq: int, line: int) -> str:
    """The form: the line, and room for words."""
    return _form(book_id, holder, seq, line, {}, "")


@blueprint.post(_LINE)
def send(book_id: UUID, holder: UUID, seq: int, line: int) -> Response:
    """Keep what was said, and show where it stands."""
    dispute_id, words = uuid7(auth.now()), request.form.get("words", "")
    command = RaiseDispute(book_id=book_id, dispute_id=dispute_id, member_id=holder, seq=seq, line=line,
                           words=words, at=auth.now())
    try:
        with auth.writing() as session:
            raise_dispute(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        errors = {"words": message_of(error.code, error.params)}
        return make_response(_form(book_id, holder, seq, line, errors, words), 422)
    return _to(book_id, holder, dispute_id)


@blueprint.get(_DISPUTE)
def show(book_id: UUID, holder: UUID, dispute_id: UUID) -> str:
    """One dispute with everything that was said."""
    return _page(book_id, holder, dispute_id)


@blueprint.post(_DISPUTE + "/answer")
def answer(book_id: UUID, holder: UUID, dispute_id: UUID) -> Response:
    """An officer's answer in words."""
    try:
        with auth.writing() as session:
            answer_dispute(session, auth.current_actor(), _command(book_id, dispute_id))
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        errors = {"words": message_of(error.code, error.params)}
        return make_response(_page(book_id, holder, dispute_id, errors), 422)
    return _to(book_id, holder, dispute_id)


@blueprint.post(_DISPUTE + "/withdrawal")
def withdraw(book_id: UUID, holder: UUID, dispute_id: UUID) -> Response:
    """She takes it back; what was said stays."""
    with auth.writing() as session:
        withdraw_dispute(session, auth.current_actor(), _command(book_id, dispute_id))
    return _to(book_id, holder, dispute_id)


def _command(book_id: UUID, dispute_id: UUID) -> SettleDispute:
    return SettleDispute(
        book_id=book_id, dispute_id=dispute_id, words=request.form.get("words", ""), at=auth.now())


def _form(
    book_id: UUID, holder: UUID, seq: int, line: int, errors: dict[str, Message], words: str,
) -> str:
    view = draw_dispute_form(
        auth.reading(), auth.current_actor(), Target(book_id, holder), seq=seq, line=line)
    return render_template("disputes/form.html", view=view, errors=errors, words=words, longest=LONGEST)


def _page(book_id: UUID, holder: UUID, dispute_id: UUID, errors: dict[str, Message] | None = None) -> str:
    view = show_dispute(auth.reading(), auth.current_actor(), Target(book_id, holder), dispute_id=dispute_id,
                        at=auth.now())
    return render_template("disputes/show.html", view=view, errors=errors or {},
                           words=request.form.get("words", ""), longest=LONGEST)


def _to(book_id: UUID, holder: UUID, dispute_id: UUID) -> Response:
    address = url_for("disputes.show", book_id=book_id, holder=holder, dispute_id=dispute_id)
    return redirect(address, code=303)
