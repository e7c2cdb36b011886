"""A stake is taken up, its terms change from a day on, and what it is worth is signed.

Nothing of this is an entry: money is posted when it moves. The enterprise is told by a letter, so that it
knows its backer before the first money lands.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import is_investment_fund
from ledgers.books import add_holders
from ledgers.currencies import is_currency
from ledgers.errors import NotPositive, UnknownCurrency
from ledgers.money import Money, rate_from_decimal, round_half_up
from ledgers.rules.remittance import host_at_mid
from msai.models.enterprises import Enterprise, Stake
from msai.models.groups import Group
from msai.models.stakes import StakeTerms, StakeValuation
from msai.permissions import NotFound
from msai.services.demo.marks import DemoMixed, is_demo_book
from msai.services.keys import book_key
from msai.services.outbox import Letter, leave
from msai.services.stakes import stake_holder
from msai.services.staking.acting import Done, Plan
from msai.services.staking.errors import (
    CapWithoutGain,
    EnterpriseUnnamed,
    InstrumentOther,
    NotItsCurrency,
    PercentOutOfRange,
    RateWithoutSource,
    StakeDayAhead,
    ValuationWithoutName,
)
from msai.services.staking.held import find_enterprise, read_held
from msai.services.staking.terms import OF_GROUPS, Terms
from msai.services.staking.wanted import ChangeTerms, TakeUp, Value
from msai.services.units.errors import FundNotThere


def plan_taking_up(session: Session, book_id: UUID, wanted: TakeUp, on: date) -> Plan:
    """A stake in an enterprise, from the day of the answer on.

    Raises:
        EnterpriseUnnamed, NotFound, DemoMixed: there is no such enterprise to take it up in.
        InstrumentOther, UnknownCurrency, NotItsCurrency, FundNotThere
        PercentOutOfRange, CapWithoutGain: the terms cannot be meant.
    """
    if wanted.instrument not in OF_GROUPS:
        raise InstrumentOther(instrument=wanted.instrument)
    if not is_investment_fund(wanted.fund):
        raise FundNotThere(fund=wanted.fund)
    if not is_currency(wanted.currency):
        raise UnknownCurrency(currency=wanted.currency)
    require_terms(wanted.terms)
    name = _enterprise_name(session, book_id, wanted)

    def keep(session: Session, done: Done) -> None:
        _take_up(session, wanted, done, name=name)

    return Plan(wanted=wanted, about=wanted.enterprise_id or name.casefold(), about_id=None,
                facts=(("enterprise", name),), keep=keep)


def _enterprise_name(session: Session, book_id: UUID, wanted: TakeUp) -> str:
    if wanted.enterprise_id is None:
        if not wanted.enterprise_name.strip():
            raise EnterpriseUnnamed()
        return wanted.enterprise_name.strip()
    enterprise_id = UUID(wanted.enterprise_id)
    row = session.execute(
        select(Enterprise.name, t.book.c.currency)
        .join(t.book, t.book.c.book_id == Enterprise.book_id)
        .where(Enterprise.book_id == enterprise_id, t.book.c.book_id == enterprise_id)).one_or_none()
    if row is None:
        raise NotFound()
    if is_demo_book(session, book_id) != is_demo_book(session, enterprise_id):
        raise DemoMixed()
    if row.currency != wanted.currency:
        raise NotItsCurrency(currency=row.currency)
    name: str = row.name
    return name


def _take_up(session: Session, wanted: TakeUp, done: Done, *, name: str) -> None:
    book_id = done.book_id
    number = session.scalar(select(func.count()).select_from(Stake).where(Stake.book_id == book_id)) or 0
    who = stake_holder(book_id, alias_of(book_id, number + 1))
    add_holders(session, book_id, [who])
    enterprise_id = UUID(wanted.enterprise_id) if wanted.enterprise_id else uuid5(book_id, f"known:{name}")
    session.execute(insert(Stake).values(
        book_id=book_id, stake_id=who.id, alias=who.alias, enterprise_id=enterprise_id, enterprise_name=name,
        instrument=wanted.instrument, fund=wanted.fund, claim_currency=wanted.currency,
        terms=wanted.terms.text(), opened_on=done.on, ended_on=None))
    if wanted.enterprise_id:
        group = session.scalars(select(Group.name).where(Group.book_id == book_id)).one()
        leave(session, Letter(
            book_id=book_id, recipient_id=enterprise_id, kind="stake_taken_up",
            reference=f"stake_act:{done.act_id}", at=done.at, body={
                "alias": who.alias, "stake": str(who.id), "group": group, "instrument": wanted.instrument,
                "since": done.on.isoformat(), "terms": wanted.terms.text()}))


def alias_of(book_id: UUID, number: int) -> str:
    """What a stake is called in its group's book and, alike, in the enterprise's: no two groups share one."""
    return f"stake-{number}-{book_id.hex[-6:]}"


def require_terms(terms: Terms) -> None:
    """Refuse terms that cannot be meant.

    Raises:
        PercentOutOfRange, CapWithoutGain, NotPositive
    """
    percents = [terms.percent, terms.interest_percent, *(percent for _crop, percent in terms.per_crop)]
    if any(percent is not None and not 0 < percent <= 100 for percent in percents):
        raise PercentOutOfRange()
    if terms.cap_multiple is not None and terms.cap_multiple <= 1:
        raise CapWithoutGain()
    whole = (terms.gestation_months, terms.lock_in_months, terms.share_price_minor or 0)
    if min(whole) < 0:
        raise NotPositive(amount_minor=min(whole))


def plan_terms(session: Session, book_id: UUID, wanted: ChangeTerms, _on: date) -> Plan:
    """Other terms from a day on; the history stays.

    Raises:
        NotFound, StakeEnded, PercentOutOfRange, CapWithoutGain
    """
    held = read_held(session, book_id, wanted.stake)
    require_terms(wanted.terms)
    enterprise = find_enterprise(session, held.held.enterprise_id)

    def keep(session: Session, done: Done) -> None:
        session.execute(insert(StakeTerms).values(
            book_id=book_id, act_id=done.act_id, stake_id=held.stake.holder.id, holds_from=wanted.holds_from,
            terms=wanted.terms.text(), decided_at=done.at))
        if enterprise is not None:
            leave(session, Letter(
                book_id=book_id, recipient_id=enterprise, kind="terms_agreed", at=done.at,
                reference=f"stake_act:{done.act_id}", body={
                    "alias": wanted.stake, "holds_from": wanted.holds_from.isoformat(),
                    "terms": json.loads(wanted.terms.text())}))

    return Plan(wanted=wanted, about=wanted.stake, about_id=held.stake.holder.id, keep=keep)


def plan_valuation(session: Session, book_id: UUID, wanted: Value, on: date) -> Plan:
    """A signed memo of what a stake was worth on a day.

    Raises:
        NotFound, StakeDayAhead, ValuationWithoutName, NotPositive, NotARate, RateWithoutSource
    """
    held = read_held(session, book_id, wanted.stake, ended_too=True)
    if wanted.valued_on > on:
        raise StakeDayAhead(day=wanted.valued_on)
    if not wanted.valued_by.strip() or not wanted.method.strip():
        raise ValuationWithoutName()
    if wanted.home_minor < 0:
        raise NotPositive(amount_minor=wanted.home_minor)
    host_minor = _in_host(session, wanted, held.held.claim_currency, book_id)

    def keep(session: Session, done: Done) -> None:
        words = json.dumps([wanted.valued_by, wanted.method])
        session.execute(insert(StakeValuation).values(
            book_id=book_id, valuation_id=done.act_id, stake_id=held.stake.holder.id,
            valued_on=wanted.valued_on, home_minor=wanted.home_minor, host_minor=host_minor,
            mid_rate=wanted.mid_rate, mid_source=wanted.mid_source or None, signed_at=done.at,
            words_sealed=book_key(session, book_id).seal(words, valuation_context(done.act_id))))

    return Plan(wanted=wanted, about=wanted.stake, about_id=held.stake.holder.id, keep=keep,
                facts=(("host_minor", host_minor),) if host_minor is not None else ())


def valuation_context(valuation_id: UUID) -> str:
    """What the words of a valuation are sealed for."""
    return f"stake_valuation:{valuation_id}"


def _in_host(session: Session, wanted: Value, home: str, book_id: UUID) -> int | None:
    if wanted.mid_rate is None:
        return None
    host = session.scalars(select(t.book.c.currency).where(t.book.c.book_id == book_id)).one()
    return host_at(Money(wanted.home_minor, home), wanted.mid_rate, source=wanted.mid_source, host=host)


def host_at(home: Money, mid_rate: str, *, source: str, host: str) -> int:
    """Home money in the group's at a mid rate that somebody typed with its source, half up.

    Raises:
        NotARate, RateWithoutSource
    """
    rate: Fraction = rate_from_decimal(mid_rate)
    if not source.strip():
        raise RateWithoutSource()
    return round_half_up(host_at_mid(home, rate, host=host))
