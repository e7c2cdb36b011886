"""The addresses of months: their list, one month as it was reported, and taking a report back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.months.filling import OF_MONTH, read_month
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.services.reporting.taking_back import AnswerTakeBack, AskTakeBack, answer_take_back, ask_take_back
from msai.services.views.reporting.months import show_months
from msai.services.views.reporting.show import show_month

blueprint = Blueprint("months", __name__)


@blueprint.get("/enterprises/<uuid:book_id>/months")
def index(book_id: UUID) -> str:
    """The months, each with its report or without one."""
    view = show_months(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("months/index.html", view=view)


@blueprint.get(OF_MONTH)
def show(book_id: UUID, month: str) -> str:
    """What was reported of a month; what was taken back stands below."""
    return _page(book_id, month)


@blueprint.post(f"{OF_MONTH}/take-back")
def ask_back(book_id: UUID, month: str) -> Response:
    """Ask another person to agree that the report is taken back."""
    typed = request.form.to_dict()
    command = AskTakeBack(
        book_id=book_id, take_back_id=_uuid(typed.get("take_back")), report_id=_uuid(typed.get("report")),
        words=typed.get("words", ""), on=auth.today(), at=auth.now())
    try:
        with auth.writing() as session:
            ask_take_back(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return make_response(_page(book_id, month, message_of(problem.code, problem.params)), 422)
    return redirect(url_for("months.show", book_id=book_id, month=month), code=303)


@blueprint.post(f"{OF_MONTH}/take-back/<uuid:take_back_id>")
def answer_back(book_id: UUID, month: str, take_back_id: UUID) -> Response:
    """The second person's answer; what she approves is reversed when the page comes back."""
    command = AnswerTakeBack(
        book_id=book_id, take_back_id=take_back_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), on=auth.today(), at=auth.now())
    try:
        with auth.writing() as session:
            answer_take_back(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return make_response(_page(book_id, month, message_of(problem.code, problem.params)), 409)
    return redirect(url_for("months.show", book_id=book_id, month=month), code=303)


def _page(book_id: UUID, month: str, problem: Message | None = None) -> str:
    view = show_month(auth.reading(), auth.current_actor(), book_id, month=read_month(month),
                      today=auth.today(), at=auth.now())
    return render_template("months/show.html", view=view, problem=problem, take_back_id=uuid7(auth.now()))


def _uuid(text: str | None) -> UUID:
    """An id that a form carries.

    Raises:
        NotFound: it carries none.
    """
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound() from None
