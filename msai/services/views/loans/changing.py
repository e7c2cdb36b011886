"""A change of a running loan before it is asked for, and while it waits for another officer: what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.lending.plan import DatedInstalment, dated_schedule
from ledgers.lending.terms import Period
from ledgers.money import Money
from ledgers.rules.dues import BorneBy
from msai.approvals import State, digest_of
from msai.messages import N_, Message
from msai.models.governance import Approval
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note as open_note
from msai.services.group_books import load_group
from msai.services.keys import book_key
from msai.services.loans.acts import ActKind, ActPlan, Unpaid, change_of, plan_act
from msai.services.loans.deciding import get_act
from msai.services.loans.losses import read_given_up, who_bears
from msai.services.loans.paying import get_standing
from msai.services.loans.rules_of_day import period_of
from msai.services.loans.standing import LoanStanding
from msai.services.two_officers import read_reason
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, tender_labels
from msai.services.views.loans.words import say_percent, say_periods, say_terms
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll

TITLES: Mapping[ActKind, Message] = {
    ActKind.RESCHEDULED: Message(N_("A new schedule")), ActKind.WRITTEN_OFF: Message(N_("Give the loan up")),
    ActKind.RECOVERED: Message(N_("Money came back after all")),
}
_BORNE: Mapping[BorneBy, Message] = {
    BorneBy.COSTS: Message(N_("It is a cost of the group, borne by all who share in this cycle.")),
    BorneBy.KEPT_BACK: Message(N_("It comes out of the surplus that the share-out kept back for it.")),
}


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What the form of a change is drawn from."""

    book_id: UUID
    group_name: str
    currency: str
    kind: ActKind
    title: Message
    holder: UUID
    name: Text
    standing: LoanStanding
    by_week: bool
    rate_percent: str
    given_up_minor: int
    tenders: tuple[tuple[str, Message], ...]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What a change does, in sentences and days."""

    sentences: tuple[Message, ...]
    terms: tuple[Message, ...]
    instalments: tuple[DatedInstalment, ...]


@dataclass(frozen=True, slots=True)
class ActView:
    """A change that was asked for, and where it stands."""

    book_id: UUID
    act_id: UUID
    group_name: str
    currency: str
    title: Message
    holder: UUID
    loan_id: UUID
    name: Text
    words: ChangeWords | None
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    standing: str
    posted_seq: int | None
    seen: str
    is_own: bool
    may_answer: bool


def draw_change_form(
    session: Session, actor: Actor, book_id: UUID, *, loan_id: UUID, kind: ActKind, today: date,
) -> ChangeForm:
    """What the form of a change asks about one loan.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.LOAN_CHANGE, Target(book_id))
    group, standing = load_group(session, book_id, today), get_standing(session, book_id, loan_id, on=today)
    person = read_roll(session, book_id)[standing.member.id]
    period = standing.terms.period if standing.terms else period_of(group.rules)
    rate = say_percent(standing.terms.rate_percent) if standing.terms else ""
    return ChangeForm(
        book_id, group.name, group.currency, kind, TITLES[kind], standing.member.id, person.name, standing,
        period is Period.WEEK, rate,
        read_given_up(session, book_id, aliases=[standing.alias]).get(standing.alias, 0),
        tuple(tender_labels({alias: one.code for alias, one in group.tenders.items()}).items()))


def say_change(session: Session, plan: ActPlan, *, book_id: UUID, currency: str) -> ChangeWords:
    """What a plan does, in whole sentences."""
    change, standing = plan.change, plan.standing
    left = Money(standing.left_minor, currency)
    if change.kind is ActKind.WRITTEN_OFF:
        return ChangeWords((
            Message(N_("%(amount)s that are still owed are given up."), {"amount": left}),
            _BORNE[who_bears(session, book_id, standing)]), (), ())
    if change.kind is ActKind.RECOVERED:
        return ChangeWords((Message(
            N_("%(amount)s came back of a loan that was given up. It is income of the group."),
            {"amount": Money(change.amount_minor, currency)}),), (), ())
    return _say_schedule(plan, left, currency)


def _say_schedule(plan: ActPlan, left: Money, currency: str) -> ChangeWords:
    terms, standing = plan.terms, plan.standing
    if terms is None:
        return ChangeWords((), (), ())
    unpaid = standing.raised_minor + standing.unraised_minor
    said = [Message(N_("%(amount)s that are still owed are paid back in %(time)s."), {
        "amount": left, "time": say_periods(terms.period, terms.periods)})]
    if unpaid:
        sentence = (N_("%(amount)s of interest that is unpaid is added to the debt.")
                    if plan.change.unpaid is Unpaid.ADDED
                    else N_("%(amount)s of interest that is unpaid stays due."))
        said.append(Message(sentence, {"amount": Money(unpaid, currency)}))
    if standing.days_past_due:
        said.append(Message(
            N_("The loan is %(days)s days late today, and the record of it goes on saying so."),
            {"days": standing.days_past_due}))
    return ChangeWords(tuple(said), say_terms(terms, currency), dated_schedule(terms))


def show_loan_act(session: Session, actor: Actor, book_id: UUID, *, act_id: UUID, at: int) -> ActView:
    """What was asked for, what it would do now, and who may answer.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.LOAN_CHANGE, Target(book_id))
    row, facts = get_act(session, book_id, act_id), read_group(session, book_id)
    approval = session.execute(select(*Approval.__table__.columns).where(
        Approval.book_id == book_id, Approval.approval_id == row.approval_id)).one()
    note = read_reason(session, book_id, row.note_id)
    plan = _plan(session, row) if approval.state == State.PENDING.value else None
    standing = plan.standing if plan else get_standing(session, book_id, row.loan_id, on=change_of(row).on)
    same = plan is not None and digest_of(plan.shown(note.commitment)) == bytes(approval.shown_digest)
    state = _state_of(approval, is_the_same=same, at=at)
    names = names_of(session, [row.asked_by, approval.checker_id])
    is_own = actor.standings[book_id].member_id == standing.member.id
    answers = is_allowed(actor, Action.APPROVE, Target(book_id)) and approval.maker_id != actor.user_id
    return ActView(
        book_id, act_id, facts.name, facts.currency, TITLES[ActKind(row.kind)], standing.member.id,
        row.loan_id, read_roll(session, book_id)[standing.member.id].name,
        say_change(session, plan, book_id=book_id, currency=facts.currency) if plan else None,
        open_note(book_key(session, book_id), note), names[row.asked_by], moment_of(row.asked_at),
        names.get(approval.checker_id), state, row.posted_seq, bytes(approval.shown_digest).hex(), is_own,
        answers and not is_own and state in {"waiting", "moved"})


def _plan(session: Session, row: Row[Any]) -> ActPlan | None:
    """What would be done now; None where the book moved so far that it cannot be done at all."""
    try:
        return plan_act(session, row.book_id, loan_id=row.loan_id, change=change_of(row))
    except NotFound:
        raise
    except LedgerError:
        return None


def _state_of(approval: Row[Any], *, is_the_same: bool, at: int) -> str:
    if approval.state == State.USED.value:
        return "done"
    if approval.state == State.REFUSED.value:
        return "refused"
    if approval.state != State.PENDING.value or approval.expires_at <= at:
        return "late"
    return "waiting" if is_the_same else "moved"
