"""Lines put right by two people, worked by hand: what the book holds after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import AlreadyReversed, NegativeTender
from msai.db import Database
from msai.services.corrections import Cash
from msai.services.corrections.errors import (
    CorrectionOverdraws,
    KindNotOffered,
    MemberNotThere,
    NothingChanges,
)
from msai.services.sheets import LineKind, Receipt, SheetLine
from tests.msai.services.corrections.desk import ask, put_right, saving, wanted
from tests.msai.services.sundays import (
    AMINA,
    FOUR,
    SECOND,
    SITI,
    Paper,
    begun,
    close,
    holdings,
    is_sound,
    lend,
    repay,
    save,
)

SHORT = {"cash_counted": "300.00", "difference_reason": "We counted twice."}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group was opened; afterwards verification finds nothing."""
    with begun(database) as session:
        yield session
        assert is_sound(session)


def close_it(session: Session, paper: Paper) -> None:
    """Close a meeting whose sheet is right."""
    assert isinstance(close(session, paper), Receipt)


def test_the_box_was_right_and_the_sheet_was_wrong(session: Session) -> None:
    """Four shares were written and three paid: the count was one share short, and that explains it."""
    close_it(session, FOUR.saying(**SHORT))
    assert holdings(session)["5900|savings|None"] == 5000

    put_right(session, "3", saving(3))

    assert holdings(session) == {
        "1010|savings|box": 30000, "3100|savings|member-1": -5000, "3100|savings|member-2": -10000,
        "3100|savings|member-3": -15000, "9300|shares|None": -6, "9400|shares|member-1": 1,
        "9400|shares|member-2": 2, "9400|shares|member-3": 3,
    }


def test_a_difference_that_is_explained_in_part_leaves_its_rest(session: Session) -> None:
    """Only 30.00 were missing: with three shares the box had 20.00 more than the book."""
    close_it(session, FOUR.saying(cash_counted="320.00", difference_reason="Somebody paid less."))

    put_right(session, "3", saving(3))

    found = holdings(session)
    assert (found["1010|savings|box"], found["4900|savings|None"]) == (32000, -2000)
    assert "5900|savings|None" not in found


def test_two_mistakes_that_hid_each_other(session: Session) -> None:
    """The count agreed because Amina's share was written as Siti's; put right together it agrees again."""
    close_it(session, FOUR)
    put_right(session, "3", saving(3))
    assert holdings(session)["4900|savings|None"] == -5000

    put_right(session, "2", saving(3, AMINA))

    found = holdings(session)
    assert (found["1010|savings|box"], found["3100|savings|member-2"]) == (35000, -15000)
    assert "4900|savings|None" not in found


def test_cash_that_is_handed_over_now_leaves_the_count_alone(session: Session) -> None:
    """She had paid four and wanted three: she gets her 50.00 back today."""
    close_it(session, FOUR.saying(**SHORT))

    put_right(session, "3", saving(3), Cash.HANDED_OVER)

    found = holdings(session)
    assert (found["1010|savings|box"], found["5900|savings|None"]) == (25000, 5000)


def test_the_line_of_another_member(session: Session) -> None:
    """The money was Amina's; nothing moves in the box, and nobody is asked about it."""
    close_it(session, FOUR)

    put_right(session, "3", saving(4, AMINA))

    found = holdings(session)
    assert (found["1010|savings|box"], found["3100|savings|member-2"]) == (35000, -30000)
    assert (found["9400|shares|member-2"], "3100|savings|member-3" in found) == (6, False)


def test_another_fund_bears_what_the_savings_fund_was_short(session: Session) -> None:
    """Ten were written for the social fund and five paid: the savings fund gets its loss back."""
    social = {"kind": "social", "member": SITI, "amount": "10.00", "tender": "box"}
    close_it(session, Paper([*FOUR.lines, social]).saying(cash_counted="355.00", difference_reason="?"))

    paid = SheetLine(kind=LineKind.SOCIAL, ref="", member=SITI, tender="box", amount_minor=500)
    put_right(session, "4", paid)

    found = holdings(session)
    assert (found["1010|social|box"], found["1010|savings|box"]) == (500, 35000)
    assert "5900|savings|None" not in found


def test_a_line_that_should_not_be_there(session: Session) -> None:
    """It was written twice; the book has it once, and the box what was counted."""
    close_it(session, Paper([*FOUR.lines, save(SITI, 1)]).saying(
        cash_counted="350.00", difference_reason="One too few."))

    put_right(session, "4", None)

    found = holdings(session)
    assert (found["1010|savings|box"], found["9400|shares|member-3"]) == (35000, 4)
    assert "5900|savings|None" not in found


