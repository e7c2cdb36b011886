"""A member's goal as she reads it: the bar, what is left, by when, and how much each meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS
from ledgers.balances import balances
from msai.models.groups import Group, Member
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.goals import (
    KeptGoal,
    Progress,
    find_goal,
    find_goal_with_rules,
    progress_of,
)
from msai.services.group_rules import read_rules
from msai.services.keys import vault_of
from msai.services.views.labels import Text
from msai.services.views.naming import PEOPLE, opened


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
class GoalForm:
    """The form of a goal: whose it is, and what it says now."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    number: int
    name: Text
    is_own: bool
    saved_minor: int
    goal: KeptGoal | None


def draw_goal_form(session: Session, actor: Actor, target: Target) -> GoalForm:
    """What the form shows before anything is typed.

    Raises:
        NotFound: there is no such member, or she is not the actor's to speak for.
    """
    require(actor, Action.GOAL_SET, target)
    if target.book_id is None or target.holder is None:
        raise NotFound()
    hers = PEOPLE.where(Member.member_id == target.holder)
    row = session.execute(hers, {"book": target.book_id}).one_or_none()
    group = _group(session, target.book_id)
    if row is None or group is None:
        raise NotFound()
    person = opened(row, vault_of(session))
    saved = balances(session, target.book_id, codes=[3100], funds=[SAVINGS], holders=[target.holder])
    standing = actor.standings.get(target.book_id)
    return GoalForm(
        target.book_id, group.name, group.currency, target.holder, person.number, person.name,
        standing is not None and standing.member_id == target.holder, -sum(saved.values()),
        find_goal(session, actor, target))


def _group(session: Session, book_id: UUID) -> Row[str, str] | None:
    return session.execute(
        select(Group.name, t.book.c.currency).join(t.book, t.book.c.book_id == Group.book_id)
        .where(Group.book_id == book_id, t.book.c.book_id == book_id)).one_or_none()
