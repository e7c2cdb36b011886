"""A line of the book as it stands: which postings it is made of, and what it says.

A line of a sheet is all its postings, money and memo, interest and principal. When it was put right
before, what stands for it are the postings of the correction, and it keeps the day, the cycle and the
count of the line that was first written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import is_memo_fund
from ledgers.entries import EntryKind, Posting, SourceKind
from ledgers.errors import AlreadyReversed
from ledgers.rules.corrections import CASH_DIFFERENCE, Named
from msai.models.corrections import Correction
from msai.permissions import NotFound
from msai.services.corrections.errors import LineNotCorrectable
from msai.services.keys import journal_of

FROM_LINES = frozenset({
    SourceKind.MEETING, SourceKind.RECEIPT, SourceKind.RECONCILIATION, SourceKind.CORRECTION,
    SourceKind.LOAN})
"""The papers that are made of lines; other papers are put right by their own acts.

A charge or interest that came to light at the bank is a line too.  Putting it right is dated the day it is
approved, so the month that was compared still says what it said then.
"""

_OF_TWO = frozenset({
    EntryKind.LOAN_WRITTEN_OFF, EntryKind.INTEREST_CAPITALISED, EntryKind.LOAN_RECOVERED})
"""What two people decided about a loan is no line: it is put right by deciding anew."""

_OF_JOINING = frozenset({EntryKind.SAVINGS, EntryKind.FEE})
"""What a member paid between meetings for joining late is a line; her leaving is an act of its own."""


def is_of_lines(source_kind: str | None, kind: str) -> bool:
    """Whether the postings of an entry of this paper and kind are lines that can be put right."""
    decided = source_kind == SourceKind.LOAN and kind in _OF_TWO
    joining = source_kind == SourceKind.MEMBER and kind in _OF_JOINING
    return joining or source_kind in FROM_LINES and not decided


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line as it stands now.

    `seq` and `line` name it: its entry and the first of its postings. `standing` are the postings to take
    back, empty where the line was taken back whole before. `root_seq`, `root_line` and `held_on` are those
    of the line as it was first written; `meeting_id` the sheet it stood on. `correction` is the row of the
    correction it was last put right by.
    """

    book_id: UUID
    seq: int
    line: int
    line_ref: str | None
    kind: EntryKind
    standing: Named
    root_seq: int
    root_line: int
    held_on: date
    meeting_id: UUID | None
    correction: Row[Any] | None

    @property
    def subject(self) -> str:
        """The name under which one request at a time is kept for it."""
        return f"line:{self.seq}:{self.line}"

    @property
    def postings(self) -> tuple[Posting, ...]:
        """What stands, in the order of the book."""
        return tuple(self.standing.values())


def read_line(session: Session, book_id: UUID, *, seq: int, line: int) -> BookLine:
    """The line that a posting belongs to, as it stands.

    Raises:
        NotFound: the book has no such posting.
        LineNotCorrectable: it came from another paper, or counts only shares or units.
        AlreadyReversed: it was put right before; what stands for it is the correction.
    """
    found, group = _find_line(session, book_id, seq=seq, line=line)
    _require_stands(found, group)
    return found


def look_up_line(session: Session, book_id: UUID, *, seq: int, line: int) -> BookLine:
    """The line that a posting belongs to, also where it was put right since.

    Raises:
        NotFound, LineNotCorrectable: as for `read_line`.
    """
    return _find_line(session, book_id, seq=seq, line=line)[0]


def first_written(session: Session, line: BookLine) -> BookLine:
    """The line as it was first written, whatever became of it."""
    if (line.seq, line.line) == (line.root_seq, line.root_line):
        return line
    return _find_line(session, line.book_id, seq=line.root_seq, line=line.root_line)[0]


def _find_line(
    session: Session, book_id: UUID, *, seq: int, line: int,
) -> tuple[BookLine, Sequence[Row[Any]]]:
    entry, rows = _read_entry(session, book_id, seq)
    named = next((row for row in rows if row.line == line), None)
    if named is None:
        raise NotFound()
    earlier = _correction_of(session, book_id, seq) if entry.kind == EntryKind.CORRECTION else None
    _require_lines(entry, named, earlier)
    group = [row for row in rows if row.line_ref == named.line_ref]
    standing = _standing(session, book_id, seq, group)
    found = BookLine(
        book_id, seq, group[0].line, named.line_ref, EntryKind(entry.kind), standing,
        *_root(entry, group[0].line, earlier), earlier)
    return found, group


def _read_entry(session: Session, book_id: UUID, seq: int) -> tuple[Any, Sequence[Any]]:
    """The entry and its postings, each with the entry that took it back and the correction of its line."""
    back = t.posting.alias("back")
    # A line that was taken back whole leaves nothing to reverse, so its corrections are asked as well.
    put_right = (
        select(func.min(Correction.posted_seq))
        .where(Correction.book_id == book_id, Correction.book_id == t.posting.c.book_id,
               Correction.seq == seq, Correction.line == t.posting.c.line)
        .correlate(t.posting).scalar_subquery())
    query = (
        select(t.entry.c.seq, t.entry.c.kind, t.entry.c.closing, t.entry.c.occurred_on,
               t.entry.c.source_kind, t.entry.c.source_id, t.posting.c.line, t.posting.c.line_ref,
               t.posting.c.reverses_seq, back.c.seq.label("taken_back_by"), put_right.label("put_right_by"))
        .join(t.posting, t.posting.c.seq == t.entry.c.seq)
        .outerjoin(back, and_(back.c.book_id == book_id, back.c.reverses_seq == seq,
                              back.c.reverses_line == t.posting.c.line))
        .where(t.entry.c.book_id == book_id, t.posting.c.book_id == book_id, t.entry.c.seq == seq)
        .order_by(t.posting.c.line)
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound()
    return rows[0], rows


def _correction_of(session: Session, book_id: UUID, seq: int) -> Row[Any] | None:
    query = select(*Correction.__table__.columns).where(
        Correction.book_id == book_id, Correction.posted_seq == seq)
    return session.execute(query).one_or_none()


def _require_lines(entry: Row[Any], named: Row[Any], earlier: Row[Any] | None) -> None:
    is_correction = entry.kind == EntryKind.CORRECTION
    of_lines = is_of_lines(entry.source_kind, entry.kind) and not entry.closing
    if not of_lines or is_correction and (earlier is None or named.line_ref == CASH_DIFFERENCE):
        raise LineNotCorrectable()


def _require_stands(found: BookLine, group: Sequence[Row[Any]]) -> None:
    by = next((row.taken_back_by for row in group if row.taken_back_by is not None), None)
    by = by or next((row.put_right_by for row in group if row.line == found.line), None)
    if by is not None:
        raise AlreadyReversed(seq=found.seq, line=found.line, by=by)


def _standing(session: Session, book_id: UUID, seq: int, group: Sequence[Row[Any]]) -> Named:
    """What a correction takes back: of an earlier correction what it posted, not what it took back."""
    places = [(seq, row.line) for row in group if row.reverses_seq is None]
    if not places:
        return {}
    found = journal_of(session, book_id).find_postings(places)
    if all(is_memo_fund(posting.fund) for posting in found.values()):
        raise LineNotCorrectable()
    return {place: found[place] for place in places}


def _root(entry: Row[Any], line: int, earlier: Row[Any] | None) -> tuple[int, int, date, UUID | None]:
    if earlier is not None:
        return earlier.root_seq, earlier.root_line, earlier.held_on, earlier.meeting_id
    meeting = entry.source_id if entry.source_kind == SourceKind.MEETING else None
    return entry.seq, line, entry.occurred_on, meeting
