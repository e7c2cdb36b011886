"""Money that comes between two meetings is in the book when the next one opens, once, on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict, LedgerError
from msai.db import Database
from msai.models.meetings import MoneyReceipt
from msai.permissions import SYSTEM_IMPORT, Actor, NotFound, NotPermitted, Relation, Standing
from msai.services.corrections.asking import preview_correction
from msai.services.corrections.plan import Wanted
from msai.services.groups import mark_left
from msai.services.holders import member_holder
from msai.services.keys import book_key
from msai.services.meeting_day.receipts import ReceiptRefused, RecordReceipt, context_of, record_receipt
from msai.services.sheets import LineKind, Receipt, SheetLine
from msai.services.two_officers.own_money import OwnMoney
from msai.services.verification import VerifyBooks, verify_books
from msai.services.views.meeting_day.since_close import list_since_close
from msai.services.views.naming import read_roll
from tests.msai.services.sundays import (
    AMINA,
    AT,
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
    save,
)

THURSDAY = date(2026, 1, 15)
ONE, TWO = UUID(int=0x71), UUID(int=0x72)
TWO_SHARES = SheetLine(
    kind=LineKind.SAVINGS, ref="1", member=SITI, tender="bank", amount_minor=10000, shares=2)
COMMAND = RecordReceipt(
    book_id=GROUP, receipt_id=ONE, received_on=THURSDAY, line=TWO_SHARES, at=AT, reference="FPS 8841")


def somebody(relation: Relation) -> Actor:
    """A person of the group."""
    return Actor(UUID(int=0x99), "Somebody", standings={GROUP: Standing(frozenset({relation}))})


def received(line: SheetLine = TWO_SHARES, **changes: Any) -> RecordReceipt:
    """The receipt of Thursday with something different."""
    return replace(COMMAND, line=line, **changes)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """The Thursday after the first Sunday: two have saved, Amina has borrowed."""
    with begun(database, Paper([save(LORNA, 3), save(AMINA), lend(AMINA, "100.00")])) as session:
        yield session


def test_a_transfer_is_in_the_book_on_its_day(session: Session) -> None:
    """Siti is on night shift and sends two shares from her phone."""
    before = holdings(session)
    record_receipt(session, TREASURER, COMMAND)

    changed = {key: minor for key, minor in holdings(session).items() if before.get(key) != minor}
    assert changed == {
        "1020|savings|bank": 10000, "3100|savings|member-3": -10000, "9400|shares|member-3": 2,
        "9300|shares|None": before["9300|shares|None"] - 2}


def test_nobody_writes_down_what_she_brought_herself(session: Session) -> None:
    """Siti keeps the record with Lorna: her own transfer is for Lorna to write down."""
    siti = Actor(UUID(int=0x99), "Siti", standings={
        GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, SITI).id)})
    before = holdings(session)

    with pytest.raises(OwnMoney):
        record_receipt(session, siti, COMMAND)

    assert holdings(session) == before


def test_the_same_receipt_again_is_one(session: Session) -> None:
    """The phone never heard the answer."""
    first, again = (record_receipt(session, TREASURER, COMMAND) for _ in range(2))

    assert first == again
    assert holdings(session)["1020|savings|bank"] == 10000


def test_one_receipt_cannot_say_two_things(session: Session) -> None:
    """An id that was used is not used for another amount."""
    record_receipt(session, TREASURER, COMMAND)

    with pytest.raises(IdempotencyConflict):
        record_receipt(session, TREASURER, received(TWO_SHARES._replace(amount_minor=5000, shares=1)))


def test_the_same_money_typed_twice_is_asked_about(session: Session) -> None:
    """Both officers saw the message of the bank; only if it really came twice is it recorded twice."""
    record_receipt(session, TREASURER, COMMAND)
    second = somebody(Relation.SECOND_OFFICER)

    with pytest.raises(LedgerError, match="receipt_known"):
        record_receipt(session, second, received(receipt_id=TWO))
    assert record_receipt(session, second, received(receipt_id=TWO, again=True)) > 0
    assert holdings(session)["1020|savings|bank"] == 20000


def test_the_next_meeting_opens_with_it(session: Session) -> None:
    """The list says why the bank has more than a week ago, and the opening agrees with the book."""
    record_receipt(session, TREASURER, COMMAND)
    [row] = list_since_close(session, TREASURER, GROUP, people=read_roll(session, GROUP))

    assert (row.occurred_on, row.tender, row.fund, row.amount_minor, row.name) == (
        THURSDAY, "bank", "savings", 10000, "Siti")
    assert isinstance(close(session, Paper([save(SITI)], held_on=SECOND)), Receipt)
    assert list_since_close(session, TREASURER, GROUP, people={}) == ()


def test_a_sheet_that_does_not_know_of_it_is_held(session: Session) -> None:
    """The phone was opened before the transfer came: it has to look again."""
    record_receipt(session, TREASURER, COMMAND)
    answer = close(session, Paper([], held_on=SECOND).saying(opening={"box/savings": "100.00"}))

    assert [reason.code for reason in answer.reasons] == ["opening_differs"]


def test_a_receipt_is_put_right_like_a_line(session: Session) -> None:
    """It was for one share, and the bank's message was misread: one officer asks, another will answer."""
    seq = record_receipt(session, TREASURER, COMMAND)
    wanted = Wanted(book_id=GROUP, seq=seq, line=1, becomes=TWO_SHARES._replace(amount_minor=5000, shares=1))
    plan = preview_correction(session, TREASURER, wanted, on=SECOND)

    assert {account.key: minor for account, minor in plan.changes.items() if minor} == {
        "1020|savings|bank": -5000, "3100|savings|member-3": 5000, "9300|shares|None": 1,
        "9400|shares|member-3": -1}


