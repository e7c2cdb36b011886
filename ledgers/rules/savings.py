"""What members pay in and take out: savings by share or by amount, the social fund, money held for them.

Savings stay the member's (3100), a social contribution is shown under her name but belongs to the group's
fund (3300), and money that came early or odd is only held for her (2100) until it is used or given back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL, Account, Holder, is_investment_fund, one_account
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import TenderNeeded, WrongFund
from ledgers.money import allocate
from ledgers.rules.movements import Postings, adjust, cancel_shares, entry_of, issue_shares, issue_units, move
from ledgers.rules.tenders import FundLine, MemberLine, Tender

SURPLUS = 3400


class SavingsLine(NamedTuple):
    """Savings paid in or taken out; `shares` are whole shares, zero where a group saves by amount."""

    member: Holder
    tender: Tender
    amount_minor: int
    line_ref: str | None = None
    shares: int = 0


def savings_of(member: Holder) -> Account:
    """Name the account of a member's savings: 3100 in the savings fund."""
    return one_account(3100, SAVINGS, member)


def due_to(member: Holder, fund: str) -> Account:
    """Name the account of what a fund owes a member: 2100."""
    return Account(2100, fund, member)


def contribution_postings(line: SavingsLine) -> Postings:
    """One member's saving: tender / 3100, and by shares also 9400 / 9300."""
    paid = move(
        line.tender.account(SAVINGS), savings_of(line.member),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )
    return paid + issue_shares(line.member, line.shares, line_ref=line.line_ref)


def contribution(occurred_on: date, *lines: SavingsLine) -> JournalEntry:
    """Members save: one entry for one line or for all savings lines of a sheet."""
    return entry_of(EntryKind.SAVINGS, occurred_on, parts=map(contribution_postings, lines))


def withdrawal_postings(line: SavingsLine) -> Postings:
    """One member takes savings out: 3100 / tender, and by shares also 9300 / 9400."""
    paid = move(
        savings_of(line.member), line.tender.account(SAVINGS),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )
    return paid + cancel_shares(line.member, line.shares, line_ref=line.line_ref)


def withdrawal(occurred_on: date, *lines: SavingsLine) -> JournalEntry:
    """Members take savings out."""
    return entry_of(EntryKind.WITHDRAWAL, occurred_on, parts=map(withdrawal_postings, lines))


