"""Jobs, pay and roles at an enterprise: what is worked out from lines of work.

Full-time work is what the enterprise itself states. Every measure is an exact fraction, None where there is
nothing to divide by, so that "not known" is never shown as nought. Sources: IRIS+ PI4874 (full-time
equivalents), OI1855 (gender wage equity).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from msai.measures.ratios import percent, ratio

SMALLEST_CELL: Final = 3
"""Fewer people than this are somebody one knows."""


@dataclass(frozen=True, slots=True)
class Pay:
    """Wages in minor units and the hours they were paid for."""

    wages_minor: int
    hours: Fraction


def full_time_equivalent(hours: Fraction | int, full_time_hours: Fraction | int) -> Fraction | None:
    """Give the full-time jobs that paid hours are worth, both of one month (IRIS+ PI4874)."""
    return ratio(hours, full_time_hours)


def hourly_pay(pay: Pay) -> Fraction | None:
    """Give the pay of an hour, minor units."""
    return ratio(pay.wages_minor, pay.hours)


def gender_wage_ratio(women: Pay, men: Pay) -> Fraction | None:
    """Give the hourly pay of women over that of men; 1 is equal pay (IRIS+ OI1855)."""
    hers, his = hourly_pay(women), hourly_pay(men)
    return None if hers is None or his is None else ratio(hers, his)


def women_percent(women: int, men: int) -> Fraction | None:
    """Give the women in percent of those of whom it is known."""
    return percent(women, women + men)


def decent_pay_percent(at_or_above: int, below: int) -> Fraction | None:
    """Give those paid the legal minimum or more in percent of those of whom it is known (IRIS+ OI5858)."""
    return percent(at_or_above, at_or_above + below)


def coverage_percent(known: int, everybody: int) -> Fraction | None:
    """Give those of whom something is recorded in percent of all."""
    return percent(known, everybody)


def is_tellable(cells: Iterable[int]) -> bool:
    """Whether numbers of people may leave the enterprise side by side: none of one or two people.

    They are told all together or not at all, or the one left out would follow from the total.
    """
    return all(cell == 0 or cell >= SMALLEST_CELL for cell in cells)


def months_average(each_month: Iterable[Fraction]) -> Fraction | None:
    """Give the average of months for which something was reported."""
    there = list(each_month)
    return ratio(sum(there, Fraction(0)), len(there))
