"""A member's goal as she reads it: the bar, what is left, by when, and how much each meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.balances import balances
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.goals import (
    KeptGoal,
    Progress,
    find_goal,
    find_goal_with_rules,
    progress_of,
)
from msai.services.group_rules import read_rules
from msai.services.views.naming import OfMember, read_member, whose_page


@dataclass(frozen=True, slots=True)
class GoalView:
    """What stands on a passbook of a goal; `goal` and `progress` None where she has none."""

    book_id: UUID
    holder: UUID
    currency: str
    goal: KeptGoal | None
    progress: Progress | None
    may_set: bool


def show_goal(
    session: Session, actor: Actor, target: Target, *, saved_minor: int, currency: str, today: date,
) -> GoalView:
    """A member's goal beside what she saved, in one statement.

    Raises:
        NotFound: she is not the reader's to know of.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    if target.book_id is None or target.holder is None:
        raise NotFound()
    may_set = is_allowed(actor, Action.GOAL_SET, target)
    found = find_goal_with_rules(session, actor, target, today=today)
    if found is None:
        return GoalView(target.book_id, target.holder, currency, None, None, may_set)
    goal, texts = found
    progress = progress_of(goal, read_rules(texts, currency), saved_minor=saved_minor, currency=currency,
                           today=today)
    return GoalView(target.book_id, target.holder, currency, goal, progress, may_set)


@dataclass(frozen=True, slots=True)
class GoalForm(OfMember):
    """The form of a goal: whose it is, and what it says now."""

    saved_minor: int
    goal: KeptGoal | None


def draw_goal_form(session: Session, actor: Actor, target: Target) -> GoalForm:
    """What the form shows before anything is typed.

    Raises:
        NotFound: there is no such member, or she is not the actor's to speak for.
    """
    require(actor, Action.GOAL_SET, target)
    facts, person = read_member(session, target)
    saved = balances(session, facts.book_id, codes=[3100], funds=[SAVINGS], holders=[person.holder])
    goal = find_goal(session, actor, target)
    return GoalForm(*whose_page(actor, facts, person), -sum(saved.values()), goal)
