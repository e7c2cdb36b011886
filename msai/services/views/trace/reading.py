"""What the pages of the trace read: the fund's entries, and what is known of its stakes and sendings.

Money comes from the entries alone. What people noted beside them (rates, who valued a stake, by what a fund
deals) is read here and nowhere else, so that these pages can show more of it when more is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import INVESTMENT, Holder, is_investment_fund
from ledgers.daybook import read_fund
from ledgers.money import Money
from ledgers.trace.fund import FundTrace, trace
from msai.models.enterprises import Remittance, Stake
from msai.models.stakes import StakeValuation
from msai.models.units import UnitDealing
from msai.services.units.errors import FundNotThere
from msai.services.views.labels import Text, fund_label, instrument_label


@dataclass(frozen=True, slots=True)
class Valued:
    """What a stake was last found to be worth at home by two officers: a memo, never an entry."""

    on: date
    worth: Money


@dataclass(frozen=True, slots=True)
class StakeFacts:
    """A stake by name; `valued` None where nobody signed what it is worth."""

    alias: str
    name: str
    instrument: Text
    claim_currency: str
    valued: Valued | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A fund's trace with what was noted beside its entries; `rates` by remittance, home for 1 host."""

    traced: FundTrace
    funds: tuple[tuple[str, Text], ...]
    stakes: Mapping[UUID, StakeFacts]
    rates: Mapping[UUID, str] = field(default_factory=dict)
    is_at_valuation: bool = False

    def stake(self, holder: Holder) -> StakeFacts:
        """What is known of a stake; its alias where nothing is."""
        unknown = StakeFacts(holder.alias, holder.alias, instrument_label(""), "")
        return self.stakes.get(holder.id, unknown)


def read_trace(session: Session, book_id: UUID, *, fund: str, on: date | None) -> Reading:
    """Trace a fund of a group as it stood at the end of a day (None: now), in seven statements.

    Raises:
        FundNotThere: the group has no such investment fund.
    """
    funds = _funds(session, book_id)
    if fund not in dict(funds):
        raise FundNotThere(fund=fund)
    return Reading(
        trace(read_fund(session, book_id, fund), fund, as_of=on), funds, _stakes(session, book_id),
        _rates(session, book_id), _dealt(session, book_id, fund))


def _funds(session: Session, book_id: UUID) -> tuple[tuple[str, Text], ...]:
    found = session.scalars(select(t.account.c.fund).distinct().where(t.account.c.book_id == book_id))
    funds = {INVESTMENT, *(fund for fund in found if is_investment_fund(fund))}
    return tuple((fund, fund_label(fund)) for fund in sorted(funds, key=lambda name: (len(name), name)))


def _stakes(session: Session, book_id: UUID) -> dict[UUID, StakeFacts]:
    valued = _valued(session, book_id)
    rows = session.execute(
        select(Stake.stake_id, Stake.alias, Stake.enterprise_name, Stake.instrument, Stake.claim_currency)
        .where(Stake.book_id == book_id))
    return {row.stake_id: StakeFacts(
        row.alias, row.enterprise_name, instrument_label(row.instrument), row.claim_currency,
        _worth(valued.get(row.stake_id), row.claim_currency)) for row in rows}


def _worth(found: tuple[date, int] | None, currency: str) -> Valued | None:
    return Valued(found[0], Money(found[1], currency)) if found else None


def _valued(session: Session, book_id: UUID) -> dict[UUID, tuple[date, int]]:
    rows = session.execute(
        select(StakeValuation.stake_id, StakeValuation.valued_on, StakeValuation.home_minor)
        .where(StakeValuation.book_id == book_id)
        .order_by(StakeValuation.valued_on, StakeValuation.signed_at))
    return {row.stake_id: (row.valued_on, row.home_minor) for row in rows}


def _rates(session: Session, book_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Remittance.remittance_id, Remittance.applied_rate)
        .where(Remittance.book_id == book_id, Remittance.applied_rate.is_not(None)))
    return {row.remittance_id: row.applied_rate for row in rows}


def _dealt(session: Session, book_id: UUID, fund: str) -> bool:
    query = select(func.count()).select_from(UnitDealing).where(
        UnitDealing.book_id == book_id, UnitDealing.fund == fund, UnitDealing.valued_minor.is_not(None))
    return bool(session.scalar(query))
