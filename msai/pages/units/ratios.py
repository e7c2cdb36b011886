"""The page of a group's ratios on the day its address names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request

from msai import auth
from msai.services.views.ratios.show import show_ratios

blueprint = Blueprint("ratios", __name__)


@blueprint.get("/groups/<uuid:book_id>/ratios")
def show(book_id: UUID) -> str:
    """The ratios of the day in the address; what cannot be read as a day is as good as not said."""
    view = show_ratios(auth.reading(), auth.current_actor(), book_id,
                       on=request.args.get("on", type=date.fromisoformat), today=auth.today())
    return render_template("ratios/show.html", view=view)
