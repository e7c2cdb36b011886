"""Money out and changes of history need two people, and the second sees exactly what will happen.

One person asks; another, with a login and a member of her own, approves or refuses what she was shown. The
approval is bound to a digest of it, holds 72 hours, is used once, and is checked again at the moment of use
against what is about to happen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from msai.audit import Act, Result, record, record_all
from msai.models.access import Membership
from msai.models.governance import Approval
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError

HOLDS_MS = 72 * 3600 * 1000
Shown = Mapping[str, Any]


class State(Enum):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    USED = "used"
    EXPIRED = "expired"


class Decision(Enum):
    """What the second person answers."""

    APPROVE = "approved"
    REFUSE = "refused"


class AlreadyRequested(ServiceError):
    """The same thing waits for an answer already."""

    code = "already_requested"


class OwnRequest(ServiceError):
    """Nobody approves what she asked for herself."""

    code = "own_request"


class ApprovalDecided(ServiceError):
    """The request was answered before."""

    code = "approval_decided"


class ApprovalExpired(ServiceError):
    """More than 72 hours have passed; it has to be asked for again."""

    code = "approval_expired"


class ShownDiffers(ServiceError):
    """What was approved is not what is in hand now."""

    code = "shown_differs"


class ApprovalMissing(ServiceError):
    """This needs the approval of a second person first."""

    code = "approval_missing"


class ApprovalUsed(ServiceError):
    """The approval was used already; each holds for one act."""

    code = "approval_used"


@dataclass(frozen=True)
class Subject:
    """What an approval is about: an action on one object of a book, as in `loan:0190...`."""

    book_id: UUID
    action: Action
    name: str


@dataclass(frozen=True, kw_only=True)
class RequestApproval:
    """Ask for a second person's answer on what is shown to her."""

    approval_id: UUID
    subject: Subject
    shown: Shown
    at: int


@dataclass(frozen=True, kw_only=True)
class Decide:
    """The second person's answer; `seen_digest` is of what her screen showed."""

    book_id: UUID
    approval_id: UUID
    decision: Decision
    seen_digest: bytes
    at: int


@dataclass(frozen=True, kw_only=True)
class UseApproval:
    """The moment of the act: what is about to happen has to be what was approved."""

    subject: Subject
    approval_id: UUID | None
    about_to_happen: Shown
    at: int


def digest_of(shown: Shown) -> bytes:
    """SHA-256 over the one canonical JSON form; amounts are whole minor units, never floats.

    Raises:
        TypeError: something in it has no exact form.
    """
    _require_exact(shown)
    text = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(b"msai approval v1\0" + text.encode("utf-8")).digest()


def request_approval(session: Session, actor: Actor, command: RequestApproval) -> bytes:
    """Put something before a second person; answers the digest that binds her approval.

    Raises:
        AlreadyRequested: the same act on the same object waits for an answer.
    """
    digest, act = ask(session, actor, command)
    record_all(session, actor, [act], book_id=command.subject.book_id, at=command.at)
    return digest


def ask(session: Session, actor: Actor, command: RequestApproval) -> tuple[bytes, Act]:
    """As `request_approval`, for whoever notes the act together with others of her transaction.

    Raises:
        AlreadyRequested
    """
    subject = command.subject
    require(actor, Action.APPROVAL_REQUEST, Target(subject.book_id))
    require(actor, subject.action, Target(subject.book_id))
    digest = digest_of(command.shown)
    row = _new_row(actor, command, digest)
    if not _is_asked(session, row):
        _expire(session, subject, command.at, due=command.at)
        if not _is_asked(session, row):
            raise AlreadyRequested(subject=subject.name)
    return digest, Act(action=Action.APPROVE, subject=subject.name)


def _is_asked(session: Session, row: Mapping[str, object]) -> bool:
    """Keep a new request, unless an open one for the same thing is in its way."""
    connection = session.connection()
    return connection.execute(_ASK[connection.dialect.name], row).first() is not None


_ASK = {
    "sqlite": sqlite.insert(Approval).on_conflict_do_nothing().returning(Approval.approval_id),
    "postgresql": postgresql.insert(Approval).on_conflict_do_nothing().returning(Approval.approval_id),
}


