"""What the pages of the trace read: the fund's entries, and what is known of its stakes and sendings.

Money comes from the entries alone. What people noted beside them (rates, who valued a stake, by what a fund
deals) is read here and nowhere else, so that these pages can show more of it when more is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, cast, func, literal, null, select, union_all
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
    """Trace a fund of a group as it stood at the end of a day (None: now), in four statements.

    Raises:
        FundNotThere: the group has no such investment fund.
    """
    noted = _noted(session, book_id, fund)
    if fund not in dict(noted.funds):
        raise FundNotThere(fund=fund)
    return Reading(
        trace(read_fund(session, book_id, fund), fund, as_of=on), noted.funds,
        _stakes(session, book_id, on or date.max), noted.rates, noted.is_at_valuation)


class _Noted(NamedTuple):
    """The investment funds of a group, rates by remittance, whether the fund ever dealt at a valuation."""

    funds: tuple[tuple[str, Text], ...]
    rates: dict[UUID, str]
    is_at_valuation: bool


def _noted(session: Session, book_id: UUID, fund: str) -> _Noted:
    """What stands beside the entries, in one statement: a row is a remittance with its rate, or a fund."""
    dealt = select(func.count()).select_from(UnitDealing).where(
        UnitDealing.book_id == book_id, UnitDealing.fund == fund, UnitDealing.valued_minor.is_not(None))
    nobody = cast(null(), Remittance.remittance_id.type)
    rows = session.execute(union_all(
        select(Remittance.remittance_id, Remittance.applied_rate.label("said"), literal(0).label("dealt"))
        .where(Remittance.book_id == book_id, Remittance.applied_rate.is_not(None)),
        select(nobody, t.account.c.fund, dealt.scalar_subquery()).distinct()
        .where(t.account.c.book_id == book_id))).all()
    funds = {INVESTMENT, *(row.said for row in rows if row.remittance_id is None and is_investment_fund(
        row.said))}
    named = ((name, fund_label(name)) for name in sorted(funds, key=lambda name: (len(name), name)))
    return _Noted(tuple(named), {row.remittance_id: row.said for row in rows if row.remittance_id},
                  any(row.dealt for row in rows))


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
