"""The ratios by which savings groups are compared, from one snapshot of a group.

They follow the SEEP and SAVIX definitions with one difference: stakes in enterprises count as assets, or a
group that invests would look as if it had lost its money (domain.md section 9). Every ratio is an exact
fraction, None where it is not defined, so that a missing base is never shown as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

WEEKS_A_YEAR: Final = 52


@dataclass(frozen=True, slots=True)
class GroupSnapshot:
    """What is counted in a group on one day; amounts in minor units of its currency, the rest are numbers."""

    members_start: int
    members_now: int
    attending: int
    left: int
    savings: int
    loans_count: int
    loans_out: int
    late_balance: int
    written_off: int
    loan_fund_cash: int
    other_funds: int
    property_start: int
    property_now: int
    stakes: int
    debts: int
    weeks: int


@dataclass(frozen=True, slots=True)
class GroupYear:
    """A group's year and how it stands at the end: named amounts in minor units, and the members."""

    opening_surplus: int
    income: Mapping[str, int]
    costs: Mapping[str, int]
    assets: Mapping[str, int]
    liabilities: Mapping[str, int]
    members: int


def ratio(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    """Give part / whole, exact; None when there is no whole."""
    return Fraction(part) / whole if whole else None


def percent(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    """Give 100 x part / whole, exact; None when there is no whole."""
    return ratio(100 * Fraction(part), whole)


def assets(group: GroupSnapshot) -> int:
    """Give all the group has: loan-fund cash, loans, other funds, property and stakes at carrying value."""
    return group.loan_fund_cash + group.loans_out + group.other_funds + group.property_now + group.stakes


def profit(group: GroupSnapshot) -> int:
    """Give what was earned since saving began: assets less other funds, savings, first property and debts."""
    return assets(group) - group.other_funds - group.savings - group.property_start - group.debts


def retained_earnings(group: GroupSnapshot) -> int:
    """Give the profit with the property the group began with."""
    return profit(group) + group.property_start


def equity(group: GroupSnapshot) -> int:
    """Give what belongs to the members: savings, retained earnings, other funds; assets = debts + equity."""
    return group.savings + retained_earnings(group) + group.other_funds


def attendance_percent(group: GroupSnapshot) -> Fraction | None:
    """Give those attending in percent of the members now."""
    return percent(group.attending, group.members_now)


def dropout_percent(group: GroupSnapshot) -> Fraction | None:
    """Give those who left in percent of the members now; say the denominator wherever it is shown."""
    return percent(group.left, group.members_now)


def dropout_percent_of_start(group: GroupSnapshot) -> Fraction | None:
    """Give those who left in percent of the members at the start, the older form."""
    return percent(group.left, group.members_start)


def retention_percent(group: GroupSnapshot) -> Fraction | None:
    """Give those who did not leave in percent of the members now."""
    return percent(group.members_now - group.left, group.members_now)


def membership_growth_percent(group: GroupSnapshot) -> Fraction | None:
    """Give the change of members in percent of those at the start."""
    return percent(group.members_now - group.members_start, group.members_start)


def members_with_loans_percent(group: GroupSnapshot) -> Fraction | None:
    """Give loans out in percent of members, one loan a member."""
    return percent(group.loans_count, group.members_now)


def average_savings(group: GroupSnapshot) -> Fraction | None:
    """Give savings per member, minor units."""
    return ratio(group.savings, group.members_now)


def average_loan(loans_out: int, loans_count: int) -> Fraction | None:
    """Give what is out per loan, minor units."""
    return ratio(loans_out, loans_count)


def portfolio_at_risk_percent(group: GroupSnapshot) -> Fraction | None:
    """Give the balance of late loans in percent of all loans out."""
    return percent(group.late_balance, group.loans_out)


def write_off_percent(group: GroupSnapshot) -> Fraction | None:
    """Give written-off loans in percent of loans out and written off."""
    return percent(group.written_off, group.loans_out + group.written_off)


def loans_percent_of_assets(group: GroupSnapshot) -> Fraction | None:
    """Give loans out in percent of all assets."""
    return percent(group.loans_out, assets(group))


def fund_utilisation_percent(loans_out: int, loan_fund_cash: int) -> Fraction | None:
    """Give loans out in percent of the loan fund: loans and the cash that could be lent."""
    return percent(loans_out, loans_out + loan_fund_cash)


def return_on_savings_percent(group: GroupSnapshot) -> Fraction | None:
    """Give profit in percent of savings."""
    return percent(profit(group), group.savings)


def return_on_assets_percent(group: GroupSnapshot) -> Fraction | None:
    """Give profit in percent of assets."""
    return percent(profit(group), assets(group))


def annualised(percent_of_period: Fraction | None, weeks: int) -> Fraction | None:
    """Stretch a percent of so many weeks to a year of 52, without compounding; None before the first week."""
    if percent_of_period is None or not weeks:
        return None
    return percent_of_period * WEEKS_A_YEAR / weeks


def annualised_return_on_average_savings_percent(
    group: GroupSnapshot, opening_savings: int
) -> Fraction | None:
    """Give profit in percent of the mean of opening and present savings, stretched to a year."""
    average = Fraction(opening_savings + group.savings, 2)
    return annualised(percent(profit(group), average), group.weeks)


def invested_share_percent(group: GroupSnapshot) -> Fraction | None:
    """Give stakes at carrying value in percent of what members saved and put in."""
    return percent(group.stakes, group.savings)


def cost_of_sending_percent(costs: int, sent: int) -> Fraction | None:
    """Give fees and exchange margin in percent of what was sent, weighted by amount as a sum is."""
    return percent(costs, sent)


def capital_returned_percent(returned: int, sent: int) -> Fraction | None:
    """Give capital that came back in percent of capital sent; both at cost."""
    return percent(returned, sent)


def months_between(earlier_month: int, later_month: int) -> int:
    """Give the months from one month to a later one, both written as 202511; nought within one."""
    years = later_month // 100 - earlier_month // 100
    return max(0, 12 * years + later_month % 100 - earlier_month % 100)


def surplus_of_year(year: GroupYear) -> int:
    """Give income less costs of the year, minor units."""
    return sum(year.income.values()) - sum(year.costs.values())


def closing_surplus(year: GroupYear) -> int:
    """Give the surplus carried into the next year, minor units."""
    return year.opening_surplus + surplus_of_year(year)


def balance_totals(year: GroupYear) -> tuple[int, int]:
    """Give both sides of the balance sheet: assets, and liabilities with surplus; they agree if sound."""
    return sum(year.assets.values()), sum(year.liabilities.values()) + closing_surplus(year)


def net_worth_per_member(year: GroupYear, savings: int) -> Fraction | None:
    """Give members' savings and surplus per member; funds that are the group's own are left out."""
    return ratio(savings + closing_surplus(year), year.members)
