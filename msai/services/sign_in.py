"""Signing in, staying signed in, and signing out.

A person is found by the digest of her phone number or e-mail. After five failures in a row the next try has
to wait a little longer each time, never so long that an ill-wisher could lock a treasurer out of her Sunday;
an address is judged leniently, since hundreds share one wireless network in the park. The browser holds a
random token, the database only its digest.
"""

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledgers.prepared import Prepared
from msai.ids import uuid7
from msai.models.people import OrganisationMember, SignInAttempt, User, UserSession
from msai.permissions import Action, Actor, NotFound, require
from msai.sealing import Vault
from msai.services import ServiceError

TOUCH_EVERY_MS = 60_000
LONGEST_WAIT_SECONDS = 60
FORGET_FAILURES_MS = 24 * 3600 * 1000
_TOKEN_BYTES = 32


class FreeFailures(Enum):
    """How many failures in a row cost nothing yet."""

    ACCOUNT = 5
    ADDRESS = 100


class WrongSignIn(ServiceError):
    """No account has this name and password; which of the two is wrong is not said."""

    code = "wrong_sign_in"


class WaitBeforeTrying(ServiceError):
    """Too many failures in a row: `retry_after` seconds have to pass."""

    code = "wait_before_trying"


@dataclass(frozen=True)
class Login:
    """What is known before the password is checked; an unknown account looks like any other."""

    subjects: tuple[bytes, ...]
    user_id: UUID | None
    password_hash: str | None
    is_staff: bool


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A proved sign-in, on one browser."""

    user_id: UUID
    at: int
    idle_ms: int
    lasts_ms: int
    device: str = ""


@dataclass(frozen=True)
class Ticket:
    """What the browser gets: the only copy of the token."""

    token: str
    session_id: UUID
    expires_at: int


@dataclass(frozen=True)
class SignedIn:
    """A person behind a valid session."""

    actor: Actor
    session_id: UUID
    locale: str | None
    proved_at: int
    is_due_for_touch: bool


@dataclass(frozen=True)
class OpenedSession:
    """One line of a person's list of signed-in browsers."""

    session_id: UUID
    device: str
    created_at: int
    last_seen_at: int


def normal_identifier(text: str) -> str:
    """A phone number or e-mail in the one form that is compared: case, spaces and native digits put aside."""
    text = unicodedata.normalize("NFKC", text).strip()
    if "@" in text:
        return text.casefold()
    digits = "".join(str(unicodedata.digit(mark)) for mark in text if mark.isdecimal())
    international = text.startswith(("+", "00"))
    return "+" + digits.removeprefix("00") if international else digits


def begin_try(session: Session, vault: Vault, identifier: str, *, address: str, at: int) -> Login:
    """Find who wants to sign in, if she may try now, and count the try before its password is looked at.

    It counts as a failure of the account and of the address until `open_session` or `forgive_try` takes that
    back, so that tries at the same moment wait like tries one after the other. Yesterday's are dropped.

    Raises:
        WaitBeforeTrying: the account or the address failed too often in a row; this try is not counted.
    """
    name = normal_identifier(identifier)
    subjects = (vault.digest("account", name), vault.digest("address", address))
    session.execute(delete(SignInAttempt).where(SignInAttempt.last_failed_at < at - FORGET_FAILURES_MS))
    _require_patience_shown(subjects, _locked_failures(session, subjects, at), at)
    session.execute(
        update(SignInAttempt).where(SignInAttempt.subject.in_(subjects))
        .values(failures=SignInAttempt.failures + 1, last_failed_at=at))
    return _find_login(session, vault, name, subjects)


def forgive_try(session: Session, subjects: Sequence[bytes]) -> None:
    """Take one try back: its password was right, or nobody had the time to look at it."""
    session.execute(
        update(SignInAttempt).where(SignInAttempt.subject.in_(subjects), SignInAttempt.failures > 0)
        .values(failures=SignInAttempt.failures - 1))


def _find_login(session: Session, vault: Vault, name: str, subjects: tuple[bytes, ...]) -> Login:
    found = session.execute(
        select(User.user_id, User.password_hash, OrganisationMember.role)
        .join(OrganisationMember, OrganisationMember.user_id == User.user_id, isouter=True)
        .where(User.identifier_digest == vault.digest("identifier", name), User.disabled_at.is_(None))
    ).first()
    if found is None:
        return Login(subjects, None, None, is_staff=False)
    return Login(subjects, found.user_id, found.password_hash, is_staff=found.role is not None)


def wait_ms(failures: int, free: FreeFailures) -> int:
    """How long after the last failure the next try has to wait: 1, 2, 4 ... seconds, a minute at most."""
    if failures < free.value:
        return 0
    doublings = min(failures - free.value, LONGEST_WAIT_SECONDS.bit_length())
    return 1000 * min(1 << doublings, LONGEST_WAIT_SECONDS)


