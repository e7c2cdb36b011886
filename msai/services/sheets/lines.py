"""From one line of a sheet to the entry it would make alone.

The kinds of lines are few functions in a table; a new kind is one more function and one
more row.  Accounts and amounts are the rules' business, names are looked up in the book
the sheet is posted to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ledgers.accounts import INVESTMENT
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import EmptyEntry
from ledgers.rules import dues, housekeeping, investment, lending, savings
from ledgers.rules.dues import BorneBy, Charge, Due
from ledgers.rules.movements import Postings, units_held
from ledgers.rules.tenders import FundLine, MemberLine, TenderLine
from ledgers.units import redemption_value, units_for
from msai.services.sheets.book import SheetBook
from msai.services.sheets.sheet import LineKind, SheetLine

Rule = Callable[[date, SheetLine, SheetBook], JournalEntry]
Moved = tuple[EntryKind, Postings]
"""Into which entry of the sheet postings go, and the postings."""


def moved_by_line(day: date, line: SheetLine, book: SheetBook) -> Moved:
    """What a line moves, and the kind of entry that is.

    Raises:
        LedgerError: the line cannot be posted, with the code of the rule it breaks.
    """
    usual = _USUAL.get(line.kind)
    if usual is None:
        entry = _RULES[line.kind](day, line, book)
        return entry.kind, entry.postings
    kind, postings_of = usual
    postings = postings_of(line, book)
    if not postings:
        raise EmptyEntry(kind=kind.value)
    return kind, postings


def _member_line(line: SheetLine, book: SheetBook) -> MemberLine:
    return MemberLine(book.member(line.member), book.tender(line.tender), line.amount_minor, line.ref)


def _fund_line(line: SheetLine, book: SheetBook) -> FundLine:
    return FundLine(
        book.member(line.member), book.tender(line.tender), line.amount_minor, line.ref, line.in_fund)


def _tender_line(line: SheetLine, book: SheetBook) -> TenderLine:
    return TenderLine(book.tender(line.tender), line.amount_minor, line.in_fund, line.ref)


def _savings(line: SheetLine, book: SheetBook) -> savings.SavingsLine:
    return savings.SavingsLine(
        book.member(line.member), book.tender(line.tender), line.amount_minor, line.ref, line.shares)


def _charge(due: Due) -> Rule:
    def rule(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
        if line.tender is None:
            charge = Charge(book.member(line.member), line.amount_minor, due, line.in_fund, line.ref)
            return dues.raised(day, due, charge)
        return dues.paid_at_once(day, due, _fund_line(line, book))

    return rule


def _dues_paid(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    return dues.paid_later(day, _fund_line(line, book))


def _interest_due(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    charge = Charge(book.member(line.member), line.amount_minor, Due.INTEREST, line.in_fund, line.ref)
    return dues.raised(day, Due.INTEREST, charge)


def _loan(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    return lending.loan_issued(day, lending.LoanIssue(
        book.loan(line.loan), book.member(line.member), book.tender(line.tender), line.amount_minor,
        book.lending.at_issue.get(line.loan or "", 0), line.in_fund, line.ref))


def _repayment(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    loan, member = book.known_loan(line.loan), book.member(line.member)
    raised = book.lending.pay_raised(member.id, line.in_fund, most=line.interest_minor)
    parts = lending.DebtParts(raised, line.interest_minor - raised, line.principal_minor)
    return lending.repayment(day, lending.Repayment(
        loan, member, book.tender(line.tender), parts, line.in_fund, line.ref))


def _loan_write_off(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    loan = book.known_loan(line.loan)
    left = book.balance(lending.loan_account(loan, line.in_fund))
    return lending.loan_written_off(
        day, book.lending.bears.get(line.loan or "", BorneBy.COSTS),
        lending.LoanWriteOff(loan, left, line.in_fund, line.ref))


def _recovery(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    """To whoever bore the loan it names; a line that names none brings money to the pot."""
    money, found = _tender_line(line, book), book.lending.given_up.get(line.loan or "")
    if found is None:
        return lending.loan_recovered(day, money)
    named = replace(money, line_ref=line.loan)
    if not found.theirs:
        return lending.loan_recovered(day, named)
    return lending.loan_recovered_for(day, named, shares=found.theirs)


def _investment(line: SheetLine, book: SheetBook) -> Postings:
    fund = line.fund or INVESTMENT
    units = units_for(line.amount_minor, book.value_of(fund))
    return investment.contribution_postings(investment.InvestmentLine(
        book.member(line.member), book.tender(line.tender), line.amount_minor, line.ref, units, fund))


def _redemption(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    fund, member = line.fund or INVESTMENT, book.member(line.member)
    return investment.units_redeemed(day, investment.Redemption(
        member, line.units_e4,
        held_e4=book.balance(units_held(member, fund)),
        paid_in_minor=-book.balance(investment.capital_of(member, fund)),
        pay_minor=redemption_value(line.units_e4, book.value_of(fund)),
        tender=book.tender(line.tender), fund=fund, line_ref=line.ref))


def _transfer(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    into, out_of = book.tender(line.to_tender), book.tender(line.from_tender)
    return housekeeping.transfer(
        day, housekeeping.Transfer(out_of, into, line.amount_minor, line.in_fund, line.ref))


def _between_funds(day: date, line: SheetLine, book: SheetBook) -> JournalEntry:
    return housekeeping.between_funds(day, housekeeping.BetweenFunds(
        line.from_fund or line.in_fund, line.to_fund or line.in_fund, book.tender(line.tender),
        line.amount_minor, line.ref))


_USUAL: dict[LineKind, tuple[EntryKind, Callable[[SheetLine, SheetBook], Postings]]] = {
    LineKind.SAVINGS: (
        EntryKind.SAVINGS, lambda line, book: savings.contribution_postings(_savings(line, book))),
    LineKind.SOCIAL: (
        EntryKind.SOCIAL, lambda line, book: savings.social_postings(_member_line(line, book))),
    LineKind.INVESTMENT: (EntryKind.INVESTMENT, _investment),
}
"""The kinds that fill a sheet: no entry is made for each of a hundred lines, only for all of them."""

_RULES: dict[LineKind, Rule] = {
    LineKind.WITHDRAWAL: lambda day, line, book: savings.withdrawal(day, _savings(line, book)),
    LineKind.SOCIAL_GRANT: lambda day, line, book: savings.social_grant(day, _member_line(line, book)),
    LineKind.HELD: lambda day, line, book: savings.held_money(day, _fund_line(line, book)),
    LineKind.PAYOUT: lambda day, line, book: savings.payout(day, _fund_line(line, book)),
    LineKind.FINE: _charge(Due.FINE),
    LineKind.FEE: _charge(Due.FEE),
    LineKind.FINE_PAID: _dues_paid,
    LineKind.FEE_PAID: _dues_paid,
    LineKind.INTEREST_DUE: _interest_due,
    LineKind.LOAN: _loan,
    LineKind.REPAYMENT: _repayment,
    LineKind.LOAN_WRITE_OFF: _loan_write_off,
    LineKind.RECOVERY: _recovery,
    LineKind.REDEMPTION: _redemption,
    LineKind.EXPENSE: lambda day, line, book: housekeeping.expense(day, _tender_line(line, book)),
    LineKind.DONATION: lambda day, line, book: housekeeping.donation(day, _tender_line(line, book)),
    LineKind.BANK_INTEREST: lambda day, line, book: housekeeping.bank_interest(day, _tender_line(line, book)),
    LineKind.BANK_CHARGE: lambda day, line, book: housekeeping.bank_charge(day, _tender_line(line, book)),
    LineKind.TRANSFER: _transfer,
    LineKind.BETWEEN_FUNDS: _between_funds,
}