def test_a_correction_is_itself_put_right(session: Session) -> None:
    """It was four after all, and then it was five."""
    close_it(session, FOUR)
    put_right(session, "3", saving(3))
    put_right(session, "3", saving(4))
    assert "4900|savings|None" not in holdings(session)

    put_right(session, "3", saving(5), Cash.HANDED_OVER)

    found = holdings(session)
    assert (found["9400|shares|member-3"], found["1010|savings|box"]) == (5, 40000)


def test_a_line_that_was_taken_out_can_come_back(session: Session) -> None:
    """Taking it out was the mistake; it comes back as what it had been, or as another kind."""
    close_it(session, FOUR)
    put_right(session, "3", None)
    held = SheetLine(kind=LineKind.HELD, ref="", member=SITI, tender="box", amount_minor=20000)

    put_right(session, "3", held)

    found = holdings(session)
    assert (found["2100|savings|member-3"], found["1010|savings|box"]) == (-20000, 35000)


def test_interest_and_principal_are_put_right_together(session: Session) -> None:
    """Of 60.00 ten were interest, not twenty."""
    close_it(session, Paper([*FOUR.lines, lend(SITI, "120.00")]))
    close_it(session, Paper([repay(SITI, "40.00", "20.00")], held_on=SECOND))
    right = SheetLine(kind=LineKind.REPAYMENT, ref="", member=SITI, tender="box", loan="loan-1",
                      amount_minor=6000, principal_minor=5000, interest_minor=1000)

    put_right(session, "1", right)

    found = holdings(session)
    assert (found["1100|savings|loan-1"], found["4100|savings|member-3"]) == (7000, -1000)


def test_a_fine_was_paid_and_not_owed(session: Session) -> None:
    """The late fine lay in the box, which was 10.00 over for it."""
    fine = {"kind": "fine", "member": SITI, "amount": "10.00", "tender": None}
    close_it(session, Paper([*FOUR.lines, fine]).saying(cash_counted="360.00", difference_reason="Over."))
    paid = SheetLine(kind=LineKind.FINE, ref="", member=SITI, tender="box", amount_minor=1000)

    put_right(session, "4", paid)

    found = holdings(session)
    assert (found["1010|savings|box"], found["4200|savings|member-3"]) == (36000, -1000)
    assert {"1150|savings|member-3", "4900|savings|None"}.isdisjoint(found)


def test_a_line_is_put_right_once(session: Session) -> None:
    """What stands for it is the correction; the line itself is history."""
    close_it(session, FOUR)
    first = wanted(session, "3", saving(3))
    put_right(session, "3", saving(3))

    with pytest.raises(AlreadyReversed):
        ask(session, first)


def test_what_is_there_no_more_cannot_be_taken_back(session: Session) -> None:
    """She took two shares out since: of the four only two are left to take back."""
    close_it(session, FOUR)
    out = {"kind": "withdrawal", "member": SITI, "amount": "150.00", "shares": 3, "tender": "box"}
    close_it(session, Paper([out], held_on=SECOND))

    with pytest.raises(CorrectionOverdraws):
        ask(session, wanted(session, "3", saving(2)))


def test_a_box_cannot_hand_over_what_it_has_not(session: Session) -> None:
    """The box was emptied into the bank."""
    close_it(session, FOUR)
    moved = {"kind": "transfer", "amount": "350.00", "from_tender": "box", "to_tender": "bank"}
    close_it(session, Paper([moved], held_on=SECOND))

    with pytest.raises(NegativeTender):
        ask(session, wanted(session, "3", saving(3), Cash.HANDED_OVER))


@pytest.mark.parametrize(("becomes", "refusal"), [
    (saving(4), NothingChanges),
    (saving(4, member=9), MemberNotThere),
    (SheetLine(kind=LineKind.EXPENSE, ref="", tender="box", amount_minor=5000), KindNotOffered),
], ids=["the same", "a stranger", "an expense"])
def test_what_a_line_cannot_become(session: Session, becomes: SheetLine, refusal: type[Exception]) -> None:
    """Nothing is asked of the second officer that could not be posted."""
    close_it(session, FOUR)

    with pytest.raises(refusal):
        ask(session, wanted(session, "3", becomes))
