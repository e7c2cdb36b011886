"""The addresses at which an enterprise records something of people or land, reads it, and takes it back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.enterprise_people.typed import Sent, field_of, read_form
from msai.permissions import NotFound, NotPermitted
from msai.schemas.answers import read_id
from msai.services.views.facts import currency_of
from msai.services.views.people_and_land.form import OF_LAND, FormKind, FormState, draw_record_form
from msai.services.views.people_and_land.lines import show_line, show_lines
from msai.services.workforce.keeping import LineKind, TakeBack, take_back

blueprint = Blueprint("people_lines", __name__)
_OF = "/enterprises/<uuid:book_id>/people-and-land"
_FORM = f"{_OF}/record/<any({', '.join(FormKind)}):kind>"
_LINES = f"{_OF}/lines/<any({', '.join(LineKind)}):kind>"
_LAND_LINES = frozenset({LineKind.PARCEL, LineKind.CERTIFICATE, LineKind.CHEMICAL})


@blueprint.get(_FORM)
def new(book_id: UUID, kind: str) -> str:
    """The form, empty, with an id by which it is kept once."""
    return _page(book_id, FormKind(kind), FormState({"source_id": str(uuid7(auth.now()))}))


@blueprint.post(_FORM)
def send(book_id: UUID, kind: str) -> Response:
    """Record what was typed, or say at its field what is wrong."""
    form = FormKind(kind)
    errors = _record(book_id, form)
    if errors:
        return make_response(_page(book_id, form, FormState(request.form.to_dict(), errors)), 422)
    return redirect(_back(book_id, form in OF_LAND), code=303)


@blueprint.get(_LINES)
def index(book_id: UUID, kind: str) -> str:
    """All that was recorded of one kind, newest first."""
    page = max(0, request.args.get("page", 0, type=int))
    view = show_lines(auth.reading(), auth.current_actor(), book_id, kind=LineKind(kind), page=page)
    return render_template("people_and_land/lines.html", view=view,
                           back=_back(book_id, view.kind in _LAND_LINES))


@blueprint.get(f"{_LINES}/<uuid:line_id>")
def line(book_id: UUID, kind: str, line_id: UUID) -> str:
    """One line, and the form in which it is taken back."""
    return _line_page(book_id, LineKind(kind), line_id, None)


@blueprint.post(f"{_LINES}/<uuid:line_id>")
def withdraw(book_id: UUID, kind: str, line_id: UUID) -> Response:
    """Take a line back, with the reason that was typed."""
    command = TakeBack(book_id=book_id, kind=LineKind(kind), line_id=line_id,
                       reason=request.form.get("reason", "")[:400], at=auth.now())
    try:
        with auth.writing() as session:
            take_back(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        error = message_of(problem.code, problem.params)
        return make_response(_line_page(book_id, command.kind, line_id, error), 422)
    return redirect(url_for("people_lines.index", book_id=book_id, kind=kind), code=303)


def _record(book_id: UUID, kind: FormKind) -> dict[str, Message]:
    """Record what a form says; answers what is wrong with it, by field."""
    session, at = auth.reading(), auth.now()
    act, command, errors = read_form(kind, Sent(
        request.form.to_dict(), book_id, read_id(request.form, "source_id"), currency_of(session, book_id),
        request.args.get("incident", UUID(int=0), type=UUID), auth.today(), at))
    if errors:
        return errors
    try:
        with auth.writing() as session:
            act(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        return {field_of(kind, problem): message_of(problem.code, problem.params)}
    return {}


def _page(book_id: UUID, kind: FormKind, state: FormState) -> str:
    view = draw_record_form(auth.reading(), auth.current_actor(), book_id, kind=kind, state=state,
                            today=auth.today())
    return render_template(
        "people_and_land/form.html", view=view, back=_back(book_id, kind in OF_LAND),
        send=url_for("people_lines.send", book_id=book_id, kind=kind, incident=request.args.get("incident")))


def _line_page(book_id: UUID, kind: LineKind, line_id: UUID, error: Message | None) -> str:
    view = show_line(auth.reading(), auth.current_actor(), book_id, kind=kind, line_id=line_id)
    return render_template("people_and_land/line.html", view=view, row=view.rows[0], error=error,
                           typed=request.form.get("reason", ""),
                           back=url_for("people_lines.index", book_id=book_id, kind=kind))


def _back(book_id: UUID, is_land: bool) -> str:
    return url_for("land.show" if is_land else "people.show", book_id=book_id)
