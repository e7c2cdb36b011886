"""The book a sheet is being posted to, while it is.

It knows what the book held just before the sheet and what the lines read so far have
moved, so that a tender, a loan or the value of a unit can be asked for in between.
All lines that deal in units of one fund deal at one value: the fund's value just before
the first of them, the lines above it included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from ledgers.accounts import TENDER_CODES, Account, Holder, HolderKind, units_fund
from ledgers.entries import EntryKind, JournalEntry, Posting, Source
from ledgers.rules.tenders import Tender
from ledgers.units import dealing_value, first_unit_value, net_assets
from msai.services import ServiceError
from msai.services.group_books import GroupBook
from msai.services.holders import holder
from msai.services.joining.posted import EntrySums
from msai.services.sheets.lending import SheetLending
from msai.services.sheets.sheet import LineKind

OF_LOANS = (1100,)
OF_DUES = (1150,)
OF_REDEMPTIONS = (3200, 9200)
TAKEN_FROM: Mapping[LineKind, tuple[int, ...]] = {
    LineKind.REPAYMENT: OF_DUES, LineKind.FINE_PAID: OF_DUES, LineKind.FEE_PAID: OF_DUES,
    LineKind.WITHDRAWAL: (3100, 9400), LineKind.PAYOUT: (2100,), LineKind.LOAN: (3100,),
}
"""The numbers a line takes from, besides tenders and loans, of which there must be so much; a loan is
measured by what its borrower saved."""

FOLLOWED = frozenset({*TENDER_CODES, *OF_LOANS, *OF_DUES, *OF_REDEMPTIONS})
"""The numbers whose balances a line can ask for, holder by holder."""


class UnknownTender(ServiceError):
    """The group has no such box, account or wallet."""

    code = "unknown_tender"


class UnknownMember(ServiceError):
    """No member of the group has that number."""

    code = "unknown_member"


class UnknownLoan(ServiceError):
    """The group has no loan of that name."""

    code = "unknown_loan"


class TenderMissing(ServiceError):
    """Money moved, and the line does not say through which box or account."""

    code = "tender_missing"


class MemberMissing(ServiceError):
    """The line does not say whose it is."""

    code = "member_missing"


class SheetBook:
    """A group's book with the postings of a sheet added one line after the other.

    `balances` are those of tenders, loans, capital and units before the sheet, debit
    positive; `fund_totals` the sums per fund and number that net assets are made of;
    `loans` the loans the book knows; `entries_due` what those have to pay yet who joined late.
    """

    def __init__(
        self, group: GroupBook, balances: Mapping[Account, int],
        fund_totals: Mapping[str, Mapping[int, int]],
    ) -> None:
        self.group = group
        self.lending = SheetLending()
        self.entries_due: dict[UUID, EntrySums] = {}
        self._balances = defaultdict(int, balances)
        self._totals: dict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._totals |= {fund: defaultdict(int, codes) for fund, codes in fund_totals.items()}
        self._values: dict[str, Fraction] = {}
        self._lying: dict[tuple[str, str], int] | None = None
        self._by_kind: dict[EntryKind, list[Posting]] = {}
        self._loans = {account.alias for account in balances if account.code == 1100}
        self._tenders = {(tender.code, tender.holder): alias for alias, tender in group.tenders.items()}

    def tender(self, alias: str | None) -> Tender:
        """The tender a line names.

        Raises:
            TenderMissing, UnknownTender
        """
        if alias is None:
            raise TenderMissing()
        if alias not in self.group.tenders:
            raise UnknownTender(tender=alias)
        return self.group.tenders[alias]

    def member(self, number: int | None) -> Holder:
        """The member a line names.

        Raises:
            MemberMissing, UnknownMember
        """
        if number is None:
            raise MemberMissing()
        if number not in self.group.members:
            raise UnknownMember(member=number)
        return self.group.members[number].holder

    def loan(self, alias: str | None) -> Holder:
        """The holder of a loan that is being issued.

        Raises:
            UnknownLoan: it was given no name.
        """
        if not alias:
            raise UnknownLoan(loan="")
        self._loans.add(alias)
        return holder(self.group.book_id, HolderKind.LOAN, alias)

    def known_loan(self, alias: str | None) -> Holder:
        """A loan that was issued before, on this sheet or an earlier one.

        Raises:
            UnknownLoan: it was not.
        """
        if alias not in self._loans:
            raise UnknownLoan(loan=alias or "")
        return self.loan(alias)

    def balance(self, account: Account) -> int:
        """The balance of a tender, a loan, or a member's capital or units just now, debit positive."""
        return self._balances[account]

    def value_of(self, fund: str) -> Fraction:
        """The unit value at which this sheet deals in a fund.

        Raises:
            NetAssetsNotPositive: nothing stands behind the units that are issued.
        """
        if fund not in self._values:
            totals, issued = self._totals[fund], -self._totals[units_fund(fund)][9100]
            self._values[fund] = dealing_value(
                net_assets(totals), issued, first_value=first_unit_value(self.group.currency),
                above_book_minor=self.group.above_book.get(fund, 0))
        return self._values[fund]

    def add(self, kind: EntryKind, postings: Sequence[Posting]) -> None:
        """Take up the postings of a line, which go into the sheet's entry of that kind."""
        self._by_kind.setdefault(kind, []).extend(postings)
        self._lying = None
        balances = self._balances
        for posting in postings:
            debit, credit, amount_minor = posting.debit, posting.credit, posting.amount_minor
            totals = self._totals[debit.fund]
            totals[debit.code] += amount_minor
            totals[credit.code] -= amount_minor
            if debit.code in FOLLOWED:
                balances[debit] += amount_minor
            if credit.code in FOLLOWED:
                balances[credit] -= amount_minor

    def entries(self, held_on: date, source: Source) -> list[JournalEntry]:
        """One entry per kind, in the order in which the kinds first stand on the sheet."""
        return [
            JournalEntry(kind, held_on, tuple(postings), source=source)
            for kind, postings in self._by_kind.items()
        ]

    def postings(self) -> Iterable[Posting]:
        """All postings taken up so far."""
        return (posting for postings in self._by_kind.values() for posting in postings)

    def tender_balances(self) -> Mapping[tuple[str, str], int]:
        """What lies in each tender per fund just now: (tender, fund) -> minor units."""
        if self._lying is None:
            held = ((self._tenders.get((account.code, account.holder)), account.fund, minor)
                    for account, minor in self._balances.items() if account.holder)
            self._lying = {(alias, fund): minor for alias, fund, minor in held if alias is not None}
        return self._lying
