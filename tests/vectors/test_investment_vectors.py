"""Units of an investment fund, and money traced from a member's savings to the enterprise and back."""

from fractions import Fraction
from typing import Any

import pytest

from ledgers.currencies import minor_rate
from ledgers.money import decimal_text, rate_from_decimal, round_half_up
from ledgers.returns.multiples import HarvestPlan, simple_return
from ledgers.returns.sending_cost import cost_outward, expected_outward, in_host
from ledgers.sharing.splits import (
    Contribution,
    RevenueShare,
    capital_days,
    fractions_of_whole,
    principal_and_income,
    split_among,
)
from ledgers.units import UNIT, first_unit_value, net_assets, unit_value, units_for, worth

from .reading import all_cents, all_shown, cents, day, shown, vector


@pytest.fixture
def club() -> dict[str, int]:
    """The investment club of PUB-09: units of a founder, of the newcomer, and of all."""
    given, _ = vector("PUB-09")
    par = first_unit_value(given["currency"])
    founder = units_for(cents(given["month1"]["each"]), par)
    founder += units_for(cents(given["month2"]["each"]) + cents(given["month3"]["each"]), par)
    new = units_for(cents(given["month2"]["new_member"]) + cents(given["month3"]["each"]), par)
    return {"founder": founder, "new": new, "all": founder * given["month1"]["members"] + new}


def test_pub_09_units_are_bought_at_par_before_the_first_investment(club: dict[str, int]) -> None:
    """Ten founders and one newcomer hold 1,190 units for the 1,190 pounds they paid."""
    _, expected = vector("PUB-09")

    assert club["all"] == expected["units_total"] * UNIT
    assert club["founder"] == expected["units_founder"] * UNIT
    assert club["new"] == expected["units_new"] * UNIT


def test_pub_09_the_unit_value_is_an_exact_fraction(club: dict[str, int]) -> None:
    """A unit value rounded to pence would lose 5.80 of 1,410 pounds."""
    given, expected = vector("PUB-09")
    value = _club_value(given, club["all"])
    pence = Fraction(round_half_up(value))
    at_pence = worth(club["all"], pence)

    assert str(value / 100) == expected["derived_exact_unit_value"]
    assert shown(pence) == expected["unit_value_rounded"]
    assert shown(worth(club["founder"], pence)) == expected["founder_value_at_rounded"]
    assert shown(worth(club["new"], pence)) == expected["new_member_value_at_rounded"]
    assert shown(worth(club["founder"], value)) == expected["derived_founder_exact"]
    assert shown(worth(club["new"], value)) == expected["derived_new_exact"]
    assert shown(at_pence) == expected["derived_sum_at_rounded_unit_value"]
    assert shown(worth(club["all"], value) - at_pence) == expected["derived_residue_if_rounded"]


def _club_books(given: dict[str, Any], units_e4: int) -> dict[int, int]:
    buys, par = given["purchase"], first_unit_value(given["currency"])
    price = cents(buys["price"]) * buys["shares"] + cents(buys["charges"])
    cash = round_half_up(worth(units_e4, par)) - price
    return {1010: cash, 1350: cents(given["price_now"]) * buys["shares"]}


def _club_value(given: dict[str, Any], units_e4: int) -> Fraction:
    books = _club_books(given, units_e4)
    return unit_value(net_assets(books), units_e4, first_value=first_unit_value(given["currency"]))


def test_pub_09_cash_and_shares_are_the_net_assets(club: dict[str, int]) -> None:
    """160 pounds of cash and shares worth 1,250 stand behind the units."""
    given, expected = vector("PUB-09")
    books = _club_books(given, club["all"])

    assert shown(books[1010]) == expected["cash"]
    assert shown(net_assets(books)) == expected["net_assets"]


