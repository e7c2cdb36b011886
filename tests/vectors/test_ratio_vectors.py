"""The ratios of groups and programmes come out as printed, and as this project defines them."""

from fractions import Fraction
from typing import Any

import pytest

from ledgers.money import Rounding, decimal_text
from ledgers.returns.sending_cost import implied_rate
from msai.measures import ratios
from msai.measures.ratios import GroupSnapshot, GroupYear

from .reading import all_cents, cents, shown, vector


@pytest.fixture
def group() -> GroupSnapshot:
    """The snapshot of RULE-07; it has no stake in an enterprise."""
    given, _ = vector("RULE-07")
    renamed = {"dropouts": "left", "loans_n": "loans_count", "loans_value": "loans_out"}
    renamed |= {"write_off": "written_off", "lf_cash": "loan_fund_cash", "other_cash": "other_funds"}
    renamed |= {"prop_start": "property_start", "prop_now": "property_now"}
    numbers = {renamed.get(name, name): int(value) for name, value in given.items()}
    return GroupSnapshot(stakes=0, **numbers)


def test_pub_16_capital_and_jobs_of_the_programme() -> None:
    """A hundred million pesos in fifteen years made two jobs an enterprise."""
    given, expected = vector("PUB-16")
    pooled, enterprises, jobs = cents(given["pooled"]), given["enterprises"], given["jobs"]

    assert _shown(ratios.ratio(pooled, enterprises)) == expected["derived_capital_per_enterprise"]
    assert _text(ratios.ratio(jobs, enterprises), 2) == expected["derived_jobs_per_enterprise"]
    assert _shown(ratios.ratio(pooled, jobs)) == expected["derived_capital_per_job"]


def test_pub_17_the_loan_fund_of_a_real_meeting() -> None:
    """Nearly four fifths of the fund is out, and two rounded amounts imply two rates."""
    given, expected = vector("PUB-17")
    cash, loans = cents(given["cash_in_box"]), cents(given["loans_outstanding"])
    utilisation = ratios.fund_utilisation_percent(loans, cash)
    printed = all_cents(given["eur_printed"])
    implied = {"cash": implied_rate(cash, printed["cash"]), "loans": implied_rate(loans, printed["loans"])}

    assert shown(cash + loans, 0) == expected["derived_loan_fund"]
    assert _text(utilisation, 2) == expected["derived_utilisation_percent"]
    assert _shown(ratios.average_loan(loans, given["loans"])) == expected["derived_average_loan"]
    assert {name: _text(rate, 2) for name, rate in implied.items()} == expected["derived_implied_ugx_per_eur"]


def test_pub_19_averages_per_client() -> None:
    """The source drops what is beyond its last digit; half up gives the project's own figures."""
    given, expected = vector("PUB-19")
    loan = ratios.average_loan(cents(given["loans_outstanding"]), given["loan_clients"])
    savings = ratios.ratio(cents(given["savings"]), given["clients"])
    assert loan is not None
    assert savings is not None
    cut = Rounding.TRUNCATE

    assert decimal_text(loan / 100, places=0, rounding=cut) == expected["avg_loan_printed"]
    assert decimal_text(savings / 100, places=2, rounding=cut) == expected["avg_savings_printed"]
    assert [shown(loan), shown(savings)] == [expected["derived_avg_loan"], expected["derived_avg_savings"]]


def test_rule_07_what_the_group_has_and_earned(group: GroupSnapshot) -> None:
    """Assets are debts and what belongs to the members."""
    _, expected = vector("RULE-07")
    amounts = ("assets", "profit", "retained_earnings", "equity")

    assert {name: str(getattr(ratios, name)(group)) for name in amounts} == {
        name: expected[name] for name in amounts
    }
    assert str(group.debts + ratios.equity(group)) == expected["liabilities_and_equity"]


