"""With what the next meeting opens: its number, what lies where, and what moved since the last close."""

from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint

from msai import auth
from msai.api.v1.addresses import reading
from msai.schemas.openings import OpeningShape, opening_answer
from msai.services.views.meeting_day.since_close import list_since_close
from msai.services.views.meeting_form import read_form_book

blueprint = Blueprint("api_openings", __name__, description="What the next meeting opens with")


@reading(blueprint, "/groups/<uuid:book_id>/opening", {200: (OpeningShape, "What is there to begin with")})
def show(book_id: UUID) -> Response:
    """The number of the next meeting, what lies in each place for each fund, and what came in between."""
    session, actor = auth.reading(), auth.current_actor()
    book = read_form_book(session, actor, book_id, today=auth.today())
    people = {person.holder: person for person in book.people.values()}
    since = list_since_close(session, actor, book_id, people=people)
    return jsonify(OpeningShape().dump(opening_answer(book, since)))
