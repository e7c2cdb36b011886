"""Dewi's debt was kept back at the share-out; a meeting of the next cycle gives it up, and money comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy.orm import Session

from msai.services.meetings import close_meeting
from msai.services.share_out import Recovered
from msai.services.sheets import Attendance, CloseMeeting, HeldSheet, LineKind, Receipt, Sheet, SheetLine
from tests.msai.services.share_out.table import (
    AT,
    DEWI,
    GROUP,
    SHARES,
    TREASURER,
    earn,
    lend,
    share_it_out,
    standing,
)

SUNDAY = date(2027, 1, 10)
WEEK = timedelta(days=7)
GIVES_UP = SheetLine(kind=LineKind.LOAN_WRITE_OFF, ref="1", loan="loan-1")
COMES = SheetLine(kind=LineKind.RECOVERY, ref="1", loan="loan-1", amount_minor=2_000, tender="box")


def meet(session: Session, day: date, line: SheetLine) -> Receipt | HeldSheet:
    """A meeting with one line, at which everybody is there and the box is as the book says."""
    lying = standing(session)["1010|savings|box"]
    counted = lying + (line.amount_minor if line.kind is LineKind.RECOVERY else 0)
    sheet = Sheet(
        meeting_id=uuid5(GROUP, f"{day}{line}"), held_on=day, number=None, lines=(line,),
        attendance=dict.fromkeys(SHARES, Attendance.PRESENT), opening={("box", "savings"): lying},
        cash_counted_minor=counted)
    return close_meeting(session, TREASURER, CloseMeeting(
        book_id=GROUP, sheet=sheet, body=str(sheet).encode(), received_at=AT + 30 * 86_400_000))


@pytest.fixture(params=[Recovered.OLD_HOLDERS, Recovered.POT])
def given_up(session: Session, request: pytest.FixtureRequest) -> Recovered:
    """After the share-out of OWN-14 she owes 2,666.50, and the first meeting gives it up."""
    lend(session, DEWI, 500_000)
    earn(session, 303_750)
    share_it_out(session, recovered=request.param)
    answer = meet(session, SUNDAY, GIVES_UP)
    assert isinstance(answer, Receipt), answer
    said: Recovered = request.param
    return said


def test_a_meeting_gives_up_what_was_kept_back_at_the_cost_of_those_who_left_it(
    session: Session, given_up: Recovered,
) -> None:
    """No cost of the new cycle: the surplus of 2,666.60 waited for it."""
    assert given_up in Recovered
    assert standing(session) == {"1010|savings|box": 10, "3400|savings|None": -10}


def test_what_comes_at_a_meeting_goes_to_those_who_bore_it(session: Session, given_up: Recovered) -> None:
    """20.00: ten cents a share of the old cycle, or income of the pot, by the rule of the share-out."""
    answer = meet(session, SUNDAY + WEEK, COMES)
    assert isinstance(answer, Receipt), answer

    theirs = {"2100|savings|member-1": -600, "2100|savings|member-2": -370, "2100|savings|member-3": -520,
              "2100|savings|member-4": -450, "2100|savings|member-5": -60}
    whose = theirs if given_up is Recovered.OLD_HOLDERS else {"4800|savings|None": -2_000}
    assert standing(session) == {"1010|savings|box": 2_010, "3400|savings|None": -10, **whose}


@pytest.mark.parametrize("given_up", [Recovered.OLD_HOLDERS], indirect=True)
@pytest.mark.parametrize("changes", [
    {"amount_minor": 266_651}, {"loan": "loan-9"}, {"fund": "social"},
], ids=["more than was given up", "another loan", "another fund"])
def test_what_a_line_of_recovery_cannot_say(
    session: Session, given_up: Recovered, changes: dict[str, Any],
) -> None:
    """Not more than was given up, of a loan that was, into its fund; nothing is posted."""
    before = standing(session)
    line = COMES._replace(**changes)
    answer = meet(session, SUNDAY + WEEK, line)

    assert given_up is Recovered.OLD_HOLDERS
    assert isinstance(answer, HeldSheet)
    assert {reason.code for reason in answer.reasons} & {"loan_never_given_up", "wrong_fund"}
    assert standing(session) == before
