"""Inviting somebody by a link: one person, one place, once, for a few days.

The link is made of chance and shown once; the ledger keeps its digest only. A facilitator who set a group up
invites its first two officers, and whoever opens such a link takes the office at once, because there is
nobody yet who could agree. Every later place waits until two officers have agreed to this very person.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from msai.audit import record
from msai.ids import uuid7
from msai.models.access import Membership
from msai.models.groups import Group, Member
from msai.models.onboarding import Invitation
from msai.models.people import PersonKey
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import Vault
from msai.services import ServiceError
from msai.services.demo.marks import mark_guest
from msai.services.holders import member_holder
from msai.services.keys import vault_of
from msai.services.memberships import GrantRole, Role, grant_role
from msai.services.onboarding.drafts import Draft, get_draft
from msai.services.people import RegisterUser, register_user
from msai.services.sign_in import token_digest

LASTS_MS = 7 * 24 * 3600 * 1000
_TOKEN_BYTES = 24
FIRST_OFFICES = (Role.TREASURER, Role.SECOND_OFFICER)
GROUP_ROLES = (*FIRST_OFFICES, Role.MEMBER)


class InvitationUnknown(ServiceError):
    """No invitation has this link."""

    code = "invitation_unknown"


class InvitationUsed(ServiceError):
    """Somebody used this invitation before; each holds for one person."""

    code = "invitation_used"


class InvitationExpired(ServiceError):
    """The invitation is more than a week old."""

    code = "invitation_expired"


class InvitationRevoked(ServiceError):
    """Whoever made the invitation took it back."""

    code = "invitation_revoked"


class OwnInvitation(ServiceError):
    """Nobody takes a place that she gave away herself."""

    code = "own_invitation"


class AlreadyInGroup(ServiceError):
    """This sign-in has a place in the group; one person does not hold two."""

    code = "already_in_group"


class OfficeTaken(ServiceError):
    """Somebody holds this office; two officers decide who follows."""

    code = "office_taken"


class MemberSignsIn(ServiceError):
    """Another sign-in belongs to this member already."""

    code = "member_signs_in"


class NotAGroupRole(ServiceError):
    """A group has a treasurer, a second officer and members."""

    code = "not_a_group_role"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """The only copy of a link's token, and until when it holds."""

    invitation_id: UUID
    token: str
    role: Role
    expires_at: int


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """What the invited person sees before she says yes."""

    invitation_id: UUID
    book_id: UUID
    group_name: str
    role: Role
    member_name: str
    is_founding: bool
    expires_at: int


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """Which group somebody said yes to, and whether the place is hers at once."""

    book_id: UUID
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An officer's invitation: which place, and which member takes it."""

    book_id: UUID
    role: Role
    number: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Somebody new says yes: what she will sign in with; her password comes hashed."""

    token: str
    identifier: str
    display_name: str
    password_hash: str
    at: int
    locale: str | None = None


def invite_first_officer(
    session: Session, actor: Actor, draft_id: UUID, *, role: Role, at: int,
) -> NewInvitation:
    """Invite the first holder of an office of a group the actor set up; an earlier link ends.

    Raises:
        NotFound: it is not a group the actor set up, or its book is not open yet.
        OfficeTaken: somebody holds the office.
    """
    require(actor, Action.GROUP_START)
    draft = get_draft(session, actor, draft_id)
    if draft.book_id is None or role not in FIRST_OFFICES:
        raise NotFound()
    if _holders(session, draft.book_id, role):
        raise OfficeTaken(role=role.value)
    member = member_holder(draft.book_id, _chosen(draft, role))
    _end_earlier(session, draft.book_id, role=role, member_id=member.id, at=at)
    return _make(session, actor, book_id=draft.book_id, role=role, member_id=member.id, founding=True, at=at)


def invite(session: Session, actor: Actor, command: Invite) -> NewInvitation:
    """Invite a member of the group to a place in it; she gets it when two officers agree to who came.

    Raises:
        NotFound: the group has no such member.
        NotAGroupRole: an enterprise's role.
        MemberSignsIn: she has a sign-in here already.
    """
    require(actor, Action.INVITE, Target(command.book_id))
    if command.role not in GROUP_ROLES:
        raise NotAGroupRole(role=command.role.value)
    member_id = member_holder(command.book_id, command.number).id
    if session.scalar(select(Member.number).where(
            Member.book_id == command.book_id, Member.member_id == member_id)) is None:
        raise NotFound()
    _require_free_member(session, command.book_id, member_id)
    _end_earlier(session, command.book_id, role=command.role, member_id=member_id, at=command.at)
    return _make(session, actor, book_id=command.book_id, role=command.role, member_id=member_id,
                 founding=False, at=command.at)


def revoke_invitation(
    session: Session, actor: Actor, book_id: UUID, *, invitation_id: UUID, at: int,
) -> None:
    """Take an invitation back that nobody used.

    Raises:
        NotFound: the group has no such invitation open.
    """
    require(actor, Action.INVITE, Target(book_id))
    _revoke(session, book_id, invitation_id, at=at)
    record(session, actor, book_id=book_id, action=Action.INVITE, subject=f"revoked:{invitation_id}", at=at)


def revoke_first_invitation(
    session: Session, actor: Actor, draft_id: UUID, *, invitation_id: UUID, at: int,
) -> None:
    """Take an invitation back to a group the actor set up.

    Raises:
        NotFound: there is no such invitation open to a group of hers.
    """
    require(actor, Action.GROUP_START)
    book_id = get_draft(session, actor, draft_id).book_id
    if book_id is None:
        raise NotFound()
    _revoke(session, book_id, invitation_id, at=at)
    record(session, actor, book_id=book_id, action=Action.INVITE, subject=f"revoked:{invitation_id}", at=at)


def see_invitation(session: Session, actor: Actor, token: str, *, at: int) -> InvitationSeen:
    """What an open invitation offers.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationRevoked, InvitationExpired: it offers nothing.
    """
    require(actor, Action.INVITATION_ACCEPT)
    row = _open_invitation(session, token, at=at)
    name = session.scalar(select(Group.name).where(Group.book_id == row.book_id)) or ""
    return InvitationSeen(
        row.invitation_id, row.book_id, name, Role(row.role), _member_name(session, row), row.is_founding,
        row.expires_at)


def join_by_invitation(session: Session, actor: Actor, command: Join, *, vault: Vault) -> PlaceTaken:
    """Make a sign-in for somebody who was invited, and give her the place.

    Raises:
        InvitationUnknown and its kin, as `accept_invitation`.
        NotAnIdentifier, IdentifierTaken, NameMissing and its kin: as `register_user`.
    """
    require(actor, Action.INVITATION_ACCEPT)
    row = _open_invitation(session, command.token, at=command.at)
    user_id = uuid7(command.at)
    installation = Actor(user_id, command.display_name, system=True)
    register_user(session, installation, RegisterUser(
        user_id=user_id, identifier=command.identifier, display_name=command.display_name,
        password_hash=command.password_hash, at=command.at, locale=command.locale), vault=vault)
    mark_guest(session, installation, row.book_id, at=command.at)
    return accept_invitation(session, Actor(user_id, command.display_name), command.token, at=command.at)


def accept_invitation(session: Session, actor: Actor, token: str, *, at: int) -> PlaceTaken:
    """Say yes to an invitation with a sign-in one has.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationRevoked, InvitationExpired: it offers nothing any more.
        OwnInvitation, AlreadyInGroup, OfficeTaken, MemberSignsIn: not to her.
    """
    require(actor, Action.INVITATION_ACCEPT)
    if actor.user_id is None:
        raise NotFound()
    row = _open_invitation(session, token, at=at)
    _require_free_person(session, row, actor.user_id)
    _spend(session, row, actor.user_id, at=at)
    record(session, actor, book_id=row.book_id, action=Action.INVITATION_ACCEPT,
           subject=f"invitation:{row.invitation_id}", at=at)
    if row.is_founding:
        _give_first_office(session, row, actor.user_id, at=at)
    return PlaceTaken(row.book_id, row.is_founding)


def grant_of(row: Invitation, *, at: int, approval_id: UUID | None = None) -> GrantRole:
    """The grant that an accepted invitation asks two officers for."""
    if row.used_by is None:
        raise NotFound()
    return GrantRole(book_id=row.book_id, user_id=row.used_by, role=Role(row.role), at=at,
                     member_id=row.member_id, approval_id=approval_id)


def mark_granted(session: Session, row: Invitation, *, at: int) -> None:
    """Note that the place was given."""
    session.execute(
        update(Invitation).where(Invitation.token_digest == row.token_digest).values(granted_at=at))


def _chosen(draft: Draft, role: Role) -> int:
    return int(draft.text(role.value))


def _make(
    session: Session, actor: Actor, *, book_id: UUID, role: Role, member_id: UUID, founding: bool, at: int,
) -> NewInvitation:
    made = NewInvitation(uuid7(at), secrets.token_urlsafe(_TOKEN_BYTES), role, at + LASTS_MS)
    session.execute(insert(Invitation).values(
        token_digest=token_digest(made.token), invitation_id=made.invitation_id, book_id=book_id,
        role=role.value, member_id=member_id, is_founding=founding, made_by=actor.user_id, made_at=at,
        expires_at=made.expires_at))
    record(session, actor, book_id=book_id, action=Action.INVITE, subject=f"invitation:{made.invitation_id}",
           at=at)
    return made


def _end_earlier(session: Session, book_id: UUID, *, role: Role, member_id: UUID, at: int) -> None:
    """One place has one open link: a new one ends those that may have gone astray."""
    session.execute(update(Invitation).where(
        Invitation.book_id == book_id, Invitation.role == role.value, Invitation.member_id == member_id,
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)).values(revoked_at=at))


def _revoke(session: Session, book_id: UUID, invitation_id: UUID, *, at: int) -> None:
    changed = session.scalar(
        update(Invitation)
        .where(Invitation.book_id == book_id, Invitation.invitation_id == invitation_id,
               Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .values(revoked_at=at).returning(Invitation.invitation_id))
    if changed is None:
        raise NotFound()


def _open_invitation(session: Session, token: str, *, at: int) -> Invitation:
    row = session.scalar(
        select(Invitation).where(Invitation.token_digest == token_digest(token))
        .execution_options(populate_existing=True))
    if row is None:
        raise InvitationUnknown()
    if row.used_at is not None:
        raise InvitationUsed()
    if row.revoked_at is not None:
        raise InvitationRevoked()
    if row.expires_at <= at:
        raise InvitationExpired()
    return row


def _spend(session: Session, row: Invitation, user_id: UUID, *, at: int) -> None:
    """Only from the open state, so that of two browsers one comes too late."""
    spent = session.scalar(
        update(Invitation)
        .where(Invitation.token_digest == row.token_digest, Invitation.used_at.is_(None),
               Invitation.revoked_at.is_(None))
        .values(used_at=at, used_by=user_id).returning(Invitation.invitation_id))
    if spent is None:
        raise InvitationUsed()


def _require_free_person(session: Session, row: Invitation, user_id: UUID) -> None:
    if row.made_by == user_id:
        raise OwnInvitation()
    if session.get(Membership, (row.book_id, user_id)) is not None:
        raise AlreadyInGroup()
    if row.member_id is not None:
        _require_free_member(session, row.book_id, row.member_id)


def _require_free_member(session: Session, book_id: UUID, member_id: UUID) -> None:
    found = session.scalar(select(Membership.user_id).where(
        Membership.book_id == book_id, Membership.member_id == member_id))
    if found is not None:
        raise MemberSignsIn()


def _give_first_office(session: Session, row: Invitation, user_id: UUID, *, at: int) -> None:
    if _holders(session, row.book_id, Role(row.role)):
        raise OfficeTaken(role=row.role)
    # Nobody in the group could agree yet: the installation gives the first two offices.
    grant_role(session, Actor(user_id, system=True), GrantRole(
        book_id=row.book_id, user_id=user_id, role=Role(row.role), at=at, member_id=row.member_id))
    mark_granted(session, row, at=at)


def _holders(session: Session, book_id: UUID, role: Role) -> list[UUID]:
    return list(session.scalars(select(Membership.user_id).where(
        Membership.book_id == book_id, Membership.role == role.value)))


def _member_name(session: Session, row: Invitation) -> str:
    found: Any = session.execute(
        select(Member.name_sealed, PersonKey.wrapped)
        .join(PersonKey, (PersonKey.book_id == Member.book_id) & (PersonKey.person_id == Member.member_id))
        .where(Member.book_id == row.book_id, Member.member_id == row.member_id)).first()
    if found is None or found.wrapped is None or row.member_id is None:
        return ""
    return vault_of(session).unwrap(found.wrapped, row.member_id).open(found.name_sealed, "name")
