"""A goal: what a member saves for, by when, and what that asks of each meeting.

She sets it herself, or an officer for her.  What is needed each meeting is rounded up to what
can be brought: whole shares, or the smallest coin; the percent is rounded down, so that a goal
is reached when it is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from ledgers.currencies import cash_step
from ledgers.entries import MAX_AMOUNT
from msai import audit
from msai.models.goals import Goal
from msai.models.groups import GroupRule, Member
from msai.models.people import PersonKey
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.sealing import person_key
from msai.services import ServiceError
from msai.services.group_rules import BY_SHARES, GroupRules
from msai.services.group_rules.meeting_days import next_meeting_day
from msai.services.keys import vault_of
from msai.services.meeting_records import NOBODY

LONGEST_WORDS = 120
_FURTHEST_MEETINGS = 1000
_CONTEXT = "goal"


class GoalNotAnAmount(ServiceError):
    """A goal is an amount above nothing."""

    code = "goal_not_an_amount"


class GoalDayPast(ServiceError):
    """The day by which she wants it has passed already."""

    code = "goal_day_past"


class GoalWordsTooLong(ServiceError):
    """What she saves for is said in a few words."""

    code = "goal_words_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGoal:
    """A member's goal as it is to be, in place of the one she had; `today` is the day it is set."""

    book_id: UUID
    member_id: UUID
    amount_minor: int
    due_on: date | None
    words: str
    today: date
    at: int


@dataclass(frozen=True, slots=True)
class KeptGoal:
    """A goal as it is kept, its words opened."""

    amount_minor: int
    due_on: date | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a member is on the way to her goal.

    `meetings` are those left up to its day, None where it has no day; `each_minor` is what she would
    bring to each of them, None where none is left.
    """

    saved_minor: int
    left_minor: int
    percent: int
    meetings: int | None
    each_minor: int | None


def set_goal(session: Session, actor: Actor, command: SetGoal) -> None:
    """Keep a member's goal in place of the one she had.

    Raises:
        NotFound: there is no such member, or she is not the actor's to speak for.
        GoalNotAnAmount, GoalDayPast, GoalWordsTooLong
    """
    require(actor, Action.GOAL_SET, Target(command.book_id, command.member_id))
    words = command.words.strip()
    _require_sound(command, words)
    _require_member(session, command.book_id, command.member_id)
    sealed = None
    if words:
        key = person_key(session, vault_of(session), command.book_id, command.member_id)
        sealed = key.seal(words, _CONTEXT)
    values = {"amount_minor": command.amount_minor, "due_on": command.due_on, "words_sealed": sealed,
              "set_by": actor.user_id or NOBODY, "set_at": command.at}
    hers = (Goal.book_id == command.book_id, Goal.member_id == command.member_id)
    if session.scalar(update(Goal).where(*hers).values(**values).returning(Goal.member_id)) is None:
        session.execute(insert(Goal).values(book_id=command.book_id, member_id=command.member_id, **values))
    _note(session, actor, command.book_id, command.member_id, at=command.at)


def clear_goal(session: Session, actor: Actor, target: Target, *, at: int) -> None:
    """Take a member's goal away.

    Raises:
        NotFound: there is no such member, or she is not the actor's to speak for.
    """
    require(actor, Action.GOAL_SET, target)
    if target.book_id is None or target.holder is None:
        raise NotFound()
    session.execute(delete(Goal).where(Goal.book_id == target.book_id, Goal.member_id == target.holder))
    _note(session, actor, target.book_id, target.holder, at=at)


def find_goal(session: Session, actor: Actor, target: Target) -> KeptGoal | None:
    """A member's goal; None where she has none.

    Raises:
        NotFound: she is not the reader's to know of.
    """
    found = find_goal_with_rules(session, actor, target, today=date.min)
    return found[0] if found else None


def find_goal_with_rules(
    session: Session, actor: Actor, target: Target, *, today: date,
) -> tuple[KeptGoal, dict[str, str]] | None:
    """A member's goal and the texts of the group's rules of today, in one statement; None without a goal.

    Raises:
        NotFound: she is not the reader's to know of.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    asked = {"book": target.book_id, "holder": target.holder, "today": today}
    rows = session.connection().execute(_GOAL_WITH_RULES, asked).all()
    if not rows:
        return None
    first, words = rows[0], None
    if first.words_sealed is not None and first.wrapped is not None:
        words = vault_of(session).unwrap(first.wrapped, first.member_id).open(first.words_sealed, _CONTEXT)
    texts = {row.name: row.value for row in rows if row.name is not None}
    return KeptGoal(first.amount_minor, first.due_on, words), texts


# Asked for every passbook, so it is composed once.
_GOAL_WITH_RULES = (
    select(Goal.member_id, Goal.amount_minor, Goal.due_on, Goal.words_sealed, PersonKey.wrapped,
           GroupRule.name, GroupRule.value)
    .outerjoin(PersonKey, and_(PersonKey.book_id == bindparam("book"), PersonKey.person_id == Goal.member_id))
    .outerjoin(GroupRule, and_(
        GroupRule.book_id == bindparam("book"), GroupRule.holds_from <= bindparam("today")))
    .where(Goal.book_id == bindparam("book"), Goal.member_id == bindparam("holder"))
    .order_by(GroupRule.holds_from, GroupRule.recorded_at)
)


def progress_of(
    goal: KeptGoal, rules: GroupRules, *, saved_minor: int, currency: str, today: date,
) -> Progress:
    """How far she is, and what each meeting up to the day would have to bring."""
    left = max(goal.amount_minor - saved_minor, 0)
    percent = min(max(saved_minor, 0) * 100 // goal.amount_minor, 100)
    meetings = None if goal.due_on is None else meetings_between(rules.meets, after=today, until=goal.due_on)
    step = rules.share_value_minor if rules.saving == BY_SHARES else 0
    return Progress(saved_minor, left, percent, meetings,
                    needed_each(left, meetings, step=step or cash_step(currency)) if meetings else None)


def meetings_between(rule: str, *, after: date, until: date) -> int:
    """How many meeting days come after one day and not after another."""
    count, day = 0, next_meeting_day(rule, after)
    while day is not None and day <= until and count < _FURTHEST_MEETINGS:
        count, day = count + 1, next_meeting_day(rule, day)
    return count


def needed_each(left_minor: int, meetings: int, *, step: int) -> int:
    """The least multiple of a step that, brought to each meeting, covers what is left."""
    return -(-left_minor // (meetings * step)) * step


def _require_sound(command: SetGoal, words: str) -> None:
    if not 0 < command.amount_minor <= MAX_AMOUNT:
        raise GoalNotAnAmount()
    if command.due_on is not None and command.due_on <= command.today:
        raise GoalDayPast()
    if len(words) > LONGEST_WORDS:
        raise GoalWordsTooLong(longest=LONGEST_WORDS)


def _require_member(session: Session, book_id: UUID, member_id: UUID) -> None:
    query = select(Member.member_id).where(Member.book_id == book_id, Member.member_id == member_id)
    if session.scalar(query) is None:
        raise NotFound()


def _note(session: Session, actor: Actor, book_id: UUID, member_id: UUID, *, at: int) -> None:
    subject = f"member:{member_id}"
    audit.record(session, actor, book_id=book_id, action=Action.GOAL_SET, subject=subject, at=at)
