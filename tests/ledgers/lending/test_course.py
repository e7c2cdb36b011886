"""Days of payment, grace and what a loan costs, whatever is lent for however long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.lending.course import Course, Move, arrears, interest_begun, interest_due, settlement
from ledgers.lending.plan import dated_schedule
from ledgers.lending.schedules import ChargeMethod
from ledgers.lending.terms import (
    GracePays,
    LoanTerms,
    LoanTermsImpossible,
    Period,
    SettledEarly,
    Taken,
    after,
)

START = date(2026, 1, 31)
AGREED = LoanTerms(principal_minor=30_000, rate_percent=Fraction(10), method=ChargeMethod.DECLINING,
                   period=Period.MONTH, periods=3, starts_on=START)


@st.composite
def terms(draw: st.DrawFn) -> LoanTerms:
    """Any loan that can be agreed."""
    periods = draw(st.integers(1, 24))
    return LoanTerms(
        principal_minor=draw(st.integers(1, 10**9)), rate_percent=Fraction(draw(st.integers(0, 2000)), 100),
        method=draw(st.sampled_from(ChargeMethod)), period=draw(st.sampled_from(Period)), periods=periods,
        starts_on=draw(st.dates(date(2020, 1, 1), date(2030, 12, 31))),
        grace_periods=draw(st.integers(0, periods - 1)), grace_pays=draw(st.sampled_from(GracePays)),
        taken=draw(st.sampled_from(Taken)), settled_early=draw(st.sampled_from(SettledEarly)))


@given(terms())
def test_parts_sum_to_the_debt_and_none_is_below_nothing(agreed: LoanTerms) -> None:
    """In days that follow each other."""
    plan = dated_schedule(agreed)

    assert sum(part.principal_minor for part in plan) == agreed.debt_minor
    assert all(part.principal_minor >= 0 and part.interest_minor >= 0 for part in plan)
    assert [part.due_on for part in plan] == sorted({part.due_on for part in plan})


@given(terms())
def test_who_keeps_to_the_schedule_is_never_late_and_ends_at_nothing(agreed: LoanTerms) -> None:
    """Every part paid on its day is exactly what the course of the loan asks for."""
    left, moves, paid = agreed.debt_minor, [Move(agreed.starts_on, agreed.debt_minor)], 0
    for part in dated_schedule(agreed):
        course = Course(versions=(agreed,), on=part.due_on, left_minor=left, moves=tuple(moves),
                        charged_minor=paid)
        owed = arrears(course)
        assert (owed.principal_minor, owed.interest_minor, owed.days) == (
            part.principal_minor, part.interest_minor, 0)
        left, paid = left - part.principal_minor, paid + part.interest_minor
        moves.append(Move(part.due_on, -part.principal_minor))
    done = Course(versions=(agreed,), on=agreed.ends_on + timedelta(90), left_minor=left, moves=tuple(moves),
                  charged_minor=paid)

    assert settlement(done) == (0, 0, 0)


@given(terms(), st.integers(0, 900))
def test_what_is_due_was_begun(agreed: LoanTerms, days: int) -> None:
    """Nothing falls due that has not begun, and neither is ever below nothing."""
    on = agreed.starts_on + timedelta(days)
    course = Course(versions=(agreed,), on=on, left_minor=agreed.debt_minor,
                    moves=(Move(agreed.starts_on, agreed.debt_minor),))

    assert 0 <= interest_due(course) <= interest_begun(course)


def test_a_loan_of_the_last_of_january_is_due_on_the_last_days() -> None:
    """February is short; March has the 31st again."""
    assert [part.due_on for part in dated_schedule(AGREED)] == [
        date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert after(date(2026, 1, 4), 6, period=Period.WEEK) == date(2026, 2, 15)


@pytest.mark.parametrize(("pays", "charges"), [
    (GracePays.INTEREST, [3_000, 3_000, 1_500]), (GracePays.NOTHING, [0, 6_000, 1_500]),
])
def test_in_the_grace_principal_waits(pays: GracePays, charges: list[int]) -> None:
    """The charge is paid all the same, or comes with the first payment."""
    plan = dated_schedule(replace(AGREED, grace_periods=1, grace_pays=pays))

    assert [part.principal_minor for part in plan] == [0, 15_000, 15_000]
    assert [part.interest_minor for part in plan] == charges


def test_a_flat_charge_settled_early_is_that_of_the_periods_begun_or_whole() -> None:
    """On the fifth day of the second month."""
    flat = replace(AGREED, method=ChargeMethod.FLAT)
    on = date(2026, 3, 5)
    moves = (Move(START, 30_000),)

    begun, whole = (interest_begun(Course(
        versions=(replace(flat, settled_early=rule),), on=on, left_minor=30_000, moves=moves))
        for rule in (SettledEarly.PERIODS_BEGUN, SettledEarly.WHOLE_CHARGE))
    assert (begun, whole) == (6_000, 9_000)


def test_a_declining_charge_goes_on_while_the_loan_is_out() -> None:
    """A year later, twelve months of 30.00."""
    course = Course(versions=(AGREED,), on=date(2027, 1, 31), left_minor=30_000, moves=(Move(START, 30_000),))

    assert interest_due(course) == 12 * 3_000


@pytest.mark.parametrize("said", [
    {"principal_minor": 0}, {"periods": 0}, {"grace_periods": 3}, {"rate_percent": Fraction(-1)},
    {"first_due_on": START}, {"grace_days": -1},
])
def test_a_loan_that_cannot_run_is_refused(said: dict[str, object]) -> None:
    """Nothing lent, no time, all of it grace, a charge below nothing, due before it begins."""
    with pytest.raises(LoanTermsImpossible):
        replace(AGREED, **said)
