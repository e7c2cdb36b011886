"""One page for everything that waits for an officer's answer: hers first, then that of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, TENDER_CODES
from ledgers.balances import balances
from ledgers.entries import EntryKind
from msai.models.groups import Meeting
from msai.permissions import Action, Actor, Target, require
from msai.services.two_officers.waiting import Kind, Waiting, list_waiting
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll
from msai.services.views.stakes.listing import list_unrated
from msai.services.views.waiting.words import Known, PaidAt, amount_of, say_waiting


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits: what, whose, how much (minor units), who asked (nobody: it was told), when."""

    thing: Waiting
    title: Text
    detail: Text | None
    whose: Text | None
    amount_minor: int | None
    asked_by: Text | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingView:
    """All that waits in a group, for whom, and what nobody answered in time; the oldest first."""

    book_id: UUID
    group_name: str
    currency: str
    yours: tuple[WaitingRow, ...]
    others: tuple[WaitingRow, ...]
    late: tuple[WaitingRow, ...]


def show_waiting(session: Session, actor: Actor, book_id: UUID, *, at: int) -> WaitingView:
    """Everything that waits for an officer's answer in a group.

    Raises:
        NotFound, NotPermitted: only officers answer, and only they see what waits.
    """
    require(actor, Action.APPROVE, Target(book_id))
    facts = read_group(session, book_id)
    waiting = list_waiting(session, actor, book_id, at=at)
    rows = _rows(session, book_id, waiting, facts.currency)
    return WaitingView(
        book_id, facts.name, facts.currency, tuple(row for row in rows if row.thing.may_answer),
        tuple(row for row in rows if not row.thing.may_answer and not row.thing.is_late),
        tuple(row for row in rows if row.thing.is_late))


def _rows(
    session: Session, book_id: UUID, waiting: Iterable[Waiting], currency: str,
) -> list[WaitingRow]:
    names: dict[UUID, Text] = {one.holder: one.name for one in read_roll(session, book_id).values()}
    guests = [one.subject_id for one in waiting if one.kind is Kind.PLACE]
    speakers = names_of(session, [*(one.asked_by for one in waiting if one.asked_by), *guests])
    unrated = list_unrated(session, book_id) if any(one.kind is Kind.RATE for one in waiting) else ()
    known = Known(currency, _meetings(session, book_id, waiting), _saved(session, book_id, waiting),
                  {one.notice_id: one for one in unrated})
    return [_row(one, names, speakers, known) for one in waiting]


def _row(
    one: Waiting, names: Mapping[UUID, Text], speakers: Mapping[UUID, Text], known: Known,
) -> WaitingRow:
    said = say_waiting(one, known)
    whose = names.get(one.member_id) if one.member_id else None
    if one.kind is Kind.PLACE and one.subject_id:
        whose = speakers[one.subject_id]
    return WaitingRow(one, said.title, said.detail, whose, amount_of(one, known),
                      speakers[one.asked_by] if one.asked_by else None, moment_of(one.asked_at))


_PAID_TO_MEMBERS = (
    EntryKind.LOAN_ISSUED, EntryKind.SOCIAL_GRANT, EntryKind.WITHDRAWAL, EntryKind.PAYOUT,
    EntryKind.UNITS_REDEEMED)


def _meetings(session: Session, book_id: UUID, waiting: Iterable[Waiting]) -> dict[UUID, PaidAt]:
    """The days of the meetings whose pay-outs wait, with what they paid to members in all."""
    wanted = [one.subject_id for one in waiting if one.kind is Kind.PAY_OUTS]
    if not wanted:
        return {}
    credit = t.account.c
    is_paid = and_(credit.code.in_(TENDER_CODES),
                   t.entry.c.kind.in_([kind.value for kind in _PAID_TO_MEMBERS]))
    found = session.execute(
        select(Meeting.meeting_id, Meeting.held_on,
               func.sum(case((is_paid, t.posting.c.amount_minor), else_=0)).label("minor"))
        .join(t.entry, and_(t.entry.c.book_id == book_id,
                            t.entry.c.seq.between(Meeting.first_seq, Meeting.last_seq)))
        .join(t.posting, and_(t.posting.c.book_id == book_id, t.posting.c.seq == t.entry.c.seq))
        .join(t.account, and_(credit.book_id == book_id, credit.account_no == t.posting.c.credit_no))
        .where(Meeting.book_id == book_id, Meeting.meeting_id.in_(wanted))
        .group_by(Meeting.meeting_id, Meeting.held_on))
    return {row.meeting_id: PaidAt(row.held_on, int(row.minor)) for row in found}


def _saved(session: Session, book_id: UUID, waiting: Iterable[Waiting]) -> dict[UUID, int]:
    """What members have saved, by their ids, where somebody leaves or a cycle is to be shared out."""
    if not any(one.kind in (Kind.EXIT, Kind.SHARE_OUT) for one in waiting):
        return {}
    found = balances(session, book_id, codes=[3100], funds=[SAVINGS])
    return {account.holder.id: -minor for account, minor in found.items() if account.holder}
