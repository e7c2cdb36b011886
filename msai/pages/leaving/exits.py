"""A member leaves: look at the statement, ask the second officer, answer, and print it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted, Target
from msai.schemas.answers import read_decision, read_seen
from msai.services.leaving import AnswerExit, AskExit, Cause, WantedExit, answer_exit, ask_exit
from msai.services.leaving.payee import Payee
from msai.services.views.leaving.exits import draw_exit_form, show_exit

blueprint = Blueprint("exits", __name__)
_FORM = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/exit"
_EXIT = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/exits/<uuid:exit_id>"
_PAYEE = ("payee_missing", "payee_too_long", "name_missing", "name_too_long", "name_has_hidden_characters",
          "name_mixes_scripts")


@blueprint.get(_FORM)
def new(book_id: UUID, holder: UUID) -> str:
    """The statement as it would be on the day and from the place that the address names."""
    return _form(_wanted(book_id, holder, request.args), request.args, {})


@blueprint.post(_FORM)
def send(book_id: UUID, holder: UUID) -> Response:
    """Put what was looked at before the second officer."""
    wanted, typed = _wanted(book_id, holder, request.form), request.form
    payee = Payee(typed.get("payee_name", ""), typed.get("payee_relation", ""))
    command = AskExit(exit_id=uuid7(auth.now()), wanted=wanted, today=auth.today(), at=auth.now(),
                      payee=payee if wanted.cause is Cause.DIED else None)
    try:
        with auth.writing() as session:
            ask_exit(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        field = "payee_name" if error.code in _PAYEE else "on"
        page = _form(wanted, typed, {field: message_of(error.code, error.params)})
        return make_response(page, 422)
    return _to(book_id, holder, command.exit_id)


@blueprint.get(_EXIT)
def show(book_id: UUID, holder: UUID, exit_id: UUID) -> str:
    """An exit and where it stands; the second officer answers here."""
    view = show_exit(auth.reading(), auth.current_actor(), Target(book_id, holder), exit_id=exit_id,
                     today=auth.today(), at=auth.now())
    return render_template("leaving/show.html", view=view)


@blueprint.post(_EXIT + "/answer")
def answer(book_id: UUID, holder: UUID, exit_id: UUID) -> Response:
    """The second officer's answer; what she approves is in the book when the page comes back."""
    command = AnswerExit(
        book_id=book_id, exit_id=exit_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), today=auth.today(), at=auth.now())
    with auth.writing() as session:
        answer_exit(session, auth.current_actor(), command)
    return _to(book_id, holder, exit_id)


@blueprint.get(_EXIT + "/print")
def paper(book_id: UUID, holder: UUID, exit_id: UUID) -> str:
    """The statement of an exit for paper, with room for signatures."""
    view = show_exit(auth.reading(), auth.current_actor(), Target(book_id, holder), exit_id=exit_id,
                     today=auth.today(), at=auth.now())
    return render_template("print/exit.html", view=view)


def _form(wanted: WantedExit, typed: Mapping[str, str], errors: Mapping[str, Message]) -> str:
    view = draw_exit_form(auth.reading(), auth.current_actor(), wanted, today=auth.today())
    problem = message_of(*view.problem) if view.problem else None
    return render_template("leaving/form.html", view=view, problem=problem, typed=typed, errors=errors)


def _wanted(book_id: UUID, holder: UUID, typed: Mapping[str, str]) -> WantedExit:
    cause = Cause.DIED if typed.get("cause") == Cause.DIED else Cause.LEFT
    return WantedExit(book_id=book_id, member_id=holder, on=_day(typed.get("on", "")),
                      tender=typed.get("tender") or None, cause=cause)


def _day(text: str) -> date:
    """The day that was typed; today where it cannot be read as one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return auth.today()


def _to(book_id: UUID, holder: UUID, exit_id: UUID) -> Response:
    return redirect(url_for("exits.show", book_id=book_id, holder=holder, exit_id=exit_id), code=303)
