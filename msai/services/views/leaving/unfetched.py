"""What the group owes its members, and what two officers decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import format_decimal
from msai.approvals import digest_of
from msai.messages import N_, Message
from msai.models.governance import Approval
from msai.models.leaving import DueSettlement
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.keys import book_key
from msai.services.leaving.settling import Becomes, plan_settlement, wanted_of
from msai.services.leaving.unfetched import DueToMember, is_old, list_due_to_members, total_minor
from msai.services.two_officers import read_reason
from msai.services.views.facts import read_group
from msai.services.views.form_fields import Option
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, fund_label, tender_labels
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll, recorder_name, tenders_of

BECOMES: Mapping[Becomes, str] = {
    Becomes.PAID: N_("It is paid to her"),
    Becomes.INCOME: N_("It becomes income of the fund"),
    Becomes.DONATION: N_("It is given to the fund, in her name"),
    Becomes.SOCIAL: N_("It is given to the social fund, in her name"),
    Becomes.TAKEN_BACK: N_("It is due to her again"),
}
OFFERED = tuple(kind for kind in Becomes if kind is not Becomes.TAKEN_BACK)
_NOWHERE: Option = ("", Message(N_("No money is moved")))


class Standing(StrEnum):
    """Where a decision stands, as its page says it."""

    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DueRow:
    """What one fund owes one member, since when its oldest part, and what that came from."""

    holder: UUID
    number: int
    name: Text
    fund: str
    fund_label: Text
    amount_minor: int
    since: date
    why: Text
    is_old: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision at a glance."""

    settlement_id: UUID
    name: Text
    label: Text
    amount_minor: int
    happens_on: date
    state: str


@dataclass(frozen=True, slots=True)
class UnfetchedView:
    """All that is due to members, or what nobody fetched for a year."""

    book_id: UUID
    group_name: str
    currency: str
    rows: tuple[DueRow, ...]
    total_minor: int
    shown_minor: int
    all_shown: bool
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong by field."""

    becomes: str = Becomes.PAID.value
    amount: str = ""
    tender: str = ""
    words: str = ""
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SettleForm:
    """The form on which an officer asks what becomes of money due to a member."""

    book_id: UUID
    group_name: str
    currency: str
    row: DueRow
    old_minor: int
    places: tuple[Option, ...]
    kinds: tuple[Option, ...]
    typed: Typed


@dataclass(frozen=True, slots=True)
class SettlementView:
    """A decision with everything both officers see of it."""

    book_id: UUID
    group_name: str
    currency: str
    settlement_id: UUID
    holder: UUID
    number: int
    name: Text
    fund: str
    fund_label: Text
    becomes: Becomes
    label: Text
    amount_minor: int
    place: Text | None
    happens_on: date
    words: str | None
    standing: Standing
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    seen: str
    may_answer: bool
    may_take_back: bool
    problem: tuple[str, Mapping[str, Any]] | None


def show_unfetched(
    session: Session, actor: Actor, book_id: UUID, *, today: date, whole: bool,
) -> UnfetchedView:
    """What the group owes its members; `whole` lists what is younger than a year too.

    Raises:
        NotFound, NotPermitted: only officers see what is due to everybody.
    """
    require(actor, Action.DUE_SETTLE, Target(book_id))
    facts = read_group(session, book_id)
    names = {holder: person.name for holder, person in read_roll(session, book_id).items()}
    dues = list_due_to_members(session, book_id, on=today)
    rows = tuple(_row(due, names, today) for due in dues)
    shown = rows if whole else tuple(row for row in rows if row.is_old)
    return UnfetchedView(
        book_id, facts.name, facts.currency, shown, total_minor(dues),
        sum(row.amount_minor for row in shown), whole, _decisions(session, book_id, names))


def draw_settle_form(
    session: Session, actor: Actor, target: Target, *, fund: str, typed: Typed, today: date,
) -> SettleForm:
    """The form about what one fund owes the member that `target` names.

    Raises:
        NotFound: nothing is due to her there.
    """
    require(actor, Action.DUE_SETTLE, Target(target.book_id))
    if target.book_id is None or target.holder is None:
        raise NotFound()
    facts = read_group(session, target.book_id)
    found = list_due_to_members(session, target.book_id, on=today, member_id=target.holder)
    due = next((due for due in found if due.fund == fund), None)
    if due is None:
        raise NotFound()
    names = {holder: person.name for holder, person in read_roll(session, target.book_id).items()}
    places = tender_labels(tenders_of(session, target.book_id))
    all_of_it = format_decimal(due.amount_minor, facts.currency)
    filled = replace(typed, amount=typed.amount or all_of_it)
    return SettleForm(
        target.book_id, facts.name, facts.currency, _row(due, names, today), due.old_minor(today),
        (_NOWHERE, *places.items()), tuple((kind.value, Message(BECOMES[kind])) for kind in OFFERED), filled)


def show_settlement(
    session: Session, actor: Actor, book_id: UUID, *, settlement_id: UUID, at: int,
) -> SettlementView:
    """One decision as an officer sees it.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    require(actor, Action.DUE_SETTLE, Target(book_id))
    row = _read(session, book_id, settlement_id)
    facts, person = read_group(session, book_id), read_roll(session, book_id)[row.member_id]
    standing, problem = _standing(session, row, at)
    places = tender_labels(tenders_of(session, book_id))
    becomes = Becomes(row.becomes)
    return SettlementView(
        book_id, facts.name, facts.currency, settlement_id, row.member_id, person.number, person.name,
        row.fund, fund_label(row.fund), becomes, Message(BECOMES[becomes]), row.amount_minor,
        places.get(row.tender or ""), row.happens_on, _words(session, row), standing,
        recorder_name(session, row.asked_by), moment_of(row.asked_at),
        recorder_name(session, row.checker_id) if row.checker_id else None,
        row.posted_seq, bytes(row.shown_digest).hex(),
        standing in (Standing.WAITING, Standing.MOVED) and _is_another(actor, row),
        standing is Standing.POSTED and becomes in (Becomes.INCOME, Becomes.DONATION, Becomes.SOCIAL)
        and not _was_taken_back(session, row), problem)


