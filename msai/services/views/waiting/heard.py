"""A decision that one person asked for and another answers: what of it both see, whatever it decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.books import SealedNote
from ledgers.errors import LedgerError
from msai.approvals import Shown
from msai.permissions import Action, Actor, Target, is_allowed
from msai.sealing import read_note
from msai.services.keys import book_key
from msai.services.two_officers.standing import Standing, standing_of
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name

Planned = TypeVar("Planned")
Problem = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who asked, why and when, who answered, and where it stands; `seen` is what the answer is bound to.

    Where the book moved since, only refusing it is left. One that a person took alone was answered by nobody.
    """

    standing: Standing
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    seen: str
    may_answer: bool

    def told(self) -> dict[str, Any]:
        """Its parts by name, for a page that shows more."""
        return {one.name: getattr(self, one.name) for one in fields(Heard)}


def hear(
    session: Session, actor: Actor, row: Row[Any], note: SealedNote, *, shown: Shown | None, at: int,
) -> Heard:
    """What both see of it; `row` is what was asked for with its approval, `shown` what it would do now."""
    book_id = row.book_id
    standing = standing_of(row, shown=shown, at=at)
    may_answer = is_allowed(actor, Action.APPROVE, Target(book_id)) and row.asked_by != actor.user_id
    return Heard(
        standing=standing, reason=read_note(book_key(session, book_id), note),
        asked_by=recorder_name(session, row.asked_by), asked_at=moment_of(row.asked_at),
        answered_by=recorder_name(session, row.checker_id) if row.checker_id else None,
        posted_seq=row.posted_seq, seen=bytes(row.shown_digest or b"").hex(),
        may_answer=may_answer and standing in (Standing.WAITING, Standing.MOVED))


def plan_again(row: Row[Any], plan: Callable[[], Planned]) -> tuple[Planned | None, Problem | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    if row.state != "pending":
        return None, None
    try:
        return plan(), None
    except LedgerError as error:
        return None, (error.code, error.params)
