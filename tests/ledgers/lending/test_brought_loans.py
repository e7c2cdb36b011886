"""A loan that ran for months on paper: late as it was, and charged for what falls due from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ledgers.lending.course import Course, Move, arrears, interest_begun, interest_due, next_due_on
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import LoanTerms, Period, SettledEarly

AGREED = LoanTerms(principal_minor=60_000, rate_percent=Fraction(2), method=ChargeMethod.DECLINING,
                   period=Period.MONTH, periods=6, starts_on=date(2026, 6, 10))
BROUGHT = Move(date(2026, 9, 20), 45_000)
"""Of 600.00 in six parts, 450.00 are owed after three: one and a half parts are late."""


def brought(on: date, terms: LoanTerms = AGREED) -> Course:
    """The loan on a day after the opening, with nothing paid since."""
    return Course(versions=(terms,), on=on, left_minor=45_000, moves=(BROUGHT,))


def test_it_comes_with_its_lateness() -> None:
    """Parts of July, August and September were due, 150.00 of 300.00 was paid; half of August's is open."""
    late = arrears(brought(BROUGHT.on))

    assert (late.principal_minor, late.interest_minor) == (15_000, 0)
    assert (late.oldest_on, late.days) == (date(2026, 8, 10), 41)
    assert next_due_on(brought(BROUGHT.on)) == date(2026, 10, 10)


@pytest.mark.parametrize(("method", "october"), [
    (ChargeMethod.DECLINING, 900), (ChargeMethod.FLAT, 1200),
])
def test_it_costs_what_falls_due_after_the_book_began(method: ChargeMethod, october: int) -> None:
    """September's period counts whole, on what was left or on the whole loan; those before were settled."""
    terms = replace(AGREED, method=method)

    assert interest_begun(brought(date(2026, 9, 20), terms)) == october
    assert interest_due(brought(date(2026, 10, 9), terms)) == 0
    assert interest_due(brought(date(2026, 10, 10), terms)) == october
    assert interest_begun(brought(date(2026, 10, 11), terms)) == 2 * october


def test_the_whole_charge_is_that_of_the_periods_to_come() -> None:
    """Who pays a flat loan back early pays the rest of its charge, not what she paid on paper."""
    terms = replace(AGREED, method=ChargeMethod.FLAT, settled_early=SettledEarly.WHOLE_CHARGE)

    assert interest_begun(brought(date(2026, 9, 21), terms)) == 3 * 1200