def decide(session: Session, actor: Actor, command: Decide) -> State:
    """Answer a request as the second person.

    Raises:
        NotFound, ApprovalDecided, ApprovalExpired: there is nothing to answer (any more).
        OwnRequest: the same person, by login or as a member, asked for it.
        ShownDiffers: her screen showed something else.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    approval = _get(session, command.book_id, command.approval_id)
    _require_open(approval, command.at)
    _require_other_person(session, actor, approval)
    if bytes(approval.shown_digest) != command.seen_digest:
        raise ShownDiffers()
    state = State(command.decision.value)
    _move(session, approval, State.PENDING, _closed(approval, state, checker_id=actor.user_id, at=command.at))
    _note(session, actor, _subject_of(approval), at=command.at, result=_RESULTS[state])
    return state


def withdraw(session: Session, actor: Actor, subject: Subject, *, at: int) -> None:
    """Take back what waits for an answer, where something does; whoever may ask for it may take it back."""
    require(actor, subject.action, Target(subject.book_id))
    _expire(session, subject, at, due=at + HOLDS_MS)


def use_approval(session: Session, actor: Actor, command: UseApproval) -> None:
    """Spend an approval on the act it was given for, in the transaction of the act.

    Raises:
        ApprovalMissing: none was named, or it is about something else or not approved.
        ApprovalUsed, ApprovalExpired: it no longer holds.
        ShownDiffers: what is about to happen is not what was approved.
    """
    subject = command.subject
    require(actor, subject.action, Target(subject.book_id))
    if command.approval_id is None:
        raise ApprovalMissing(action=subject.action.value)
    approval = _get(session, subject.book_id, command.approval_id)
    _require_usable(approval, command)
    _move(session, approval, State.APPROVED, {"state": State.USED.value, "used_at": command.at})


def list_pending(session: Session, actor: Actor, book_id: UUID, *, at: int) -> list[Approval]:
    """What waits for an answer in a book, oldest first."""
    require(actor, Action.APPROVE, Target(book_id))
    found = session.scalars(
        select(Approval)
        .where(Approval.book_id == book_id, Approval.state == State.PENDING.value, Approval.expires_at > at)
        .order_by(Approval.requested_at)
    )
    return list(found)


_RESULTS = {State.APPROVED: Result.DONE, State.REFUSED: Result.REFUSED}


def _require_exact(value: object) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str):
                raise TypeError("what is shown names its parts by text")
            _require_exact(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _require_exact(part)
    elif not (value is None or isinstance(value, (str, int))):
        raise TypeError(f"{type(value).__name__} has no exact form to approve")


def _new_row(actor: Actor, command: RequestApproval, digest: bytes) -> dict[str, object]:
    return {
        "book_id": command.subject.book_id,
        "approval_id": command.approval_id,
        "action": command.subject.action.value,
        "subject": command.subject.name,
        "shown_digest": digest,
        "open_key": _OPEN,
        "maker_id": actor.user_id,
        "state": State.PENDING.value,
        "requested_at": command.at,
        "expires_at": command.at + HOLDS_MS,
    }


_OPEN = bytes(32)


def _closed_key(approval_id: UUID) -> bytes:
    return sha256(approval_id.bytes).digest()


def _closed(approval: Approval, state: State, *, checker_id: UUID | None, at: int) -> dict[str, object]:
    return {
        "state": state.value,
        "checker_id": checker_id,
        "decided_at": at,
        "open_key": _closed_key(approval.approval_id),
    }


def _get(session: Session, book_id: UUID, approval_id: UUID) -> Approval:
    found = session.scalar(
        select(Approval)
        .where(Approval.book_id == book_id, Approval.approval_id == approval_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound()
    return found


def _move(session: Session, approval: Approval, was: State, changes: dict[str, object]) -> None:
    """Change the state only from the one that was read, so that two browsers cannot both succeed."""
    moved = session.execute(
        update(Approval)
        .where(
            Approval.book_id == approval.book_id,
            Approval.approval_id == approval.approval_id,
            Approval.state == was.value,
        )
        .values(changes)
        .returning(Approval.approval_id)
    ).first()
    if moved is None:
        raise ApprovalUsed() if was is State.APPROVED else ApprovalDecided()


def _expire(session: Session, subject: Subject, at: int, *, due: int) -> None:
    """Requests that end by then without an answer make room for a new one."""
    stale = session.scalars(
        select(Approval).where(
            Approval.book_id == subject.book_id,
            Approval.action == subject.action.value,
            Approval.subject == subject.name,
            Approval.state == State.PENDING.value,
            Approval.expires_at <= due,
        )
    ).all()
    for approval in stale:
        _move(session, approval, State.PENDING, _closed(approval, State.EXPIRED, checker_id=None, at=at))


def _require_open(approval: Approval, at: int) -> None:
    if approval.state != State.PENDING.value:
        raise ApprovalDecided()
    if approval.expires_at <= at:
        raise ApprovalExpired()


def _require_usable(approval: Approval, command: UseApproval) -> None:
    if _subject_of(approval) != command.subject:
        raise ApprovalMissing(action=command.subject.action.value)
    if approval.state == State.USED.value:
        raise ApprovalUsed()
    if approval.state != State.APPROVED.value:
        raise ApprovalMissing(action=command.subject.action.value)
    if approval.expires_at <= command.at:
        raise ApprovalExpired()
    if bytes(approval.shown_digest) != digest_of(command.about_to_happen):
        raise ShownDiffers()


def _require_other_person(session: Session, actor: Actor, approval: Approval) -> None:
    """Another login is not enough: one member with two logins is still one person."""
    if approval.maker_id == actor.user_id:
        raise OwnRequest()
    standing = actor.standings[approval.book_id]
    maker_member = session.scalar(
        select(Membership.member_id).where(
            Membership.book_id == approval.book_id, Membership.user_id == approval.maker_id
        )
    )
    if maker_member is not None and maker_member == standing.member_id:
        raise OwnRequest()


def _subject_of(approval: Approval) -> Subject:
    return Subject(approval.book_id, Action(approval.action), approval.subject)


def _note(session: Session, actor: Actor, subject: Subject, *, at: int, result: Result = Result.DONE) -> None:
    record(
        session,
        actor,
        book_id=subject.book_id,
        action=Action.APPROVE,
        subject=subject.name,
        at=at,
        result=result,
    )
