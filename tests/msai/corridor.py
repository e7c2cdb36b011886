"""Sunday Savers with money to invest, a farm with its two people, and the stake of one in the other."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.entries import Source, SourceKind
from ledgers.journal import Stamp
from ledgers.rules import housekeeping
from ledgers.rules.tenders import TenderLine
from msai.models.people import User
from msai.permissions import SYSTEM_IMPORT
from msai.services import enterprises, memberships, stakes
from msai.services.group_books import load_group
from msai.services.keys import journal_of
from msai.services.memberships import GrantRole, Role
from tests.msai.cast import NOW, Cast
from tests.msai.sunday import SAVERS

HENS = UUID(int=0xE1)
STAKE = "hens-share"
OPENED = date(2026, 1, 4)


def back_hens(session: Session, cast: Cast, *, minor: int = 100_000) -> None:
    """Open the farm, put Rosa and Ben in their places, and give the group's fund money, if any."""
    enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
        book_id=HENS, alias="hens", name="Bohol Hens", country="PH", currency="PHP", activities=["layers"],
        opened_on=OPENED, at=NOW))
    for name, role in (("rosa", Role.ENTERPRISE_MANAGER), ("ben", Role.ENTERPRISE_SECOND)):
        memberships.grant_role(session, SYSTEM_IMPORT, GrantRole(
            book_id=HENS, user_id=cast.users[name], role=role, at=NOW))
    stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
        book_id=SAVERS, alias=STAKE, enterprise_id=HENS, enterprise_name="Bohol Hens", instrument="equity",
        claim_currency="PHP", opened_on=OPENED))
    if minor:
        give_money(session, minor)


def give_money(session: Session, minor: int) -> None:
    """A donation to the fund, on which nobody has to agree first."""
    bank = load_group(session, SAVERS, OPENED).tenders["bank"]
    entry = housekeeping.donation(OPENED, TenderLine(bank, minor, "investment"))
    journal_of(session, SAVERS).post(
        entry.with_source(Source(SourceKind.RECEIPT, HENS)), client_ref="test:given",
        stamp=Stamp(session.scalars(select(User.user_id)).first() or HENS, NOW))


def stake_id() -> UUID:
    """The id of the stake."""
    return stakes.stake_holder(SAVERS, STAKE).id
