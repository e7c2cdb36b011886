"""A rule changes from a day on, when two officers agree; what happened before keeps the rule it had.

One officer asks, with the sentence that holds now, the one that would hold, and the day.
Another approves exactly that.  The day lies after the last closed meeting, so that no
sheet is ever judged by a rule its people did not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.tables import book
from msai.approvals import (
    Decide,
    RequestApproval,
    Shown,
    State,
    Subject,
    UseApproval,
    decide,
    request_approval,
    use_approval,
)
from msai.audit import record
from msai.messages import to_plain
from msai.models.governance import Approval
from msai.models.groups import Group, GroupRule, Meeting
from msai.models.rules import RuleChange
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services import ServiceError
from msai.services.group_rules.catalogue import RULES
from msai.services.group_rules.forms import RuleForm, RuleKind, RuleValue
from msai.services.group_rules.meeting_days import count_from
from msai.services.group_rules.reading import read_value, write_value
from msai.services.group_rules.typed import check_value

_NOBODY = UUID(int=0)
_DAY = timedelta(days=1)


class UnknownRule(ServiceError):
    """The ledger has no rule of that name, or nothing follows from it yet."""

    code = "unknown_rule"


class RuleTooEarly(ServiceError):
    """The day lies before one on which the group has met, or before the group began."""

    code = "rule_too_early"


class RuleUnchanged(ServiceError):
    """On that day the rule says the same already."""

    code = "rule_unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForRule:
    """What one officer would have: a rule, its value as `read_typed` understood it, and from which day."""

    approval_id: UUID
    book_id: UUID
    name: str
    value: RuleValue
    holds_from: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """A rule that holds from a day; `approval_id` is the other officer's word, which imports do not need."""

    book_id: UUID
    name: str
    value: RuleValue
    holds_from: date
    at: int
    approval_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SaidRule:
    """One stored line of the group's rules: a text, the day from which it holds, who said it and when."""

    name: str
    text: str
    holds_from: date
    recorded_at: int
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A group's rules of all times, with its currency and the first day a change may hold from."""

    book_id: UUID
    currency: str
    earliest: date
    said: tuple[SaidRule, ...]

    def texts_on(self, day: date) -> dict[str, str]:
        """The stored texts in force on a day, by name."""
        return {rule.name: rule.text for rule in self.said if rule.holds_from <= day}

    def value_on(self, form: RuleForm, day: date) -> RuleValue:
        """What one rule says on a day."""
        text = self.texts_on(day).get(form.name)
        return form.default if text is None else read_value(form, text, currency=self.currency)


def read_rule_book(session: Session, book_id: UUID) -> RuleBook:
    """All rules a group ever gave itself, in one statement.

    Raises:
        NotFound: the book is not a group's.
    """
    last = select(func.max(Meeting.held_on)).where(Meeting.book_id == book_id).scalar_subquery()
    rows = session.execute(
        select(book.c.currency, Group.opened_on, last.label("last_held_on"), GroupRule.name, GroupRule.value,
               GroupRule.holds_from, GroupRule.recorded_at, GroupRule.recorded_by)
        .join_from(Group, book, Group.book_id == book.c.book_id)
        .outerjoin(GroupRule, GroupRule.book_id == book_id)
        .where(Group.book_id == book_id, book.c.book_id == book_id)
        .order_by(GroupRule.holds_from, GroupRule.recorded_at)).all()
    if not rows:
        raise NotFound()
    currency, opened_on, last_held_on = rows[0][:3]
    earliest = last_held_on + _DAY if last_held_on else opened_on
    # A group that never gave itself a rule is one row that names none.
    said = tuple(SaidRule(*row[3:]) for row in rows if row.name is not None)
    return RuleBook(book_id, currency, earliest, said)


def amount_rule_on(session: Session, book_id: UUID, name: str, *, day: date) -> int:
    """What one rule about an amount said on a day, in minor units, in one statement."""
    said = session.execute(
        select(GroupRule.value, book.c.currency)
        .join(book, book.c.book_id == GroupRule.book_id)
        .where(GroupRule.book_id == book_id, book.c.book_id == book_id, GroupRule.name == name,
               GroupRule.holds_from <= day)
        .order_by(GroupRule.holds_from.desc(), GroupRule.recorded_at.desc()).limit(1)).one_or_none()
    form = RULES[name]
    value = form.default if said is None else read_value(form, said.value, currency=said.currency)
    return value if isinstance(value, int) else 0


def ask_for_rule(session: Session, actor: Actor, command: AskForRule) -> bytes:
    """Put a change of a rule before the other officer; answers the digest that binds her word.

    Raises:
        UnknownRule, RuleTooEarly, RuleUnchanged: it cannot be asked for like this.
        RuleOutOfBounds and its kin: the rule cannot have this value.
        AlreadyRequested: a change of the same rule waits for an answer.
    """
    require(actor, Action.RULES_CHANGE, Target(command.book_id))
    rules = read_rule_book(session, command.book_id)
    form = get_rule(command.name)
    value = counted_from(form, command.value, command.holds_from)
    _require_sound(rules, form, value, command.holds_from)
    digest = request_approval(session, actor, RequestApproval(
        approval_id=command.approval_id, subject=subject_of(command.book_id, form.name),
        shown=shown_change(rules, form, value, holds_from=command.holds_from), at=command.at))
    session.execute(insert(RuleChange).values(
        book_id=command.book_id, approval_id=command.approval_id, name=form.name, recorded_at=None,
        holds_from=command.holds_from, value=write_value(form, value, rules.currency)))
    return digest


