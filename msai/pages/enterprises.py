"""The page of each enterprise."""

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.pages.enterprise_tabs import enterprise_tabs
from msai.services.land.certificates import list_ending_certificates
from msai.services.views.backers.waiting import list_backing_waits
from msai.services.views.enterprise import show_enterprise
from msai.services.views.remittances.alarm import find_alarm

blueprint = Blueprint("enterprises", __name__)
blueprint.app_context_processor(enterprise_tabs)


@blueprint.get("/enterprises/<uuid:book_id>")
def show(book_id: UUID) -> str:
    """One enterprise: its money, its year so far, its backers, its reports."""
    session, actor = auth.reading(), auth.current_actor()
    view = show_enterprise(session, actor, book_id, today=auth.today())
    waits = list_backing_waits(session, actor, book_id, at=auth.now())
    transfers = find_alarm(session, actor, book_id, today=auth.today(), is_enterprise=True)
    certificates = list_ending_certificates(session, book_id, today=auth.today())
    return render_template("enterprises/show.html", view=view, waits=waits, transfers=transfers,
                           certificates=certificates)
