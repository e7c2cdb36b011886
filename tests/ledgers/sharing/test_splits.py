"""Pools, profits and payments divide by their terms and sum to what was there."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.errors import NothingToSplitBy
from ledgers.sharing.leaving import settle_leaver
from ledgers.sharing.splits import (
    Contribution,
    PaymentParts,
    RevenueShare,
    capital_days,
    fractions_of_whole,
    principal_and_income,
    principal_first,
    profit_on_opening_value,
    revenue_share_due,
)

START, END = date(2024, 1, 7), date(2024, 1, 17)
terms = st.builds(
    RevenueShare,
    principal_minor=st.integers(1, 10**9),
    share=st.fractions(Fraction(1, 100), 1, max_denominator=100),
    cap_multiple=st.fractions(1, 3, max_denominator=20),
)
sales = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)


def test_capital_works_from_the_day_it_came_to_the_day_before_the_end() -> None:
    """Money from before the period counts from its start, taken-out money is taken off, late money waits."""
    paid = [
        Contribution("Amina", START - timedelta(30), 100),
        Contribution("Siti", START + timedelta(4), 100),
        Contribution("Siti", END - timedelta(1), -100),
        Contribution("Dewi", END, 100),
    ]

    assert capital_days(paid, start=START, end=END) == {"Amina": 1000, "Siti": 500, "Dewi": 0}


@given(agreed=terms, revenues=sales)
def test_a_capped_share_ends_with_its_capital_back(agreed: RevenueShare, revenues: list[int]) -> None:
    """Never more than the cap is paid, and when it is reached the principal is back to the cent."""
    payments: list[int] = []
    for revenue in revenues:
        payments.append(revenue_share_due(agreed, revenue, paid_before_minor=sum(payments)))
    parts = principal_and_income(agreed, payments)
    back, closed = sum(part.principal_minor for part in parts), sum(payments) == agreed.cap_minor

    assert [part.principal_minor + part.income_minor for part in parts] == payments
    assert sum(payments) <= agreed.cap_minor
    assert back <= agreed.principal_minor
    assert back == agreed.principal_minor or not closed


def test_without_a_cap_principal_comes_first() -> None:
    """Only when the capital is back does income begin."""
    assert principal_first(300, principal_left_minor=1000) == PaymentParts(300, 0)
    assert principal_first(300, principal_left_minor=100) == PaymentParts(100, 200)


def test_parts_of_nothing_are_refused() -> None:
    """With no savings or opening value nobody has a part in the profit."""
    with pytest.raises(NothingToSplitBy):
        fractions_of_whole({"Amina": 0})
    with pytest.raises(NothingToSplitBy):
        profit_on_opening_value(100, opening_minor=0, opening_total_minor=0)


def test_a_leaver_whose_debts_are_larger_still_owes_the_rest() -> None:
    """She takes nothing, and what is not covered stays on her loan."""
    left = settle_leaver(100_000, debts_minor=130_000, charge_percent=3)

    assert (left.charge_minor, left.set_off_minor) == (3_000, 97_000)
    assert (left.due_minor, left.still_owed_minor) == (0, 33_000)
