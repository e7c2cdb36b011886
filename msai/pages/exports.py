"""What leaves the ledger as files: workbooks of groups and enterprises, and books as plain text.

Each export leaves a line that the group can read.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, render_template, send_file
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response as AnyResponse

from ledgers.accounts import BookKind
from ledgers.statements.drawn import DayBookEntry
from msai import auth
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from msai.i18n import current_language, translate
from msai.i18n.languages import Direction, language_of
from msai.pages.statements.show import wanted_period
from msai.permissions import Action
from msai.services.views.enterprise_workbook.days import show_workbook_days
from msai.services.views.enterprise_workbook.draw import draw_enterprise_workbook
from msai.services.views.workbook import draw_text, draw_workbook

blueprint = Blueprint("exports", __name__)

DISTRIBUTION = "msai-ledger"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS: dict[str, tuple[Callable[[PlainBook, Iterable[DayBookEntry]], Iterator[str]], str]] = {
    "hledger": (write_hledger, "journal"), "beancount": (write_beancount, "beancount"),
}


@blueprint.get("/groups/<uuid:book_id>/workbook.xlsx")
def workbook(book_id: UUID) -> AnyResponse:
    """The group's workbook in the reader's language."""
    from msai.exports.workbook import write_group_workbook

    code = current_language()
    book = draw_workbook(
        auth.reading(), auth.current_actor(), book_id, today=auth.today(),
        right_to_left=language_of(code).direction is Direction.RIGHT_TO_LEFT)
    file = BytesIO()
    write_group_workbook(book, file, translate=lambda message: translate(message, code))
    file.seek(0)
    auth.note_reading(Action.WORKBOOK_EXPORT, book_id=book_id, subject=f"book:{book_id}")
    name = f"{book.group_name} {auth.today().isoformat()}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.get("/groups/<uuid:book_id>/journal.<string:form>")
def journal(book_id: UUID, form: str) -> Response:
    """A group's book as the text of hledger or beancount."""
    return _text(book_id, form, BookKind.GROUP)


@blueprint.get("/enterprises/<uuid:book_id>/journal.<string:form>")
def enterprise_journal(book_id: UUID, form: str) -> Response:
    """An enterprise's book as the text of hledger or beancount."""
    return _text(book_id, form, BookKind.ENTERPRISE)


@blueprint.get("/enterprises/<uuid:book_id>/workbook.xlsx")
def enterprise_workbook(book_id: UUID) -> AnyResponse:
    """An enterprise's workbook over the period in the address, in the reader's language."""
    from msai.exports.enterprise.workbook import write_enterprise_workbook

    code = current_language()
    book = draw_enterprise_workbook(
        auth.reading(), auth.current_actor(), book_id, wanted=wanted_period(), today=auth.today(),
        version=_version(), right_to_left=language_of(code).direction is Direction.RIGHT_TO_LEFT)
    file = BytesIO()
    write_enterprise_workbook(book, file, translate=lambda message: translate(message, code))
    file.seek(0)
    auth.note_reading(Action.ENTERPRISE_VIEW, book_id=book_id, subject=f"workbook:{book_id}")
    name = f"{book.name} {auth.today().isoformat()}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.get("/enterprises/<uuid:book_id>/workbook")
def enterprise_days(book_id: UUID) -> str:
    """For which days an enterprise's workbook is wanted."""
    view = show_workbook_days(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("enterprises/workbook.html", view=view)


def _version() -> str:
    """The version of the programme; one that runs from its sources without being installed has none."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "(not installed)"


def _text(book_id: UUID, form: str, kind: BookKind) -> Response:
    if form not in _FORMS:
        raise NoSuchPage()
    write, ending = _FORMS[form]
    drawn = draw_text(auth.reading(), auth.current_actor(), book_id, kind=kind)
    text = "".join(write(drawn.book, drawn.entries))
    action = Action.JOURNAL_EXPORT if kind is BookKind.GROUP else Action.ENTERPRISE_EXPORT
    auth.note_reading(action, book_id=book_id, subject=f"book:{book_id}")
    name = f"{kind.value}-{auth.today().isoformat()}.{ending}"
    return Response(text, mimetype="text/plain; charset=utf-8", headers={
        "Content-Disposition": f"attachment; filename={name}"})
