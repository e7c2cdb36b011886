"""Where the money of a group's investment fund is: every member and every place, exact both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT
from ledgers.trace.fund import HolderAccount, StakeTrace
from ledgers.trace.reasons import Reason
from msai.messages import Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.labels import Text, fund_label
from msai.services.views.naming import Person, read_roll
from msai.services.views.trace.reading import Reading, read_trace
from msai.services.views.trace.words import line_label, places, register_of, rounding_label


@dataclass(frozen=True, slots=True)
class PlaceColumn:
    """One place where money lies, across the top, and what lies there in all."""

    label: Text
    total_minor: int
    register: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One holder: her account, her part of each place, her value, and what the two differ by."""

    holder: UUID
    name: Text
    is_here: bool
    account_minor: int
    cells: tuple[int, ...]
    value_minor: int
    rounding_minor: int


@dataclass(frozen=True, slots=True)
class StakeMemberRow:
    """One holder of a stake: what her money bought, what is hers now, and what passed to or from her."""

    name: Text
    bought_minor: int
    now_minor: int
    passed_minor: int
    claim_minor: int


@dataclass(frozen=True, slots=True)
class StakeTable:
    """A stake with everybody's part of it; the claim in home money."""

    name: str
    alias: str
    currency: str
    cost_minor: int
    claim_minor: int
    rows: tuple[StakeMemberRow, ...]


@dataclass(frozen=True, slots=True)
class GroupTraceView:
    """The page of a group. `waiting_minor` is nobody's yet, because no unit was ever issued for it."""

    book_id: UUID
    group_name: str
    currency: str
    fund: str
    label: Text
    funds: tuple[tuple[str, Text], ...]
    drawn_on: date
    last_seq: int
    columns: tuple[PlaceColumn, ...]
    rows: tuple[MemberRow, ...]
    accounts_minor: int
    value_minor: int
    waiting_minor: int
    difference: Message
    stakes: tuple[StakeTable, ...]
    may_open: bool


def show_group_trace(
    session: Session, actor: Actor, book_id: UUID, *, on: date, fund: str = INVESTMENT,
) -> GroupTraceView:
    """Where the money of a fund was at the end of a day, for those who may see every member's.

    Raises:
        NotFound, NotPermitted
        FundNotThere: the group has no such investment fund.
    """
    target = Target(book_id)
    require(actor, Action.MEMBER_STATEMENTS_VIEW, target)
    facts, roll = read_group(session, book_id), read_roll(session, book_id)
    reading = read_trace(session, book_id, fund=fund, on=on)
    may_open = is_allowed(actor, Action.REGISTER_VIEW, target)
    people = _People(facts, roll, on)
    rows = tuple(_row(reading, account, people) for account in _listed(reading))
    return GroupTraceView(
        book_id, facts.name, facts.currency, fund, fund_label(fund), reading.funds, on,
        reading.traced.last_seq, tuple(_columns(reading, may_open=may_open)), rows,
        sum(row.account_minor for row in rows), reading.traced.net_assets_minor, reading.traced.waiting_minor,
        rounding_label(is_at_valuation=reading.is_at_valuation),
        tuple(_stake(reading, stake, people) for stake in reading.traced.stakes if stake.bought), may_open)


@dataclass(frozen=True)
class _People:
    """Those who hold something, by name, on a day."""

    facts: BookFacts
    roll: Mapping[UUID, Person]
    on: date

    def name(self, account: HolderAccount) -> Text:
        person = self.roll.get(account.holder.id)
        return person.name if person else account.holder.alias

    def is_here(self, account: HolderAccount) -> bool:
        person = self.roll.get(account.holder.id)
        return person is not None and person.is_with_group(self.on)


def _listed(reading: Reading) -> list[HolderAccount]:
    """Everybody with a part, or with a cent left of one."""
    return [account for account in reading.traced.accounts
            if account.units_e4 or account.account_minor or account.of(Reason.PAID_IN)]


def _columns(reading: Reading, *, may_open: bool) -> Iterable[PlaceColumn]:
    return (PlaceColumn(line_label(line, reading), line.balance_minor,
                        register_of(line, reading.traced.fund) if may_open else None)
            for line in places(reading.traced.lines))


def _row(reading: Reading, account: HolderAccount, people: _People) -> MemberRow:
    return MemberRow(
        account.holder.id, people.name(account), people.is_here(account), account.account_minor,
        tuple(line.parts.get(account.holder, 0) for line in places(reading.traced.lines)),
        account.value_minor, account.rounding_minor)


def _stake(reading: Reading, stake: StakeTrace, people: _People) -> StakeTable:
    facts, claim = reading.stake(stake.stake), next(iter(stake.claims), None)
    rows = tuple(
        StakeMemberRow(
            people.name(account), stake.bought.get(account.holder, 0), stake.now.get(account.holder, 0),
            stake.passed.get(account.holder, 0), claim.now.get(account.holder, 0) if claim else 0)
        for account in _listed(reading))
    return StakeTable(facts.name, facts.alias, claim.currency if claim else facts.claim_currency,
                      stake.cost_minor, claim.amount_minor if claim else 0, rows)
