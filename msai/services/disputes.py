"""Somebody says that a line of her passbook is wrong, and it is kept until she has an answer.

Her words reach both officers, who answer with words or put the line right; she may take them back herself.
Nothing of it is ever changed or taken away, so that a member who was not heard can show that she spoke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, insert, or_, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai import audit
from msai.models.corrections import Dispute, DisputeWord
from msai.models.groups import Loan
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import person_key
from msai.services import ServiceError
from msai.services.keys import journal_of, vault_of
from msai.services.meeting_records import NOBODY

LONGEST = 1000


class DisputeState(StrEnum):
    """Where a dispute stands; from anything but open there is no way on."""

    OPEN = "open"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class WordKind(StrEnum):
    """What somebody did when she said something."""

    RAISED = "raised"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class WordsMissing(ServiceError):
    """Nobody can answer a dispute, or read an answer, that says nothing."""

    code = "words_missing"


class WordsTooLong(ServiceError):
    """A page of words is read; a book is not."""

    code = "words_too_long"


class AlreadyDisputed(ServiceError):
    """The same line waits for an answer already."""

    code = "already_disputed"


class DisputeSettled(ServiceError):
    """It was answered, corrected or taken back before."""

    code = "dispute_settled"


class OwnDispute(ServiceError):
    """An officer does not answer what she said of her own passbook."""

    code = "own_dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseDispute:
    """Say that the posting (`seq`, `line`) in a member's passbook is wrong."""

    book_id: UUID
    dispute_id: UUID
    member_id: UUID
    seq: int
    line: int
    words: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDispute:
    """Answer a dispute, or take it back; taking back needs no words."""

    book_id: UUID
    dispute_id: UUID
    words: str
    at: int


def raise_dispute(session: Session, actor: Actor, command: RaiseDispute) -> None:
    """Keep what a member says of a line, or what an officer says for her.

    Raises:
        NotFound: the line is not in this member's passbook, or the passbook not the actor's to speak for.
        WordsMissing, WordsTooLong: what is wrong was not said, or at too great length.
        AlreadyDisputed: the line waits for an answer already.
    """
    require(actor, Action.DISPUTE_RAISE, Target(command.book_id, command.member_id))
    words = _said(command.words)
    journal_of(session, command.book_id).lock()
    _require_hers(session, command)
    place = (command.seq, command.line)
    if find_open_dispute(session, command.book_id, [place], line_ref=_ref_of(session, command)) is not None:
        raise AlreadyDisputed()
    session.execute(insert(Dispute).values(
        book_id=command.book_id, dispute_id=command.dispute_id, member_id=command.member_id, seq=command.seq,
        line=command.line, state=DisputeState.OPEN.value, raised_by=actor.user_id or NOBODY,
        raised_at=command.at, settled_at=None))
    row = _get(session, command.book_id, command.dispute_id)
    _say(session, row, WordKind.RAISED, words=words, said_by=actor.user_id or NOBODY, at=command.at)
    _note(session, actor, row, Action.DISPUTE_RAISE, at=command.at)


def answer_dispute(session: Session, actor: Actor, command: SettleDispute) -> None:
    """Answer with words, as an officer.

    Raises:
        NotFound: nobody said such a thing in this book.
        OwnDispute: it is about the officer's own passbook.
        DisputeSettled, WordsMissing, WordsTooLong
    """
    require(actor, Action.DISPUTE_ANSWER, Target(command.book_id))
    row = _get(session, command.book_id, command.dispute_id)
    if actor.standings[command.book_id].member_id == row.member_id:
        raise OwnDispute()
    words = _said(command.words)
    _settle(session, row, DisputeState.ANSWERED, at=command.at)
    _say(session, row, WordKind.ANSWERED, words=words, said_by=actor.user_id or NOBODY, at=command.at)
    _note(session, actor, row, Action.DISPUTE_ANSWER, at=command.at)


def withdraw_dispute(session: Session, actor: Actor, command: SettleDispute) -> None:
    """Take back what was said: by the member herself, or by the officer who said it for her.

    Raises:
        NotFound: there is no such dispute, or it is not the actor's to take back.
        DisputeSettled, WordsTooLong
    """
    row = _get(session, command.book_id, command.dispute_id)
    require(actor, Action.DISPUTE_RAISE, Target(command.book_id, row.member_id))
    if actor.standings[command.book_id].member_id != row.member_id and actor.user_id != row.raised_by:
        raise NotFound()
    words = _said(command.words, may_be_none=True)
    _settle(session, row, DisputeState.WITHDRAWN, at=command.at)
    _say(session, row, WordKind.WITHDRAWN, words=words, said_by=actor.user_id or NOBODY, at=command.at)
    _note(session, actor, row, Action.DISPUTE_RAISE, at=command.at)