def test_rule_07_members_come_stay_and_borrow(group: GroupSnapshot) -> None:
    """The two forms of dropout differ by their denominator and say so."""
    _, expected = vector("RULE-07")

    assert _text(ratios.attendance_percent(group)) == expected["attendance_percent"]
    assert _text(ratios.dropout_percent(group)) == expected["dropout_percent_commcare"]
    assert _text(ratios.dropout_percent_of_start(group)) == expected["ours_dropout_percent_of_start"]
    assert _text(ratios.retention_percent(group)) == expected["retention_percent_commcare"]
    assert _text(ratios.membership_growth_percent(group)) == expected["membership_growth_percent"]
    assert _text(ratios.members_with_loans_percent(group)) == expected["members_with_loans_percent"]


def test_rule_07_loans_and_their_risk(group: GroupSnapshot) -> None:
    """How much is lent, how much of it is late, and how much was given up."""
    _, expected = vector("RULE-07")
    utilisation = ratios.fund_utilisation_percent(group.loans_out, group.loan_fund_cash)
    average_loan = ratios.average_loan(group.loans_out, group.loans_count)

    assert _text(average_loan, 2) == expected["avg_outstanding_loan"]
    assert _text(ratios.portfolio_at_risk_percent(group)) == expected["par_percent"]
    assert _text(ratios.loans_percent_of_assets(group)) == expected["loans_as_percent_of_assets"]
    assert _text(utilisation) == expected["loan_fund_utilisation_percent"]
    assert _text(ratios.write_off_percent(group)) == expected["ours_write_off_percent_of_loans_plus_writeoff"]


def test_rule_07_what_saving_brought(group: GroupSnapshot) -> None:
    """Profit to savings and assets, as it is and stretched from 39 weeks to a year."""
    _, expected = vector("RULE-07")
    on_assets = ratios.return_on_assets_percent(group)
    per_year = ratios.annualised(on_assets, group.weeks)
    on_average = ratios.annualised_return_on_average_savings_percent(group, opening_savings=0)

    assert _text(ratios.average_savings(group), 2) == expected["avg_savings_per_member"]
    assert _text(ratios.ratio(ratios.profit(group), group.members_now), 2) == expected["profit_per_member"]
    assert _text(ratios.ratio(ratios.equity(group), group.members_now), 2) == expected["equity_per_member"]
    assert _text(ratios.return_on_savings_percent(group), 2) == expected["ours_return_on_savings_percent"]
    assert _text(on_assets, 2) == expected["ours_return_on_assets_percent"]
    assert _text(per_year, 2) == expected["ours_annualised_return_on_assets_percent"]
    assert _text(on_average, 2) == expected["ours_annualised_return_on_avg_savings_percent"]


def test_own_11_the_year_of_a_self_help_group() -> None:
    """The year's surplus joins what was there, and both sides of the balance sheet agree."""
    given, expected = vector("OWN-11")
    year = _year(given)
    savings, loans = year.liabilities["member_savings"], year.assets["loans_to_members"]
    totals = [expected["total_assets"], expected["total_liabilities"]]

    assert shown(ratios.surplus_of_year(year), 0) == expected["surplus_this_year"]
    assert shown(ratios.closing_surplus(year), 0) == expected["closing_surplus"]
    assert [shown(side, 0) for side in ratios.balance_totals(year)] == totals
    assert _shown(ratios.net_worth_per_member(year, savings)) == expected["net_worth_per_member"]
    assert _text(ratios.ratio(loans, savings), 2) == expected["loans_to_savings_ratio"]


def _year(given: dict[str, Any]) -> GroupYear:
    return GroupYear(
        cents(given["opening_surplus"]),
        all_cents(given["income"]),
        all_cents(given["expenses"]),
        all_cents(given["assets"]),
        all_cents(given["liabilities_other"]),
        given["members"],
    )


def _text(value: Fraction | None, places: int = 1) -> str:
    return "not defined" if value is None else decimal_text(value, places=places)


def _shown(minor: Fraction | None) -> str:
    return "not defined" if minor is None else shown(minor)
