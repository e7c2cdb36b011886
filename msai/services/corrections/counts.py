"""The count that a wrong line was counted with, and the differences still booked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, true
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
    rows = session.execute(_counted(line)).all()
    if not rows or rows[0].cash_counted_minor is None:
        return None
    places = [(row.seq, row.line) for row in rows if row.seq is not None]
    booked = _booked(session, line.book_id, places, box)
    return MeetingCount(rows[0].meeting_id, rows[0].number, rows[0].held_on, booked)


def _counted(line: BookLine) -> Select[Any]:
    """The meeting at which it was counted, with the places of the differences still booked for it."""
    met = _meeting(line).cte("met")
    booked = _differences(line.book_id, select(met.c.meeting_id).scalar_subquery()).subquery("booked")
    return select(met, booked.c.seq, booked.c.line).outerjoin_from(met, booked, true()).order_by(
        booked.c.seq, booked.c.line)


def _meeting(line: BookLine) -> Select[*tuple[Any, ...]]:
    query = select(
        Meeting.meeting_id, Meeting.number, Meeting.held_on, Meeting.cash_counted_minor,
    ).where(Meeting.book_id == line.book_id)
    if line.meeting_id is not None:
        return query.where(Meeting.meeting_id == line.meeting_id)
    return query.where(Meeting.first_seq > line.root_seq).order_by(Meeting.number).limit(1)


def _booked(
    session: Session, book_id: UUID, places: Sequence[tuple[int, int]], box: Tender,
) -> Count:
    if not places:
        return Count(box)
    found = journal_of(session, book_id).find_postings(places)
    return Count(box, found, found[places[0]].fund)


def _differences(book_id: UUID, meeting_id: Any) -> Select[Any]:
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
    )
