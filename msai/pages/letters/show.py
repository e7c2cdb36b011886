"""A month as the backers read it, on the screen and as a letter for paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.pages.months.filling import read_month
from msai.services.views.letters.show import LetterView, month_to_open, show_letter

blueprint = Blueprint("letters", __name__)
_OF = "/enterprises/<uuid:book_id>/letters"
_OF_MONTH = f"{_OF}/<month>"


@blueprint.get(_OF)
def index(book_id: UUID) -> Response:
    """On to the newest month that was reported."""
    month = month_to_open(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return redirect(url_for("letters.show", book_id=book_id, month=f"{month:%Y-%m}"))


@blueprint.get(_OF_MONTH)
def show(book_id: UUID, month: str) -> str:
    """What was grown, sold and paid in the month, and the part of the reader's groups."""
    return render_template("letters/show.html", view=_view(book_id, month))


@blueprint.get(f"{_OF_MONTH}/print")
def paper(book_id: UUID, month: str) -> str:
    """The same as a letter to one group."""
    view = _view(book_id, month, request.args.get("group", type=UUID))
    return render_template("print/letter.html", view=view)


def _view(book_id: UUID, month: str, group: UUID | None = None) -> LetterView:
    return show_letter(auth.reading(), auth.current_actor(), book_id, month=read_month(month),
                       today=auth.today(), group=group)
