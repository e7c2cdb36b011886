"""Maya was written down as having paid for joining late; the line is put right, and what is missing owed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from msai.services.corrections import Cash
from msai.services.joining.members import JoinGroup, join_group
from msai.services.joining.paying import PayEntry, list_entries_due, pay_entry
from msai.services.sheets import LineKind, Receipt, SheetLine
from tests.msai.services.corrections import desk
from tests.msai.services.leaving.desk import LEAVES_ON, before_she_leaves
from tests.msai.services.sundays import AT, GROUP, SECOND, TREASURER, Paper, close, save

MAYA, SHARES = 4, 10
ON_SHEET = "late_entry:2"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """On Sunday she saves a share like the others, and pays ten at 55.00 for joining late."""
    with database.write() as session:
        before_she_leaves(session, late_joiner="current_value")
        join_group(session, TREASURER, JoinGroup(
            book_id=GROUP, name="Maya Gurung", joined_on=LEAVES_ON, today=LEAVES_ON, at=AT, bought=SHARES))
        answer = close(session, Paper(
            [save(MAYA), {"kind": "late_entry", "member": MAYA, "amount": "550.00", "tender": "box"}],
            held_on=SECOND,
            said={"attendance": {str(number): "present" for number in range(1, 5)}}))
        assert isinstance(answer, Receipt)
        yield session


def owed(session: Session) -> list[tuple[int, int, int]]:
    """Shares, savings and fee that she has to pay yet."""
    return [(due.shares, due.savings_minor, due.fee_minor) for due in list_entries_due(session, GROUP)]


def put_right(session: Session, reference: str, becomes: SheetLine | None, kind: str) -> None:
    """Two officers put a line right; nobody counted wrong."""
    what = desk.wanted(session, reference, becomes, Cash.HANDED_OVER, kind)
    desk.approve(session, desk.ask(session, what))


def test_what_she_did_not_pay_is_owed_again(session: Session) -> None:
    """First the fee, then the shares; when their line is put back, they are paid after all."""
    assert owed(session) == []

    put_right(session, ON_SHEET, None, "fee")
    assert owed(session) == [(0, 0, 5_000)]

    put_right(session, ON_SHEET, None, "savings")
    assert owed(session) == [(10, 50_000, 5_000)]

    put_right(session, ON_SHEET, desk.saving(SHARES, MAYA), "correction")
    assert owed(session) == [(0, 0, 5_000)]


def test_what_she_paid_less_is_owed_still(session: Session) -> None:
    """It was six shares: four are missing."""
    put_right(session, ON_SHEET, desk.saving(6, MAYA), "savings")

    assert owed(session) == [(4, 20_000, 0)]


def test_her_other_savings_are_nothing_of_it(session: Session) -> None:
    """The share of the Sunday is put right, and she owes nothing for joining."""
    put_right(session, "1", None, "savings")

    assert owed(session) == []


def test_what_was_written_down_between_meetings_is_owed_again(database: Database) -> None:
    """A fee of 20.00 that never came."""
    with database.write() as session:
        before_she_leaves(session, late_joiner="entry_fee", entry_fee="20.00")
        entry = join_group(session, TREASURER, JoinGroup(
            book_id=GROUP, name="Maya", joined_on=LEAVES_ON, today=LEAVES_ON, at=AT)).late_entry_id
        pay_entry(session, TREASURER, PayEntry(
            book_id=GROUP, late_entry_id=entry or UUID(int=0), tender="box", paid_on=LEAVES_ON,
            today=LEAVES_ON, at=AT + 1))
        fee = SheetLine(kind=LineKind.FEE, ref="", member=MAYA, tender="box", amount_minor=500)
        put_right(session, "late_entry", fee, "fee")

        assert owed(session) == [(0, 0, 1_500)]
