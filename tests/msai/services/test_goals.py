"""A goal: what is left of it, how many meetings remain, and what each would have to bring."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.entries import MAX_AMOUNT
from msai.models.goals import Goal
from msai.models.governance import AuditLine
from msai.permissions import NotFound, Target
from msai.services.goals import (
    GoalDayPast,
    GoalNotAnAmount,
    GoalWordsTooLong,
    KeptGoal,
    SetGoal,
    clear_goal,
    find_goal,
    meetings_between,
    needed_each,
    progress_of,
    set_goal,
)
from msai.services.group_rules import BY_AMOUNT, EVERY_SUNDAY, GroupRules
from msai.services.holders import member_holder
from tests.msai.cast import NOW, Cast
from tests.msai.sunday import SAVERS

TODAY, CHRISTMAS = date(2026, 11, 22), date(2026, 12, 20)
SITI = member_holder(SAVERS, 3).id
BY_THE_SHARE = GroupRules(share_value_minor=5_000)
_OF_SAVERS = select(Goal.words_sealed).where(Goal.book_id == SAVERS)
ROOF: dict[str, Any] = {"amount_minor": 1_000_000, "due_on": CHRISTMAS, "words": "  a roof for my mother "}


def wanted(member_id: UUID = SITI, **changes: Any) -> SetGoal:
    """Siti's roof, or what is different."""
    return SetGoal(book_id=SAVERS, member_id=member_id, today=TODAY, at=NOW, **(ROOF | changes))


@pytest.mark.parametrize("name", ["siti", "lorna", "amina"])
def test_she_sets_it_or_an_officer_for_her(session: Session, savers: Cast, name: str) -> None:
    """The words are sealed, and the group can read who set it."""
    actor = savers.actor(session, name, SAVERS)
    set_goal(session, actor, wanted())

    assert find_goal(session, actor, Target(SAVERS, SITI)) == KeptGoal(
        1_000_000, CHRISTMAS, "a roof for my mother")
    assert b"roof" not in (session.scalar(_OF_SAVERS) or b"roof")
    assert session.scalar(
        select(AuditLine.action).where(AuditLine.book_id == SAVERS, AuditLine.subject == f"member:{SITI}")
    ) == "goal_set"


def test_a_new_goal_takes_the_place_of_the_old_and_can_be_taken_away(session: Session, savers: Cast) -> None:
    """One goal at a time."""
    siti = savers.actor(session, "siti", SAVERS)
    for minor in (500, 700):
        set_goal(session, siti, wanted(amount_minor=minor, due_on=None, words=" "))

    assert find_goal(session, siti, Target(SAVERS, SITI)) == KeptGoal(700, None, None)
    clear_goal(session, siti, Target(SAVERS, SITI), at=NOW)
    assert find_goal(session, siti, Target(SAVERS, SITI)) is None


@pytest.mark.parametrize(("changes", "refusal"), [
    ({"amount_minor": 0}, GoalNotAnAmount), ({"amount_minor": -1}, GoalNotAnAmount),
    ({"amount_minor": MAX_AMOUNT + 1}, GoalNotAnAmount), ({"due_on": TODAY}, GoalDayPast),
    ({"words": "a" * 121}, GoalWordsTooLong),
])
def test_what_is_no_goal_is_refused(
    session: Session, savers: Cast, changes: dict[str, Any], refusal: type[Exception],
) -> None:
    """Nothing is kept of it."""
    with pytest.raises(refusal):
        set_goal(session, savers.actor(session, "siti", SAVERS), wanted(**changes))

    assert session.scalar(_OF_SAVERS) is None


@pytest.mark.parametrize(("name", "number"), [("siti", 2), ("rajesh", 3), ("lorna", 99)])
def test_anothers_goal_is_not_hers_to_know_of(
    session: Session, savers: Cast, name: str, number: int,
) -> None:
    """Nor is that of a member who does not exist."""
    actor, member = savers.actor(session, name, SAVERS), member_holder(SAVERS, number).id

    with pytest.raises(NotFound):
        set_goal(session, actor, wanted(member))
    assert number == 99 or pytest.raises(NotFound, find_goal, session, actor, Target(SAVERS, member))


def test_four_sundays_before_christmas() -> None:
    """750.00 to go in four meetings: 187.50, which is four shares of 50.00."""
    goal = KeptGoal(1_000_000, CHRISTMAS, None)
    found = progress_of(goal, BY_THE_SHARE, saved_minor=925_000, currency="HKD", today=TODAY)

    assert (found.left_minor, found.percent, found.meetings, found.each_minor) == (75_000, 92, 4, 20_000)


def test_groups_that_save_by_amount_round_to_the_coin() -> None:
    """A third of a dollar is 40 cents where the smallest coin is ten."""
    rules = GroupRules(saving=BY_AMOUNT)
    found = progress_of(KeptGoal(100, date(2026, 12, 6), None), rules, saved_minor=36, currency="HKD",
                        today=TODAY)

    assert (found.left_minor, found.meetings, found.each_minor) == (64, 2, 40)


@pytest.mark.parametrize(("saved", "percent", "left"), [
    (-5, 0, 1_000_005), (0, 0, 1_000_000), (999_999, 99, 1), (1_000_000, 100, 0), (2_000_000, 100, 0),
])
def test_almost_is_not_reached(saved: int, percent: int, left: int) -> None:
    """99.9999 is not 100."""
    found = progress_of(KeptGoal(1_000_000, None, None), BY_THE_SHARE, saved_minor=saved, currency="HKD",
                        today=TODAY)

    assert (found.percent, found.left_minor, found.meetings, found.each_minor) == (percent, left, None, None)


def test_without_a_meeting_left_nothing_is_asked_of_it() -> None:
    """Saturday is before the next Sunday."""
    found = progress_of(KeptGoal(100, date(2026, 11, 28), None), BY_THE_SHARE, saved_minor=0, currency="HKD",
                        today=TODAY)

    assert (found.meetings, found.each_minor) == (0, None)


@given(st.integers(1, 10**9), st.integers(1, 600), st.sampled_from([1, 5, 10, 5_000]))
def test_what_is_needed_is_enough_and_one_step_less_is_not(left: int, meetings: int, step: int) -> None:
    """The least that can be brought to each meeting."""
    each = needed_each(left, meetings, step=step)

    assert each % step == 0
    assert each * meetings >= left > (each - step) * meetings


def test_the_day_itself_may_be_a_meeting() -> None:
    """Today's meeting is over, that of the last day is not."""
    assert meetings_between(EVERY_SUNDAY, after=TODAY, until=TODAY) == 0
    assert meetings_between(EVERY_SUNDAY, after=TODAY, until=date(2026, 11, 29)) == 1
    assert meetings_between(EVERY_SUNDAY, after=TODAY, until=date(2100, 1, 1)) == 1_000
