"""The addresses of a group's investments: all of them, and each stake."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.pages.stakes.more import more_links
from msai.permissions import Action, Target, is_allowed
from msai.services.land.certificates import list_certificates_behind
from msai.services.views.reporting.months import list_silent_behind
from msai.services.views.stakes.listing import show_investments
from msai.services.views.stakes.one import show_stake

blueprint = Blueprint("stakes", __name__)


@blueprint.get("/groups/<uuid:book_id>/investments")
def index(book_id: UUID) -> str:
    """Everything the group has in enterprises, or on its way there."""
    actor = auth.current_actor()
    view = show_investments(auth.reading(), actor, book_id, today=auth.today(), at=auth.now())
    behind = is_allowed(actor, Action.MEETING_WITNESS, Target(book_id))
    certificates = list_certificates_behind(auth.reading(), book_id, today=auth.today()) if behind else ()
    silent = list_silent_behind(auth.reading(), book_id, today=auth.today()) if behind else ()
    return render_template("stakes/index.html", view=view, more=more_links(actor, book_id), errors={},
                           refused=None, typed={}, certificates=certificates, silent=silent)


@blueprint.get("/groups/<uuid:book_id>/stakes/<alias>")
def show(book_id: UUID, alias: str) -> str:
    """One stake with all that is known of it."""
    view = show_stake(auth.reading(), auth.current_actor(), book_id, alias=alias, today=auth.today(),
                      at=auth.now())
    return render_template("stakes/show.html", view=view)
