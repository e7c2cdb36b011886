"""The meetings of a group at a glance, and the sheets that wait to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.models.groups import Meeting
from msai.models.groups import Sheet as SheetRow
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.keys import book_key
from msai.services.meeting_day.drafts import list_drafts
from msai.services.meeting_records import read_reasons
from msai.services.sheets import Reason, short_code
from msai.services.views.facts import BookFacts, read_group


@dataclass(frozen=True, slots=True)
class OfMeeting:
    """What each page about one closed meeting says: which it is, how many came, what moved, its code."""

    book_id: UUID
    group_name: str
    currency: str
    meeting_id: UUID
    number: int
    held_on: date
    closed_at: datetime
    present: int
    on_roll: int
    in_minor: int
    out_minor: int
    code: str
    hash_text: str


Which: TypeAlias = tuple[UUID, str, str, UUID, int, date, datetime, int, int, int, int, str, str]


def which_meeting(facts: BookFacts, kept: Meeting, closed_at: datetime) -> Which:
    """The fields of `OfMeeting` in their order; `closed_at` by the clock that the page shows."""
    return (
        facts.book_id, facts.name, facts.currency, kept.meeting_id, kept.number, kept.held_on, closed_at,
        kept.present, kept.on_roll, kept.total_in_minor, kept.total_out_minor,
        short_code(bytes(kept.last_hash)), bytes(kept.last_hash).hex())


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One closed meeting; `difference_minor` nought where the cash agreed."""

    meeting_id: UUID
    number: int
    held_on: date
    present: int
    on_roll: int
    in_minor: int
    out_minor: int
    difference_minor: int
    explained: bool


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A sheet that is kept and not posted."""

    meeting_id: UUID
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A meeting that was begun and not closed; its day where the phone said one."""

    meeting_id: UUID
    held_on: date | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """All meetings of a group, the newest first."""

    book_id: UUID
    group_name: str
    currency: str
    meetings: tuple[MeetingRow, ...]
    held: tuple[HeldRow, ...]
    drafts: tuple[OpenDraft, ...]
    may_record: bool
    may_receive: bool


def show_meetings(session: Session, actor: Actor, book_id: UUID) -> MeetingsView:
    """The list of a group's meetings.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MEETING_VIEW, Target(book_id))
    facts, records = read_group(session, book_id), is_allowed(actor, Action.MEETING_RECORD, Target(book_id))
    return MeetingsView(
        book_id, facts.name, facts.currency, last_meetings(session, book_id), held_sheets(session, book_id),
        open_drafts(session, actor, book_id) if records else (), records,
        is_allowed(actor, Action.MONEY_RECEIVE, Target(book_id)))


def open_drafts(session: Session, actor: Actor, book_id: UUID) -> tuple[OpenDraft, ...]:
    """The meetings that somebody began to record, the newest first, in one statement.

    Raises:
        NotFound, NotPermitted
    """
    return tuple(OpenDraft(row.meeting_id, row.held_on, moment_of(row.saved_at))
                 for row in list_drafts(session, actor, book_id))


def last_meetings(session: Session, book_id: UUID, limit: int | None = None) -> tuple[MeetingRow, ...]:
    """Closed meetings, the newest first, in one statement."""
    query = select(
        Meeting.meeting_id, Meeting.number, Meeting.held_on, Meeting.present, Meeting.on_roll,
        Meeting.total_in_minor, Meeting.total_out_minor, Meeting.cash_difference_minor,
        Meeting.reason_sealed.is_not(None).label("explained"),
    ).where(Meeting.book_id == book_id).order_by(Meeting.number.desc()).limit(limit)
    return tuple(MeetingRow(*row) for row in session.execute(query))


def held_sheets(session: Session, book_id: UUID) -> tuple[HeldRow, ...]:
    """Sheets of which no version was posted, the newest first, in one statement."""
    posted = select(SheetRow.meeting_id).where(SheetRow.book_id == book_id, SheetRow.state == "posted")
    query = (
        select(SheetRow.meeting_id, func.max(SheetRow.received_at).label("at"))
        .where(SheetRow.book_id == book_id, SheetRow.state == "held", SheetRow.meeting_id.not_in(posted))
        .group_by(SheetRow.meeting_id).order_by(func.max(SheetRow.received_at).desc())
    )
    return tuple(HeldRow(row.meeting_id, moment_of(row.at)) for row in session.execute(query))


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """The version of a sheet that counts, as it came: the posted one, or the newest with its reasons."""

    body: bytes
    version: int
    reasons: tuple[Reason, ...]
    is_posted: bool


def find_kept_sheet(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> KeptSheet | None:
    """The sheet of a meeting; None when nothing of it ever arrived.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MEETING_VIEW, Target(book_id))
    query = (
        select(SheetRow.version, SheetRow.body_sealed, SheetRow.reasons, SheetRow.state)
        .where(SheetRow.book_id == book_id, SheetRow.meeting_id == meeting_id)
        .order_by((SheetRow.state == "posted").desc(), SheetRow.version.desc()).limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    body = book_key(session, book_id).open(row.body_sealed, f"sheet:{meeting_id}:{row.version}")
    return KeptSheet(body.encode("utf-8"), row.version, read_reasons(row.reasons), row.state == "posted")


def moment_of(at_ms: int) -> datetime:
    """A kept instant as a time in UTC."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC)
