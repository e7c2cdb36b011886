"""The stakes of a group as both ends' books recorded them, in statements that grow with neither age nor size.

The group's book says what was paid, what landed and what was declared. What the enterprise sent home, gross,
is told to the group's book with each remittance; of a history that was read in it stands in the enterprise's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import RegisterLine, register
from ledgers.returns.flows import (
    GROUP_CODES,
    FlowKind,
    Movement,
    SentHome,
    Transfer,
    host_movements,
    landed_movements,
    lines_by_stake,
    sent_movements,
)
from ledgers.returns.results import Position
from ledgers.returns.values import StakeBook
from msai.models.enterprises import Stake
from msai.services.views.facts import BookFacts
from msai.services.views.returns.paid_home import read_paid_home
from msai.services.views.returns.told import MidRates, Told, read_told

_CAPITAL_PURPOSES = frozenset({"capital", "principal", "refund"})
_BACK = frozenset({FlowKind.INCOME, FlowKind.CAPITAL})


@dataclass(frozen=True, slots=True)
class StakeRead:
    """One stake with everything both books say of it up to a day."""

    stake_id: UUID
    alias: str
    enterprise_id: UUID
    enterprise: str
    instrument: str
    fund: str
    home: str
    opened_on: date
    book: StakeBook
    movements: tuple[Movement, ...]
    papers: Mapping[UUID, UUID] = field(default_factory=dict)
    """The papers of what landed before them, by those landings."""

    @property
    def home_known(self) -> bool:
        """Whether what came back is also known in home money, and what went in as well."""
        sides = {(one.kind in _BACK, bool(one.home)) for one in self.movements}
        return ((True, False) not in sides or (True, True) in sides) and (
            not self.book.lines or self._claimed() or not self._cost())

    def _claimed(self) -> bool:
        return any(line.account.code == 9500 for line in self.book.lines)

    def _cost(self) -> bool:
        return any(line.account.code in (1300, 1310) for line in self.book.lines)

    def position(self, on: date) -> Position:
        """Its payments up to a day, and what is still there that evening."""
        return Position(on, [one for one in self.movements if one.on <= on], self.book.value(on),
                        self.book.value_host, self.home_known)


@dataclass(frozen=True, slots=True)
class GroupStakes:
    """All stakes of a group by name, and what its book keeps beside its entries."""

    stakes: tuple[StakeRead, ...]
    told: Told


def read_group_stakes(session: Session, facts: BookFacts, *, on: date) -> GroupStakes:
    """All stakes of a group up to the evening of a day."""
    stakes = session.execute(
        select(Stake).where(Stake.book_id == facts.book_id).order_by(Stake.alias)).scalars().all()
    if not stakes:
        return GroupStakes((), Told((), (), {}, {}, MidRates(facts.currency), {}))
    told = read_told(session, facts, {row.stake_id: row.claim_currency for row in stakes}, on=on)
    transfers = told.transfers()
    lines = lines_by_stake(
        register(session, facts.book_id, codes=GROUP_CODES, until=on), transfers,
        names={row.alias: row.stake_id for row in stakes})
    sent = _sent_home(session, stakes, lines, told=told, on=on)
    return GroupStakes(tuple(
        _stake(row, StakeBook(lines.get(row.stake_id, ()), told.declared.get(row.stake_id, ()),
                              sent.get(row.stake_id, ()), told.valued.get(row.stake_id, ())), transfers,
               papers=told.papers_of_landings())
        for row in stakes), told)


def _stake(
    row: Stake, book: StakeBook, transfers: Mapping[UUID, Transfer], *, papers: Mapping[UUID, UUID],
) -> StakeRead:
    """A stake with its payments; what landed before its paper came belongs to that paper."""
    came = (replace(one, ref=papers.get(one.ref, one.ref)) if one.ref else one
            for one in host_movements(book.lines))
    movements = (*came, *landed_movements(book.lines, transfers), *sent_movements(book.sent))
    return StakeRead(
        row.stake_id, row.alias, row.enterprise_id, row.enterprise_name, row.instrument, row.fund,
        row.claim_currency, row.opened_on, book, tuple(sorted(movements, key=lambda one: one.on)), papers)


def _sent_home(
    session: Session, stakes: Sequence[Stake], lines: Mapping[UUID, list[RegisterLine]], *, told: Told,
    on: date,
) -> dict[UUID, list[SentHome]]:
    """What was sent home to each stake, gross: as it was told, else as the enterprise's book has it."""
    found = _told_home(told)
    refs = {row.remittance_id for row in told.home} | {one.landing_id for one in told.noted} | set(
        told.papers_of_landings())
    untold = {stake_id for stake_id, read in lines.items() for one in host_movements(read)
              if one.kind in _BACK and one.ref not in refs}
    paid = read_paid_home(session, [stake for stake in stakes if stake.stake_id in untold],
                          rates=told.rates, on=on)
    for stake_id, sent in paid:
        if sent.ref not in refs:
            found[stake_id].append(sent)
    return found


def _told_home(told: Told) -> dict[UUID, list[SentHome]]:
    """What papers say was sent home, and what landings say of which no paper came."""
    found: dict[UUID, list[SentHome]] = defaultdict(list)
    for row in told.home:
        if row.state != "returned":
            mid = told.rates.of(told.homes[row.stake_id], row.sent_on, row.mid_rate)
            found[row.stake_id].append(
                SentHome(_kind(row.purpose), row.sent_on, row.amount_minor, row.remittance_id, mid))
    for one in told.noted:
        mid = told.rates.of(told.homes[one.stake_id], one.on)
        found[one.stake_id].append(SentHome(_kind(one.purpose), one.on, one.home_minor, one.landing_id, mid))
    return found


def _kind(purpose: str) -> FlowKind:
    return FlowKind.CAPITAL if purpose in _CAPITAL_PURPOSES else FlowKind.INCOME
