"""The meeting screen: one page with all steps of a Sunday, opened with all the phone needs to go on alone.

The page carries the facts and the sentences; what is reckoned and drawn from them is the work of
the modules in `static/js/meeting`.  What is sent in the end is the same sheet that the plain form makes.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ledgers.accounts import INVESTMENT
from msai import auth
from msai.i18n import current_language, gettext, translate
from msai.i18n.formats import currency_sign, number_habits
from msai.messages import N_, Message
from msai.pages.meetings.address import blueprint
from msai.pages.meetings.hold_words import sentences
from msai.pages.meetings.recording import new_meeting_id
from msai.schemas.drafts import draft_answer
from msai.services.views.hold import HoldView, LoanToHold, find_sheet_to_hold, show_hold
from msai.services.views.meetings import find_kept_sheet

ENTRY_WORDS = N_("for joining late")
"""What the screen says somebody still has to pay, in the place where else a fund is named."""
_STEPS = {INVESTMENT: "invest"}
"""The step of a fund, where it has another name than the fund."""
LATE_WORDS = N_("Paid back late")
"""What the sheet says of a fee for a late repayment."""


@blueprint.get("/groups/<uuid:book_id>/meetings/hold")
def start(book_id: UUID) -> Response:
    """Lead to the meeting that is being held: the one somebody writes on, or a new one."""
    found = find_sheet_to_hold(auth.reading(), auth.current_actor(), book_id)
    return redirect(url_for("meetings.hold", book_id=book_id, meeting_id=found or new_meeting_id()))


@blueprint.get("/groups/<uuid:book_id>/meetings/<uuid:meeting_id>/hold")
def hold(book_id: UUID, meeting_id: UUID) -> Response | str:
    """The meeting screen; the record instead where the meeting was closed already."""
    session, actor = auth.reading(), auth.current_actor()
    kept = find_kept_sheet(session, actor, book_id, meeting_id)
    if kept is not None and kept.is_posted:
        return redirect(url_for("meetings.show", book_id=book_id, meeting_id=meeting_id))
    view = show_hold(session, actor, book_id, meeting_id=meeting_id, today=auth.today())
    return render_template(
        "meetings/hold.html", view=view, opened=opened(view, actor.display), words=sentences())


def opened(view: HoldView, who: str) -> dict[str, Any]:
    """What the phone reckons with, in the shape its modules read; amounts are minor units as text."""
    draft = None if view.draft is None else draft_answer(view.draft)
    return {"model": _model(view, who), "draft": draft, "device": request.user_agent.platform or ""}


def _model(view: HoldView, who: str) -> dict[str, Any]:
    habits = number_habits(current_language())
    box = sum(place.amount_minor for place in view.opening if place.tender == view.box)
    return {
        "who": who, "number": view.number, "held_on": view.held_on.isoformat(),
        "places": view.places, "sign": currency_sign(view.currency),
        "habits": {"decimal": habits.decimal, "group": habits.group, "last": habits.last_group,
                   "others": habits.other_groups},
        "by_shares": view.by_shares, "share": str(view.share_minor),
        "usual": {what: str(value) for what, value in view.usual.items()},
        "fines": {state: str(minor) for state, minor in view.fines_minor.items()},
        "tenders": [{"key": key, "label": _said(label)} for key, label in view.tenders],
        "funds": [{"key": key, "label": _said(label)} for key, label in view.funds],
        "box": view.box, "opening_box": str(box), "opening_all": str(view.opening_minor),
        "opening": {f"{place.tender}/{place.fund}": str(place.amount_minor) for place in view.opening},
        "members": [{"number": one.number, "name": _said(one.name), "initials": one.initials,
                     "tint": one.tint} for one in view.members],
        "last_number": view.last_number,
        "loans": [_loan(loan) for loan in view.due.loans],
        "dues": [*({"member": due.member, "fund": due.fund, "label": _said(due.fund_label),
                    "amount": str(due.amount_minor)} for due in view.due.dues),
                 *({"member": entry.member, "entry": True, "label": gettext(ENTRY_WORDS),
                    "amount": str(entry.amount_minor)} for entry in view.due.entries)],
        "approved": [{"alias": one.alias, "member": one.member, "fund": one.fund,
                      "amount": str(one.amount_minor)} for one in view.loans_to_give],
        "newcomer": {"label": gettext(ENTRY_WORDS), "amount": str(view.due.newcomer_minor)}
        if view.due.newcomer_minor else None,
        "given_up": [{"alias": one.alias, "label": _said(one.name), "fund": one.fund}
                     for one in view.given_up],
        "late_words": gettext(LATE_WORDS), "takes_odd": view.takes_odd and view.by_shares,
        "denominations": [{"face": piece.face, "hue": piece.hue.value} for piece in view.pieces],
        "received": {f"{_STEPS.get(fund, fund)}.{number}": str(minor)
                     for (number, fund), minor in view.received.items()},
    }


def _loan(loan: LoanToHold) -> dict[str, Any]:
    """A loan, with what is due of it; a charge of a month only where nothing was agreed about it."""
    return {"alias": loan.alias, "member": loan.member, "fund": loan.fund, "left": str(loan.left_minor),
            "month": str(loan.month_minor), "due": str(loan.principal_minor),
            "interest": str(loan.interest_minor), "late": str(loan.late_minor)}


def _said(text: Message | str) -> str:
    return translate(text, current_language()) if isinstance(text, Message) else text
