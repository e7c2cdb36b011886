"""The shortest way to note what happened: one page that asks what, then the short form of that batch."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.services.views.reporting.quick import show_quick

blueprint = Blueprint("month_lines", __name__)


@blueprint.get("/enterprises/<uuid:book_id>/line")
def choose(book_id: UUID) -> str:
    """What can be noted of each open batch, what was noted last standing first."""
    view = show_quick(auth.reading(), auth.current_actor(), book_id)
    return render_template("months/line.html", view=view)
