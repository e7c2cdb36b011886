"""A second pair of eyes: a member says that a meeting was as its record has it, or that it was not.

She says it on the phone of whoever records, as a part of the sheet, or on her own when the meeting is closed.
Whoever recorded a meeting cannot witness it, under no login; the rules of the group may leave it to the
second officer.  Nothing is changed by what a witness says: it is kept, shown, and read by the officers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ledgers.tables import metadata
from msai import audit
from msai.approvals import ShownDiffers
from msai.models.access import Membership
from msai.models.groups import Meeting, Member
from msai.models.meetings import WitnessWord
from msai.permissions import Action, Actor, NotFound, Relation, Target, require
from msai.sealing import person_key
from msai.services import ServiceError
from msai.services.group_books import load_group
from msai.services.group_rules import SECOND_OFFICER
from msai.services.holders import member_holder
from msai.services.keys import vault_of
from msai.services.sheets import CloseMeeting, Reason, Said
from msai.services.sheets.checks import SheetCase
from msai.services.sheets.roll import HERE

UNWITNESSED, WITNESSED, DISPUTED = "unwitnessed", "witnessed", "disputed"
_KEEP = insert(metadata.tables["witness_word"])


class WitnessIsRecorder(ServiceError):
    """Nobody is her own witness."""

    code = "witness_is_recorder"


class WitnessNotHere(ServiceError):
    """Who was not at the meeting saw nothing of it."""

    code = "witness_not_here"


class WitnessNotChosen(ServiceError):
    """The rules of the group leave it to the second officer."""

    code = "witness_not_chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessMeeting:
    """A member's word on a closed meeting, by her own phone; `seen_hash` proves what she was shown."""

    book_id: UUID
    meeting_id: UUID
    says: Said
    words: str
    seen_hash: bytes
    at: int


def witness_meeting(session: Session, actor: Actor, command: WitnessMeeting) -> None:
    """Keep what a member says of a closed meeting; saying the same again changes nothing.

    Raises:
        NotPermitted, NotFound: she is no member of the group, or no such meeting was closed.
        WitnessIsRecorder, WitnessNotHere, WitnessNotChosen: it is not hers to witness.
        ShownDiffers: her screen showed something else.
    """
    require(actor, Action.MEETING_WITNESS, Target(command.book_id))
    meeting = get_witnessed(session, command.book_id, command.meeting_id)
    member_id = require_witness(session, actor, meeting)
    if bytes(meeting.last_hash) != command.seen_hash:
        raise ShownDiffers()
    _keep(session, actor, {
        "book_id": command.book_id, "meeting_id": command.meeting_id, "member_id": member_id,
        "said_at": command.at, "says": command.says.value, "own_phone": True,
        "words_sealed": _sealed(
            session, (command.book_id, command.meeting_id, member_id), command.words),
        "seen_hash": command.seen_hash})
    session.execute(
        update(Meeting).where(Meeting.book_id == command.book_id, Meeting.meeting_id == command.meeting_id)
        .values(witnessed=_state(session, command.book_id, command.meeting_id)))
    audit.record(session, actor, book_id=command.book_id, action=Action.MEETING_WITNESS,
                 subject=f"meeting:{command.meeting_id}", at=command.at)


def get_witnessed(session: Session, book_id: UUID, meeting_id: UUID) -> Meeting:
    """The closed meeting a word is about.

    Raises:
        NotFound
    """
    meeting = session.get(Meeting, (book_id, meeting_id))
    if meeting is None:
        raise NotFound()
    return meeting


