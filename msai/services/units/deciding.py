"""At which value a fund deals, and how one that is worth nothing starts anew.

A group may deal for six months at what a signed paper says its fund is worth; its books stay at cost. What
the paper found above or below the books on its day is added to the books from then on, so that money which
comes, goes or is earned afterwards counts as well.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.errors import NoUnitsIssued
from ledgers.money import Money
from ledgers.rules import investment
from ledgers.units import dealing_value, first_unit_value, net_assets
from msai.models.units import UnitDealing
from msai.services.units.errors import (
    FundBelowZero,
    FundHasWorth,
    NotAtAValuation,
    ValuationAhead,
    ValuationTooOld,
    ValuationUnsigned,
)
from msai.services.units.plan import Plan, Valuation
from msai.services.units.standing import FundStanding
from msai.services.units.wanted import DealAtBookValue, DealAtValuation, StartAnew

USED_FOR_MONTHS = 6


def plan_dealing(session: Session, fund: FundStanding, wanted: DealAtValuation, *, on: date) -> Plan:
    """Deal at a signed valuation; nothing is posted, for the books stay at cost.

    Raises:
        ValuationAhead, ValuationTooOld, ValuationUnsigned: the paper is not one to deal by.
        NoUnitsIssued, NetAssetsNotPositive: there is nothing to deal in, or the paper leaves nothing.
    """
    until = last_day(wanted.valued_on)
    if wanted.valued_on > on:
        raise ValuationAhead(day=wanted.valued_on)
    if on > until:
        raise ValuationTooOld(day=wanted.valued_on, until=until)
    if not wanted.valued_by.strip() or not wanted.source.strip():
        raise ValuationUnsigned()
    if not fund.issued_e4:
        raise NoUnitsIssued(valued_minor=wanted.valued_minor)
    book = _book_on(session, fund, wanted.valued_on)
    dealing_value(fund.net_assets_minor, fund.issued_e4, first_value=first_unit_value(fund.group.currency),
                  above_book_minor=wanted.valued_minor - book)
    return Plan(wanted, fund, valuation=Valuation(wanted.valued_on, wanted.valued_minor, book, until))


def last_day(valued_on: date) -> date:
    """The last day on which a valuation is used: the same day six months later, or the end of that month."""
    years, months = divmod(valued_on.month - 1 + USED_FOR_MONTHS, 12)
    year, month = valued_on.year + years, months + 1
    return date(year, month, min(valued_on.day, monthrange(year, month)[1]))


def _book_on(session: Session, fund: FundStanding, day: date) -> int:
    found = balances(session, fund.group.book_id, as_of=day, funds=(fund.fund,))
    by_code: dict[int, int] = {}
    for account, minor in found.items():
        by_code[account.code] = by_code.get(account.code, 0) + minor
    return net_assets(by_code)


def plan_book_value(fund: FundStanding, wanted: DealAtBookValue, _on: date) -> Plan:
    """Deal at the book value again.

    Raises:
        NotAtAValuation: the fund does so already.
    """
    if fund.fund not in fund.group.above_book:
        raise NotAtAValuation()
    return Plan(wanted, fund)


def plan_restart(fund: FundStanding, wanted: StartAnew, on: date) -> Plan:
    """Cancel all units of a fund that is worth nothing, and what was put in for them with it.

    Raises:
        NoUnitsIssued: there are none.
        FundHasWorth, FundBelowZero: it is worth something, or owes more than it has.
    """
    if not fund.issued_e4:
        raise NoUnitsIssued(fund=fund.fund)
    net = Money(fund.net_assets_minor, fund.group.currency)
    if net.minor > 0:
        raise FundHasWorth(worth=net)
    if net.minor < 0:
        raise FundBelowZero(missing=-net)
    cancelled = investment.UnitsCancelled(fund.held_e4, fund.fund, fund.of(3200))
    return Plan(wanted, fund, (investment.units_cancelled(on, cancelled),))


def keep_dealing(session: Session, plan: Plan, *, act_id: UUID, on: date, at: int) -> None:
    """Write down at which value the fund deals from a day on, where the decision says so.

    A fund that starts anew deals at its book value.
    """
    fund, valued = plan.standing, plan.valuation
    starts_anew = isinstance(plan.wanted, StartAnew) and fund.fund in fund.group.above_book
    if valued is None and not starts_anew and not isinstance(plan.wanted, DealAtBookValue):
        return
    session.execute(insert(UnitDealing).values(
        book_id=fund.group.book_id, act_id=act_id, fund=fund.fund, decided_on=on, decided_at=at,
        valued_on=valued and valued.valued_on, valued_minor=valued and valued.valued_minor,
        book_minor=valued and valued.book_minor, until=valued and valued.until))
