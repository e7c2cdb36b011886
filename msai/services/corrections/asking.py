"""Putting a line right takes two people: one officer asks, with a reason, and another answers.

What she approves is posted in the transaction of her answer, once, on the day she gives it; what stood stays
in the book and is shown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, update
from sqlalchemy.orm import Session

from ledgers.books import SealedNote
from ledgers.journal import Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.corrections import Correction
from msai.permissions import Action, Actor, Target, require
from msai.services.corrections.errors import CorrectionWithoutReason
from msai.services.corrections.limits import require_cover
from msai.services.corrections.loan_then import keep_lent
from msai.services.corrections.own import require_not_own
from msai.services.corrections.plan import Cash, Plan, Wanted, plan_correction, sourced
from msai.services.corrections.right_line import as_text, from_text
from msai.services.disputes import find_open_dispute, note_corrected
from msai.services.joining.owed_again import PutRight, owe_again
from msai.services.keys import journal_of
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
class AskCorrection:
    """Ask for a line to be put right; `reason` is for the second person and for the group."""

    correction_id: UUID
    wanted: Wanted
    reason: str
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrection(Answer):
    """The second person's answer; `on` is the day on which it is posted."""

    correction_id: UUID
    on: date


def preview_correction(session: Session, actor: Actor, wanted: Wanted, *, on: date) -> Plan:
    """What a correction would post, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers put lines right.
        LedgerError: as for `plan_correction` and `require_cover`.
    """
    require(actor, Action.REVERSE, Target(wanted.book_id))
    plan = plan_correction(session, wanted, on=on)
    require_cover(session, plan)
    return plan


def ask_correction(session: Session, actor: Actor, command: AskCorrection) -> Plan:
    """Put a correction before a second officer.

    Raises:
        CorrectionWithoutReason: no words say why.
        AlreadyRequested: the same line waits for an answer already.
        LedgerError: as for `preview_correction`.
    """
    book_id = command.wanted.book_id
    require(actor, Action.REVERSE, Target(book_id))
    if not command.reason.strip():
        raise CorrectionWithoutReason()
    journal_of(session, book_id).lock()
    plan = preview_correction(session, actor, command.wanted, on=command.on)
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = put_before_another(
        session, actor, _subject(plan), shown=plan.shown(note.commitment), at=command.at)
    _keep(session, actor, command, plan, note, approval_id)
    _note(session, actor, book_id, command.correction_id, command.at)
    return plan


def answer_correction(session: Session, actor: Actor, command: AnswerCorrection) -> State:
    """Answer as the second officer; what she approves is posted at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnLoan, OwnCharge: it is about what she owes herself.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be posted, as for `preview_correction`.
    """
    return answer(session, actor, command, _CORRECTIONS)


def get_correction(session: Session, book_id: UUID, correction_id: UUID) -> Row[Any]:
    """The row of a correction.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, Correction, book_id, correction_id=correction_id)


def wanted_of(row: Row[Any]) -> Wanted:
    """What was asked for, as a value again."""
    return Wanted(book_id=row.book_id, seq=row.seq, line=row.line, becomes=from_text(row.becomes),
                  cash=Cash(row.cash))


def _subject(plan: Plan) -> Subject:
    return Subject(plan.line.book_id, Action.REVERSE, plan.line.subject)


def _keep(
    session: Session, actor: Actor, command: AskCorrection, plan: Plan, note: SealedNote, approval_id: UUID,
) -> None:
    line = plan.line
    places = [(line.seq, line.line), (line.root_seq, line.root_line)]
    dispute = find_open_dispute(session, line.book_id, places, line_ref=line.line_ref)
    session.execute(insert(Correction).values(
        book_id=line.book_id, correction_id=command.correction_id, seq=line.seq, line=line.line,
        root_seq=line.root_seq, root_line=line.root_line, held_on=line.held_on,
        meeting_id=plan.count.meeting_id if plan.count else line.meeting_id,
        becomes=as_text(plan.wanted.becomes), cash=plan.cash.value, note_id=note.note_id,
        approval_id=approval_id, dispute_id=dispute, asked_by=actor.user_id or NOBODY,
        asked_at=command.at, posted_seq=None))


def _bars(session: Session, actor: Actor, row: Row[Any]) -> None:
    require_not_own(session, row, member=actor.standings[row.book_id].member_id)


def _plan(session: Session, command: AnswerCorrection, row: Row[Any]) -> Plan:
    plan = plan_correction(session, wanted_of(row), on=command.on)
    require_cover(session, plan)
    return plan


def _binds(session: Session, row: Row[Any], plan: Plan) -> tuple[Subject, Shown]:
    return _subject(plan), plan.shown(read_reason(session, row.book_id, row.note_id).commitment)


def _post(session: Session, command: AnswerCorrection, row: Row[Any], plan: Plan) -> None:
    posted = journal_of(session, row.book_id).post(
        sourced(plan, correction_id=row.correction_id, note_id=row.note_id),
        client_ref=f"correction:{row.correction_id}", stamp=Stamp(row.asked_by, command.at, row.asked_at))
    session.execute(
        update(Correction)
        .where(Correction.book_id == row.book_id, Correction.correction_id == row.correction_id)
        .values(posted_seq=posted.seq))
    if not (plan.ended.funds or plan.ended.shared_out):
        # What was to be caught up with in a cycle that is over is settled with it.
        owe_again(session, PutRight(
            book_id=row.book_id, root_seq=plan.line.root_seq, line_ref=plan.line.line_ref,
            changes=plan.changes), by=row.asked_by, at=command.at)
    if plan.lent is not None:
        keep_lent(session, row.book_id, plan.lent, recorded_by=row.asked_by, at=command.at)
    if row.dispute_id is not None:
        note_corrected(session, row.book_id, row.dispute_id, said_by=row.asked_by, at=command.at)


_CORRECTIONS: Question[AnswerCorrection, Plan] = Question(
    find=lambda session, said: get_correction(session, said.book_id, said.correction_id),
    bars=_bars, plan=_plan, binds=_binds, carry_out=_post,
    noted=lambda said: f"correction:{said.correction_id}")


def _note(session: Session, actor: Actor, book_id: UUID, correction_id: UUID, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.REVERSE,
                 subject=f"correction:{correction_id}", at=at)