def require_witness(session: Session, actor: Actor, meeting: Meeting) -> UUID:
    """The member that the actor is, if this meeting is hers to witness.

    Raises:
        NotFound: she is no member of the group.
        WitnessIsRecorder, WitnessNotHere, WitnessNotChosen
    """
    require(actor, Action.MEETING_WITNESS, Target(meeting.book_id))
    standing = actor.standings[meeting.book_id]
    if standing.member_id is None:
        raise NotFound()
    if standing.member_id == _recorder(session, meeting) or meeting.recorded_by == actor.user_id:
        raise WitnessIsRecorder()
    number = session.scalar(select(Member.number).where(
        Member.book_id == meeting.book_id, Member.member_id == standing.member_id))
    if json.loads(meeting.attendance).get(str(number)) not in [state.value for state in HERE]:
        raise WitnessNotHere(member=number or 0)
    rules = load_group(session, meeting.book_id, meeting.held_on).rules
    if rules.witness == SECOND_OFFICER and Relation.SECOND_OFFICER not in standing.relations:
        raise WitnessNotChosen()
    return standing.member_id


def witness_may_speak(session: Session, actor: Actor, case: SheetCase) -> Iterable[Reason]:
    """Why the witness on a sheet is none: she records it herself, or the rules name the second officer."""
    witness, book_id = case.sheet.witness, case.group.book_id
    require(actor, Action.MEETING_RECORD, Target(book_id))
    if witness is None or actor.system:
        return
    member_id = member_holder(book_id, witness.member).id
    if actor.standings[book_id].member_id == member_id:
        yield Reason("witness.member", WitnessIsRecorder.code, {"member": witness.member})
    elif case.group.rules.witness == SECOND_OFFICER and not _is_second(session, book_id, member_id):
        yield Reason("witness.member", WitnessNotChosen.code, {"member": witness.member})


def keep_witness(session: Session, actor: Actor, command: CloseMeeting, *, seen_hash: bytes) -> None:
    """Keep the word of the witness on a sheet that was posted; no statement where there is none."""
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    witness = command.sheet.witness
    if witness is None:
        return
    member_id = member_holder(command.book_id, witness.member).id
    _keep(session, actor, {
        "book_id": command.book_id, "meeting_id": command.sheet.meeting_id, "member_id": member_id,
        "said_at": command.received_at, "says": witness.says.value, "own_phone": False,
        "seen_hash": seen_hash, "words_sealed": _sealed(
            session, (command.book_id, command.sheet.meeting_id, member_id), witness.words)})


def state_of(words: Iterable[str]) -> str:
    """What the words of all witnesses come to: one who disputes is enough."""
    said = set(words)
    if Said.DISPUTES.value in said:
        return DISPUTED
    return WITNESSED if said else UNWITNESSED


def newest_words(session: Session, book_id: UUID, meeting_id: UUID) -> list[WitnessWord]:
    """The newest word of each witness of a meeting, in the order they were said, in one statement."""
    said = session.scalars(
        select(WitnessWord).where(WitnessWord.book_id == book_id, WitnessWord.meeting_id == meeting_id)
        .order_by(WitnessWord.said_at))
    return sorted({word.member_id: word for word in said}.values(), key=lambda word: word.said_at)


def context_of(meeting_id: UUID) -> str:
    """Under which context the words of a witness are sealed with her own key."""
    return f"witness:{meeting_id}"


def _keep(session: Session, actor: Actor, row: dict[str, Any]) -> None:
    session.connection().execute(_KEEP, {**row, "said_by": actor.user_id or audit.NOBODY})


def _sealed(session: Session, row_of: tuple[UUID, UUID, UUID], words: str) -> bytes | None:
    """The words sealed with the witness's own key; nothing where she gave none."""
    book_id, meeting_id, member_id = row_of
    if not words:
        return None
    return person_key(session, vault_of(session), book_id, member_id).seal(words, context_of(meeting_id))


def _state(session: Session, book_id: UUID, meeting_id: UUID) -> str:
    return state_of(word.says for word in newest_words(session, book_id, meeting_id))


def _recorder(session: Session, meeting: Meeting) -> UUID | None:
    """The member whose login recorded the meeting."""
    return session.scalar(select(Membership.member_id).where(
        Membership.book_id == meeting.book_id, Membership.user_id == meeting.recorded_by))


def _is_second(session: Session, book_id: UUID, member_id: UUID) -> bool:
    role = session.scalar(select(Membership.role).where(
        Membership.book_id == book_id, Membership.member_id == member_id,
        Membership.role == Relation.SECOND_OFFICER.value))
    return role is not None
