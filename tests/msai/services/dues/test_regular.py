"""A fee of the month and one of the year: raised on their days, offered at the next meeting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.errors import CycleClosed
from msai.db import Database
from msai.models.groups import GroupRule
from msai.permissions import SYSTEM_IMPORT, NotPermitted, Relation
from msai.services.dues.errors import FeesNotRaised
from msai.services.dues.regular import MONTHLY, YEARLY, RaiseFees, fee_days, fees_due, raise_fees
from msai.services.group_books import load_group
from msai.services.groups import mark_left
from msai.services.holders import member_holder
from msai.services.leaving.asking import preview_exit
from msai.services.leaving.plan import ExitPlan, WantedExit
from msai.services.share_out import Basis, Decisions, Recovered, SocialEnd, Way, WayKind, preview_share_out
from msai.services.share_out.plan import Plan
from msai.services.sheets import Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.corrections.desk import SECOND_OFFICER, in_role
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    OPENED,
    RULES,
    SITI,
    TREASURER,
    Paper,
    close,
    holdings,
    open_savers,
    reasons,
    save,
)

FEBRUARY = date(2026, 2, 1)
MARCH = date(2026, 3, 1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Each member pays 5.00 a month; the first Sunday of the year was held."""
    with database.write() as session:
        open_savers(session, rules={**RULES, "monthly_fee": "5.00"})
        assert isinstance(close(session, Paper([save(SITI)], held_on=FIRST)), Receipt)
        yield session
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []


def fees(session: Session, on: date = FEBRUARY) -> int:
    """Lorna writes down what fell due."""
    return raise_fees(session, TREASURER, RaiseFees(book_id=GROUP, on=on, at=AT))


def owed(session: Session) -> dict[str, int]:
    """What members owe, and the fees that were earned, less what they owe."""
    return {key: minor for key, minor in holdings(session).items() if key.startswith(("1150", "4300"))}


def change(session: Session, name: str, amount: str, since: date) -> None:
    """A rule of the group from a day on."""
    session.execute(insert(GroupRule).values(
        book_id=GROUP, name=name, holds_from=since, recorded_at=AT + 1, recorded_by=GROUP,
        value=json.dumps(amount)))


def meet(session: Session, day: date, *lines: dict[str, Any]) -> Any:
    """A meeting on a day."""
    return close(session, Paper(lines, held_on=day, said={"other_day": True}))


def test_the_next_meeting_raises_the_fee_and_takes_it_on_its_very_sheet(session: Session) -> None:
    """On 1 February Siti pays, Amina and Lorna owe it; the Sunday after nothing is raised again."""
    paid = {"kind": "fee_paid", "member": SITI, "amount": "5.00", "tender": "box"}
    assert isinstance(meet(session, FEBRUARY, paid), Receipt)
    after = owed(session)
    assert isinstance(meet(session, FEBRUARY + timedelta(days=7)), Receipt)

    assert owed(session) == after == {
        **{f"1150|savings|member-{number}": 500 for number in (LORNA, AMINA)},
        **{f"4300|savings|member-{number}": -500 for number in (LORNA, AMINA, SITI)}}


def test_between_meetings_an_officer_raises_it_once(session: Session) -> None:
    """Whoever presses the button, and the meeting after it."""
    assert (fees(session), fees(session)) == (1, 0)
    assert isinstance(meet(session, FEBRUARY), Receipt)

    assert owed(session) == {
        **{f"1150|savings|member-{number}": 500 for number in (LORNA, AMINA, SITI)},
        **{f"4300|savings|member-{number}": -500 for number in (LORNA, AMINA, SITI)}}


def test_the_fee_is_that_of_its_day(session: Session) -> None:
    """From the middle of February it is 8.00: the first of the month cost 5.00 all the same."""
    change(session, MONTHLY, "8.00", date(2026, 2, 15))
    due = fees_due(session, load_group(session, GROUP, MARCH), on=MARCH)

    assert [(fee.on, fee.amount_minor) for fee in due] == [(FEBRUARY, 500), (MARCH, 800)]


def test_who_left_is_asked_for_nothing_and_who_came_later_neither(session: Session) -> None:
    """Siti leaves on 2 February, before anybody raised the fee of the day before."""
    mark_left(session, GROUP, SITI, on=FEBRUARY + timedelta(days=1))
    fees(session, FEBRUARY + timedelta(days=2))

    assert f"1150|savings|member-{SITI}" not in owed(session)


def test_nobody_leaves_and_nothing_is_shared_out_before_it_is_raised(session: Session) -> None:
    """What fell due by the day is a part of both; once it is written down, neither is stopped by it."""
    share_out = Decisions(
        ended_on=FEBRUARY, basis=Basis.SHARES, step_minor=10, social=SocialEnd.KEPT, recovered=Recovered.POT,
        usual=Way(WayKind.PAID, "box"), roll=(LORNA, AMINA, SITI))
    leaving = WantedExit(
        book_id=GROUP, member_id=member_holder(GROUP, SITI).id, on=FEBRUARY, tender="box")

    def she_leaves() -> ExitPlan:
        return preview_exit(session, TREASURER, leaving, today=FEBRUARY)

    def all_share() -> Plan:
        return preview_share_out(session, TREASURER, GROUP, decided=share_out, today=FEBRUARY, at=AT)

    for reckoning in she_leaves, all_share:
        with pytest.raises(FeesNotRaised):
            reckoning()
    fees(session)

    assert [debt.owed_minor for debt in she_leaves().debts] == [500]
    assert all_share().book.cycle.cycle_no == 1


def test_a_sheet_that_is_held_raises_nothing(session: Session) -> None:
    """She pays more than the fee: the sheet is mended, and nothing stands in the book."""
    before = holdings(session)
    held = meet(session, FEBRUARY, {"kind": "fee_paid", "member": SITI, "amount": "5.01", "tender": "box"})

    assert reasons(held) == {("lines.0.amount", "payment_exceeds_dues")}
    assert holdings(session) == before


def test_a_day_that_has_not_come_raises_nothing(session: Session) -> None:
    """A sheet of the year 9999 is held for its day, and no fee of eight thousand years is worked out."""
    held = meet(session, date(9999, 12, 26))

    assert ("date", "in_the_future") in reasons(held)
    assert owed(session) == {}


def test_only_officers_raise_fees_and_only_in_an_open_cycle(session: Session) -> None:
    """A member does not, and no day before there was a group has a fee."""
    with pytest.raises(NotPermitted):
        raise_fees(session, in_role(SECOND_OFFICER, Relation.MEMBER), RaiseFees(
            book_id=GROUP, on=FEBRUARY, at=AT))
    with pytest.raises(CycleClosed):
        fees(session, OPENED - timedelta(days=1))
    assert owed(session) == {}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_a_year_has_twelve_fees_of_the_month_and_one_of_the_year(since: date, days: int) -> None:
    """Each on its first day, in order, none twice."""
    until = since + timedelta(days=days)
    found = list(fee_days(since, until))
    wanted = [day for day in (since + timedelta(days=n) for n in range(days + 1)) if day.day == 1]

    assert [day for rule, day in found if rule == MONTHLY] == wanted
    assert [day for rule, day in found if rule == YEARLY] == [day for day in wanted if day.month == 1]
