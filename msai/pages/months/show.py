"""The addresses of months: their list, one month as it was reported, and taking a report back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.i18n import current_language, translate
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.farming.typed import FarmPaper
from msai.pages.months.filling import OF_MONTH, read_month
from msai.pages.months.waiting import mark_of_reader, waiting_words
from msai.permissions import Action, NotFound, NotPermitted
from msai.schemas.answers import read_decision, read_seen
from msai.services.reporting.files import FileKind, KeepMonthFile, keep_month_file, read_month_file
from msai.services.reporting.planning import PlanMonth, plan_month
from msai.services.reporting.taking_back import AnswerTakeBack, AskTakeBack, answer_take_back, ask_take_back
from msai.services.views.facts import read_enterprise
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


@blueprint.post(f"{OF_MONTH}/plan")
def plan(book_id: UUID, month: str) -> Response:
    """Keep what the manager means to sell in a month that nobody has reported yet."""
    first, currency = read_month(month), read_enterprise(auth.reading(), book_id).currency
    typed = FarmPaper(request.form.to_dict(), currency)
    command = PlanMonth(
        book_id=book_id, plan_id=_uuid(typed.form.get("plan")), month=first,
        sales_minor=typed.some_amount("sales") or 0, today=auth.today(), at=auth.now())
    if not typed.try_to(lambda session: plan_month(session, auth.current_actor(), command)):
        problem = next(message for messages in typed.errors.values() for message in messages)
        return make_response(_page(book_id, month, problem, is_plan=True), 422)
    return redirect(url_for("months.show", book_id=book_id, month=month), code=303)


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


@blueprint.post(f"{OF_MONTH}/files")
def add_file(book_id: UUID, month: str) -> Response:
    """Keep a picture, a receipt or a spoken note with the report; the phone is told in a line of its own."""
    typed, sent = request.form.to_dict(), request.files.get("file")
    kind, _, line = typed.get("what", "").partition(":")
    if kind not in {one.value for one in FileKind} or sent is None:
        raise NotFound()
    command = KeepMonthFile(
        book_id=book_id, report_id=_uuid(typed.get("report")), file_id=_uuid(typed.get("file_id")),
        kind=FileKind(kind), content=sent.read(), at=auth.now(), line_ref=line or None)
    is_phone = request.headers.get("Accept", "").startswith("application/json")
    try:
        with auth.writing() as session:
            keep_month_file(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        message = message_of(problem.code, problem.params)
        if is_phone:
            return make_response(jsonify(message=translate(message, current_language())), 422)
        return make_response(_page(book_id, month, message), 422)
    if is_phone:
        return jsonify(file=str(command.file_id))
    return redirect(url_for("months.show", book_id=book_id, month=month), code=303)


@blueprint.get(f"{OF_MONTH}/files/<uuid:file_id>")
def file(book_id: UUID, month: str, file_id: UUID) -> Response:
    """A file of the report, as a download; photos are drawn on the page too."""
    kept = read_month_file(auth.reading(), auth.current_actor(), book_id, file_id)
    auth.note_reading(Action.ENTERPRISE_VIEW, book_id=book_id, subject=f"attachment:{file_id}")
    ending = kept.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    return FlaskResponse(kept.content, mimetype=kept.media_type, headers={
        "Content-Disposition": f'attachment; filename="{read_month(month):%Y-%m}-{file_id}.{ending}"'})


def _page(book_id: UUID, month: str, problem: Message | None = None, *, is_plan: bool = False) -> str:
    view = show_month(auth.reading(), auth.current_actor(), book_id, month=read_month(month),
                      today=auth.today(), at=auth.now())
    hrefs = {one.file_id: url_for("months.file", book_id=book_id, month=month, file_id=one.file_id)
             for report in view.reports for one in report.files}
    is_plan = is_plan and view.standing is None
    return render_template(
        "months/show.html", view=view, hrefs=hrefs, problem=None if is_plan else problem,
        plan_problem=problem if is_plan else None, take_back_id=uuid7(auth.now()), file_id=uuid7(auth.now()),
        who=mark_of_reader(), waiting=waiting_words(view) if view.standing else (),
        receipt=request.args.get("receipt", ""))


def _uuid(text: str | None) -> UUID:
    """An id that a form carries.

    Raises:
        NotFound: it carries none.
    """
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound() from None
