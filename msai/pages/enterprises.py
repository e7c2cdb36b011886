"""The page of each enterprise."""

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.services.views.enterprise import show_enterprise

blueprint = Blueprint("enterprises", __name__)


@blueprint.get("/enterprises/<uuid:book_id>")
def show(book_id: UUID) -> str:
    """One enterprise: its money, its year so far, its backers, its reports."""
    view = show_enterprise(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("enterprises/show.html", view=view)
