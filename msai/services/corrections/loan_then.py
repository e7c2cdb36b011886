"""What a right line about a loan meets: how the loan stood before it, and the terms that follow from it.

A repayment put right pays what the rules would have paid on its day: interest raised, interest due, then
principal. Of that, what later payments have settled in the meantime is not paid a second time. A loan of
another amount has another schedule: its terms are kept anew from the day it was given, and whatever schedule
it got since begins with the debt that it then really had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import Account, HolderKind
from ledgers.balances import RegisterLine, register
from ledgers.entries import EntryKind
from ledgers.lending.terms import LoanTerms
from msai.services.corrections.day_book import Day
from msai.services.corrections.errors import LoanCharged
from msai.services.dues.owed import DUES, Owed, owed_from
from msai.services.dues.settling import named
from msai.services.holders import holder
from msai.services.loans.agreed import LoanAgreed, last_version, read_loans
from msai.services.loans.charged import DEBT, INCOME, follow
from msai.services.loans.on_sheets import keep_terms
from msai.services.loans.paying import paid_by
from msai.services.loans.standing import LoanStanding, stand_from
from msai.services.sheets import SheetLine
from msai.services.sheets.book import UnknownLoan


@dataclass(frozen=True, slots=True)
class LoanThen:
    """A loan as a repayment met it; `raised_minor` is the interest raised and unpaid of all her loans."""

    standing: LoanStanding
    raised_minor: int


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan of another amount: the charge it takes at issue, minor units, and its terms, oldest first.

    There are none where they stay as they are.
    """

    loan_id: UUID
    charge_minor: int = 0
    terms: tuple[LoanTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """The loans of one borrower and every line of them, with the one loan that is meant."""

    loan_id: UUID
    loans: tuple[LoanAgreed, ...]
    lines: Sequence[RegisterLine]


def before_the_line(session: Session, day: Day, loan: str | None, *, on: date) -> LoanThen:
    """How a loan stood just before the line was first written, less what other lines have settled by now.

    Raises:
        UnknownLoan: the group has no loan of that name.
    """
    line, read = day.line, _read(session, day, loan)
    earlier = [one for one in read.lines if one.seq < line.root_seq and one.occurred_on <= line.held_on]
    others = [one for one in read.lines if (one.seq, one.line) not in line.standing]
    then, now = _stood(read, earlier, line.held_on), _stood(read, others, on)
    standing = replace(
        then.standing, raised_minor=min(then.standing.raised_minor, now.standing.raised_minor),
        unraised_minor=min(then.standing.unraised_minor, now.standing.unraised_minor),
        due_interest_minor=min(then.standing.due_interest_minor, now.standing.unraised_minor))
    return LoanThen(standing, min(then.raised_minor, now.raised_minor))


def split_by_rules(becomes: SheetLine, then: LoanThen) -> SheetLine:
    """A repayment of which only the amount was said, with its parts: interest first, then principal.

    Raises:
        NotPositive, RepaymentExceedsDebt: as for a payment of that day.
    """
    if becomes.principal_minor or becomes.interest_minor:
        return becomes._replace(amount_minor=becomes.principal_minor + becomes.interest_minor)
    parts = paid_by(then.standing, becomes.amount_minor).parts
    return becomes._replace(principal_minor=parts.principal_minor,
                            interest_minor=parts.raised_minor + parts.interest_minor)


def lend_instead(session: Session, day: Day, becomes: SheetLine) -> Lent:
    """What a loan comes to once its issue is of this amount.

    Raises:
        UnknownLoan: the group has no loan of that name.
        LoanTermsImpossible: nothing is lent, or a schedule it got since would begin with nothing owed.
    """
    agreed = _named(_read(session, day, becomes.loan))
    versions = agreed.versions
    if not versions:
        return Lent(agreed.loan.id)
    first, *later = versions
    right = replace(first, principal_minor=becomes.amount_minor)
    more = right.debt_minor - first.debt_minor
    terms = (right, *(replace(one, principal_minor=one.principal_minor + more) for one in later))
    return Lent(agreed.loan.id, right.charge_at_issue_minor, terms if terms != versions else ())


def require_uncharged(session: Session, day: Day, loan: str | None) -> None:
    """Let a loan be taken back of which nothing else stands in the book.

    Raises:
        LoanCharged: interest was raised or paid on it; that is put right first.
    """
    read = _read(session, day, loan)
    lines = [line for line in read.lines if line.account.code != DUES]
    trails = follow(read.loans, lines, _left(_sums(lines)))
    charges = {named(*place) for place, of in trails.places.items() if of == read.loan_id}
    let_go = sum(-line.amount_minor for line in read.lines if line.account.code == DUES
                 and line.kind == EntryKind.DUES_WAIVED and line.line_ref in charges)
    if trails.of_loan[read.loan_id].charged_minor > let_go:
        raise LoanCharged(loan=loan or "")


def keep_lent(
    session: Session, book_id: UUID, lent: Lent, *, recorded_by: UUID, at: int,
) -> None:
    """Keep the terms of a loan whose issue was put right; those that held before stay beside them."""
    since = last_version(session, book_id, lent.loan_id) + 1
    for version, agreed in enumerate(lent.terms, since):
        keep_terms(session, book_id, {lent.loan_id: agreed}, recorded_by=recorded_by, at=at, version=version)


def _read(session: Session, day: Day, loan: str | None) -> _Read:
    if loan not in day.borrowers:
        raise UnknownLoan(loan=loan or "")
    book_id = day.line.book_id
    loan_id = holder(book_id, HolderKind.LOAN, loan).id
    loans = read_loans(session, book_id, loans=[loan_id])
    holders = {one.loan.id for one in loans} | {one.member.id for one in loans}
    return _Read(loan_id, loans, register(session, book_id, holders=holders, codes=[DEBT, DUES, INCOME]))


def _named(read: _Read) -> LoanAgreed:
    return next(one for one in read.loans if one.loan.id == read.loan_id)


def _stood(read: _Read, lines: Sequence[RegisterLine], on: date) -> LoanThen:
    """How the loan stands on a day by these lines alone."""
    sums = _sums(lines)
    owing = {account: minor for account, minor in sums.items() if account.code == DUES and minor}
    owed = {(one.member.id, one.fund): one for one in owed_from(
        owing, [line for line in lines if line.account.code == DUES])}
    found = stand_from(read.loans, [line for line in lines if line.account.code != DUES],
                       left=_left(sums), owed=owed, on=on)
    standing = next(one for one in found if one.loan_id == read.loan_id)
    return LoanThen(standing, _raised(owed, standing))


def _sums(lines: Iterable[RegisterLine]) -> dict[Account, int]:
    sums: dict[Account, int] = defaultdict(int)
    for line in lines:
        sums[line.account] += line.amount_minor
    return sums


def _left(sums: Mapping[Account, int]) -> dict[UUID, int]:
    return {account.holder.id: minor for account, minor in sums.items()
            if account.code == DEBT and account.holder}


def _raised(owed: Mapping[tuple[UUID, str], Owed], standing: LoanStanding) -> int:
    hers = owed.get((standing.member.id, standing.fund))
    return hers.interest_minor if hers else 0
