"""Tess sets up groups here; her organisation is the partner of the cast."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from msai.permissions import Actor, Standing
from msai.sealing import Vault
from msai.services import memberships
from msai.services.onboarding.drafts import save_draft, start_draft
from msai.services.onboarding.invitations import (
    Join,
    NewInvitation,
    invite_first_officer,
    join_by_invitation,
)
from msai.services.onboarding.starting import open_from_draft
from msai.services.people import find_user
from tests.msai.cast import NOW, Cast
from tests.msai.onboarding.twelve import DRAFT, TYPED

TODAY = date(2026, 10, 25)


@dataclass
class Desk:
    """Tess at her desk: a session, and what she does in it."""

    session: Session
    cast: Cast
    vault: Vault
    made: dict[str, UUID] = field(default_factory=dict)

    @property
    def tess(self) -> Actor:
        """The facilitator, with her standing in the group."""
        return self.cast.actor(self.session, "tess", DRAFT)

    def type_in(self, **changes: str) -> None:
        """Keep some fields of the wizard."""
        start_draft(self.session, self.tess, DRAFT, at=NOW)
        save_draft(self.session, self.tess, DRAFT, changes={**TYPED, **changes}, at=NOW)

    def open(self, **changes: str) -> UUID:
        """Set the group up, and open it."""
        self.type_in(**changes)
        return self.open_again()

    def open_again(self) -> UUID:
        """Press the button that opens the group."""
        return open_from_draft(self.session, self.tess, DRAFT, today=TODAY, at=NOW)

    def invite(self, role: memberships.Role) -> NewInvitation:
        """Invite the first holder of an office."""
        return invite_first_officer(self.session, self.tess, DRAFT, role=role, at=NOW)

    def join(self, made: NewInvitation, name: str, *, at: int = NOW) -> Actor:
        """Somebody new takes up an invitation."""
        taken = join_by_invitation(self.session, Actor(None), Join(
            token=made.token, identifier=f"{name}@example.net", display_name=name.title(),
            password_hash="hashed elsewhere", at=at), vault=self.vault)
        found = find_user(self.session, self.vault, f"{name}@example.net")
        assert found is not None
        self.made[name] = found
        return memberships.met(self.session, Actor(self.made[name], name), taken.book_id)

    def officers(self) -> tuple[Actor, Actor]:
        """The first two officers of the opened group."""
        return (self.join(self.invite(memberships.Role.TREASURER), "lourdes"),
                self.join(self.invite(memberships.Role.SECOND_OFFICER), "fatima"))


@pytest.fixture
def desk(session: Session, cast: Cast, vault: Vault) -> Desk:
    """Tess's desk, in one transaction."""
    return Desk(session, cast, vault)


@pytest.fixture
def stranger() -> Actor:
    """Somebody signed in who belongs nowhere here."""
    return Actor(UUID(int=0x99)).in_book(DRAFT, Standing())
