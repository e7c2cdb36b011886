"""Maya joins the group of OWN-05 late: 220 shares of 50.00 are held, each worth 55.00 that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from ledgers.errors import CycleClosed
from ledgers.sharing.leaving import caught_up, enter_at_value
from msai.approvals import AlreadyRequested, Decision, OwnRequest, digest_of
from msai.models.groups import Member
from msai.models.leaving import EntryWaiver
from msai.permissions import SYSTEM_IMPORT, Actor, NotFound, NotPermitted, Relation, Standing
from msai.services.dues.errors import ChargeWithoutWords, OwnCharge
from msai.services.holders import member_holder
from msai.services.joining.entry import plan_entry
from msai.services.joining.errors import (
    JoinedOnNoSuchDay,
    LateEntryCount,
    LateEntryGone,
    LateEntrySettled,
    NobodyComesBack,
)
from msai.services.joining.letting_go import (
    AnswerEntryWaiver,
    AskEntryWaiver,
    answer_entry_waiver,
    ask_entry_waiver,
    shown_entry,
)
from msai.services.joining.members import ComeBack, JoinGroup, come_back, join_group
from msai.services.joining.paying import PayEntry, get_late_entry, list_entries_due, pay_entry
from msai.services.leaving.errors import NotLeft
from msai.services.leaving.plan import Cause
from msai.services.sheets import Receipt
from msai.services.two_officers import asked_row, read_reason
from msai.services.two_officers.own_money import OwnMoney
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.leaving.desk import (
    LEAVES_ON,
    SECOND_OFFICER,
    SITI_ID,
    before_she_leaves,
    leave,
)
from tests.msai.services.sundays import (
    AT,
    GROUP,
    OPENED,
    SECOND,
    THIRD,
    TREASURER,
    Paper,
    close,
    decimal,
    holdings,
    reasons,
    save,
)

JOINS_ON = LEAVES_ON
MAYA = member_holder(GROUP, 4).id


def join(session: Session, **changes: Any) -> UUID | None:
    """Maya joins on the Wednesday after; answers what she is to pay."""
    plain: dict[str, Any] = {
        "book_id": GROUP, "name": "Maya Gurung", "joined_on": JOINS_ON, "today": JOINS_ON, "at": AT}
    return join_group(session, TREASURER, JoinGroup(**(plain | changes))).late_entry_id


def pay(session: Session, entry: UUID | None, by: Actor = TREASURER, **changes: Any) -> int:
    """She pays into the box the same day."""
    plain: dict[str, Any] = {"book_id": GROUP, "late_entry_id": entry, "tender": "box",
                             "paid_on": JOINS_ON, "today": JOINS_ON, "at": AT}
    return pay_entry(session, by, PayEntry(**(plain | changes)))


def let_go(session: Session, entry: UUID | None, reason: str = "She was ill", at: int = AT) -> None:
    """Lorna asks that Maya need not pay."""
    ask_entry_waiver(session, TREASURER, AskEntryWaiver(
        book_id=GROUP, waiver_id=UUID(int=1 + at - AT), late_entry_id=entry or GROUP, reason=reason, at=at))


def answer(
    session: Session, entry: UUID | None, actor: Actor = SECOND_OFFICER,
    decision: Decision = Decision.APPROVE, number: int = 1,
) -> None:
    """Another officer answers what she is shown."""
    row = asked_row(session, EntryWaiver, GROUP, waiver_id=UUID(int=number))
    note = read_reason(session, GROUP, row.note_id)
    shown = shown_entry(get_late_entry(session, GROUP, entry or GROUP), note.commitment)
    answer_entry_waiver(session, actor, AnswerEntryWaiver(
        book_id=GROUP, waiver_id=UUID(int=number), decision=decision, seen_digest=digest_of(shown),
        at=AT + 2))


def hers(session: Session) -> dict[str, int]:
    """What the book says under her name."""
    return {key: minor for key, minor in holdings(session).items() if key.endswith("member-4")}


@pytest.mark.parametrize(("rules", "bought", "book"), [
    ({"late_joiner": "catch_up"}, None, {"3100|savings|member-4": -365_000, "9400|shares|member-4": 73}),
    ({"late_joiner": "current_value"}, 10,
     {"3100|savings|member-4": -50_000, "4300|savings|member-4": -5_000, "9400|shares|member-4": 10}),
    ({"late_joiner": "entry_fee", "entry_fee": "20.00"}, None, {"4300|savings|member-4": -2_000}),
], ids=["catch up", "today's value", "entry fee"])
def test_what_she_pays_follows_the_rule(
    session: Session, rules: dict[str, Any], bought: int | None, book: dict[str, int],
) -> None:
    """220 shares of three members: 73 each. Ten shares at 55.00: 500.00 saved, 50.00 above it."""
    before_she_leaves(session, **rules)
    pay(session, join(session, bought=bought))

    assert hers(session) == book
    assert list_entries_due(session, GROUP) == ()
    assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []


def test_nobody_gains_or_loses_by_a_newcomer_at_todays_value(session: Session) -> None:
    """A share is worth 55.00 before and after she bought."""
    before_she_leaves(session, late_joiner="current_value")
    before = plan_entry(session, GROUP, JOINS_ON)
    pay(session, join(session, bought=7))
    after = plan_entry(session, GROUP, JOINS_ON)

    assert before is not None
    assert after is not None
    assert before.value == after.value == 5_500


def test_where_the_rule_says_so_she_begins_like_everybody(session: Session) -> None:
    """There is nothing to pay and nothing waits."""
    before_she_leaves(session)

    assert join(session) is None
    assert list_entries_due(session, GROUP) == ()


def test_who_joins_at_a_meeting_pays_by_the_same_rule(session: Session) -> None:
    """What she is to pay waits after the sheet is posted; the others are those before her."""
    before_she_leaves(session, late_joiner="catch_up")
    said = {"new_members": [{"number": 4, "name": "Maya Gurung"}],
            "attendance": {str(number): "present" for number in range(1, 5)}}
    close(session, Paper([save(4)], held_on=SECOND, said=said))
    [due] = list_entries_due(session, GROUP)

    assert (due.number, due.shares, due.savings_minor, due.fee_minor) == (4, 73, 365_000, 0)


def test_who_joins_at_a_meeting_may_pay_on_its_very_sheet(session: Session) -> None:
    """What was worked out just before it: all of that, or the sheet is held; afterwards nothing is due."""
    before_she_leaves(session, late_joiner="current_value")
    said = {"new_members": [{"number": 4, "name": "Maya Gurung"}],
            "attendance": {str(number): "present" for number in range(1, 5)}}
    joining = {"kind": "late_entry", "member": 4, "tender": "box"}
    held = close(session, Paper([save(4), joining | {"amount": "4014.00"}], held_on=SECOND, said=said))
    assert reasons(held) == {("lines.1", "late_entry_differs")}

    close(session, Paper([save(4), joining | {"amount": "4015.00"}], held_on=SECOND, said=said))

    assert hers(session) == {
        "3100|savings|member-4": -370_000, "4300|savings|member-4": -36_500, "9400|shares|member-4": 74}
    assert list_entries_due(session, GROUP) == ()


def test_nobody_alone_writes_down_that_she_paid_her_own(session: Session) -> None:
    """Maya became an officer before she paid: the other one writes down that the money came."""
    before_she_leaves(session, late_joiner="catch_up")
    entry, maya = join(session), Actor(UUID(int=0x19), "Maya", standings={
        GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), MAYA)})

    with pytest.raises(OwnMoney):
        pay(session, entry, by=maya)
    assert [due.number for due in list_entries_due(session, GROUP)] == [4]


def test_it_is_paid_once_or_let_go(session: Session) -> None:
    """Neither twice, nor after the group let it go."""
    before_she_leaves(session, late_joiner="catch_up")
    entry = join(session)
    pay(session, entry)
    with pytest.raises(LateEntrySettled):
        pay(session, entry)
    with pytest.raises(LateEntrySettled):
        let_go(session, entry)


def test_two_officers_let_it_go(session: Session) -> None:
    """Lorna asks and says why; Amina answers what her screen shows; nothing is posted."""
    before_she_leaves(session, late_joiner="catch_up")
    entry = join(session)
    with pytest.raises(ChargeWithoutWords):
        let_go(session, entry, reason=" ")
    let_go(session, entry)
    with pytest.raises(OwnRequest):
        answer(session, entry, TREASURER)
    with pytest.raises(AlreadyRequested):
        let_go(session, entry)
    assert len(list_entries_due(session, GROUP)) == 1
    answer(session, entry)

    assert (list_entries_due(session, GROUP), hers(session)) == ((), {})


def test_what_the_second_officer_refuses_is_still_to_be_paid(session: Session) -> None:
    """And what was paid meanwhile cannot be let go; she answers nothing that is hers."""
    before_she_leaves(session, late_joiner="catch_up")
    entry = join(session)
    let_go(session, entry)
    with pytest.raises(OwnCharge):
        answer(session, entry, Actor(SECOND_OFFICER.user_id, "Maya", standings={
            GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), MAYA)}))
    answer(session, entry, decision=Decision.REFUSE)
    let_go(session, entry, at=AT + 1)
    pay(session, entry)

    with pytest.raises(LateEntrySettled):
        answer(session, entry, number=2)


@pytest.mark.parametrize(("rules", "book"), [
    ({"late_joiner": "catch_up"}, {"3100|savings|member-4": -365_000, "9400|shares|member-4": 73}),
    ({"late_joiner": "entry_fee", "entry_fee": "20.00"}, {"4300|savings|member-4": -2_000}),
], ids=["catch up", "entry fee"])
def test_she_pays_on_the_sheet(session: Session, rules: dict[str, Any], book: dict[str, int]) -> None:
    """All of it, once, whatever shares a meeting allows; less, or twice, is held."""
    before_she_leaves(session, **rules)
    join(session)
    [due] = list_entries_due(session, GROUP)
    line = {"kind": "late_entry", "member": 4, "tender": "box",
            "amount": decimal(due.savings_minor + due.fee_minor)}
    paper = Paper([line], held_on=SECOND, said={
        "attendance": {str(number): "present" for number in range(1, 5)}})
    less = close(session, replace(paper, lines=[{**line, "amount": "1.00"}]))
    twice = close(session, replace(paper, lines=[line, line]))
    assert (reasons(less), reasons(twice)) == (
        {("lines.0", "late_entry_differs")}, {("lines.1", "late_entry_nothing")})
    assert isinstance(close(session, paper), Receipt)

    assert (hers(session), list_entries_due(session, GROUP)) == (book, ())
    with pytest.raises(LateEntrySettled):
        pay(session, due.late_entry_id)


def test_who_left_pays_nothing_for_joining(session: Session) -> None:
    """Neither then, nor when she comes back: she pays by the rule of the new day."""
    before_she_leaves(session, late_joiner="catch_up")
    leave(session)
    back = ComeBack(book_id=GROUP, member_id=SITI_ID, came_back_on=SECOND, today=SECOND, at=AT)
    first = come_back(session, TREASURER, back).late_entry_id
    session.execute(update(Member).where(
        Member.book_id == GROUP, Member.number == 3).values(left_on=THIRD))
    with pytest.raises(LateEntryGone):
        pay(session, first, paid_on=THIRD, today=THIRD)
    again = come_back(session, TREASURER, replace(back, came_back_on=THIRD, today=THIRD)).late_entry_id

    assert [due.late_entry_id for due in list_entries_due(session, GROUP)] == [again]


@pytest.mark.parametrize(("changes", "refused"), [
    ({"joined_on": JOINS_ON + timedelta(days=1)}, JoinedOnNoSuchDay), ({"bought": 0}, LateEntryCount),
    ({"bought": 100_001}, LateEntryCount), ({"joined_on": OPENED - timedelta(days=1)}, CycleClosed),
])
def test_how_nobody_joins(session: Session, changes: dict[str, Any], refused: type[Exception]) -> None:
    """Not tomorrow, not before there was a group, not with no share at all or more than anybody means."""
    before_she_leaves(session, late_joiner="current_value")
    with pytest.raises(refused):
        join(session, **changes)


@pytest.mark.parametrize(("changes", "refused"), [
    ({"tender": "purse"}, NotFound), ({"paid_on": date(2026, 1, 13)}, JoinedOnNoSuchDay),
    ({"late_entry_id": UUID(int=9)}, NotFound),
])
def test_how_nobody_pays(session: Session, changes: dict[str, Any], refused: type[Exception]) -> None:
    """Into no place, or before she joined."""
    before_she_leaves(session, late_joiner="catch_up")
    entry = join(session)
    with pytest.raises(refused):
        pay(session, entry, **changes)


def test_a_member_takes_nobody_in(session: Session) -> None:
    """It is the officers' work."""
    before_she_leaves(session)
    siti = Actor(UUID(int=0x19), "Siti", standings={GROUP: Standing(frozenset({Relation.MEMBER}), SITI_ID)})
    with pytest.raises(NotPermitted):
        join_group(session, siti, JoinGroup(
            book_id=GROUP, name="Maya", joined_on=JOINS_ON, today=JOINS_ON, at=AT))


