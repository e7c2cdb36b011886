"""The stakes of a group as both ends' books recorded them, in statements that grow with neither age nor size.

The group's book says what was paid, what landed and what was declared. What the enterprise sent home, gross,
is told to the group's book with each remittance; of a history that was read in it stands in the enterprise's.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES
from ledgers.balances import RegisterLine, register
from ledgers.currencies import minor_rate
from ledgers.money import rate_from_decimal
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
    undone,
)
from ledgers.returns.results import Position
from ledgers.returns.values import Declared, StakeBook
from msai.models.enterprises import Backer, DeclaredReturn, Document, Remittance, Stake
from msai.models.remittances import Arriving, MidRate
from msai.services.views.facts import BookFacts
from msai.services.views.returns.valued import read_valuations

_DUE_TO_BACKER = (2200, 2400, 3100)
_RETAINED = 3400
_CAPITAL_PURPOSES = frozenset({"capital", "principal", "refund"})
_BACK = frozenset({FlowKind.INCOME, FlowKind.CAPITAL})


@dataclass(frozen=True, slots=True)
class Written:
    """A mid rate as it was typed, and where it is from."""

    rate: str
    source: str


@dataclass(frozen=True, slots=True)
class MidRates:
    """The mid rates people wrote down for a group's money, by home currency and day, with their sources."""

    host: str
    by_day: dict[tuple[str, date], Written] = field(default_factory=dict)

    def learn(self, home: str, on: date | None, rate: str | None, source: str | None) -> None:
        """Keep a rate as somebody typed it: home money for one unit of host money."""
        if on is not None and rate is not None:
            self.by_day[home, on] = Written(rate, source or "")

    def read(self, home: str, rate: str) -> Fraction:
        """A rate in minor units of both currencies."""
        return minor_rate(rate_from_decimal(rate), home=home, host=self.host)

    def of(self, home: str, on: date, own: str | None = None) -> Fraction | None:
        """The rate noted with a transfer itself, else that of its day; None where nobody wrote one down."""
        written = self.by_day.get((home, on))
        said = own or (written.rate if written else None)
        return self.read(home, said) if said else None


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
class _Told:
    """What rows of the group's own book say beside its entries."""

    transfers: Mapping[UUID, Transfer]
    arriving: Sequence[Row[*tuple[Any, ...]]]
    declared: Mapping[UUID, list[Declared]]
    rates: MidRates


@dataclass(frozen=True, slots=True)
class GroupStakes:
    """All stakes of a group by name, and the mid rates that were written down for them."""

    stakes: tuple[StakeRead, ...]
    rates: MidRates


def read_group_stakes(session: Session, facts: BookFacts, *, on: date) -> GroupStakes:
    """All stakes of a group up to the evening of a day."""
    stakes = session.execute(
        select(Stake).where(Stake.book_id == facts.book_id).order_by(Stake.alias)).scalars().all()
    if not stakes:
        return GroupStakes((), MidRates(facts.currency))
    homes = {row.stake_id: row.claim_currency for row in stakes}
    told = _read_told(session, facts, homes, on=on)
    lines = lines_by_stake(
        register(session, facts.book_id, codes=GROUP_CODES, until=on), told.transfers,
        names={row.alias: row.stake_id for row in stakes})
    sent = _sent_home(session, stakes, lines, told=told, on=on)
    valuations = read_valuations(session, facts.book_id, on=on)
    return GroupStakes(tuple(
        _stake(row, StakeBook(lines.get(row.stake_id, ()), told.declared.get(row.stake_id, ()),
                              sent.get(row.stake_id, ()), valuations.get(row.stake_id, ())), told.transfers)
        for row in stakes), told.rates)


def _stake(row: Stake, book: StakeBook, transfers: Mapping[UUID, Transfer]) -> StakeRead:
    movements = (*host_movements(book.lines), *landed_movements(book.lines, transfers),
                 *sent_movements(book.sent))
    return StakeRead(
        row.stake_id, row.alias, row.enterprise_id, row.enterprise_name, row.instrument, row.fund,
        row.claim_currency, row.opened_on, book, tuple(sorted(movements, key=lambda one: one.on)))


def _read_told(
    session: Session, facts: BookFacts, homes: Mapping[UUID, str], *, on: date,
) -> _Told:
    remittances = session.execute(
        select(Remittance.remittance_id, Remittance.stake_id, Remittance.sent_on, Remittance.mid_rate,
               Remittance.mid_date, Remittance.mid_source)
        .where(Remittance.book_id == facts.book_id, Remittance.sent_on <= on)).all()
    arriving = session.execute(
        select(Arriving.remittance_id, Arriving.stake_id, Arriving.purpose, Arriving.amount_minor,
               Arriving.sent_on, Arriving.mid_rate, Arriving.state)
        .where(Arriving.book_id == facts.book_id, Arriving.direction == "home", Arriving.sent_on <= on)).all()
    rates = _read_rates(session, facts)
    for row in remittances:
        rates.learn(homes[row.stake_id], row.mid_date, row.mid_rate, row.mid_source)
    transfers = {row.remittance_id: Transfer(row.stake_id, rates.of(
        homes[row.stake_id], row.sent_on, row.mid_rate)) for row in remittances}
    return _Told(transfers, arriving, _read_declared(session, facts.book_id), rates)


