"""What was put right and what is said to be wrong, at the lines of a passbook and of a meeting's record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SHARES
from ledgers.balances import RegisterLine
from ledgers.books import SealedNote
from ledgers.entries import EntryKind
from ledgers.money import Money
from ledgers.rules.corrections import CASH_DIFFERENCE
from ledgers.statements.members import PassbookLine
from msai.messages import N_, Message, counted
from msai.models.corrections import Correction, Dispute
from msai.models.governance import Approval
from msai.sealing import read_note
from msai.services.keys import book_key
from msai.services.views.corrections.disputes import STATES
from msai.services.views.corrections.speakers import names_of
from msai.services.views.corrections.words import say_count
from msai.services.views.labels import Text


@dataclass(frozen=True, slots=True)
class Why:
    """Why a line was put right, and by whom."""

    correction_id: UUID
    held_on: date
    reason: str
    asked_by: Text
    approved_by: Text


@dataclass(frozen=True, slots=True)
class DisputeMark:
    """That a line is, or was, said to be wrong."""

    dispute_id: UUID
    state: str
    label: Message
    raised_at: int


@dataclass(frozen=True, slots=True)
class PassbookMarks:
    """Everything to be marked in one passbook: disputes by posting, corrections and recorders by entry."""

    disputes: Mapping[tuple[int, int], DisputeMark] = field(default_factory=dict)
    why: Mapping[int, Why] = field(default_factory=dict)
    recorders: Mapping[UUID, Text] = field(default_factory=dict)
    shares: Mapping[tuple[int, str | None], tuple[int, int]] = field(default_factory=dict)
    days: Mapping[tuple[int, int], date] = field(default_factory=dict)

    @property
    def is_disputed(self) -> bool:
        """Whether a line waits for an answer: prints say so."""
        return any(mark.state == "open" for mark in self.disputes.values())

    def label(self, line: PassbookLine, currency: str) -> Message:
        """A correction as one line in plain words: who put right what of which day."""
        was, now = self.shares.get((line.seq, line.line_ref), (0, 0))
        facts: dict[str, Any] = {"name": self.recorders.get(line.recorded_by, ""), "day": self._day(line)}
        if was or now:
            return _by_shares(facts, was, now)
        return _by_amount(facts, Money(line.was_minor, currency), Money(line.now_minor, currency))

    def _day(self, line: PassbookLine) -> date:
        if line.seq in self.why:
            return self.why[line.seq].held_on
        return next((self.days[place] for place in line.corrects if place in self.days), line.occurred_on)


def _by_shares(facts: Mapping[str, Any], was: int, now: int) -> Message:
    if not now:
        return Message(N_("Put right by %(name)s: nothing on %(day)s, not %(was)s"), {
            **facts, "was": counted("%(count)s share", "%(count)s shares", was)})
    if not was:
        return counted("Put right by %(name)s: %(count)s share on %(day)s",
                       "Put right by %(name)s: %(count)s shares on %(day)s", now, **facts)
    return counted(
        "Put right by %(name)s: %(count)s share on %(day)s, not %(was)s",
        "Put right by %(name)s: %(count)s shares on %(day)s, not %(was)s", now, was=was, **facts)


def _by_amount(facts: Mapping[str, Any], was: Money, now: Money) -> Message:
    if not now.minor:
        return Message(N_("Put right by %(name)s: nothing on %(day)s, not %(was)s"), {**facts, "was": was})
    if not was.minor:
        return Message(N_("Put right by %(name)s: %(now)s on %(day)s"), {**facts, "now": now})
    return Message(N_("Put right by %(name)s: %(now)s on %(day)s, not %(was)s"),
                   {**facts, "now": now, "was": was})


def read_passbook_marks(
    session: Session, book_id: UUID, disputed: Iterable[Any], *, lines: Sequence[RegisterLine],
) -> PassbookMarks:
    """What is marked in the passbook of a member whose register lines these are.

    `disputed` are rows of `DISPUTES`, those of the lines she said are wrong, the oldest first.
    """
    corrections = {line.seq for line in lines if line.kind == EntryKind.CORRECTION}
    why = _why(session, book_id, corrections)
    recorders = {line.recorded_by for line in lines if line.seq in corrections}
    return PassbookMarks(
        _disputes(disputed), why, names_of(session, recorders), _shares(lines, corrections),
        {(line.seq, line.line): line.occurred_on for line in lines} if corrections else {})


def _disputes(rows: Iterable[Any]) -> dict[tuple[int, int], DisputeMark]:
    return {(row.seq, row.line): DisputeMark(
        row.dispute_id, row.state, Message(STATES[row.state]), row.raised_at) for row in rows}


DISPUTES: tuple[Any, ...] = (
    Dispute.seq, Dispute.line, Dispute.dispute_id, Dispute.state, Dispute.raised_at)
"""What a passbook is told of a line that was said to be wrong, for a statement that asks more besides."""


def _why(session: Session, book_id: UUID, entries: Iterable[int]) -> dict[int, Why]:
    wanted = list(entries)
    if not wanted:
        return {}
    rows = session.execute(
        select(Correction.correction_id, Correction.posted_seq, Correction.held_on, Correction.asked_by,
               Approval.checker_id, t.note)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Correction.approval_id))
        .join(t.note, and_(t.note.c.book_id == book_id, t.note.c.note_id == Correction.note_id))
        .where(Correction.book_id == book_id, Correction.posted_seq.in_(wanted))).all()
    names = names_of(session, [user for row in rows for user in (row.asked_by, row.checker_id)])
    return {row.posted_seq: Why(row.correction_id, row.held_on, _reason(session, book_id, row),
                                names[row.asked_by], names[row.checker_id]) for row in rows}


def _reason(session: Session, book_id: UUID, row: Any) -> str:
    note = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))
    return read_note(book_key(session, book_id), note)


def _shares(
    lines: Sequence[RegisterLine], corrections: set[int],
) -> dict[tuple[int, str | None], tuple[int, int]]:
    """Shares that corrections took back and counted anew, by entry and line of the sheet."""
    found: dict[tuple[int, str | None], tuple[int, int]] = {}
    for line in lines:
        if line.seq in corrections and line.account.fund == SHARES:
            was, now = found.get((line.seq, line.line_ref), (0, 0))
            if line.reverses is not None:
                was -= line.amount_minor
            else:
                now += line.amount_minor
            found[line.seq, line.line_ref] = (was, now)
    return found


def find_why(session: Session, book_id: UUID, seq: int) -> Why | None:
    """Why an entry was made, if it is a correction that two people agreed on."""
    return _why(session, book_id, [seq]).get(seq)


@dataclass(frozen=True, slots=True)
class LineMark:
    """One line of a sheet in the book: where it stands now, and what became of it.

    `seq` and `line` name what a correction would put right; None where another paper does.
    """

    seq: int
    line: int
    put_right: bool
    correction_id: UUID | None
    disputed: bool


@dataclass(frozen=True, slots=True)
class MeetingMarks:
    """What is marked in the record of a meeting: lines by their reference, and the count explained since."""

    lines: Mapping[str, LineMark] = field(default_factory=dict)
    explained: Message | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether a line waits for an answer: prints say so."""
        return any(mark.disputed for mark in self.lines.values())


