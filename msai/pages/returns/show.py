"""The pages of a group's returns and of an enterprise's, on the day their address names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request

from msai import auth
from msai.services.views.returns.enterprise import show_enterprise_returns
from msai.services.views.returns.show import show_returns

blueprint = Blueprint("returns", __name__)


def day_asked() -> date | None:
    """The day in the address; what cannot be read as a day is as good as not said."""
    return request.args.get("on", type=date.fromisoformat)


@blueprint.get("/groups/<uuid:book_id>/returns")
def show(book_id: UUID) -> str:
    """What came of a group's stakes, or of the one stake in the address."""
    view = show_returns(auth.reading(), auth.current_actor(), book_id, on=day_asked(), today=auth.today(),
                        alias=request.args.get("stake") or None)
    return render_template("returns/show.html", view=view)


@blueprint.get("/enterprises/<uuid:book_id>/returns")
def show_enterprise(book_id: UUID) -> str:
    """What came of an enterprise's backers' money, backer by backer."""
    view = show_enterprise_returns(
        auth.reading(), auth.current_actor(), book_id, on=day_asked(), today=auth.today())
    return render_template("returns/enterprise.html", view=view)
