"""The people of the tests: who they are, and how one of them signs in as a browser does."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ledgers.accounts import BookKind
from ledgers.books import open_book
from msai.ids import uuid7
from msai.permissions import SYSTEM_IMPORT, Actor
from msai.sealing import Vault
from msai.services import memberships, people
from msai.services.memberships import GrantRole, Role, Scope
from msai.services.passwords import Passwords
from msai.services.people import RegisterUser, StaffRole
from msai.settings import Settings

NOW = 1_793_000_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE
PASSWORD = "mangoes on sunday"
GROUP, FARM, OTHER_GROUP, MISSING = (UUID(int=number) for number in (0xA1, 0xB1, 0xA2, 0xFF))
PARTNER, SECOND_PARTNER = UUID(int=0xC1), UUID(int=0xC2)

ROLES = {
    "lorna": (GROUP, Role.TREASURER),
    "amina": (GROUP, Role.SECOND_OFFICER),
    "siti": (GROUP, Role.MEMBER),
    "rosa": (FARM, Role.ENTERPRISE_MANAGER),
    "ben": (FARM, Role.ENTERPRISE_SECOND),
    "rajesh": (OTHER_GROUP, Role.TREASURER),
}
STAFF = {
    "tess": (PARTNER, StaffRole.FACILITATOR),
    "nina": (SECOND_PARTNER, StaffRole.FACILITATOR),
    "ana": (PARTNER, StaffRole.ADMINISTRATOR),
}


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        """Begin on a Sunday afternoon."""
        self.at = NOW

    def __call__(self) -> int:
        """The time it shows."""
        return self.at

    def pass_ms(self, milliseconds: int) -> None:
        """Let time pass."""
        self.at += milliseconds


@dataclass(frozen=True)
class Cast:
    """Ids by first name: of the sign-in, and of the member she is in her group."""

    users: dict[str, UUID]
    members: dict[str, UUID]

    def actor(self, session: Session, name: str, book_id: UUID = GROUP) -> Actor:
        """The person as a service meets her, with her standing in one book."""
        staff = STAFF.get(name)
        facilitates = {staff[0]} if staff and staff[1] is StaffRole.FACILITATOR else set()
        bare = Actor(self.users[name], name, administrator=name == "ana", facilitates=frozenset(facilitates))
        return memberships.met(session, bare, book_id)


def identifier(name: str) -> str:
    """What the person signs in with."""
    return f"{name}@example.org"


def settle(session: Session, settings: Settings) -> Cast:
    """Open the books and put everybody in her place."""
    for book_id, kind, currency in (
        (GROUP, BookKind.GROUP, "HKD"),
        (OTHER_GROUP, BookKind.GROUP, "HKD"),
        (FARM, BookKind.ENTERPRISE, "PHP"),
    ):
        open_book(session, book_id, kind=kind, currency=currency, opened_at=NOW)
    cast = Cast(
        users={name: _register(session, settings, name) for name in (*ROLES, *STAFF)},
        members={name: uuid7(NOW) for name in ("lorna", "amina", "siti", "rajesh")},
    )
    _give_roles(session, cast)
    _employ_staff(session, cast)
    memberships.name_backer(session, SYSTEM_IMPORT, FARM, group_id=GROUP, since=date(2026, 1, 4))
    return cast


def form_token(page: TestResponse) -> str:
    """The token of the first form on a page."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page.text)
    assert found, page.text
    return found[1]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Sign in as a browser does: open the form, send it back."""
    token = form_token(client.get("/sign-in"))
    data = {"identifier": identifier(name), "password": password, "csrf_token": token, **fields}
    return client.post("/sign-in", data=data)


def _register(session: Session, settings: Settings, name: str) -> UUID:
    command = RegisterUser(
        user_id=uuid7(NOW),
        identifier=identifier(name),
        display_name=name.title(),
        password_hash=Passwords(settings).hash(PASSWORD),
        at=NOW,
    )
    return people.register_user(session, SYSTEM_IMPORT, command, vault=Vault(settings.master_key))


def _give_roles(session: Session, cast: Cast) -> None:
    for name, (book_id, role) in ROLES.items():
        command = GrantRole(
            book_id=book_id, user_id=cast.users[name], role=role, member_id=cast.members.get(name), at=NOW
        )
        memberships.grant_role(session, SYSTEM_IMPORT, command)


def _employ_staff(session: Session, cast: Cast) -> None:
    for organisation_id, scope in ((PARTNER, Scope.TOTALS), (SECOND_PARTNER, Scope.NAMES)):
        people.add_organisation(session, SYSTEM_IMPORT, organisation_id, name="A partner", at=NOW)
        for book_id in (GROUP, FARM):
            memberships.share_with(
                session,
                SYSTEM_IMPORT,
                book_id,
                organisation_id=organisation_id,
                scope=scope,
                agreed_on=date(2026, 1, 4),
                at=NOW,
            )
    for name, (organisation_id, role) in STAFF.items():
        people.employ(
            session, SYSTEM_IMPORT, cast.users[name], organisation_id=organisation_id, role=role, at=NOW
        )
