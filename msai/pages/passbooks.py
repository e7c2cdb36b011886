"""A member's passbook, for herself and for the officers of her group."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.permissions import Action, NotFound, NotPermitted, Target
from msai.services import ServiceError
from msai.services.members import RenameMember, rename_member
from msai.services.views.group import list_members
from msai.services.views.passbook import show_name, show_passbook
from msai.services.views.statements.goal import show_goal

blueprint = Blueprint("passbooks", __name__)


@blueprint.get("/groups/<uuid:book_id>/passbooks")
def index(book_id: UUID) -> str:
    """The members of a group, each with her savings and the way to her passbook."""
    view = list_members(auth.reading(), auth.current_actor(), book_id)
    return render_template("passbook/index.html", view=view)


@blueprint.get("/groups/<uuid:book_id>/passbooks/<uuid:holder>")
def show(book_id: UUID, holder: UUID) -> str:
    """The passbook; an officer's look into another's leaves a line that the group can read."""
    view = show_passbook(
        auth.reading(), auth.current_actor(), Target(book_id, holder), today=auth.today(),
        whole=request.args.get("all") == "1", choosing=request.args.get("wrong") == "1")
    goal = show_goal(
        auth.reading(), auth.current_actor(), Target(book_id, holder), saved_minor=view.savings_minor,
        currency=view.currency, today=auth.today())
    if not view.is_own:
        auth.note_reading(Action.PASSBOOK_VIEW, book_id=book_id, subject=f"member:{holder}")
    return render_template("passbook/show.html", view=view, goal=goal)


@blueprint.get("/groups/<uuid:book_id>/passbooks/<uuid:holder>/name")
def name(book_id: UUID, holder: UUID) -> str:
    """The form in which an officer puts a member's name right."""
    return _name_page(book_id, holder)


@blueprint.post("/groups/<uuid:book_id>/passbooks/<uuid:holder>/name")
def rename(book_id: UUID, holder: UUID) -> Response:
    """Keep the name, or say at its field what is wrong with it."""
    typed = request.form.get("name", "")
    command = RenameMember(book_id=book_id, member_id=holder, name=typed, at=auth.now())
    try:
        with auth.writing() as session:
            rename_member(session, auth.current_actor(), command)
    except (NotFound, NotPermitted):
        raise
    except ServiceError as error:
        page = _name_page(book_id, holder, typed=typed, wrong=message_of(error.code, error.params))
        return make_response(page, 422)
    return redirect(url_for("passbooks.show", book_id=book_id, holder=holder), code=303)


def _name_page(
    book_id: UUID, holder: UUID, *, typed: str | None = None, wrong: Message | None = None,
) -> str:
    view = show_name(auth.reading(), auth.current_actor(), Target(book_id, holder))
    called = view.name if isinstance(view.name, str) else ""
    return render_template("passbook/name.html", view=view, typed=called if typed is None else typed,
                           errors=[wrong] if wrong else None)
