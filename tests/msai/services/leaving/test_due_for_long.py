"""Money that Siti did not fetch for a year: listed, paid, or the group's by a decision, taken back or not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine
from ledgers.errors import NegativeTender
from msai.approvals import AlreadyRequested, ApprovalDecided, Decision, OwnRequest, State, digest_of
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.holders import member_holder
from msai.services.leaving.errors import (
    DueExceeded,
    DueNotOldEnough,
    DuePlaceMissing,
    DueTakenBack,
    DueWithoutReason,
    OwnDue,
)
from msai.services.leaving.settling import (
    AnswerSettlement,
    AskSettlement,
    Becomes,
    WantedSettlement,
    answer_settlement,
    ask_settlement,
    get_settlement,
    plan_settlement,
    wanted_of,
)
from msai.services.leaving.unfetched import is_old, list_due_to_members, not_fetched
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.leaving.desk import SECOND_OFFICER, SITI_ID, before_she_leaves, leave
from tests.msai.services.sundays import AT, GROUP, SECOND, SITI, TREASURER, Paper, close, holdings

LATER = date(2027, 1, 14)
PAPER = UUID(int=0xD0)
SITI_AS_OFFICER = Actor(UUID(int=0x19), "Siti", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), SITI_ID)})


@pytest.fixture
def left(session: Session) -> Session:
    """Siti left a year ago, and 1,030.00 are due to her since."""
    before_she_leaves(session)
    leave(session, tender=None)
    return session


def ask(
    session: Session, actor: Actor = TREASURER, settlement_id: UUID = PAPER, *,
    words: str = "We looked for her.", **changes: Any,
) -> UUID:
    """The treasurer asks that all of it become income."""
    plain: dict[str, Any] = {
        "book_id": GROUP, "member_id": SITI_ID, "fund": "savings", "becomes": Becomes.INCOME,
        "amount_minor": 103_000, "on": LATER}
    ask_settlement(session, actor, AskSettlement(
        settlement_id=settlement_id, wanted=WantedSettlement(**(plain | changes)), words=words, at=AT))
    return settlement_id


def answer(
    session: Session, actor: Actor = SECOND_OFFICER, settlement_id: UUID = PAPER,
    decision: Decision = Decision.APPROVE,
) -> State:
    """The second officer answers what her screen shows her."""
    row = get_settlement(session, GROUP, settlement_id)
    seen = digest_of(plan_settlement(session, wanted_of(row)).shown(row.note_id))
    return answer_settlement(session, actor, AnswerSettlement(
        book_id=GROUP, settlement_id=settlement_id, decision=decision, seen_digest=seen, at=AT + 1))


def decide(session: Session, settlement_id: UUID = PAPER, **changes: Any) -> dict[str, int]:
    """Both officers agree; answers the book."""
    ask(session, settlement_id=settlement_id, **changes)
    answer(session, settlement_id=settlement_id)
    return holdings(session)


@pytest.mark.parametrize(("since", "on", "old"), [
    (date(2026, 1, 14), date(2027, 1, 13), False), (date(2026, 1, 14), date(2027, 1, 14), True),
    (date(2024, 2, 29), date(2025, 2, 28), False), (date(2024, 2, 29), date(2025, 3, 1), True),
])
def test_twelve_months_are_over_on_the_same_day(since: date, on: date, old: bool) -> None:
    """From the same day of the next year on."""
    assert is_old(since, on) is old


def test_what_is_due_is_listed_with_its_day_and_reason(left: Session) -> None:
    """What she fetched in between settled the oldest part."""
    paid = {"kind": "payout", "member": SITI, "amount": "30.00", "tender": "box"}
    here = {"attendance": {"1": "present", "2": "present"}}
    close(left, Paper([paid], held_on=SECOND, said=here))
    [due] = list_due_to_members(left, GROUP, on=LATER)
    [part] = due.parts

    assert (due.number, due.amount_minor, due.old_minor(LATER)) == (SITI, 100_000, 100_000)
    assert (part.kind, part.since, part.left_minor) == ("exit", date(2026, 1, 14), 100_000)


@pytest.mark.parametrize(("becomes", "account"), [
    (Becomes.INCOME, "4800|savings|None"), (Becomes.DONATION, "4850|savings|None")])
def test_the_group_may_decide_that_it_is_its_own(left: Session, becomes: Becomes, account: str) -> None:
    """As income, or as a gift to the fund."""
    before = holdings(left).get(account, 0)
    book = decide(left, becomes=becomes)

    assert (book[account] - before, book.get("2100|savings|member-3")) == (-103_000, None)


def test_to_the_social_fund_the_money_goes_with_it(left: Session) -> None:
    """Money of the box changes fund."""
    book = decide(left, becomes=Becomes.SOCIAL, tender="box")

    assert (book["1010|social|box"], book["4850|social|None"]) == (103_000, -103_000)
    assert verify_books(left, SYSTEM_IMPORT, VerifyBooks()) == []


@pytest.mark.parametrize("becomes", [Becomes.INCOME, Becomes.SOCIAL])
def test_she_comes_for_it_and_it_is_due_again(left: Session, becomes: Becomes) -> None:
    """The decision is taken back as it was posted, once."""
    before = holdings(left)
    decide(left, becomes=becomes, tender="box")
    back: dict[str, Any] = {"becomes": Becomes.TAKEN_BACK, "of_id": PAPER, "words": "She is back from home."}

    assert decide(left, UUID(int=0xD1), **back) == before
    with pytest.raises(DueTakenBack):
        ask(left, settlement_id=UUID(int=0xD2), **back)


def test_she_is_paid_between_meetings(left: Session) -> None:
    """A pay-out needs no words, only two officers."""
    book = decide(left, becomes=Becomes.PAID, tender="box", words="", on=date(2026, 2, 1))

    assert "2100|savings|member-3" not in book
    with pytest.raises(DueTakenBack):
        ask(left, settlement_id=UUID(int=0xD1), becomes=Becomes.TAKEN_BACK, of_id=PAPER)


@pytest.mark.parametrize(("changes", "refused"), [
    ({"on": date(2027, 1, 13)}, DueNotOldEnough), ({"amount_minor": 103_001}, DueExceeded),
    ({"words": " "}, DueWithoutReason), ({"becomes": Becomes.SOCIAL}, DuePlaceMissing),
    ({"becomes": Becomes.PAID, "tender": "bank"}, NegativeTender), ({"fund": "social"}, DueExceeded),
])
def test_what_may_not_be(left: Session, changes: dict[str, Any], refused: type[Exception]) -> None:
    """Too early, too much, without words, or from nowhere."""
    with pytest.raises(refused):
        ask(left, **changes)


def test_an_officer_asks_for_her_own_money_and_another_agrees(left: Session) -> None:
    """With two officers nobody else could ask; the word that counts is not hers."""
    ask(left, SITI_AS_OFFICER, becomes=Becomes.PAID, tender="box", words="")
    with pytest.raises(OwnDue):
        answer(left, SITI_AS_OFFICER)
    answer(left)

    assert "2100|savings|member-3" not in holdings(left)


def test_two_people_and_once(left: Session) -> None:
    """Not by her who asked, not twice at once, not again."""
    ask(left)
    with pytest.raises(AlreadyRequested):
        ask(left, settlement_id=UUID(int=0xD1), becomes=Becomes.PAID, tender="box")
    with pytest.raises(OwnRequest):
        answer(left, TREASURER)
    answer(left, decision=Decision.REFUSE)
    with pytest.raises(ApprovalDecided):
        answer(left)

    assert holdings(left)["2100|savings|member-3"] == -103_000


@given(st.lists(st.integers(-50, 50).filter(bool), max_size=20))
def test_parts_sum_to_what_is_due(moves: list[int]) -> None:
    """Whatever was kept and fetched, the parts are what is left of it, and none is below nothing."""
    lines = [line_of(day, minor) for day, minor in enumerate(moves)]
    parts = not_fetched(lines)

    assert sum(part.left_minor for part in parts) == max(0, -sum(moves)) or sum(moves) > 0
    assert all(part.left_minor > 0 for part in parts)
    assert [part.since for part in parts] == sorted(part.since for part in parts)


def line_of(day: int, minor: int) -> RegisterLine:
    """Something kept (below nought) or fetched on a day."""
    account = Account(2100, "savings", member_holder(GROUP, SITI))
    return RegisterLine(account, day + 1, 1, "exit", date(2026, 1, 1) + timedelta(days=day), AT, UUID(int=0),
                        minor, None, None, None, None, 3100, "member-3")
