"""Taking somebody into a group that has begun, or back into it, with what she pays by its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from msai import audit
from msai.ids import uuid7
from msai.models.groups import Member
from msai.models.leaving import LateEntry, MemberAbsence, MemberExit
from msai.names import checked_name
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.groups import NewMember, add_members
from msai.services.holders import member_holder
from msai.services.joining.entry import EntryPlan, plan_entry
from msai.services.joining.errors import JoinedOnNoSuchDay, NobodyComesBack
from msai.services.keys import journal_of
from msai.services.leaving.errors import NotLeft
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinGroup:
    """Somebody joins; `bought` is how many shares she buys where the rule lets her choose."""

    book_id: UUID
    name: str
    joined_on: date
    today: date
    at: int
    bought: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """A member who left comes back under her old number."""

    book_id: UUID
    member_id: UUID
    came_back_on: date
    today: date
    at: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Who was taken in, and what she is to pay; None where she begins like everybody."""

    member_id: UUID
    late_entry_id: UUID | None


def join_group(session: Session, actor: Actor, command: JoinGroup) -> Joined:
    """Take somebody in under the next number; what she pays by the rule of the day waits for her.

    Raises:
        NotPermitted: the actor may not change who belongs.
        JoinedOnNoSuchDay, CycleClosed: nobody joins on that day.
        LateEntryCount, NameMissing and its kin: she cannot be taken in like this.
    """
    require(actor, Action.MEMBER_CHANGE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    _require_day(session, command.book_id, command.joined_on, command.today)
    last = session.scalar(select(func.max(Member.number)).where(Member.book_id == command.book_id)) or 0
    who = member_holder(command.book_id, last + 1)
    plan = plan_entry(session, command.book_id, command.joined_on, bought=command.bought)
    add_members(session, actor, command.book_id, [
        NewMember(number=last + 1, name=checked_name(command.name), joined_on=command.joined_on)])
    entry = _keep_entry(session, actor, plan, book_id=command.book_id, member_id=who.id, on=command.joined_on,
                        at=command.at)
    _note(session, actor, command.book_id, who.id, command.at)
    return Joined(who.id, entry)


def come_back(session: Session, actor: Actor, command: ComeBack) -> Joined:
    """Take a member back who left: her number, her passbook and what is left in it were hers all the time.

    Raises:
        NotFound: there is no such member.
        NotLeft, NobodyComesBack: she is with the group, or has died.
        JoinedOnNoSuchDay, CycleClosed: nobody comes back on that day.
    """
    require(actor, Action.MEMBER_CHANGE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    _require_day(session, command.book_id, command.came_back_on, command.today)
    left_on = _left_on(session, command)
    plan = plan_entry(session, command.book_id, command.came_back_on, without=command.member_id)
    session.execute(insert(MemberAbsence).values(
        book_id=command.book_id, member_id=command.member_id, left_on=left_on,
        came_back_on=command.came_back_on, recorded_by=actor.user_id or NOBODY, recorded_at=command.at))
    session.execute(update(Member).where(
        Member.book_id == command.book_id, Member.member_id == command.member_id).values(left_on=None))
    # What she did not pay before she left fell away with her leaving; she pays by the rule of today.
    session.execute(update(LateEntry).where(
        LateEntry.book_id == command.book_id, LateEntry.member_id == command.member_id,
        LateEntry.settled_at.is_(None)).values(settled_at=command.at))
    entry = _keep_entry(session, actor, plan, book_id=command.book_id, member_id=command.member_id,
                        on=command.came_back_on, at=command.at)
    _note(session, actor, command.book_id, command.member_id, command.at)
    return Joined(command.member_id, entry)


def keep_entries(
    session: Session, actor: Actor, book_id: UUID, *, numbers: Sequence[int], on: date, at: int,
) -> None:
    """Note what those pay who join at a meeting; a record of the past says itself what was paid."""
    require(actor, Action.MEETING_RECORD, Target(book_id))
    if actor.system or not numbers:
        return
    plan = plan_entry(session, book_id, on)
    for number in numbers:
        _keep_entry(session, actor, plan, book_id=book_id, member_id=member_holder(book_id, number).id, on=on,
                    at=at)


def _left_on(session: Session, command: ComeBack) -> date:
    row = session.execute(select(Member.left_on).where(
        Member.book_id == command.book_id, Member.member_id == command.member_id)).one_or_none()
    if row is None:
        raise NotFound()
    if row.left_on is None:
        raise NotLeft()
    if command.came_back_on < row.left_on:
        raise JoinedOnNoSuchDay(date=command.came_back_on)
    if _has_died(session, command):
        raise NobodyComesBack()
    left_on: date = row.left_on
    return left_on


def _has_died(session: Session, command: ComeBack) -> bool:
    return session.scalar(select(MemberExit.exit_id).where(
        MemberExit.book_id == command.book_id, MemberExit.member_id == command.member_id,
        MemberExit.cause == "died", MemberExit.settled_at.is_not(None))) is not None


def _require_day(session: Session, book_id: UUID, on: date, today: date) -> None:
    if on > today:
        raise JoinedOnNoSuchDay(date=on)
    get_open(session, book_id, on=on)


def _keep_entry(
    session: Session, actor: Actor, plan: EntryPlan | None, *, book_id: UUID, member_id: UUID, on: date,
    at: int,
) -> UUID | None:
    if plan is None:
        return None
    entry_id = uuid7(at)
    session.execute(insert(LateEntry).values(
        book_id=book_id, late_entry_id=entry_id, member_id=member_id, policy=plan.rule.policy, joined_on=on,
        bought=plan.bought, shares=plan.shares, savings_minor=plan.pays.savings_minor,
        fee_minor=plan.pays.fee_minor, tender=None, recorded_by=actor.user_id or NOBODY, recorded_at=at))
    return entry_id


def _note(session: Session, actor: Actor, book_id: UUID, member_id: UUID, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.MEMBER_CHANGE, subject=f"member:{member_id}",
                 at=at)
