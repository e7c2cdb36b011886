"""Loans by the rules that groups print, each given and paid back in a book: RULE-01, -02, -04 and -05.

* RULE-01: 10,000 at 3 percent a month on what was lent.  A charge belongs to each month that has begun,
  always on the first 10,000: 10,300 pays it back in the first month, 10,600 in the second.  At 5 percent,
  10,500 and 11,000.
* RULE-02: who has saved 12,000 may borrow three times that, 36,000 and not a cent more (in some groups four
  times), and the first month of it costs 1.2 percent, 432.
* RULE-04: 12,000 for a year at 2 percent a month on what was lent: twelve instalments of 1,240, and the group
  has earned 2,880.
* RULE-05: 1,000 for four weeks at 2 percent a week: 1,080 pay it back.

Siti borrows on 18 January, out of a box of 48,000.  Domain, section 4: loans; the figures are the vectors'.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.lending.plan import dated_schedule
from msai.db import Database
from msai.services.loans.errors import LoanOverLimit
from tests.msai.services.loans.desk import ISSUED, LENDS, ask, lend, pay, standing
from tests.msai.services.sundays import LORNA, SITI, Paper, close, decimal, holdings, open_savers, save
from tests.vectors.reading import cents, shown, vector

TOMORROW = ISSUED + timedelta(days=1)
A_MONTH_ON = date(2026, 2, 19)
TWO_YEARS_ON = 1_830_000_000_000
FLAT = {"loan_charge_basis": "flat"}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction."""
    with database.write() as session:
        yield session


def open_group(session: Session, **rules: Any) -> None:
    """Siti has saved 12,000, Lorna 36,000."""
    open_savers(session, rules={**LENDS, "shares_per_meeting": [1, 1_000], **rules})
    close(session, Paper([save(SITI, 240), save(LORNA, 720)]))


def book(session: Session) -> str:
    """Every account in money that holds something, debit positive."""
    return "\n".join(f"{key:<22} {decimal(minor):>9}" for key, minor in sorted(holdings(session).items())
                     if "|shares|" not in key)


@pytest.mark.parametrize(("whose", "first", "second"), [
    ("rate_member_percent", "member_due_at_issue", "member_due_after_one_more_month"),
    ("rate_for_non_member_percent", "non_member_due_at_issue", "non_member_due_after_one_more_month"),
], ids=["3 percent", "5 percent"])
def test_rule_01_each_month_begun_costs_the_same(
    session: Session, whose: str, first: str, second: str,
) -> None:
    """Interest on the first principal again is simple interest, whatever it is called."""
    given, expected = vector("RULE-01")
    open_group(session, loan_charge_percent_per_month=given[whose], **FLAT)
    lend(session, amount_minor=cents(given["principal"]), periods=given["months_unpaid"])

    assert shown(standing(session, TOMORROW).settles_with_minor, 0) == expected[first]
    assert shown(standing(session, A_MONTH_ON).settles_with_minor, 0) == expected[second]


def test_rule_02_three_times_her_savings_and_not_a_cent_more(session: Session) -> None:
    """The first month's interest is on all of it."""
    given, expected = vector("RULE-02")
    most = cents(expected["max_loan_individual"])
    open_group(session, loan_limit_multiple=given["multiple_individual"],
               loan_charge_percent_per_month=given["rate_percent_per_month"])
    with pytest.raises(LoanOverLimit):
        ask(session, amount_minor=most + 1)
    lend(session, amount_minor=most)

    first = standing(session, TOMORROW)
    assert shown(first.unraised_minor) == expected["interest_first_month_on_max_individual"]


def test_rule_02_four_times_where_the_group_says_so(session: Session) -> None:
    """The limit is the rule of the group; the box does not say who may borrow."""
    given, expected = vector("RULE-02")
    open_group(session, loan_limit_multiple=given["multiple_in_group"])
    most = cents(expected["max_loan_in_group"])
    with pytest.raises(LoanOverLimit):
        ask(session, amount_minor=most + 1)

    assert ask(session, amount_minor=most) == "loan-r1"


def test_rule_04_twelve_equal_instalments(session: Session) -> None:
    """Paid on their days they are what was agreed, and afterwards nothing is owed."""
    given, expected = vector("RULE-04")
    open_group(session, loan_charge_percent_per_month=given["flat_rate_percent_per_month"], **FLAT)
    lend(session, amount_minor=cents(given["principal"]), periods=given["months"])
    terms = standing(session, ISSUED).terms
    assert terms is not None
    parts = dated_schedule(terms)
    for part in parts:
        pay(session, part.due_on, part.principal_minor + part.interest_minor, at=TWO_YEARS_ON)

    assert {shown(part.principal_minor + part.interest_minor) for part in parts} == {expected["instalment"]}
    assert (len(parts), expected["total_interest"]) == (given["months"], "2880.00")
    assert book(session) == dedent("""\
        1010|savings|box        50880.00
        3100|savings|member-1  -36000.00
        3100|savings|member-3  -12000.00
        4100|savings|member-3   -2880.00""")


def test_rule_05_four_weeks(session: Session) -> None:
    """1,080 after four weeks: the loan and 80 of interest, which the group has earned."""
    given, expected = vector("RULE-05")
    open_group(session, loan_charge_percent_per_month="0",
               loan_charge_percent_per_week=given["rate_percent_per_week"], **FLAT)
    lend(session, amount_minor=cents(given["principal"]), periods=given["weeks"])
    pay(session, ISSUED + timedelta(weeks=given["weeks"]), cents(expected["due"]))

    assert expected["interest_simple"] == "80.00"
    assert book(session) == dedent("""\
        1010|savings|box        48080.00
        3100|savings|member-1  -36000.00
        3100|savings|member-3  -12000.00
        4100|savings|member-3     -80.00""")
