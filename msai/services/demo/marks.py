"""What tells a demo from the real thing: its books, its sign-ins and its organisation are marked.

A marked book stays marked for ever.  Starting afresh opens new books and retires the old ones: nobody has a
role in them any more, so that they stand in nobody's list, and not a line of any book is ever deleted.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from msai.models.access import BookAccess, Membership, UserBook
from msai.models.demo import DemoBook, DemoPerson
from msai.models.onboarding import GroupDraft
from msai.models.people import User, UserSession
from msai.permissions import Action, Actor, require
from msai.services import ServiceError

ORGANISATION = UUID("0d6e2f7a-51c4-5b1e-9f0a-7c2b8e4d9a63")
"""The partner organisation of the demo, which looks after its groups alone."""

_GUEST = "guest-"


class DemoMixed(ServiceError):
    """Somebody invented would get a place among real books, or somebody real among invented ones."""

    code = "demo_mixed"


def is_demo_book(session: Session, book_id: UUID) -> bool:
    """Whether the people of a book are invented, retired books included."""
    return bool(session.scalar(select(exists().where(DemoBook.book_id == book_id))))


def is_demo_person(session: Session, user_id: UUID) -> bool:
    """Whether a sign-in is of somebody invented."""
    return bool(session.scalar(select(exists().where(DemoPerson.user_id == user_id))))


def require_same_world(session: Session, book_id: UUID, user_id: UUID) -> None:
    """Let a person and a book come together only where both are real, or both invented.

    Raises:
        DemoMixed
    """
    book = exists().where(DemoBook.book_id == book_id)
    person = exists().where(DemoPerson.user_id == user_id)
    found = session.execute(select(book.label("book"), person.label("person"))).one()
    if bool(found.book) != bool(found.person):
        raise DemoMixed()


def require_same_partner(session: Session, book_id: UUID, organisation_id: UUID) -> None:
    """The same for a book and an organisation.

    Raises:
        DemoMixed
    """
    if is_demo_book(session, book_id) != (organisation_id == ORGANISATION):
        raise DemoMixed()


def require_same_staff(session: Session, user_id: UUID, organisation_id: UUID) -> None:
    """The same for a person and an organisation.

    Raises:
        DemoMixed
    """
    if is_demo_person(session, user_id) != (organisation_id == ORGANISATION):
        raise DemoMixed()


def next_build(session: Session, actor: Actor) -> int:
    """The number of the demo that is built next.

    Raises:
        NotPermitted: only the administrator builds demos.
    """
    require(actor, Action.DEMO_BUILD)
    return _last_build(session) + 1


def _last_build(session: Session) -> int:
    query = select(func.max(DemoBook.build)).execution_options(scatter=True)
    return session.scalar(query) or 0


def list_active(session: Session, actor: Actor) -> list[UUID]:
    """The books of the demo that stands.

    Raises:
        NotPermitted: only the administrator sees to demos.
    """
    require(actor, Action.DEMO_BUILD)
    query = select(DemoBook.book_id).where(DemoBook.retired_at.is_(None)).order_by(DemoBook.book_id)
    return list(session.scalars(query.execution_options(scatter=True)))


def mark_book(session: Session, actor: Actor, book_id: UUID, *, build: int, at: int) -> None:
    """Mark a book that was just opened; nothing ever takes the mark away.

    Raises:
        NotPermitted: only the administrator builds demos.
        DemoMixed: somebody has a role in it already.
    """
    require(actor, Action.DEMO_BUILD)
    if session.scalar(select(exists().where(Membership.book_id == book_id))):
        raise DemoMixed()
    session.execute(insert(DemoBook).values(book_id=book_id, build=build, built_at=at))


def keep_invented(session: Session, actor: Actor, book_id: UUID, *, at: int) -> None:
    """Mark a book that was just opened where somebody invented opens it: trying the demo makes no real group.

    It belongs to the demo that stands, and goes with it.

    Raises:
        NotPermitted: she opens no groups.
    """
    require(actor, Action.GROUP_START)
    if actor.user_id is not None and is_demo_person(session, actor.user_id):
        session.execute(insert(DemoBook).values(book_id=book_id, build=_last_build(session), built_at=at))


def mark_guest(session: Session, actor: Actor, book_id: UUID, *, at: int) -> None:
    """Mark the sign-in that was just made for an invitation to a group of the demo: it opens nothing else.

    Raises:
        NotPermitted: only the installation makes sign-ins.
    """
    require(actor, Action.USERS_MANAGE)
    if actor.user_id is not None and is_demo_book(session, book_id):
        session.execute(insert(DemoPerson).values(
            user_id=actor.user_id, nickname=f"{_GUEST}{actor.user_id.hex}", made_at=at))


def mark_person(session: Session, actor: Actor, user_id: UUID, *, nickname: str, at: int) -> None:
    """Mark a sign-in that was just made.

    Raises:
        NotPermitted: only the administrator builds demos.
    """
    require(actor, Action.DEMO_BUILD)
    session.execute(insert(DemoPerson).values(user_id=user_id, nickname=nickname, made_at=at))


def list_people(session: Session, actor: Actor) -> dict[str, UUID]:
    """The invented sign-ins by nickname.

    Raises:
        NotPermitted: only the administrator sees to demos.
    """
    require(actor, Action.DEMO_BUILD)
    rows = session.execute(select(DemoPerson.nickname, DemoPerson.user_id))
    return {row.nickname: row.user_id for row in rows}


def retire(session: Session, actor: Actor, *, at: int) -> int:
    """Take the demo that stands out of everybody's sight; answers how many books it had.

    What somebody invented was setting up goes too, and whoever came by an invitation signs in no more.

    Raises:
        NotPermitted: only the administrator ends demos.
    """
    require(actor, Action.DEMO_BUILD)
    books = list_active(session, actor)
    for book_id in books:
        session.execute(delete(Membership).where(Membership.book_id == book_id))
        session.execute(delete(BookAccess).where(BookAccess.book_id == book_id))
        session.execute(delete(UserBook).where(UserBook.book_id == book_id))
        session.execute(update(DemoBook).where(DemoBook.book_id == book_id).values(retired_at=at))
    session.execute(delete(GroupDraft).where(GroupDraft.user_id.in_(select(DemoPerson.user_id))))
    guests = select(DemoPerson.user_id).where(DemoPerson.nickname.startswith(_GUEST))
    session.execute(update(User).where(User.user_id.in_(guests)).values(disabled_at=at))
    session.execute(update(UserSession).where(UserSession.user_id.in_(guests)).values(revoked_at=at))
    return len(books)
