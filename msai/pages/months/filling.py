"""The addresses of the form of a month: filled in, saved as it is typed, looked at, and sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.i18n import current_language, translate
from msai.ids import uuid7
from msai.messages import Message
from msai.pages.months.typed import MonthPaper, boxes_of
from msai.pages.months.waiting import mark_of_reader
from msai.permissions import NotFound, NotPermitted
from msai.services.farming.units_here import read_units
from msai.services.farming.wanted import Said
from msai.services.reporting.drafts import SaveMonthDraft, discard_month_draft, save_month_draft
from msai.services.reporting.errors import MonthDraftMoved
from msai.services.reporting.reading import read_said
from msai.services.reporting.sending import SendMonth, day_of_entries, send_month
from msai.services.reporting.trying import Tried, try_month
from msai.services.views.farming.words import say_understood
from msai.services.views.reporting.form import MonthForm, draw_month_form, same_as_last
from msai.services.views.reporting.told import tell_month

blueprint = Blueprint("month_form", __name__)
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}")
OF_MONTH = "/enterprises/<uuid:book_id>/months/<month>"


class _OnlyTried(Exception):
    """Ends the transaction of a report that was only tried, so that nothing of it stays."""


@blueprint.get(f"{OF_MONTH}/fill")
def fill(book_id: UUID, month: str) -> str:
    """The form, as somebody left it."""
    form = _draw(book_id, month)
    return _page(form, MonthPaper(form.typed, form.currency))


@blueprint.get(f"{OF_MONTH}/paper")
def paper(book_id: UUID, month: str) -> str:
    """The same boxes on one sheet of paper, with pictograms, for who keeps paper."""
    return render_template("months/paper.html", view=_draw(book_id, month))


@blueprint.get(f"{OF_MONTH}/understood")
def understood(book_id: UUID, month: str) -> Response:
    """What a number in a unit comes to in the month, in a sentence; nothing where there is nothing to say."""
    on = day_of_entries(read_month(month), today=auth.today())
    typed = MonthPaper(request.args.to_dict(), "")
    quantity = typed.some_number("quantity")
    message: Message | None = None
    if quantity is not None:
        try:
            units = read_units(auth.reading(), book_id)
            message = say_understood(units.measure(Said(quantity, typed.form.get("unit", "")), on))
        except LedgerError as problem:
            message = message_of(problem.code, problem.params)
    return Response(translate(message, current_language()) if message else "", mimetype="text/plain")


@blueprint.post(f"{OF_MONTH}/draft")
def keep(book_id: UUID, month: str) -> Response:
    """Keep what stands in the boxes, while it is typed; answers the version that is kept."""
    try:
        version = _save(book_id, read_month(month), request.form.to_dict())
    except MonthDraftMoved as problem:
        return make_response(jsonify(code=problem.code), 409)
    return jsonify(version=version)


@blueprint.post(f"{OF_MONTH}/fill")
def send(book_id: UUID, month: str) -> Response:
    """Keep what was filled in; then go on filling, look at it, or send it, as the button says."""
    first, typed = read_month(month), request.form.to_dict()
    try:
        _save(book_id, first, typed)
    except MonthDraftMoved as problem:
        form = replace(_draw(book_id, month), typed=boxes_of(typed))
        if typed.get("step") == "send" and _is_sent_already(form):
            return redirect(url_for("months.show", book_id=book_id, month=month), code=303)
        return _refused(form, boxes_of(typed), problem)
    form = _draw(book_id, month)
    if typed.get("step") in ("check", "send"):
        return _look(form, is_sent=typed["step"] == "send")
    if typed.get("step") == "same":
        _take_over(form)
    return redirect(url_for("month_form.fill", book_id=book_id, month=month), code=303)


@blueprint.post(f"{OF_MONTH}/discard")
def discard(book_id: UUID, month: str) -> Response:
    """Throw away what was filled in and not sent."""
    with auth.writing() as session:
        discard_month_draft(session, auth.current_actor(), book_id, read_month(month))
    return redirect(url_for("months.index", book_id=book_id), code=303)


def read_month(text: str) -> date:
    """The first day of a month in an address.

    Raises:
        NotFound: it names no month.
    """
    try:
        if not _MONTH.fullmatch(text):
            raise NotFound()
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound() from None


def _draw(book_id: UUID, month: str) -> MonthForm:
    return draw_month_form(auth.reading(), auth.current_actor(), book_id, month=read_month(month),
                           today=auth.today())


def _save(book_id: UUID, month: date, typed: Mapping[str, str]) -> int:
    """Keep what stands in the boxes; answers the version that is kept."""
    version = typed.get("version", "0")
    command = SaveMonthDraft(
        book_id=book_id, month=month, report_id=uuid7(auth.now()), typed=boxes_of(typed), at=auth.now(),
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0)
    with auth.writing() as session:
        return save_month_draft(session, auth.current_actor(), command).version


def _take_over(form: MonthForm) -> None:
    """Fill empty boxes with what people and costs were in the last month."""
    last = same_as_last(auth.reading(), form)
    typed = {**last, **{name: text for name, text in form.typed.items() if text}}
    _save(form.book_id, form.month, {**typed, "version": str(form.draft.version)})


def _look(form: MonthForm, *, is_sent: bool) -> Response:
    """What would be posted, in plain words; or the report is sent."""
    paper = MonthPaper(form.typed, form.currency)
    said = paper.read(form)
    if paper.errors:
        return make_response(_page(form, paper), 422)
    command = SendMonth(book_id=form.book_id, report_id=form.draft.report_id or uuid7(auth.now()), said=said,
                        today=auth.today(), at=auth.now())
    try:
        if is_sent:
            return _send(form, command)
        tried = _try(command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        paper.place_refusal(problem)
        return make_response(_page(form, paper), 422)
    return make_response(_preview(form, command, tried))


def _is_sent_already(form: MonthForm) -> bool:
    """Whether the report that stands says the very same: the button was pressed twice."""
    if form.reported is None or not form.reported.version_no:
        return False
    said = MonthPaper(form.typed, form.currency).read(form)
    return said == read_said(auth.reading(), form.book_id, form.reported.report_id)


def _send(form: MonthForm, command: SendMonth) -> Response:
    with auth.writing() as session:
        send_month(session, auth.current_actor(), command)
    return redirect(url_for("months.show", book_id=form.book_id, month=f"{form.month:%Y-%m}"), code=303)


def _try(command: SendMonth) -> Tried:
    """Do all of it and undo it again, so that every refusal is met now."""
    found: list[Tried] = []
    try:
        with auth.writing() as session:
            found.append(try_month(session, auth.current_actor(), command))
            raise _OnlyTried
    except _OnlyTried:
        return found[0]


def _preview(form: MonthForm, command: SendMonth, tried: Tried) -> str:
    on = day_of_entries(form.month, today=command.today)
    told = tell_month(command.said, replace(form.around, events=tried.events), report_id=command.report_id,
                      on=on, expected_minor=tried.expected_minor)
    return render_template("months/check.html", view=form, told=told, on=on)


def _refused(form: MonthForm, typed: Mapping[str, str], problem: LedgerError) -> Response:
    """Her words stay in the boxes; saving them again is her decision, knowing of the other version."""
    paper = MonthPaper(typed, form.currency)
    paper.place_refusal(problem)
    return make_response(_page(replace(form, typed=typed), paper), 409)


def _page(form: MonthForm, paper: MonthPaper) -> str:
    return render_template("months/fill.html", view=form, typed=paper.form, errors=paper.errors,
                           who=mark_of_reader())
