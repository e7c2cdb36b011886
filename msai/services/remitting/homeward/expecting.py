"""What is to come to a group from its stakes: income declared, principal due, capital both sides agreed on.

Each is known by what was agreed, under the same id in both books, less what papers and landings say came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ledgers.money import round_half_up
from msai.models.enterprises import DeclaredReturn, Stake
from msai.models.remittances import Arriving, EarlyLanding
from msai.models.stakes import ExitOffer, ReturnNotice
from msai.services.remitting import documents as d
from msai.services.remitting.homeward.posting import INCOME
from msai.services.stakes import LENT

PRINCIPAL, CAPITAL = "principal", "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something that is to come from a stake, in home minor units: `open_minor` of it has not.

    `obligation_id` is what was agreed, the same in both books; of income everything declared is one.
    """

    stake_id: UUID
    enterprise: str
    currency: str
    purpose: str
    obligation_id: UUID | None
    amount_minor: int
    open_minor: int
    claim_minor: int
    agreed_on: date

    def claim_of(self, minor: int) -> int:
        """The part of the claim that ends with this much; the last of it ends what is left."""
        before = self.amount_minor - self.open_minor
        done = round_half_up(Fraction(self.claim_minor * before, self.amount_minor))
        return round_half_up(Fraction(self.claim_minor * (before + minor), self.amount_minor)) - done


def list_expected(session: Session, book_id: UUID) -> list[Expected]:
    """What is to come to a group from its stakes, as far as it was declared or agreed, by stake and day."""
    stakes = {row.stake_id: row for row in session.execute(
        select(*Stake.__table__.columns).where(Stake.book_id == book_id))}
    rows = [*_income(session, book_id, stakes), *_agreed(session, book_id, stakes)]
    return sorted((one for one in rows if one.open_minor > 0),
                  key=lambda one: (one.enterprise, one.agreed_on, str(one.obligation_id)))


def _income(session: Session, book_id: UUID, stakes: dict[UUID, Row[Any]]) -> Iterable[Expected]:
    for row in session.execute(
            select(DeclaredReturn.stake_id, func.sum(DeclaredReturn.open_home_minor).label("open"),
                   func.min(DeclaredReturn.declared_on).label("since"))
            .where(DeclaredReturn.book_id == book_id, DeclaredReturn.open_home_minor > 0)
            .group_by(DeclaredReturn.stake_id)):
        yield _expected(stakes[row.stake_id], INCOME, None, int(row.open), 0, row.since)


def _agreed(session: Session, book_id: UUID, stakes: dict[UUID, Row[Any]]) -> Iterable[Expected]:
    """Principal that fell due, and capital that both sides agreed to give back, less what came of each."""
    came = _came(session, book_id)
    notices = session.execute(select(
        ReturnNotice.notice_id, ReturnNotice.stake_id, ReturnNotice.home_minor, ReturnNotice.declared_on,
    ).where(ReturnNotice.book_id == book_id, ReturnNotice.kind == PRINCIPAL))
    for row in notices:
        one = _expected(stakes[row.stake_id], PRINCIPAL, row.notice_id, row.home_minor, row.home_minor,
                        row.declared_on)
        yield replace(one, open_minor=row.home_minor - came.get(row.notice_id, 0))
    offers = session.execute(select(*ExitOffer.__table__.columns).where(
        ExitOffer.book_id == book_id, ExitOffer.state == "agreed"))
    for row in offers:
        stake = stakes[row.about_id]
        one = _expected(stake, PRINCIPAL if stake.instrument in LENT else CAPITAL, row.offer_id,
                        row.price_minor, row.claim_minor, row.offered_on)
        yield replace(one, open_minor=row.price_minor - came.get(row.offer_id, 0))


def _expected(
    stake: Row[Any], purpose: str, obligation_id: UUID | None, minor: int, claim: int, since: date,
) -> Expected:
    return Expected(
        stake_id=stake.stake_id, enterprise=stake.enterprise_name, currency=stake.claim_currency,
        purpose=purpose, obligation_id=obligation_id, amount_minor=minor, open_minor=minor,
        claim_minor=claim, agreed_on=since)


def _came(session: Session, book_id: UUID) -> dict[Any, int]:
    """What came of each thing agreed, by papers and by landings noted before theirs."""
    found: dict[Any, int] = {}
    papers = select(Arriving.obligation_id, Arriving.amount_minor.label("minor")).where(
        Arriving.book_id == book_id, Arriving.obligation_id.is_not(None), Arriving.direction == "home",
        Arriving.state != d.RETURNED)
    notes = select(EarlyLanding.obligation_id, EarlyLanding.home_minor.label("minor")).where(
        EarlyLanding.book_id == book_id, EarlyLanding.obligation_id.is_not(None),
        EarlyLanding.remittance_id.is_(None), EarlyLanding.taken_back_on.is_(None))
    for row in (*session.execute(papers), *session.execute(notes)):
        found[row.obligation_id] = found.get(row.obligation_id, 0) + row.minor
    return found