def test_pub_11_the_first_valuation() -> None:
    """Thirty units bought at ten are worth 13.33 each when the club has 400."""
    given, expected = vector("PUB-11")
    first = Fraction(cents(given["start_unit_value"]))
    units = {name: units_for(cents(paid), first) for name, paid in given["paid"].items()}
    value = unit_value(cents(given["net_worth_now"]), sum(units.values()), first_value=first)

    assert {name: str(held // UNIT) for name, held in units.items()} == expected["units"]
    assert shown(value) == expected["unit_value"]


def test_pub_14_rice_land_backed_from_dubai() -> None:
    """4,500 a harvest on 30,000 a hectare is 30 % a year, simple."""
    given, expected = vector("PUB-14")
    per_hectare, per_harvest = cents(given["invested_per_hectare"]), cents(given["return_per_harvest"])
    plan = HarvestPlan(per_hectare, per_harvest, given["harvests_per_year"])
    all_land = HarvestPlan(
        per_hectare * given["hectares"], per_harvest * given["hectares"], given["harvests_per_year"]
    )
    years = given["lock_in_years"]

    assert shown(plan.return_over(1), 0) == expected["return_per_year"]
    assert shown(plan.return_over(years), 0) == expected["return_over_lock_in"]
    assert decimal_text(plan.simple_yearly_percent, places=2) == expected["derived_simple_annual_percent"]
    assert shown(all_land.invested, 0) == expected["derived_total_capital"]
    assert shown(all_land.return_over(years), 0) == expected["derived_total_return_two_years"]


def test_own_07_what_landed_is_each_members_capital() -> None:
    """Savings become capital at home: fee, rate and receiving fee off, split to the centavo."""
    given, expected = vector("OWN-07")
    paid, landed_exact = all_cents(given["contributions"]), _landed(given)
    landed = round_half_up(landed_exact)
    receiving = cents(given["receiving_fee_php"])

    assert shown(sum(paid.values())) == expected["sent_hkd"]
    assert shown(sum(paid.values()) - cents(given["sending_fee"])) == expected["net_sent_hkd"]
    assert shown(landed_exact + receiving) == expected["php_before_receiving_fee"]
    assert shown(landed) == expected["php_landed"]
    assert all_shown(split_among(landed, paid)) == expected["capital_php"]


def test_own_07_the_all_in_cost_of_sending() -> None:
    """Both fees count, whichever side they were taken on."""
    given, expected = vector("OWN-07")
    rate = _rate(given["rate_php_per_hkd"])
    cost = cost_outward(
        sum(all_cents(given["contributions"]).values()),
        fee=cents(given["sending_fee"]),
        mid=rate,
        applied=rate,
        receiving_fee=cents(given["receiving_fee_php"]),
    )

    assert decimal_text(cost.total_percent, places=2) == expected["all_in_cost_percent_vs_quoted_rate"]


def test_own_07_the_dividend_comes_back_to_each_member() -> None:
    """What the enterprise paid arrives net of its fee and is split by what each put in."""
    given, expected = vector("OWN-07")
    paid = all_cents(given["contributions"])
    home = cents(given["dividend_php"]) - cents(given["return_fee_php"])
    dividend = in_host(home, _rate(given["return_rate_php_per_hkd"]))
    earned = simple_return(dividend, sum(paid.values()))

    assert shown(dividend) == expected["dividend_hkd"]
    assert all_shown(split_among(dividend, paid)) == expected["dividend_hkd_by_member"]
    assert earned is not None
    assert decimal_text(100 * earned, places=2) == expected["simple_return_percent_hkd"]


def _rate(text: str) -> Fraction:
    return minor_rate(rate_from_decimal(text), home="PHP", host="HKD")


def _landed(given: dict[str, Any]) -> Fraction:
    return expected_outward(
        sum(all_cents(given["contributions"]).values()),
        deducted_fee=cents(given["sending_fee"]),
        applied=_rate(given["rate_php_per_hkd"]),
        receiving_fee=cents(given["receiving_fee_php"]),
    )


def test_share_capital_days_weighs_money_by_the_time_it_worked() -> None:
    """Citra joined half a year later, so her part of the dividend is smaller; the end day is not counted."""
    given, expected = vector("share-capital-days")
    start, end = map(day, given["period"])
    paid = [Contribution(name, day(on), cents(amount)) for name, on, amount in given["contributions"]]
    worked = capital_days(paid, start=start, end=end)
    weights = {name: decimal_text(part, places=9) for name, part in fractions_of_whole(worked).items()}
    parts = split_among(cents(given["pool"]), worked)

    assert weights == {name: decimal_text(part, places=9) for name, part in expected["weights"].items()}
    assert all_shown(parts) == expected["amounts"]
    assert shown(sum(parts.values())) == expected["sum"]


def test_share_capital_only_ignores_time() -> None:
    """By capital alone the two who put in the same get the same."""
    given, expected = vector("share-capital-only")
    parts = split_among(cents(given["pool"]), {name: cents(paid) for name, paid in given["contributions"]})

    assert all_shown(parts) == expected["amounts"]
    assert shown(sum(parts.values())) == expected["sum"]


def test_own_15_principal_and_income_of_a_capped_revenue_share() -> None:
    """Two thirds of each payment are principal, and the last payment closes it to the cent."""
    given, expected = vector("OWN-15")
    terms = RevenueShare(cents(given["principal"]), Fraction(1), Fraction(given["cap_multiple"]))
    parts = principal_and_income(terms, list(map(cents, given["payments"])))

    assert [shown(part.principal_minor) for part in parts] == expected["principal_parts"]
    assert [shown(part.income_minor) for part in parts] == expected["income_parts"]
