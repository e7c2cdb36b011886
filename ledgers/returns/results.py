"""What came of a stake or of a whole group's stakes: money first, then each measure of return.

All measures are worked out from the same payments and the same value, so that a page, a workbook and a paper
say one thing. A measure without a base is None; its reader is told why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from ledgers.returns.bridge import MoneyBridge, RateBridge, TwoSidedFlow, bridge_money, bridge_rates
from ledgers.returns.flows import FlowKind, Movement
from ledgers.returns.multiples import (
    Gain,
    Multiples,
    PeriodReturn,
    modified_dietz,
    multiples,
    return_on_investment,
    simple_return,
    time_weighted,
)
from ledgers.returns.rates import DAYS_OF_YEAR, Flow, RateOfReturn, shows_yearly_rate, xirr
from ledgers.returns.values import ValuePart, periods

Amount = Fraction | int

YEAR: Final = timedelta(days=DAYS_OF_YEAR)


@dataclass(frozen=True, slots=True)
class SideReturn:
    """Money of one currency, minor units: put in, came back, still there; the gain and what it is of them."""

    put_in: int
    came_back: int
    still_there: int
    gain: Gain
    multiples: Multiples | None
    yearly: RateOfReturn


@dataclass(frozen=True, slots=True)
class PoolReturn:
    """The return of the time looked at: weighted by days (modified Dietz) and linked over time.

    `since` is the evening from which the days count, a year ago or the day before money was first put in.
    """

    since: date
    days: int
    dietz: PeriodReturn
    linked: Fraction | None


@dataclass(frozen=True, slots=True)
class Returns:
    """What came of it up to the end of a day.

    `home` is None where home money is of several currencies or not known. `cash_yield` is of the last twelve
    months, `payback_years` counts from the first payment.
    """

    on: date
    since: date | None
    host: SideReturn
    home: SideReturn | None
    pool: PoolReturn | None
    cash_yield: Fraction | None
    payback_years: Fraction | None
    rates: RateBridge | None
    money: MoneyBridge | None

    @property
    def is_yearly(self) -> bool:
        """Whether a yearly rate may be shown: a year or more has passed since money was first put in."""
        return self.since is not None and shows_yearly_rate(self.since, self.on)


@dataclass(frozen=True, slots=True)
class Position:
    """The payments of a stake up to a day and what is still there.

    `value_at` is its value of any day in host money, None where only that of the last day is known; then
    nothing is said of the last twelve months. `home_known`: the home side was recorded whole.
    """

    on: date
    movements: Sequence[Movement]
    value: Sequence[ValuePart]
    value_at: Callable[[date], int] | None
    home_known: bool = True

    def two_sided(self) -> list[TwoSidedFlow]:
        """All payments and the value, as the bridge takes them; a value has the rate it stands at."""
        paid = [TwoSidedFlow(one.on, one.home, one.host, one.mid) for one in self.movements]
        there = [TwoSidedFlow(self.on, part.home, part.host,
                              Fraction(part.home, part.host) if part.home and part.host else None)
                 for part in self.value]
        return [*paid, *(there or [TwoSidedFlow(self.on, 0, 0, None)])]

    @property
    def lacking(self) -> tuple[Movement, ...]:
        """The payments in home money for whose day no mid rate is known."""
        return tuple(one for one in self.movements if one.home and one.mid is None)


def work_out(position: Position) -> Returns:
    """Work out every measure of one stake, or of stakes taken together as one."""
    flows = position.two_sided()
    host = _side([(flow.on, flow.host) for flow in flows if flow.host or not flow.home],
                 position, side="host")
    home = _side([(flow.on, flow.home) for flow in flows if flow.home or not flow.host],
                 position, side="home") if position.home_known else None
    began = min((one.on for one in position.movements if one.host < 0), default=None)
    paid = [(one.on, one.host) for one in position.movements if one.host]
    return Returns(
        position.on, began, host, home, _pool(position, began), _cash_yield(position, began),
        _payback_years(paid), bridge_rates(flows) if home else None, bridge_money(flows) if home else None)


def together(positions: Sequence[Position], *, one_currency: bool) -> Returns:
    """Work out stakes as one pool. The bridge in money is the sum of theirs, so that the table adds up.

    `one_currency` says whether all enterprises keep the same money at home; else there is no home side.
    """
    day = positions[0].on
    pooled = Position(
        day, [one for position in positions for one in position.movements],
        [part for position in positions for part in position.value],
        lambda on: sum(position.value_at(on) for position in positions if position.value_at),
        one_currency and all(position.home_known for position in positions))
    found = work_out(pooled)
    return Returns(found.on, found.since, found.host, found.home, found.pool, found.cash_yield,
                   found.payback_years, found.rates, _summed(positions))


def _summed(positions: Iterable[Position]) -> MoneyBridge | None:
    begun = [one for one in positions if one.movements or one.value]
    parts = [bridge_money(one.two_sided()) if one.home_known else None for one in begun]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    return MoneyBridge(
        sum(part.enterprise_minor for part in known), sum(part.currency_minor for part in known),
        sum(part.costs_minor for part in known), sum(part.net_minor for part in known))


def _side(dated: Sequence[tuple[date, Amount]], position: Position, *, side: str) -> SideReturn:
    moved = [(one.kind, one.home if side == "home" else one.host) for one in position.movements]
    put_in = -sum(amount for kind, amount in moved if kind in (FlowKind.PUT_IN, FlowKind.UNSENT))
    back = sum(amount for kind, amount in moved if kind in (FlowKind.INCOME, FlowKind.CAPITAL))
    there = sum(part.home if side == "home" else part.host for part in position.value)
    return SideReturn(
        put_in, back, there, return_on_investment(put_in, back, value=there),
        multiples(put_in, back, value=there), xirr(Flow(on, amount) for on, amount in dated))


def _pool(position: Position, began: date | None) -> PoolReturn | None:
    """The last twelve months of a pool, or all its days where there are fewer."""
    value_at = position.value_at
    if began is None or value_at is None:
        return None
    since = max(began - timedelta(days=1), position.on - YEAR)
    days = (position.on - since).days
    moved = [(one.on, -one.host) for one in position.movements if one.host and one.on > since]
    begin, end = value_at(since), value_at(position.on)
    if days < 1:
        return None
    weighed = modified_dietz(begin, end, days=days, flows=[((on - since).days, minor) for on, minor in moved])
    opened = [(since + timedelta(days=1), 0)] if begin else []
    linked = periods([*opened, *moved], value_at, on=position.on)
    return PoolReturn(since, days, weighed, time_weighted(linked) if linked else None)


def _cash_yield(position: Position, began: date | None) -> Fraction | None:
    """What came back in the last 365 days over the money that was put in, averaged over those days."""
    if began is None or not shows_yearly_rate(began, position.on):
        return None
    since = position.on - YEAR
    back = sum(one.host for one in position.movements
               if one.kind in (FlowKind.INCOME, FlowKind.CAPITAL) and one.on > since)
    days_in = sum(-one.host * min((position.on - one.on).days, DAYS_OF_YEAR) for one in position.movements
                  if one.kind in (FlowKind.PUT_IN, FlowKind.UNSENT))
    return simple_return(back, Fraction(days_in, DAYS_OF_YEAR))


def _payback_years(paid: Iterable[tuple[date, int]]) -> Fraction | None:
    """After how many years the money was back, linear between two payments, as `payback_periods` counts."""
    dated, total = sorted(paid), 0
    before = dated[0][0] if dated else None
    for on, amount in dated:
        if total < 0 <= total + amount and before is not None:
            days = (before - dated[0][0]).days + Fraction(-total * (on - before).days, amount)
            return days / DAYS_OF_YEAR
        total, before = total + amount, on
    return None
