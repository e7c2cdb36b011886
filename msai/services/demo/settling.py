"""Everybody of the demo in her place: officers, members, managers in their books, a facilitator in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from msai.models.people import Organisation, User
from msai.permissions import Action, Actor, require
from msai.sealing import Vault
from msai.services import memberships, people
from msai.services.demo import marks
from msai.services.demo.people import CAST, FACILITATOR, Invented
from msai.services.demo.year import NAMESPACE
from msai.services.holders import member_holder
from msai.services.memberships import GrantRole, Scope
from msai.services.people import RegisterUser, StaffRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """The books of a build by their keys, and the one password of its people, hashed."""

    books: Mapping[str, UUID]
    build: int
    password_hash: str
    today: date
    at: int


def settle(session: Session, actor: Actor, command: Settle, *, vault: Vault) -> dict[str, UUID]:
    """Mark the books, make or wake the sign-ins, give everybody her role; answers them by nickname.

    Raises:
        NotPermitted: only the installation itself settles a demo.
    """
    require(actor, Action.HISTORY_IMPORT)
    for book_id in command.books.values():
        marks.mark_book(session, actor, book_id, build=command.build, at=command.at)
    known = marks.list_people(session, actor)
    users = {person.nickname: known.get(person.nickname) or _register(session, actor, person, command, vault)
             for person in CAST}
    for user_id in users.values():
        session.execute(update(User).where(User.user_id == user_id).values(
            password_hash=command.password_hash, disabled_at=None))
    for person in CAST:
        _place(session, actor, person, users[person.nickname], command)
    _facilitate(session, actor, users[FACILITATOR.nickname], command)
    return users


def _register(
    session: Session, actor: Actor, person: Invented, command: Settle, vault: Vault,
) -> UUID:
    user_id = people.register_user(session, actor, RegisterUser(
        user_id=uuid5(NAMESPACE, person.identifier), identifier=person.identifier, display_name=person.name,
        password_hash=command.password_hash, at=command.at), vault=vault)
    marks.mark_person(session, actor, user_id, nickname=person.nickname, at=command.at)
    return user_id


def _place(session: Session, actor: Actor, person: Invented, user_id: UUID, command: Settle) -> None:
    if person.role is None:
        return
    book_id = command.books[person.key]
    member = member_holder(book_id, person.member).id if person.member else None
    memberships.grant_role(session, actor, GrantRole(
        book_id=book_id, user_id=user_id, role=person.role, at=command.at, member_id=member))


def _facilitate(session: Session, actor: Actor, user_id: UUID, command: Settle) -> None:
    partner = marks.ORGANISATION
    if not session.scalar(select(exists().where(Organisation.organisation_id == partner))):
        people.add_organisation(session, actor, partner, name="Demo partner", at=command.at)
        people.employ(session, actor, user_id, organisation_id=partner, role=StaffRole.FACILITATOR,
                      at=command.at)
    for book_id in command.books.values():
        memberships.share_with(session, actor, book_id, organisation_id=partner, scope=Scope.NAMES,
                               agreed_on=command.today, at=command.at)
