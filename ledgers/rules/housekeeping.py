"""The group's own affairs: expenses, moving money about, cash that does not agree, bank, gifts, property.

Between tenders of one fund money simply moves. Between funds it may not: one fund owes the other through
3900, which is zero over all funds at all times, until it is repaid or the members make it permanent.
"""

from dataclasses import dataclass
from datetime import date

from ledgers.accounts import SAVINGS, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.rules.movements import Postings, adjust, entry_of, move
from ledgers.rules.savings import due_to
from ledgers.rules.tenders import FundLine, Tender, TenderLine


def _received(line: TenderLine, code: int) -> Postings:
    income = Account(code, line.fund)
    return move(line.tender_account, income, amount_minor=line.amount_minor, line_ref=line.line_ref)


def _spent(line: TenderLine, code: int) -> Postings:
    cost = Account(code, line.fund)
    return move(cost, line.tender_account, amount_minor=line.amount_minor, line_ref=line.line_ref)


def expense(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """Meeting expenses paid from the group's money: 5200 / tender."""
    return entry_of(EntryKind.EXPENSE, occurred_on, parts=(_spent(line, 5200) for line in lines))


@dataclass(frozen=True, slots=True)
class OwnPocket:
    """An expense of the group that a member paid from her own pocket, in minor units."""

    member: Holder
    amount_minor: int
    fund: str = SAVINGS
    line_ref: str | None = None


def own_pocket(occurred_on: date, *expenses: OwnPocket) -> JournalEntry:
    """Members pay expenses from their own pocket and are owed for it: 5200 / 2100 member."""
    return entry_of(EntryKind.OWN_POCKET, occurred_on, parts=(
        move(
            Account(5200, paid.fund), due_to(paid.member, paid.fund),
            amount_minor=paid.amount_minor, line_ref=paid.line_ref,
        )
        for paid in expenses
    ))


def own_pocket_repaid(occurred_on: date, *lines: FundLine) -> JournalEntry:
    """Members get back what they paid from their own pocket: 2100 member / tender."""
    return entry_of(EntryKind.OWN_POCKET_REPAID, occurred_on, parts=(
        move(
            due_to(line.member, line.fund), line.tender_account,
            amount_minor=line.amount_minor, line_ref=line.line_ref,
        )
        for line in lines
    ))


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money of one fund carried from one tender to another, in minor units."""

    taken_from: Tender
    put_into: Tender
    amount_minor: int
    fund: str = SAVINGS
    line_ref: str | None = None


def transfer_postings(transfer: Transfer) -> Postings:
    """One transfer within a fund: tender to / tender from."""
    return move(
        transfer.put_into.account(transfer.fund), transfer.taken_from.account(transfer.fund),
        amount_minor=transfer.amount_minor, line_ref=transfer.line_ref,
    )


def transfer(occurred_on: date, *transfers: Transfer) -> JournalEntry:
    """Money is carried to the bank, taken from it, put on a wallet; its fund stays the same."""
    return entry_of(EntryKind.TRANSFER, occurred_on, parts=map(transfer_postings, transfers))


@dataclass(frozen=True, slots=True)
class BetweenFunds:
    """Money of one tender that one fund lends or repays to another, in minor units."""

    giving: str
    receiving: str
    tender: Tender
    amount_minor: int
    line_ref: str | None = None


def between_funds_postings(loan: BetweenFunds) -> Postings:
    """One loan between funds: giving 3900 / tender, receiving tender / 3900."""
    given = move(
        Account(3900, loan.giving), loan.tender.account(loan.giving),
        amount_minor=loan.amount_minor, line_ref=loan.line_ref,
    )
    taken = move(
        loan.tender.account(loan.receiving), Account(3900, loan.receiving),
        amount_minor=loan.amount_minor, line_ref=loan.line_ref,
    )
    return given + taken


def between_funds(occurred_on: date, *loans: BetweenFunds) -> JournalEntry:
    """One fund lends to another, or pays back: the repaying fund is then the giving one."""
    return entry_of(EntryKind.BETWEEN_FUNDS, occurred_on, parts=map(between_funds_postings, loans))


def made_permanent(occurred_on: date, gift: BetweenFunds) -> JournalEntry:
    """Money between funds is not to be repaid, by decision: giving 3400 / 3900, receiving 3900 / 3400."""
    return entry_of(EntryKind.BETWEEN_FUNDS_PERMANENT, occurred_on, parts=(
        move(Account(3400, gift.giving), Account(3900, gift.giving), amount_minor=gift.amount_minor),
        move(Account(3900, gift.receiving), Account(3400, gift.receiving), amount_minor=gift.amount_minor),
    ))


def cash_difference(occurred_on: date, *counted_minus_book: TenderLine) -> JournalEntry:
    """Counted cash differs from the book: short (below zero) 5900 / tender, over tender / 4900."""
    return entry_of(EntryKind.CASH_DIFFERENCE, occurred_on, parts=(
        adjust(
            line.tender_account, change_minor=line.amount_minor,
            gain=Account(4900, line.fund), loss=Account(5900, line.fund),
        )
        for line in counted_minus_book
    ))


def cash_rounding(occurred_on: date, *gained: TenderLine) -> JournalEntry:
    """Coins too small to pay: tender / 5950 where the tender gained, 5950 / tender where it gave more."""
    return entry_of(EntryKind.CASH_ROUNDING, occurred_on, parts=(
        adjust(
            line.tender_account, change_minor=line.amount_minor,
            gain=Account(5950, line.fund), loss=Account(5950, line.fund),
        )
        for line in gained
    ))


def bank_interest(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """The bank pays interest: tender / 4700."""
    return entry_of(EntryKind.BANK_INTEREST, occurred_on, parts=(_received(line, 4700) for line in lines))


def bank_charge(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """The bank takes a charge: 5300 / tender."""
    return entry_of(EntryKind.BANK_CHARGE, occurred_on, parts=(_spent(line, 5300) for line in lines))


def donation(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """Somebody gives to the fund that the line names: tender / 4850. A gift issues no units."""
    return entry_of(EntryKind.DONATION, occurred_on, parts=(_received(line, 4850) for line in lines))


def other_income(occurred_on: date, *lines: TenderLine) -> JournalEntry:
    """Money comes in that no other rule names: tender / 4800."""
    return entry_of(EntryKind.OTHER_INCOME, occurred_on, parts=(_received(line, 4800) for line in lines))


def borrowing(occurred_on: date, line: TenderLine, *, lender: Holder) -> JournalEntry:
    """The group borrows from outside: tender / 2200 lender."""
    return entry_of(EntryKind.BORROWING, occurred_on, parts=[
        move(line.tender_account, Account(2200, line.fund, lender), amount_minor=line.amount_minor),
    ])


def borrowing_repaid(occurred_on: date, line: TenderLine, *, lender: Holder) -> JournalEntry:
    """The group pays principal back to a lender: 2200 lender / tender."""
    return entry_of(EntryKind.BORROWING_REPAID, occurred_on, parts=[
        move(Account(2200, line.fund, lender), line.tender_account, amount_minor=line.amount_minor),
    ])


def borrowing_interest(occurred_on: date, line: TenderLine) -> JournalEntry:
    """The group pays interest to a lender: 5350 / tender."""
    return entry_of(EntryKind.BORROWING_INTEREST, occurred_on, parts=[_spent(line, 5350)])


def property_bought(occurred_on: date, line: TenderLine) -> JournalEntry:
    """The group buys property of its own: 1500 / tender."""
    return entry_of(EntryKind.PROPERTY, occurred_on, parts=[_spent(line, 1500)])


def depreciation(occurred_on: date, *, amount_minor: int, fund: str = SAVINGS) -> JournalEntry:
    """Property of the group wears out: 5370 / 1590."""
    worn = move(Account(5370, fund), Account(1590, fund), amount_minor=amount_minor)
    return entry_of(EntryKind.DEPRECIATION, occurred_on, parts=[worn])


def other_investment(occurred_on: date, line: TenderLine) -> JournalEntry:
    """Money is placed elsewhere than in an enterprise: 1350 / tender."""
    return entry_of(EntryKind.OTHER_INVESTMENT, occurred_on, parts=[_spent(line, 1350)])


def other_investment_sold(occurred_on: date, line: TenderLine, *, cost_minor: int) -> JournalEntry:
    """Such a placement comes back: tender / 1350, a gain 1350 / 4800, a loss 5600 / 1350.

    `line.amount_minor` is what was received, `cost_minor` the part of 1350 that ends with it.
    """
    placed = Account(1350, line.fund)
    return entry_of(EntryKind.OTHER_INVESTMENT_SOLD, occurred_on, parts=(
        adjust(
            placed, change_minor=line.amount_minor - cost_minor,
            gain=Account(4800, line.fund), loss=Account(5600, line.fund),
        ),
        move(line.tender_account, placed, amount_minor=line.amount_minor),
    ))


def tax_withheld(occurred_on: date, taken_from: Account, *, amount_minor: int) -> JournalEntry:
    """A tax is taken out of income receivable (1400) or of a tender: 5450 / that account."""
    tax = move(Account(5450, taken_from.fund), taken_from, amount_minor=amount_minor)
    return entry_of(EntryKind.TAX_WITHHELD, occurred_on, parts=[tax])
