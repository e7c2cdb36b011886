"""What the pages of the trace read: the fund's entries, and what is known of its stakes and sendings.

Money comes from the entries alone. What people noted beside them (rates, who valued a stake, by what a fund
deals) is read here and nowhere else, so that these pages can show more of it when more is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import INVESTMENT, Holder, is_investment_fund
from ledgers.daybook import read_fund
from ledgers.money import Money
from ledgers.trace.fund import FundTrace, trace
from msai.models.enterprises import Remittance, Stake
from msai.models.stakes import StakeValuation
from msai.models.units import UnitDealing
from msai.services.keys import book_key
from msai.services.staking.taking_up import valuation_context
from msai.services.units.errors import FundNotThere
from msai.services.views.labels import Text, fund_label, instrument_label

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Valued:
    """What a stake was last found to be worth at home, and by whom: a memo of two officers, never an entry.

    `is_old`: more than a year before the day that is looked at.
    """

    on: date
    worth: Money
    by: str
    is_old: bool


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
    """Trace a fund of a group as it stood at the end of a day (None: now), in five statements.

    Raises:
        FundNotThere: the group has no such investment fund.
    """
    funds, is_at_valuation = _funds(session, book_id, fund)
    if fund not in dict(funds):
        raise FundNotThere(fund=fund)
    return Reading(
        trace(read_fund(session, book_id, fund), fund, as_of=on), funds,
        _stakes(session, book_id, on or date.max),
        _rates(session, book_id), is_at_valuation)


def _funds(session: Session, book_id: UUID, fund: str) -> tuple[tuple[tuple[str, Text], ...], bool]:
    """The investment funds of a group, and whether this one ever dealt at a valuation."""
    dealt = select(func.count()).select_from(UnitDealing).where(
        UnitDealing.book_id == book_id, UnitDealing.fund == fund, UnitDealing.valued_minor.is_not(None))
    rows = session.execute(
        select(t.account.c.fund, dealt.scalar_subquery().label("dealt")).distinct()
        .where(t.account.c.book_id == book_id)).all()
    funds = {INVESTMENT, *(row.fund for row in rows if is_investment_fund(row.fund))}
    named = ((name, fund_label(name)) for name in sorted(funds, key=lambda name: (len(name), name)))
    return tuple(named), any(row.dealt for row in rows)


def _stakes(session: Session, book_id: UUID, on: date) -> dict[UUID, StakeFacts]:
    """The stakes of a group, each with what it was found to be worth last by a day."""
    rows = session.execute(
        select(Stake.stake_id, Stake.alias, Stake.enterprise_name, Stake.instrument, Stake.claim_currency,
               StakeValuation.valuation_id, StakeValuation.valued_on, StakeValuation.home_minor,
               StakeValuation.words_sealed)
        .outerjoin(StakeValuation, and_(
            StakeValuation.book_id == book_id, StakeValuation.stake_id == Stake.stake_id,
            StakeValuation.valued_on <= on))
        .where(Stake.book_id == book_id)
        .order_by(StakeValuation.valued_on, StakeValuation.signed_at))
    return {row.stake_id: StakeFacts(
        row.alias, row.enterprise_name, instrument_label(row.instrument), row.claim_currency,
        _valued(session, book_id, row, on) if row.valuation_id else None) for row in rows}


def _valued(session: Session, book_id: UUID, row: Any, on: date) -> Valued:
    words = book_key(session, book_id).open(bytes(row.words_sealed), valuation_context(row.valuation_id))
    return Valued(row.valued_on, Money(row.home_minor, row.claim_currency), json.loads(words)[0],
                  (on - row.valued_on).days > _YEAR)


def _rates(session: Session, book_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Remittance.remittance_id, Remittance.applied_rate)
        .where(Remittance.book_id == book_id, Remittance.applied_rate.is_not(None)))
    return {row.remittance_id: row.applied_rate for row in rows}
