"""One correction: what was asked for and why, what it changes, who answered, and the entry it became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.approvals import digest_of
from msai.messages import N_, Message
from msai.models.corrections import Correction
from msai.models.governance import Approval
from msai.models.groups import Meeting
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.corrections.asking import wanted_of
from msai.services.corrections.day_book import borrowers_of
from msai.services.corrections.limits import require_cover
from msai.services.corrections.lines import look_up_line
from msai.services.corrections.own import is_own
from msai.services.corrections.plan import Cash, Plan, changes_of, plan_correction
from msai.services.corrections.right_line import from_text
from msai.services.keys import book_key, journal_of
from msai.services.views.corrections.marks import read_difference
from msai.services.views.corrections.speakers import names_of
from msai.services.views.corrections.words import (
    Effect,
    GroupWords,
    SaidLine,
    read_words,
    say_changes,
    say_count,
    say_effect,
    say_handed_over,
    say_line,
    say_standing,
    say_uncounted,
)
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of


class Standing(StrEnum):
    """Where a correction stands, as its page says it."""

    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    POSTED = "posted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction with everything both officers see of it.

    `seen` is the digest the second officer's answer is bound to. Where the book moved since, what is shown
    is no longer what was asked for, and only refusing it is left; `problem` says what is in its way.
    """

    book_id: UUID
    group_name: str
    currency: str
    correction_id: UUID
    standing: Standing
    seq: int
    line: int
    held_on: date
    meeting_id: UUID | None
    was: SaidLine | None
    becomes: SaidLine | None
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    answered_at: datetime | None
    posted_seq: int | None
    effect: Effect | None
    seen: str
    may_answer: bool
    problem: tuple[str, Mapping[str, Any]] | None


def show_correction(
    session: Session, actor: Actor, book_id: UUID, *, correction_id: UUID, today: date, at: int,
) -> CorrectionView:
    """One correction as an officer sees it.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    require(actor, Action.REGISTER_VIEW, Target(book_id))
    row = _read(session, book_id, correction_id)
    plan, problem = _plan(session, row, on=today)
    words = read_words(session, book_id, tenders=plan.day.group.tenders if plan else None)
    names = names_of(session, [row.asked_by, row.checker_id])
    standing = _standing(row, plan, at)
    becomes = from_text(row.becomes)
    return CorrectionView(
        book_id, words.facts.name, words.facts.currency, correction_id, standing, row.seq, row.line,
        row.held_on, row.meeting_id, _was(session, row, words, plan),
        say_line(becomes, words) if becomes else None,
        _reason(session, row), names[row.asked_by], moment_of(row.asked_at),
        names[row.checker_id] if row.checker_id else None,
        moment_of(row.decided_at) if row.checker_id else None, row.posted_seq,
        say_effect(plan, words) if plan else _posted(session, row, words),
        bytes(row.shown_digest).hex(),
        standing in (Standing.WAITING, Standing.MOVED) and _may_answer(actor, row, plan), problem)


def _read(session: Session, book_id: UUID, correction_id: UUID) -> Any:
    query = (
        select(*Correction.__table__.columns, Approval.state, Approval.checker_id, Approval.decided_at,
               Approval.expires_at, Approval.shown_digest, t.note.c.salt, t.note.c.sealed_text,
               t.note.c.commitment, Meeting.held_on.label("counted_on"))
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Correction.approval_id))
        .join(t.note, and_(t.note.c.book_id == book_id, t.note.c.note_id == Correction.note_id))
        .outerjoin(Meeting, and_(Meeting.book_id == book_id, Meeting.meeting_id == Correction.meeting_id,
                                 Meeting.cash_counted_minor.is_not(None)))
        .where(Correction.book_id == book_id, Correction.correction_id == correction_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _plan(
    session: Session, row: Row[Any], *, on: date,
) -> tuple[Plan | None, tuple[str, Mapping[str, Any]] | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    if row.state != "pending":
        return None, None
    try:
        plan = plan_correction(session, wanted_of(row), on=on)
        require_cover(session, plan)
    except LedgerError as error:
        return None, (error.code, error.params)
    return plan, None


def _standing(row: Row[Any], plan: Plan | None, at: int) -> Standing:
    if row.posted_seq is not None:
        return Standing.POSTED
    if row.state == "refused":
        return Standing.REFUSED
    if row.state == "expired" or row.expires_at <= at:
        return Standing.LATE
    is_as_asked = plan is not None and digest_of(plan.shown(bytes(row.commitment))) == bytes(row.shown_digest)
    return Standing.WAITING if is_as_asked else Standing.MOVED


def _was(session: Session, row: Row[Any], words: GroupWords, plan: Plan | None) -> SaidLine | None:
    if plan is not None:
        return say_standing(plan.line, plan.day.borrowers, words)
    line = look_up_line(session, row.book_id, seq=row.seq, line=row.line)
    return say_standing(line, borrowers_of(session, line), words)


def _reason(session: Session, row: Row[Any]) -> str:
    note = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))
    return read_note(book_key(session, row.book_id), note)


def _posted(session: Session, row: Row[Any], words: GroupWords) -> Effect | None:
    """What was changed, read from the entry."""
    if row.posted_seq is None:
        return None
    journal = journal_of(session, row.book_id)
    postings = journal.find_postings(journal.refs_of(f"correction:{row.correction_id}")).values()
    changes = changes_of(postings)
    in_box = sum(minor for account, minor in changes.items() if account.code == 1010)
    return Effect(say_changes(changes, words),
                  tuple(_posted_cash(session, row, in_box, currency=words.facts.currency)))


def _posted_cash(session: Session, row: Row[Any], in_box: int, *, currency: str) -> Iterator[Message]:
    """What became of the box and of the count that the line was counted with."""
    counted_on = row.counted_on
    if in_box and counted_on:
        yield say_handed_over(Money(abs(in_box), currency), in_box)
    elif in_box:
        yield say_uncounted(Money(abs(in_box), currency), in_box)
    elif row.cash == Cash.AS_COUNTED and counted_on:
        was, now = read_difference(session, row.book_id, meeting_id=row.meeting_id, seq=row.posted_seq)
        yield Message(N_("The money in the cash box stays as it was counted."))
        yield say_count(counted_on, was, now_minor=now, currency=currency)
    else:
        yield Message(N_("The money in the cash box stays as it is."))


def _may_answer(actor: Actor, row: Row[Any], plan: Plan | None) -> bool:
    if row.asked_by == actor.user_id or not is_allowed(actor, Action.APPROVE, Target(row.book_id)):
        return False
    hers = actor.standings[row.book_id].member_id
    return plan is None or not is_own(plan.line, plan.wanted.becomes, plan.day.borrowers, member=hers)
