"""A late entry is let go by two people: one officer asks, with a reason, and another agrees.

Nothing is posted, for nothing of it stands in the book. Nobody agrees to what she would have to pay herself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, update
from sqlalchemy.orm import Session

from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.leaving import EntryWaiver, LateEntry
from msai.permissions import Action, Actor, Target, require
from msai.services.dues.errors import ChargeWithoutWords, OwnCharge
from msai.services.joining.paying import get_late_entry, require_open
from msai.services.keys import journal_of
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
class AskEntryWaiver:
    """Ask that somebody need not pay for joining late; `reason` is for the other officer and for her."""

    book_id: UUID
    waiver_id: UUID
    late_entry_id: UUID
    reason: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEntryWaiver(Answer):
    """The other officer's answer."""

    waiver_id: UUID


def ask_entry_waiver(session: Session, actor: Actor, command: AskEntryWaiver) -> None:
    """Put it before a second officer that a member shall not have to pay her late entry.

    Raises:
        ChargeWithoutWords: nobody says why.
        NotFound: there is no such late entry.
        LateEntrySettled, LateEntryGone: there is nothing to let go.
        AlreadyRequested: it waits for an answer already.
    """
    book_id = command.book_id
    require(actor, Action.DUES_WAIVE, Target(book_id))
    if not command.reason.strip():
        raise ChargeWithoutWords()
    journal_of(session, book_id).lock()
    row = _open_entry(session, book_id, command.late_entry_id)
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = put_before_another(
        session, actor, _subject(row), shown=shown_entry(row, note.commitment), at=command.at)
    session.execute(insert(EntryWaiver).values(
        book_id=book_id, waiver_id=command.waiver_id, late_entry_id=row.late_entry_id,
        member_id=row.member_id, amount_minor=row.savings_minor + row.fee_minor, note_id=note.note_id,
        approval_id=approval_id, asked_by=actor.user_id or audit.NOBODY, asked_at=command.at))
    audit.record(session, actor, book_id=book_id, action=Action.DUES_WAIVE,
                 subject=f"late_entry:{row.late_entry_id}", at=command.at)


def answer_entry_waiver(session: Session, actor: Actor, command: AnswerEntryWaiver) -> State:
    """Answer as the second officer; what she agrees to need not be paid from then on.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnCharge: it is what she would have to pay herself.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else.
        LateEntrySettled, LateEntryGone: there is nothing left to let go.
    """
    return answer(session, actor, command, _WAIVERS)


def shown_entry(row: Row[Any], commitment: bytes) -> dict[str, Any]:
    """What the other officer is shown, and answers, the commitment to the reason included."""
    return {
        "late_entry": str(row.late_entry_id), "member": str(row.member_id), "reason": commitment.hex(),
        "savings_minor": row.savings_minor, "fee_minor": row.fee_minor,
    }


def _open_entry(session: Session, book_id: UUID, late_entry_id: UUID) -> Row[Any]:
    row = get_late_entry(session, book_id, late_entry_id)
    require_open(row)
    return row


def _subject(row: Row[Any]) -> Subject:
    return Subject(row.book_id, Action.DUES_WAIVE, f"late_entry:{row.late_entry_id}")


def _bars(_session: Session, actor: Actor, row: Row[Any]) -> None:
    if actor.standings[row.book_id].member_id == row.member_id:
        raise OwnCharge()


def _binds(session: Session, row: Row[Any], plan: Row[Any]) -> tuple[Subject, Shown]:
    return _subject(plan), shown_entry(plan, read_reason(session, row.book_id, row.note_id).commitment)


def _let_go(session: Session, command: AnswerEntryWaiver, _row: Row[Any], plan: Row[Any]) -> None:
    session.execute(
        update(LateEntry)
        .where(LateEntry.book_id == plan.book_id, LateEntry.late_entry_id == plan.late_entry_id)
        .values(settled_at=command.at))


_WAIVERS: Question[AnswerEntryWaiver, Row[Any]] = Question(
    find=lambda session, said: asked_row(session, EntryWaiver, said.book_id, waiver_id=said.waiver_id),
    bars=_bars, plan=lambda session, said, row: _open_entry(session, said.book_id, row.late_entry_id),
    binds=_binds, carry_out=_let_go, noted=lambda said: f"waiver:{said.waiver_id}")
