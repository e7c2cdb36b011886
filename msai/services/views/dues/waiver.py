"""One charge that shall be let go: what it is for, who bears it, why, who asked and who answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.errors import LedgerError
from ledgers.rules.dues import INCOME, BorneBy
from msai.approvals import digest_of
from msai.messages import N_, Message
from msai.models.governance import Approval
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.dues.letting_go import LettingGo, find_open_charge, plan_letting_go
from msai.services.dues.waiving import get_waiver, note_of, wanted_of
from msai.services.keys import book_key, journal_of
from msai.services.views.corrections.speakers import names_of
from msai.services.views.dues.words import DUES, ChargeRow, charge_row, read_words
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, fund_label
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll

BORNE_BY: Mapping[BorneBy, str] = {
    BorneBy.INCOME: N_("What it brought in this cycle is taken back."),
    BorneBy.COSTS: N_("It becomes a cost of this cycle, because it was counted as income before."),
    BorneBy.KEPT_BACK: N_("It is taken from what was kept back for it at the share-out."),
}
_BEARERS = {4100: BorneBy.INCOME, 4200: BorneBy.INCOME, 4300: BorneBy.INCOME, 5400: BorneBy.COSTS,
            3400: BorneBy.KEPT_BACK}


class Standing(StrEnum):
    """Where it stands, as its page says it."""

    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class WaiverForm:
    """The form to ask for one: the charge, and whose it is."""

    book_id: UUID
    group_name: str
    currency: str
    name: Text
    holder: UUID
    fund: Message
    charge: ChargeRow


@dataclass(frozen=True, slots=True)
class WaiverView:
    """What both officers see of it; `seen` is the digest the second officer's answer is bound to."""

    book_id: UUID
    group_name: str
    currency: str
    waiver_id: UUID
    standing: Standing
    name: Text
    holder: UUID
    label: Message
    words: str | None
    raised_on: date
    seq: int
    amount_minor: int
    left_minor: int | None
    borne_by: Message | None
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    seen: str
    may_answer: bool
    is_own: bool


def draw_waiver_form(
    session: Session, actor: Actor, book_id: UUID, *, place: tuple[int, int], today: date,
) -> WaiverForm:
    """The charge posted at a place (seq, line), to ask that it be let go.

    Raises:
        NotPermitted: only officers ask.
        ChargeNotOpen: nothing is left of it.
    """
    require(actor, Action.DUES_WAIVE, Target(book_id))
    owed, part = find_open_charge(session, book_id, place, on=today)
    facts, roll = read_group(session, book_id), read_roll(session, book_id)
    return WaiverForm(
        book_id, facts.name, facts.currency, roll[owed.member.id].name, owed.member.id,
        fund_label(owed.fund), charge_row(part, read_words(session, book_id, [part.seq])))


def show_waiver(
    session: Session, actor: Actor, book_id: UUID, *, waiver_id: UUID, today: date, at: int,
) -> WaiverView:
    """One charge that shall be let go, or was, as an officer sees it.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    require(actor, Action.REGISTER_VIEW, Target(book_id))
    row = get_waiver(session, book_id, waiver_id)
    facts, roll = read_group(session, book_id), read_roll(session, book_id)
    approval = _read_approval(session, row)
    raised = journal_of(session, book_id).find_postings([(row.seq, row.line)])[row.seq, row.line]
    plan = _plan(session, row, on=today) if approval.state == "pending" else None
    standing = _standing(row, approval, plan, at)
    names = names_of(session, [row.asked_by, approval.checker_id])
    me = actor.standings.get(book_id)
    is_own = me is not None and me.member_id == row.member_id
    return WaiverView(
        book_id, facts.name, facts.currency, waiver_id, standing, roll[row.member_id].name, row.member_id,
        _label(raised.credit.code), read_words(session, book_id, [row.seq]).get(row.seq),
        approval.occurred_on, row.seq, row.amount_minor, plan.part.left_minor if plan else None,
        _borne_by(session, row, plan), read_note(book_key(session, book_id), note_of(row)),
        names[row.asked_by], moment_of(row.asked_at),
        names[approval.checker_id] if approval.checker_id else None, row.posted_seq,
        bytes(approval.shown_digest).hex(),
        standing in (Standing.WAITING, Standing.MOVED) and not is_own and row.asked_by != actor.user_id
        and is_allowed(actor, Action.APPROVE, Target(book_id)), is_own)


def _read_approval(session: Session, row: Any) -> Any:
    """The approval of a waiver, with the day of the charge it is about."""
    return session.execute(
        select(*Approval.__table__.columns, t.entry.c.occurred_on)
        .join(t.entry, and_(t.entry.c.book_id == row.book_id, t.entry.c.seq == row.seq))
        .where(Approval.book_id == row.book_id, Approval.approval_id == row.approval_id)).one()


def _plan(session: Session, row: Any, *, on: date) -> LettingGo | None:
    """What would be posted; None where the book has moved on so far that it cannot be."""
    try:
        return plan_letting_go(session, wanted_of(row), on=on)
    except LedgerError:
        return None


def _standing(row: Any, approval: Any, plan: LettingGo | None, at: int) -> Standing:
    if row.posted_seq is not None:
        return Standing.POSTED
    if approval.state == "refused":
        return Standing.REFUSED
    if approval.state == "expired" or approval.expires_at <= at:
        return Standing.LATE
    shown = plan.shown(bytes(row.commitment)) if plan else {}
    return Standing.WAITING if digest_of(shown) == bytes(approval.shown_digest) else Standing.MOVED


def _borne_by(session: Session, row: Any, plan: LettingGo | None) -> Message | None:
    if plan is not None:
        return Message(BORNE_BY[plan.borne_by])
    if row.posted_seq is None:
        return None
    posted = journal_of(session, row.book_id).find_postings([(row.posted_seq, 1)])
    return Message(BORNE_BY[_BEARERS[posted[row.posted_seq, 1].debit.code]])


def _label(code: int) -> Message:
    return Message(DUES[next((due for due, income in INCOME.items() if income == code), None)])