def test_she_comes_back_under_her_number(session: Session) -> None:
    """Her passbook goes on; what she pays follows the rule of the day, without herself among the others."""
    before_she_leaves(session, late_joiner="catch_up")
    back = ComeBack(book_id=GROUP, member_id=SITI_ID, came_back_on=SECOND, today=SECOND, at=AT)
    with pytest.raises(NotLeft):
        come_back(session, TREASURER, back)
    leave(session)
    joined = come_back(session, TREASURER, back)
    [due] = list_entries_due(session, GROUP)

    assert (joined.member_id, due.number, due.shares) == (SITI_ID, 3, 95)


def test_nobody_comes_back_after_her_death(session: Session) -> None:
    """Her sister was paid; the number and the passbook stay hers."""
    before_she_leaves(session)
    leave(session, cause=Cause.DIED)

    with pytest.raises(NobodyComesBack):
        come_back(session, TREASURER, ComeBack(
            book_id=GROUP, member_id=SITI_ID, came_back_on=SECOND, today=SECOND, at=AT))


@given(st.fractions(min_value=0, max_value=10**6), st.integers(0, 500), st.integers(0, 10**4))
def test_what_is_paid_is_what_it_is_worth(value: Fraction, bought: int, face: int) -> None:
    """Half up once; savings never above the face, and nothing below nought."""
    exact = value * bought
    entry = enter_at_value(value, bought, face_minor=face)

    assert abs(entry.total_minor - exact) * 2 <= 1
    assert 0 <= entry.savings_minor <= face * bought
    assert entry.fee_minor == 0 or entry.savings_minor == face * bought


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_nobody_buys_more_than_the_others_have(held: int, members: int) -> None:
    """Rounded down, and nothing where nobody was there."""
    each = caught_up(held, members=members)

    assert each * members <= held
    assert (each + 1) * members > held or not members
