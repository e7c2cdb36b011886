"""Letters carried from book to book: three transactions of one book each, and any of them may be the last.

First the letter is read, then the recipient's book takes it in (once: its id stands in the inbox with what
it brought about), then the sender's book notes that it is done. Whatever was cut off is done again by the
next delivery from that book or by the sweeper, and comes to the same books.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Update, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.db import Database
from msai.models.enterprises import Outbox
from msai.models.remittances import Inbox
from msai.permissions import SYSTEM_IMPORT, NotFound
from msai.services.outbox.handlers import HANDLERS
from msai.services.outbox.letters import Letter, books_that_left, read_letter

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_MOST_ROUNDS = 4
"""An answer to a letter may be answered in its turn; no chain of letters is longer than this."""


@dataclass(frozen=True, slots=True)
class Waits:
    """A letter that the other book could not take in yet, and the code of the reason."""

    book_id: UUID
    message_id: UUID
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What a round of deliveries came to."""

    delivered: int
    waiting: tuple[Waits, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    book_id: UUID
    message_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of one letter: done by this round, refused with a code, or done by another meanwhile."""

    is_done: bool
    code: str | None = None
    answers: frozenset[UUID] = frozenset()


def deliver_from(database: Database, books: frozenset[UUID], *, at: int) -> Swept:
    """Deliver what these books have left, the oldest first, and what those letters make others answer."""
    delivered, waiting = 0, dict[UUID, Waits]()
    for _round in range(_MOST_ROUNDS):
        if not books:
            break
        answering: set[UUID] = set()
        for place in [place for book_id in sorted(books) for place in _left_by(database, book_id)]:
            found = _deliver(database, place, at)
            delivered += found.is_done
            answering |= found.answers
            waiting.pop(place.message_id, None)
            if found.code is not None:
                waiting[place.message_id] = Waits(place.book_id, place.message_id, place.kind, found.code)
        books = frozenset(answering)
    return Swept(delivered, tuple(waiting.values()))


def sweep(database: Database, *, at: int, recipient_id: UUID | None = None) -> Swept:
    """Finish whatever any book has left for others, or for this one recipient."""
    query = select(Outbox.book_id).distinct().where(Outbox.done_at.is_(None))
    if recipient_id is not None:
        query = query.where(Outbox.recipient_id == recipient_id)
    with database.read() as session:
        books = frozenset(session.scalars(query.execution_options(scatter=True)))
    return deliver_from(database, books, at=at)


def _left_by(database: Database, book_id: UUID) -> Sequence[_Place]:
    query = select(Outbox.message_id, Outbox.kind).where(
        Outbox.book_id == book_id, Outbox.done_at.is_(None)).order_by(Outbox.made_at, Outbox.message_id)
    with database.read() as session:
        return [_Place(book_id, row.message_id, row.kind) for row in session.execute(query)]


def _deliver(database: Database, place: _Place, at: int) -> _Found:
    """Carry one letter over, unless somebody else has."""
    with database.read() as session:
        letter = read_letter(session, place.book_id, place.message_id)
    if letter is None:
        return _Found(False)
    try:
        with database.write() as session:
            _take_in(session, letter, at)
            answers = books_that_left(session)
    except LedgerError as refused:
        _note_refusal(database, place, refused.code)
        return _Found(False, refused.code)
    return _Found(_note_done(database, place, at), answers=answers)


def _take_in(session: Session, letter: Letter, at: int) -> None:
    connection = session.connection()
    taken = connection.execute(
        _INSERT[connection.dialect.name](Inbox).on_conflict_do_nothing().returning(Inbox.message_id), {
            "book_id": letter.recipient_id, "message_id": letter.message_id, "received_at": at}).first()
    if taken is None:
        return
    if letter.kind not in HANDLERS:
        raise NotFound()
    HANDLERS[letter.kind](session, SYSTEM_IMPORT, letter)


def _note_refusal(database: Database, place: _Place, code: str) -> None:
    """Note why it waits, unless another round brought it over meanwhile."""
    with database.write() as session:
        session.execute(_row(place).where(Outbox.done_at.is_(None)).values(
            tries=func.coalesce(Outbox.tries, 0) + 1, last_code=code))


def _note_done(database: Database, place: _Place, at: int) -> bool:
    """Note that it was taken in; whether this round is the first to note it."""
    with database.write() as session:
        return session.execute(_row(place).where(Outbox.done_at.is_(None)).values(
            done_at=at, last_code=None).returning(Outbox.message_id)).first() is not None


def _row(place: _Place) -> Update:
    return update(Outbox).where(Outbox.book_id == place.book_id, Outbox.message_id == place.message_id)
