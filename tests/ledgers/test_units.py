"""Units of an investment fund: who joins, leaves or stays neither gains nor loses by another's coming."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.errors import NetAssetsNotPositive, NoUnitsIssued, UnitsExceedHolding
from ledgers.units import (
    UNIT,
    dealing_value,
    distributable,
    first_unit_value,
    net_assets,
    paid_in_part,
    redemption_value,
    split_by_units,
    unit_value,
    units_for,
    units_worth,
    worth,
)

PAR = first_unit_value("HKD")
assets = st.integers(1, 10**12)
issued = st.integers(1, 10**12)


def test_a_fund_begins_at_one_unit_of_its_currency() -> None:
    """The first 500 dollars buy 500 units, the first 500 won too."""
    assert units_for(50_000, PAR) == 500 * UNIT
    assert units_for(500, first_unit_value("KRW")) == 500 * UNIT
    assert unit_value(0, 0, first_value=PAR) == PAR


def test_net_assets_are_what_stands_behind_the_units() -> None:
    """Cash, stakes and claims count; impairment, dues and borrowing are taken off; capital is not counted."""
    balances = {1010: 5_000, 1020: 20_000, 1200: 10_000, 1300: 70_000, 1310: 9_000, 1400: 1_500, 1150: 400}
    balances |= {1390: -7_000, 1590: -100, 2100: -2_500, 2200: -6_000, 3900: 3_000}
    balances |= {3200: -90_000, 3400: -1_000, 4400: -12_300, 5100: 500, 9100: -80_000, 9200: 80_000}

    assert net_assets(balances) == 103_300
    assert net_assets({3900: -3_000, 1010: 5_000}) == 2_000


def test_only_surplus_that_is_there_in_cash_is_distributed() -> None:
    """The lower of surplus to date and cash; a loss or an empty box gives nothing."""
    surplus = {3400: -1_000, 4400: -5_000, 5100: 500}

    assert distributable({1010: 2_000, 1020: 9_000, **surplus}) == 5_500
    assert distributable({1010: 2_000, **surplus}) == 2_000
    assert distributable({1010: 2_000, 5600: 500}) == 0
    assert distributable({1010: -2_000, **surplus}) == 0


@pytest.mark.parametrize(("net", "units"), [(0, 1), (-1, 1), (-1, 0)])
def test_nothing_is_bought_while_nothing_stands_behind_the_units(net: int, units: int) -> None:
    """Two officers cancel all units and restart at one, once the fund owes nothing."""
    with pytest.raises(NetAssetsNotPositive):
        unit_value(net, units, first_value=PAR)


@given(net=assets, units=issued, paid=st.integers(1, 10**9))
def test_new_money_never_lowers_the_value_of_the_others(net: int, units: int, paid: int) -> None:
    """Units are rounded down, so the rounding, under a ten-thousandth, stays with those who are in."""
    value = unit_value(net, units, first_value=PAR)
    bought = units_for(paid, value)
    after = unit_value(net + paid, units + bought, first_value=PAR)

    assert after >= value
    assert 0 <= paid - worth(bought, value) < worth(1, value)


@given(net=assets, units=issued)
def test_all_units_together_are_worth_the_fund(net: int, units: int) -> None:
    """The value is exact, so nothing is lost between the members and the fund."""
    value = unit_value(net, units, first_value=PAR)

    assert worth(units, value) == net
    assert redemption_value(units, value) == net


@given(paid=st.integers(0, 10**9), held=issued, part=st.fractions(0, 1))
def test_capital_leaves_with_the_units_it_bought(paid: int, held: int, part: Fraction) -> None:
    """Who redeems a third of her units takes a third of her paid-in capital along; who redeems all, all."""
    redeemed = int(held * part)
    exact = Fraction(paid * redeemed, held)

    assert abs(paid_in_part(paid, redeemed_e4=redeemed, held_e4=held) - exact) <= Fraction(1, 2)
    assert paid_in_part(paid, redeemed_e4=held, held_e4=held) == paid


def test_nobody_redeems_what_she_does_not_hold() -> None:
    """A slip in the number of units is refused by name."""
    with pytest.raises(UnitsExceedHolding):
        paid_in_part(1_000, redeemed_e4=11, held_e4=10)
    with pytest.raises(NoUnitsIssued):
        paid_in_part(1_000, redeemed_e4=1, held_e4=0)


def test_a_distribution_follows_units_and_member_numbers() -> None:
    """Odd cents go to the largest remainders, ties to the lower number; who holds nothing gets nothing."""
    units = {"Amina": 10_000, "Siti": 10_000, "Lorna": 0, "Dewi": 10_000}

    assert split_by_units(101, units) == {"Amina": 34, "Siti": 34, "Lorna": 0, "Dewi": 33}
    assert split_by_units(-101, units) == {"Amina": -34, "Siti": -34, "Lorna": 0, "Dewi": -33}


def test_without_units_there_is_nobody_to_distribute_to() -> None:
    """An effect before the first units waits for them."""
    with pytest.raises(NoUnitsIssued):
        split_by_units(100, {"Amina": 0})


def test_a_signed_valuation_is_added_to_what_the_books_hold() -> None:
    """Valued 200.00 above its books of 1,000.00 for 1,000 units, a unit is 1.20 until the books move."""
    def value(net: int, units: int) -> Fraction:
        return dealing_value(net, units * UNIT, first_value=PAR, above_book_minor=20_000)

    assert value(100_000, 1_000) == 120
    assert value(100_000 + 12_000, 1_100) == 120
    assert value(100_000 - 30_000, 1_000) == 90


@pytest.mark.parametrize(("net", "above"), [(0, 50_000), (-1, 50_000), (10_000, -10_000)])
def test_nothing_is_dealt_in_where_the_books_or_the_valuation_hold_nothing(net: int, above: int) -> None:
    """A valuation does not lift the stop, and one that leaves nothing is no price."""
    with pytest.raises(NetAssetsNotPositive):
        dealing_value(net, UNIT, first_value=PAR, above_book_minor=above)


@given(assets, issued, st.integers(1, 10**9))
def test_units_for_an_amount_given_back_are_worth_it(net: int, units: int, amount: int) -> None:
    """Half a ten-thousandth of a unit is the most by which they miss it."""
    value = unit_value(net, units, first_value=PAR)

    assert abs(worth(units_worth(amount, value), value) - amount) <= value / UNIT / 2
