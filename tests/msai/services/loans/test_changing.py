"""A new schedule, giving a loan up and money that comes back take two people; lateness is not hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from msai.approvals import AlreadyRequested, ApprovalDecided, Decision, OwnRequest, ShownDiffers, State
from msai.db import Database
from msai.permissions import NotFound, NotPermitted
from msai.services.loans.acts import ActKind, LoanChange, Unpaid
from msai.services.loans.deciding import AskAct, ask_act
from msai.services.loans.errors import LoanActWithoutReason, LoanNeverGivenUp, LoanSettled, OwnLoan
from msai.services.loans.standing import list_standings
from tests.msai.services.corrections.desk import as_member
from tests.msai.services.loans.desk import (
    TREASURER,
    answer,
    ask,
    ask_change,
    change,
    decide,
    lend,
    open_lenders,
    pay,
    seen,
    standing,
    sunday,
)
from tests.msai.services.sundays import AMINA, AT, GROUP, SITI, holdings
from tests.msai.services.sundays import lend as line_of_loan

LATE = date(2026, 4, 1)
PUT_OFF = LoanChange(kind=ActKind.RESCHEDULED, on=LATE, periods=6)
GIVEN_UP = LoanChange(kind=ActKind.WRITTEN_OFF, on=LATE)
BACK = LoanChange(kind=ActKind.RECOVERED, on=date(2026, 4, 5), amount_minor=5_000, tender="box")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which Siti has borrowed 300.00 over three months and paid nothing."""
    with database.write() as session:
        open_lenders(session)
        lend(session)
        yield session


def test_a_new_schedule_keeps_the_old_one_and_how_late_it_was(session: Session) -> None:
    """Six months from the first of April; the interest that was begun stays due; the loan stays at risk."""
    before = holdings(session)
    change(session, PUT_OFF)

    now = standing(session, LATE)
    assert holdings(session) == before
    assert (now.days_past_due, now.was_late_days, now.is_at_risk) == (42, 42, True)
    assert now.terms is not None
    assert now.course is not None
    assert (now.terms.periods, now.terms.ends_on, len(now.course.versions)) == (6, date(2026, 10, 1), 2)
    assert (now.due_interest_minor, now.due_principal_minor) == (9_000, 0)


def test_unpaid_interest_is_added_where_both_agree(session: Session) -> None:
    """Three months of 30.00 become part of the debt, and income."""
    change(session, replace(PUT_OFF, unpaid=Unpaid.ADDED, rate_percent="5"))

    now = standing(session, LATE)
    assert (now.left_minor, now.unraised_minor, now.days_past_due) == (39_000, 0, 0)
    assert now.terms is not None
    assert now.terms.rate_percent == Fraction(5)
    assert holdings(session)["4100|savings|member-3"] == -9_000


def test_a_loan_that_was_put_off_is_paid_back_by_its_new_schedule(session: Session) -> None:
    """Five payments of 65.00 and the interest of each month leave the sixth."""
    change(session, replace(PUT_OFF, unpaid=Unpaid.ADDED))
    for month in range(5, 10):
        day = date(2026, month, 1)
        pay(session, day, standing(session, day).due_minor)

    assert standing(session, date(2026, 9, 1)).left_minor == 39_000 - 5 * 6_500


def test_a_loan_is_given_up_at_the_cost_of_the_group(session: Session) -> None:
    """What is lost is a cost; money that comes later is income of the pot, never more than was given up."""
    change(session, GIVEN_UP)
    assert list_standings(session, GROUP, on=LATE) == ()
    assert holdings(session)["5400|savings|None"] == 30_000

    change(session, BACK)
    assert holdings(session)["4800|savings|None"] == -5_000
    with pytest.raises(LoanNeverGivenUp):
        ask_change(session, replace(BACK, amount_minor=25_001))
    with pytest.raises(LoanSettled):
        ask_change(session, replace(GIVEN_UP, on=BACK.on))


def test_it_takes_two_people_and_neither_is_the_borrower(session: Session) -> None:
    """Lorna asked; a member may not; Amina may not of her own loan."""
    act = ask_change(session, GIVEN_UP)

    with pytest.raises(OwnRequest):
        answer(session, act, TREASURER)
    with pytest.raises(NotPermitted):
        answer(session, act, as_member(SITI))
    with pytest.raises(NotPermitted):
        ask_change(session, GIVEN_UP, as_member(SITI))


def test_nobody_gives_up_her_own_debt(database: Database) -> None:
    """Amina borrowed on a Sunday; Lorna asks; Amina answers."""
    with database.write() as session:
        open_lenders(session)
        ask(session, as_member(AMINA), member=AMINA)
        decide(session, TREASURER)
        sunday(session, date(2026, 1, 18), line_of_loan(AMINA, "300.00", "loan-r1"))
        with pytest.raises(OwnLoan):
            answer(session, ask_change(session, GIVEN_UP))


def test_a_loan_that_moved_since_is_asked_about_again(session: Session) -> None:
    """She paid something in between: what was approved is not what would be posted."""
    act = ask_change(session, GIVEN_UP)
    screen = seen(session, act)
    pay(session, LATE, 10_000)

    with pytest.raises(ShownDiffers):
        answer(session, act, screen=screen)


def test_refused_nothing_moves_and_it_can_be_asked_again(session: Session) -> None:
    """Amina says no; a second answer finds it decided."""
    before, act = holdings(session), ask_change(session, GIVEN_UP)
    with pytest.raises(AlreadyRequested):
        ask_change(session, PUT_OFF)
    assert answer(session, act, decision=Decision.REFUSE) is State.REFUSED
    with pytest.raises(ApprovalDecided):
        answer(session, act, screen=bytes(32))

    assert holdings(session) == before
    change(session, PUT_OFF)


def test_nobody_changes_a_loan_without_saying_why_or_one_that_is_not_there(session: Session) -> None:
    """The member reads the reason."""
    with pytest.raises(LoanActWithoutReason):
        ask_change(session, GIVEN_UP, reason=" ")
    with pytest.raises(NotFound):
        ask_act(session, TREASURER, AskAct(
            book_id=GROUP, loan_id=GROUP, act_id=GROUP, change=GIVEN_UP, reason="Ill", at=AT))
