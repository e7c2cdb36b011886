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

from sqlalchemy import Row, insert, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL
from ledgers.cycles import close_cycle, open_cycle, share_out_cycle
from ledgers.entries import Source, SourceKind
from ledgers.journal import Draft, Stamp
from ledgers.rules.dues import Charge
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.share_out import ShareOutRow
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.regular import require_fees_raised
from msai.services.group_books import load_group
from msai.services.keys import book_key, journal_of
from msai.services.loans.agreed import read_loans
from msai.services.loans.charged import DEBT
from msai.services.loans.standing import charges_to_raise, stand_with_dues
from msai.services.meeting_records import NOBODY
from msai.services.share_out.book import CycleBook, read_book, read_open_cycle
from msai.services.share_out.decisions import Basis, Decisions, as_text, from_text
from msai.services.share_out.plan import Plan, Step, make_plan
from msai.services.share_out.ready import read_papers, require_day, require_ready
from msai.services.two_officers import Answer, Question, answer, asked_row, put_before_another

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
class AnswerShareOut(Answer):
    """The second officer's answer."""

    share_out_id: UUID
    today: date


def preview_share_out(
    session: Session, actor: Actor, book_id: UUID, *, decided: Decisions, today: date, at: int,
) -> Plan:
    """What would be posted, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers close cycles.
        NoOpenCycle, NotReady, EndsTooEarly, EndsInTheFuture: it cannot be closed, or not on that day.
        FeesNotRaised: fees by rule fell due by then and are not in the book.
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
    papers = read_papers(session, book, at=at)
    require_ready(book, papers)
    require_day(book, papers, decided.ended_on, today=today)
    if papers.fee_rules:
        require_fees_raised(session, load_group(session, book_id, decided.ended_on), on=decided.ended_on)
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
    cycle_no = plan.book.cycle.cycle_no
    approval_id = put_before_another(
        session, actor, subject_of(book_id, cycle_no), shown=plan.shown(head.last_hash), at=command.at)
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
    return answer(session, actor, command, _SHARE_OUTS)


def get_share_out(session: Session, book_id: UUID, share_out_id: UUID) -> Row[Any]:
    """The row of a share-out.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, ShareOutRow, book_id, share_out_id=share_out_id)


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
    """Interest to be raised to the day, in the funds that end with the cycle.

    In these funds nothing was recorded after that day, so what is owed now is what was owed then.
    """
    out = [account.holder.id for account in book.balances if account.code == DEBT and account.holder]
    loans = read_loans(session, book.book_id, loans=out) if out else ()
    charges = charges_to_raise(stand_with_dues(session, book.book_id, loans, book.balances, on=on)[0])
    return tuple(charge for charge in charges if charge.fund in (SAVINGS, SOCIAL))


def _plan(session: Session, command: AnswerShareOut, row: Row[Any]) -> Plan:
    return plan_share_out(session, command.book_id, decided=decisions_of(session, row), today=command.today,
                          at=command.at)


def _binds(session: Session, row: Row[Any], plan: Plan) -> tuple[Subject, Shown]:
    head = journal_of(session, row.book_id).lock()
    return subject_of(row.book_id, row.cycle_no), plan.shown(head.last_hash)


def _post(session: Session, command: AnswerShareOut, row: Row[Any], plan: Plan) -> None:
    book_id, source = command.book_id, Source(SourceKind.CYCLE, row.share_out_id)
    posted = journal_of(session, book_id).post_all(
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


_SHARE_OUTS: Question[AnswerShareOut, Plan] = Question(
    find=lambda session, said: get_share_out(session, said.book_id, said.share_out_id),
    plan=_plan, binds=_binds, carry_out=_post, noted=lambda said: f"share_out:{said.share_out_id}")


def _note(session: Session, actor: Actor, command: AskShareOut) -> None:
    audit.record(session, actor, book_id=command.book_id, action=Action.CYCLE_CLOSE,
                 subject=f"share_out:{command.share_out_id}", at=command.at)
