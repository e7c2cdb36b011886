"""The first start on one's own machine: the recorded year, and somebody to sign in as.

Each sign-in gets a password of chance, kept beside the local secrets and readable by the
owner of the machine alone, so that starting again prints the same ones.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from msai.db import Database
from msai.ids import uuid7
from msai.permissions import SYSTEM_IMPORT
from msai.resources import resource_dir
from msai.sealing import Vault
from msai.services import books, memberships, people
from msai.services.holders import member_holder
from msai.services.memberships import GrantRole, Role, Scope
from msai.services.passwords import PasswordFor, Passwords
from msai.services.people import RegisterUser, StaffRole

SIGN_INS = Path("instance/secrets/first_sign_ins.json")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sample: what she signs in with, and what she does."""

    identifier: str
    name: str
    does: str
    role: Role | None = None
    kind: BookKind = BookKind.GROUP
    member: int | None = None
    staff: StaffRole | None = None


CAST = (
    Person("amelia@example.org", "Amelia Santos", "treasurer", Role.TREASURER, member=1),
    Person("siti@example.org", "Siti Rahayu", "second officer", Role.SECOND_OFFICER, member=2),
    Person("nongnuch@example.org", "Nongnuch Phanit", "member", Role.MEMBER, member=3),
    Person("rosa@example.org", "Rosa Villanueva", "enterprise manager", Role.ENTERPRISE_MANAGER,
           BookKind.ENTERPRISE),
    Person("rowena@example.org", "Rowena Castillo", "facilitator", staff=StaffRole.FACILITATOR),
    Person("network@example.org", "Network Office", "programme administrator", staff=StaffRole.ADMINISTRATOR),
)


def sample_history() -> bytes:
    """The recorded year of a Hong Kong group and its Philippine enterprise."""
    return (resource_dir("samples") / "hong-kong.jsonl").read_bytes()


def first_sign_ins(
    database: Database, passwords: Passwords, vault: Vault, *, at: int, kept_in: Path = SIGN_INS,
) -> Iterator[str]:
    """Make the sample's sign-ins where they are missing, and say them, a line each."""
    known = _kept(kept_in)
    for person in CAST:
        password = known.setdefault(person.identifier, _new_password())
        hashed = passwords.hash(password, PasswordFor.STAFF)
        with database.write() as session:
            if people.find_user(session, vault, person.identifier) is None:
                _register(session, person, hashed, vault=vault, at=at)
    _keep(kept_in, known)
    for person in CAST:
        yield f"{person.does:<24} {person.identifier:<22} {known[person.identifier]}"


def _register(session: Session, person: Person, hashed: str, *, vault: Vault, at: int) -> None:
    user_id = people.register_user(session, SYSTEM_IMPORT, RegisterUser(
        user_id=uuid7(at), identifier=person.identifier, display_name=person.name, password_hash=hashed,
        at=at), vault=vault)
    if person.staff is not None:
        _employ(session, user_id, person.staff, at=at)
    for one in books.list_books(session, SYSTEM_IMPORT):
        if person.role is not None and one.kind is person.kind:
            member = member_holder(one.book_id, person.member).id if person.member else None
            memberships.grant_role(session, SYSTEM_IMPORT, GrantRole(
                book_id=one.book_id, user_id=user_id, role=person.role, at=at, member_id=member))


def _employ(session: Session, user_id: UUID, role: StaffRole, *, at: int) -> None:
    partner = people.add_organisation(session, SYSTEM_IMPORT, uuid7(at), name="Partner organisation", at=at)
    people.employ(session, SYSTEM_IMPORT, user_id, organisation_id=partner, role=role, at=at)
    if role is StaffRole.FACILITATOR:
        today = datetime.fromtimestamp(at / 1000, tz=UTC).date()
        for one in books.list_books(session, SYSTEM_IMPORT):
            memberships.share_with(session, SYSTEM_IMPORT, one.book_id, organisation_id=partner,
                                   scope=Scope.NAMES, agreed_on=today, at=at)


def _new_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _kept(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _keep(file: Path, sign_ins: dict[str, str]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(sign_ins, handle)
