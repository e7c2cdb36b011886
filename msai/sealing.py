"""Personal text is readable only with a key that can be destroyed.

Each person has a data key of her own; the database keeps it wrapped by the master key, which stands outside
the database and its backups. Destroying the data key makes her name and notes unreadable everywhere, also in
old backups, while the books stay whole under a pseudonym. Notes are bound into the chain of the books by a
commitment that says nothing about their text.
"""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from ledgers.books import SealedNote, insert_rows
from ledgers.tables import metadata
from msai.services import ServiceError

_VERSION = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class Unreadable(ServiceError):
    """The text was sealed with another key or for another place, or it was damaged."""

    code = "unreadable"


class KeyDestroyed(ServiceError):
    """The person's data was erased: her key is gone and nothing can be sealed for her any more."""

    code = "key_destroyed"


@dataclass(frozen=True)
class DataKey:
    """One person's key, unwrapped, with the cipher made once so that many texts open cheaply."""

    cipher: AESGCM

    def seal(self, text: str, context: str) -> bytes:
        """Make the text unreadable; it opens again only under the same key and context."""
        return _encrypt(self.cipher, text.encode("utf-8"), context.encode("utf-8"))

    def open(self, sealed: bytes, context: str) -> str:
        """Read a sealed text.

        Raises:
            Unreadable: wrong key, wrong context, or damaged bytes.
        """
        return self.open_bytes(sealed, context).decode("utf-8")

    def seal_bytes(self, content: bytes, context: str) -> bytes:
        """Make a file unreadable, as `seal` does with text."""
        return _encrypt(self.cipher, content, context.encode("utf-8"))

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Read a sealed file.

        Raises:
            Unreadable: wrong key, wrong context, or damaged bytes.
        """
        return _decrypt(self.cipher, sealed, context.encode("utf-8"))


class Vault:
    """The master key at work: it makes and wraps data keys and gives secret digests for look-ups."""

    def __init__(self, master_key: bytes) -> None:
        """Derive one key per purpose, so that no key serves two."""
        self._wrapping = AESGCM(_derive(master_key, b"msai wrap v1"))
        self._lookup = _derive(master_key, b"msai lookup v1")

    def new_key(self, owner: UUID) -> bytes:
        """A fresh data key, wrapped for its owner."""
        return _encrypt(self._wrapping, secrets.token_bytes(_KEY_BYTES), owner.bytes)

    def unwrap(self, wrapped: bytes, owner: UUID) -> DataKey:
        """The data key behind its wrapping.

        Raises:
            Unreadable: it belongs to somebody else, or the master key is another one.
        """
        return DataKey(AESGCM(_decrypt(self._wrapping, wrapped, owner.bytes)))

    def digest(self, purpose: str, text: str) -> bytes:
        """A digest by which a phone number or e-mail is found without being readable in the database."""
        return hmac.digest(self._lookup, f"{purpose}\0{text}".encode(), "sha256")


def make_note(key: DataKey, note_id: UUID, text: str) -> SealedNote:
    """Seal a note for the books and commit to it: SHA-256 of a random salt and the text."""
    salt = secrets.token_bytes(16)
    return SealedNote(
        note_id=note_id,
        salt=salt,
        sealed=key.seal(text, f"note:{note_id}"),
        commitment=commitment(salt, text),
    )


def read_note(key: DataKey, note: SealedNote) -> str:
    """The words of a note, if they are the ones that were committed to.

    Raises:
        Unreadable: another key, another note, or another text than the chain knows of.
    """
    text = key.open(note.sealed, f"note:{note.note_id}")
    if not hmac.compare_digest(commitment(note.salt, text), note.commitment):
        raise Unreadable()
    return text


def commitment(salt: bytes, text: str) -> bytes:
    """What the chain holds of a note; it can be checked by whoever may read the note, and by nobody else."""
    return sha256(salt + text.encode("utf-8")).digest()


def add_person_keys(
    session: Session, vault: Vault, book_id: UUID, people: Iterable[UUID]
) -> dict[UUID, DataKey]:
    """Make a data key for each new person of a book, in one statement."""
    wrapped = {person: vault.new_key(person) for person in people}
    rows = [(person, key, None) for person, key in wrapped.items()]
    insert_rows(_keys(), rows, book_id=book_id, connection=session.connection())
    return {person: vault.unwrap(key, person) for person, key in wrapped.items()}


def person_keys(session: Session, vault: Vault, book_id: UUID) -> Mapping[UUID, DataKey]:
    """The keys of everybody in a book who was not erased, in one statement."""
    keys = _keys().c
    found = session.execute(
        select(keys.person_id, keys.wrapped).where(keys.book_id == book_id, keys.wrapped.is_not(None))
    )
    return {person: vault.unwrap(wrapped, person) for person, wrapped in found if wrapped is not None}


def person_key(session: Session, vault: Vault, book_id: UUID, person_id: UUID) -> DataKey:
    """One person's key.

    Raises:
        KeyDestroyed: she was erased, or never had one.
    """
    keys = _keys().c
    wrapped = session.scalar(
        select(keys.wrapped).where(keys.book_id == book_id, keys.person_id == person_id)
    )
    if wrapped is None:
        raise KeyDestroyed()
    return vault.unwrap(wrapped, person_id)


def destroy_person_key(session: Session, book_id: UUID, person_id: UUID, *, at: int) -> None:
    """Erase a person: her key goes, what it sealed stays as bytes that nobody can read."""
    keys = _keys()
    session.execute(
        update(keys)
        .where(keys.c.book_id == book_id, keys.c.person_id == person_id)
        .values(wrapped=None, erased_at=at)
    )


def _keys() -> Table:
    """The table of the keys; who only unwraps one does not wait for the models of all there is."""
    return metadata.tables["person_key"]


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(master_key, purpose, "sha256")


def _encrypt(cipher: AESGCM, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + cipher.encrypt(nonce, plain, context)


def _decrypt(cipher: AESGCM, sealed: bytes, context: bytes) -> bytes:
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _VERSION:
        raise Unreadable()
    try:
        return cipher.decrypt(nonce, body, context)
    except (InvalidTag, ValueError) as error:
        raise Unreadable() from error