def _row(due: DueToMember, names: Mapping[UUID, Text], today: date) -> DueRow:
    oldest = due.parts[0]
    return DueRow(
        due.member.id, due.number, names[due.member.id], due.fund, fund_label(due.fund), due.amount_minor,
        oldest.since, entry_label(oldest.kind), is_old(oldest.since, today))


def _decisions(session: Session, book_id: UUID, names: Mapping[UUID, Text]) -> tuple[DecisionRow, ...]:
    rows = session.execute(
        select(DueSettlement.settlement_id, DueSettlement.member_id, DueSettlement.becomes,
               DueSettlement.amount_minor, DueSettlement.happens_on, DueSettlement.posted_seq, Approval.state)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == DueSettlement.approval_id))
        .where(DueSettlement.book_id == book_id).order_by(DueSettlement.asked_at.desc()).limit(30))
    return tuple(
        DecisionRow(row.settlement_id, names[row.member_id], Message(BECOMES[Becomes(row.becomes)]),
                    row.amount_minor, row.happens_on, "posted" if row.posted_seq else row.state)
        for row in rows)


def _read(session: Session, book_id: UUID, settlement_id: UUID) -> Any:
    row = session.execute(
        select(*DueSettlement.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == DueSettlement.approval_id))
        .where(DueSettlement.book_id == book_id, DueSettlement.settlement_id == settlement_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _standing(
    session: Session, row: Row[Any], at: int,
) -> tuple[Standing, tuple[str, Mapping[str, Any]] | None]:
    if row.posted_seq is not None:
        return Standing.POSTED, None
    if row.state == "refused":
        return Standing.REFUSED, None
    if row.state == "expired" or row.expires_at <= at:
        return Standing.LATE, None
    try:
        plan = plan_settlement(session, wanted_of(row))
    except LedgerError as error:
        return Standing.MOVED, (error.code, error.params)
    is_as_asked = digest_of(plan.shown(row.note_id)) == bytes(row.shown_digest)
    return Standing.WAITING if is_as_asked else Standing.MOVED, None


def _words(session: Session, row: Row[Any]) -> str | None:
    if row.note_id is None:
        return None
    return read_note(book_key(session, row.book_id), read_reason(session, row.book_id, row.note_id))


def _is_another(actor: Actor, row: Row[Any]) -> bool:
    own = actor.standings[row.book_id].member_id == row.member_id
    may = is_allowed(actor, Action.APPROVE, Target(row.book_id))
    return may and not own and row.asked_by != actor.user_id


def _was_taken_back(session: Session, row: Row[Any]) -> bool:
    return session.scalar(select(DueSettlement.settlement_id).where(
        DueSettlement.book_id == row.book_id, DueSettlement.of_id == row.settlement_id,
        DueSettlement.posted_seq.is_not(None)).limit(1)) is not None
