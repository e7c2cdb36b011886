"""Who did what to which object, when, and how it ended.

A group reads its own part, so a look into somebody's passbook is as visible as a changed rule. Lines hold
ids and codes only; they are written in the transaction of the act itself, by one statement.
"""

from enum import Enum
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.books import insert_row
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
    line = {
        "book_id": book_id,
        "audit_id": uuid7(at),
        "user_id": actor.user_id or NOBODY,
        "action": action.value,
        "subject": subject,
        "result": result.value,
        "at": at,
    }
    insert_row(metadata.tables[AuditLine.__tablename__], line, connection=session.connection())


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
