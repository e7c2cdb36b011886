"""Fines, fees and interest that a member owes: paid at once, raised and paid later, or let go.

What is raised but unpaid stands on 1150 under the member's name until it is paid or waived. Who bears a
waiver depends on when it comes: the income it undoes, the costs of a later cycle, or the surplus that was
kept back for it at the share-out.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgers.accounts import SAVINGS, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.movements import Postings, entry_of, move
from ledgers.rules.tenders import FundLine


class Due(StrEnum):
    """What a member is charged for."""

    FINE = "fine"
    FEE = "fee"
    INTEREST = "interest"


INCOME = {Due.FINE: 4200, Due.FEE: 4300, Due.INTEREST: 4100}
_PAID_AT_ONCE = {Due.FINE: EntryKind.FINE, Due.FEE: EntryKind.FEE, Due.INTEREST: EntryKind.REPAYMENT}
_RAISED = {
    Due.FINE: EntryKind.FINE_RAISED, Due.FEE: EntryKind.FEE_RAISED, Due.INTEREST: EntryKind.INTEREST_DUE,
}


class BorneBy(StrEnum):
    """Who bears a debt let go: the income of its own cycle, a later cycle's costs, the surplus kept back."""

    INCOME = "income"
    COSTS = "costs"
    KEPT_BACK = "kept_back"


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount in minor units that a member owes and has not paid."""

    member: Holder
    amount_minor: int
    due: Due
    fund: str = SAVINGS
    line_ref: str | None = None

    @property
    def income(self) -> Account:
        """The income account of this charge, under the member's name."""
        return Account(INCOME[self.due], self.fund, self.member)


def dues_of(member: Holder, fund: str) -> Account:
    """Name the account of what a member owes unpaid: 1150."""
    return Account(1150, fund, member)


def paid_at_once_postings(line: FundLine, due: Due) -> Postings:
    """One member pays a fine or fee on the spot: tender / 4200 or 4300 member."""
    income = Account(INCOME[due], line.fund, line.member)
    return move(line.tender_account, income, amount_minor=line.amount_minor, line_ref=line.line_ref)


def paid_at_once(occurred_on: date, due: Due, *lines: FundLine) -> JournalEntry:
    """Members pay fines or fees on the spot; one entry per kind of due."""
    parts = (paid_at_once_postings(line, due) for line in lines)
    return entry_of(_PAID_AT_ONCE[due], occurred_on, parts=parts)


def raised_postings(charge: Charge) -> Postings:
    """One member is charged and does not pay yet: 1150 / 4200, 4300 or 4100 member."""
    return move(
        dues_of(charge.member, charge.fund), charge.income,
        amount_minor=charge.amount_minor, line_ref=charge.line_ref,
    )


def raised(occurred_on: date, due: Due, *charges: Charge) -> JournalEntry:
    """Members are charged and do not pay yet; one entry per kind of due, interest on loans included."""
    return entry_of(_RAISED[due], occurred_on, parts=map(raised_postings, charges))


def paid_later_postings(line: FundLine) -> Postings:
    """One member pays what was raised: tender / 1150."""
    return move(
        line.tender_account, dues_of(line.member, line.fund),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def paid_later(occurred_on: date, *lines: FundLine) -> JournalEntry:
    """Members pay fines, fees or interest raised before."""
    return entry_of(EntryKind.DUES_PAID, occurred_on, parts=map(paid_later_postings, lines))


def waived_postings(charge: Charge, borne_by: BorneBy) -> Postings:
    """Let one charge go: its income / 1150, after the cycle 5400 / 1150, if kept back 3400 / 1150."""
    against = {
        BorneBy.INCOME: charge.income,
        BorneBy.COSTS: Account(5400, charge.fund),
        BorneBy.KEPT_BACK: Account(3400, charge.fund),
    }[borne_by]
    return move(
        against, dues_of(charge.member, charge.fund),
        amount_minor=charge.amount_minor, line_ref=charge.line_ref,
    )


def waived(occurred_on: date, borne_by: BorneBy, *charges: Charge) -> JournalEntry:
    """Let charges go that were raised and will not be paid."""
    parts = (waived_postings(charge, borne_by) for charge in charges)
    return entry_of(EntryKind.DUES_WAIVED, occurred_on, parts=parts)
