"""What a group holds in an enterprise: taken up, written down, given up, sold back, and what it earned.

A stake lives in the group's book; its mirror as a backer in the enterprise's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, Account, Holder, HolderKind, claims_fund
from ledgers.books import add_holders
from ledgers.money import Money, round_half_up
from ledgers.rules import stakes as rules
from ledgers.rules.remittance import host_at_mid
from ledgers.rules.stakes import Arrival, CapitalBack, Impairment, StakeAsset, StakeWriteOff
from msai.models.enterprises import Stake as StakeRow
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.holders import holder
from msai.services.postings import Paper, balances_of, post

LENT = frozenset({"loan", "revenue_share", "profit_share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStake:
    """A stake a group takes up."""

    book_id: UUID
    alias: str
    enterprise_id: UUID
    enterprise_name: str
    instrument: str
    claim_currency: str
    opened_on: date
    fund: str = INVESTMENT
    terms: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldStake:
    """A stake as use cases need it: the rules' view of it, and where its enterprise's book is."""

    book_id: UUID
    stake: rules.Stake
    enterprise_id: UUID
    claim_currency: str

    @property
    def lent(self) -> bool:
        """Whether the money was lent (1310 / 2200) and not put in as capital (1300 / 3100)."""
        return self.stake.asset is StakeAsset.LOAN

    @property
    def claim_account(self) -> Account:
        """What may be claimed at home: 9500 in the fund of the home currency."""
        return Account(9500, claims_fund(self.claim_currency), self.stake.holder)


@dataclass(frozen=True, slots=True)
class Standing:
    """A stake's balances: cost, allowance and claim, each above zero where there is any."""

    cost_minor: int
    allowance_minor: int
    claim_minor: int


def open_stake(session: Session, actor: Actor, command: OpenStake) -> Holder:
    """Take up a stake in an enterprise; nothing is posted until money moves.

    Raises:
        NotPermitted: the actor may not set stakes up.
    """
    require(actor, Action.HISTORY_IMPORT)
    who = stake_holder(command.book_id, command.alias)
    add_holders(session, command.book_id, [who])
    session.execute(insert(StakeRow).values(
        book_id=command.book_id, stake_id=who.id, alias=command.alias, enterprise_id=command.enterprise_id,
        enterprise_name=command.enterprise_name, instrument=command.instrument, fund=command.fund,
        claim_currency=command.claim_currency, terms=json.dumps(dict(command.terms), sort_keys=True),
        opened_on=command.opened_on, ended_on=None))
    return who


def stake_holder(book_id: UUID, alias: str) -> Holder:
    """The holder of a stake in its group's book."""
    return holder(book_id, HolderKind.STAKE, alias)


def get_stake(session: Session, book_id: UUID, alias: str) -> HeldStake:
    """A group's stake by its name.

    Raises:
        NotFound: the group holds no such stake.
    """
    row = session.execute(
        select(StakeRow).where(StakeRow.book_id == book_id, StakeRow.alias == alias)).scalar_one_or_none()
    if row is None:
        raise NotFound()
    asset = StakeAsset.LOAN if row.instrument in LENT else StakeAsset.EQUITY
    stake = rules.Stake(stake_holder(book_id, alias), asset, row.fund)
    return HeldStake(book_id, stake, row.enterprise_id, row.claim_currency)


def standing_of(session: Session, held: HeldStake) -> Standing:
    """Cost, allowance and claim of a stake as the book has them now."""
    stake = held.stake
    found = balances_of(session, held.book_id, [stake.account, stake.allowance, held.claim_account])
    return Standing(
        found.get(stake.account, 0), -found.get(stake.allowance, 0), found.get(held.claim_account, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfWorth:
    """A stake is thought to be worth less, or more again; `amount_minor` in the group's currency."""

    book_id: UUID
    stake: str
    on: date
    amount_minor: int
    paper: Paper


def write_down(session: Session, actor: Actor, command: ChangeOfWorth) -> None:
    """Write a stake down: 5600 / 1390.

    Raises:
        WriteDownExceedsCost: it would be worth less than nothing.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    entry = rules.write_down(command.on, _impairment(session, command))
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="written_down")


def recover(session: Session, actor: Actor, command: ChangeOfWorth) -> None:
    """Take a write-down back, up to cost: 1390 / 5600.

    Raises:
        RecoveryExceedsAllowance: it would be worth more than it cost.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    entry = rules.write_down_recovered(command.on, _impairment(session, command))
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step="recovered")


def _impairment(session: Session, command: ChangeOfWorth) -> Impairment:
    held = get_stake(session, command.book_id, command.stake)
    now = standing_of(session, held)
    return Impairment(held.stake, command.amount_minor, now.cost_minor, now.allowance_minor)


def write_off(session: Session, actor: Actor, book_id: UUID, *, stake: str, on: date, paper: Paper) -> None:
    """Give a stake up: 1390 first, the rest 5600, and its claim with it.

    Raises:
        NotPermitted: the actor may not decide it.
    """
    require(actor, Action.REMITTANCE_SEND, Target(book_id))
    held = get_stake(session, book_id, stake)
    now = standing_of(session, held)
    claim = Money(now.claim_minor, held.claim_currency) if now.claim_minor else None
    given_up = StakeWriteOff(held.stake.account, now.cost_minor, now.allowance_minor, claim)
    entry = rules.stake_written_off(on, given_up)
    post(session, actor, book_id, entry=entry, paper=paper, step="written_off")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalReturned:
    """Capital that came back and arrived: the agreed price and the claim given back in home money."""

    book_id: UUID
    stake: str
    landed_on: date
    price: Money
    claim: Money
    arrival: Arrival
    mid_rate: Fraction | None
    host: str
    paper: Paper
    step: str = "landed"

    @property
    def agreed_minor(self) -> int:
        """The price in host money at the day's mid rate; without one, what arrived and its fee."""
        if self.mid_rate is None:
            return self.arrival.received_minor + self.arrival.fee_minor
        return round_half_up(host_at_mid(self.price, self.mid_rate, host=self.host))


def land_capital_back(session: Session, actor: Actor, command: CapitalReturned) -> None:
    """Post capital that came back: allowance, gain or loss at the agreed price, then the money.

    Raises:
        ClaimExceeded: more is given back than the stake claims.
    """
    require(actor, Action.REMITTANCE_SEND, Target(command.book_id))
    held = get_stake(session, command.book_id, command.stake)
    now = standing_of(session, held)
    back = CapitalBack(
        held.stake, now.cost_minor, now.allowance_minor, now.claim_minor, command.claim, command.agreed_minor)
    entry = rules.capital_back(command.landed_on, back, arrival=command.arrival)
    post(session, actor, command.book_id, entry=entry, paper=command.paper, step=command.step)


def funds_of_stakes(session: Session, book_id: UUID) -> frozenset[str]:
    """The investment funds for which a group took up a stake; such a fund is there before its first money."""
    return frozenset(session.scalars(select(StakeRow.fund).where(StakeRow.book_id == book_id).distinct()))
