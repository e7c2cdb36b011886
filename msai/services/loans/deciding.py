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

from ledgers.balances import balances
from ledgers.entries import Source, SourceKind
from ledgers.journal import Stamp
from ledgers.rules.lending import loan_account
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.groups import Loan
from msai.models.loans import LoanAct
from msai.permissions import Action, Actor, Target, require
from msai.services.keys import journal_of
from msai.services.loans.acts import ActPlan, LoanChange, change_of, plan_act
from msai.services.loans.agreed import last_version
from msai.services.loans.dates import require_past
from msai.services.loans.errors import LoanActWithoutReason, LoanMovedSince, OwnLoan
from msai.services.loans.on_sheets import keep_terms
from msai.services.meeting_records import NOBODY
from msai.services.two_officers import (
    Answer,
    Question,
    answer,
    asked_row,
    keep_reason,
    put_before_another,
    read_reason,
)


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
class AnswerAct(Answer):
    """The other officer's answer."""

    act_id: UUID


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
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = put_before_another(
        session, actor, _subject(book_id, command.loan_id), shown=plan.shown(note.commitment), at=command.at)
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
    return answer(session, actor, command, _ACTS)


def get_act(session: Session, book_id: UUID, act_id: UUID) -> Row[Any]:
    """The row of a change.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, LoanAct, book_id, act_id=act_id)


def _subject(book_id: UUID, loan_id: UUID) -> Subject:
    return Subject(book_id, Action.LOAN_CHANGE, f"loan:{loan_id}")


def _bars(session: Session, actor: Actor, row: Row[Any]) -> None:
    borrower = session.scalar(
        select(Loan.member_id).where(Loan.book_id == row.book_id, Loan.loan_id == row.loan_id))
    if actor.standings[row.book_id].member_id == borrower:
        raise OwnLoan()


def _plan(session: Session, command: AnswerAct, row: Row[Any]) -> ActPlan:
    plan = plan_act(session, row.book_id, loan_id=row.loan_id, change=change_of(row))
    require_past(session, row.book_id, plan.change.on, at=command.at)
    return plan


def _binds(session: Session, row: Row[Any], plan: ActPlan) -> tuple[Subject, Shown]:
    note = read_reason(session, row.book_id, row.note_id)
    return _subject(row.book_id, row.loan_id), plan.shown(note.commitment)


def _carry_out(session: Session, command: AnswerAct, row: Row[Any], plan: ActPlan) -> None:
    _require_unmoved(session, row.book_id, plan)
    if plan.entry is not None:
        entry = replace(plan.entry, source=Source(SourceKind.LOAN, row.loan_id), note_id=row.note_id)
        posted = journal_of(session, row.book_id).post(
            entry, client_ref=f"loan:act:{row.act_id}", stamp=Stamp(row.asked_by, command.at, row.asked_at))
        session.execute(
            update(LoanAct).where(LoanAct.book_id == row.book_id, LoanAct.act_id == row.act_id)
            .values(posted_seq=posted.seq))
    if plan.terms is not None:
        keep_terms(session, row.book_id, {row.loan_id: plan.terms}, recorded_by=row.asked_by, at=command.at,
                   version=last_version(session, row.book_id, row.loan_id) + 1,
                   days_late=plan.standing.days_past_due)


_ACTS: Question[AnswerAct, ActPlan] = Question(
    find=lambda session, said: get_act(session, said.book_id, said.act_id), bars=_bars, plan=_plan,
    binds=_binds, carry_out=_carry_out, noted=lambda said: f"loan:{said.act_id}")


def _require_unmoved(session: Session, book_id: UUID, plan: ActPlan) -> None:
    """Nothing was recorded on the loan after the day of the change: it would be counted twice."""
    account = loan_account(plan.standing.loan, plan.standing.fund)
    now: Mapping[Any, int] = balances(session, book_id, codes=[account.code], holders=[plan.standing.loan_id])
    if now.get(account, 0) != plan.standing.left_minor:
        raise LoanMovedSince()


def _note(session: Session, actor: Actor, book_id: UUID, act_id: UUID, *, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.LOAN_CHANGE, subject=f"loan:{act_id}", at=at)
