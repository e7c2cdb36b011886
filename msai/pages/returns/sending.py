"""The page of what sending a group's money cost."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.pages.returns.show import day_asked
from msai.services.views.sending.show import say_mark, show_sending

blueprint = Blueprint("sending", __name__)


@blueprint.get("/groups/<uuid:book_id>/sending-cost")
def show(book_id: UUID) -> str:
    """Each transfer, each corridor and year, and what if the money were pooled."""
    view = show_sending(auth.reading(), auth.current_actor(), book_id, on=day_asked(), today=auth.today())
    return render_template("sending/show.html", view=view, say_mark=say_mark)