def read_meeting_marks(
    session: Session, book_id: UUID, *, meeting_id: UUID, held_on: date, currency: str,
) -> MeetingMarks:
    """What became of the lines of a meeting since it was closed."""
    rows = session.execute(_meeting_lines(book_id, meeting_id)).all()
    waiting = session.execute(select(Dispute.seq, Dispute.line).where(
        Dispute.book_id == book_id, Dispute.state == "open"))
    disputed = {(row.seq, row.line) for row in waiting}
    by_line: dict[str, list[Any]] = {}
    for row in rows:
        if row.line_ref is not None and row.line_ref != CASH_DIFFERENCE:
            by_line.setdefault(row.line_ref, []).append(row)
    marks = {ref: _line_mark(postings, disputed) for ref, postings in by_line.items()}
    return MeetingMarks(marks, _explained(rows, held_on, currency))


def _line_mark(postings: Sequence[Any], disputed: set[tuple[int, int]]) -> LineMark:
    """What stands for a line: its newest correction, else what was first posted of it."""
    corrections = [row for row in postings if row.kind == EntryKind.CORRECTION]
    newest = max((row.seq for row in corrections), default=postings[0].seq)
    first = next(row for row in postings if row.seq == newest)
    return LineMark(first.seq, first.line, bool(corrections), first.source_id if corrections else None,
                    any((row.seq, row.line) in disputed for row in postings))


def _meeting_lines(book_id: UUID, meeting_id: UUID) -> Any:
    """The postings of a meeting's lines and of the corrections of them, in the order of the book."""
    corrections = select(Correction.posted_seq).where(
        Correction.book_id == book_id, Correction.meeting_id == meeting_id,
        Correction.posted_seq.is_not(None))
    debit = t.account.alias("debit")
    return (
        select(t.posting.c.seq, t.posting.c.line, t.posting.c.line_ref, t.posting.c.amount_minor,
               t.entry.c.kind, t.entry.c.source_id, debit.c.code.label("debit_code"))
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == t.posting.c.seq))
        .join(debit, and_(debit.c.book_id == book_id, debit.c.account_no == t.posting.c.debit_no))
        .where(t.posting.c.book_id == book_id,
               or_(t.entry.c.source_id == meeting_id, t.entry.c.seq.in_(corrections)))
        .order_by(t.posting.c.seq, t.posting.c.line)
    )


def read_difference(session: Session, book_id: UUID, *, meeting_id: UUID, seq: int) -> tuple[int, int]:
    """The difference booked for the count of a meeting before an entry, and after it, in minor units."""
    rows = session.execute(_meeting_lines(book_id, meeting_id)).all()
    return _difference([row for row in rows if row.seq < seq]), _difference(
        [row for row in rows if row.seq <= seq])


def _difference(rows: Iterable[Any]) -> int:
    """Counted minus book, as these postings have it: of the count itself, and of corrections of its lines."""
    of_the_count = (
        row for row in rows if row.kind == EntryKind.CASH_DIFFERENCE
        or (row.kind == EntryKind.CORRECTION and row.line_ref in (None, CASH_DIFFERENCE)))
    return sum(row.amount_minor if row.debit_code == 1010 else -row.amount_minor for row in of_the_count)


def _explained(rows: Sequence[Any], held_on: date, currency: str) -> Message | None:
    """What corrections made of the difference of the count; None where they left it alone."""
    was = _difference([row for row in rows if row.kind == EntryKind.CASH_DIFFERENCE])
    now = _difference(rows)
    return say_count(held_on, was, now_minor=now, currency=currency) if was != now else None
