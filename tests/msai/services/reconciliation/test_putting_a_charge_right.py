"""A charge that came to light at the bank was typed wrong: two officers put it right as any other line."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.approvals import Decision, OwnRequest, State, digest_of
from msai.models.corrections import Correction
from msai.services.corrections import (
    AnswerCorrection,
    AskCorrection,
    Wanted,
    answer_correction,
    ask_correction,
)
from msai.services.corrections.asking import wanted_of
from msai.services.corrections.plan import plan_correction
from msai.services.reconciliation.items import Item, ItemKind
from msai.services.reconciliation.recording import reconcile_month
from msai.services.reconciliation.standing import read_places
from msai.services.sheets import LineKind, SheetLine
from msai.services.two_officers import read_reason
from tests.ledgers.book_text import balances_as_text
from tests.msai.cast import NOW, Cast
from tests.msai.services.reconciliation.test_comparing import CHARGE, SEPTEMBER, TODAY
from tests.msai.sunday import SAVERS

pytestmark = pytest.mark.usefixtures("savers")
ASKED = UUID(int=0x99)
RIGHT = SheetLine(kind=LineKind.BANK_CHARGE, ref="", tender="bank", fund="savings", amount_minor=1_20)


@pytest.fixture
def seq(session: Session, cast: Cast) -> int:
    """Amina found a charge of 12.00 at the bank; answers the number of its entry."""
    lorna = cast.actor(session, "lorna", SAVERS)
    reconcile_month(session, cast.actor(session, "amina", SAVERS),
                    replace(SEPTEMBER, seen_minor=288_00, items=(CHARGE,)))
    wanted = Wanted(book_id=SAVERS, seq=3, line=1, becomes=RIGHT)
    ask_correction(session, lorna, AskCorrection(
        correction_id=ASKED, wanted=wanted, reason="The bank took 1.20, not 12.00.", on=TODAY, at=NOW))
    return wanted.seq


def answer(session: Session, cast: Cast, name: str) -> State:
    """An officer approves what her screen shows."""
    row = session.execute(
        select(*Correction.__table__.columns).where(
            Correction.book_id == SAVERS, Correction.correction_id == ASKED)).one()
    note = read_reason(session, SAVERS, row.note_id)
    seen = digest_of(plan_correction(session, wanted_of(row), on=TODAY).shown(note.commitment))
    return answer_correction(session, cast.actor(session, name, SAVERS), AnswerCorrection(
        book_id=SAVERS, correction_id=ASKED, decision=Decision.APPROVE, seen_digest=seen, on=TODAY,
        at=NOW + 1))


def test_two_officers_put_the_charge_right(session: Session, cast: Cast, seq: int) -> None:
    """The bank has 298.80 in the book, and the wrong charge stays with its day beside the right one."""
    assert answer(session, cast, "amina") is State.APPROVED
    assert balances_as_text(balances(session, SAVERS), {}) == (
        "bank/savings           Dr   298.80 HKD\n"
        "donations/savings      Cr   300.00 HKD\n"
        "bank charges/savings   Dr     1.20 HKD")


def test_who_asked_cannot_approve(session: Session, cast: Cast, seq: int) -> None:
    """Nothing moved."""
    before = balances(session, SAVERS)
    with pytest.raises(OwnRequest):
        answer(session, cast, "lorna")

    assert balances(session, SAVERS) == before


def test_the_month_that_was_compared_still_says_what_it_said(
    session: Session, cast: Cast, seq: int,
) -> None:
    """The correction is dated the day it was approved, so nobody's look is rewritten."""
    answer(session, cast, "amina")
    [bank] = read_places(session, SAVERS, today=date(2026, 11, 1))

    assert (bank.month(202609).book_minor, bank.month(202609).changed_minor) == (288_00, 0)
    assert bank.month(202610).book_minor == 298_80


def test_interest_that_never_came_is_taken_out(session: Session, cast: Cast) -> None:
    """The line should not be there at all."""
    interest = Item(ItemKind.INTEREST, 5_00)
    reconcile_month(session, cast.actor(session, "amina", SAVERS),
                    replace(SEPTEMBER, seen_minor=305_00, items=(interest,)))
    plan = ask_correction(session, cast.actor(session, "lorna", SAVERS), AskCorrection(
        correction_id=ASKED, wanted=Wanted(book_id=SAVERS, seq=3, line=1, becomes=None),
        reason="It was another group's.", on=TODAY, at=NOW))

    assert {account.key: minor for account, minor in plan.changes.items()} == {
        "1020|savings|bank": -5_00, "4700|savings|None": 5_00}
