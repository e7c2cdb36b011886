"""What a member sees of a meeting before she says whether it was so: totals and the count."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.meeting_day.drafts import list_begun
from msai.services.meeting_day.local_time import local_time, zone_of
from msai.services.meeting_day.witnessing import get_witnessed, newest_words, require_witness
from msai.services.sheets import Said
from msai.services.views.facts import read_group
from msai.services.views.meetings import OfMeeting, which_meeting


@dataclass(frozen=True, slots=True)
class WitnessView(OfMeeting):
    """A closed meeting as its witness is shown it; `refusal` says why it is not hers to witness."""

    counted_minor: int | None
    difference_minor: int
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
        *which_meeting(facts, meeting, local_time(
            meeting.closed_at, zone_of(facts.country, facts.time_zone))),
        meeting.cash_counted_minor, meeting.cash_difference_minor, said, refusal)


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
