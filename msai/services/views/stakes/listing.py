"""What a group has in enterprises: each stake, what it cost and claims, and what is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, Account, claims_fund, is_investment_fund
from ledgers.balances import balances
from ledgers.money import Money
from msai.models.enterprises import Stake
from msai.models.stakes import ReturnNotice
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.staking.worth import OTHER_CURRENCY
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, fund_label, instrument_label, tender_label
from msai.services.views.stakes.acts import ActLine, list_acts

CODES = (1200, 1300, 1310, 1390, 1400, 9500)
_SHOWN = (OTHER_CURRENCY, *CODES)


@dataclass(frozen=True, slots=True)
class StakeFigures:
    """What the book says of one stake, minor units of the group's currency; the claim in home money."""

    cost_minor: int
    allowance_minor: int
    receivable_minor: int
    claim: Money

    @property
    def carrying_minor(self) -> int:
        """Cost less what was written down."""
        return self.cost_minor - self.allowance_minor


@dataclass(frozen=True, slots=True)
class StakeRow:
    """A stake in the list."""

    alias: str
    enterprise: str
    instrument: Text
    fund: Text | None
    since: date
    ended_on: date | None
    figures: StakeFigures


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """An account in another currency, and what it stands at in the book, minor units of the book's."""

    alias: str
    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class UnratedReturn:
    """A return the enterprise declared, which cannot be in the book before the day's mid rate is typed."""

    notice_id: UUID
    enterprise: str
    declared_on: date
    home: Money


@dataclass(frozen=True, slots=True)
class InvestmentsView:
    """The page of a group's investments."""

    book_id: UUID
    group_name: str
    currency: str
    stakes: tuple[StakeRow, ...]
    transit_minor: int
    elsewhere: tuple[OtherCurrency, ...]
    unrated: tuple[UnratedReturn, ...]
    acts: tuple[ActLine, ...]
    may_open: bool
    may_decide: bool
    today: date

    @property
    def carrying_minor(self) -> int:
        """All stakes as the book has them."""
        return sum(row.figures.carrying_minor for row in self.stakes)

    @property
    def receivable_minor(self) -> int:
        """All that was declared and has not come."""
        return sum(row.figures.receivable_minor for row in self.stakes)


def show_investments(
    session: Session, actor: Actor, book_id: UUID, *, today: date, at: int,
) -> InvestmentsView:
    """The group's investments as this reader may see them.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.STATEMENTS_VIEW, target)
    facts = read_group(session, book_id)
    found = balances(session, book_id, codes=_SHOWN)
    rows = session.execute(
        select(*Stake.__table__.columns).where(Stake.book_id == book_id)
        .order_by(Stake.opened_on, Stake.alias)).all()
    may_decide = is_allowed(actor, Action.STAKE_DECIDE, target)
    return InvestmentsView(
        book_id, facts.name, facts.currency, tuple(_row(row, found) for row in rows),
        sum(minor for account, minor in found.items() if account.code == 1200), _elsewhere(found),
        list_unrated(session, book_id),
        list_acts(session, actor, book_id, at=at) if may_decide else (),
        is_allowed(actor, Action.REGISTER_VIEW, target), may_decide, today)


def _elsewhere(found: Mapping[Account, int]) -> tuple[OtherCurrency, ...]:
    sums: dict[str, int] = {}
    for account, minor in found.items():
        if account.code == OTHER_CURRENCY:
            sums[account.alias] = sums.get(account.alias, 0) + minor
    return tuple(OtherCurrency(alias, tender_label(OTHER_CURRENCY, alias, alone=len(sums) == 1), minor)
                 for alias, minor in sorted(sums.items()))


def list_unrated(session: Session, book_id: UUID) -> tuple[UnratedReturn, ...]:
    """What was declared to a group and waits for the mid rate of its day, the oldest first."""
    query = (
        select(ReturnNotice.notice_id, Stake.enterprise_name, ReturnNotice.declared_on,
               ReturnNotice.home_minor, Stake.claim_currency)
        .join(Stake, and_(Stake.book_id == book_id, Stake.stake_id == ReturnNotice.stake_id))
        .where(ReturnNotice.book_id == book_id, ReturnNotice.done_at.is_(None))
        .order_by(ReturnNotice.declared_on, ReturnNotice.notice_id))
    return tuple(
        UnratedReturn(row.notice_id, row.enterprise_name, row.declared_on,
                      Money(row.home_minor, row.claim_currency)) for row in session.execute(query))


def _row(row: Row[Any], found: Mapping[Account, int]) -> StakeRow:
    return StakeRow(
        row.alias, row.enterprise_name, instrument_label(row.instrument),
        None if row.fund == INVESTMENT else fund_label(row.fund), row.opened_on, row.ended_on,
        figures_of(found, row.alias, claim_currency=row.claim_currency))


def figures_of(found: Mapping[Account, int], alias: str, *, claim_currency: str) -> StakeFigures:
    """What balances (debit positive) say of a stake."""
    by_code: dict[int, int] = {}
    for account, minor in found.items():
        if account.alias == alias and (is_investment_fund(account.fund)
                                       or account.fund == claims_fund(claim_currency)):
            by_code[account.code] = by_code.get(account.code, 0) + minor
    return StakeFigures(
        by_code.get(1300, 0) + by_code.get(1310, 0), -by_code.get(1390, 0), by_code.get(1400, 0),
        Money(by_code.get(9500, 0), claim_currency))
