"""Closing a cycle takes two people: one officer asks with everything decided, another answers.

What she approves is posted in the transaction of her answer: charges raised, income and costs closed, every
member's part taken, the cycle over and the next one open. Where anything was posted since it was asked for,
nothing is posted, and it has to be looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL
from ledgers.cycles import close_cycle, open_cycle, share_out_cycle
from ledgers.entries import Source, SourceKind
from ledgers.journal import Draft, Stamp
from ledgers.rules.dues import Charge
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
from msai.models.share_out import ShareOutRow
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import book_key, journal_of
from msai.services.loans.standing import charges_to_raise, list_standings
from msai.services.meeting_records import NOBODY
from msai.services.share_out.book import CycleBook, read_book, read_open_cycle
from msai.services.share_out.decisions import Basis, Decisions, as_text, from_text
from msai.services.share_out.plan import Plan, Step, make_plan
from msai.services.share_out.ready import require_day, require_ready

SEALED_AS = "share_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskShareOut:
    """Ask for the cycle to be closed by what was decided; `today` is the day on which it is asked."""

    book_id: UUID
    share_out_id: UUID
    decided: Decisions
    today: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShareOut:
    """The second officer's answer; `seen_digest` is of what her screen showed."""

    book_id: UUID
    share_out_id: UUID
    decision: Decision
    seen_digest: bytes
    today: date
    at: int


def preview_share_out(
    session: Session, actor: Actor, book_id: UUID, *, decided: Decisions, today: date, at: int,
) -> Plan:
    """What would be posted, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers close cycles.
        NoOpenCycle, NotReady, EndsTooEarly, EndsInTheFuture: it cannot be closed, or not on that day.
        LedgerError: as for `make_plan`.
    """
    require(actor, Action.CYCLE_CLOSE, Target(book_id))
    return plan_share_out(session, book_id, decided=decided, today=today, at=at)


def plan_share_out(session: Session, book_id: UUID, *, decided: Decisions, today: date, at: int) -> Plan:
    """The share-out of the open cycle as the book stands now.

    Raises:
        LedgerError: as for `preview_share_out`.
    """
    cycle = read_open_cycle(session, book_id)
    book = read_book(session, cycle, by_days=decided.basis is Basis.SAVINGS_DAYS)
    require_ready(session, book, at=at)
    require_day(session, book, decided.ended_on, today=today)
    return make_plan(book, decided, charges=_charges(session, book, decided.ended_on))


def ask_share_out(session: Session, actor: Actor, command: AskShareOut) -> Plan:
    """Put a share-out before a second officer.

    Raises:
        AlreadyRequested: the close of this cycle waits for an answer already.
        LedgerError: as for `preview_share_out`.
    """
    book_id = command.book_id
    require(actor, Action.CYCLE_CLOSE, Target(book_id))
    head = journal_of(session, book_id).lock()
    plan = plan_share_out(
        session, book_id, decided=command.decided, today=command.today, at=command.at)
    approval_id, cycle_no = uuid7(command.at), plan.book.cycle.cycle_no
    request_approval(session, actor, RequestApproval(
        approval_id=approval_id, subject=subject_of(book_id, cycle_no), shown=plan.shown(head.last_hash),
        at=command.at))
    session.execute(insert(ShareOutRow).values(
        book_id=book_id, share_out_id=command.share_out_id, cycle_no=cycle_no,
        ended_on=command.decided.ended_on, approval_id=approval_id, asked_by=actor.user_id or NOBODY,
        decisions_sealed=book_key(session, book_id).seal(as_text(command.decided), SEALED_AS),
        asked_at=command.at, from_seq=None, posted_seq=None))
    _note(session, actor, command)
    return plan


def answer_share_out(session: Session, actor: Actor, command: AnswerShareOut) -> State:
    """Answer as the second officer; what she approves is posted at once, and the next cycle is open.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or something was posted since it was asked for.
        LedgerError: it can no longer be posted, as for `preview_share_out`.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = get_share_out(session, command.book_id, command.share_out_id)
    state = decide(session, actor, Decide(
        book_id=command.book_id, approval_id=row.approval_id, decision=command.decision,
        seen_digest=command.seen_digest, at=command.at))
    if state is State.APPROVED:
        _post(session, actor, command, row)
        _note(session, actor, command)
    return state


def get_share_out(session: Session, book_id: UUID, share_out_id: UUID) -> Row[Any]:
    """The row of a share-out.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    query = select(*ShareOutRow.__table__.columns).where(
        ShareOutRow.book_id == book_id, ShareOutRow.share_out_id == share_out_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def decisions_of(session: Session, row: Row[Any]) -> Decisions:
    """What was decided, as a value again."""
    return from_text(book_key(session, row.book_id).open(bytes(row.decisions_sealed), SEALED_AS))


def subject_of(book_id: UUID, cycle_no: int) -> Subject:
    """What the approval is about: the close of this cycle."""
    return Subject(book_id, Action.CYCLE_CLOSE, f"cycle:{cycle_no}")


def reference_of(share_out_id: UUID, step: Step) -> str:
    """The reference under which a step of a share-out is posted."""
    return f"{SourceKind.CYCLE}:{share_out_id}:{step}"


def _charges(session: Session, book: CycleBook, on: date) -> tuple[Charge, ...]:
    """Interest to be raised to the day, in the funds that end with the cycle."""
    charges = charges_to_raise(list_standings(session, book.book_id, on=on))
    return tuple(charge for charge in charges if charge.fund in (SAVINGS, SOCIAL))


def _post(session: Session, actor: Actor, command: AnswerShareOut, row: Row[Any]) -> None:
    book_id, journal = command.book_id, journal_of(session, command.book_id)
    plan = plan_share_out(session, book_id, decided=decisions_of(session, row), today=command.today,
                          at=command.at)
    use_approval(session, actor, UseApproval(
        subject=subject_of(book_id, row.cycle_no), approval_id=row.approval_id,
        about_to_happen=plan.shown(journal.lock().last_hash), at=command.at))
    source = Source(SourceKind.CYCLE, row.share_out_id)
    posted = journal.post_all(
        [Draft(entry.with_source(source), reference_of(row.share_out_id, step))
         for step, entry in plan.entries.items()],
        stamp=Stamp(row.asked_by, command.at, row.asked_at))
    seqs = {step: one.seq for step, one in zip(plan.entries, posted, strict=True)}
    session.execute(
        update(ShareOutRow)
        .where(ShareOutRow.book_id == book_id, ShareOutRow.share_out_id == row.share_out_id)
        .values(from_seq=min(seq for step, seq in seqs.items() if step is not Step.RAISED),
                posted_seq=seqs[Step.SHARED]))
    _turn(session, plan)


def _turn(session: Session, plan: Plan) -> None:
    """The cycle is over, and the next one begins on the day after."""
    cycle, ended_on = plan.book.cycle, plan.decided.ended_on
    close_cycle(session, cycle.book_id, cycle_no=cycle.cycle_no, closed_on=ended_on)
    share_out_cycle(session, cycle.book_id, cycle_no=cycle.cycle_no)
    open_cycle(session, cycle.book_id, cycle_no=cycle.cycle_no + 1, opened_on=ended_on + timedelta(days=1))


def _note(session: Session, actor: Actor, command: AskShareOut | AnswerShareOut) -> None:
    audit.record(session, actor, book_id=command.book_id, action=Action.CYCLE_CLOSE,
                 subject=f"share_out:{command.share_out_id}", at=command.at)
