"""The page of a group's rules: what holds now, what will hold, what waits, and what held before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.approvals import digest_of
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.groups import Group
from msai.models.people import User
from msai.models.rules import RuleChange
from msai.permissions import Action, Actor, Relation, Target, is_allowed, relations, require
from msai.services.group_rules.catalogue import RULES
from msai.services.group_rules.changing import (
    RuleBook,
    SaidRule,
    get_rule,
    pending_changes,
    read_rule_book,
    shown_change,
)
from msai.services.group_rules.forms import GROUP_TITLES, RuleForm, RuleGroup, RuleValue
from msai.services.group_rules.meeting_days import next_meeting_day
from msai.services.group_rules.reading import read_value, read_values
from msai.services.keys import vault_of
from msai.services.meeting_day.local_time import zone_of
from msai.services.views.form_fields import FormState
from msai.services.views.rules.fields import RuleFields, draw_rule


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """One line of a rule's history: from when, in which words, and whose words they were."""

    holds_from: date
    sentences: tuple[Message, ...]
    recorded_on: date
    asked_by: str | None
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """A change that waits for the other officer."""

    approval_id: UUID
    seen: str
    holds_from: date
    before: tuple[Message, ...]
    after: tuple[Message, ...]
    asked_by: str | None
    may_answer: bool
    too_late: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: its sentences today, those to come, and its history, newest first."""

    name: str
    question: Message
    sentences: tuple[Message, ...]
    upcoming: tuple[SaidBefore, ...]
    history: tuple[SaidBefore, ...]
    waiting: WaitingRule | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The rules under one heading."""

    key: str
    title: Message
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """A rule that somebody is changing: its fields, and the day from which it is to hold."""

    name: str
    rule: RuleFields
    holds_from: str
    day_errors: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesView:
    """The whole page, as this reader may see it."""

    book_id: UUID
    group_name: str
    language: str | None
    time_zone: str
    chosen_zone: str
    currency: str
    today: date
    earliest: date
    sections: tuple[RuleSection, ...]
    may_change: bool
    may_seat: bool
    asking: RuleQuestion | None

    @property
    def waiting(self) -> tuple[WaitingRule, ...]:
        """All changes that wait, whatever rule they are of."""
        return tuple(rule.waiting for section in self.sections for rule in section.rules if rule.waiting)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the page is drawn from."""

    rules: RuleBook
    pending: Mapping[str, tuple[RuleChange, Approval]]
    approved: Mapping[tuple[str, int], Approval]
    names: Mapping[UUID, str]
    actor: Actor
    today: date

    @property
    def may_change(self) -> bool:
        return is_allowed(self.actor, Action.RULES_CHANGE, Target(self.rules.book_id))


def show_rules(session: Session, actor: Actor, book_id: UUID, *, at: int, today: date,
               changing: str | None = None, state: FormState | None = None) -> RulesView:
    """The rules as this reader may see them; `changing` names the rule whose fields are open.

    Raises:
        NotFound, NotPermitted
        UnknownRule: there is no rule of the name that is to be changed.
    """
    require(actor, Action.GROUP_VIEW, Target(book_id))
    reading = _read(session, actor, read_rule_book(session, book_id), at=at, today=today)
    settings = select(Group.name, Group.locale, Group.country, Group.time_zone)
    group = session.execute(settings.where(Group.book_id == book_id)).one()
    asking = _question(reading, changing, state) if changing and reading.may_change else None
    return RulesView(
        book_id, group.name, group.locale, zone_of(group.country, group.time_zone), group.time_zone or "",
        reading.rules.currency, today, reading.rules.earliest,
        tuple(_sections(reading)), reading.may_change,
        is_allowed(actor, Action.MEMBER_CHANGE, Target(book_id)), asking)


def _read(session: Session, actor: Actor, rules: RuleBook, *, at: int, today: date) -> _Reading:
    approved = {
        (change.name, change.recorded_at): approval
        for change, approval in session.execute(
            select(RuleChange, Approval)
            .join(Approval, (Approval.book_id == RuleChange.book_id)
                  & (Approval.approval_id == RuleChange.approval_id))
            .where(RuleChange.book_id == rules.book_id, Approval.book_id == rules.book_id,
                   RuleChange.recorded_at.is_not(None)))
        if change.recorded_at is not None}
    pending = {change.name: (change, approval)
               for change, approval in pending_changes(session, rules.book_id, at=at)}
    people = {rule.recorded_by for rule in rules.said}
    people |= {person for approval in [*approved.values(), *(one for _, one in pending.values())]
               for person in (approval.maker_id, approval.checker_id) if person is not None}
    names = _names(session, people) if _knows_names(actor, rules.book_id) else {}
    return _Reading(rules, pending, approved, names, actor, today)


def _knows_names(actor: Actor, book_id: UUID) -> bool:
    """Whoever belongs to the group, or may see its list, knows who its officers are."""
    target = Target(book_id)
    return is_allowed(actor, Action.MEMBER_LIST, target) or Relation.MEMBER in relations(actor, target)


def _names(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    vault = vault_of(session)
    rows = session.execute(
        select(User.user_id, User.name_sealed, User.wrapped_key)
        .where(User.user_id.in_(list(people))).execution_options(scatter=True))
    return {row.user_id: vault.unwrap(row.wrapped_key, row.user_id).open(row.name_sealed, "name")
            for row in rows if row.wrapped_key is not None}


def _sections(reading: _Reading) -> Iterable[RuleSection]:
    shown = [form for form in RULES.values() if _means_something(reading, form)]
    for group in RuleGroup:
        rows = tuple(_row(reading, form) for form in shown if form.group is group)
        if rows:
            yield RuleSection(group.value, GROUP_TITLES[group], rows)


def _means_something(reading: _Reading, form: RuleForm) -> bool:
    """Whether the rule applies today, or will once what was decided holds."""
    days = {reading.today, *(rule.holds_from for rule in reading.rules.said
                             if rule.holds_from > reading.today)}
    return any(form.applies(read_values(reading.rules.texts_on(day), reading.rules.currency)) for day in days)


def _row(reading: _Reading, form: RuleForm) -> RuleRow:
    rules = reading.rules
    said = [_said(reading, form, rule) for rule in rules.said if rule.name == form.name]
    waiting = _waiting(reading, form)
    return RuleRow(
        form.name, form.question, form.sentences(rules.value_on(form, reading.today), rules.currency),
        tuple(one for one in said if one.holds_from > reading.today),
        tuple(reversed([one for one in said if one.holds_from <= reading.today])), waiting,
        reading.may_change and waiting is None)


def _said(reading: _Reading, form: RuleForm, rule: SaidRule) -> SaidBefore:
    value = read_value(form, rule.text, currency=reading.rules.currency)
    approval = reading.approved.get((rule.name, rule.recorded_at))
    checker = reading.names.get(approval.checker_id) if approval and approval.checker_id else None
    return SaidBefore(
        rule.holds_from, form.sentences(value, reading.rules.currency),
        datetime.fromtimestamp(rule.recorded_at // 1000, tz=UTC).date(),
        reading.names.get(rule.recorded_by), checker)


def _waiting(reading: _Reading, form: RuleForm) -> WaitingRule | None:
    found = reading.pending.get(form.name)
    if found is None:
        return None
    change, approval = found
    rules, day = reading.rules, change.holds_from
    value = read_value(form, change.value, currency=rules.currency)
    return WaitingRule(
        approval.approval_id, digest_of(shown_change(rules, form, value, holds_from=day)).hex(), day,
        form.sentences(rules.value_on(form, day), rules.currency), form.sentences(value, rules.currency),
        reading.names.get(approval.maker_id),
        is_allowed(reading.actor, Action.APPROVE, Target(rules.book_id))
        and approval.maker_id != reading.actor.user_id,
        day < rules.earliest)


def _next_meeting(rules: RuleBook, day: date) -> date:
    """The first meeting day from a day on; the day itself where the calendar has none."""
    meets = rules.value_on(RULES["meets"], day)
    return next_meeting_day(str(meets), day - timedelta(days=1)) or day


def _question(reading: _Reading, name: str, state: FormState | None) -> RuleQuestion:
    form, rules = get_rule(name), reading.rules
    first = _next_meeting(rules, max(rules.earliest, reading.today))
    if state is None:
        return RuleQuestion(
            name, draw_rule(form, rules.value_on(form, first), rules.currency), first.isoformat())
    value: RuleValue = None
    fields = draw_rule(form, value, rules.currency, typed=state.typed, errors=state.errors)
    return RuleQuestion(name, fields, state.typed.get("holds_from", ""), state.errors.get("holds_from", ()))
