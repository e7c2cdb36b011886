"""The first page of everybody who is signed in, the page of each group, and what waits in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for

from msai import auth
from msai.errors.sentences import message_of
from msai.pages.group_tabs import group_tabs
from msai.permissions import Action, Target, is_allowed
from msai.services.onboarding.next_step import find_next_step
from msai.services.two_officers.waiting import Kind, Waiting, count_waiting
from msai.services.views.alarms.reading import AlarmKind
from msai.services.views.alarms.show import AlarmLine, show_alarms
from msai.services.views.books import list_cards
from msai.services.views.charts.money_by_month import show_money_by_month
from msai.services.views.group import show_group
from msai.services.views.reconciliation.attention import list_attention
from msai.services.views.waiting.show import show_waiting

blueprint = Blueprint("groups", __name__)
blueprint.app_context_processor(group_tabs)
# Where each thing that waits is answered: the page, and the part of its address that names the thing.
_ANSWERED_AT: Mapping[Kind, tuple[str, str]] = {
    Kind.CORRECTION: ("corrections.show", "correction_id"), Kind.WAIVER: ("dues.show", "waiver_id"),
    Kind.SETTLEMENT: ("unfetched.show", "settlement_id"), Kind.LOAN_ACT: ("loans.act", "act_id"),
    Kind.REMITTANCE: ("remittances.show", "remittance_id"),
    Kind.LOST_TRANSFER: ("remittances.show", "remittance_id"),
    Kind.LOST_HOME: ("coming.show", "remittance_id"),
    Kind.STAKE_ACT: ("stakes.act", "act_id"), Kind.UNIT_ACT: ("units.act", "act_id"),
    Kind.SHARE_OUT: ("share_outs.show", "share_out_id"),
}
_OF_STAKES = (AlarmKind.SILENT, AlarmKind.UNPAID, AlarmKind.OLD_VALUE)
_ANSWERED_AT_HERS: Mapping[Kind, tuple[str, str]] = {
    Kind.EXIT: ("exits.show", "exit_id"), Kind.LOAN_REQUEST: ("loans.asked", "request_id"),
    Kind.DISPUTE: ("disputes.show", "dispute_id"), Kind.LATE_ENTRY: ("joining.entry", "late_entry_id"),
}


@blueprint.get("/")
def index() -> str:
    """The groups and enterprises the reader may open."""
    actor = auth.current_actor()
    view = list_cards(auth.reading(), actor, today=auth.today())
    may_start = is_allowed(actor, Action.GROUP_START)
    may_build_demo = is_allowed(actor, Action.DEMO_BUILD)
    return render_template("groups/index.html", view=view, may_build_demo=may_build_demo, may_start=may_start,
                           may_look=is_allowed(actor, Action.ALARMS_VIEW))


@blueprint.get("/attention")
def alarms() -> str:
    """What stands out in everything that a facilitator looks after, each leading to where it is seen."""
    view = show_alarms(auth.reading(), auth.current_actor(), today=auth.today())
    return render_template("groups/alarms.html", view=view, leads=[_alarm_lead(line) for line in view.lines],
                           reasons=[message_of(line.code, {}) if line.code else None for line in view.lines])


def _alarm_lead(line: AlarmLine) -> str:
    """The paper where she may read it, else the page of the group or the enterprise."""
    found, book_id = line.found, line.book.book_id
    if found.kind is AlarmKind.RATE or (found.kind in _OF_STAKES and line.book.is_group):
        return url_for("stakes.index", book_id=book_id)
    if found.kind is AlarmKind.SILENT and not line.book.is_group:
        return url_for("months.index", book_id=book_id)
    if found.kind is AlarmKind.UNPAID:
        return url_for("backers.declarations", book_id=book_id)
    if not line.book.names:
        return url_for("groups.show" if line.book.is_group else "enterprises.show", book_id=book_id)
    if found.thing_id is not None:
        return url_for("sent_home.show" if found.is_home else "remittances.show", book_id=book_id,
                       remittance_id=found.thing_id)
    return url_for("remittances.index" if line.book.is_group else "arriving.index", book_id=book_id)


@blueprint.get("/groups/<uuid:book_id>")
def show(book_id: UUID) -> str:
    """One group: its money, its meetings, its members."""
    actor = auth.current_actor()
    view = show_group(auth.reading(), actor, book_id, today=auth.today())
    step = None if view.meeting_count else find_next_step(auth.reading(), actor, book_id, at=auth.now())
    officer = is_allowed(actor, Action.APPROVE, Target(book_id))
    waiting = count_waiting(auth.reading(), actor, book_id, at=auth.now()) if officer else (0, 0)
    bank = list_attention(auth.reading(), actor, book_id, today=auth.today())
    by_month = show_money_by_month(auth.reading(), actor, book_id, currency=view.currency, today=auth.today())
    return render_template("groups/show.html", view=view, by_month=by_month, bank=bank, next_step=step,
                           waiting=waiting, transfers=view.transfers)


@blueprint.get("/groups/<uuid:book_id>/waiting")
def waiting(book_id: UUID) -> str:
    """Everything that waits for an officer's answer, each leading to the page where it is answered."""
    view = show_waiting(auth.reading(), auth.current_actor(), book_id, at=auth.now())
    leads = {row: _lead(book_id, row.thing) for row in (*view.yours, *view.others, *view.late)}
    return render_template("groups/waiting.html", view=view, leads=leads)


def _lead(book_id: UUID, one: Waiting) -> str | None:
    """The page on which it is answered; None for something this programme knows only by its approval."""
    if one.kind in _ANSWERED_AT:
        endpoint, name = _ANSWERED_AT[one.kind]
        place: dict[str, Any] = {"book_id": book_id, name: one.thing_id}
        return url_for(endpoint, **place)
    if one.kind in _ANSWERED_AT_HERS:
        endpoint, name = _ANSWERED_AT_HERS[one.kind]
        place = {"book_id": book_id, "holder": one.member_id, name: one.thing_id}
        return url_for(endpoint, **place)
    return _lead_of_group(book_id, one)


def _lead_of_group(book_id: UUID, one: Waiting) -> str | None:
    match one.kind:
        case Kind.NOMINEE:
            return url_for("nominees.show", book_id=book_id, holder=one.member_id)
        case Kind.KEPT_BACK:
            return url_for("kept_back.show", book_id=book_id, share_out_id=one.place_id)
        case Kind.PAY_OUTS:
            return url_for("meetings.show", book_id=book_id, meeting_id=one.subject_id)
        case Kind.RULE:
            return url_for("rules.index", book_id=book_id, _anchor=f"rule-{one.said}")
        case Kind.OPENING:
            return url_for("openings.show", book_id=book_id)
        case Kind.PLACE:
            return url_for("invitations.index", book_id=book_id)
        case Kind.RATE:
            return url_for("stakes.index", book_id=book_id, _anchor=f"notice-{one.thing_id}")
        case _:
            return None
