"""The yearly rate of return of dated payments, given only where exactly one exists.

Spreadsheets iterate from a guess and may print one of several roots, or none, without saying so. Here all
roots are found: between two neighbouring sign changes of the payments the sum of discounted payments,
suitably shifted, has a derivative with one sign change less, so its turning points are found by recursion
and each stretch between them holds at most one root. This module uses float inside: a rate is never money.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Final

DAYS_OF_YEAR: Final = 365
YEARLY_FROM_DAYS: Final = 365

_LARGEST_LOG: Final = 700.0
_TOUCH: Final = 1e-12
_HALVINGS: Final = 200

_Term = tuple[float, float]


class RateStatus(Enum):
    """Why a rate is shown, or why "not defined" stands in its place."""

    DEFINED = "defined"
    TOTAL_LOSS = "total_loss"
    NO_SIGN_CHANGE = "no_sign_change"
    AMBIGUOUS = "ambiguous"
    NO_ROOT = "no_root"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Flow:
    """A payment on a day: contributions below zero, receipts and the final value above; any one currency."""

    on: date
    amount: Fraction | int


@dataclass(frozen=True, slots=True)
class RateOfReturn:
    """A yearly rate as a fraction of 1 (0.1 is 10 %), or None with the reason; `roots` are all candidates."""

    rate: float | None
    status: RateStatus
    roots: tuple[float, ...] = ()


def shows_yearly_rate(first: date, last: date) -> bool:
    """Say whether a yearly rate may be displayed: under 365 days only the return of the period is."""
    return (last - first).days >= YEARLY_FROM_DAYS


def xirr(flows: Iterable[Flow]) -> RateOfReturn:
    """Give the money-weighted yearly rate, actual/365 from the first flow (domain.md section 6).

    Minus 100 % is given only when a final value or receipt of zero is recorded and nothing ever came back;
    several roots, or payments of one sign, are "not defined".
    """
    dated = sorted(flows, key=lambda flow: flow.on)
    if _is_total_loss(dated):
        return RateOfReturn(-1.0, RateStatus.TOTAL_LOSS)
    by_day: dict[int, Fraction] = {}
    for flow in dated:
        day = (flow.on - dated[0].on).days
        by_day[day] = by_day.get(day, Fraction(0)) + flow.amount
    return _rate([(day / DAYS_OF_YEAR, float(amount)) for day, amount in by_day.items() if amount])


def irr(payments: Sequence[Fraction | int]) -> RateOfReturn:
    """Give the rate per period of payments one period apart, the first at once."""
    return _rate([(float(period), float(amount)) for period, amount in enumerate(payments) if amount])


def _is_total_loss(dated: Sequence[Flow]) -> bool:
    if not dated or any(flow.amount > 0 for flow in dated):
        return False
    return dated[0].amount < 0 and dated[-1].amount == 0 and dated[-1].on > dated[0].on


def _rate(terms: Sequence[_Term]) -> RateOfReturn:
    if not _sign_changes(terms):
        return RateOfReturn(None, RateStatus.NO_SIGN_CHANGE)
    logs = _roots(terms)
    if not logs:
        return RateOfReturn(None, RateStatus.NO_ROOT)
    if any(abs(log) > _LARGEST_LOG for log in logs):
        return RateOfReturn(None, RateStatus.AMBIGUOUS if len(logs) > 1 else RateStatus.OUT_OF_RANGE)
    roots = tuple(math.expm1(log) for log in logs)
    if len(roots) > 1:
        return RateOfReturn(None, RateStatus.AMBIGUOUS, roots)
    return RateOfReturn(roots[0], RateStatus.DEFINED, roots)


def _sign_changes(terms: Sequence[_Term]) -> list[float]:
    """Give a time inside each gap at which the payments change from one sign to the other."""
    return [(t1 + t2) / 2 for (t1, a1), (t2, a2) in pairwise(terms) if a1 * a2 < 0]


def _value(terms: Sequence[_Term], log: float) -> float:
    """Sum the terms discounted at growth e^log, divided by the largest factor so that nothing overflows."""
    largest: float = max(-log * time for time, _ in terms)
    discounted = [amount * math.exp(-log * time - largest) for time, amount in terms]
    return math.fsum(discounted)


def _size(terms: Sequence[_Term], log: float) -> float:
    return _value([(time, abs(amount)) for time, amount in terms], log)


def _roots(terms: Sequence[_Term]) -> list[float]:
    """Find all logs of growth at which the discounted sum is zero, in order; a touching root counts twice."""
    gaps = _sign_changes(terms)
    if not gaps:
        return []
    # The derivative of e^(gap x log) times the sum: its payments change sign everywhere but in this gap.
    shifted = [(time, amount * (gaps[0] - time)) for time, amount in terms]
    turning = _roots(shifted)
    bound = _bound(terms)
    marks = [-bound, *(point for point in turning if -bound < point < bound), bound]
    roots = [root for low, high in pairwise(marks) for root in _root_between(terms, low, high)]
    return sorted(roots + [point for point in turning if _touches(terms, point)] * 2)


def _touches(terms: Sequence[_Term], log: float) -> bool:
    return abs(_value(terms, log)) <= _TOUCH * _size(terms, log)


def _bound(terms: Sequence[_Term]) -> float:
    """Give a log of growth beyond which, on both sides, one end payment outweighs all the others together."""
    times = [time for time, _ in terms]
    sizes = [abs(amount) for _, amount in terms]
    after_first = math.log(math.fsum(sizes) / sizes[0]) / (times[1] - times[0])
    before_last = math.log(math.fsum(sizes) / sizes[-1]) / (times[-1] - times[-2])
    return max(after_first, before_last) + 1.0


def _root_between(terms: Sequence[_Term], low: float, high: float) -> list[float]:
    """Halve a stretch that holds at most one crossing; ends that touch zero are counted by the caller."""
    sign = _value(terms, low)
    if sign * _value(terms, high) >= 0 or _touches(terms, low) or _touches(terms, high):
        return []
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if sign * _value(terms, middle) > 0:
            low = middle
        else:
            high = middle
    return [(low + high) / 2]
