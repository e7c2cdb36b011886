"""The dated schedule of a loan: which part of it falls due on which day, if everybody keeps to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledgers.lending.schedules import ChargeMethod, flat_charge
from ledgers.lending.terms import GracePays, LoanTerms, Taken
from ledgers.money import allocate


@dataclass(frozen=True, slots=True)
class DatedInstalment:
    """What falls due on one day, in minor units."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int

    @property
    def total_minor(self) -> int:
        """Principal and interest together."""
        return self.principal_minor + self.interest_minor


def dated_schedule(terms: LoanTerms) -> tuple[DatedInstalment, ...]:
    """Lay out a loan day by day; parts of principal sum exactly to the debt, ties to the earlier day.

    In periods of grace no principal falls due; where not even the charge does, it waits for the first payment
    after them.
    """
    parts = principal_parts(terms)
    charges = waiting(terms, planned_charges(terms, parts))
    return tuple(
        DatedInstalment(number, terms.due_day(number), part, charge)
        for number, (part, charge) in enumerate(zip(parts, charges, strict=True), 1))


def principal_parts(terms: LoanTerms) -> list[int]:
    """The principal of each period, nothing in those of grace."""
    return [0] * terms.grace_periods + allocate(terms.debt_minor, [1] * terms.paying_periods)


def planned_charges(terms: LoanTerms, parts: Sequence[int]) -> list[int]:
    """The charge that each period brings when the debt falls by these parts."""
    if terms.taken is Taken.AT_ISSUE:
        return [0] * terms.periods
    if terms.method is ChargeMethod.FLAT:
        return flat_charges(terms)
    left = [terms.debt_minor - sum(parts[:number]) for number in range(terms.periods)]
    return [flat_charge(minor, terms.rate_percent) for minor in left]


def flat_charges(terms: LoanTerms) -> list[int]:
    """A flat charge by period: the charge on the whole loan for its whole time, split evenly."""
    whole = flat_charge(terms.principal_minor, terms.rate_percent, periods=terms.periods)
    return allocate(whole, [1] * terms.periods)


def waiting(terms: LoanTerms, charges: Sequence[int]) -> list[int]:
    """The charges on the days they fall due: those of a grace without payment come with the first one."""
    if terms.grace_pays is GracePays.INTEREST or not terms.grace_periods:
        return list(charges)
    free = terms.grace_periods
    return [0] * free + [sum(charges[:free + 1]), *charges[free + 1:]]