def answer_rule(session: Session, actor: Actor, command: Decide) -> State:
    """Answer as the other officer; what is approved is a rule of the group in the same moment.

    Raises:
        NotFound, ApprovalDecided, ApprovalExpired, OwnRequest, ShownDiffers: as for every approval.
        RuleTooEarly: a meeting of that day was closed in between.
    """
    require(actor, Action.APPROVE, Target(command.book_id))
    asked = session.scalar(select(RuleChange).where(
        RuleChange.book_id == command.book_id, RuleChange.approval_id == command.approval_id))
    if asked is None:
        raise NotFound()
    state = decide(session, actor, command)
    if state is State.APPROVED:
        currency = read_rule_book(session, command.book_id).currency
        value = read_value(get_rule(asked.name), asked.value, currency=currency)
        change_rule(session, actor, ChangeRule(
            book_id=command.book_id, name=asked.name, holds_from=asked.holds_from, at=command.at,
            value=value, approval_id=asked.approval_id))
    return state


def change_rule(session: Session, actor: Actor, command: ChangeRule) -> None:
    """Let a rule hold from a day; nothing recorded before that day is touched.

    Raises:
        ApprovalMissing and its kin: nobody else approved exactly this.
        UnknownRule, RuleTooEarly, RuleUnchanged, RuleOutOfBounds and its kin
    """
    require(actor, Action.RULES_CHANGE, Target(command.book_id))
    rules = read_rule_book(session, command.book_id)
    form = get_rule(command.name)
    value = counted_from(form, command.value, command.holds_from)
    _require_sound(rules, form, value, command.holds_from)
    if not actor.system:
        use_approval(session, actor, UseApproval(
            subject=subject_of(command.book_id, form.name), approval_id=command.approval_id, at=command.at,
            about_to_happen=shown_change(rules, form, value, holds_from=command.holds_from)))
    session.execute(insert(GroupRule).values(
        book_id=command.book_id, name=form.name, holds_from=command.holds_from, recorded_at=command.at,
        recorded_by=_maker(session, command) or actor.user_id or _NOBODY,
        value=write_value(form, value, rules.currency)))
    _note(session, actor, command)


def subject_of(book_id: UUID, name: str) -> Subject:
    """What the approval is about: one rule of the group, so that only one change of it waits."""
    return Subject(book_id, Action.RULES_CHANGE, f"rule:{name}")


def shown_change(rules: RuleBook, form: RuleForm, value: RuleValue, *, holds_from: date) -> Shown:
    """What the other officer reads and approves: the sentences before and after, and the day."""
    before = form.sentences(rules.value_on(form, holds_from), rules.currency)
    after = form.sentences(value, rules.currency)
    return {"rule": form.name, "holds_from": holds_from.isoformat(), "value": write_value(
        form, value, rules.currency), "before": [to_plain(said) for said in before],
        "after": [to_plain(said) for said in after]}


def get_rule(name: str) -> RuleForm:
    """A rule by its name.

    Raises:
        UnknownRule
    """
    form = RULES.get(name)
    if form is None:
        raise UnknownRule(rule=name)
    return form


def pending_changes(session: Session, book_id: UUID, *, at: int) -> list[tuple[RuleChange, Approval]]:
    """The changes that wait for the other officer, oldest first."""
    query = (
        select(RuleChange, Approval)
        .join(Approval, (Approval.book_id == RuleChange.book_id)
              & (Approval.approval_id == RuleChange.approval_id))
        .where(RuleChange.book_id == book_id, Approval.book_id == book_id,
               Approval.state == State.PENDING.value, Approval.expires_at > at)
        .order_by(Approval.requested_at))
    return [(change, approval) for change, approval in session.execute(query)]


def counted_from(form: RuleForm, value: RuleValue, day: date) -> RuleValue:
    """The value as it holds from a day: meeting days that skip weeks count from their first one."""
    return count_from(value, day) if form.kind is RuleKind.DAYS and isinstance(value, str) else value


def _require_sound(rules: RuleBook, form: RuleForm, value: RuleValue, holds_from: date) -> None:
    check_value(form, value, rules.currency)
    if holds_from < rules.earliest:
        raise RuleTooEarly(earliest=rules.earliest)
    if _same(value, rules.value_on(form, holds_from)):
        raise RuleUnchanged()


def _same(one: RuleValue, other: RuleValue) -> bool:
    return type(one) is type(other) and one == other


def _maker(session: Session, command: ChangeRule) -> UUID | None:
    """Who asked for it; the one who approved it stands in the approval."""
    return session.scalar(select(Approval.maker_id).where(
        Approval.book_id == command.book_id, Approval.approval_id == command.approval_id))


def _note(session: Session, actor: Actor, command: ChangeRule) -> None:
    session.execute(update(RuleChange).where(
        RuleChange.book_id == command.book_id, RuleChange.approval_id == command.approval_id,
    ).values(recorded_at=command.at))
    record(session, actor, book_id=command.book_id, action=Action.RULES_CHANGE,
           subject=f"rule:{command.name}", at=command.at)
