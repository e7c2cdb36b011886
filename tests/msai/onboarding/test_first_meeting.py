"""The first sheet after the paper goes on where the paper stopped, and not before it is in the book."""

from typing import Any
from uuid import UUID

import pytest

from msai.approvals import Decision
from msai.permissions import Actor
from msai.schemas.meetings import load_sheet
from msai.services.meetings import close_meeting
from msai.services.onboarding.opening import (
    AnswerOpening,
    answer_opening,
    confirm_opening,
    read_opening,
    save_opening,
    seen_digest,
)
from msai.services.sheets import CloseMeeting, HeldSheet
from tests.msai.cast import NOW
from tests.msai.onboarding.conftest import Desk
from tests.msai.onboarding.twelve import DRAFT, PAPER

MEETING = UUID("01a10000-0000-7000-8000-0000000000bb")
SHEET: dict[str, Any] = {
    "number": 42, "date": "2026-10-25", "attendance": {str(number): "present" for number in range(1, 13)},
    "opening": {"box/savings": "1450.00", "box/social": "240.00", "bank/savings": "4000.00",
                "bank/investment": "900.00"},
    "lines": [{"member": 1, "kind": "savings", "shares": 2, "amount": "100.00", "tender": "box"},
              {"member": 4, "kind": "repayment", "loan": "loan-1", "principal": "100.00", "interest": "0.00",
               "amount": "100.00", "tender": "box"}],
    "cash_counted": "1890.00",
}


def close(desk: Desk, actor: Actor, **changes: Any) -> Any:
    """Close the meeting as the treasurer's phone does."""
    sheet = load_sheet({**SHEET, **changes}, currency="HKD", meeting_id=MEETING)
    return close_meeting(desk.session, actor, CloseMeeting(
        book_id=DRAFT, sheet=sheet, body=b"", received_at=NOW))


@pytest.fixture
def started(desk: Desk) -> tuple[Desk, Actor]:
    """The group with its paper in the book, and its treasurer."""
    desk.open()
    save_opening(desk.session, desk.tess, DRAFT, changes=PAPER, at=NOW)
    lourdes, fatima = desk.officers()
    approval_id = confirm_opening(desk.session, lourdes, DRAFT, at=NOW)
    seen = seen_digest(read_opening(desk.session, fatima, DRAFT, at=NOW))
    answer_opening(desk.session, fatima, AnswerOpening(
        book_id=DRAFT, approval_id=approval_id, seen_digest=seen, decision=Decision.APPROVE, at=NOW))
    return desk, lourdes


def codes(answer: Any) -> set[str]:
    """Why a sheet is held; nothing where it was posted."""
    return {reason.code for reason in answer.reasons} if isinstance(answer, HeldSheet) else set()


def test_the_next_meeting_begins_with_what_the_paper_said(started: tuple[Desk, Actor]) -> None:
    """Meeting 42, the box as it was, a loan that goes on being paid back."""
    assert codes(close(*started)) == set()


@pytest.mark.parametrize(("changes", "code"), [
    ({"number": 43}, "earlier_sheet_missing"), ({"number": 41}, "number_taken"),
    ({"date": "2026-10-18"}, "second_sheet"), ({"opening": {}}, "opening_differs"),
])
def test_a_sheet_that_does_not_follow_the_paper_is_held(
    started: tuple[Desk, Actor], changes: dict[str, Any], code: str,
) -> None:
    """The paper counts as the last meeting."""
    assert code in codes(close(*started, **changes))


def test_no_meeting_is_closed_before_the_paper_is_in_the_book(desk: Desk) -> None:
    """Otherwise the opening would come after the first Sunday."""
    desk.open()
    lourdes, _ = desk.officers()

    assert "opening_not_approved" in codes(close(desk, lourdes))
