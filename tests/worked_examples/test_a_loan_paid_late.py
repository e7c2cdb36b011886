"""A loan of 300.00 at ten percent a month on what is left, over three months, with one payment late.

Siti borrows on 18 January.  By the schedule she pays 130.00 on 18 February (100.00 and 30.00 interest),
120.00 on 18 March (100.00 and 20.00) and 110.00 on 18 April (100.00 and 10.00).  She pays the first on its
day, the second a month late together with the third: the interest of the last month is then on 200.00 that
were still out, not on 100.00, so 20.00 instead of 10.00.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import dedent

import pytest
from sqlalchemy.orm import Session

from ledgers.lending.plan import dated_schedule
from msai.db import Database
from msai.services.loans.standing import list_standings
from tests.msai.services.loans.desk import ISSUED, lend, open_lenders, pay, standing
from tests.msai.services.sundays import GROUP, decimal, holdings

SECOND_DUE, LATE = date(2026, 3, 18), date(2026, 4, 18)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """The group has 5,000.00 in its box, and Siti her 300.00."""
    with database.write() as session:
        open_lenders(session)
        lend(session)
        yield session


def book(session: Session) -> str:
    """The money of the savings fund, one account a line, debit positive."""
    return "\n".join(f"{key:<25} {decimal(minor):>9}" for key, minor in sorted(holdings(session).items())
                     if "|savings|" in key)


def test_the_schedule_that_was_agreed(session: Session) -> None:
    """It is laid out on the day the loan is given."""
    terms = standing(session, ISSUED).terms
    assert terms is not None

    assert [(str(part.due_on), decimal(part.principal_minor), decimal(part.interest_minor))
            for part in dated_schedule(terms)] == [
        ("2026-02-18", "100.00", "30.00"), ("2026-03-18", "100.00", "20.00"),
        ("2026-04-18", "100.00", "10.00")]


def test_one_payment_late(session: Session) -> None:
    """A month without a payment is 31 days late, and costs what was really out."""
    pay(session, date(2026, 2, 18), 13_000)
    assert standing(session, date(2026, 4, 17)).days_past_due == 30
    late = standing(session, LATE)
    assert (late.days_past_due, late.due_interest_minor, late.due_principal_minor) == (31, 4_000, 20_000)
    pay(session, LATE, 24_000)

    assert list_standings(session, GROUP, on=LATE) == ()
    assert book(session) == dedent("""\
        1010|savings|box            5070.00
        3100|savings|member-1      -2000.00
        3100|savings|member-2      -2000.00
        3100|savings|member-3      -1000.00
        4100|savings|member-3        -70.00""")