def find_open_dispute(
    session: Session, book_id: UUID, places: Sequence[tuple[int, int]], *, line_ref: str | None,
) -> UUID | None:
    """The dispute that waits for an answer about a line known as one of these (seq, line)."""
    posting, entries = t.posting, [seq for seq, _ in places]
    same_line = posting.c.line_ref == line_ref
    if line_ref is None:
        same_line = Dispute.line.in_([line for _, line in places])
    return session.scalar(
        select(Dispute.dispute_id)
        .join(posting, and_(posting.c.book_id == book_id, posting.c.seq == Dispute.seq,
                            posting.c.line == Dispute.line))
        .where(Dispute.book_id == book_id, Dispute.state == DisputeState.OPEN.value,
               Dispute.seq.in_(entries), same_line)
        .order_by(Dispute.raised_at).limit(1))


def note_corrected(session: Session, book_id: UUID, dispute_id: UUID, *, said_by: UUID, at: int) -> None:
    """The line was put right: that is the answer. One that was settled meanwhile stays as it is."""
    row = _get(session, book_id, dispute_id)
    if row.state == DisputeState.OPEN:
        _settle(session, row, DisputeState.CORRECTED, at=at)
        _say(session, row, WordKind.CORRECTED, words="", said_by=said_by, at=at)


def _said(words: str, *, may_be_none: bool = False) -> str:
    said = words.strip()
    if not said and not may_be_none:
        raise WordsMissing()
    if len(said) > LONGEST:
        raise WordsTooLong(longest=LONGEST)
    return said


def _require_hers(session: Session, command: RaiseDispute) -> None:
    """The posting moves an account of hers, or of a loan of hers."""
    loans = select(Loan.loan_id).where(
        Loan.book_id == command.book_id, Loan.member_id == command.member_id)
    hers = or_(t.account.c.holder == command.member_id, t.account.c.holder.in_(loans))
    found = session.scalar(
        select(func.count())
        .select_from(t.posting)
        .join(t.account, and_(t.account.c.book_id == command.book_id, or_(
            t.account.c.account_no == t.posting.c.debit_no, t.account.c.account_no == t.posting.c.credit_no)))
        .where(t.posting.c.book_id == command.book_id, t.account.c.book_id == command.book_id,
               t.posting.c.seq == command.seq, t.posting.c.line == command.line, hers))
    if not found:
        raise NotFound()


def _ref_of(session: Session, command: RaiseDispute) -> str | None:
    return session.scalar(select(t.posting.c.line_ref).where(
        t.posting.c.book_id == command.book_id, t.posting.c.seq == command.seq,
        t.posting.c.line == command.line))


def _get(session: Session, book_id: UUID, dispute_id: UUID) -> Row[Any]:
    query = select(*Dispute.__table__.columns).where(
        Dispute.book_id == book_id, Dispute.dispute_id == dispute_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _settle(session: Session, row: Row[Any], state: DisputeState, *, at: int) -> None:
    moved = session.execute(
        update(Dispute)
        .where(Dispute.book_id == row.book_id, Dispute.dispute_id == row.dispute_id,
               Dispute.state == DisputeState.OPEN.value)
        .values(state=state.value, settled_at=at).returning(Dispute.dispute_id)).first()
    if moved is None:
        raise DisputeSettled()


def _say(session: Session, row: Row[Any], kind: WordKind, *, words: str, said_by: UUID, at: int) -> None:
    last = session.scalar(select(func.max(DisputeWord.no)).where(
        DisputeWord.book_id == row.book_id, DisputeWord.dispute_id == row.dispute_id))
    no = (last or 0) + 1
    key = person_key(session, vault_of(session), row.book_id, row.member_id) if words else None
    session.execute(insert(DisputeWord).values(
        book_id=row.book_id, dispute_id=row.dispute_id, no=no, kind=kind.value, said_by=said_by, said_at=at,
        words_sealed=key.seal(words, words_context(row.dispute_id, no)) if key else None))


def words_context(dispute_id: UUID, no: int) -> str:
    """Where the words of a dispute belong; they open nowhere else."""
    return f"dispute:{dispute_id}:{no}"


def _note(session: Session, actor: Actor, row: Row[Any], action: Action, *, at: int) -> None:
    subject = f"dispute:{row.dispute_id}"
    audit.record(session, actor, book_id=row.book_id, action=action, subject=subject, at=at)
