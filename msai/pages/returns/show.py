"""The pages of a group's returns and of an enterprise's, on the day their address names."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from msai import auth
from msai.i18n import current_language, translate
from msai.i18n.languages import Direction, language_of
from msai.messages import N_, Message
from msai.pages.exports import XLSX
from msai.permissions import Action, Target
from msai.services.views.returns.enterprise import show_enterprise_returns
from msai.services.views.returns.member import show_member_returns
from msai.services.views.returns.show import show_returns
from msai.services.views.returns.workbook import draw_investments

blueprint = Blueprint("returns", __name__)


def day_asked() -> date | None:
    """The day in the address; what cannot be read as a day is as good as not said."""
    return request.args.get("on", type=date.fromisoformat)


@blueprint.get("/groups/<uuid:book_id>/returns")
def show(book_id: UUID) -> str:
    """What came of a group's stakes, or of the one stake in the address."""
    view = show_returns(auth.reading(), auth.current_actor(), book_id, on=day_asked(), today=auth.today(),
                        alias=request.args.get("stake") or None)
    return render_template("returns/show.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/passbooks/<uuid:holder>/returns")
def show_member(book_id: UUID, holder: UUID) -> str:
    """What came of one member's money."""
    view = show_member_returns(
        auth.reading(), auth.current_actor(), Target(book_id, holder), today=auth.today())
    return render_template("returns/member.html", view=view)


@blueprint.get("/enterprises/<uuid:book_id>/returns")
def show_enterprise(book_id: UUID) -> str:
    """What came of an enterprise's backers' money, backer by backer."""
    view = show_enterprise_returns(
        auth.reading(), auth.current_actor(), book_id, on=day_asked(), today=auth.today())
    return render_template("returns/enterprise.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/investments.xlsx")
def workbook(book_id: UUID) -> Response:
    """The workbook of a group's investments in the reader's language."""
    from msai.exports.investments.workbook import write_investments

    code = current_language()
    book = draw_investments(
        auth.reading(), auth.current_actor(), book_id, today=auth.today(),
        right_to_left=language_of(code).direction is Direction.RIGHT_TO_LEFT)
    file = BytesIO()
    write_investments(book, file, translate=lambda message: translate(message, code))
    file.seek(0)
    auth.note_reading(Action.WORKBOOK_EXPORT, book_id=book_id, subject=f"book:{book_id}")
    subject = translate(Message(N_("Investments")), code)
    return send_file(file, mimetype=XLSX, as_attachment=True,
                     download_name=f"{book.group_name} {auth.today().isoformat()} - {subject}.xlsx")
