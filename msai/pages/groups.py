"""The first page of everybody who is signed in, and the page of each group."""

from uuid import UUID

from flask import Blueprint, render_template

from msai import auth
from msai.pages.group_tabs import group_tabs
from msai.permissions import Action, Target, is_allowed
from msai.services.onboarding.next_step import find_next_step
from msai.services.views.books import list_cards
from msai.services.views.charts.money_by_month import show_money_by_month
from msai.services.views.corrections.wrong import count_waiting
from msai.services.views.group import show_group
from msai.services.views.reconciliation.attention import list_attention

blueprint = Blueprint("groups", __name__)
blueprint.app_context_processor(group_tabs)


@blueprint.get("/")
def index() -> str:
    """The groups and enterprises the reader may open."""
    actor = auth.current_actor()
    view = list_cards(auth.reading(), actor, today=auth.today())
    may_start = is_allowed(actor, Action.GROUP_START)
    may_build_demo = is_allowed(actor, Action.DEMO_BUILD)
    return render_template("groups/index.html", view=view, may_build_demo=may_build_demo, may_start=may_start)


@blueprint.get("/groups/<uuid:book_id>")
def show(book_id: UUID) -> str:
    """One group: its money, its meetings, its members."""
    actor = auth.current_actor()
    view = show_group(auth.reading(), actor, book_id, today=auth.today())
    step = None if view.meeting_count else find_next_step(auth.reading(), actor, book_id, at=auth.now())
    officer = is_allowed(actor, Action.DISPUTE_ANSWER, Target(book_id))
    wrong = count_waiting(auth.reading(), actor, book_id, at=auth.now()) if officer else 0
    bank = list_attention(auth.reading(), actor, book_id, today=auth.today())
    by_month = show_money_by_month(auth.reading(), actor, book_id, currency=view.currency, today=auth.today())
    return render_template("groups/show.html", view=view, by_month=by_month, bank=bank, next_step=step,
                           wrong=wrong)