def social_postings(line: MemberLine) -> Postings:
    """One member pays into the social fund: tender / 3300 member."""
    return move(
        line.tender.account(SOCIAL), one_account(3300, SOCIAL, line.member),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def social_contribution(occurred_on: date, *lines: MemberLine) -> JournalEntry:
    """Members pay into the social fund."""
    return entry_of(EntryKind.SOCIAL, occurred_on, parts=map(social_postings, lines))


def social_grant_postings(line: MemberLine) -> Postings:
    """The group helps one member in need: 5700 member / tender of the social fund."""
    return move(
        Account(5700, SOCIAL, line.member), line.tender.account(SOCIAL),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def social_grant(occurred_on: date, *lines: MemberLine) -> JournalEntry:
    """The group gives from the social fund; a social loan is a loan issued in that fund."""
    return entry_of(EntryKind.SOCIAL_GRANT, occurred_on, parts=map(social_grant_postings, lines))


def held_postings(line: FundLine) -> Postings:
    """Odd or early money is held for a member: tender / 2100."""
    return move(
        line.tender_account, due_to(line.member, line.fund),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def held_money(occurred_on: date, *lines: FundLine) -> JournalEntry:
    """Odd or early money is held for members until it is used or given back."""
    return entry_of(EntryKind.HELD_MONEY, occurred_on, parts=map(held_postings, lines))


def payout_postings(line: FundLine) -> Postings:
    """What a fund owes one member is paid to her: 2100 / tender."""
    return move(
        due_to(line.member, line.fund), line.tender_account,
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


def payout(occurred_on: date, *lines: FundLine) -> JournalEntry:
    """Members are paid what was due to them: held money, a share-out missed, the rest at an exit."""
    return entry_of(EntryKind.PAYOUT, occurred_on, parts=map(payout_postings, lines))


class Unfetched(StrEnum):
    """What money that nobody fetches becomes by decision: income, a gift, or a gift to the social fund."""

    INCOME = "income"
    DONATION = "donation"
    SOCIAL = "social"


def unfetched_money(occurred_on: date, line: FundLine, becomes: Unfetched) -> JournalEntry:
    """Money due to a member that nobody fetched becomes the group's: 2100 / 4800, or 2100 / 4850 as a gift.

    As a gift to the social fund the money of the line's tender changes fund: 2100 / tender, tender / 4850.
    Source: domain.md section 5, never income without a decision.
    """
    owed = due_to(line.member, line.fund)
    if becomes is Unfetched.SOCIAL and line.fund != SOCIAL:
        given = Account(4850, SOCIAL)
        return entry_of(EntryKind.DONATION, occurred_on, parts=(
            move(owed, line.tender_account, amount_minor=line.amount_minor, line_ref=line.line_ref),
            move(line.tender.account(SOCIAL), given, amount_minor=line.amount_minor, line_ref=line.line_ref)))
    kind, code = EntryKind.DONATION, 4850
    if becomes is Unfetched.INCOME:
        kind, code = EntryKind.OTHER_INCOME, 4800
    own = move(owed, Account(code, line.fund), amount_minor=line.amount_minor, line_ref=line.line_ref)
    return entry_of(kind, occurred_on, parts=(own,))


@dataclass(frozen=True, slots=True)
class HeldMoneyUse:
    """Money held for a member becomes her contribution to `for_fund`.

    Where it is held in another fund, `tender` names the money that changes fund with it.
    """

    member: Holder
    amount_minor: int
    for_fund: str = SAVINGS
    held_in: str = SAVINGS
    tender: Tender | None = None
    shares: int = 0
    units_e4: int = 0
    line_ref: str | None = None


def held_money_use_postings(use: HeldMoneyUse) -> Postings:
    """Use money held for one member: 2100 / 3100, 3300 or 3200, with its shares or units.

    Across funds 2100 / tender where it was held and tender / 3100, 3200 or 3300 where it goes.

    Raises:
        TenderNeeded: the money changes fund and no tender was named.
        WrongFund: nothing can be contributed to that fund.
    """
    owed = due_to(use.member, use.held_in)
    contributed = _contributed_to(use.for_fund, use.member)
    if use.held_in == use.for_fund:
        moved = move(owed, contributed, amount_minor=use.amount_minor, line_ref=use.line_ref)
    else:
        leaving, arriving = _through_tender(use)
        moved = move(owed, leaving, amount_minor=use.amount_minor, line_ref=use.line_ref)
        moved += move(arriving, contributed, amount_minor=use.amount_minor, line_ref=use.line_ref)
    return moved + _counted(use)


def held_money_used(occurred_on: date, *uses: HeldMoneyUse) -> JournalEntry:
    """Money held for members becomes their contributions."""
    return entry_of(EntryKind.HELD_MONEY_USED, occurred_on, parts=map(held_money_use_postings, uses))


class InterestCredited(StrEnum):
    """Where interest on savings goes: onto the savings, or to what is due to the member."""

    TO_SAVINGS = "to_savings"
    AS_DUE = "as_due"


def savings_interest(
    occurred_on: date, interest_minor: Mapping[Holder, int], *, credited: InterestCredited,
) -> JournalEntry:
    """Members earn interest on their savings: 5360 member / 3100, or / 2100 where it is paid out."""
    return entry_of(EntryKind.SAVINGS_INTEREST, occurred_on, parts=(
        move(
            Account(5360, SAVINGS, member),
            savings_of(member) if credited is InterestCredited.TO_SAVINGS else due_to(member, SAVINGS),
            amount_minor=amount,
        )
        for member, amount in interest_minor.items()
    ))


class SocialSplit(StrEnum):
    """How a group shares its social fund: the same for everybody, or by what each paid in."""

    EQUALLY = "equally"
    BY_PAID_IN = "by_paid_in"


@dataclass(frozen=True, slots=True)
class SocialFundShared:
    """A social fund is shared at the end of a cycle.

    `paid_in_minor` is the balance of 3300 of each member who shares, in the order of member numbers, which
    decides ties; `leavers_minor` that of all who do not. `paid_from` is empty where the parts stay due to
    the members; `step` is the smallest coin paid.
    """

    amount_minor: int
    paid_in_minor: Mapping[Holder, int]
    split: SocialSplit
    paid_from: Tender | None = None
    step: int = 1
    leavers_minor: Mapping[Holder, int] = field(default_factory=dict)

    def parts_minor(self) -> dict[Holder, int]:
        """Each member's part, by largest remainder."""
        equally = self.split is SocialSplit.EQUALLY
        weights = [1 if equally else paid for paid in self.paid_in_minor.values()]
        parts = allocate(self.amount_minor, weights, step=self.step)
        return dict(zip(self.paid_in_minor, parts, strict=True))


def social_fund_shared(occurred_on: date, shared: SocialFundShared) -> JournalEntry:
    """Share the social fund by rule: 3400 / 3300 or 3300 / 3400 until 3300 is what each gets, then pay it.

    Paid is 3300 / tender, or 3300 / 2100 where the parts stay due.

    Raises:
        NotAMultipleOfStep: the amount cannot be paid in whole coins.
        NothingToSplitBy: nobody paid anything in.
    """
    surplus = Account(SURPLUS, SOCIAL)
    left = (
        move(Account(3300, SOCIAL, member), surplus, amount_minor=paid)
        for member, paid in shared.leavers_minor.items()
    )
    taken = (
        _social_part(shared, member, part_minor=part) for member, part in shared.parts_minor().items()
    )
    return entry_of(EntryKind.SOCIAL_FUND_SHARED, occurred_on, parts=(*left, *taken))


def _social_part(shared: SocialFundShared, member: Holder, *, part_minor: int) -> Postings:
    own, surplus = Account(3300, SOCIAL, member), Account(SURPLUS, SOCIAL)
    paid_to = shared.paid_from.account(SOCIAL) if shared.paid_from else due_to(member, SOCIAL)
    above_paid_in = part_minor - shared.paid_in_minor[member]
    levelled = adjust(surplus, change_minor=above_paid_in, gain=own, loss=own)
    return levelled + move(own, paid_to, amount_minor=part_minor)


def _contributed_to(fund: str, member: Holder) -> Account:
    if fund == SAVINGS:
        return savings_of(member)
    if fund == SOCIAL:
        return Account(3300, SOCIAL, member)
    if is_investment_fund(fund):
        return Account(3200, fund, member)
    raise WrongFund(fund=fund, allowed=f"{SAVINGS}, {SOCIAL}, {INVESTMENT}")


def _through_tender(use: HeldMoneyUse) -> tuple[Account, Account]:
    if use.tender is None:
        raise TenderNeeded(from_fund=use.held_in, to_fund=use.for_fund)
    return use.tender.account(use.held_in), use.tender.account(use.for_fund)


def _counted(use: HeldMoneyUse) -> Postings:
    if is_investment_fund(use.for_fund):
        return issue_units(use.member, use.units_e4, fund=use.for_fund, line_ref=use.line_ref)
    return issue_shares(use.member, use.shares, line_ref=use.line_ref)
