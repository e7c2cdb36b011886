"""The meetings a group has held: the list, the record of each, and the second officer's answer.

A sheet that could not be posted stands at the same address as the record it will become;
what has to be mended is laid over the fields of the plain form.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.errors.sentences import message_of
from msai.messages import N_, Message
from msai.pages.meetings.address import blueprint
from msai.pages.meetings.sharing import shared_summary
from msai.pages.meetings.sheet_forms import Spread, day_of, spread
from msai.permissions import NotFound
from msai.schemas.answers import read_decide
from msai.schemas.meetings import kept_json, load_sheet
from msai.services.meeting_approvals import AskPayoutsAgain, answer_payouts, ask_payouts_again
from msai.services.sheets import LineKind, Reason, Sheet
from msai.services.views.corrections.marks import read_meeting_marks
from msai.services.views.facts import currency_of
from msai.services.views.form_fields import FormState
from msai.services.views.happenings import line_label
from msai.services.views.meeting import show_meeting
from msai.services.views.meeting_form import FormBook, MeetingFormView, ReasonRow, draw_form, read_form_book
from msai.services.views.meetings import find_kept_sheet, show_meetings


@blueprint.get("/groups/<uuid:book_id>/meetings")
def index(book_id: UUID) -> str:
    """All meetings of a group."""
    view = show_meetings(auth.reading(), auth.current_actor(), book_id)
    return render_template("meetings/index.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>")
def show(book_id: UUID, meeting_id: UUID) -> str:
    """The record of a closed meeting, or the sheet that waits to be mended."""
    view = show_meeting(
        auth.reading(), auth.current_actor(), book_id, meeting_id=meeting_id,
        reader=lambda body: _sheet_of(body, book_id, meeting_id), at=auth.now())
    if view is not None:
        shared = shared_summary(view.summary, view.locale) if view.may_open_registers else None
        marks = read_meeting_marks(auth.reading(), book_id, meeting_id=meeting_id, held_on=view.held_on,
                                   currency=view.currency)
        choosing = view.may_open_registers and request.args.get("wrong") == "1"
        return render_template(
            "meetings/show.html", view=view, shared=shared, marks=marks, choosing=choosing)
    return render_template("meetings/held.html", view=_held_view(book_id, meeting_id))


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/approval")
def approve(book_id: UUID, meeting_id: UUID) -> Response:
    """The second officer's answer on what the meeting paid out."""
    command = read_decide(request.form, book_id, at=auth.now())
    with auth.writing() as session:
        answer_payouts(session, auth.current_actor(), meeting_id, command)
    return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id), code=303)


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/approval/again")
def ask_again(book_id: UUID, meeting_id: UUID) -> Response:
    """Ask once more for the word that nobody gave in time, or that was refused."""
    command = AskPayoutsAgain(
        book_id=book_id, meeting_id=meeting_id, at=auth.now(),
        reader=lambda body: _sheet_of(body, book_id, meeting_id))
    with auth.writing() as session:
        ask_payouts_again(session, auth.current_actor(), command)
    return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id), code=303)


def _sheet_of(body: bytes, book_id: UUID, meeting_id: UUID) -> Sheet:
    return load_sheet(kept_json(body), currency=currency_of(auth.reading(), book_id), meeting_id=meeting_id)


def _held_view(book_id: UUID, meeting_id: UUID) -> MeetingFormView:
    session, actor = auth.reading(), auth.current_actor()
    kept = find_kept_sheet(session, actor, book_id, meeting_id)
    if kept is None:
        raise NotFound()
    sheet = kept_json(kept.body)
    book = read_form_book(
        session, actor, book_id, today=auth.today(), held_on=day_of(str(sheet.get("date") or "")))
    laid_out = spread(sheet, book)
    reasons = [_reason(reason, sheet, laid_out, book) for reason in kept.reasons]
    errors: dict[str, tuple[Message, ...]] = {}
    for row in reasons:
        if row.field:
            errors[row.field] = (*errors.get(row.field, ()), row.message)
    return draw_form(book, meeting_id, state=FormState(laid_out.typed, errors), reasons=reasons, on_hold=True)


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
