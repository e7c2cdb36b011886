"""Loans from the group's own money: issued, charged, repaid interest first, written off, sometimes recovered.

The debt stands under the loan (1100), the interest under the member who pays it (1150, 4100), so that a
passbook and a loan card are two readings of the same postings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledgers.accounts import SAVINGS, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import BorneByIncome, RepaymentExceedsDebt
from ledgers.money import allocate
from ledgers.rules.dues import BorneBy, dues_of
from ledgers.rules.movements import Postings, entry_of, move
from ledgers.rules.savings import due_to
from ledgers.rules.tenders import Tender, TenderLine


@dataclass(frozen=True, slots=True)
class LoanIssue:
    """A loan paid to a member; `interest_minor` is interest taken at issue, added to the debt.

    A social loan is the same in the social fund.
    """

    loan: Holder
    member: Holder
    tender: Tender
    amount_minor: int
    interest_minor: int = 0
    fund: str = SAVINGS
    line_ref: str | None = None


def loan_account(loan: Holder, fund: str) -> Account:
    """Name the account of what is left of a loan: 1100."""
    return Account(1100, fund, loan)


def interest_income(member: Holder, fund: str) -> Account:
    """Name the account of the interest a member brought: 4100."""
    return Account(4100, fund, member)


def loan_issue_postings(issue: LoanIssue) -> Postings:
    """One loan issued: 1100 loan / tender, and for interest at issue 1100 loan / 4100 member."""
    debt = loan_account(issue.loan, issue.fund)
    paid = move(
        debt, issue.tender.account(issue.fund),
        amount_minor=issue.amount_minor, line_ref=issue.line_ref,
    )
    charged = move(
        debt, interest_income(issue.member, issue.fund),
        amount_minor=issue.interest_minor, line_ref=issue.line_ref,
    )
    return paid + charged


def loan_issued(occurred_on: date, *issues: LoanIssue) -> JournalEntry:
    """Loans are issued to members, from the savings fund or from the social fund."""
    return entry_of(EntryKind.LOAN_ISSUED, occurred_on, parts=map(loan_issue_postings, issues))


@dataclass(frozen=True, slots=True)
class InterestAdded:
    """Interest added to a debt when a loan is rescheduled; `raised_minor` of it already stands on 1150."""

    loan: Holder
    member: Holder
    interest_minor: int
    raised_minor: int = 0
    fund: str = SAVINGS


def interest_capitalised(occurred_on: date, added: InterestAdded) -> JournalEntry:
    """Add unpaid interest to a debt: 1100 loan / 1150 for what was raised, 1100 loan / 4100 for the rest."""
    debt = loan_account(added.loan, added.fund)
    return entry_of(EntryKind.INTEREST_CAPITALISED, occurred_on, parts=(
        move(debt, dues_of(added.member, added.fund), amount_minor=added.raised_minor),
        move(debt, interest_income(added.member, added.fund), amount_minor=added.interest_minor),
    ))


@dataclass(frozen=True, slots=True)
class DebtParts:
    """A debt, or a repayment of it, by part: interest raised (1150), interest not raised, principal."""

    raised_minor: int
    interest_minor: int
    principal_minor: int

    @property
    def total_minor(self) -> int:
        """All parts together."""
        return self.raised_minor + self.interest_minor + self.principal_minor


def interest_first(amount_minor: int, owed: DebtParts) -> DebtParts:
    """Say what a repayment pays: interest raised before, then interest of this day, then principal.

    Raises:
        RepaymentExceedsDebt: more was paid than is owed; the rest is money held for the member.
    """
    if amount_minor > owed.total_minor:
        raise RepaymentExceedsDebt(amount_minor=amount_minor, owed_minor=owed.total_minor)
    raised = min(amount_minor, owed.raised_minor)
    interest = min(amount_minor - raised, owed.interest_minor)
    return DebtParts(raised, interest, amount_minor - raised - interest)


@dataclass(frozen=True, slots=True)
class Repayment:
    """A repayment in the parts it was recorded in, or that `interest_first` found."""

    loan: Holder
    member: Holder
    tender: Tender
    parts: DebtParts
    fund: str = SAVINGS
    line_ref: str | None = None


def repayment_postings(repayment: Repayment) -> Postings:
    """One repayment: tender / 1150 for interest raised, tender / 4100 for interest, tender / 1100."""
    fund, parts = repayment.fund, repayment.parts
    paid = (
        (dues_of(repayment.member, fund), parts.raised_minor),
        (interest_income(repayment.member, fund), parts.interest_minor),
        (loan_account(repayment.loan, fund), parts.principal_minor),
    )
    into = repayment.tender.account(fund)
    return tuple(
        posting for account, amount in paid
        for posting in move(into, account, amount_minor=amount, line_ref=repayment.line_ref)
    )


def repayment(occurred_on: date, *repayments: Repayment) -> JournalEntry:
    """Members pay their loans back, in part or whole."""
    return entry_of(EntryKind.REPAYMENT, occurred_on, parts=map(repayment_postings, repayments))


@dataclass(frozen=True, slots=True)
class LoanWriteOff:
    """What is given up of a loan, in minor units."""

    loan: Holder
    amount_minor: int
    fund: str = SAVINGS
    line_ref: str | None = None


def loan_write_off_postings(write_off: LoanWriteOff, borne_by: BorneBy) -> Postings:
    """Give up a loan: 5400 / 1100, or 3400 / 1100 where a share-out kept the surplus back for it.

    Raises:
        BorneByIncome: principal was never income, so no income can be taken back for it.
    """
    if borne_by is BorneBy.INCOME:
        raise BorneByIncome(loan=write_off.loan.alias)
    against = Account(5400 if borne_by is BorneBy.COSTS else 3400, write_off.fund)
    return move(
        against, loan_account(write_off.loan, write_off.fund),
        amount_minor=write_off.amount_minor, line_ref=write_off.line_ref,
    )


def loan_written_off(occurred_on: date, borne_by: BorneBy, *write_offs: LoanWriteOff) -> JournalEntry:
    """Give up loans that will not be paid back."""
    parts = (loan_write_off_postings(write_off, borne_by) for write_off in write_offs)
    return entry_of(EntryKind.LOAN_WRITTEN_OFF, occurred_on, parts=parts)


def recovery_postings(line: TenderLine) -> Postings:
    """Money comes in for a loan given up before: tender / 4800."""
    return move(
        line.tender_account, Account(4800, line.fund),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def loan_recovered(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """Money comes in for loans given up before; it is income of the pot."""
    return entry_of(EntryKind.LOAN_RECOVERED, occurred_on, parts=map(recovery_postings, lines))


def loan_recovered_for(occurred_on: date, line: TenderLine, *, shares: Mapping[Holder, int]) -> JournalEntry:
    """Money comes in for a debt kept back at a share-out: tender / 2100 of that cycle's holders, by shares.

    The order of `shares` is that of member numbers and decides ties.

    Raises:
        NothingToSplitBy: nobody held a share.
    """
    parts = allocate(line.amount_minor, list(shares.values()))
    return entry_of(EntryKind.LOAN_RECOVERED, occurred_on, parts=(
        move(line.tender_account, due_to(member, line.fund), amount_minor=part, line_ref=line.line_ref)
        for member, part in zip(shares, parts, strict=True)
    ))
