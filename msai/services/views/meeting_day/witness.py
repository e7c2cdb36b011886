"""What a member sees of a meeting before she says whether it was so: totals and the count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.meeting_day.drafts import list_begun
from msai.services.meeting_day.local_time import local_time, zone_of
from msai.services.meeting_day.witnessing import get_witnessed, newest_words, require_witness
from msai.services.sheets import Said, short_code
from msai.services.views.facts import read_group


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A closed meeting as its witness is shown it; `refusal` says why it is not hers to witness."""

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
    counted_minor: int | None
    difference_minor: int
    code: str
    seen: str
    says: Said | None
    refusal: LedgerError | None


def show_witness(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> WitnessView | None:
    """The meeting to witness; None while it is still being written.

    Raises:
        NotFound, NotPermitted: she is no member of the group, or there is no such meeting.
    """
    require(actor, Action.MEETING_WITNESS, Target(book_id))
    facts = read_group(session, book_id)
    try:
        meeting = get_witnessed(session, book_id, meeting_id)
    except NotFound:
        if meeting_id in list_begun(session, actor, book_id):
            return None
        raise
    refusal, said = _refusal(session, actor, book_id, meeting_id), _said(session, actor, book_id, meeting_id)
    return WitnessView(
        book_id, facts.name, facts.currency, meeting_id, meeting.number, meeting.held_on,
        local_time(meeting.closed_at, zone_of(facts.country, facts.time_zone)), meeting.present,
        meeting.on_roll, meeting.total_in_minor, meeting.total_out_minor, meeting.cash_counted_minor,
        meeting.cash_difference_minor, short_code(bytes(meeting.last_hash)), bytes(meeting.last_hash).hex(),
        said, refusal)


def _refusal(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> LedgerError | None:
    try:
        require_witness(session, actor, get_witnessed(session, book_id, meeting_id))
    except LedgerError as refusal:
        return refusal
    return None


def _said(session: Session, actor: Actor, book_id: UUID, meeting_id: UUID) -> Said | None:
    """What she said of it last."""
    hers = actor.standings[book_id].member_id
    words = newest_words(session, book_id, meeting_id)
    return next((Said(word.says) for word in words if word.member_id == hers), None)
