"""Where my money is: a member's page and the group's, on the screen and for paper, as of any day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request

from ledgers.accounts import INVESTMENT
from msai import auth
from msai.permissions import Action, Target
from msai.services.views.trace.backers import show_backers_trace
from msai.services.views.trace.group import GroupTraceView, show_group_trace
from msai.services.views.trace.member import MemberTraceView, show_member_trace

blueprint = Blueprint("traces", __name__)
_HERS = "/groups/<uuid:book_id>/passbooks/<uuid:holder>/money"
_GROUP = "/groups/<uuid:book_id>/investment/trace"


@blueprint.get(_HERS)
def show(book_id: UUID, holder: UUID) -> str:
    """The story of a member's money; an officer's look into another's leaves a line."""
    return render_template("trace/show.html", view=_hers(book_id, holder))


@blueprint.get(f"{_HERS}/print")
def paper(book_id: UUID, holder: UUID) -> str:
    """The same for paper."""
    return render_template("print/trace.html", view=_hers(book_id, holder))


@blueprint.get(_GROUP)
def index(book_id: UUID) -> str:
    """Every member and every place of a fund."""
    return render_template("trace/index.html", view=_group(book_id))


@blueprint.get(f"{_GROUP}/print")
def group_paper(book_id: UUID) -> str:
    """The same for paper."""
    return render_template("print/trace_of_group.html", view=_group(book_id))


def _hers(book_id: UUID, holder: UUID) -> MemberTraceView:
    view = show_member_trace(
        auth.reading(), auth.current_actor(), Target(book_id, holder), on=_day(), fund=_fund())
    if not view.is_own:
        auth.note_reading(Action.PASSBOOK_VIEW, book_id=book_id, subject=f"member:{holder}")
    return view


def _group(book_id: UUID) -> GroupTraceView:
    return show_group_trace(auth.reading(), auth.current_actor(), book_id, on=_day(), fund=_fund())


def _fund() -> str:
    return request.args.get("fund", INVESTMENT)


def _day() -> date:
    """The day asked for, if it is one and not in the future; else today."""
    today = auth.today()
    try:
        return min(date.fromisoformat(request.args.get("on", "")), today)
    except ValueError:
        return today


@blueprint.get("/enterprises/<uuid:book_id>/trace")
def backers(book_id: UUID) -> str:
    """The way of each backer's money through an enterprise."""
    view = show_backers_trace(auth.reading(), auth.current_actor(), book_id, on=_day())
    return render_template("trace/backers.html", view=view)
