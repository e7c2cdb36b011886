"""The sheet of a meeting that is still going on, saved as it is typed.

A phone that is lost or switched off loses nothing, and a second phone goes on where the first one stopped.
Each saving names the version it knows: whoever knows an older one is shown the other's and decides, and
nothing is ever merged or overwritten unseen.  What a draft says is the phone's own; only its size is
looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from msai import audit
from msai.models.groups import Sheet as SheetRow
from msai.models.meetings import SheetDraft
from msai.models.people import PersonKey
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.keys import book_key, know_book_key

LARGEST_BYTES = 256 * 1024
DEEPEST = 16


class DraftTooLarge(ServiceError):
    """More than the sheet of any meeting needs."""

    code = "draft_too_large"


class DraftTooDeep(ServiceError):
    """Lists within lists beyond anything that a sheet is made of."""

    code = "draft_too_deep"


class MeetingClosed(ServiceError):
    """The meeting was closed meanwhile: there is nothing left to write."""

    code = "meeting_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """Save what is typed so far; `version` is the one this phone knows, nought for a new draft.

    `state` is the phone's own JSON, `held_on` the day it says, `device` what the phone calls itself.
    """

    book_id: UUID
    meeting_id: UUID
    version: int
    state: str
    at: int
    held_on: date | None = None
    device: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was saved last: by whom, on which phone, when."""

    version: int
    state: str
    saved_at: int
    saved_by: str
    device: str
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list of meetings."""

    meeting_id: UUID
    held_on: date | None
    saved_at: int


NO_DRAFT = Draft(0, "null", 0, "", "", None)
"""What stands where somebody else discarded the draft."""


class DraftConflict(ServiceError):
    """Somebody saved another version in between; `standing` is hers, and she decides who reads both."""

    code = "draft_conflict"

    def __init__(self, standing: Draft) -> None:
        """Keep the version that stands."""
        super().__init__()
        self.standing = standing


def save_draft(session: Session, actor: Actor, command: SaveDraft) -> Draft:
    """Save a draft as the version after the one its phone knows; the same saving again is the same version.

    Raises:
        NotPermitted: the actor does not keep this group's record.
        DraftConflict: another version stands.
        MeetingClosed: the meeting was closed meanwhile.
        DraftTooLarge, DraftTooDeep
    """
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    _require_modest(command.state)
    standing = _standing(session, command.book_id, command.meeting_id)
    draft = Draft(
        command.version + 1, command.state, command.at, actor.display, command.device, actor.user_id)
    if _is_same(standing, draft):
        return standing
    if standing.version != command.version or not _write(session, command, draft):
        raise DraftConflict(_standing(session, command.book_id, command.meeting_id))
    return draft


def get_draft(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> Draft:
    """The draft of a meeting.

    Raises:
        NotFound: there is none, or the meeting was closed.
        NotPermitted: the actor does not keep this group's record.
    """
    require(actor, Action.MEETING_RECORD, Target(book_id))
    found = _find(session, book_id, meeting_id)
    if found is None:
        raise NotFound()
    return found


def list_drafts(session: Session, actor: Actor, book_id: UUID) -> tuple[DraftRow, ...]:
    """The drafts of meetings that were not closed yet, the newest first, in one statement."""
    require(actor, Action.MEETING_RECORD, Target(book_id))
    posted = select(SheetRow.meeting_id).where(SheetRow.book_id == book_id, SheetRow.state == "posted")
    query = (
        select(SheetDraft.meeting_id, SheetDraft.held_on, SheetDraft.saved_at)
        .where(SheetDraft.book_id == book_id, SheetDraft.meeting_id.not_in(posted))
        .order_by(SheetDraft.saved_at.desc(), SheetDraft.meeting_id)
    )
    return tuple(DraftRow(*row) for row in session.execute(query))


def list_begun(session: Session, actor: Actor, book_id: UUID) -> tuple[UUID, ...]:
    """The meetings that were begun and not closed, for a member who was handed their address."""
    require(actor, Action.MEETING_WITNESS, Target(book_id))
    posted = select(SheetRow.meeting_id).where(SheetRow.book_id == book_id, SheetRow.state == "posted")
    return tuple(session.scalars(select(SheetDraft.meeting_id).where(
        SheetDraft.book_id == book_id, SheetDraft.meeting_id.not_in(posted))))


def discard_draft(
    session: Session, actor: Actor, book_id: UUID, *, meeting_id: UUID, at: int, version: int | None = None,
) -> None:
    """Throw a draft away; with a `version`, only that one.

    Raises:
        NotPermitted: the actor does not keep this group's record.
        NotFound: there is none.
        DraftConflict: another version stands.
    """
    require(actor, Action.MEETING_RECORD, Target(book_id))
    standing = get_draft(session, actor, book_id, meeting_id)
    if version not in (None, standing.version):
        raise DraftConflict(standing)
    drop_draft(session, book_id, meeting_id)
    audit.record(session, actor, book_id=book_id, action=Action.MEETING_RECORD,
                 subject=f"draft:{meeting_id}", at=at)


def drop_draft(session: Session, book_id: UUID, meeting_id: UUID) -> None:
    """Take the draft of a meeting away, when it is closed or discarded."""
    session.execute(
        delete(SheetDraft).where(SheetDraft.book_id == book_id, SheetDraft.meeting_id == meeting_id))


def _require_modest(state: str) -> None:
    if len(state.encode("utf-8")) > LARGEST_BYTES:
        raise DraftTooLarge(largest=LARGEST_BYTES // 1024)
    if _depth_of(state) > DEEPEST:
        raise DraftTooDeep(deepest=DEEPEST)


def _depth_of(state: str) -> int:
    """How many lists and objects stand within each other, the outermost being one."""
    level, depth = [json.loads(state)], 0
    while level := [value for value in level if isinstance(value, dict | list)]:
        depth += 1
        level = [inner for value in level for inner in (value.values() if isinstance(value, dict) else value)]
    return depth


def _is_same(standing: Draft, draft: Draft) -> bool:
    """Whether this was saved already, and only the answer never arrived."""
    return (standing.version, standing.user_id) == (draft.version, draft.user_id) and (
        json.loads(standing.state) == json.loads(draft.state))


def _standing(session: Session, book_id: UUID, meeting_id: UUID) -> Draft:
    found = _find(session, book_id, meeting_id)
    if found is None:
        _require_open(session, book_id, meeting_id)
    return found or NO_DRAFT


def _find(session: Session, book_id: UUID, meeting_id: UUID) -> Draft | None:
    """The draft of a meeting that was not closed, if there is one."""
    closed = exists().where(
        SheetRow.book_id == book_id, SheetRow.meeting_id == meeting_id, SheetRow.state == "posted")
    row = session.execute(
        select(SheetDraft.version, SheetDraft.body_sealed, SheetDraft.saved_at, SheetDraft.saved_by,
               PersonKey.wrapped)
        .outerjoin(PersonKey, and_(PersonKey.book_id == book_id, PersonKey.person_id == book_id))
        .where(SheetDraft.book_id == book_id, SheetDraft.meeting_id == meeting_id, ~closed)).one_or_none()
    if row is None:
        return None
    know_book_key(session, book_id, row.wrapped)
    body = json.loads(book_key(session, book_id).open(row.body_sealed, _context(meeting_id, row.version)))
    return Draft(row.version, body["state"], row.saved_at, body["by"], body["device"], row.saved_by)


def _require_open(session: Session, book_id: UUID, meeting_id: UUID) -> None:
    closed = select(SheetRow.version).where(
        SheetRow.book_id == book_id, SheetRow.meeting_id == meeting_id, SheetRow.state == "posted")
    if session.scalar(closed) is not None:
        raise MeetingClosed()


def _context(meeting_id: UUID, version: int) -> str:
    return f"draft:{meeting_id}:{version}"


def _write(session: Session, command: SaveDraft, draft: Draft) -> bool:
    """Whether the draft was written: not, when another saving came first."""
    text = json.dumps({"state": draft.state, "by": draft.saved_by, "device": draft.device})
    said = {
        "version": draft.version, "held_on": command.held_on, "saved_at": draft.saved_at,
        "saved_by": draft.user_id or audit.NOBODY,
        "body_sealed": book_key(session, command.book_id).seal(
            text, _context(command.meeting_id, draft.version)),
    }
    if command.version == 0:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        row = {"book_id": command.book_id, "meeting_id": command.meeting_id, **said}
        insertion = dialect.insert(SheetDraft).values(row).on_conflict_do_nothing()
        written = session.scalar(insertion.returning(SheetDraft.version))
    else:
        written = session.scalar(update(SheetDraft).where(
            SheetDraft.book_id == command.book_id, SheetDraft.meeting_id == command.meeting_id,
            SheetDraft.version == command.version).values(**said).returning(SheetDraft.version))
    return written is not None
