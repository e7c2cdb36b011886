"""A loan is asked for, approved by somebody else and given out once, within the rules of that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError, NegativeTender
from ledgers.lending.terms import LoanTermsImpossible
from msai.approvals import Decision, OwnRequest, ShownDiffers
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT, NotFound, NotPermitted
from msai.services.group_rules import GroupRules
from msai.services.holders import member_holder
from msai.services.loans.asking import WithdrawLoan, withdraw_loan
from msai.services.loans.bound import holds_until
from msai.services.loans.errors import (
    BorrowerNotThere,
    LendingOff,
    LoanApprovalLapsed,
    LoanFundUnknown,
    LoanNotApproved,
    LoanOverLimit,
    LoanRequestDecided,
    LoanTermsChanged,
    LoanTooLong,
    OwnLoan,
)
from msai.services.memberships import GrantRole, Role, grant_role
from msai.services.sheets import Receipt
from tests.msai.services.corrections.desk import as_member
from tests.msai.services.loans.desk import (
    ISSUED,
    REQUEST,
    SECOND,
    TREASURER,
    ask,
    change_rule,
    decide,
    issue,
    lend,
    open_lenders,
    standing,
)
from tests.msai.services.sundays import (
    AMINA,
    AT,
    GROUP,
    LORNA,
    SITI,
    THIRD,
    Paper,
    close,
    holdings,
    reasons,
)
from tests.msai.services.sundays import lend as line_of_loan

GIVEN = line_of_loan(SITI, "300.00", "loan-r1")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group has saved 5,000.00, of which 1,000.00 are Siti's."""
    with database.write() as session:
        open_lenders(session, loan_limit_multiple=3, loan_longest_months=6)
        yield session


def test_a_loan_that_was_approved_is_given_with_the_terms_of_the_day(session: Session) -> None:
    """Ten percent a month on what is left, over three months."""
    before = holdings(session)
    lend(session)

    now = holdings(session)
    moved = {key: now.get(key, 0) - before.get(key, 0) for key in {*now, *before}}
    assert {key: minor for key, minor in moved.items() if minor} == {
        "1010|savings|box": -30_000, "1100|savings|loan-r1": 30_000}
    terms = standing(session, ISSUED).terms
    assert terms is not None
    assert (terms.rate_percent, terms.periods, terms.ends_on) == (Fraction(10), 3, date(2026, 4, 18))


def test_a_member_asks_for_herself_and_an_officer_answers(session: Session) -> None:
    """She needs nobody to write it down for her."""
    ask(session, as_member(SITI))
    decide(session, TREASURER)

    assert issue(session, SECOND)


def test_a_member_does_not_ask_for_another(session: Session) -> None:
    """Or somebody would be in debt who never asked."""
    with pytest.raises(NotFound):
        ask(session, as_member(SITI), member=AMINA)


@pytest.mark.parametrize(("said", "refused"), [
    ({"amount_minor": 300_001}, LoanOverLimit),
    ({"periods": 7}, LoanTooLong),
    ({"periods": 0}, LoanTermsImpossible),
    ({"fund": "investment"}, LoanFundUnknown),
    ({"member": 9}, BorrowerNotThere),
])
def test_what_the_rules_do_not_allow_cannot_be_asked_for(
    session: Session, said: dict[str, Any], refused: type[LedgerError],
) -> None:
    """Three times her own 1,000.00, for six months at most."""
    with pytest.raises(refused):
        ask(session, **said)


def test_a_loan_of_the_social_fund_has_no_limit_of_savings(session: Session) -> None:
    """It is for emergencies; the fund itself is the limit."""
    ask(session, fund="social", amount_minor=300_001)
    decide(session)

    with pytest.raises(NegativeTender):
        issue(session)


def test_a_group_that_does_not_lend_is_not_asked(database: Database) -> None:
    """The rule says so."""
    with database.write() as session:
        open_lenders(session, lending=False)
        with pytest.raises(LendingOff):
            ask(session)


def test_nobody_approves_her_own_request_or_her_own_loan(session: Session) -> None:
    """Lorna asked for Siti; Amina borrows; Lorna with a second sign-in is still Lorna."""
    ask(session)
    with pytest.raises(OwnRequest):
        decide(session, TREASURER)
    with pytest.raises(NotPermitted):
        decide(session, as_member(SITI))


def test_the_borrower_does_not_approve_what_another_asked_for_her(session: Session) -> None:
    """Amina is second officer, and the loan is hers."""
    ask(session, member=AMINA)

    with pytest.raises(OwnLoan):
        decide(session, SECOND)


def test_who_approved_it_does_not_give_it_out(session: Session) -> None:
    """Else one officer could approve and take alone what a friend asked for."""
    ask(session, as_member(SITI))
    decide(session, TREASURER)

    with pytest.raises(OwnLoan):
        issue(session, TREASURER)


def test_her_other_sign_in_does_not_give_it_out_either(session: Session) -> None:
    """Two sign-ins of one member are one person."""
    grant_role(session, SYSTEM_IMPORT, GrantRole(
        book_id=GROUP, user_id=TREASURER.user_id, role=Role.TREASURER, at=AT,
        member_id=member_holder(GROUP, LORNA).id))
    ask(session, as_member(SITI))
    decide(session, TREASURER)

    with pytest.raises(OwnLoan):
        issue(session, replace(TREASURER, user_id=UUID(int=0x1A)))


