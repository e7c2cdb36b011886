"""The order in which members sit: one place up or down by a button, or all of them by numbers."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.errors.sentences import message_of
from msai.services.seating import (
    SeatMembers,
    SeatTaken,
    SeatUnclear,
    moved,
    order_from_places,
    seat_members,
)
from msai.services.views.rules.seats import show_seats

blueprint = Blueprint("seating", __name__)

_FIELD = "seat-"
_STEPS = {"up": -1, "down": 1}


@blueprint.get("/groups/<uuid:book_id>/seats")
def show(book_id: UUID) -> str:
    """Members as they sit."""
    view = show_seats(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("seating/show.html", view=view)


@blueprint.post("/groups/<uuid:book_id>/seats")
def keep(book_id: UUID) -> Response:
    """Keep the numbers that were typed, and then the one step that a button asked for."""
    places = {int(name.removeprefix(_FIELD)): text for name, text in request.form.items()
              if name.startswith(_FIELD) and name.removeprefix(_FIELD).isdecimal()}
    try:
        order = order_from_places(places)
    except (SeatTaken, SeatUnclear) as problem:
        view = show_seats(
            auth.reading(), auth.current_actor(), book_id, today=auth.today(), typed=places,
            errors=(message_of(problem.code, problem.params),))
        return make_response(render_template("seating/show.html", view=view), 422)
    for name, step in _STEPS.items():
        if request.form.get(name, "").isdecimal():
            order = moved(order, int(request.form[name]), by=step)
    with auth.writing() as session:
        seat_members(session, auth.current_actor(), SeatMembers(book_id=book_id, order=order, at=auth.now()))
    return redirect(url_for("seating.show", book_id=book_id, _anchor=_anchor()), code=303)


def _anchor() -> str | None:
    """Back to the member whose button was pressed."""
    number = request.form.get("up") or request.form.get("down")
    return f"{_FIELD}{number}" if number and number.isdecimal() else None
