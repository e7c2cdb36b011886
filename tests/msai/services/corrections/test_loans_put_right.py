"""Loans and their payments put right: who owes what afterwards, and by which schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import RepaymentExceedsDebt
from ledgers.lending.plan import dated_schedule
from ledgers.rules.dues import Due
from msai.db import Database
from msai.services.corrections import Cash, preview_correction
from msai.services.corrections.errors import CorrectionOverdraws, LineNotCorrectable, LoanCharged
from msai.services.dues.owed import list_owed
from msai.services.loans.acts import ActKind, LoanChange
from msai.services.loans.errors import LoanMovedSince
from msai.services.loans.standing import list_standings
from msai.services.sheets import LineKind, SheetLine
from tests.msai.services.corrections.desk import TODAY, put_right, wanted
from tests.msai.services.loans import desk
from tests.msai.services.sundays import GROUP, SITI, THIRD, holdings, is_sound, lend, repay

PAID_ON, DUE_ON = date(2026, 1, 28), date(2026, 2, 18)
LOAN = "loan-r1"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction; afterwards verification finds nothing."""
    with database.write() as session:
        yield session
        assert is_sound(session)


def paid(amount_minor: int, **parts: Any) -> SheetLine:
    """Siti brought so much for her loan; its parts follow from the rules unless they are said."""
    return SheetLine(kind=LineKind.REPAYMENT, ref="", member=SITI, tender="box", loan=LOAN,
                     amount_minor=amount_minor, **parts)


def lent(amount_minor: int, loan: str = LOAN) -> SheetLine:
    """Siti was given so much out of the box."""
    return SheetLine(kind=LineKind.LOAN, ref="", member=SITI, tender="box", loan=loan,
                     amount_minor=amount_minor)


def with_charges(session: Session) -> None:
    """She owes 300.00, a fine of 5.00 and, younger than that, interest of 30.00."""
    desk.open_lenders(session)
    desk.lend(session)
    desk.sunday(session, THIRD, {"kind": "fine", "member": SITI, "amount": "5.00", "tender": None},
                {"kind": "interest_due", "member": SITI, "amount": "30.00", "loan": LOAN})


def owes(session: Session) -> dict[str, int]:
    """What is left of the loan, and of each charge."""
    [hers] = list_owed(session, GROUP, on=TODAY)
    charges = {part.due.value: part.left_minor for part in hers.parts if part.due}
    return {"loan": holdings(session)[f"1100|savings|{LOAN}"], **charges}


def test_a_payment_of_raised_interest_gets_another_amount(session: Session) -> None:
    """60.00 were written: interest 30.00, loan 30.00.  It was 20.00, then 50.00 after all."""
    with_charges(session)
    desk.pay(session, PAID_ON, 6000)
    assert owes(session) == {"loan": 27000, "fine": 500}

    put_right(session, LOAN, paid(2000))
    assert owes(session) == {"loan": 30000, "fine": 500, "interest": 1000}
    assert [part.due for part in list_owed(session, GROUP, on=TODAY)[0].parts] == [Due.FINE, Due.INTEREST]

    put_right(session, LOAN, paid(5000))
    assert owes(session) == {"loan": 28000, "fine": 500}
    put_right(session, LOAN, None)
    assert owes(session) == {"loan": 30000, "fine": 500, "interest": 3000}
    assert holdings(session)["1010|savings|box"] == 500000 - 30000


def test_what_changes_is_shown_before(session: Session) -> None:
    """The parts that the rules make of an amount; more than she owed that day is refused."""
    with_charges(session)
    desk.pay(session, PAID_ON, 6000)

    shown = preview_correction(session, desk.TREASURER, wanted(session, LOAN, paid(4500)), on=TODAY)
    becomes = shown.wanted.becomes

    assert becomes is not None
    assert (becomes.interest_minor, becomes.principal_minor) == (3000, 1500)
    assert {account.key: minor for account, minor in shown.changes.items()} == {
        "1010|savings|box": -1500, f"1100|savings|{LOAN}": 1500}
    with pytest.raises(RepaymentExceedsDebt):
        preview_correction(session, desk.TREASURER, wanted(session, LOAN, paid(36100)), on=TODAY)


def test_what_a_later_payment_settled_is_not_paid_again(session: Session) -> None:
    """She paid 10.00, a day later 20.00 and the rest of the interest; the first was 40.00."""
    with_charges(session)
    desk.pay(session, PAID_ON, 1000)
    first = wanted(session, LOAN, paid(4000))
    desk.pay(session, date(2026, 1, 29), 2500)

    shown = preview_correction(session, desk.TREASURER, first, on=TODAY)

    assert {account.key: minor for account, minor in shown.changes.items()} == {
        "1010|savings|box": 3000, f"1100|savings|{LOAN}": -3000}


