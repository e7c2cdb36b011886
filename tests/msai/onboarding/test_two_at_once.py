"""One link, two browsers at the same moment: one of them comes too late."""

from concurrent.futures import ThreadPoolExecutor

from ledgers.errors import LedgerError
from msai.db import Database
from msai.permissions import Actor
from msai.sealing import Vault
from msai.services.memberships import Role
from msai.services.onboarding.invitations import accept_invitation
from tests.msai.cast import NOW, Cast
from tests.msai.onboarding.conftest import Desk


def test_two_browsers_open_one_link_once(database: Database, cast: Cast, vault: Vault) -> None:
    """The link was sent to two people, and both press at once."""
    with database.write() as session:
        desk = Desk(session, cast, vault)
        desk.open(kind="new")
        token = desk.invite(Role.TREASURER).token

    def come(name: str) -> str:
        try:
            with database.write() as session:
                accept_invitation(session, Actor(cast.users[name]), token, at=NOW)
        except LedgerError as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(2) as browsers:
        assert sorted(browsers.map(come, ("rajesh", "rosa"))) == ["in", "invitation_used"]
