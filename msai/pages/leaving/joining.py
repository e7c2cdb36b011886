"""Somebody joins late, or comes back: the form with the sum of the day, what she pays, or need not pay."""

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
from msai.schemas.text import clean_line
from msai.services.joining.errors import LateEntryCount
from msai.services.joining.letting_go import (
    AnswerEntryWaiver,
    AskEntryWaiver,
    answer_entry_waiver,
    ask_entry_waiver,
)
from msai.services.joining.members import ComeBack, Joined, JoinGroup, come_back, join_group
from msai.services.joining.paying import PayEntry, pay_entry
from msai.services.views.leaving.entry import show_entry_due
from msai.services.views.leaving.joining import draw_join_form

blueprint = Blueprint("joining", __name__)
_FORM = "/groups/<uuid:book_id>/members/new"
_BACK = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/return"
_ENTRY = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/entries/<uuid:late_entry_id>"
_COUNT = ("late_entry_count",)
_WORDS = ("charge_without_words", "already_requested", "text_too_long", "bad_text")
LONGEST_WORDS = 300


@blueprint.get(_FORM)
def new(book_id: UUID) -> Response:
    """The form, with what she would pay today."""
    return _form(book_id, request.args, {})


@blueprint.post(_FORM)
def add(book_id: UUID) -> Response:
    """Take her in; what she pays waits on the next page."""
    typed = request.form
    if typed.get("step") == "look":
        return _form(book_id, typed, {})
    try:
        command = JoinGroup(book_id=book_id, name=typed.get("name", ""), joined_on=auth.today(),
                            today=auth.today(), at=auth.now(), bought=_count(typed))
        with auth.writing() as session:
            joined = join_group(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        field = "bought" if error.code in _COUNT else "name"
        return _form(book_id, typed, {field: message_of(error.code, error.params)})
    return _onward(book_id, joined)


@blueprint.post(_BACK)
def back(book_id: UUID, holder: UUID) -> Response:
    """Take a member back who left."""
    command = ComeBack(book_id=book_id, member_id=holder, came_back_on=auth.today(), today=auth.today(),
                       at=auth.now())
    with auth.writing() as session:
        joined = come_back(session, auth.current_actor(), command)
    return _onward(book_id, joined)


@blueprint.get(_ENTRY)
def entry(book_id: UUID, holder: UUID, late_entry_id: UUID) -> str:
    """What she pays, and the form that records it."""
    return _entry(book_id, holder, late_entry_id, {})


@blueprint.post(_ENTRY)
def pay(book_id: UUID, holder: UUID, late_entry_id: UUID) -> Response:
    """Record that she paid."""
    try:
        with auth.writing() as session:
            pay_entry(session, auth.current_actor(), _payment(book_id, late_entry_id))
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        errors = {"paid_on": message_of(error.code, error.params)}
        return make_response(_entry(book_id, holder, late_entry_id, errors), 422)
    return redirect(url_for("passbooks.show", book_id=book_id, holder=holder), code=303)


@blueprint.post(f"{_ENTRY}/waiver")
def ask_waiver(book_id: UUID, holder: UUID, late_entry_id: UUID) -> Response:
    """Ask another officer to agree that she need not pay it."""
    try:
        with auth.writing() as session:
            ask_entry_waiver(session, auth.current_actor(), AskEntryWaiver(
                book_id=book_id, waiver_id=uuid7(auth.now()), late_entry_id=late_entry_id,
                reason=_reason(), at=auth.now()))
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        field = "words" if error.code in _WORDS else "paid_on"
        errors = {field: message_of(error.code, error.params)}
        return make_response(_entry(book_id, holder, late_entry_id, errors), 422)
    return redirect(url_for("joining.entry", book_id=book_id, holder=holder, late_entry_id=late_entry_id),
                    code=303)


@blueprint.post(f"{_ENTRY}/waiver/<uuid:waiver_id>/answer")
def answer_waiver(book_id: UUID, holder: UUID, late_entry_id: UUID, waiver_id: UUID) -> Response:
    """The other officer's answer."""
    command = AnswerEntryWaiver(
        book_id=book_id, waiver_id=waiver_id, decision=read_decision(request.form),
        seen_digest=read_seen(request.form), at=auth.now())
    with auth.writing() as session:
        answer_entry_waiver(session, auth.current_actor(), command)
    return redirect(url_for("joining.entry", book_id=book_id, holder=holder, late_entry_id=late_entry_id),
                    code=303)


def _reason() -> str:
    return clean_line(request.form.get("words", "").replace("\r\n", " "), longest=LONGEST_WORDS)


def _payment(book_id: UUID, late_entry_id: UUID) -> PayEntry:
    try:
        paid_on = date.fromisoformat(request.form.get("paid_on", ""))
    except ValueError:
        paid_on = auth.today()
    return PayEntry(book_id=book_id, late_entry_id=late_entry_id, tender=request.form.get("tender", ""),
                    paid_on=paid_on, today=auth.today(), at=auth.now())


def _count(typed: Mapping[str, str]) -> int | None:
    """How many shares she buys; None where the field is empty or was not asked."""
    text = typed.get("bought", "").strip()
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 7):
        raise LateEntryCount()
    return int(text)


def _form(book_id: UUID, typed: Mapping[str, str], errors: Mapping[str, Message]) -> Response:
    found = dict(errors)
    try:
        bought = None if found else _count(typed)
        view = draw_join_form(
            auth.reading(), auth.current_actor(), book_id, today=auth.today(), bought=bought)
    except LateEntryCount as error:
        found["bought"] = message_of(error.code, error.params)
        view = draw_join_form(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    page = render_template("leaving/join.html", view=view, typed=typed, errors=found)
    return make_response(page, 422 if found else 200)


def _entry(book_id: UUID, holder: UUID, late_entry_id: UUID, errors: Mapping[str, Message]) -> str:
    view = show_entry_due(auth.reading(), auth.current_actor(), Target(book_id, holder),
                          late_entry_id=late_entry_id, today=auth.today(), at=auth.now())
    return render_template("leaving/entry.html", view=view, errors=errors, longest=LONGEST_WORDS)


def _onward(book_id: UUID, joined: Joined) -> Response:
    """To what she pays; to her passbook where that is nothing."""
    if joined.late_entry_id is None:
        return redirect(url_for("passbooks.show", book_id=book_id, holder=joined.member_id), code=303)
    return redirect(url_for("joining.entry", book_id=book_id, holder=joined.member_id,
                            late_entry_id=joined.late_entry_id), code=303)