def _read_rates(session: Session, facts: BookFacts) -> MidRates:
    rates = MidRates(facts.currency)
    typed = session.execute(
        select(MidRate.currency, MidRate.dated_on, MidRate.rate, MidRate.source)
        .where(MidRate.book_id == facts.book_id).order_by(MidRate.entered_at))
    for row in typed:
        rates.learn(row.currency, row.dated_on, row.rate, row.source)
    return rates


def _read_declared(session: Session, book_id: UUID) -> dict[UUID, list[Declared]]:
    found: dict[UUID, list[Declared]] = defaultdict(list)
    rows = session.execute(
        select(DeclaredReturn.stake_id, DeclaredReturn.declared_on, DeclaredReturn.home_minor)
        .where(DeclaredReturn.book_id == book_id).order_by(DeclaredReturn.position))
    for row in rows:
        found[row.stake_id].append(Declared(row.declared_on, row.home_minor))
    return found


def _sent_home(
    session: Session, stakes: Sequence[Stake], lines: Mapping[UUID, list[RegisterLine]], *, told: _Told,
    on: date,
) -> dict[UUID, list[SentHome]]:
    """What was sent home to each stake, gross: as it was told, else as the enterprise's book has it."""
    homes = {row.stake_id: row.claim_currency for row in stakes}
    found: dict[UUID, list[SentHome]] = defaultdict(list)
    for row in told.arriving:
        if row.stake_id in homes and row.state not in {"returned", "lost"}:
            found[row.stake_id].append(SentHome(
                FlowKind.CAPITAL if row.purpose in _CAPITAL_PURPOSES else FlowKind.INCOME, row.sent_on,
                row.amount_minor, row.remittance_id, told.rates.of(
                    homes[row.stake_id], row.sent_on, row.mid_rate)))
    refs = {row.remittance_id for row in told.arriving}
    untold = {stake_id for stake_id, read in lines.items() for one in host_movements(read)
              if one.kind in _BACK and one.ref not in refs}
    wanted: dict[UUID, list[Stake]] = defaultdict(list)
    for stake in stakes:
        if stake.stake_id in untold:
            wanted[stake.enterprise_id].append(stake)
    for enterprise_id, of_enterprise in wanted.items():
        for stake_id, sent in _from_enterprise(
                session, enterprise_id, of_enterprise, rates=told.rates, on=on):
            if sent.ref not in refs:
                found[stake_id].append(sent)
    return found


def _from_enterprise(
    session: Session, enterprise_id: UUID, stakes: Sequence[Stake], *, rates: MidRates, on: date,
) -> Iterable[tuple[UUID, SentHome]]:
    """What the enterprise's own book says it paid to these stakes."""
    home = stakes[0].claim_currency
    backers = {row.backer_id: row.stake_id for row in session.execute(
        select(Backer.backer_id, Backer.stake_id).where(
            Backer.book_id == enterprise_id, Backer.stake_id.in_([row.stake_id for row in stakes])))}
    if not backers:
        return
    _learn_declared_rates(session, enterprise_id, {row.alias for row in stakes}, home=home, rates=rates)
    lines = undone(register(session, enterprise_id, codes=(*_DUE_TO_BACKER, _RETAINED),
                            holders=[*backers, enterprise_id], until=on))
    whose = {line.source_id: backers[line.account.holder.id] for line in lines
             if line.account.holder and line.source_id and line.counter_code in TENDER_CODES}
    for line in lines:
        stake_id = whose.get(line.source_id) if line.source_id else None
        if stake_id is None or line.amount_minor < 0 or line.counter_code not in TENDER_CODES:
            continue
        kind = FlowKind.INCOME if line.account.code == 2400 else FlowKind.CAPITAL
        yield stake_id, SentHome(kind, line.occurred_on, line.amount_minor, line.source_id,
                                 rates.of(home, line.occurred_on))


def _learn_declared_rates(
    session: Session, enterprise_id: UUID, aliases: Iterable[str], *, home: str, rates: MidRates,
) -> None:
    """A history notes the day's mid rate where the enterprise declared."""
    rows = session.scalars(select(Document.body).where(
        Document.book_id == enterprise_id, Document.kind == "return_declared").order_by(Document.dated_on))
    for said in map(json.loads, rows):
        if said.get("stake") in aliases and said.get("mid_date"):
            rates.learn(home, date.fromisoformat(said["mid_date"]), said.get("mid_rate"),
                        said.get("mid_source"))
