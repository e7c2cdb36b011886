"""RULE-07: a group 39 weeks old, its book written out, and every ratio that follows from it.

22 members began, three joined, one left: 24 are with the group, and 21 came last Sunday. They saved 48,000
and gave 3,600 to the social fund. Eleven loans are out, 39,500 together; one of them, of 2,500, should have
been paid back half a year ago, and another, of 500, was given up. Interest of 9,100 came in. The group had
property of 1,000 when it began and bought more for 200. What it has, 61,200, is nobody else's: profit is what
is there beyond savings, the social fund and the property of the beginning, 8,600. Domain, section 9.

PUB-17: 22 loans and what lay in the box after a real meeting. OWN-11: the year of a self-help group, with a
loan from its bank. Source of all figures: the vectors; amounts are written without decimals, as there.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from textwrap import dedent

import pytest
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account, HolderKind
from ledgers.balances import balances
from ledgers.entries import EntryKind
from ledgers.money import decimal_text
from msai.db import Database
from msai.services.holders import holder
from tests.msai.services.ratio_books import keep_book, keep_people, lines, of, post
from tests.msai.services.sundays import GROUP, open_savers
from tests.vectors.reading import vector


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group was opened."""
    with database.write() as session:
        open_savers(session)
        yield session


def book(session: Session, *, loans: bool = True) -> str:
    """Every account that holds something, debit positive; single loans only where they are asked for."""
    return "\n".join(
        f"{account.key:<24} {minor:>7}"
        for account, minor in sorted(balances(session, GROUP).items(), key=lambda one: one[0].key)
        if loans or account.code != 1100)


def shown(session: Session, *names: str) -> dict[str, str]:
    """Some ratios as the page shows them: a percentage, or an amount."""
    found = lines(session)
    return {name: str(found[name].figure or found[name].amount_minor) for name in names}


def test_rule_07_the_book(session: Session) -> None:
    """It comes to the snapshot; eleven loans are left after one was given up."""
    keep_book(session)

    assert book(session, loans=False) == dedent("""\
        1010|savings|box           16900
        1010|social|box             3600
        1500|savings|None           1200
        3100|savings|member-3     -48000
        3300|social|member-3       -3600
        3400|savings|None          -1000
        4100|savings|member-3      -9100
        5400|savings|None            500""")
    owed = balances(session, GROUP, codes=[1100])
    assert (len(owed), sum(owed.values())) == (11, 39_500)


def test_rule_07_the_ratios(session: Session) -> None:
    """Each is the figure of the vector; 2,500 of 39,500 are at risk."""
    keep_people(session)
    keep_book(session)
    _, expected = vector("RULE-07")
    same = {
        "attendance": "attendance_percent", "dropout": "dropout_percent_commcare",
        "dropout_of_start": "ours_dropout_percent_of_start", "growth": "membership_growth_percent",
        "assets": "assets", "profit": "profit", "fund_utilisation": "loan_fund_utilisation_percent",
        "portfolio_at_risk": "par_percent", "write_off": "ours_write_off_percent_of_loans_plus_writeoff"}

    assert shown(session, *same) == {name: expected[key] for name, key in same.items()}


def test_rule_07_what_is_shown_with_fewer_decimals(session: Session) -> None:
    """A percentage has one decimal on the page and an amount none here; the vector has two."""
    keep_people(session)
    keep_book(session)
    _, expected = vector("RULE-07")
    percents = {
        "return_on_savings": "ours_return_on_savings_percent",
        "return_on_assets": "ours_return_on_assets_percent",
        "return_on_assets_a_year": "ours_annualised_return_on_assets_percent"}

    for name, key in percents.items():
        assert abs(Fraction(shown(session, name)[name]) - Fraction(expected[key])) <= Fraction(6, 100), name
    assert shown(session, "average_savings", "average_loan") == {
        "average_savings": decimal_text(Fraction(expected["avg_savings_per_member"]), places=0),
        "average_loan": decimal_text(Fraction(expected["avg_outstanding_loan"]), places=0)}


def test_pub_17_a_loan_fund_after_a_meeting(session: Session) -> None:
    """22 loans, 1,912,000 together, and 525,500 in the box: 78.4 percent of the fund works."""
    given, expected = vector("PUB-17")
    box, out, in_box = of(1010), int(given["loans_outstanding"]), int(given["cash_in_box"])
    post(session, EntryKind.SAVINGS, 1, (box, of(3100, who="member-3"), out + in_box))
    rest = out - (given["loans"] - 1) * 80_000
    post(session, EntryKind.LOAN_ISSUED, 2, (of(1100, who="loan-22"), box, rest), *(
        (of(1100, who=f"loan-{n}"), box, 80_000) for n in range(1, given["loans"])))

    assert shown(session, "assets", "fund_utilisation", "average_loan") == {
        "assets": expected["derived_loan_fund"],
        "fund_utilisation": decimal_text(Fraction(expected["derived_utilisation_percent"]), places=1),
        "average_loan": decimal_text(Fraction(expected["derived_average_loan"]), places=0)}


def keep_year(session: Session) -> None:
    """A bank lent 100,000, members borrowed and paid interest; 4,000 of their loans were given up."""
    box, bank, loan = of(1010), of(1020), of(1100, who="loan-1")
    lender = Account(2200, SAVINGS, holder(GROUP, HolderKind.LENDER, "a-bank"))
    post(session, EntryKind.OPENING, -1, (bank, of(3400), 5_200))
    post(session, EntryKind.SAVINGS, 1, (bank, of(3100, who="member-3"), 72_000))
    post(session, EntryKind.SOCIAL, 1, (of(1020, SOCIAL), of(3300, SOCIAL, "member-3"), 2_400))
    post(session, EntryKind.BORROWING, 2, (bank, lender, 100_000))
    post(session, EntryKind.LOAN_ISSUED, 3, (loan, bank, 162_500))
    post(session, EntryKind.INTEREST_DUE, 20, (bank, of(4100, who="member-3"), 16_800))
    post(session, EntryKind.FINE, 20, (box, of(4200, who="member-3"), 450))
    post(session, EntryKind.BANK_INTEREST, 30, (bank, of(4700), 400))
    post(session, EntryKind.BORROWING_INTEREST, 31, (of(5350), bank, 9_000))
    post(session, EntryKind.EXPENSE, 32, (of(5200), bank, 1_200))
    post(session, EntryKind.LOAN_WRITTEN_OFF, 33, (of(5400), loan, 4_000))
    post(session, EntryKind.OTHER_INVESTMENT, 34, (of(1350), bank, 1_500))
    post(session, EntryKind.TRANSFER, 35, (box, bank, 900))


def test_own_11_the_year_of_a_self_help_group(session: Session) -> None:
    """The surplus of the year and what there was before are what is there beyond savings and debts."""
    _, expected = vector("OWN-11")
    keep_year(session)

    assert book(session) == dedent("""\
        1010|savings|box            1350
        1020|savings|bank          19300
        1020|social|bank            2400
        1100|savings|loan-1       158500
        1350|savings|None           1500
        2200|savings|a-bank      -100000
        3100|savings|member-3     -72000
        3300|social|member-3       -2400
        3400|savings|None          -5200
        4100|savings|member-3     -16800
        4200|savings|member-3       -450
        4700|savings|None           -400
        5200|savings|None           1200
        5350|savings|None           9000
        5400|savings|None           4000""")
    assert shown(session, "assets", "profit") == {
        "assets": expected["total_assets"], "profit": expected["surplus_this_year"]}
