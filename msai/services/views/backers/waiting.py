"""What waits for an answer of the people of an enterprise: what one asked for, and what a group asks for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.models.stakes import ExitOffer
from msai.permissions import Action, Actor, Target, is_allowed
from msai.services.two_officers.standing import Standing
from msai.services.views.stakes.acts import ActLine, list_acts


@dataclass(frozen=True, slots=True)
class BackingWaits:
    """The decisions that wait, and how many groups ask for their money back."""

    acts: tuple[ActLine, ...]
    offers: int


def list_backing_waits(session: Session, actor: Actor, book_id: UUID, *, at: int) -> BackingWaits | None:
    """What waits in an enterprise; None for whoever does not decide there, or where nothing waits."""
    if not is_allowed(actor, Action.BACKING_RECORD, Target(book_id)):
        return None
    acts = tuple(act for act in list_acts(session, actor, book_id, at=at) if act.standing is Standing.WAITING)
    offers = session.scalar(select(func.count()).select_from(ExitOffer).where(
        ExitOffer.book_id == book_id, ExitOffer.state == "open")) or 0
    return BackingWaits(acts, offers) if acts or offers else None
