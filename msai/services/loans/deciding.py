"""One officer asks for a change of a running loan, with a reason, and another answers.

What she approves is posted in the transaction of her answer, once.  Nobody answers about her own loan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import balances
from ledgers.books import SealedNote, add_note
from ledgers.entries import Source, SourceKind
from ledgers.journal import Stamp
from ledgers.rules.lending import loan_account
from msai import audit
from msai.approvals import (
    Decide,
    Decision,
    RequestApproval,
    State,
    Subject,
    UseApproval,
    decide,
    request_approval,
    use_approval,
)
from msai.ids import uuid7
from msai.models.groups import Loan
from msai.models.loans import LoanAct
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import make_note
from msai.services.keys import book_key, journal_of
from msai.services.loans.acts import ActPlan, LoanChange, change_of, plan_act
from msai.services.loans.dates import require_past
from msai.services.loans.errors import LoanActWithoutReason, LoanMovedSince, OwnLoan
from msai.services.loans.on_sheets import keep_terms
from msai.services.meeting_records import NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAct:
    """Ask for a change; `reason` is for the other officer and for the member."""

    book_id: UUID
    loan_id: UUID
    act_id: UUID
    change: LoanChange
    reason: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAct:
    """The other officer's answer; `seen_digest` is of what her screen showed."""

    book_id: UUID
    act_id: UUID
    decision: Decision
    seen_digest: bytes
    at: int


def preview_act(
    session: Session, actor: Actor, book_id: UUID, loan_id: UUID, *, change: LoanChange,
) -> ActPlan:
    """What a change would post and agree; nothing is kept.

    Raises:
        NotPermitted: only officers change loans.
        LedgerError: as for `plan_act`.
    """
    require(actor, Action.LOAN_CHANGE, Target(book_id))
    return plan_act(session, book_id, loan_id=loan_id, change=change)


def ask_act(session: Session, actor: Actor, command: AskAct) -> ActPlan:
    """Put a change before another officer.

    Raises:
        LoanActWithoutReason: no words say why.
        LoanDayAhead, CycleClosed, LoanMovedSince: it cannot be on that day.
        AlreadyRequested: something about this loan waits for an answer already.
        LedgerError: as for `plan_act`.
    """
    book_id = command.book_id
    require(actor, Action.LOAN_CHANGE, Target(book_id))
    if not command.reason.strip():
        raise LoanActWithoutReason()
    journal_of(session, book_id).lock()
    require_past(session, book_id, command.change.on, at=command.at)
    plan = plan_act(session, book_id, loan_id=command.loan_id, change=command.change)
    _require_unmoved(session, book_id, plan)
    note = make_note(book_key(session, book_id), uuid7(command.at), command.reason.strip())
    add_note(session, book_id, note)
    approval_id = uuid7(command.at)
    request_approval(session, actor, RequestApproval(
        approval_id=approval_id, subject=_subject(book_id, command.loan_id),
        shown=plan.shown(note.commitment), at=command.at))
    session.execute(insert(LoanAct).values(
        book_id=book_id, act_id=command.act_id, loan_id=command.loan_id, kind=command.change.kind.value,
        body=command.change.text, note_id=note.note_id, approval_id=approval_id,
        asked_by=actor.user_id or NOBODY, asked_at=command.at, posted_seq=None))
    _note(session, actor, book_id, command.act_id, at=command.at)
    return plan


def answer_act(session: Session, actor: Actor, command: AnswerAct) -> State:
    """Answer as the other officer; what she approves is posted at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnLoan: it is about her own loan.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be done, as for `plan_act`.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = get_act(session, command.book_id, command.act_id)
    if actor.standings[command.book_id].member_id == _borrower(session, row):
        raise OwnLoan()
    state = decide(session, actor, Decide(
        book_id=command.book_id, approval_id=row.approval_id, decision=command.decision,
        seen_digest=command.seen_digest, at=command.at))
    if state is State.APPROVED:
        _carry_out(session, actor, command, row)
    return state


def get_act(session: Session, book_id: UUID, act_id: UUID) -> Row[Any]:
    """The row of a change.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    query = select(*LoanAct.__table__.columns).where(LoanAct.book_id == book_id, LoanAct.act_id == act_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def read_note(session: Session, book_id: UUID, note_id: UUID) -> SealedNote:
    """The reason of a change as it is kept, sealed."""
    row = session.execute(
        select(t.note).where(t.note.c.book_id == book_id, t.note.c.note_id == note_id)).one()
    return SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))


def _subject(book_id: UUID, loan_id: UUID) -> Subject:
    return Subject(book_id, Action.LOAN_CHANGE, f"loan:{loan_id}")


def _borrower(session: Session, row: Row[Any]) -> UUID | None:
    return session.scalar(
        select(Loan.member_id).where(Loan.book_id == row.book_id, Loan.loan_id == row.loan_id))


def _carry_out(session: Session, actor: Actor, command: AnswerAct, row: Row[Any]) -> None:
    plan = plan_act(session, row.book_id, loan_id=row.loan_id, change=change_of(row))
    require_past(session, row.book_id, plan.change.on, at=command.at)
    note = read_note(session, row.book_id, row.note_id)
    use_approval(session, actor, UseApproval(
        subject=_subject(row.book_id, row.loan_id), approval_id=row.approval_id,
        about_to_happen=plan.shown(note.commitment), at=command.at))
    _require_unmoved(session, row.book_id, plan)
    if plan.entry is not None:
        entry = replace(plan.entry, source=Source(SourceKind.LOAN, row.loan_id), note_id=row.note_id)
        posted = journal_of(session, row.book_id).post(
            entry, client_ref=f"loan:act:{row.act_id}", stamp=Stamp(row.asked_by, command.at, row.asked_at))
        session.execute(
            update(LoanAct).where(LoanAct.book_id == row.book_id, LoanAct.act_id == row.act_id)
            .values(posted_seq=posted.seq))
    if plan.terms is not None:
        versions = plan.standing.course.versions if plan.standing.course else ()
        keep_terms(session, row.book_id, {row.loan_id: plan.terms}, recorded_by=row.asked_by, at=command.at,
                   version=len(versions) + 1, days_late=plan.standing.days_past_due)
    _note(session, actor, row.book_id, row.act_id, at=command.at)


def _require_unmoved(session: Session, book_id: UUID, plan: ActPlan) -> None:
    """Nothing was recorded on the loan after the day of the change: it would be counted twice."""
    account = loan_account(plan.standing.loan, plan.standing.fund)
    now: Mapping[Any, int] = balances(session, book_id, codes=[account.code], holders=[plan.standing.loan_id])
    if now.get(account, 0) != plan.standing.left_minor:
        raise LoanMovedSince()


def _note(session: Session, actor: Actor, book_id: UUID, act_id: UUID, *, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.LOAN_CHANGE, subject=f"loan:{act_id}", at=at)
