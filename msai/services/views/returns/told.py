"""What a group's book keeps beside its entries: transfers as told, mid rates, declarations, valuations.

Everything is read once, for the pages of returns and of sending and for the workbook alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Row, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from ledgers.currencies import minor_rate
from ledgers.money import rate_from_decimal
from ledgers.returns.flows import Transfer
from ledgers.returns.values import Declared, Valuation
from ledgers.tables import Id
from msai.models.enterprises import DeclaredReturn, Remittance
from msai.models.remittances import Arriving, EarlyLanding, MidRate
from msai.models.stakes import StakeValuation
from msai.services.keys import book_key
from msai.services.staking.taking_up import valuation_context
from msai.services.views.facts import BookFacts

_RATE, _DECLARED, _VALUED, _NOTED = "rate", "declared", "valued", "noted"


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

    def learn(self, home: str, on: date | None, *, rate: str | None, source: str | None) -> None:
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
class Noted:
    """Money that landed and whose paper has not come: how much of home money was sent, as far as is known."""

    landing_id: UUID
    stake_id: UUID
    on: date
    purpose: str
    home_minor: int


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of the group's own book: transfers out and home, declared and valued by stake, and mid rates.

    `noted` are landings without a paper.
    """

    out: Sequence[Remittance]
    home: Sequence[Arriving]
    declared: dict[UUID, list[Declared]]
    valued: dict[UUID, list[Valuation]]
    rates: MidRates
    homes: Mapping[UUID, str]
    noted: list[Noted] = field(default_factory=list)

    def papers_of_landings(self) -> dict[UUID, UUID]:
        """The papers that were found to be landings noted before them, by those landings."""
        return {row.early_id: row.remittance_id for row in self.home if row.early_id is not None}

    def transfers(self) -> dict[UUID, Transfer]:
        """Transfers out by their ids, with the mid rates of their days."""
        return {row.remittance_id: Transfer(row.stake_id, self.rates.of(
            self.homes[row.stake_id], row.sent_on, row.mid_rate)) for row in self.out}


def read_told(session: Session, facts: BookFacts, homes: Mapping[UUID, str], *, on: date) -> Told:
    """Everything dated up to a day, in three statements; `homes` are the stakes' home currencies."""
    out = session.execute(select(Remittance).where(
        Remittance.book_id == facts.book_id, Remittance.direction == "out",
        Remittance.sent_on <= on)).scalars().all()
    home = session.execute(select(Arriving).where(
        Arriving.book_id == facts.book_id, Arriving.direction == "home",
        Arriving.sent_on <= on)).scalars().all()
    told = Told([row for row in out if row.stake_id in homes], [row for row in home if row.stake_id in homes],
                {}, {}, MidRates(facts.currency), homes)
    for row in session.execute(_beside(facts.book_id)).all():
        _keep(told, row, session, book_id=facts.book_id, on=on)
    for sent in told.out:
        told.rates.learn(homes[sent.stake_id], sent.mid_date, rate=sent.mid_rate, source=sent.mid_source)
    return told


def _keep(
    told: Told, row: Row[*tuple[Any, ...]], session: Session, *, book_id: UUID, on: date,
) -> None:
    """File one row; a valuation without a mid rate says nothing in the group's money and is left out."""
    if row.what == _RATE:
        told.rates.learn(row.currency, row.dated_on, rate=row.rate, source=row.source)
    elif row.what == _DECLARED:
        told.declared.setdefault(row.stake_id, []).append(Declared(row.dated_on, row.home_minor))
    elif row.what == _NOTED:
        if row.dated_on <= on:
            told.noted.append(Noted(row.paper_id, row.stake_id, row.dated_on, row.currency, row.home_minor))
    elif row.host_minor is not None and row.dated_on <= on:
        told.valued.setdefault(row.stake_id, []).append(
            Valuation(row.dated_on, row.host_minor, row.home_minor, _valued_by(session, book_id, row)))


def _valued_by(session: Session, book_id: UUID, row: Row[*tuple[Any, ...]]) -> str:
    """Who found the stake to be worth that, opened from the seal."""
    words = book_key(session, book_id).open(bytes(row.words), valuation_context(row.paper_id))
    by, _method = json.loads(words)
    return str(by)


def _beside(book_id: UUID) -> Any:
    """Rates, declarations, valuations and landings without paper, each kind in the order of telling."""
    text, no_id, no_words = cast(null(), String(100)), cast(null(), Id()), cast(null(), LargeBinary())
    rates = select(
        literal(_RATE).label("what"), no_id.label("stake_id"), MidRate.dated_on,
        literal(0).label("host_minor"), literal(0).label("home_minor"), MidRate.currency, MidRate.rate,
        MidRate.source, no_id.label("paper_id"), no_words.label("words"), MidRate.entered_at.label("told_at"),
    ).where(MidRate.book_id == book_id)
    declared = select(
        literal(_DECLARED), DeclaredReturn.stake_id, DeclaredReturn.declared_on, literal(0),
        DeclaredReturn.home_minor, text, text, text, no_id, no_words, DeclaredReturn.position,
    ).where(DeclaredReturn.book_id == book_id)
    valued = select(
        literal(_VALUED), StakeValuation.stake_id, StakeValuation.valued_on, StakeValuation.host_minor,
        StakeValuation.home_minor, text, text, text, StakeValuation.valuation_id,
        StakeValuation.words_sealed, StakeValuation.signed_at,
    ).where(StakeValuation.book_id == book_id)
    noted = select(
        literal(_NOTED), EarlyLanding.stake_id, EarlyLanding.landed_on, literal(0), EarlyLanding.home_minor,
        EarlyLanding.purpose, text, text, EarlyLanding.landing_id, no_words, EarlyLanding.noted_at,
    ).where(EarlyLanding.book_id == book_id, EarlyLanding.remittance_id.is_(None),
            EarlyLanding.taken_back_on.is_(None))
    return union_all(rates, declared, valued, noted).order_by("told_at")
