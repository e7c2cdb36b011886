"""A loan is paid back between two meetings: any amount, interest first, and what is over only if she says so.

A payment pays interest that was raised, then interest that is due, then principal.  One that is enough for
all of the debt settles the loan and pays the charge of the period that has begun as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.balances import balances
from ledgers.entries import SourceKind
from ledgers.errors import IdempotencyConflict, NotPositive, RepaymentExceedsDebt
from ledgers.rules.lending import DebtParts, Repayment, interest_first, loan_account, repayment
from ledgers.rules.savings import held_money
from ledgers.rules.tenders import FundLine
from msai import audit
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.dues.owed import list_owed
from msai.services.group_books import load_group
from msai.services.keys import journal_of
from msai.services.loans.agreed import read_loans
from msai.services.loans.dates import require_past
from msai.services.loans.errors import LoanMovedSince, LoanSettled
from msai.services.loans.standing import LoanStanding, reference_of, stand_all
from msai.services.postings import Paper, post
from msai.services.sheets.book import UnknownTender
from msai.services.two_officers.own_money import require_others_money


class Rest(StrEnum):
    """What happens to money over the debt: it is not taken, or kept for the member until she uses it."""

    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepayLoan:
    """Record money that came for a loan; `payment_id` was made where it was typed."""

    book_id: UUID
    loan_id: UUID
    payment_id: UUID
    tender: str
    amount_minor: int
    on: date
    at: int
    rest: Rest = Rest.REFUSED


@dataclass(frozen=True, slots=True)
class Paid:
    """What a payment paid, and what of it is kept for the member."""

    parts: DebtParts
    held_minor: int = 0


def repay_loan(session: Session, actor: Actor, command: RepayLoan) -> None:
    """Post a payment of a loan, exactly once.

    Raises:
        NotPermitted: the actor is no officer of the group.
        NotFound: there is no such loan in this book.
        OwnMoney: it is her own loan; the other officer writes it down, or the sheet of a meeting.
        LoanSettled, LoanMovedSince, LoanDayAhead, CycleClosed: nothing can be paid on that day.
        RepaymentExceedsDebt: it is more than is owed, and nobody said to keep the rest.
        NotPositive, UnknownTender
        IdempotencyConflict: the same payment was recorded before with other content.
    """
    require(actor, Action.LOAN_RECORD, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    paper = Paper(SourceKind.LOAN, command.loan_id, command.at)
    step = f"paid:{command.payment_id}"
    if _is_posted(session, command, paper):
        return
    require_past(session, command.book_id, command.on, at=command.at)
    standing = get_standing(session, command.book_id, command.loan_id, on=command.on)
    require_others_money(actor, command.book_id, member_id=standing.member.id)
    _require_open(session, command, standing)
    paid = paid_by(standing, command.amount_minor, rest=command.rest)
    tenders = load_group(session, command.book_id, command.on).tenders
    if command.tender not in tenders:
        raise UnknownTender(tender=command.tender)
    tender, reference = tenders[command.tender], reference_of(standing.loan)
    post(session, actor, command.book_id, paper=paper, step=step, entry=repayment(command.on, Repayment(
        standing.loan, standing.member, tender, paid.parts, standing.fund, reference)))
    if paid.held_minor:
        post(session, actor, command.book_id, paper=paper, step=f"held:{command.payment_id}",
             entry=held_money(command.on, FundLine(
                 standing.member, tender, paid.held_minor, reference, standing.fund)))
    audit.record(session, actor, book_id=command.book_id, action=Action.LOAN_RECORD,
                 subject=f"loan:{command.loan_id}", at=command.at)


def paid_by(standing: LoanStanding, amount_minor: int, *, rest: Rest = Rest.REFUSED) -> Paid:
    """What an amount pays of a loan on the day of its standing.

    Raises:
        NotPositive: nothing was paid.
        RepaymentExceedsDebt: it is more than settles the loan, and the rest is not kept.
    """
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)
    over = max(0, amount_minor - standing.settles_with_minor)
    if over and rest is Rest.REFUSED:
        raise RepaymentExceedsDebt(amount_minor=amount_minor, owed_minor=standing.settles_with_minor)
    due = DebtParts(standing.raised_minor, standing.due_interest_minor, standing.left_minor)
    settling = DebtParts(standing.raised_minor, standing.unraised_minor, standing.left_minor)
    owed = settling if amount_minor >= due.total_minor else due
    return Paid(interest_first(amount_minor - over, owed), over)


def get_standing(session: Session, book_id: UUID, loan_id: UUID, *, on: date) -> LoanStanding:
    """How one loan stands on the evening of a day.

    Raises:
        NotFound: there is no such loan in this book.
    """
    loans = read_loans(session, book_id, loans=[loan_id])
    for standing in stand_all(session, book_id, loans, on=on):
        if standing.loan_id == loan_id:
            return standing
    raise NotFound()


def _require_open(session: Session, command: RepayLoan, standing: LoanStanding) -> None:
    if standing.settles_with_minor <= 0:
        raise LoanSettled()
    account = loan_account(standing.loan, standing.fund)
    now = balances(session, command.book_id, codes=[account.code], holders=[command.loan_id])
    if now.get(account, 0) != standing.left_minor or not _is_raised_still(session, command, standing):
        raise LoanMovedSince()


def _is_raised_still(session: Session, command: RepayLoan, standing: LoanStanding) -> bool:
    """Whether interest that stood raised on the day is still unpaid: not paid, let go or put right since."""
    if not standing.raised_minor:
        return True
    owed = list_owed(session, command.book_id, on=date.max, member_id=standing.member.id)
    return sum(one.interest_minor for one in owed if one.fund == standing.fund) >= standing.raised_minor


def _is_posted(session: Session, command: RepayLoan, paper: Paper) -> bool:
    """Whether this payment is in the book; the same id with other content is another payment, and refused."""
    journal, reference = journal_of(session, command.book_id), paper.reference(f"paid:{command.payment_id}")
    day = session.scalar(select(t.entry.c.occurred_on).where(
        t.entry.c.book_id == command.book_id, t.entry.c.client_ref == reference))
    if day is None:
        return False
    places = [*journal.refs_of(reference), *journal.refs_of(paper.reference(f"held:{command.payment_id}"))]
    kept = journal.find_postings(places).values()
    said = (command.on, command.amount_minor, {command.tender})
    if (day, sum(one.amount_minor for one in kept), {one.debit.alias for one in kept}) != said:
        raise IdempotencyConflict(client_ref=reference)
    return True
