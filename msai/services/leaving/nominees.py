"""Whom a member wants to be paid if she dies: she says it herself, or two officers write it down for her.

Her own word holds at once.  What an officer writes down holds when another has agreed to it; the last word
that holds counts, earlier ones stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, insert, select, update
from sqlalchemy.orm import Session

from msai import audit
from msai.approvals import State, Subject
from msai.models.governance import Approval
from msai.models.groups import Member
from msai.models.leaving import Nominee
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import journal_of
from msai.services.leaving.payee import Payee, checked_payee, open_payee, seal_payee
from msai.services.meeting_records import NOBODY
from msai.services.two_officers import Answer, Question, answer, put_before_another


@dataclass(frozen=True, slots=True, kw_only=True)
class NameNominee:
    """Somebody is named for a member: by herself, or by an officer in her words."""

    book_id: UUID
    member_id: UUID
    nominee_id: UUID
    person: Payee
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNominee(Answer):
    """The second officer's answer."""

    member_id: UUID
    nominee_id: UUID


@dataclass(frozen=True, slots=True)
class Named:
    """A nominee as it stands: the person, and the approval that it waits for."""

    nominee_id: UUID
    person: Payee
    holds: bool
    said_by: UUID
    seen_digest: bytes | None


def name_nominee(session: Session, actor: Actor, command: NameNominee) -> bool:
    """Keep whom a member names; answers whether it holds at once, as her own word does.

    Raises:
        NotFound: there is no such member, or she is not the actor's to know of.
        PayeeMissing, PayeeTooLong and the refusals of names: it cannot be read.
        AlreadyRequested: another name waits for the second officer.
    """
    require(actor, Action.NOMINEE_SET, Target(command.book_id, command.member_id))
    journal_of(session, command.book_id).lock()
    _require_member(session, command)
    sealed = seal_payee(session, command.book_id, checked_payee(command.person), member_id=command.member_id,
                        context=context_of(command.nominee_id))
    own = actor.standings[command.book_id].member_id == command.member_id
    approval_id = None if own else put_before_another(
        session, actor, _subject(command.book_id, command.member_id),
        shown=shown_nominee(command.nominee_id, sealed), at=command.at)
    session.execute(insert(Nominee).values(
        book_id=command.book_id, nominee_id=command.nominee_id, member_id=command.member_id,
        person_sealed=sealed, approval_id=approval_id, said_by=actor.user_id or NOBODY, said_at=command.at,
        holds_since=command.at if own else None))
    _note(session, actor, command.book_id, command.member_id, command.at)
    return own


def answer_nominee(session: Session, actor: Actor, command: AnswerNominee) -> State:
    """Answer as the second officer; what she approves holds from now on.

    Raises:
        NotFound: nobody was named like this for this member.
        OwnRequest, ApprovalDecided, ApprovalExpired, ShownDiffers: she may not answer, or not to this.
    """
    return answer(session, actor, command, _NOMINEES)


def find_nominee(session: Session, book_id: UUID, member_id: UUID) -> Named | None:
    """The person a member named last, of those that hold; nobody here asks for permission.

    Raises:
        KeyDestroyed: the member was erased.
    """
    return _find(session, book_id, member_id, holds=True, at=0)


def find_waiting(session: Session, book_id: UUID, member_id: UUID, *, at: int) -> Named | None:
    """What an officer wrote down and no other has agreed to yet.

    Raises:
        KeyDestroyed: the member was erased.
    """
    return _find(session, book_id, member_id, holds=False, at=at)


def shown_nominee(nominee_id: UUID, sealed: bytes) -> dict[str, Any]:
    """What an approval is bound to: the sealed words themselves."""
    return {"nominee": str(nominee_id), "person": sha256(sealed).hexdigest()}


def context_of(nominee_id: UUID) -> str:
    """Under which context a nominee is sealed."""
    return f"nominee:{nominee_id}"


def _find(session: Session, book_id: UUID, member_id: UUID, *, holds: bool, at: int) -> Named | None:
    query = (
        select(Nominee.nominee_id, Nominee.person_sealed, Nominee.said_by, Approval.shown_digest)
        .outerjoin(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Nominee.approval_id))
        .where(Nominee.book_id == book_id, Nominee.member_id == member_id)
        .order_by(Nominee.said_at.desc(), Nominee.nominee_id.desc()).limit(1)
    )
    if holds:
        query = query.where(Nominee.holds_since.is_not(None))
    else:
        query = query.where(Nominee.holds_since.is_(None), Approval.state == State.PENDING.value,
                            Approval.expires_at > at)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    person = open_payee(session, book_id, bytes(row.person_sealed), member_id=member_id,
                        context=context_of(row.nominee_id))
    digest = bytes(row.shown_digest) if row.shown_digest is not None else None
    return Named(row.nominee_id, person, holds, row.said_by, digest)


def _require_member(session: Session, command: NameNominee) -> None:
    if session.scalar(select(Member.number).where(
            Member.book_id == command.book_id, Member.member_id == command.member_id)) is None:
        raise NotFound()


def _get(session: Session, book_id: UUID, member_id: UUID, nominee_id: UUID) -> Row[Any]:
    row = session.execute(select(*Nominee.__table__.columns).where(
        Nominee.book_id == book_id, Nominee.member_id == member_id, Nominee.nominee_id == nominee_id,
        Nominee.approval_id.is_not(None))).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _subject(book_id: UUID, member_id: UUID) -> Subject:
    return Subject(book_id, Action.NOMINEE_SET, f"nominee:{member_id}")


def _note(session: Session, actor: Actor, book_id: UUID, member_id: UUID, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.NOMINEE_SET, subject=f"member:{member_id}",
                 at=at)


def _let_hold(session: Session, command: AnswerNominee, _row: Row[Any], _sealed: bytes) -> None:
    session.execute(update(Nominee).where(
        Nominee.book_id == command.book_id, Nominee.nominee_id == command.nominee_id,
    ).values(holds_since=command.at))


_NOMINEES: Question[AnswerNominee, bytes] = Question(
    find=lambda session, said: _get(session, said.book_id, said.member_id, said.nominee_id),
    plan=lambda _session, _said, row: bytes(row.person_sealed),
    binds=lambda _session, row, sealed: (
        _subject(row.book_id, row.member_id), shown_nominee(row.nominee_id, sealed)),
    carry_out=_let_hold, noted=lambda said: f"member:{said.member_id}")
