"""The count that a wrong line was counted with, and the differences still booked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import EntryKind, SourceKind
from ledgers.rules.corrections import CASH_DIFFERENCE, Count
from ledgers.rules.tenders import Tender
from msai.models.corrections import Correction
from msai.models.groups import Meeting
from msai.services.corrections.lines import BookLine
from msai.services.group_books import GroupBook
from msai.services.keys import journal_of


@dataclass(frozen=True, slots=True)
class MeetingCount:
    """The count of one meeting as the books have it."""

    meeting_id: UUID
    number: int
    held_on: date
    count: Count


def find_count(session: Session, group: GroupBook, line: BookLine) -> MeetingCount | None:
    """The count at which the line's money was in the box: its own meeting's, or the first one after it.

    None where the group has no box, nothing was counted since, or the line is a difference of a count itself.
    """
    box = group.box()
    if box is None or line.kind is EntryKind.CASH_DIFFERENCE:
        return None
    row = session.execute(_meeting(line)).first()
    if row is None or row.cash_counted_minor is None:
        return None
    booked = _booked(session, line.book_id, row.meeting_id, box)
    return MeetingCount(row.meeting_id, row.number, row.held_on, booked)


def _meeting(line: BookLine) -> Select[*tuple[Any, ...]]:
    query = select(
        Meeting.meeting_id, Meeting.number, Meeting.held_on, Meeting.cash_counted_minor,
    ).where(Meeting.book_id == line.book_id)
    if line.meeting_id is not None:
        return query.where(Meeting.meeting_id == line.meeting_id)
    return query.where(Meeting.first_seq > line.root_seq).order_by(Meeting.number).limit(1)


def _booked(session: Session, book_id: UUID, meeting_id: UUID, box: Tender) -> Count:
    places = [(row.seq, row.line) for row in session.execute(_differences(book_id, meeting_id))]
    if not places:
        return Count(box)
    found = journal_of(session, book_id).find_postings(places)
    return Count(box, found, found[places[0]].fund)


def _differences(book_id: UUID, meeting_id: UUID) -> Select[Any]:
    """The postings by which a meeting, or corrections of its lines, booked a difference that still stands."""
    back = t.posting.alias("back")
    corrections = select(Correction.correction_id).where(
        Correction.book_id == book_id, Correction.meeting_id == meeting_id)
    of_the_meeting = and_(
        t.entry.c.source_kind == SourceKind.MEETING.value, t.entry.c.source_id == meeting_id,
        t.entry.c.kind == EntryKind.CASH_DIFFERENCE.value)
    of_corrections = and_(
        t.entry.c.source_kind == SourceKind.CORRECTION.value, t.entry.c.source_id.in_(corrections),
        t.posting.c.line_ref == CASH_DIFFERENCE, t.posting.c.reverses_seq.is_(None))
    return (
        select(t.posting.c.seq, t.posting.c.line)
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == t.posting.c.seq))
        .outerjoin(back, and_(back.c.book_id == book_id, back.c.reverses_seq == t.posting.c.seq,
                              back.c.reverses_line == t.posting.c.line))
        .where(t.posting.c.book_id == book_id, back.c.seq.is_(None), or_(of_the_meeting, of_corrections))
        .order_by(t.posting.c.seq, t.posting.c.line)
    )
