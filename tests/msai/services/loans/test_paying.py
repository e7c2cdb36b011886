"""What is due, how late it is, what a payment pays, and interest raised when it falls due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import CycleClosed, IdempotencyConflict, NotPositive, RepaymentExceedsDebt
from msai.db import Database
from msai.permissions import NotPermitted
from msai.services.loans.charging import RaiseInterest, raise_interest
from msai.services.loans.errors import LoanDayAhead, LoanMovedSince, LoanSettled
from msai.services.loans.paying import Rest
from msai.services.loans.standing import charges_to_raise, list_standings, portfolio_at_risk
from tests.msai.services.corrections.desk import as_member
from tests.msai.services.loans.desk import (
    TREASURER,
    lend,
    open_lenders,
    pay,
    standing,
    sunday,
)
from tests.msai.services.sundays import AT, GROUP, SITI, holdings, repay

FIRST_DUE, SECOND_DUE = date(2026, 2, 18), date(2026, 3, 18)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which Siti has borrowed 300.00 over three months."""
    with database.write() as session:
        open_lenders(session)
        lend(session)
        yield session


def of_loan(session: Session) -> dict[str, int]:
    """What the book holds of the loan and its interest."""
    codes = {"1100", "1150", "4100", "2100"}
    return {key: minor for key, minor in holdings(session).items() if key[:4] in codes}


def test_nothing_is_due_before_its_day_but_a_period_has_begun(session: Session) -> None:
    """The day after it was given, the first month counts for who would pay it all back."""
    early = standing(session, date(2026, 1, 19))

    assert (early.due_minor, early.unraised_minor, early.settles_with_minor) == (0, 3_000, 33_000)
    assert (early.next_due_on, early.days_past_due) == (FIRST_DUE, 0)


def test_on_its_day_the_instalment_is_due_and_not_late(session: Session) -> None:
    """100.00 of the loan and 30.00 of interest."""
    due = standing(session, FIRST_DUE)

    assert (due.due_interest_minor, due.due_principal_minor, due.days_past_due) == (3_000, 10_000, 0)


def test_a_payment_pays_interest_before_principal(session: Session) -> None:
    """20.00 are interest alone; the oldest day stays unpaid."""
    pay(session, FIRST_DUE, 2_000)
    assert of_loan(session) == {"1100|savings|loan-r1": 30_000, "4100|savings|member-3": -2_000}

    late = standing(session, date(2026, 2, 28))
    assert (late.due_interest_minor, late.due_principal_minor, late.late_since) == (1_000, 10_000, FIRST_DUE)
    assert late.days_past_due == 10


def test_who_pays_a_week_late_pays_no_second_month_in_advance(session: Session) -> None:
    """130.00 on the eighth day are the first instalment."""
    pay(session, date(2026, 2, 26), 13_000)

    assert of_loan(session) == {"1100|savings|loan-r1": 20_000, "4100|savings|member-3": -3_000}
    assert standing(session, date(2026, 2, 26)).days_past_due == 0


def test_a_loan_is_settled_early_with_the_period_begun(session: Session) -> None:
    """After the first instalment, 200.00 and the 20.00 of the second month."""
    pay(session, FIRST_DUE, 13_000)
    pay(session, date(2026, 3, 1), 22_000)

    assert of_loan(session) == {"4100|savings|member-3": -5_000}
    assert list_standings(session, GROUP, on=date(2026, 3, 1)) == ()
    with pytest.raises(LoanSettled):
        pay(session, date(2026, 3, 2), 1)


def test_money_over_the_debt_is_kept_only_where_she_says_so(session: Session) -> None:
    """5.00 too much: refused, or hers until she uses it."""
    with pytest.raises(RepaymentExceedsDebt):
        pay(session, FIRST_DUE, 33_500)
    pay(session, FIRST_DUE, 33_500, rest=Rest.HELD)

    assert of_loan(session) == {"2100|savings|member-3": -500, "4100|savings|member-3": -3_000}


