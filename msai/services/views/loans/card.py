"""One loan: what is left and due, everything that was posted on it with the running debt, and its schedule.

The same is the loan's statement on paper and the body of the agreement that both sides sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.balances import RegisterLine, balances
from ledgers.lending.plan import dated_schedule
from ledgers.lending.terms import LoanTerms
from msai.approvals import State
from msai.messages import N_, Message
from msai.models.governance import Approval
from msai.models.loans import LoanAct
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.dues.owed import DUES
from msai.services.loans.acts import ActKind
from msai.services.loans.agreed import LoanAgreed, read_loans
from msai.services.loans.charged import DEBT, INCOME, follow
from msai.services.loans.standing import LoanStanding, stand_with_dues
from msai.services.views.facts import read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, fund_label
from msai.services.views.loans.words import StateWords, say_periods, say_terms, state_of
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll

ACT_LABELS: Mapping[str, Message] = {
    ActKind.RESCHEDULED: Message(N_("A new schedule")), ActKind.WRITTEN_OFF: Message(N_("Given up")),
    ActKind.RECOVERED: Message(N_("Money came back after all")),
}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One event of a loan: what it added to the debt or took off, and what was owed after it."""

    occurred_on: date
    label: Message
    debt_minor: int
    interest_minor: int
    left_minor: int
    seq: int


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One day of the schedule, and what of its principal is paid."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    total_minor: int
    open_minor: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class ActRow:
    """Something that was asked about the loan, and where it stands."""

    act_id: UUID
    label: Message
    asked_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class LoanCard:
    """The whole page."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    name: Text
    number: int
    is_own: bool
    loan_id: UUID
    fund: Message | None
    issued_on: date
    today: date
    standing: LoanStanding
    state: StateWords
    terms: tuple[Message, ...]
    time: Message | None
    ends_on: date | None
    lent_minor: int
    lines: tuple[CardLine, ...]
    instalments: tuple[InstalmentRow, ...]
    instalments_minor: int
    acts: tuple[ActRow, ...]
    may_record: bool
    may_change: bool
    may_open_entries: bool

    @property
    def is_open(self) -> bool:
        """Whether anything is owed."""
        return self.standing.left_minor > 0

    @property
    def plan_interest_minor(self) -> int:
        """The interest of the whole schedule."""
        return sum(row.interest_minor for row in self.instalments)

    @property
    def plan_principal_minor(self) -> int:
        """The principal of the whole schedule."""
        return sum(row.principal_minor for row in self.instalments)


def show_loan(session: Session, actor: Actor, target: Target, *, loan_id: UUID, today: date) -> LoanCard:
    """One loan of one member.

    Raises:
        NotFound: she has no such loan, or it is not the reader's to see.
    """
    require(actor, Action.LOAN_VIEW, target)
    book_id = target.book_id
    if book_id is None:
        raise NotFound()
    loans = read_loans(session, book_id, loans=[loan_id])
    agreed = next((one for one in loans if one.loan.id == loan_id and one.member.id == target.holder), None)
    if agreed is None:
        raise NotFound()
    standing, lines = _read(session, book_id, loans, loan_id, today)
    facts, person = read_group(session, book_id), read_roll(session, book_id)[agreed.member.id]
    instalments = tuple(_instalments(standing.terms, standing, today)) if standing.terms else ()
    place = Target(book_id)
    return LoanCard(
        book_id, facts.name, facts.currency, agreed.member.id, person.name, agreed.number,
        actor.standings[book_id].member_id == agreed.member.id, loan_id,
        None if agreed.fund == SAVINGS else fund_label(agreed.fund), agreed.issued_on, today, standing,
        state_of(standing), say_terms(standing.terms, facts.currency) if standing.terms else (),
        say_periods(standing.terms.period, standing.terms.periods) if standing.terms else None,
        standing.terms.ends_on if standing.terms else None,
        next((line.debt_minor for line in lines if line.debt_minor > 0), 0), lines, instalments,
        sum(row.total_minor for row in instalments), _acts(session, book_id, loan_id),
        is_allowed(actor, Action.LOAN_RECORD, place), is_allowed(actor, Action.LOAN_CHANGE, place),
        is_allowed(actor, Action.REGISTER_VIEW, place))


def _read(
    session: Session, book_id: UUID, loans: tuple[LoanAgreed, ...], loan_id: UUID, today: date,
) -> tuple[LoanStanding, tuple[CardLine, ...]]:
    stands = balances(session, book_id, as_of=today, codes=[DEBT, DUES])
    left = {account.holder.id: minor for account, minor in stands.items()
            if account.code == DEBT and account.holder}
    found, read = stand_with_dues(session, book_id, loans, stands, on=today)
    standing = next(one for one in found if one.loan_id == loan_id)
    places = follow(loans, read, left).places
    of_loan = [line for line in read if (line.account.holder and line.account.holder.id == loan_id)
               or places.get((line.seq, line.line)) == loan_id]
    return standing, tuple(_card_lines(of_loan))


def _card_lines(lines: Iterable[RegisterLine]) -> Iterator[CardLine]:
    """One line an entry: the debt it moved and the interest that became income by it."""
    by_entry: dict[int, list[RegisterLine]] = {}
    for line in lines:
        by_entry.setdefault(line.seq, []).append(line)
    left = 0
    for seq, together in by_entry.items():
        debt = sum(line.amount_minor for line in together if line.account.code == DEBT)
        interest = -sum(line.amount_minor for line in together if line.account.code == INCOME)
        left += debt
        first = together[0]
        yield CardLine(first.occurred_on, entry_label(first.kind), debt, interest, left, seq)


def _instalments(terms: LoanTerms, standing: LoanStanding, today: date) -> Iterator[InstalmentRow]:
    paid = terms.debt_minor - standing.left_minor
    for part in dated_schedule(terms):
        reached = min(part.principal_minor, max(0, paid))
        paid -= reached
        yield InstalmentRow(part.number, part.due_on, part.principal_minor, part.interest_minor,
                            part.total_minor, part.principal_minor - reached, part.due_on <= today)


def _acts(session: Session, book_id: UUID, loan_id: UUID) -> tuple[ActRow, ...]:
    query = (
        select(LoanAct.act_id, LoanAct.kind, LoanAct.asked_at, Approval.state)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == LoanAct.approval_id))
        .where(LoanAct.book_id == book_id, LoanAct.loan_id == loan_id).order_by(LoanAct.asked_at))
    return tuple(ActRow(row.act_id, ACT_LABELS[row.kind], moment_of(row.asked_at), _state(row.state))
                 for row in session.execute(query))


def _state(state: str) -> str:
    return "done" if state == State.USED.value else state