def test_its_reference_is_sealed(session: Session) -> None:
    """A bank's words name people."""
    record_receipt(session, TREASURER, COMMAND)
    kept = session.get_one(MoneyReceipt, (GROUP, ONE))

    assert b"FPS" not in kept.reference_sealed
    assert book_key(session, GROUP).open(kept.reference_sealed, context_of(ONE)) == "FPS 8841"


OTHERS = {
    "social": TWO_SHARES._replace(kind=LineKind.SOCIAL, shares=0),
    "investment": TWO_SHARES._replace(kind=LineKind.INVESTMENT, shares=0),
    "held": TWO_SHARES._replace(kind=LineKind.HELD, shares=0, amount_minor=1234),
    "repayment": SheetLine(
        kind=LineKind.REPAYMENT, ref="1", member=AMINA, tender="bank", amount_minor=10100, loan="loan-1",
        principal_minor=10000, interest_minor=100),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_money_can_be_for_other_things(session: Session, kind: str) -> None:
    """It goes where a line of a meeting would go, and the books stay whole."""
    record_receipt(session, TREASURER, received(OTHERS[kind]))

    lying = sum(minor for key, minor in holdings(session).items() if key.startswith("1020|"))
    assert lying == OTHERS[kind].amount_minor
    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []


REFUSED: dict[str, tuple[RecordReceipt, str]] = {
    "in the future": (received(received_on=date(2026, 11, 1)), "in_the_future"),
    "before the cycle": (received(received_on=date(2026, 1, 1)), "outside_cycle"),
    "of nobody": (received(TWO_SHARES._replace(member=99)), "unknown_member"),
    "a share and a half": (received(TWO_SHARES._replace(amount_minor=7500, shares=1)), "not_whole_shares"),
    "six shares": (received(TWO_SHARES._replace(amount_minor=30000, shares=6)), "shares_over_limit"),
    "another's loan": (received(OTHERS["repayment"]._replace(member=SITI)), "loan_of_another"),
    "more than is owed": (received(OTHERS["repayment"]._replace(
        amount_minor=10001, principal_minor=10001, interest_minor=0)),
        "repayment_exceeds_debt"),
    "an invented fund": (received(OTHERS["held"]._replace(fund="mine")), "unknown_fund"),
}


@pytest.mark.parametrize("trick", REFUSED)
def test_what_a_meeting_would_not_take_is_not_received(session: Session, trick: str) -> None:
    """The rules of the group hold on a Thursday as well."""
    command, code = REFUSED[trick]
    before = holdings(session)
    with pytest.raises(ReceiptRefused) as refused:
        record_receipt(session, TREASURER, command)

    assert code in [reason.code for reason in refused.value.reasons]
    assert holdings(session) == before


@pytest.mark.parametrize(("line", "code"), [
    (TWO_SHARES._replace(kind=LineKind.WITHDRAWAL), "not_received"),
    (TWO_SHARES._replace(tender="purse"), "unknown_tender"),
    (TWO_SHARES._replace(tender=None), "tender_missing"),
    (OTHERS["held"]._replace(amount_minor=-100), "not_positive"),
])
def test_what_is_not_money_coming_in_is_refused(session: Session, line: SheetLine, code: str) -> None:
    """Money going out needs a meeting and a second officer; money without a place is nowhere."""
    with pytest.raises(LedgerError, match=code):
        record_receipt(session, TREASURER, received(line))


def test_a_member_who_has_left_sends_nothing(session: Session) -> None:
    """Her transfer is talked about first."""
    mark_left(session, GROUP, SITI, on=FIRST)
    with pytest.raises(ReceiptRefused):
        record_receipt(session, TREASURER, COMMAND)

    assert "1020|savings|bank" not in holdings(session)


@pytest.mark.parametrize(("actor", "error"), [
    (somebody(Relation.MEMBER), NotPermitted), (somebody(Relation.FACILITATOR_NAMES), NotPermitted),
    (Actor(UUID(int=5), "Rajesh"), NotFound),
])
def test_only_officers_receive(session: Session, actor: Actor, error: type[LedgerError]) -> None:
    """A member does not write her own savings into the book."""
    with pytest.raises(error):
        record_receipt(session, actor, COMMAND)
