"""What a member is called, and that an officer may put it right.

A name is sealed with her own key and stands nowhere else in the books, which know her by her number.  So a
new name holds on every page at once, what was printed keeps the old one, and no amount moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from msai import audit
from msai.models.groups import Member
from msai.names import checked_name
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import person_key
from msai.services import ServiceError
from msai.services.keys import vault_of
from msai.services.views.naming import read_roll


class NameOfAnother(ServiceError):
    """Another member of the group goes by this name already, and nobody could tell the two apart."""

    code = "name_of_another"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameMember:
    """What a member is to be called from now on."""

    book_id: UUID
    member_id: UUID
    name: str
    at: int


def rename_member(session: Session, actor: Actor, command: RenameMember) -> None:
    """Call a member by another name; the same name again changes nothing.

    Raises:
        NotPermitted: the actor is no officer of the group.
        NotFound: there is no such member.
        KeyDestroyed: she was erased on request, and nothing is kept of her any more.
        NameOfAnother, NameMissing and its kin: she cannot be called that.
    """
    require(actor, Action.MEMBER_CHANGE, Target(command.book_id))
    name = checked_name(command.name)
    roll = read_roll(session, command.book_id)
    if command.member_id not in roll:
        raise NotFound()
    others = (person.name for holder, person in roll.items() if holder != command.member_id)
    if name.casefold() in {other.casefold() for other in others if isinstance(other, str)}:
        raise NameOfAnother()
    key = person_key(session, vault_of(session), command.book_id, command.member_id)
    if roll[command.member_id].name == name:
        return
    session.execute(
        update(Member).where(Member.book_id == command.book_id, Member.member_id == command.member_id)
        .values(name_sealed=key.seal(name, "name")))
    audit.record(session, actor, book_id=command.book_id, action=Action.MEMBER_CHANGE,
                 subject=f"member:{command.member_id}", at=command.at)
