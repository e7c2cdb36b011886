"""Who belongs to which book, and what that makes a person to it.

The role beside the book is the authority and is read at each request, so that a change holds at once. What an
organisation may see of a group is what the group agreed to; what a backer may see of an enterprise follows
from her own group's money in it.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import Delete, and_, bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ledgers.prepared import Prepared
from msai.approvals import Subject, UseApproval, use_approval
from msai.audit import record
from msai.models.access import BookAccess, BookBacker, Membership, UserBook
from msai.models.demo import DemoBook
from msai.models.groups import Member
from msai.models.model import Model
from msai.permissions import Action, Actor, Relation, Standing, Target, require
from msai.services.demo.marks import require_same_partner, require_same_world


class Role(Enum):
    """What a person does in one book."""

    TREASURER = "treasurer"
    SECOND_OFFICER = "second_officer"
    MEMBER = "member"
    ENTERPRISE_MANAGER = "enterprise_manager"
    ENTERPRISE_SECOND = "enterprise_second"


class Scope(Enum):
    """What a group shares with the organisation that looks after it."""

    TOTALS = "totals"
    NAMES = "names"


_FACILITATOR = {
    Scope.TOTALS.value: Relation.FACILITATOR_TOTALS,
    Scope.NAMES.value: Relation.FACILITATOR_NAMES,
}


@dataclass(frozen=True, kw_only=True)
class GrantRole:
    """A role in a book; two people decide on it, except when the installation itself sets the book up."""

    book_id: UUID
    user_id: UUID
    role: Role
    at: int
    member_id: UUID | None = None
    approval_id: UUID | None = None


def standing_in(session: Session, actor: Actor, book_id: UUID) -> Standing:
    """What the person is to this book; nothing at all for a book that does not exist."""
    if actor.user_id is None:
        return Standing()
    for role, member_id, left_on, invented in _STANDING.rows(
            session.connection(), {"book": book_id, "user": actor.user_id}):
        relations = frozenset({Relation(role)} if not _has_left(role, left_on) else ())
        return Standing(relations, member_id, bool(invented))
    if actor.facilitates:
        return Standing(_facilitated(session, actor, book_id))
    return Standing(_backed(session, actor, book_id))


# Asked at every request, so it is composed once.
_STANDING = Prepared(
    select(
        Membership.role,
        Membership.member_id,
        Member.left_on,
        exists().where(DemoBook.book_id == bindparam("book")).label("invented"),
    )
    .outerjoin(Member, and_(Member.book_id == bindparam("book"), Member.member_id == Membership.member_id))
    .where(Membership.book_id == bindparam("book"), Membership.user_id == bindparam("user"))
)


def _has_left(role: str, left_on: date | None) -> bool:
    """Whether a member went: she is then nothing to the group, and only her own passbook is hers to read."""
    return role == Role.MEMBER.value and left_on is not None


def met(session: Session, actor: Actor, book_id: UUID) -> Actor:
    """The actor with her standing in this book known, so that permission for it can be asked."""
    return actor.in_book(book_id, standing_in(session, actor, book_id))


def grant_role(session: Session, actor: Actor, command: GrantRole) -> None:
    """Give a person a role in a book, in place of the one she had.

    Raises:
        ApprovalMissing and its kin: nobody else approved exactly this.
        DemoMixed: the book is a demo and the person is real, or the other way round.
    """
    target = Target(command.book_id)
    require(actor, Action.ROLES_CHANGE, target)
    require_same_world(session, command.book_id, command.user_id)
    if not actor.system:
        use_approval(session, actor, _approved_grant(command))
    row = {
        "book_id": command.book_id,
        "user_id": command.user_id,
        "role": command.role.value,
        "member_id": command.member_id,
        "since": command.at,
    }
    session.execute(_same_person(delete(Membership), command))
    session.execute(insert(Membership).values(row))
    _list_for(session, command.user_id, command.book_id, at=command.at)
    record(
        session,
        actor,
        book_id=command.book_id,
        action=Action.ROLES_CHANGE,
        subject=f"user:{command.user_id}",
        at=command.at,
    )


def grant_shown(command: GrantRole) -> dict[str, str | None]:
    """What the second person is shown, and approves, before somebody gets a role."""
    member = str(command.member_id) if command.member_id else None
    return {"user": str(command.user_id), "role": command.role.value, "member": member}


def share_with(
    session: Session,
    actor: Actor,
    book_id: UUID,
    *,
    organisation_id: UUID,
    scope: Scope,
    agreed_on: date,
    at: int,
) -> None:
    """Keep what a group agreed that an organisation may see of it."""
    require(actor, Action.RULES_CHANGE, Target(book_id))
    require_same_partner(session, book_id, organisation_id)
    session.execute(
        delete(BookAccess).where(BookAccess.book_id == book_id, BookAccess.organisation_id == organisation_id)
    )
    row = {
        "book_id": book_id,
        "organisation_id": organisation_id,
        "scope": scope.value,
        "agreed_on": agreed_on,
    }
    session.execute(insert(BookAccess).values(row))
    _list_for(session, organisation_id, book_id, at=at)
    record(
        session,
        actor,
        book_id=book_id,
        action=Action.RULES_CHANGE,
        subject=f"organisation:{organisation_id}",
        at=at,
    )


def name_backer(session: Session, actor: Actor, enterprise_id: UUID, *, group_id: UUID, since: date) -> None:
    """Let the people of a group look at the enterprise they put money into."""
    require(actor, Action.HISTORY_IMPORT, Target(enterprise_id))
    row = {"book_id": enterprise_id, "group_id": group_id, "since": since}
    _insert_new(session, BookBacker, row)


def list_books(session: Session, actor: Actor) -> list[UUID]:
    """The books on a person's first page, oldest first; each still asks permission when opened."""
    require(actor, Action.BOOKS_LIST)
    viewers = [actor.user_id, *actor.facilitates]
    found = session.execute(
        select(UserBook.book_id, UserBook.since)
        .where(UserBook.viewer_id.in_(viewers))
        .order_by(UserBook.since, UserBook.book_id)
    )
    return list(dict.fromkeys(row.book_id for row in found))


