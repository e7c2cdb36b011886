"""The plain form that records a meeting: one page, no script, the same sheet a phone sends.

Its fields become the same request, read by the same schema and closed by the same use case.
"""

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.meetings.address import blueprint
from msai.pages.meetings.due_fields import due_filled_in, due_rows
from msai.pages.meetings.sheet_forms import Spread, body_of, day_of, gather, spread
from msai.schemas.meetings import read_sheet
from msai.schemas.problems import UnreadableSheet
from msai.services.meetings import close_meeting
from msai.services.sheets import CloseMeeting, Sheet
from msai.services.views.form_fields import DATE, FormState
from msai.services.views.hold.due import read_due
from msai.services.views.meeting_form import draw_form, fresh, read_form_book
from msai.services.views.meetings import find_kept_sheet


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
    due, typed = read_due(session, book), fresh(book)
    if "due" in request.args:
        typed |= due_filled_in(due, book)
    view = draw_form(book, meeting_id, state=FormState(typed))
    page = render_template("meetings/form.html", view=view, due=due_rows(due, book),
                           is_filled="due" in request.args)
    return make_response(page)


@blueprint.post("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>")
def send(book_id: UUID, meeting_id: UUID) -> Response:
    """Close the meeting by the form, and lead on to its record or to what has to be mended."""
    book = read_form_book(
        auth.reading(), auth.current_actor(), book_id, today=auth.today(),
        held_on=day_of(request.form.get(DATE, "")))
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


def _close(book_id: UUID, sheet: Sheet, body: bytes) -> None:
    command = CloseMeeting(book_id=book_id, sheet=sheet, body=body, received_at=auth.now())
    with auth.writing() as session:
        close_meeting(session, auth.current_actor(), command)


def _problems(unreadable: UnreadableSheet, laid_out: Spread) -> dict[str, tuple[Message, ...]]:
    """What the schema could not read, by the field it stands in; the date where no field fits."""
    errors: dict[str, tuple[Message, ...]] = {}
    for problem in unreadable.problems:
        name = laid_out.field_of(str(problem.params["path"])) or "date"
        errors[name] = (*errors.get(name, ()), message_of(problem.code, problem.params))
    return errors
