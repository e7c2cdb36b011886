"""Where an enterprise keeps its money, and the form of a new place."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted
from msai.services.enterprise_money.parties import AddPlace, add_place
from msai.services.views.enterprise_money.places import show_places

blueprint = Blueprint("enterprise_places", __name__)
_OF = "/enterprises/<uuid:book_id>/money/places"


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """Each place with what is there."""
    return _page(book_id, {})


@blueprint.post(_OF)
def add(book_id: UUID) -> Response:
    """Make a new place known."""
    command = AddPlace(book_id=book_id, kind=request.form.get("kind", ""),
                       label=request.form.get("label", ""), at=auth.now())
    try:
        with auth.writing() as session:
            add_place(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as problem:
        name = "kind" if problem.code == "money_place_unknown" else "label"
        return make_response(_page(book_id, {name: message_of(problem.code, problem.params)}), 422)
    return redirect(url_for("enterprise_places.index", book_id=book_id), code=303)


def _page(book_id: UUID, errors: dict[str, Message]) -> str:
    view = show_places(auth.reading(), auth.current_actor(), book_id)
    return render_template("enterprise_money/places.html", view=view, errors=errors,
                           typed=request.form.to_dict())
