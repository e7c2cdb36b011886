"""Whom a member wants to be paid if she dies: her own word, or an officer's that another agrees to."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.errors import LedgerError
from msai import auth
from msai.errors.sentences import message_of
from msai.ids import uuid7
from msai.messages import Message
from msai.permissions import NotFound, NotPermitted, Target
from msai.schemas.answers import read_decision, read_id, read_seen
from msai.services.leaving.nominees import AnswerNominee, NameNominee, answer_nominee, name_nominee
from msai.services.leaving.payee import Payee
from msai.services.views.leaving.nominee import show_nominee

blueprint = Blueprint("nominees", __name__)
_PAGE = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/nominee"


@blueprint.get(_PAGE)
def show(book_id: UUID, holder: UUID) -> str:
    """The person who was named, and the form to name another."""
    return _page(book_id, holder, {}, {})


@blueprint.post(_PAGE)
def send(book_id: UUID, holder: UUID) -> Response:
    """Keep whom she named."""
    person = Payee(request.form.get("name", ""), request.form.get("relation", ""))
    command = NameNominee(book_id=book_id, member_id=holder, nominee_id=uuid7(auth.now()), person=person,
                          at=auth.now())
    try:
        with auth.writing() as session:
            name_nominee(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except LedgerError as error:
        errors = {"name": message_of(error.code, error.params)}
        return make_response(_page(book_id, holder, request.form, errors), 422)
    return redirect(url_for("nominees.show", book_id=book_id, holder=holder), code=303)


@blueprint.post(_PAGE + "/answer")
def answer(book_id: UUID, holder: UUID) -> Response:
    """The second officer's answer."""
    command = AnswerNominee(
        book_id=book_id, member_id=holder, nominee_id=read_id(request.form, "nominee_id"),
        decision=read_decision(request.form), seen_digest=read_seen(request.form), at=auth.now())
    with auth.writing() as session:
        answer_nominee(session, auth.current_actor(), command)
    return redirect(url_for("nominees.show", book_id=book_id, holder=holder), code=303)


def _page(book_id: UUID, holder: UUID, typed: Mapping[str, str], errors: Mapping[str, Message]) -> str:
    view = show_nominee(auth.reading(), auth.current_actor(), Target(book_id, holder), at=auth.now())
    return render_template("leaving/nominee.html", view=view, typed=typed, errors=errors)
