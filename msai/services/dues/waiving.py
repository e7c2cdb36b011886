"""A charge is let go by two people: one officer asks, with a reason, and another agrees.

What she agrees to is posted in the transaction of her answer, once, on the day she gives it. Nobody agrees
to what she owes herself; a charge that was paid in part since it was asked for has to be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from ledgers.entries import SourceKind
from ledgers.journal import Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.models.governance import Waiver
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.dues.errors import ChargeWithoutWords, OwnCharge
from msai.services.dues.letting_go import LettingGo, Wanted, plan_letting_go, sourced
from msai.services.keys import journal_of
from msai.services.two_officers import Answer, Question, answer, keep_reason, put_before_another


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWaiver:
    """Ask for a charge to be let go; `reason` is for the second person and for the member."""

    waiver_id: UUID
    wanted: Wanted
    reason: str
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWaiver(Answer):
    """The second person's answer; `on` is the day on which it is posted."""

    waiver_id: UUID
    on: date


def preview_waiver(session: Session, actor: Actor, wanted: Wanted, *, on: date) -> LettingGo:
    """What letting a charge go would post, with every refusal it would meet; nothing is kept.

    Raises:
        NotPermitted: only officers let charges go.
        LedgerError: as for `plan_letting_go`.
    """
    require(actor, Action.DUES_WAIVE, Target(wanted.book_id))
    return plan_letting_go(session, wanted, on=on)


def ask_waiver(session: Session, actor: Actor, command: AskWaiver) -> LettingGo:
    """Put it before a second officer that a member shall not have to pay.

    Raises:
        ChargeWithoutWords: nobody says why.
        AlreadyRequested: the same charge waits for an answer already.
        LedgerError: as for `preview_waiver`.
    """
    book_id = command.wanted.book_id
    require(actor, Action.DUES_WAIVE, Target(book_id))
    if not command.reason.strip():
        raise ChargeWithoutWords()
    journal_of(session, book_id).lock()
    plan = preview_waiver(session, actor, command.wanted, on=command.on)
    note = keep_reason(session, book_id, command.reason, at=command.at)
    approval_id = put_before_another(
        session, actor, _subject(command.wanted), shown=plan.shown(note.commitment), at=command.at)
    session.execute(insert(Waiver).values(
        book_id=book_id, waiver_id=command.waiver_id, member_id=plan.owed.member.id, seq=plan.part.seq,
        line=plan.part.line, amount_minor=command.wanted.amount_minor, note_id=note.note_id,
        approval_id=approval_id, asked_by=actor.user_id or audit.NOBODY, asked_at=command.at))
    _note(session, actor, book_id, command.waiver_id, at=command.at)
    return plan


def answer_waiver(session: Session, actor: Actor, command: AnswerWaiver) -> State:
    """Answer as the second officer; what she agrees to is posted at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnCharge: it is the officer's own charge.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be posted, as for `plan_letting_go`.
    """
    return answer(session, actor, command, _WAIVERS)


def get_waiver(session: Session, book_id: UUID, waiver_id: UUID) -> Any:
    """The row of a charge that shall be let go, with its note.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    query = (
        select(*Waiver.__table__.columns, t.note.c.salt, t.note.c.sealed_text, t.note.c.commitment)
        .join(t.note, (t.note.c.book_id == Waiver.book_id) & (t.note.c.note_id == Waiver.note_id))
        .where(Waiver.book_id == book_id, t.note.c.book_id == book_id, Waiver.waiver_id == waiver_id))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def wanted_of(row: Row[Any]) -> Wanted:
    """What was asked for, as a value again."""
    return Wanted(book_id=row.book_id, seq=row.seq, line=row.line, amount_minor=row.amount_minor)


def note_of(row: Row[Any]) -> SealedNote:
    """Why it was asked for, sealed."""
    return SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))


def _subject(wanted: Wanted) -> Subject:
    return Subject(wanted.book_id, Action.DUES_WAIVE, f"charge:{wanted.seq}:{wanted.line}")


def _bars(_session: Session, actor: Actor, row: Row[Any]) -> None:
    if actor.standings[row.book_id].member_id == row.member_id:
        raise OwnCharge()


def _binds(_session: Session, row: Row[Any], plan: LettingGo) -> tuple[Subject, Shown]:
    return _subject(wanted_of(row)), plan.shown(bytes(row.commitment))


def _post(session: Session, command: AnswerWaiver, row: Row[Any], plan: LettingGo) -> None:
    posted = journal_of(session, row.book_id).post(
        sourced(plan, waiver_id=row.waiver_id, note_id=row.note_id),
        client_ref=f"{SourceKind.DUES}:{row.waiver_id}:let_go",
        stamp=Stamp(row.asked_by, command.at, row.asked_at))
    session.execute(
        update(Waiver).where(Waiver.book_id == row.book_id, Waiver.waiver_id == row.waiver_id)
        .values(posted_seq=posted.seq))


_WAIVERS: Question[AnswerWaiver, LettingGo] = Question(
    find=lambda session, said: get_waiver(session, said.book_id, said.waiver_id), bars=_bars,
    plan=lambda session, said, row: plan_letting_go(session, wanted_of(row), on=said.on),
    binds=_binds, carry_out=_post, noted=lambda said: f"waiver:{said.waiver_id}")


def _note(session: Session, actor: Actor, book_id: UUID, waiver_id: UUID, *, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.DUES_WAIVE, subject=f"waiver:{waiver_id}",
                 at=at)
