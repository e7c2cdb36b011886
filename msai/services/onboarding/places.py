"""Invitations as their makers see them, and the places that two officers give to who came.

An invitation says nothing about who opens its link. So, after the first two officers, the person who came is
named to both officers before she gets anything: one asks for her place, the other agrees to exactly this
sign-in as exactly this member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.approvals import (
    Decide,
    Decision,
    RequestApproval,
    State,
    Subject,
    decide,
    digest_of,
    request_approval,
)
from msai.ids import uuid7
from msai.models.governance import Approval
from msai.models.onboarding import Invitation
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.memberships import Role, grant_role, grant_shown
from msai.services.onboarding.drafts import get_draft
from msai.services.onboarding.invitations import FIRST_OFFICES, grant_of, mark_granted
from msai.services.views.labels import Text
from msai.services.views.naming import read_roll, recorder_name


class Standing(Enum):
    """Where an invitation stands."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CAME = "came"
    ASKED = "asked"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation: for whom, to which place, and what became of it."""

    invitation_id: UUID
    role: Role
    member: Text
    standing: Standing
    expires_at: int
    came: Text | None = None
    approval_id: UUID | None = None
    seen_digest: str = ""
    may_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlace:
    """The second officer's word on who gets a place."""

    book_id: UUID
    invitation_id: UUID
    approval_id: UUID
    seen_digest: bytes
    decision: Decision
    at: int


def list_invitations(session: Session, actor: Actor, book_id: UUID, *, at: int) -> list[InvitationRow]:
    """Every invitation to a group, the newest first."""
    require(actor, Action.INVITE, Target(book_id))
    return _listed(session, actor, book_id, at=at)


def first_invitations(
    session: Session, actor: Actor, draft_id: UUID, *, at: int,
) -> dict[Role, InvitationRow]:
    """The last invitation to each of the first two offices of a group the actor set up.

    Raises:
        NotFound: she set no such group up, or its book is not open yet.
    """
    require(actor, Action.GROUP_START)
    book_id = get_draft(session, actor, draft_id).book_id
    if book_id is None:
        raise NotFound()
    found: dict[Role, InvitationRow] = {}
    for one in _listed(session, actor, book_id, at=at):
        if one.role in FIRST_OFFICES:
            found.setdefault(one.role, one)
    return found


def ask_for_place(session: Session, actor: Actor, book_id: UUID, *, invitation_id: UUID, at: int) -> UUID:
    """One officer knows the person who came, and asks the other to agree; answers the request.

    Raises:
        NotFound: nobody came by such an invitation, or she has her place.
        AlreadyRequested: the other officer was asked already.
    """
    require(actor, Action.INVITE, Target(book_id))
    row = _came(session, book_id, invitation_id)
    grant = grant_of(row, at=at)
    approval_id = uuid7(at)
    request_approval(session, actor, RequestApproval(
        approval_id=approval_id, subject=_subject(row), shown=grant_shown(grant), at=at))
    return approval_id


def answer_place(session: Session, actor: Actor, command: AnswerPlace) -> State:
    """The other officer agrees, and the person has her place; or does not.

    Raises:
        NotFound, ApprovalDecided, ApprovalExpired, OwnRequest, ShownDiffers: as `decide`.
    """
    require(actor, Action.INVITE, Target(command.book_id))
    row = _came(session, command.book_id, command.invitation_id)
    state = decide(session, actor, Decide(
        book_id=command.book_id, approval_id=command.approval_id, decision=command.decision,
        seen_digest=command.seen_digest, at=command.at))
    if state is State.APPROVED:
        grant_role(session, actor, grant_of(row, at=command.at, approval_id=command.approval_id))
        mark_granted(session, row, at=command.at)
    return state


def _subject(row: Invitation) -> Subject:
    return Subject(row.book_id, Action.ROLES_CHANGE, f"user:{row.used_by}")


def _came(session: Session, book_id: UUID, invitation_id: UUID) -> Invitation:
    row = session.scalar(
        select(Invitation)
        .where(Invitation.book_id == book_id, Invitation.invitation_id == invitation_id,
               Invitation.used_at.is_not(None), Invitation.granted_at.is_(None))
        .execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row


def _listed(session: Session, actor: Actor, book_id: UUID, *, at: int) -> list[InvitationRow]:
    rows = session.scalars(
        select(Invitation).where(Invitation.book_id == book_id).order_by(
            Invitation.made_at.desc(), Invitation.invitation_id.desc())).all()
    names = {holder: person.name for holder, person in read_roll(session, book_id).items()}
    asked = _asked(session, book_id, at=at) if rows else {}
    return [_row(session, actor, row, asked=asked, at=at,
                 member=names.get(row.member_id, "") if row.member_id else "") for row in rows]


def _asked(session: Session, book_id: UUID, *, at: int) -> dict[str, Approval]:
    found = session.scalars(select(Approval).where(
        Approval.book_id == book_id, Approval.action == Action.ROLES_CHANGE.value,
        Approval.state == State.PENDING.value, Approval.expires_at > at))
    return {row.subject: row for row in found}


def _row(
    session: Session, actor: Actor, row: Invitation, *, asked: Mapping[str, Approval], at: int, member: Text,
) -> InvitationRow:
    request = asked.get(f"user:{row.used_by}") if row.used_by and row.granted_at is None else None
    return InvitationRow(
        row.invitation_id, Role(row.role), member, _standing(row, is_asked=request is not None, at=at),
        row.expires_at, recorder_name(session, row.used_by) if row.used_by else None,
        request.approval_id if request else None,
        digest_of(grant_shown(grant_of(row, at=at))).hex() if request else "",
        request is not None and request.maker_id != actor.user_id)


def _standing(row: Invitation, *, is_asked: bool, at: int) -> Standing:
    if row.granted_at is not None:
        return Standing.GIVEN
    if row.used_at is not None:
        return Standing.ASKED if is_asked else Standing.CAME
    if row.revoked_at is not None:
        return Standing.REVOKED
    return Standing.EXPIRED if row.expires_at <= at else Standing.OPEN
