"""Meetings: the list, the record of each, and the plain form that records the next one.

The form sends the same request as a phone: its fields become the same sheet, read by the
same schema and closed by the same use case, in a page that works without JavaScript.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.approvals import Decide, Decision, decide
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import N_, Message
from msai.pages.sheet_forms import Spread, body_of, gather, spread
from msai.permissions import NotFound
from msai.schemas.meetings import load_sheet, read_sheet
from msai.schemas.problems import UnreadableSheet
from msai.services.meetings import close_meeting
from msai.services.sheets import CloseMeeting, LineKind, Reason, Sheet
from msai.services.views.facts import currency_of
from msai.services.views.form_fields import FormState
from msai.services.views.happenings import line_label
from msai.services.views.meeting import show_meeting
from msai.services.views.meeting_form import (
    FormBook,
    MeetingFormView,
    ReasonRow,
    draw_form,
    fresh,
    read_form_book,
)
from msai.services.views.meetings import find_kept_sheet, show_meetings

blueprint = Blueprint("meetings", __name__)

_NOT_OF_A_SHEET = ("event", "group", "id")
"""What a recorded history adds to its lines, beside the sheet itself."""


@blueprint.get("/groups/<uuid:book_id>/meetings")
def index(book_id: UUID) -> str:
    """All meetings of a group."""
    view = show_meetings(auth.reading(), auth.current_actor(), book_id)
    return render_template("meetings/index.html", view=view)


@blueprint.app_template_global()
def new_meeting_id() -> UUID:
    """The id of a meeting that is about to be recorded, for the address of its form."""
    return uuid7(auth.now())


@blueprint.get("/groups/<uuid:book_id>/meetings/new")
def new(book_id: UUID) -> Response:
    """An empty form for the next meeting; its id is made before, so that sending it twice is one meeting.

    No form is kept in the browser. Going back from the receipt therefore asks for the form again, and
    the id in its address leads on to the receipt of what was sent.
    """
    session, actor = auth.reading(), auth.current_actor()
    book = read_form_book(session, actor, book_id, today=auth.today())
    meeting_id = request.args.get("meeting", type=UUID) or new_meeting_id()
    if "meeting" in request.args and find_kept_sheet(session, actor, book_id, meeting_id) is not None:
        return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id))
    view = draw_form(book, meeting_id, state=FormState(fresh(book)))
    return make_response(render_template("meetings/form.html", view=view))


@blueprint.get("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>")
def show(book_id: UUID, meeting_id: UUID) -> str:
    """The record of a closed meeting, or the sheet that waits to be mended."""
    view = show_meeting(
        auth.reading(), auth.current_actor(), book_id, meeting_id=meeting_id,
        reader=lambda body: _sheet_of(body, book_id, meeting_id))
    if view is not None:
        return render_template("meetings/show.html", view=view)
    return render_template("meetings/held.html", view=_held_view(book_id, meeting_id))


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>")
def send(book_id: UUID, meeting_id: UUID) -> Response:
    """Close the meeting by the form, and lead on to its record or to what has to be mended."""
    book = read_form_book(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    sheet, errors = gather(request.form.to_dict(), book)
    if not errors:
        try:
            read = read_sheet(sheet, currency=book.group.currency, meeting_id=meeting_id)
        except UnreadableSheet as unreadable:
            errors = _problems(unreadable, spread(sheet, book))
    if errors:
        state = FormState(request.form.to_dict(), errors)
        page = render_template("meetings/form.html", view=draw_form(book, meeting_id, state=state))
        return make_response(page, 422)
    _close(book_id, read, body_of(sheet))
    return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/approval")
def approve(book_id: UUID, meeting_id: UUID) -> Response:
    """The second officer's answer on what the meeting paid out."""
    command = Decide(
        book_id=book_id, approval_id=_uuid_of("approval_id"), seen_digest=_digest_of("seen"), at=auth.now(),
        decision=Decision.APPROVE if request.form.get("decision") == "approve" else Decision.REFUSE)
    with auth.database().write() as session:
        decide(session, auth.current_actor(), command)
    return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id), code=303)


def _close(book_id: UUID, sheet: Sheet, body: bytes) -> None:
    command = CloseMeeting(book_id=book_id, sheet=sheet, body=body, received_at=auth.now())
    with auth.database().write() as session:
        close_meeting(session, auth.current_actor(), command)


def _sheet_of(body: bytes, book_id: UUID, meeting_id: UUID) -> Sheet:
    return load_sheet(_json_of(body), currency=currency_of(auth.reading(), book_id), meeting_id=meeting_id)


def _json_of(body: bytes) -> dict[str, Any]:
    kept = json.loads(body)
    return {name: value for name, value in kept.items() if name not in _NOT_OF_A_SHEET}


def _held_view(book_id: UUID, meeting_id: UUID) -> MeetingFormView:
    session, actor = auth.reading(), auth.current_actor()
    kept = find_kept_sheet(session, actor, book_id, meeting_id)
    if kept is None:
        raise NotFound()
    book = read_form_book(session, actor, book_id, today=auth.today())
    sheet = _json_of(kept.body)
    laid_out = spread(sheet, book)
    reasons = [_reason(reason, sheet, laid_out, book) for reason in kept.reasons]
    errors: dict[str, tuple[Message, ...]] = {}
    for row in reasons:
        if row.field:
            errors[row.field] = (*errors.get(row.field, ()), row.message)
    return draw_form(book, meeting_id, state=FormState(laid_out.typed, errors), reasons=reasons, on_hold=True)


def _problems(unreadable: UnreadableSheet, laid_out: Spread) -> dict[str, tuple[Message, ...]]:
    """What the schema could not read, by the field it stands in; the date where no field fits."""
    errors: dict[str, tuple[Message, ...]] = {}
    for problem in unreadable.problems:
        name = laid_out.field_of(str(problem.params["path"])) or "date"
        errors[name] = (*errors.get(name, ()), message_of(problem.code, problem.params))
    return errors


def _reason(reason: Reason, sheet: Mapping[str, Any], laid_out: Spread, book: FormBook) -> ReasonRow:
    return ReasonRow(
        message_of(reason.code, reason.params), laid_out.field_of(reason.path), _about(reason, sheet, book))


def _about(reason: Reason, sheet: Mapping[str, Any], book: FormBook) -> Message | None:
    """Whose line it is, and what kind."""
    head, _, rest = reason.path.partition(".")
    number = rest.partition(".")[0]
    lines = sheet.get("lines") or []
    if head != "lines" or not number.isdecimal() or int(number) >= len(lines):
        return None
    line = lines[int(number)]
    what = line_label(LineKind(line["kind"]))
    person = book.people.get(line.get("member"))
    return Message(N_("%(name)s, %(what)s"), {"name": person.name, "what": what}) if person else what


def _uuid_of(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound() from None


def _digest_of(name: str) -> bytes:
    try:
        return bytes.fromhex(request.form.get(name, ""))
    except ValueError:
        raise NotFound() from None
