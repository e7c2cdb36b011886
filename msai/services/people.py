"""People who sign in, and the organisations some of them work for."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from msai.audit import record_for_user
from msai.models.people import Organisation, OrganisationMember, User, UserSession
from msai.names import checked_name
from msai.permissions import Action, Actor, NotFound, require
from msai.sealing import Vault
from msai.services import ServiceError
from msai.services.demo.marks import require_same_staff
from msai.services.sign_in import normal_identifier

_SHORTEST_PHONE = 7


class NotAnIdentifier(ServiceError):
    """A sign-in needs a phone number with its country code, or an e-mail address."""

    code = "not_an_identifier"


class IdentifierTaken(ServiceError):
    """Somebody signs in with this phone number or e-mail already."""

    code = "identifier_taken"


class StaffRole(Enum):
    """What somebody does for an organisation."""

    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, kw_only=True)
class RegisterUser:
    """A new sign-in; the password comes hashed, since hashing is slow and holds no transaction."""

    user_id: UUID
    identifier: str
    display_name: str
    password_hash: str | None
    at: int
    locale: str | None = None


def register_user(session: Session, actor: Actor, command: RegisterUser, *, vault: Vault) -> UUID:
    """Let somebody sign in; her name and phone number or e-mail are sealed with a key of her own.

    Raises:
        NotAnIdentifier: neither a phone number nor an e-mail address.
        IdentifierTaken: it belongs to somebody already.
        NameMissing and its kin: the name cannot be read as one.
    """
    require(actor, Action.USERS_MANAGE)
    identifier = normal_identifier(command.identifier)
    _require_identifier(identifier)
    name = checked_name(command.display_name)
    digest = vault.digest("identifier", identifier)
    if session.scalar(select(User.user_id).where(User.identifier_digest == digest)) is not None:
        raise IdentifierTaken()
    wrapped = vault.new_key(command.user_id)
    key = vault.unwrap(wrapped, command.user_id)
    row = {
        "user_id": command.user_id,
        "identifier_digest": digest,
        "identifier_sealed": key.seal(identifier, "identifier"),
        "name_sealed": key.seal(name, "name"),
        "wrapped_key": wrapped,
        "password_hash": command.password_hash,
        "locale": command.locale,
        "created_at": command.at,
    }
    session.execute(insert(User).values(row))
    _note(session, actor, command.user_id, at=command.at)
    return command.user_id


def find_user(session: Session, vault: Vault, identifier: str) -> UUID | None:
    """Whose phone number or e-mail this is, if anybody's; for commands of the installation itself."""
    digest = vault.digest("identifier", normal_identifier(identifier))
    return session.scalar(select(User.user_id).where(User.identifier_digest == digest))


def disable_user(session: Session, actor: Actor, user_id: UUID, *, at: int) -> None:
    """End somebody's sign-in at once, on every browser.

    Raises:
        NotFound: there is no such sign-in.
    """
    require(actor, Action.USERS_MANAGE)
    changed = session.scalar(
        update(User).where(User.user_id == user_id).values(disabled_at=at).returning(User.user_id)
    )
    if changed is None:
        raise NotFound()
    session.execute(update(UserSession).where(UserSession.user_id == user_id).values(revoked_at=at))
    _note(session, actor, user_id, at=at)


def change_own_language(session: Session, actor: Actor, locale: str) -> None:
    """Keep the language in which a person wants to read."""
    require(actor, Action.OWN_SESSIONS)
    session.execute(update(User).where(User.user_id == actor.user_id).values(locale=locale))


def add_organisation(session: Session, actor: Actor, organisation_id: UUID, *, name: str, at: int) -> UUID:
    """Take in a partner organisation."""
    require(actor, Action.USERS_MANAGE)
    row = {"organisation_id": organisation_id, "name": name, "created_at": at}
    session.execute(insert(Organisation).values(row))
    return organisation_id


def name_own_organisations(session: Session, actor: Actor) -> dict[UUID, str]:
    """The organisations the actor looks after groups for, and what each is called, by their names."""
    require(actor, Action.GROUP_START)
    named = select(Organisation.organisation_id, Organisation.name).where(
        Organisation.organisation_id.in_(actor.facilitates)).order_by(Organisation.name)
    return {row.organisation_id: row.name for row in session.execute(named)}


def employ(
    session: Session, actor: Actor, user_id: UUID, *, organisation_id: UUID, role: StaffRole, at: int
) -> None:
    """Make somebody a facilitator or administrator of an organisation; it holds from her next click on.

    Raises:
        DemoMixed: somebody invented would work for a real organisation, or somebody real for the demo's.
    """
    require(actor, Action.USERS_MANAGE)
    require_same_staff(session, user_id, organisation_id)
    row = {"user_id": user_id, "organisation_id": organisation_id, "role": role.value, "since": at}
    session.execute(insert(OrganisationMember).values(row))
    _note(session, actor, user_id, at=at)


def _require_identifier(identifier: str) -> None:
    local, at_sign, domain = identifier.partition("@")
    is_mail = bool(at_sign and local and "." in domain and not any(mark.isspace() for mark in identifier))
    is_phone = identifier.startswith("+") and len(identifier) > _SHORTEST_PHONE
    if not (is_mail or is_phone) or len(identifier) > 200:
        raise NotAnIdentifier()


def _note(session: Session, actor: Actor, user_id: UUID, *, at: int) -> None:
    record_for_user(session, user_id, actor_id=actor.user_id or user_id, action=Action.USERS_MANAGE, at=at)
