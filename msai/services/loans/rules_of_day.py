"""The terms that a loan given on a day has by the group's rules of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import GracePays, LoanTerms, Period, SettledEarly, Taken, after
from msai.services.group_rules import GroupRules

_NO_CHARGE = "0"
_Answer = TypeVar("_Answer", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is agreed for one loan beside the group's rules: how long, and how long nothing is paid back."""

    amount_minor: int
    periods: int
    grace_periods: int = 0
    grace_pays: GracePays = GracePays.INTEREST


def period_of(rules: GroupRules) -> Period:
    """In what the group counts its loans: months, unless it charges by the week alone."""
    by_month = Fraction(rules.loan_charge_percent_per_month or _NO_CHARGE)
    by_week = Fraction(rules.loan_charge_percent_per_week or _NO_CHARGE)
    return Period.WEEK if by_week and not by_month else Period.MONTH


def rate_of(rules: GroupRules) -> Fraction:
    """What a loan costs in one of its periods, exact percent."""
    if period_of(rules) is Period.WEEK:
        return Fraction(rules.loan_charge_percent_per_week or _NO_CHARGE)
    return Fraction(rules.loan_charge_percent_per_month or _NO_CHARGE)


def periods_in(rules: GroupRules, months: int, *, since: date) -> int:
    """So many calendar months in the periods of the group; whole weeks, at least one."""
    if period_of(rules) is Period.MONTH:
        return months
    return max(1, (after(since, months, period=Period.MONTH) - since).days // 7)


def terms_of_day(rules: GroupRules, wanted: Wanted, *, day: date) -> LoanTerms:
    """Freeze the rules of a day in the terms of one loan.

    Raises:
        LoanTermsImpossible: nothing is lent, for no time, or all of it is grace.
    """
    return LoanTerms(
        principal_minor=wanted.amount_minor, rate_percent=rate_of(rules),
        method=_answer(rules.loan_charge_basis, ChargeMethod.DECLINING), period=period_of(rules),
        periods=wanted.periods,
        starts_on=day, grace_periods=wanted.grace_periods, grace_pays=wanted.grace_pays,
        taken=_answer(rules.loan_charge_taken, Taken.WHEN_PAID),
        late_percent=Fraction(rules.loan_late_charge_percent or _NO_CHARGE),
        grace_days=rules.loan_grace_days,
        settled_early=_answer(rules.loan_settled_early, SettledEarly.PERIODS_BEGUN))


def _answer(said: str, otherwise: _Answer) -> _Answer:
    """The answer that was chosen; a record of the past may hold a word that is none of them."""
    return next((answer for answer in type(otherwise) if answer.value == said), otherwise)


def is_too_long(rules: GroupRules, periods: int, *, day: date) -> bool:
    """Whether a loan of so many periods would run longer than the group's rule allows."""
    if not rules.loan_longest_months:
        return False
    last = after(day, periods, period=period_of(rules))
    return last > after(day, rules.loan_longest_months, period=Period.MONTH)
