"""The one next step of a group that has held no meeting here yet.

An empty page leaves a person alone. Until the first meeting is closed, the page of a group says what is
missing, to whoever can do it.
"""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.approvals import State
from msai.models.governance import Approval
from msai.models.onboarding import GroupOpening
from msai.permissions import Action, Actor, Target, is_allowed, require


class NextStep(Enum):
    """What a group without meetings waits for."""

    WRITE_PAPER = "write_paper"
    ANSWER_PAPER = "answer_paper"
    FIRST_MEETING = "first_meeting"


def find_next_step(session: Session, actor: Actor, book_id: UUID, *, at: int) -> NextStep | None:
    """What this reader can do next for the group; None where it is not hers to do.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.GROUP_VIEW, target)
    waits = session.scalar(select(GroupOpening.as_of).where(
        GroupOpening.book_id == book_id, GroupOpening.posted_at.is_(None)))
    if waits is None:
        return NextStep.FIRST_MEETING if is_allowed(actor, Action.MEETING_RECORD, target) else None
    if not is_allowed(actor, Action.OPENING_DRAFT, target):
        return None
    maker = session.scalar(select(Approval.maker_id).where(
        Approval.book_id == book_id, Approval.action == Action.OPENING_CONFIRM.value,
        Approval.state == State.PENDING.value, Approval.expires_at > at))
    if maker is not None:
        return NextStep.ANSWER_PAPER
    return NextStep.WRITE_PAPER
