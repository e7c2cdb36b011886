"""A late charge is proposed once for each time a borrower falls behind, and is never posted by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.db import Database
from msai.services.dues.late import late_charges
from msai.services.dues.together import read_all_owed
from msai.services.loans.standing import list_standings
from tests.msai.services.dues.desk import fine
from tests.msai.services.loans.desk import lend, open_lenders, pay, sunday
from tests.msai.services.sundays import AMINA, GROUP, SITI, holdings

DUE, BEFORE, WEEK_AFTER = date(2026, 2, 18), date(2026, 2, 15), date(2026, 2, 25)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Siti has 300.00 since 18 January; a late payment costs 5 percent, three days late are in time."""
    with database.write() as session:
        open_lenders(session, loan_late_charge_percent="5", loan_grace_days=3)
        lend(session)
        yield session


def proposed(session: Session, on: date, last: date | None) -> list[int]:
    """What the sheet of a day would offer, the last meeting having been on another."""
    standings = list_standings(session, GROUP, on=on)
    return [charge.amount_minor for charge in late_charges(standings, last_held_on=last)]


def test_it_is_proposed_at_the_first_meeting_after_the_days_of_grace(session: Session) -> None:
    """Five percent of 130.00; not on the last day of grace, and not a second time."""
    assert proposed(session, date(2026, 2, 21), BEFORE) == []
    assert proposed(session, date(2026, 2, 22), BEFORE) == [650]
    assert proposed(session, WEEK_AFTER, date(2026, 2, 21)) == [650]
    assert proposed(session, WEEK_AFTER, date(2026, 2, 22)) == []


def test_who_paid_in_time_is_not_charged(session: Session) -> None:
    """And nothing is ever posted by itself."""
    before = holdings(session)
    assert proposed(session, WEEK_AFTER, BEFORE) == [650]
    assert holdings(session) == before
    pay(session, DUE, 13_000)
    assert proposed(session, WEEK_AFTER, BEFORE) == []


def test_a_part_that_is_late_costs_its_part(session: Session) -> None:
    """She brought 100.00 on the day: 30.00 are late."""
    pay(session, DUE, 10_000)
    assert proposed(session, WEEK_AFTER, None) == [150]


def test_without_the_rule_there_is_no_charge(database: Database) -> None:
    """The default is what was always so."""
    with database.write() as session:
        open_lenders(session)
        lend(session)
        assert proposed(session, WEEK_AFTER, None) == []


def test_read_together_it_is_the_same(session: Session) -> None:
    """What one page reads in three statements is what both modules tell."""
    sunday(session, date(2026, 1, 25), fine(SITI, "10.00"), fine(AMINA, "4.00", fund="social"))
    found = balances(session, GROUP, codes=[1100, 1150])
    together = read_all_owed(session, GROUP, found, on=WEEK_AFTER)

    assert together.standings == list_standings(session, GROUP, on=WEEK_AFTER)
    assert [(one.member_no, one.fund, one.amount_minor) for one in together.owed] == [
        (AMINA, "social", 400), (SITI, "savings", 1000)]
