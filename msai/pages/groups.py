"""The first page of everybody who is signed in, and the page of each group."""

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.pages.group_tabs import group_tabs
from msai.services.views.books import list_cards
from msai.services.views.group import show_group

blueprint = Blueprint("groups", __name__)
blueprint.app_context_processor(group_tabs)


@blueprint.get("/")
def index() -> str:
    """The groups and enterprises the reader may open."""
    view = list_cards(auth.reading(), auth.current_actor(), today=auth.today())
    return render_template("groups/index.html", view=view)


@blueprint.get("/groups/<uuid:book_id>")
def show(book_id: UUID) -> str:
    """One group: its money, its meetings, its members."""
    view = show_group(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("groups/show.html", view=view)
