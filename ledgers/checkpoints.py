"""Signed heads of a book: what shows that history was rewritten.

A chain of hashes alone does not stop an insider who computes it anew.  A signed
head that stands outside the database (on members' phones, in a printed summary)
does: a book cut short or rewritten no longer reaches it.  A checkpoint names the
number and hash of an entry and how much had moved in each fund by then, which
verifying works out again from the postings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger

from ledgers import tables as t
from ledgers.books import insert_row
from ledgers.entries import digest
from ledgers.errors import LedgerError
from ledgers.sums import keep_waiting

PublicKeys = Mapping[str, Ed25519PublicKey]
"""The keys whose signatures are believed, by their id."""


class CheckpointUnreadable(LedgerError):
    """The text is not a checkpoint, or a list of them, as this programme writes them."""

    code: ClassVar[str] = "checkpoint_unreadable"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The Ed25519 key of a deployment, with the id its signatures name."""

    private: Ed25519PrivateKey
    key_id: str

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """The key of a seed of 32 bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(private, key_id_of(private.public_key()))

    @property
    def public_keys(self) -> dict[str, Ed25519PublicKey]:
        """The one key that believes what this one signs."""
        return {self.key_id: self.private.public_key()}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of a book at one moment, signed; `totals` is the text of what moved in each fund."""

    book_id: UUID
    seq: int
    hash: bytes
    totals: str
    signed_at: int
    key_id: str
    signature: bytes = b""

    @property
    def message(self) -> bytes:
        """The bytes that are signed: everything but the signature."""
        return digest(["msai-checkpoint/1", self.book_id.hex, self.seq, self.hash.hex(), self.totals,
                       self.signed_at, self.key_id])


def key_id_of(key: Ed25519PublicKey) -> str:
    """The id of a key: the first 16 hexadecimal digits of the SHA-256 of its public half."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def totals_text(turnover: Mapping[str, int]) -> str:
    """What moved in each fund as the text that is signed: JSON, funds in order, no spaces."""
    return json.dumps({fund: turnover[fund] for fund in sorted(turnover)}, separators=(",", ":"))


def turnover_by_fund(session: Session, book_id: UUID) -> dict[str, int]:
    """The sum of all postings of each fund so far, in its smallest unit, from the roll-up.

    Every posting debits exactly one account of its fund, so the debits are the sum.
    """
    keep_waiting(session.info)
    query = (
        select(t.rollup.c.fund, cast(func.sum(t.rollup.c.debit_minor), BigInteger).label("minor"))
        .where(t.rollup.c.book_id == book_id)
        .group_by(t.rollup.c.fund)
    )
    return {row.fund: row.minor for row in session.execute(query)}


def sign(
    session: Session, book_id: UUID, *, seq: int, hash: bytes, totals: Mapping[str, int], key: SigningKey,
    signed_at: int,
) -> Checkpoint:
    """Sign the head of a book and keep the checkpoint beside it, in one statement.

    `seq` and `hash` are those of the last entry and `totals` its `turnover_by_fund`, all
    read under the lock of the head.
    """
    unsigned = Checkpoint(book_id, seq, hash, totals_text(totals), signed_at, key.key_id)
    checkpoint = Checkpoint(
        book_id, seq, hash, unsigned.totals, signed_at, key.key_id, key.private.sign(unsigned.message))
    insert_row(t.checkpoint, _columns(checkpoint), connection=session.connection())
    return checkpoint


def list_checkpoints(session: Session, book_id: UUID) -> list[Checkpoint]:
    """The checkpoints of a book, oldest first."""
    query = select(t.checkpoint).where(t.checkpoint.c.book_id == book_id).order_by(t.checkpoint.c.seq)
    return [
        Checkpoint(row.book_id, row.seq, bytes(row.hash), row.totals, row.signed_at, row.key_id,
                   bytes(row.signature))
        for row in session.execute(query)
    ]


def is_genuine(checkpoint: Checkpoint, keys: PublicKeys) -> bool:
    """Whether a believed key signed exactly this."""
    key = keys.get(checkpoint.key_id)
    if key is None:
        return False
    try:
        key.verify(checkpoint.signature, checkpoint.message)
    except InvalidSignature:
        return False
    return True


def to_text(checkpoint: Checkpoint) -> str:
    """One checkpoint as a line of text, short enough for a QR code."""
    return json.dumps(_plain(checkpoint), sort_keys=True, separators=(",", ":"))


def write_file(checkpoints: Iterable[Checkpoint]) -> str:
    """Several checkpoints as the text of a file: a JSON list, one to a line."""
    return "[\n" + ",\n".join(to_text(checkpoint) for checkpoint in checkpoints) + "\n]\n"


def read_file(text: str) -> tuple[Checkpoint, ...]:
    """The checkpoints of a text that `write_file` or `to_text` made.

    Raises:
        CheckpointUnreadable: it was made by something else, or damaged.
    """
    try:
        found = json.loads(text)
        return tuple(_from_plain(plain) for plain in (found if isinstance(found, list) else [found]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CheckpointUnreadable(reason=type(error).__name__) from error


def _columns(checkpoint: Checkpoint) -> dict[str, Any]:
    return {field.name: getattr(checkpoint, field.name) for field in fields(checkpoint)}


def _plain(checkpoint: Checkpoint) -> dict[str, Any]:
    return _columns(checkpoint) | {
        "book_id": str(checkpoint.book_id), "hash": checkpoint.hash.hex(),
        "signature": checkpoint.signature.hex(),
    }


def _from_plain(plain: Mapping[str, Any]) -> Checkpoint:
    for name in ("seq", "signed_at"):
        if type(plain[name]) is not int:
            raise TypeError(name)
    return Checkpoint(
        UUID(plain["book_id"]), plain["seq"], bytes.fromhex(plain["hash"]), plain["totals"] + "",
        plain["signed_at"], plain["key_id"] + "", bytes.fromhex(plain["signature"]),
    )
