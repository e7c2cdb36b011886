"""An exit before it is asked for, while it waits, and after it was settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, and_, func, select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.entries import EntryKind, Posting
from ledgers.errors import LedgerError
from msai.approvals import digest_of
from msai.messages import N_, Message
from msai.models.corrections import Dispute
from msai.models.governance import Approval
from msai.models.leaving import MemberExit
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import KeyDestroyed
from msai.services.group_rules import RULES
from msai.services.group_rules.changing import read_rule_book
from msai.services.keys import journal_of
from msai.services.leaving.asking import context_of, preview_exit, shown_of, wanted_of
from msai.services.leaving.nominees import find_nominee
from msai.services.leaving.payee import Payee, open_payee
from msai.services.leaving.plan import Cause, ExitPlan, WantedExit, plan_exit
from msai.services.leaving.rules import read_leaving_rules
from msai.services.views.facts import read_group
from msai.services.views.form_fields import Option
from msai.services.views.labels import Text, tender_labels
from msai.services.views.leaving.statement import (
    Beside,
    Book,
    ExitStatement,
    draw_statement,
    read_loans_of,
)
from msai.services.views.meetings import moment_of
from msai.services.views.naming import Person, read_roll, recorder_name, tenders_of

_NOWHERE: Option = ("", Message(N_("Nowhere yet: it stays due to her")))
Problem = tuple[str, Mapping[str, Any]]


class Standing(StrEnum):
    """Where an exit stands, as its page says it."""

    WAITING = "waiting"
    MOVED = "moved"
    LATE = "late"
    SETTLED = "settled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ExitForm:
    """The page on which an officer looks at an exit before asking; `problem` says why it cannot be.

    `rules` are the group's sentences about leaving; `open_disputes` counts what she says is wrong and
    nobody has answered yet.
    """

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    number: int
    name: Text
    wanted: WantedExit
    places: tuple[Option, ...]
    rules: tuple[Message, ...]
    statement: ExitStatement | None
    problem: Problem | None
    open_disputes: int
    nominee: Payee | None
    last_exit: UUID | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class ExitView:
    """An exit that was asked for; `seen` is the digest that the second officer's answer is bound to."""

    book_id: UUID
    group_name: str
    currency: str
    exit_id: UUID
    holder: UUID
    number: int
    name: Text
    left_on: date
    cause: Cause
    standing: Standing
    statement: ExitStatement | None
    rules: tuple[Message, ...]
    payee: Payee | None
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    seen: str
    may_answer: bool
    is_officer: bool
    open_disputes: int
    problem: Problem | None


def draw_exit_form(session: Session, actor: Actor, wanted: WantedExit, *, today: date) -> ExitForm:
    """What an exit would be, before anybody asks for it.

    Raises:
        NotFound, NotPermitted: there is no such member, or the reader is no officer.
    """
    require(actor, Action.MEMBER_EXIT, Target(wanted.book_id))
    plan, problem = None, None
    try:
        plan = preview_exit(session, actor, wanted, today=today)
    except LedgerError as error:
        problem = (error.code, error.params)
    book = _book(session, wanted.book_id, wanted.member_id, plan)
    return ExitForm(
        wanted.book_id, book.facts.name, book.facts.currency, wanted.member_id, book.person.number,
        book.person.name, wanted, (_NOWHERE, *book.tenders.items()), _rules(session, wanted, plan),
        _of_plan(book, plan) if plan else None, problem,
        count_open_disputes(session, wanted.book_id, wanted.member_id), _nominee(session, wanted),
        find_exit(session, wanted.book_id, wanted.member_id) if problem else None, book.person.left_on)


def _nominee(session: Session, wanted: WantedExit) -> Payee | None:
    """Whom she named, where she has died."""
    if wanted.cause is not Cause.DIED:
        return None
    try:
        named = find_nominee(session, wanted.book_id, wanted.member_id)
    except KeyDestroyed:
        return None
    return named.person if named else None


def show_exit(
    session: Session, actor: Actor, target: Target, *, exit_id: UUID, today: date, at: int,
) -> ExitView:
    """An exit of the member that `target` names, as an officer or she herself reads it.

    Raises:
        NotFound: nothing of that id was asked for, or it is not the reader's to know of.
    """
    require(actor, Action.EXIT_VIEW, target)
    row = _read(session, target, exit_id)
    book_id = row.book_id
    plan, problem = _plan(session, row, today)
    book = _book(session, book_id, row.member_id, plan)
    standing = _standing(row, plan, at)
    officer = is_allowed(actor, Action.MEMBER_EXIT, Target(book_id))
    return ExitView(
        book_id, book.facts.name, book.facts.currency, exit_id, row.member_id, book.person.number,
        book.person.name, row.left_on, Cause(row.cause), standing, _statement(session, book, row, plan),
        _rules(session, wanted_of(row), plan), _payee(session, row), recorder_name(session, row.asked_by),
        moment_of(row.asked_at), recorder_name(session, row.checker_id) if row.checker_id else None,
        row.posted_seq, bytes(row.shown_digest).hex(),
        officer and standing in (Standing.WAITING, Standing.MOVED) and _is_another(actor, row), officer,
        row.open_disputes, problem)


