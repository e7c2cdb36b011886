"""One officer asks: her reason is sealed and kept, and what would happen is put before another officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote, add_note
from msai.approvals import RequestApproval, Shown, Subject, request_approval
from msai.ids import uuid7
from msai.permissions import Actor, NotFound
from msai.sealing import make_note
from msai.services.keys import book_key


def put_before_another(session: Session, actor: Actor, subject: Subject, *, shown: Shown, at: int) -> UUID:
    """Ask for another person's word on what she will be shown; answers the request that waits for it.

    Raises:
        AlreadyRequested: the same waits for an answer already.
    """
    approval_id = uuid7(at)
    request_approval(session, actor, RequestApproval(
        approval_id=approval_id, subject=subject, shown=shown, at=at))
    return approval_id


def keep_reason(session: Session, book_id: UUID, words: str, *, at: int) -> SealedNote:
    """Seal why something is asked for and keep it with the book; nobody opens it without the book's key."""
    note = make_note(book_key(session, book_id), uuid7(at), words.strip())
    add_note(session, book_id, note)
    return note


def read_reason(session: Session, book_id: UUID, note_id: UUID) -> SealedNote:
    """A reason as it is kept, sealed."""
    row = session.execute(
        select(t.note).where(t.note.c.book_id == book_id, t.note.c.note_id == note_id)).one()
    return SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))


def asked_row(session: Session, table: Any, book_id: UUID, **key: UUID) -> Row[Any]:
    """The row of what was asked for, by the name and value of its key.

    Raises:
        NotFound: nothing of that key was asked for in this book.
    """
    query = select(*table.__table__.columns).where(table.book_id == book_id).filter_by(**key)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return row
