"""A letter from one book to another, left in the very transaction of the act that it tells of.

Its id follows from the book, its kind and the reference of the act, so an act that is repeated leaves no
second letter. What it says is sealed with the key of the book it leaves: it may hold people's words.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from msai.models.enterprises import Outbox
from msai.services.keys import book_key

LEFT = "letters_left"
"""Where a session keeps which books left letters in it."""
_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a book tells another: its kind, the reference of the act (as in `remittance:0190...:sent`), facts.

    `body` holds text, whole numbers and nothing else; `at` is when the act was recorded (ms, UTC).
    """

    book_id: UUID
    recipient_id: UUID
    kind: str
    reference: str
    body: Mapping[str, Any]
    at: int

    @property
    def message_id(self) -> UUID:
        """The id under which it is kept by both books."""
        return message_id_of(self.book_id, kind=self.kind, reference=self.reference)


def message_id_of(book_id: UUID, *, kind: str, reference: str) -> UUID:
    """The id of a letter: a version-5 UUID in the name space of the book that leaves it."""
    return uuid5(book_id, f"letter:{kind}:{reference}")


def leave(session: Session, letter: Letter) -> None:
    """Leave a letter with this transaction; one that was left before stays as it is."""
    connection = session.connection()
    text = json.dumps({"reference": letter.reference, "body": dict(letter.body)}, ensure_ascii=False)
    sealed = book_key(session, letter.book_id).seal(text, _context(letter.message_id))
    left = connection.execute(
        _INSERT[connection.dialect.name](Outbox).on_conflict_do_nothing().returning(Outbox.message_id), {
            "book_id": letter.book_id, "message_id": letter.message_id, "recipient_id": letter.recipient_id,
            "kind": letter.kind, "body": b64encode(sealed).decode("ascii"), "made_at": letter.at,
            "tries": 0}).first()
    if left is not None:
        session.info.setdefault(LEFT, set()).add(letter.book_id)


def books_that_left(session: Session) -> frozenset[UUID]:
    """The books that left a letter in this session's transaction."""
    return frozenset(session.info.get(LEFT, ()))


def read_letter(session: Session, book_id: UUID, message_id: UUID) -> Letter | None:
    """A letter that still has to be delivered, opened; None when it has been.

    Raises:
        Unreadable: it was sealed with another key.
    """
    row = session.execute(
        select(Outbox.recipient_id, Outbox.kind, Outbox.body, Outbox.made_at).where(
            Outbox.book_id == book_id, Outbox.message_id == message_id, Outbox.done_at.is_(None))).first()
    if row is None:
        return None
    said = json.loads(book_key(session, book_id).open(b64decode(row.body), _context(message_id)))
    return Letter(book_id=book_id, recipient_id=row.recipient_id, kind=row.kind,
                  reference=said["reference"], body=said["body"], at=row.made_at)


def _context(message_id: UUID) -> str:
    return f"letter:{message_id}"
