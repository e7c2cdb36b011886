"""Hashes of the rows that the chain of entries does not cover.

The chain covers entries, postings and the accounts they name.  A book, a holder
nobody has posted to yet, a note, a cycle and an account carry a hash of their own
row, so that a damaged byte in any of them is found too.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledgers.accounts import BookKind, Holder
from ledgers.entries import digest


def book_hash(book_id: UUID, *, kind: BookKind, currency: str, chart_version: int, opened_at: int) -> bytes:
    """The hash of a `book` row."""
    return digest(["msai-book/1", book_id.hex, kind.value, currency, chart_version, opened_at])


def holder_hash(book_id: UUID, holder: Holder) -> bytes:
    """The hash of a `holder` row."""
    return digest(["msai-holder/1", book_id.hex, holder.id.hex, holder.kind.value, holder.alias])


def account_hash(book_id: UUID, *, account_no: int, code: int, fund: str, holder: UUID) -> bytes:
    """The hash of an `account` row."""
    return digest(["msai-account/1", book_id.hex, account_no, code, fund, holder.hex])


def note_hash(book_id: UUID, note_id: UUID, *, salt: bytes, sealed: bytes, commitment: bytes) -> bytes:
    """The hash of a `note` row."""
    return digest(["msai-note/1", book_id.hex, note_id.hex, salt.hex(), sealed.hex(), commitment.hex()])


def cycle_hash(book_id: UUID, cycle_no: int, *, opened_on: date, closed_on: date | None, state: str) -> bytes:
    """The hash of a `cycle` row."""
    closed = closed_on.isoformat() if closed_on else None
    return digest(["msai-cycle/1", book_id.hex, cycle_no, opened_on.isoformat(), closed, state])