def test_on_a_sheet_the_parts_may_be_said(session: Session) -> None:
    """Interest alone was paid at the meeting; a third of it was for the loan."""
    with_charges(session)
    desk.sunday(session, date(2026, 2, 1), repay(SITI, "0.00", "30.00", LOAN))
    assert owes(session) == {"loan": 30000, "fine": 500}

    put_right(session, "1", paid(3000, interest_minor=2000, principal_minor=1000))

    assert owes(session) == {"loan": 29000, "fine": 500, "interest": 1000}


def test_a_loan_of_another_amount_has_another_schedule(session: Session) -> None:
    """200.00 were given and not 300.00: ten percent of it is due after a month, and a third of it."""
    desk.open_lenders(session)
    desk.lend(session)
    put_right(session, LOAN, lent(20000))

    stands = desk.standing(session, DUE_ON)

    assert stands.terms is not None
    assert [part.principal_minor for part in dated_schedule(stands.terms)] == [6667, 6667, 6666]
    assert (stands.left_minor, stands.due_interest_minor, stands.due_principal_minor) == (20000, 2000, 6667)
    put_right(session, LOAN, lent(30000))
    assert desk.standing(session, DUE_ON).due_interest_minor == 3000


def test_a_schedule_it_got_since_follows(session: Session) -> None:
    """Put off to five months before anybody noticed; both schedules are of 200.00."""
    desk.open_lenders(session)
    desk.lend(session)
    desk.change(session, LoanChange(kind=ActKind.RESCHEDULED, on=PAID_ON, periods=5))

    put_right(session, LOAN, lent(20000))

    stands = desk.standing(session, DUE_ON)
    assert stands.course is not None
    assert [(terms.principal_minor, terms.periods) for terms in stands.course.versions] == [
        (20000, 3), (20000, 5)]


def test_a_charge_taken_at_issue_follows(session: Session) -> None:
    """Flat, all of it when the loan is given: 300.00 cost 90.00, 200.00 cost 60.00."""
    desk.open_lenders(session, loan_charge_basis="flat", loan_charge_taken="at_issue")
    desk.lend(session)
    assert holdings(session)["4100|savings|member-3"] == -9000

    put_right(session, LOAN, lent(20000))

    found, stands = holdings(session), desk.standing(session, DUE_ON)
    assert (found[f"1100|savings|{LOAN}"], found["4100|savings|member-3"]) == (26000, -6000)
    assert (stands.unraised_minor, stands.due_interest_minor, stands.due_principal_minor) == (0, 0, 8667)


def test_a_loan_that_was_never_given_is_listed_no_more(session: Session) -> None:
    """It was written on the sheet, and nobody took the money; later it turns out that she did."""
    desk.open_lenders(session)
    desk.sunday(session, THIRD, lend(SITI, "300.00"))
    put_right(session, "1", None)
    assert list_standings(session, GROUP, on=DUE_ON) == ()

    put_right(session, "1", lent(15000, "loan-1"), Cash.HANDED_OVER)

    stands = desk.standing(session, date(2026, 2, 25))
    assert (stands.left_minor, stands.due_interest_minor, stands.due_principal_minor) == (15000, 1500, 5000)


def test_a_loan_is_not_taken_out_from_under_its_lines(session: Session) -> None:
    """Interest that was raised goes first, and so does what she paid back."""
    with_charges(session)
    issued = wanted(session, LOAN, None, kind="loan_issued")
    with pytest.raises(LoanCharged):
        preview_correction(session, desk.TREASURER, issued, on=TODAY)
    put_right(session, "2", None)
    with pytest.raises(LoanMovedSince):
        desk.pay(session, PAID_ON, 1000)
    desk.pay(session, TODAY, 1000)
    with pytest.raises(CorrectionOverdraws):
        preview_correction(session, desk.TREASURER, issued, on=TODAY)


def test_what_two_people_decided_is_no_line(session: Session) -> None:
    """A loan that was given up is put right by what comes in for it."""
    desk.open_lenders(session)
    desk.lend(session)
    desk.change(session, LoanChange(kind=ActKind.WRITTEN_OFF, on=PAID_ON))

    with pytest.raises(LineNotCorrectable):
        preview_correction(
            session, desk.TREASURER, wanted(session, LOAN, None, kind="loan_written_off"), on=TODAY)
