"""What a group is called, which language its summaries are written in, and whose clock it meets by.

Neither moves money nor binds anybody, so one officer may change it; the audit says who.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from msai.audit import record
from msai.models.groups import Group
from msai.names import checked_name
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError
from msai.services.meeting_day.local_time import require_zone


class LanguageNotOffered(ServiceError):
    """This deployment does not speak that language."""

    code = "language_not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings:
    """The group's name and language; `offered` are the languages this deployment speaks.

    `time_zone` is empty for the clock of the group's country.
    """

    book_id: UUID
    name: str
    language: str
    offered: tuple[str, ...]
    at: int
    time_zone: str = ""


def change_settings(session: Session, actor: Actor, command: ChangeSettings) -> None:
    """Call the group by another name, or let its summaries speak another language.

    Raises:
        NameMissing, NameTooLong, NameHasHiddenCharacters, NameMixesScripts: it cannot be called that.
        LanguageNotOffered
        UnknownZone: there is no such clock.
    """
    require(actor, Action.RULES_CHANGE, Target(command.book_id))
    if command.language not in command.offered:
        raise LanguageNotOffered()
    session.execute(update(Group).where(Group.book_id == command.book_id).values(
        name=checked_name(command.name), locale=command.language,
        time_zone=require_zone(command.time_zone) if command.time_zone else None))
    record(session, actor, book_id=command.book_id, action=Action.RULES_CHANGE, subject="group:settings",
           at=command.at)
