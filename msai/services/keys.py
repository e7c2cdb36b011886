"""The keys a deployment seals and signs with, as services reach them.

They come with the session, so that no service knows where secrets are kept.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.checkpoints import SigningKey
from ledgers.journal import Journal
from ledgers.sums import waiting_of
from msai.sealing import DataKey, Vault, person_key


def vault_of(session: Session) -> Vault:
    """The master key at work in this session."""
    vault: Vault = session.info["vault"]
    return vault


def signing_key_of(session: Session) -> SigningKey:
    """The key that signs the heads of books in this session."""
    key: SigningKey = session.info["signing_key"]
    return key


def book_key(session: Session, book_id: UUID) -> DataKey:
    """The key that seals a book's own papers: its sheets, its reasons.  Read once a session."""
    known: dict[UUID, DataKey] = session.info.setdefault("book_keys", {})
    if book_id not in known:
        known[book_id] = person_key(session, vault_of(session), book_id, book_id)
    return known[book_id]


def know_book_key(session: Session, book_id: UUID, wrapped: bytes | None) -> None:
    """Take note of the key of a book's papers as it was read with other things; none is kept as none.

    Raises:
        Unreadable: it was wrapped for another book, or under another master key.
    """
    known: dict[UUID, DataKey] = session.info.setdefault("book_keys", {})
    if wrapped is not None and book_id not in known:
        known[book_id] = vault_of(session).unwrap(wrapped, book_id)


def journal_of(session: Session, book_id: UUID) -> Journal:
    """The journal of a book in this transaction; its head is locked once."""
    known: dict[UUID, Journal] = session.info.setdefault("journals", {})
    if book_id not in known:
        known[book_id] = Journal(session, book_id)
    return known[book_id]


def forget_journal(session: Session, book_id: UUID) -> None:
    """Drop what is known of a book's head, after a savepoint that posted to it was rolled back."""
    session.info.get("journals", {}).pop(book_id, None)
    waiting = waiting_of(session.info)
    if waiting is not None:
        waiting.spoil()
