"""Who did what to which object, when, and how it ended.

A group reads its own part, so a look into somebody's passbook is as visible as a changed rule. Lines hold
ids and codes only; they are written in the transaction of the act itself, by one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.books import insert_rows
from ledgers.tables import metadata
from msai.ids import uuid7
from msai.models.governance import AuditLine, UserAuditLine
from msai.permissions import Action, Actor


class Result(Enum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: `subject` is the kind and id of its object, as in `member:0190...`."""

    action: Action
    subject: str
    result: Result = Result.DONE


def record(
    session: Session,
    actor: Actor,
    *,
    book_id: UUID,
    action: Action,
    subject: str,
    at: int,
    result: Result = Result.DONE,
) -> None:
    """Note an act in a book: `subject` is the kind and id of its object, as in `member:0190...`."""
    record_all(session, actor, [Act(action=action, subject=subject, result=result)], book_id=book_id, at=at)


def record_all(session: Session, actor: Actor, acts: Sequence[Act], *, book_id: UUID, at: int) -> None:
    """Note what somebody did in a book in one transaction, in one statement."""
    lines = [
        (uuid7(at), actor.user_id or NOBODY, act.action.value, act.subject, act.result.value, at)
        for act in acts
    ]
    table = metadata.tables[AuditLine.__tablename__]
    insert_rows(table, lines, book_id=book_id, connection=session.connection())


def record_for_user(
    session: Session, user_id: UUID, *, actor_id: UUID, action: Action, at: int, result: Result = Result.DONE
) -> None:
    """Note an act on a sign-in itself, which belongs to no book."""
    line = {
        "user_id": user_id,
        "audit_id": uuid7(at),
        "actor_id": actor_id,
        "action": action.value,
        "result": result.value,
        "at": at,
    }
    session.execute(insert(UserAuditLine).values(line))