def find_exit(session: Session, book_id: UUID, member_id: UUID) -> UUID | None:
    """The last exit of a member that was settled or waits, for a link to it."""
    return session.scalar(
        select(MemberExit.exit_id)
        .where(MemberExit.book_id == book_id, MemberExit.member_id == member_id)
        .order_by(MemberExit.asked_at.desc()).limit(1))


def count_open_disputes(session: Session, book_id: UUID, member_id: UUID) -> int:
    """How many lines she said are wrong and nobody has answered yet."""
    return session.scalar(select(_open_disputes(book_id, member_id))) or 0


def _open_disputes(book_id: UUID | None, member_id: Any) -> ScalarSelect[int]:
    return select(func.count()).where(
        Dispute.book_id == book_id, Dispute.member_id == member_id, Dispute.state == "open").scalar_subquery()


def _book(session: Session, book_id: UUID, member_id: UUID, plan: ExitPlan | None) -> Book:
    facts = read_group(session, book_id)
    person: Person | None = read_roll(session, book_id).get(member_id)
    if person is None:
        raise NotFound()
    tenders = {alias: place.code for alias, place in plan.group.tenders.items()} if plan else tenders_of(
        session, book_id)
    return Book(facts, person, tender_labels(tenders), {})


def _postings(plan: ExitPlan) -> list[Posting]:
    return [posting for entry in plan.entries if entry.kind is EntryKind.EXIT for posting in entry.postings]


def _beside(plan: ExitPlan) -> Beside:
    return Beside(
        plan.settlement.still_owed_minor, plan.already_due_minor, plan.units_e4, plan.social_minor,
        plan.worth.value, plan.value_after, plan.worth.by_shares, plan.rules.percent,
        plan.wanted.cause is Cause.DIED)


def _of_plan(book: Book, plan: ExitPlan) -> ExitStatement:
    return draw_statement(replace(book, loans=plan.loans), _postings(plan), _beside(plan))


def _rules(session: Session, wanted: WantedExit, plan: ExitPlan | None) -> tuple[Message, ...]:
    if plan is not None:
        return plan.rules.sentences
    return read_leaving_rules(session, wanted.book_id, wanted.on).sentences


def _read(session: Session, target: Target, exit_id: UUID) -> Any:
    row = session.execute(
        select(*MemberExit.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest,
               _open_disputes(target.book_id, target.holder).label("open_disputes"))
        .join(Approval, and_(Approval.book_id == target.book_id,
                             Approval.approval_id == MemberExit.approval_id))
        .where(MemberExit.book_id == target.book_id, MemberExit.member_id == target.holder,
               MemberExit.exit_id == exit_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _plan(session: Session, row: Row[Any], today: date) -> tuple[ExitPlan | None, Problem | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    if row.state != "pending":
        return None, None
    try:
        return plan_exit(session, wanted_of(row), today=today), None
    except LedgerError as error:
        return None, (error.code, error.params)


def _standing(row: Row[Any], plan: ExitPlan | None, at: int) -> Standing:
    if row.settled_at is not None:
        return Standing.SETTLED
    if row.state == "refused":
        return Standing.REFUSED
    if row.state == "expired" or row.expires_at <= at:
        return Standing.LATE
    is_as_asked = plan is not None and digest_of(shown_of(row, plan)) == bytes(row.shown_digest)
    return Standing.WAITING if is_as_asked else Standing.MOVED


def _statement(session: Session, book: Book, row: Row[Any], plan: ExitPlan | None) -> ExitStatement | None:
    if plan is not None:
        return _of_plan(book, plan)
    if row.settled_at is None:
        return None
    book = replace(book, loans=read_loans_of(session, row.book_id, row.member_id))
    return draw_statement(book, _posted(session, row), _left(session, book, row))


def _posted(session: Session, row: Row[Any]) -> Sequence[Posting]:
    if row.posted_seq is None:
        return ()
    journal = journal_of(session, row.book_id)
    return tuple(journal.find_postings(journal.refs_of(f"exit:{row.exit_id}:{EntryKind.EXIT}")).values())


def _left(session: Session, book: Book, row: Row[Any]) -> Beside:
    """What is left of hers in the book today, beside an exit that was settled."""
    rules = read_rule_book(session, row.book_id)
    percent = rules.value_on(RULES["leaver_percent"], row.left_on)
    holders = [row.member_id]
    found = balances(session, row.book_id, codes=[1150, 3300, 9200], holders=holders)
    return Beside(
        sum(minor for account, minor in found.items() if account.code == 1150), 0,
        {account.fund: minor for account, minor in found.items() if account.code == 9200},
        -sum(minor for account, minor in found.items() if account.code == 3300),
        _fraction(row.value_before), _fraction(row.value_after),
        rules.value_on(RULES["saving"], row.left_on) == "shares",
        Fraction(percent) if isinstance(percent, str) else Fraction(0), row.cause == Cause.DIED)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _payee(session: Session, row: Row[Any]) -> Payee | None:
    if row.payee_sealed is None:
        return None
    try:
        return open_payee(session, row.book_id, bytes(row.payee_sealed), member_id=row.member_id,
                          context=context_of(row.exit_id))
    except KeyDestroyed:
        return None


def _is_another(actor: Actor, row: Row[Any]) -> bool:
    own = actor.standings[row.book_id].member_id == row.member_id
    may = is_allowed(actor, Action.APPROVE, Target(row.book_id))
    return may and not own and row.asked_by != actor.user_id
