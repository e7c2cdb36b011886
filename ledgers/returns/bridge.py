"""Why a return looks different abroad: what the enterprise earned, what the currency did, what sending cost.

The same payments are seen three ways: in home money, in host money at each day's mid rate, and in host
money as it was really paid and received. The differences between the three are the currency and the costs
(domain.md section 6). If one mid rate is missing the bridge is not defined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import compress

from ledgers.money import round_together
from ledgers.returns.rates import Flow, RateOfReturn, xirr

Amount = Fraction | int


@dataclass(frozen=True, slots=True)
class TwoSidedFlow:
    """One payment seen from both ends: put in below zero, received or still there above; exact minor units.

    `home` is what landed, was sent gross, or is the value; `host` what was debited with fees, arrived net,
    or is the value; `mid` is the mid rate of the day in minor units, None when nobody wrote it down. Where
    money left and landed on two days it is two of these, each with nothing on its other side.
    """

    on: date
    home: Amount
    host: Amount
    mid: Fraction | None


@dataclass(frozen=True, slots=True)
class RateBridge:
    """The three yearly rates, and the parts of the net one as fractions of 1 (they multiply, not add)."""

    home: RateOfReturn
    mid: RateOfReturn
    net: RateOfReturn
    currency: float | None
    costs: float | None


@dataclass(frozen=True, slots=True)
class MoneyBridge:
    """The gain in host minor units and where it comes from; the parts sum to the net gain."""

    enterprise_minor: int
    currency_minor: int
    costs_minor: int
    net_minor: int


def bridge_rates(flows: Sequence[TwoSidedFlow]) -> RateBridge | None:
    """Part the yearly rate of a stake into enterprise, currency and costs; None without every mid rate."""
    at_mid = _at_mid(flows)
    if at_mid is None:
        return None
    at_home = [flow.home or not flow.host for flow in flows]
    home = xirr(Flow(flow.on, flow.home) for flow in compress(flows, at_home))
    mid = xirr(Flow(flow.on, amount) for flow, amount in compress(zip(flows, at_mid, strict=True), at_home))
    net = xirr(Flow(flow.on, flow.host) for flow in flows if flow.host or not flow.home)
    return RateBridge(home, mid, net, _beyond(mid, home), _beyond(net, mid))


def bridge_money(flows: Sequence[TwoSidedFlow]) -> MoneyBridge | None:
    """Part the gain of a stake in host money into enterprise, currency and costs.

    Enterprise = home gain x sum(landed / mid) / sum(landed). From unrounded amounts, rounded by largest
    remainder so that the parts sum. None when a mid rate is missing or nothing was put in.
    """
    at_mid = _at_mid(flows)
    put_in = sum((Fraction(flow.home) for flow in flows if flow.home < 0), Fraction(0))
    if at_mid is None or not put_in:
        return None
    put_in_at_mid = sum((amount for amount in at_mid if amount < 0), Fraction(0))
    home_gain = sum((Fraction(flow.home) for flow in flows), Fraction(0))
    mid_gain = sum(at_mid, Fraction(0))
    net_gain = sum((Fraction(flow.host) for flow in flows), Fraction(0))
    enterprise = home_gain * put_in_at_mid / put_in
    parts = round_together([enterprise, mid_gain - enterprise, net_gain - mid_gain])
    return MoneyBridge(parts[0], parts[1], parts[2], sum(parts))


def _at_mid(flows: Sequence[TwoSidedFlow]) -> list[Fraction] | None:
    """Home money at each day's mid rate; nothing is nothing at any rate."""
    amounts = [Fraction(flow.home) / (flow.mid or 1) for flow in flows
               if flow.mid is not None or not flow.home]
    return amounts if len(amounts) == len(flows) else None


def _beyond(outer: RateOfReturn, inner: RateOfReturn) -> float | None:
    if outer.rate is None or inner.rate is None or inner.rate == -1.0:
        return None
    return (1 + outer.rate) / (1 + inner.rate) - 1
