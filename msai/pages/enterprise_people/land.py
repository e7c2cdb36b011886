"""The address of the land of an enterprise: fields, certificates and what was put on them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.services.views.people_and_land.land import show_land

blueprint = Blueprint("land", __name__)


@blueprint.get("/enterprises/<uuid:book_id>/land")
def show(book_id: UUID) -> str:
    """The land as it is held today."""
    view = show_land(auth.reading(), auth.current_actor(), book_id, today=auth.today())
    return render_template("people_and_land/land.html", view=view)
