"""Closing a meeting: posted whole or held whole, exactly once, mended and sent again."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.groups import Sheet
from msai.permissions import SYSTEM_IMPORT, Actor, NotFound, NotPermitted, Relation, Standing
from msai.services.meetings import MeetingConflict
from msai.services.sheets import HeldSheet, Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.sundays import (
    AMINA,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    TREASURER,
    Paper,
    begun,
    close,
    holdings,
    lend,
    reasons,
    repay,
    save,
)

EVERYBODY_SAVES = Paper([save(LORNA), save(AMINA, 2), save(SITI, 5)])


@pytest.fixture
def session(database: Database) -> Session:
    """One transaction in which the group was opened."""
    with begun(database) as session:
        yield session


def stored(session: Session) -> list[tuple[int, str]]:
    """The versions kept of the first Sunday's sheet, and what became of each."""
    rows = session.execute(
        select(Sheet.version, Sheet.state).where(Sheet.book_id == GROUP).order_by(Sheet.version))
    return [(row.version, row.state) for row in rows]


def test_a_meeting_at_which_nobody_paid_anything_is_closed(session: Session) -> None:
    """They talked, and the box was counted: a meeting without an entry is a meeting."""
    answer = close(session, Paper())

    assert isinstance(answer, Receipt)
    assert answer.entries == 0


def test_a_sheet_is_posted_whole(session: Session) -> None:
    """Savings and their shares, a loan, a fine not paid yet: one entry per kind."""
    fine = {"kind": "fine", "member": SITI, "amount": "10.00", "tender": None, "fine": "late"}

    receipt = close(session, Paper([*EVERYBODY_SAVES.lines, lend(AMINA, "120.00"), fine]))

    assert isinstance(receipt, Receipt)
    assert (receipt.number, receipt.entries, receipt.present, receipt.on_roll) == (1, 3, 3, 3)
    assert holdings(session) == {
        "1010|savings|box": 28000, "1100|savings|loan-1": 12000, "1150|savings|member-3": 1000,
        "3100|savings|member-1": -5000, "3100|savings|member-2": -10000, "3100|savings|member-3": -25000,
        "4200|savings|member-3": -1000, "9300|shares|None": -8, "9400|shares|member-1": 1,
        "9400|shares|member-2": 2, "9400|shares|member-3": 5,
    }


def test_a_sheet_sent_twice_is_posted_once(session: Session) -> None:
    """The phone retries when it never hears the answer; the box must not grow twice."""
    first = close(session, EVERYBODY_SAVES)
    before = holdings(session)

    # The retry carries the opening the phone saw, which was the empty box.
    again = close(session, EVERYBODY_SAVES.saying(opening={}, cash_counted="400.00"))

    assert again == first
    assert holdings(session) == before
    assert stored(session) == [(1, "posted")]


def test_another_sheet_under_the_same_id_is_a_conflict(session: Session) -> None:
    """A closed meeting is put right by a correction that everybody can see."""
    close(session, EVERYBODY_SAVES)
    before = holdings(session)

    with pytest.raises(MeetingConflict):
        close(session, Paper([save(LORNA)]))

    assert holdings(session) == before


def test_a_held_sheet_is_kept_and_mended(session: Session) -> None:
    """What breaks a rule stays on the server as it came, with a reason for each line."""
    held = close(session, Paper([save(LORNA, 6), save(99)]))
    assert reasons(held) == {("lines.0.shares", "shares_over_limit"), ("lines.1.member", "unknown_member")}
    assert holdings(session) == {}

    mended = close(session, Paper([save(LORNA, 5)]))

    assert isinstance(mended, Receipt)
    assert stored(session) == [(1, "held"), (2, "posted")]


def test_a_held_sheet_sent_again_unchanged_is_held_again(session: Session) -> None:
    """Nothing is stored twice, and nothing is posted."""
    wrong = Paper([save(LORNA, 6)])

    first, again = close(session, wrong), close(session, wrong)

    assert reasons(first) == reasons(again)
    assert stored(session) == [(1, "held")]


def test_a_sheet_waits_for_the_one_before_it(session: Session) -> None:
    """The phone of last Sunday had no network; its sheet goes first."""
    close(session, Paper([save(LORNA)], number=1))

    waiting = close(session, Paper([save(LORNA)], held_on=SECOND, number=3))

    assert ("number", "earlier_sheet_missing") in reasons(waiting)


def test_a_short_box_is_booked_with_its_reason(session: Session) -> None:
    """Ten dollars are missing; the group says why, and the book follows the box."""
    short = EVERYBODY_SAVES.saying(cash_counted="390.00", difference_reason="A note too little.")

    receipt = close(session, short)

    assert isinstance(receipt, Receipt)
    assert receipt.cash_difference_minor == -1000
    assert holdings(session)["5900|savings|None"] == 1000
    assert holdings(session)["1010|savings|box"] == 39000


def test_only_the_treasurer_closes_meetings(session: Session) -> None:
    """A member who could write the sheet could write herself rich."""
    member = Actor(TREASURER.user_id, "Siti", standings={GROUP: Standing(frozenset({Relation.MEMBER}))})
    stranger = Actor(TREASURER.user_id, "Rajesh")

    with pytest.raises(NotPermitted):
        close(session, EVERYBODY_SAVES, member)
    with pytest.raises(NotFound):
        close(session, EVERYBODY_SAVES, stranger)
    assert holdings(session) == {}


def test_what_a_treasurer_closed_verifies(session: Session) -> None:
    """Two Sundays with a loan and its repayment."""
    close(session, Paper([*EVERYBODY_SAVES.lines, lend(AMINA, "120.00")]))
    close(session, Paper([save(SITI), repay(AMINA, "120.00", "1.20")], held_on=SECOND))

    assert "1100|savings|loan-1" not in holdings(session)
    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []


def test_an_unexpected_failure_holds_the_sheet(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a fault of the programme loses nobody's Sunday."""
    with monkeypatch.context() as broken:
        broken.setattr("msai.services.meetings.keep_loans", lambda *_: 1 / 0)
        held = close(session, EVERYBODY_SAVES)
    assert isinstance(held, HeldSheet)
    assert (reasons(held), holdings(session)) == ({("", "internal")}, {})

    assert isinstance(close(session, EVERYBODY_SAVES), Receipt)
    assert FIRST.isoformat() in str(EVERYBODY_SAVES.held_on)
