"""What an officer tries with loans, her own and others', and what stops her."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from ledgers.lending.terms import LoanTermsImpossible
from msai.approvals import State
from msai.db import Database
from msai.models.governance import Approval
from msai.permissions import Action
from msai.services.dues.errors import OwnCharge
from msai.services.holders import holder
from msai.services.loans.errors import OwnLoan
from msai.services.loans.paying import RepayLoan, repay_loan
from msai.services.sheets import LineKind, SheetLine
from msai.services.two_officers.own_money import OwnMoney
from tests.msai.services.corrections import desk as corrections
from tests.msai.services.loans.desk import SECOND, TREASURER, ask, open_lenders, sunday
from tests.msai.services.sundays import AMINA, AT, GROUP, THIRD, holdings, lend
from tests.msai.services.sundays import SECOND as SECOND_SUNDAY

LOAN = "loan-1"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which Amina, the second officer, owes 200.00 and a fine of 5.00."""
    with database.write() as session:
        open_lenders(session)
        sunday(session, SECOND_SUNDAY, lend(AMINA, "200.00"),
               {"kind": "fine", "member": AMINA, "amount": "5.00", "tender": None})
        yield session


@pytest.mark.parametrize(("reference", "becomes", "refusal"), [
    ("1", None, OwnLoan),
    ("1", SheetLine(kind=LineKind.LOAN, ref="", member=AMINA, tender="box", loan=LOAN, amount_minor=1_000),
     OwnLoan),
    ("2", None, OwnCharge),
], ids=["her loan away", "her loan smaller", "her fine away"])
def test_nobody_agrees_to_a_correction_of_what_she_owes(
    session: Session, reference: str, becomes: SheetLine | None, refusal: type[Exception],
) -> None:
    """Amina answers neither yes nor no; where she asks herself, Lorna answers."""
    what = corrections.wanted(session, reference, becomes)
    waiting = corrections.ask(session, what)
    with pytest.raises(refusal):
        corrections.approve(session, waiting, SECOND)


def test_her_own_debt_is_put_right_by_the_other(session: Session) -> None:
    """It was 150.00: she says so, and the treasurer agrees."""
    right = SheetLine(
        kind=LineKind.LOAN, ref="", member=AMINA, tender="box", loan=LOAN, amount_minor=15_000)
    waiting = corrections.ask(session, corrections.wanted(session, "1", right), SECOND)

    assert corrections.approve(session, waiting, TREASURER) is State.APPROVED
    assert holdings(session)[f"1100|savings|{LOAN}"] == 15_000


def test_giving_up_a_loan_on_a_sheet_wants_the_other_officer_s_word(session: Session) -> None:
    """The treasurer writes it among forty lines; until somebody agrees the record says it is not approved."""
    sunday(session, THIRD, {"kind": "loan_write_off", "member": AMINA, "loan": LOAN})

    asked = session.scalars(select(Approval).where(
        Approval.book_id == GROUP, Approval.action == Action.MEETING_RECORD.value)).all()

    assert [one.state for one in asked] == [State.PENDING.value] * 2


def test_nobody_writes_down_between_meetings_that_she_paid_her_own_debt(session: Session) -> None:
    """No box is counted on a Wednesday: Amina's word alone clears no debt of hers, today or last week."""
    before = holdings(session)
    paid = RepayLoan(
        book_id=GROUP, loan_id=holder(GROUP, HolderKind.LOAN, LOAN).id, payment_id=UUID(int=0x9A),
        tender="box", amount_minor=20_000, on=SECOND_SUNDAY, at=AT)

    with pytest.raises(OwnMoney):
        repay_loan(session, SECOND, paid)
    assert holdings(session) == before

    repay_loan(session, TREASURER, paid)
    assert holdings(session).get(f"1100|savings|{LOAN}", 0) == 0


@pytest.mark.parametrize("said", [
    {"periods": 200_000}, {"amount_minor": 10**19}, {"amount_minor": 0}, {"amount_minor": -1}])
def test_no_loan_is_of_any_size_and_for_ever(session: Session, said: dict[str, int]) -> None:
    """Numbers that no calendar and no book can hold are refused, not stored."""
    with pytest.raises(LoanTermsImpossible):
        ask(session, on=date(2026, 1, 25), **said)
