"""Where something that was asked for stands, as its page says it to both persons."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from msai.approvals import Shown, digest_of


class Standing(StrEnum):
    """It waits; the book moved on since it was asked for; nobody answered in time; it was done or refused."""

    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    DONE = "done"
    REFUSED = "refused"


def standing_of(row: Row[Any], *, shown: Shown | None, at: int) -> Standing:
    """Where a request stands; `row` has its approval's state, expiry and digest, and when it was done.

    `shown` is what would be approved now: nothing where it can no longer be planned.
    """
    ended = ended_as(row, at)
    if ended is not None:
        return ended
    is_as_asked = shown is not None and digest_of(shown) == bytes(row.shown_digest)
    return Standing.WAITING if is_as_asked else Standing.MOVED


def ended_as(row: Row[Any], at: int) -> Standing | None:
    """Where it stands when it no longer waits; nothing while it does."""
    if row.done_at is not None:
        return Standing.DONE
    if row.state == "refused":
        return Standing.REFUSED
    return Standing.LATE if row.state == "expired" or row.expires_at <= at else None