def _facilitated(session: Session, actor: Actor, book_id: UUID) -> frozenset[Relation]:
    scopes = session.scalars(
        select(BookAccess.scope).where(
            BookAccess.book_id == book_id, BookAccess.organisation_id.in_(actor.facilitates)
        )
    )
    return frozenset(_FACILITATOR[scope] for scope in scopes)


def _backed(session: Session, actor: Actor, enterprise_id: UUID) -> frozenset[Relation]:
    groups = session.scalars(select(BookBacker.group_id).where(BookBacker.book_id == enterprise_id)).all()
    if not groups:
        return frozenset()
    hers = session.scalars(
        select(UserBook.book_id).where(UserBook.viewer_id == actor.user_id, UserBook.book_id.in_(groups))
    ).all()
    return (
        frozenset({Relation.BACKER})
        if any(_belongs(session, actor, group) for group in hers)
        else frozenset()
    )


def _belongs(session: Session, actor: Actor, group_id: UUID) -> bool:
    role = session.scalar(
        select(Membership.role).where(Membership.book_id == group_id, Membership.user_id == actor.user_id)
    )
    return role is not None


def _approved_grant(command: GrantRole) -> UseApproval:
    return UseApproval(
        subject=Subject(command.book_id, Action.ROLES_CHANGE, f"user:{command.user_id}"),
        approval_id=command.approval_id,
        about_to_happen=grant_shown(command),
        at=command.at,
    )


def _same_person(statement: Delete, command: GrantRole) -> Delete:
    return statement.where(Membership.book_id == command.book_id, Membership.user_id == command.user_id)


def _list_for(session: Session, viewer_id: UUID, book_id: UUID, *, at: int) -> None:
    _insert_new(session, UserBook, {"viewer_id": viewer_id, "book_id": book_id, "since": at})


def _insert_new(session: Session, model: type[Model], row: dict[str, object]) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(model).values(row).on_conflict_do_nothing())
