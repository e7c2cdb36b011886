"""A member's passbook, for herself and for the officers of her group."""

from uuid import UUID

from flask import Blueprint, render_template, request

from msai import auth
from msai.permissions import Action, Target
from msai.services.views.group import list_members
from msai.services.views.passbook import show_passbook
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
