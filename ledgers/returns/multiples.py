"""What came back for what was put in, as plain ratios that members can check with a pencil.

All ratios are exact fractions of 1 and are None where they are not defined: nothing paid in means "not
defined", never zero. Amounts may be minor or major units, as long as one call uses one kind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

Amount = Fraction | int


@dataclass(frozen=True, slots=True)
class Multiples:
    """Distributed, remaining and total value (DPI, RVPI, TVPI), each as a fraction of what was paid in."""

    dpi: Fraction
    rvpi: Fraction
    tvpi: Fraction


@dataclass(frozen=True, slots=True)
class Gain:
    """What a stake earned in money, and as a fraction of what was paid in (None when nothing was)."""

    amount: Amount
    roi: Fraction | None


@dataclass(frozen=True, slots=True)
class PeriodReturn:
    """The return of one period by modified Dietz: gain over the capital that worked, weighted by days."""

    average_capital: Fraction
    gain: Fraction
    rate: Fraction | None


@dataclass(frozen=True, slots=True)
class CurrencySplit:
    """A return in host currency: (1 + local)(1 + currency) - 1, with the cross effect named."""

    base: Fraction
    cross: Fraction


@dataclass(frozen=True, slots=True)
class HarvestPlan:
    """Terms by which land is backed: capital, return of each harvest, and harvests a year."""

    invested: Amount
    return_per_harvest: Amount
    harvests_per_year: int

    def return_over(self, years: int) -> Amount:
        """Give the planned return of so many years, simple, nothing reinvested."""
        return self.return_per_harvest * self.harvests_per_year * years

    @property
    def simple_yearly_percent(self) -> Fraction:
        """Give a year's planned return in percent of the capital."""
        return 100 * Fraction(self.return_over(1)) / self.invested


def multiples(paid_in: Amount, distributed: Amount, *, value: Amount) -> Multiples | None:
    """Give DPI, RVPI and TVPI of a stake, or None when nothing was paid in."""
    if not paid_in:
        return None
    dpi, rvpi = Fraction(distributed) / paid_in, Fraction(value) / paid_in
    return Multiples(dpi, rvpi, dpi + rvpi)


def return_on_investment(paid_in: Amount, distributed: Amount, *, value: Amount) -> Gain:
    """Give what was gained (came back and still there, less put in) and its part of what was paid in."""
    gain = distributed + value - paid_in
    return Gain(gain, Fraction(gain) / paid_in if paid_in else None)


def simple_return(earned: Amount, paid_in: Amount) -> Fraction | None:
    """Give earnings as a fraction of what was paid in, without regard to time: the return of the period.

    Also the cash yield, with distributions of twelve months over the average paid in.
    """
    return Fraction(earned) / paid_in if paid_in else None


def modified_dietz(
    begin: Amount, end: Amount, *, days: int, flows: Iterable[tuple[int, Amount]]
) -> PeriodReturn:
    """Give the return of a pool over a period of `days`, each flow (day, amount) weighted (T - day)/T.

    Money put in is positive. Source: GIPS; the rate is None when no capital worked.
    """
    moved = list(flows)
    gain = Fraction(end - begin - sum(amount for _, amount in moved))
    worked = sum((Fraction(days - day, days) * amount for day, amount in moved), Fraction(0))
    average = begin + worked
    return PeriodReturn(average, gain, gain / average if average > 0 else None)


def time_weighted(subperiods: Iterable[tuple[Amount, Amount]]) -> Fraction | None:
    """Link the growth of sub-periods (value at start, value at end), so that money coming in does not count.

    None when a sub-period starts from nothing.
    """
    growth = Fraction(1)
    for begin, end in subperiods:
        if begin <= 0:
            return None
        growth *= Fraction(end) / begin
    return growth - 1


def payback_periods(payments: Sequence[Amount]) -> Fraction | None:
    """Give after how many periods the money put in has come back, linear inside a period; None if it has not.

    `payments` are one period apart, the first at once; money put in is below zero.
    """
    totals = list(accumulate(payments))
    for period in range(1, len(totals)):
        before, after = totals[period - 1], totals[period]
        if before < 0 <= after:
            return period - 1 + Fraction(-before) / (after - before)
    return None


def split_currency_effect(local: Fraction, currency: Fraction) -> CurrencySplit:
    """Combine a local return and the change of the currency into the return in host money."""
    return CurrencySplit((1 + local) * (1 + currency) - 1, local * currency)