def test_a_request_is_given_once(session: Session) -> None:
    """Not twice between meetings, and not again on a sheet."""
    lend(session)

    with pytest.raises(LoanNotApproved):
        issue(session)
    again = close(session, Paper([line_of_loan(SITI, "300.00", "loan-r1")], held_on=date(2026, 1, 25)))
    assert reasons(again) >= {("lines.0.loan", "loan_known"), ("lines.0.loan", "loan_not_approved")}


def test_a_screen_that_showed_another_sum_does_not_count(session: Session) -> None:
    """The digest is of what is approved."""
    ask(session)
    with pytest.raises(ShownDiffers):
        decide(session, seen=bytes(32))


def test_what_was_refused_or_taken_back_is_over(session: Session) -> None:
    """It is asked for anew."""
    ask(session)
    decide(session, decision=Decision.REFUSE)

    with pytest.raises(LoanRequestDecided):
        decide(session)
    with pytest.raises(LoanRequestDecided):
        withdraw_loan(session, TREASURER, WithdrawLoan(book_id=GROUP, request_id=REQUEST, at=AT))


def test_she_takes_her_request_back(session: Session) -> None:
    """Then it cannot be given."""
    ask(session, as_member(SITI))
    withdraw_loan(session, as_member(SITI), WithdrawLoan(book_id=GROUP, request_id=REQUEST, at=AT))

    with pytest.raises(LoanNotApproved):
        issue(session)


def test_a_sheet_gives_what_was_approved_and_nothing_else(session: Session) -> None:
    """Another sum or member under the name of the request is held."""
    ask(session)
    decide(session)
    wrong = close(session, Paper([line_of_loan(SITI, "310.00", "loan-r1")], held_on=ISSUED))
    assert reasons(wrong) == {("lines.0.amount", "loan_differs_from_request")}

    right = close(session, Paper([line_of_loan(SITI, "300.00", "loan-r1")], held_on=ISSUED))
    assert isinstance(right, Receipt)
    with pytest.raises(LoanRequestDecided):
        withdraw_loan(session, TREASURER, WithdrawLoan(book_id=GROUP, request_id=REQUEST, at=AT))


def test_the_limits_hold_on_a_sheet_without_a_request(session: Session) -> None:
    """What she saves on the same sheet counts; what she owes already counts too."""
    over = close(session, Paper([line_of_loan(SITI, "3000.01")], held_on=ISSUED))
    long = close(session, Paper([{**line_of_loan(SITI, "10.00"), "months": 7}], held_on=ISSUED))

    assert reasons(over) == {("lines.0.amount", "loan_over_limit")}
    assert reasons(long) == {("lines.0.months", "loan_too_long")}
    assert isinstance(close(session, Paper([line_of_loan(LORNA, "3000.00")], held_on=ISSUED)), Receipt)


def test_an_approval_holds_over_two_meetings(session: Session) -> None:
    """Approved on the 18th, it can be given on the 25th and on the first of February, and not later."""
    ask(session)
    decide(session)
    late = date(2026, 2, 2)
    with pytest.raises(LoanApprovalLapsed):
        issue(session, on=late)
    held = close(session, Paper([GIVEN], held_on=late, said={"other_day": True}))
    assert reasons(held) == {("lines.0.loan", "loan_approval_lapsed")}

    assert isinstance(close(session, Paper([GIVEN], held_on=date(2026, 2, 1))), Receipt)


def test_what_the_rules_no_longer_ask_is_asked_for_again(session: Session) -> None:
    """Ten percent were approved; since Monday it is five: neither is given under the other's name."""
    ask(session)
    decide(session)
    since = date(2026, 1, 19)
    change_rule(session, "loan_charge_percent_per_month", '"5"', since)
    with pytest.raises(LoanTermsChanged):
        issue(session, on=since)
    held = close(session, Paper([GIVEN], held_on=THIRD))
    assert reasons(held) == {("lines.0.loan", "loan_terms_changed")}


def test_a_name_kept_for_requests_is_given_to_no_other_loan(session: Session) -> None:
    """Else it could pass for a loan that somebody approved."""
    held = close(session, Paper([GIVEN], held_on=ISSUED))

    assert reasons(held) == {("lines.0.loan", "loan_not_approved")}


@pytest.mark.parametrize(("rule", "last"), [
    ("FREQ=WEEKLY;BYDAY=SU", date(2026, 2, 1)), ("FREQ=MONTHLY;BYDAY=1SU", date(2026, 3, 1)),
    ("FREQ=MONTHLY;BYDAY=-1SU", date(2026, 2, 22)), ("FREQ=YEARLY", date(2026, 3, 19)),
])
def test_until_when_an_approval_holds(rule: str, last: date) -> None:
    """The second meeting after the eighteenth of January, or sixty days."""
    assert holds_until(GroupRules(meets=rule), ISSUED) == last
