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
from msai.models.governance import Approval, Waiver
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.dues.letting_go import LettingGo, find_open_charge, plan_letting_go
from msai.services.dues.waiving import note_of, wanted_of
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
    row = _read(session, book_id, waiver_id)
    facts, roll = read_group(session, book_id), read_roll(session, book_id)
    plan = _plan(session, row, on=today) if row.state == "pending" else None
    standing = _standing(row, plan, at)
    names = names_of(session, [row.asked_by, row.checker_id])
    me = actor.standings.get(book_id)
    is_own = me is not None and me.member_id == row.member_id
    return WaiverView(
        book_id, facts.name, facts.currency, waiver_id, standing, roll[row.member_id].name, row.member_id,
        _label(row.code), read_words(session, book_id, [row.seq]).get(row.seq),
        row.occurred_on, row.seq, row.amount_minor, plan.part.left_minor if plan else None,
        _borne_by(session, row, plan), read_note(book_key(session, book_id), note_of(row)),
        names[row.asked_by], moment_of(row.asked_at),
        names[row.checker_id] if row.checker_id else None, row.posted_seq, bytes(row.shown_digest).hex(),
        standing in (Standing.WAITING, Standing.MOVED) and not is_own and row.asked_by != actor.user_id
        and is_allowed(actor, Action.APPROVE, Target(book_id)), is_own)


def _read(session: Session, book_id: UUID, waiver_id: UUID) -> Any:
    """The waiver with its reason and its approval, and the day and the income of the charge it is about."""
    charged = and_(t.posting.c.book_id == book_id, t.posting.c.seq == Waiver.seq,
                   t.posting.c.line == Waiver.line)
    query = (
        select(*Waiver.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest, t.entry.c.occurred_on, t.account.c.code, t.note.c.salt,
               t.note.c.sealed_text, t.note.c.commitment)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Waiver.approval_id))
        .join(t.note, and_(t.note.c.book_id == book_id, t.note.c.note_id == Waiver.note_id))
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == Waiver.seq))
        .join(t.posting, charged)
        .join(t.account, and_(t.account.c.book_id == book_id, t.account.c.fund == t.posting.c.fund,
                              t.account.c.account_no == t.posting.c.credit_no))
        .where(Waiver.book_id == book_id, Waiver.waiver_id == waiver_id))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _plan(session: Session, row: Any, *, on: date) -> LettingGo | None:
    """What would be posted; None where the book has moved on so far that it cannot be."""
    try:
        return plan_letting_go(session, wanted_of(row), on=on)
    except LedgerError:
        return None


def _standing(row: Any, plan: LettingGo | None, at: int) -> Standing:
    if row.posted_seq is not None:
        return Standing.POSTED
    if row.state == "refused":
        return Standing.REFUSED
    if row.state == "expired" or row.expires_at <= at:
        return Standing.LATE
    shown = plan.shown(bytes(row.commitment)) if plan else {}
    return Standing.WAITING if digest_of(shown) == bytes(row.shown_digest) else Standing.MOVED


def _borne_by(session: Session, row: Any, plan: LettingGo | None) -> Message | None:
    if plan is not None:
        return Message(BORNE_BY[plan.borne_by])
    if row.posted_seq is None:
        return None
    posted = journal_of(session, row.book_id).find_postings([(row.posted_seq, 1)])
    return Message(BORNE_BY[_BEARERS[posted[row.posted_seq, 1].debit.code]])


def _label(code: int) -> Message:
    return Message(DUES[next((due for due, income in INCOME.items() if income == code), None)])
