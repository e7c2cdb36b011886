"""What loans and savings accounts cost and earn by the rules groups and banks print."""

from fractions import Fraction

from ledgers.lending.schedules import ChargeMethod, bank_savings, flat_charge, loan_limit, schedule

from .reading import cents, shown, vector


def test_pub_23_a_bank_account_credited_monthly() -> None:
    """A group checks its bank's book: every printed row is matched with the interest kept exact inside."""
    given, expected = vector("PUB-23")
    rate = Fraction(given["annual_rate_percent"])
    book = bank_savings(cents(given["deposit_per_month"]), rate, months=given["months"])

    assert [shown(month.interest, 0) for month in book] == expected["interest_credited_each_month"]
    assert shown(book[-1].balance_before, 0) == expected["balance_before_interest_month_20"]
    assert shown(book[-1].balance_after, 0) == expected["balance_after_interest_month_20"]


def test_rule_01_interest_again_on_the_first_principal_is_simple() -> None:
    """The source calls it compounding; charged at issue and again each month, it is not."""
    given, expected = vector("RULE-01")
    principal = cents(given["principal"])
    months = range(1, given["months_unpaid"] + 1)
    member, other = (
        [shown(principal + flat_charge(principal, int(given[rate]), periods=n), 0) for n in months]
        for rate in ("rate_member_percent", "rate_for_non_member_percent")
    )

    assert member == [expected["member_due_at_issue"], expected["member_due_after_one_more_month"]]
    assert other == [expected["non_member_due_at_issue"], expected["non_member_due_after_one_more_month"]]


def test_rule_02_a_loan_is_limited_by_own_savings() -> None:
    """Three times her shares alone, four times within the group, and the first month's interest on it."""
    given, expected = vector("RULE-02")
    shares = cents(given["monthly_share"]) * given["months"]
    alone = loan_limit(shares, given["multiple_individual"])
    interest = flat_charge(alone, Fraction(given["rate_percent_per_month"]))

    assert shown(shares, 0) == expected["shares"]
    assert shown(alone, 0) == expected["max_loan_individual"]
    assert shown(loan_limit(shares, given["multiple_in_group"]), 0) == expected["max_loan_in_group"]
    assert shown(interest) == expected["interest_first_month_on_max_individual"]


def test_rule_04_a_flat_loan_in_equal_instalments() -> None:
    """Twelve instalments of 1,240 bring back 12,000 and its charge."""
    given, expected = vector("RULE-04")
    principal, rate = cents(given["principal"]), Fraction(given["flat_rate_percent_per_month"])
    plan = schedule(principal, rate, periods=given["months"], method=ChargeMethod.FLAT)

    assert shown(sum(part.interest_minor for part in plan)) == expected["total_interest"]
    assert {shown(part.total_minor) for part in plan} == {expected["instalment"]}
    assert shown(sum(part.total_minor for part in plan)) == expected["total_paid"]


def test_rule_05_weekly_interest() -> None:
    """Two percent a week for four weeks."""
    given, expected = vector("RULE-05")
    principal, rate = cents(given["principal"]), Fraction(given["rate_percent_per_week"])
    interest = flat_charge(principal, rate, periods=given["weeks"])

    assert shown(interest) == expected["interest_simple"]
    assert shown(principal + interest) == expected["due"]