def test_the_same_payment_sent_twice_is_one(session: Session) -> None:
    """The phone never heard the answer; the same payment with another amount is not the same."""
    same: dict[str, Any] = {"on": FIRST_DUE, "amount_minor": 13_000, "payment_id": UUID(int=0xA1)}
    others: list[dict[str, Any]] = [{"amount_minor": 12_000}, {"tender": "bank"}, {"on": SECOND_DUE}]
    pay(session, **same)
    pay(session, **same)
    for other in others:
        with pytest.raises(IdempotencyConflict):
            pay(session, **(same | other))

    assert of_loan(session)["1100|savings|loan-r1"] == 20_000


def test_a_day_on_which_nothing_can_be_paid(session: Session) -> None:
    """Nothing, before the last payment, before the cycle, or ahead of the clock."""
    pay(session, SECOND_DUE, 13_000)

    for day, amount, refused in [
        (FIRST_DUE, 100, LoanMovedSince), (date(2025, 12, 1), 100, CycleClosed),
        (date(2027, 1, 1), 100, LoanDayAhead), (SECOND_DUE, 0, NotPositive),
    ]:
        with pytest.raises(refused):
            pay(session, day, amount)


def test_a_loan_over_thirty_days_late_is_at_risk(session: Session) -> None:
    """Thirty days are not over thirty."""
    at_limit = list_standings(session, GROUP, on=date(2026, 3, 20))
    over = list_standings(session, GROUP, on=date(2026, 3, 21))

    assert (portfolio_at_risk(at_limit), portfolio_at_risk(over)) == ((0, 30_000), (30_000, 30_000))


def test_charges_to_the_day_name_their_loan(session: Session) -> None:
    """A share-out raises them and the loan knows them again."""
    [charge] = charges_to_raise(list_standings(session, GROUP, on=FIRST_DUE))

    assert (charge.member.alias, charge.amount_minor, charge.line_ref) == ("member-3", 3_000, "loan-r1")


@pytest.fixture
def when_due(database: Database) -> Iterator[Session]:
    """The same loan in a group that takes the charge when it is due, with five days in time."""
    with database.write() as session:
        open_lenders(session, loan_charge_taken="when_due", loan_grace_days=5)
        lend(session)
        yield session


def raised(session: Session, on: date) -> int:
    """Lorna raises what is due."""
    return raise_interest(session, TREASURER, RaiseInterest(book_id=GROUP, on=on, at=AT))


def test_interest_is_raised_once_for_each_period(when_due: Session) -> None:
    """Two months, two entries; asking again raises nothing."""
    assert [raised(when_due, SECOND_DUE), raised(when_due, SECOND_DUE)] == [2, 0]

    now = standing(when_due, SECOND_DUE)
    assert (now.raised_minor, now.due_interest_minor, now.unraised_minor) == (6_000, 0, 0)


def test_only_officers_raise_interest(when_due: Session) -> None:
    """A member does not charge another."""
    with pytest.raises(NotPermitted):
        raise_interest(when_due, as_member(SITI), RaiseInterest(book_id=GROUP, on=SECOND_DUE, at=AT))


def test_closing_a_meeting_raises_what_was_not_paid_at_it(when_due: Session) -> None:
    """The first month stands on 1150 after the Sunday; the next payment settles it first."""
    sunday(when_due, date(2026, 2, 22))
    assert of_loan(when_due)["1150|savings|member-3"] == 3_000

    sunday(when_due, date(2026, 3, 1), repay(SITI, "100.00", "30.00", "loan-r1"))
    assert of_loan(when_due) == {"1100|savings|loan-r1": 20_000, "4100|savings|member-3": -3_000}


def test_a_few_days_are_in_time(when_due: Session) -> None:
    """By the rule of the group: five."""
    assert standing(when_due, date(2026, 2, 23)).days_past_due == 0
    assert standing(when_due, date(2026, 2, 24)).days_past_due == 6


def test_a_charge_at_issue_is_part_of_the_debt(database: Database) -> None:
    """Flat: three times ten percent of 300.00 are added; nothing more falls due but parts of 390.00."""
    with database.write() as session:
        open_lenders(session, loan_charge_taken="at_issue", loan_charge_basis="flat")
        lend(session)

        assert of_loan(session) == {"1100|savings|loan-r1": 39_000, "4100|savings|member-3": -9_000}
        due = standing(session, FIRST_DUE)
        assert (due.due_principal_minor, due.due_interest_minor, due.unraised_minor) == (13_000, 0, 0)
