"""Leaving takes two officers: one asks with the statement before her, another agrees to exactly that.

What was agreed is posted once, in the transaction of the answer; from that day she is not with the group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.entries import EntryKind, Source, SourceKind
from ledgers.journal import Draft, Stamp
from msai import audit
from msai.approvals import State, Subject
from msai.models.access import Membership
from msai.models.leaving import MemberExit
from msai.permissions import Action, Actor, Target, require
from msai.services.groups import mark_left
from msai.services.keys import journal_of
from msai.services.leaving.ending import end_sign_in
from msai.services.leaving.errors import OfficeFirst, OwnExit
from msai.services.leaving.payee import Payee, checked_payee, seal_payee
from msai.services.leaving.plan import Cause, ExitPlan, WantedExit, plan_exit
from msai.services.meeting_records import NOBODY
from msai.services.memberships import Role
from msai.services.two_officers import Answer, Question, answer, asked_row, put_before_another


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExit:
    """Ask for an exit; after a death `payee` says to whom her money is paid."""

    exit_id: UUID
    wanted: WantedExit
    today: date
    at: int
    payee: Payee | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerExit(Answer):
    """The second officer's answer."""

    exit_id: UUID
    today: date


def preview_exit(session: Session, actor: Actor, wanted: WantedExit, *, today: date) -> ExitPlan:
    """What an exit would post, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers settle an exit.
        OwnExit, OfficeFirst: it is the officer's own, or that of somebody who holds an office.
        LedgerError: as for `plan_exit`.
    """
    require(actor, Action.MEMBER_EXIT, Target(wanted.book_id))
    _require_others(session, actor, wanted)
    return plan_exit(session, wanted, today=today)


def ask_exit(session: Session, actor: Actor, command: AskExit) -> ExitPlan:
    """Put an exit before a second officer.

    Raises:
        PayeeMissing: she died, and nobody is named.
        AlreadyRequested: her exit waits for an answer already.
        LedgerError: as for `preview_exit`.
    """
    wanted = command.wanted
    require(actor, Action.MEMBER_EXIT, Target(wanted.book_id))
    journal_of(session, wanted.book_id).lock()
    plan = preview_exit(session, actor, wanted, today=command.today)
    sealed = _sealed_payee(session, command)
    approval_id = put_before_another(
        session, actor, _subject(wanted), shown=plan.shown(_mark(sealed)), at=command.at)
    session.execute(insert(MemberExit).values(
        book_id=wanted.book_id, exit_id=command.exit_id, member_id=wanted.member_id, cause=wanted.cause.value,
        left_on=wanted.on, tender=wanted.tender, payee_sealed=sealed, approval_id=approval_id,
        asked_by=actor.user_id or NOBODY, asked_at=command.at))
    _note(session, actor, wanted.book_id, command.exit_id, command.at)
    return plan


def answer_exit(session: Session, actor: Actor, command: AnswerExit) -> State:
    """Answer as the second officer; what she approves is posted at once and ends the membership.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnExit: it is her own.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be posted, as for `preview_exit`.
    """
    return answer(session, actor, command, _EXITS)


def get_exit(session: Session, book_id: UUID, exit_id: UUID) -> Row[Any]:
    """The row of an exit.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, MemberExit, book_id, exit_id=exit_id)


def wanted_of(row: Row[Any]) -> WantedExit:
    """What was asked for, as a value again."""
    return WantedExit(book_id=row.book_id, member_id=row.member_id, on=row.left_on, tender=row.tender,
                      cause=Cause(row.cause))


def shown_of(row: Row[Any], plan: ExitPlan) -> dict[str, Any]:
    """What the approval of an exit is bound to, worked out again."""
    return plan.shown(_mark(row.payee_sealed))


def context_of(exit_id: UUID) -> str:
    """Under which context the payee of an exit is sealed."""
    return f"exit:{exit_id}"


def _bars(_session: Session, actor: Actor, leaving: WantedExit | Row[Any]) -> None:
    if actor.standings[leaving.book_id].member_id == leaving.member_id:
        raise OwnExit()


def _require_others(session: Session, actor: Actor, wanted: WantedExit) -> None:
    _bars(session, actor, wanted)
    # A member may have two logins; the office is found by either.
    office = session.scalar(select(Membership.role).where(
        Membership.book_id == wanted.book_id, Membership.member_id == wanted.member_id,
        Membership.role.in_((Role.TREASURER.value, Role.SECOND_OFFICER.value))).limit(1))
    if office is not None:
        raise OfficeFirst()


def _sealed_payee(session: Session, command: AskExit) -> bytes | None:
    if command.wanted.cause is not Cause.DIED:
        return None
    return seal_payee(session, command.wanted.book_id, checked_payee(command.payee),
                      member_id=command.wanted.member_id, context=context_of(command.exit_id))


def _mark(sealed: bytes | None) -> bytes | None:
    """What the approval holds of the payee: whoever changes the sealed bytes is found out."""
    return sha256(sealed).digest() if sealed else None


def _subject(wanted: WantedExit) -> Subject:
    return Subject(wanted.book_id, Action.MEMBER_EXIT, f"member:{wanted.member_id}")


def _settle(session: Session, command: AnswerExit, row: Row[Any], plan: ExitPlan) -> None:
    posted_seq = _post(session, command, row, plan)
    session.execute(update(MemberExit).where(
        MemberExit.book_id == row.book_id, MemberExit.exit_id == row.exit_id).values(
            settled_at=command.at, posted_seq=posted_seq, value_before=_exact(plan.worth.value),
            value_after=_exact(plan.value_after)))
    mark_left(session, row.book_id, plan.member.number, on=row.left_on)
    end_sign_in(session, row.book_id, row.member_id, keeps_something=plan.keeps_something)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _post(session: Session, command: AnswerExit, row: Row[Any], plan: ExitPlan) -> int | None:
    """Post the entries of an exit; answers the number of the exit itself, None where there was nothing."""
    source = Source(SourceKind.MEMBER, row.exit_id)
    drafts = [Draft(entry.with_source(source), f"exit:{row.exit_id}:{entry.kind}") for entry in plan.entries]
    if not drafts:
        return None
    stamp = Stamp(row.asked_by, command.at, row.asked_at)
    posted = journal_of(session, row.book_id).post_all(drafts, stamp=stamp)
    return posted[-1].seq if plan.entries[-1].kind is EntryKind.EXIT else None


def _note(session: Session, actor: Actor, book_id: UUID, exit_id: UUID, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.MEMBER_EXIT, subject=f"exit:{exit_id}", at=at)


_EXITS: Question[AnswerExit, ExitPlan] = Question(
    find=lambda session, said: get_exit(session, said.book_id, said.exit_id), bars=_bars,
    plan=lambda session, said, row: plan_exit(session, wanted_of(row), today=said.today),
    binds=lambda _session, row, plan: (_subject(wanted_of(row)), shown_of(row, plan)),
    carry_out=_settle, noted=lambda said: f"exit:{said.exit_id}")
