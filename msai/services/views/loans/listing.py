"""The loans of a group: who owes what, what is due and how late, the latest first; and who asks for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.money import decimal_text
from msai.messages import N_, Message
from msai.models.loans import LoanRequest
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.loans.asking import APPROVED, REQUESTED, select_requests
from msai.services.loans.bound import HOLDS_DAYS, has_lapsed
from msai.services.loans.charging import unraised_of
from msai.services.loans.standing import AT_RISK_AFTER, LoanStanding, list_standings, portfolio_at_risk
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, fund_label
from msai.services.views.loans.words import StateWords, state_of
from msai.services.views.naming import Person, read_roll

_REQUESTS: Mapping[str, StateWords] = {
    REQUESTED: StateWords(Message(N_("Waits for an officer's answer")), "waiting", "clock"),
    APPROVED: StateWords(Message(N_("Approved, not given yet")), "agreed", "check"),
}
_LAPSED = StateWords(Message(N_("The approval is too old; ask again")), "refused", "clock")


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One loan that is owed; amounts in minor units."""

    loan_id: UUID
    holder: UUID
    name: Text
    fund: Message | None
    left_minor: int
    due_minor: int
    next_due_on: date | None
    days_past_due: int
    state: StateWords


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A loan that was asked for and is not given yet."""

    request_id: UUID
    holder: UUID
    name: Text
    amount_minor: int
    asked_on: date
    state: StateWords


@dataclass(frozen=True, slots=True)
class LoansView:
    """The whole page."""

    book_id: UUID
    group_name: str
    currency: str
    today: date
    loans: tuple[LoanLine, ...]
    requests: tuple[RequestLine, ...]
    out_minor: int
    due_minor: int
    at_risk_minor: int
    at_risk_percent: Decimal | None
    at_risk_after: int
    unraised_minor: int
    may_ask: bool
    may_record: bool


def show_loans(session: Session, actor: Actor, book_id: UUID, *, today: date) -> LoansView:
    """Everything that is owed on loans, the most late first.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.LOANS_VIEW, Target(book_id))
    facts, people = read_group(session, book_id), read_roll(session, book_id)
    standings = list_standings(session, book_id, on=today)
    at_risk, out = portfolio_at_risk(standings)
    percent = Decimal(decimal_text(Fraction(100 * at_risk, out), places=1)) if out else None
    unraised = sum(one.amount_minor for standing in standings for one in unraised_of(standing))
    target = Target(book_id)
    return LoansView(
        book_id, facts.name, facts.currency, today, _lines(standings, people),
        _requests(session, book_id, people, today=today), out, sum(one.due_minor for one in standings),
        at_risk, percent, AT_RISK_AFTER, unraised, is_allowed(actor, Action.LOAN_REQUEST, target),
        is_allowed(actor, Action.LOAN_RECORD, target))


def _lines(standings: Iterable[LoanStanding], people: Mapping[UUID, Person]) -> tuple[LoanLine, ...]:
    rows = [LoanLine(
        one.loan_id, one.member.id, people[one.member.id].name,
        None if one.fund == SAVINGS else fund_label(one.fund), one.left_minor, one.due_minor, one.next_due_on,
        one.days_past_due, state_of(one)) for one in standings]
    return tuple(sorted(rows, key=lambda row: (-row.days_past_due, -row.due_minor,
                                               row.next_due_on or date.max)))


def _requests(
    session: Session, book_id: UUID, people: Mapping[UUID, Person], *, today: date,
) -> tuple[RequestLine, ...]:
    """What waits, or may be given; an approval that lapsed is shown for a while, until nobody misses it."""
    query = (
        select_requests(book_id)
        .where(LoanRequest.state.in_([REQUESTED, APPROVED]),
               or_(LoanRequest.state == REQUESTED,
                   LoanRequest.holds_until >= today - timedelta(days=HOLDS_DAYS)))
        .order_by(LoanRequest.asked_at))
    rows: Iterable[Any] = session.execute(query)
    return tuple(
        RequestLine(row.request_id, row.member_id, people[row.member_id].name, row.amount_minor, row.asked_on,
                    _state(row, today)) for row in rows if row.state in _REQUESTS)


def _state(row: Any, today: date) -> StateWords:
    is_lapsed = row.state == APPROVED and has_lapsed(row.holds_until, on=today)
    return _LAPSED if is_lapsed else _REQUESTS[row.state]
