"""Somebody joins late: the rule, the sum it asks, and how it was found, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import Money, round_half_up
from msai.messages import N_, Message, counted
from msai.permissions import Action, Actor, Target, require
from msai.services.group_rules import RULES
from msai.services.group_rules.changing import read_rule_book
from msai.services.group_rules.joining import AT_VALUE, CATCH_UP
from msai.services.joining.entry import EntryPlan, plan_entry
from msai.services.joining.paying import list_entries_due
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.naming import read_roll


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A late entry that nobody has paid yet, in minor units."""

    late_entry_id: UUID
    holder: UUID
    number: int
    name: Text
    joined_on: date
    shares: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class JoinForm:
    """The form on which an officer takes somebody in: the rule of the day, and its sum in sentences.

    `chooses` says whether she may choose how many shares she buys.
    """

    book_id: UUID
    group_name: str
    currency: str
    today: date
    rules: tuple[Message, ...]
    sentences: tuple[Message, ...]
    total_minor: int
    chooses: bool
    bought: int
    waiting: tuple[WaitingEntry, ...]


def draw_join_form(
    session: Session, actor: Actor, book_id: UUID, *, today: date, bought: int | None = None,
) -> JoinForm:
    """What somebody would pay who joins today.

    Raises:
        NotFound, NotPermitted: the reader may not take members in.
        LateEntryCount: not a number of shares.
    """
    require(actor, Action.MEMBER_CHANGE, Target(book_id))
    facts = read_group(session, book_id)
    plan = plan_entry(session, book_id, today, bought=bought)
    names = {holder: person.name for holder, person in read_roll(session, book_id).items()}
    waiting = tuple(
        WaitingEntry(due.late_entry_id, due.member_id, due.number, names[due.member_id], due.joined_on,
                     due.shares, due.savings_minor + due.fee_minor)
        for due in list_entries_due(session, book_id))
    chooses = plan is not None and plan.rule.policy == AT_VALUE and plan.rule.by_shares
    return JoinForm(
        book_id, facts.name, facts.currency, today, rules_of_joining(session, book_id, today),
        tuple(_sentences(plan)) if plan else (), plan.pays.total_minor if plan else 0, chooses,
        plan.bought if plan else 0, waiting)


def rules_of_joining(session: Session, book_id: UUID, on: date) -> tuple[Message, ...]:
    """The rule about joining late on a day, as the group says it."""
    book = read_rule_book(session, book_id)
    form = RULES["late_joiner"]
    return form.sentences(book.value_on(form, on), book.currency)


def _sentences(plan: EntryPlan) -> Iterator[Message]:
    """How the sum was found, as somebody reads it out."""
    rule = plan.rule
    pays = Money(plan.pays.total_minor, rule.currency)
    if rule.policy in (CATCH_UP, AT_VALUE):
        yield _held(plan)
    if rule.policy == AT_VALUE:
        yield Message(N_("The savings fund has %(amount)s for its members today."), {
            "amount": Money(plan.net_minor, rule.currency)})
    yield from _each(plan)
    if plan.pays.fee_minor and plan.pays.savings_minor:
        yield Message(N_("She pays %(total)s: %(saved)s is saved, and %(fee)s is a fee to the group."), {
            "total": pays, "saved": Money(plan.pays.savings_minor, rule.currency),
            "fee": Money(plan.pays.fee_minor, rule.currency)})
    elif plan.pays.fee_minor:
        yield Message(N_("She pays an entry fee of %(total)s."), {"total": pays})
    else:
        yield Message(N_("She pays %(total)s, and all of it is saved."), {"total": pays})


def _held(plan: EntryPlan) -> Message:
    """What those hold who were there before her."""
    if plan.rule.by_shares:
        return counted(
            "The member who was here before holds %(held)s shares.",
            "The %(count)s members who were here before hold %(held)s shares together.",
            plan.others, held=plan.held)
    return counted(
        "The member who was here before has saved %(held)s.",
        "The %(count)s members who were here before have saved %(held)s together.",
        plan.others, held=Money(plan.held, plan.rule.currency))


def _each(plan: EntryPlan) -> Iterator[Message]:
    """What one share costs her, and how many she buys."""
    rule = plan.rule
    if not rule.by_shares or rule.policy not in (CATCH_UP, AT_VALUE):
        return
    price = rule.face_minor if rule.policy == CATCH_UP else round_half_up(plan.value)
    yield Message(N_("Shares she buys: %(count)s, each at %(price)s."), {
        "count": plan.bought, "price": Money(price, rule.currency)})
