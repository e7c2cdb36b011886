"""The address of the people of an enterprise: a year by month, with its measures."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from msai import auth
from msai.services.views.people_and_land.people import show_people

blueprint = Blueprint("people", __name__)


@blueprint.get("/enterprises/<uuid:book_id>/people")
def show(book_id: UUID) -> str:
    """Work, pay, neighbours and incidents of the year in the address, or of this one."""
    view = show_people(auth.reading(), auth.current_actor(), book_id,
                       year=request.args.get("year", type=int), today=auth.today())
    return render_template("people_and_land/people.html", view=view)
