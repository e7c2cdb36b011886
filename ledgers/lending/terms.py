"""The terms of one loan: how much, what it costs, in how many weeks or months it comes back.

They are frozen on the day the loan is given, from the rules of that day; a loan that is rescheduled gets new
terms from a later day and keeps the old ones beside them.  Days of payment are counted from the day of issue:
so many weeks, or the same day of a later month, the last one where that month is shorter.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from ledgers.errors import LedgerError
from ledgers.lending.schedules import ChargeMethod, flat_charge, schedule
from ledgers.money import LARGEST_MINOR


class Period(StrEnum):
    """In what a loan is counted."""

    WEEK = "week"
    MONTH = "month"


class Taken(StrEnum):
    """When the charge of a loan becomes income: paid, due, or all of it at issue."""

    WHEN_PAID = "when_paid"
    WHEN_DUE = "when_due"
    AT_ISSUE = "at_issue"


class GracePays(StrEnum):
    """What is paid in the first periods, where principal waits: the charge, or nothing yet."""

    INTEREST = "interest"
    NOTHING = "nothing"


class SettledEarly(StrEnum):
    """What a flat charge comes to when a loan is paid back before its end."""

    PERIODS_BEGUN = "periods_begun"
    WHOLE_CHARGE = "whole_charge"


class LoanTermsImpossible(LedgerError):
    """No loan can run like this: nothing or too much lent, no period or too many, all of it grace."""

    code = "loan_terms_impossible"


MOST_PERIODS = 1200
"""A hundred years of months: no calendar and no schedule is asked for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """What was agreed from `starts_on`; amounts in minor units, rates exact percents a period.

    `principal_minor` is the money lent, without a charge taken at issue.  `periods` counts all periods, those
    of grace included.  `first_due_on` is said only where the first payment is on another day than one period
    after the start.  `grace_days` is how late a payment is still in time, `late_percent` what is charged on
    what is late.

    Raises:
        LoanTermsImpossible
    """

    principal_minor: int
    rate_percent: Fraction
    method: ChargeMethod
    period: Period
    periods: int
    starts_on: date
    first_due_on: date | None = None
    grace_periods: int = 0
    grace_pays: GracePays = GracePays.INTEREST
    taken: Taken = Taken.WHEN_PAID
    late_percent: Fraction = Fraction(0)
    grace_days: int = 0
    settled_early: SettledEarly = SettledEarly.PERIODS_BEGUN

    def __post_init__(self) -> None:
        counts = 0 < self.principal_minor <= LARGEST_MINOR
        counts = counts and 0 <= self.grace_periods < self.periods <= MOST_PERIODS
        rates = self.rate_percent >= 0 and self.late_percent >= 0 and self.grace_days >= 0
        follows = self.first_due_on is None or self.first_due_on > self.starts_on
        if not (counts and rates and follows):
            raise LoanTermsImpossible(periods=self.periods, grace=self.grace_periods)

    @property
    def charge_at_issue_minor(self) -> int:
        """The whole charge where it is taken at issue and added to the debt; else nothing."""
        if self.taken is not Taken.AT_ISSUE:
            return 0
        if self.method is ChargeMethod.FLAT:
            return flat_charge(self.principal_minor, self.rate_percent, periods=self.periods)
        plan = schedule(self.principal_minor, self.rate_percent, periods=self.paying_periods,
                        method=ChargeMethod.DECLINING)
        waiting = self.grace_periods * flat_charge(self.principal_minor, self.rate_percent)
        return waiting + sum(part.interest_minor for part in plan)

    @property
    def debt_minor(self) -> int:
        """What is owed when these terms begin."""
        return self.principal_minor + self.charge_at_issue_minor

    @property
    def paying_periods(self) -> int:
        """In how many periods principal is paid."""
        return self.periods - self.grace_periods

    def due_day(self, number: int) -> date:
        """The last day of period `number`, the first being 1; number 0 is the day the terms begin."""
        if number == 0:
            return self.starts_on
        if self.first_due_on is not None:
            return after(self.first_due_on, number - 1, period=self.period)
        return after(self.starts_on, number, period=self.period)

    @property
    def ends_on(self) -> date:
        """The day on which all of it should have been paid."""
        return self.due_day(self.periods)


def after(day: date, count: int, *, period: Period) -> date:
    """The day so many weeks or calendar months after another; the last of a month that is too short."""
    if period is Period.WEEK:
        return day + timedelta(weeks=count)
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
