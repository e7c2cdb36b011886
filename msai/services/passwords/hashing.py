"""Passwords are checked slowly on purpose, and never so many at once that the ledger stands still.

Argon2id with a pepper from outside the database. Hundreds sign in on the same Sunday, so two hashes are
computed at a time, a few wait, and others are told to come back in a moment. An unknown account costs the
same work as a known one, so that nobody can find out who saves here.
"""

import base64
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from msai.services import ServiceError
from msai.services.passwords.guessable import require_hard_to_guess
from msai.settings import Settings

LONGEST = 200
_WAIT_SECONDS = 5


class PasswordFor(Enum):
    """How long a password has to be depends on what it opens."""

    MEMBER = 8
    STAFF = 12


class Busy(ServiceError):
    """Too many people sign in at this moment; `retry_after` says in how many seconds to try again."""

    code = "busy"


class PasswordTooShort(ServiceError):
    """The password has fewer characters than `shortest`."""

    code = "password_too_short"


class PasswordTooLong(ServiceError):
    """Nobody types a password of that length; it is refused before it is hashed."""

    code = "password_too_long"


class Passwords:
    """Hashes and checks passwords, a few at a time over all threads of the server."""

    def __init__(self, settings: Settings) -> None:
        """Take the cost of a hash and the length of the queue from the deployment."""
        self._pepper = settings.pepper
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_passes,
            memory_cost=settings.argon2_memory_kib,
            parallelism=settings.argon2_lanes,
        )
        self._working = BoundedSemaphore(settings.hashes_at_once)
        self._waiting = BoundedSemaphore(settings.hashes_at_once + settings.hashes_waiting)
        self._nobody = self._hash_of_nobody(settings)

    def hash(
        self, password: str, use: PasswordFor = PasswordFor.MEMBER, *, about: Iterable[str] = (),
    ) -> str:
        """The form in which a new password is kept; `about` are the person's name, number and address.

        Raises:
            PasswordTooShort, PasswordTooLong: by the length its use asks for.
            PasswordTooCommon: anybody would guess it.
            Busy: too many others are being hashed.
        """
        length = len(unicodedata.normalize("NFC", password))
        if length < use.value:
            raise PasswordTooShort(shortest=use.value)
        if length > LONGEST:
            raise PasswordTooLong(longest=LONGEST)
        require_hard_to_guess(password, about)
        with self._turn():
            return self._hasher.hash(self._peppered(password))

    def match(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one that was kept; with nothing kept, the same work for a no.

        Raises:
            Busy: too many others are being checked.
        """
        with self._turn():
            try:
                self._hasher.verify(kept or self._nobody, self._peppered(password[: LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise Busy(retry_after=_WAIT_SECONDS)
        try:
            if not self._working.acquire(timeout=_WAIT_SECONDS):
                raise Busy(retry_after=_WAIT_SECONDS)
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._waiting.release()

    def _peppered(self, password: str) -> bytes:
        text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        return hmac.digest(self._pepper, text, "sha256")

    @staticmethod
    def _hash_of_nobody(settings: Settings) -> str:
        """A hash in the current form that no password has; made without hashing, so the start stays quick."""
        salt, digest = (_unpadded(secrets.token_bytes(size)) for size in (16, 32))
        cost = f"m={settings.argon2_memory_kib},t={settings.argon2_passes},p={settings.argon2_lanes}"
        return f"$argon2id$v=19${cost}${salt}${digest}"


def _unpadded(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii").rstrip("=")