def open_session(session: Session, login: Login, command: OpenSession) -> Ticket:
    """Sign the person in on one browser; her failures are forgotten, and her sessions that ended as well."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject == login.subjects[0]))
    forgive_try(session, login.subjects[1:])
    session.execute(
        delete(UserSession).where(
            UserSession.user_id == command.user_id,
            or_(UserSession.expires_at <= command.at, UserSession.revoked_at.is_not(None)),
        )
    )
    ticket = Ticket(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        session_id=uuid7(command.at),
        expires_at=command.at + command.lasts_ms,
    )
    session.execute(insert(UserSession).values(_session_row(command, ticket)))
    return ticket


def find_session(session: Session, vault: Vault, token: str, *, at: int) -> SignedIn | None:
    """Who holds this token, in one statement; nobody when it ended, was revoked, or lay idle too long."""
    found = list(map(_Kept._make, _FIND.rows(
        session.connection(), {"digest": token_digest(token), "at": at})))
    if not found:
        return None
    kept = found[0]
    return SignedIn(
        actor=_actor(vault, found),
        session_id=kept.session_id,
        locale=kept.locale,
        proved_at=kept.proved_at,
        is_due_for_touch=at - kept.last_seen_at >= TOUCH_EVERY_MS,
    )


class _Kept(NamedTuple):
    """What is kept of a valid session, of whose it is, and of one organisation she works for."""

    session_id: UUID
    proved_at: int
    last_seen_at: int
    user_id: UUID
    locale: str | None
    name_sealed: bytes
    wrapped_key: bytes | None
    organisation_id: UUID | None
    role: str | None


# Asked at every request, so it is composed once.
_FIND = Prepared(
    select(UserSession.session_id, UserSession.proved_at, UserSession.last_seen_at, User.user_id, User.locale,
           User.name_sealed, User.wrapped_key, OrganisationMember.organisation_id, OrganisationMember.role)
    .join(User, User.user_id == UserSession.user_id)
    .join(OrganisationMember, OrganisationMember.user_id == User.user_id, isouter=True)
    .where(
        UserSession.token_digest == bindparam("digest"),
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > bindparam("at"),
        UserSession.last_seen_at + UserSession.idle_ms > bindparam("at"),
        User.disabled_at.is_(None),
    )
)


def touch_session(session: Session, token: str, *, at: int) -> None:
    """Note that the person is still there."""
    session.execute(
        update(UserSession).where(UserSession.token_digest == token_digest(token)).values(last_seen_at=at)
    )


def close_session(session: Session, token: str, *, at: int) -> None:
    """Sign this browser out; the token is worth nothing from now on."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_digest == token_digest(token), UserSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def list_sessions(session: Session, actor: Actor, *, at: int) -> list[OpenedSession]:
    """The browsers in which the person is signed in, the last used first."""
    require(actor, Action.OWN_SESSIONS)
    found = session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > at,
            UserSession.last_seen_at + UserSession.idle_ms > at,
        )
        .order_by(UserSession.last_seen_at.desc())
    )
    return [OpenedSession(row.session_id, row.device, row.created_at, row.last_seen_at) for row in found]


def revoke_session(session: Session, actor: Actor, session_id: UUID, *, at: int) -> None:
    """Sign one of the person's own browsers out from another.

    Raises:
        NotFound: she has no such session open.
    """
    require(actor, Action.OWN_SESSIONS)
    revoked = session.scalar(
        update(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.session_id == session_id,
            UserSession.revoked_at.is_(None),
        )
        .values(revoked_at=at)
        .returning(UserSession.session_id)
    )
    if revoked is None:
        raise NotFound()


def token_digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _session_row(command: OpenSession, ticket: Ticket) -> dict[str, object]:
    return {
        "token_digest": token_digest(ticket.token),
        "user_id": command.user_id,
        "session_id": ticket.session_id,
        "device": command.device[:200],
        "idle_ms": command.idle_ms,
        "created_at": command.at,
        "proved_at": command.at,
        "last_seen_at": command.at,
        "expires_at": ticket.expires_at,
    }


def _actor(vault: Vault, rows: Sequence[_Kept]) -> Actor:
    roles = [(row.organisation_id, row.role) for row in rows]
    return Actor(
        user_id=rows[0].user_id,
        display=_display(vault, rows[0]),
        administrator=any(role == "administrator" for _, role in roles),
        facilitates=frozenset(
            organisation for organisation, role in roles if organisation and role == "facilitator"),
    )


def _display(vault: Vault, user: _Kept) -> str:
    if user.wrapped_key is None:
        return ""
    return vault.unwrap(user.wrapped_key, user.user_id).open(user.name_sealed, "name")


def _locked_failures(
    session: Session, subjects: Sequence[bytes], at: int,
) -> dict[bytes, tuple[int, int]]:
    """The failures so far; nobody else counts against these subjects until the transaction ends."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    rows = [{"subject": subject, "failures": 0, "last_failed_at": at} for subject in sorted(subjects)]
    session.execute(dialect.insert(SignInAttempt).values(rows).on_conflict_do_nothing())
    found = session.execute(
        select(SignInAttempt.subject, SignInAttempt.failures, SignInAttempt.last_failed_at)
        .where(SignInAttempt.subject.in_(subjects)).order_by(SignInAttempt.subject).with_for_update())
    return {bytes(row.subject): (row.failures, row.last_failed_at) for row in found}


def _is_old(last_failed_at: int, at: int) -> bool:
    return at - last_failed_at > FORGET_FAILURES_MS


def _require_patience_shown(
    subjects: tuple[bytes, ...], kept: Mapping[bytes, tuple[int, int]], at: int,
) -> None:
    for subject, free in zip(subjects, FreeFailures, strict=True):
        failures, last = kept.get(subject, (0, at))
        left_ms = last + wait_ms(failures, free) - at
        if left_ms > 0 and not _is_old(last, at):
            raise WaitBeforeTrying(retry_after=-(-left_ms // 1000))
