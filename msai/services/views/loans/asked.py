"""Asking for a loan, and the request as its reader sees it: what it would cost, what she may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL
from ledgers.lending.plan import DatedInstalment, dated_schedule
from ledgers.lending.terms import LoanTerms, LoanTermsImpossible, Period
from msai.approvals import digest_of
from msai.messages import Message
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import KeyDestroyed, person_key
from msai.services.group_books import GroupBook, load_group
from msai.services.keys import vault_of
from msai.services.loans.asking import (
    APPROVED,
    REQUESTED,
    get_request,
    purpose_context,
    shown_request,
    wanted_of,
)
from msai.services.loans.bound import has_lapsed, terms_agreed
from msai.services.loans.rules_of_day import Wanted, period_of, terms_of_day
from msai.services.views.corrections.speakers import names_of
from msai.services.views.labels import Text, fund_label, tender_labels
from msai.services.views.loans.words import say_periods, say_terms
from msai.services.views.naming import read_roll


@dataclass(frozen=True, slots=True)
class LoanForm:
    """The empty form: who may be asked for, in what the group counts, from which funds."""

    book_id: UUID
    group_name: str
    currency: str
    own: UUID | None
    members: tuple[tuple[str, Text], ...]
    funds: tuple[tuple[str, Message], ...]
    by_week: bool
    longest_months: int
    multiple: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request with what it costs, as it was asked for; `is_lapsed` where its approval holds no more."""

    book_id: UUID
    request_id: UUID
    group_name: str
    currency: str
    holder: UUID
    name: Text
    is_own: bool
    amount_minor: int
    fund: Message | None
    time: Message
    asked_on: date
    asked_by: Text
    decided_by: Text | None
    purpose: str | None
    state: str
    holds_until: date | None
    is_lapsed: bool
    terms: tuple[Message, ...]
    instalments: tuple[DatedInstalment, ...]
    interest_minor: int
    total_minor: int
    seen: str
    tenders: tuple[tuple[str, Message], ...]
    may_answer: bool
    may_issue: bool
    may_withdraw: bool
    today: date


def draw_loan_form(session: Session, actor: Actor, book_id: UUID, *, today: date) -> LoanForm:
    """What the form asks: an officer asks for anybody, a member for herself.

    Raises:
        NotFound, NotPermitted
    """
    standing = actor.standings.get(book_id)
    own = standing.member_id if standing else None
    require(actor, Action.LOAN_REQUEST, Target(book_id, own))
    group, people = load_group(session, book_id, today), read_roll(session, book_id)
    is_officer = is_allowed(actor, Action.LOAN_REQUEST, Target(book_id))
    here = [people[member.holder.id] for member in group.on_roll(today)]
    return LoanForm(
        book_id, group.name, group.currency, own,
        tuple((str(one.holder), one.name) for one in here if is_officer or one.holder == own),
        tuple((fund, fund_label(fund)) for fund in (SAVINGS, SOCIAL)),
        period_of(group.rules) is Period.WEEK, group.rules.loan_longest_months,
        group.rules.loan_limit_multiple)


def show_request(
    session: Session, actor: Actor, target: Target, *, request_id: UUID, today: date,
) -> RequestView:
    """A request, and what its reader may do about it.

    Raises:
        NotFound: there is no such request, or it is not the reader's to see.
    """
    require(actor, Action.LOAN_VIEW, target)
    book_id = target.book_id
    if book_id is None:
        raise NotFound()
    row = get_request(session, book_id, request_id)
    if row.member_id != target.holder:
        raise NotFound()
    group, person = load_group(session, book_id, today), read_roll(session, book_id)[row.member_id]
    terms = _terms(group, row, today)
    lapsed = row.state == APPROVED and has_lapsed(row.holds_until, on=today)
    plan = dated_schedule(terms) if terms else ()
    names = names_of(session, [row.asked_by, row.decided_by])
    mine = actor.standings[book_id].member_id
    place = Target(book_id)
    decides = (is_allowed(actor, Action.APPROVE, place) and row.asked_by != actor.user_id
               and mine != row.member_id)
    gives = is_allowed(actor, Action.LOAN_RECORD, place) and row.decided_by != actor.user_id
    return RequestView(
        book_id, request_id, group.name, group.currency, row.member_id, person.name, mine == row.member_id,
        row.amount_minor, None if row.fund == SAVINGS else fund_label(row.fund),
        say_periods(period_of(group.rules), row.periods), row.asked_on, names[row.asked_by],
        names.get(row.decided_by), _purpose(session, row), row.state, row.holds_until, lapsed,
        say_terms(terms, group.currency) if terms else (), plan,
        sum(part.interest_minor for part in plan), sum(part.total_minor for part in plan),
        digest_of(shown_request(row)).hex(),
        tuple(tender_labels({alias: one.code for alias, one in group.tenders.items()}).items()),
        decides and row.state == REQUESTED, gives and row.state == APPROVED and not lapsed,
        row.state in {REQUESTED, APPROVED} and is_allowed(
            actor, Action.LOAN_REQUEST, Target(book_id, row.member_id)), today)


def terms_on(group: GroupBook, wanted: Wanted, day: date) -> LoanTerms | None:
    """What a loan would cost if it were given on a day; None where no loan can run like this."""
    try:
        return terms_of_day(group.rules, wanted, day=day)
    except LoanTermsImpossible:
        return None


def _terms(group: GroupBook, row: Row[Any], day: date) -> LoanTerms | None:
    """As they were asked for and are approved; by the rules of the day where nobody kept them."""
    if row.agreement is not None:
        return terms_agreed(row.agreement, day=day)
    return terms_on(group, wanted_of(row), day)


def _purpose(session: Session, row: Row[Any]) -> str | None:
    if row.purpose_sealed is None:
        return None
    try:
        key = person_key(session, vault_of(session), row.book_id, row.member_id)
    except KeyDestroyed:
        return None
    return key.open(row.purpose_sealed, purpose_context(row.request_id))
