"""The addresses of what an enterprise does: the list with its batches, and the form of one activity more."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from msai import auth
from msai.measures.production.activities import KINDS, PRODUCTS, ActivityKind
from msai.measures.production.catalogue import UNITS
from msai.messages import Message
from msai.pages.farming.typed import FarmPaper
from msai.permissions import Action, Target, require
from msai.services.farming.activities import open_activity
from msai.services.farming.wanted import OpenActivity
from msai.services.views.facts import read_enterprise
from msai.services.views.farming.listing import show_farm

blueprint = Blueprint("activities", __name__)
_OF = "/enterprises/<uuid:book_id>/activities"
_COUNTS = ("piece", "kg", "L", "head", "egg", "nut")


@blueprint.get(_OF)
def index(book_id: UUID) -> str:
    """All activities with their open batches."""
    return render_template("enterprises/activities.html", view=show_farm(
        auth.reading(), auth.current_actor(), book_id))


@blueprint.get(f"{_OF}/new")
def new(book_id: UUID) -> str:
    """The form of one more; `name` is what the book knows already."""
    return _page(book_id, FarmPaper({"name": request.args.get("name", ""), "kind": "hogs"}, ""))


@blueprint.post(f"{_OF}/new")
def create(book_id: UUID) -> Response:
    """Begin to keep count of it."""
    typed = FarmPaper(request.form.to_dict(), "")
    wanted = typed.form.get("kind", "")
    kind = ActivityKind(wanted) if wanted in set(ActivityKind) else ActivityKind.OTHER
    unit = typed.form.get("unit", "") if kind is ActivityKind.OTHER else PRODUCTS[KINDS[kind].main].unit
    command = OpenActivity(book_id=book_id, kind=kind, name=typed.line("name"), unit=unit, at=auth.now())
    if not typed.try_to(lambda session: open_activity(session, auth.current_actor(), command)):
        return make_response(_page(book_id, typed), 422)
    return redirect(url_for("activities.index", book_id=book_id), code=303)


def _page(book_id: UUID, typed: FarmPaper) -> str:
    session, actor = auth.reading(), auth.current_actor()
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    kinds = {kind.value: Message(facts.label) for kind, facts in KINDS.items()}
    return render_template(
        "enterprises/new_activity.html", view=read_enterprise(session, book_id), typed=typed.form,
        errors=typed.errors, kinds=kinds, units={code: Message(UNITS[code].label) for code in _COUNTS})
