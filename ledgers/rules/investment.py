"""Members put money into an investment fund and get it back, and units say whose part is whose.

Units outlive the cycle and the membership. Everything given to members as income is split by units; what is
more than income is their own capital passed on, and is called so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledgers.accounts import INVESTMENT, SAVINGS, Account, Holder, is_investment_fund, one_account
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import WrongFund
from ledgers.rules.movements import (
    Postings,
    cancel_shares,
    cancel_units,
    entry_of,
    issue_units,
    move,
    units_held,
)
from ledgers.rules.savings import due_to, savings_of
from ledgers.rules.tenders import FundLine, Tender
from ledgers.units import paid_in_part, split_by_units


class InvestmentLine(NamedTuple):
    """Money put into an investment fund and the ten-thousandths of units it buys; none makes no posting."""

    member: Holder
    tender: Tender
    amount_minor: int
    line_ref: str | None = None
    units_e4: int = 0
    fund: str = INVESTMENT


def capital_of(member: Holder, fund: str) -> Account:
    """Name the account of what a member has paid into an investment fund: 3200."""
    return one_account(3200, fund, member)


def contribution_postings(line: InvestmentLine) -> Postings:
    """One member puts money in: tender / 3200 member and 9200 / 9100."""
    paid = move(
        line.tender.account(line.fund), capital_of(line.member, line.fund),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )
    return paid + issue_units(line.member, line.units_e4, fund=line.fund, line_ref=line.line_ref)


def contribution(occurred_on: date, *lines: InvestmentLine) -> JournalEntry:
    """Members put money into an investment fund."""
    return entry_of(EntryKind.INVESTMENT, occurred_on, parts=map(contribution_postings, lines))


class SavingsTurned(NamedTuple):
    """Savings that become investment; the money of the tender changes fund, `shares` are given up for it."""

    member: Holder
    tender: Tender
    amount_minor: int
    line_ref: str | None = None
    units_e4: int = 0
    fund: str = INVESTMENT
    shares: int = 0


def savings_turned_postings(line: SavingsTurned) -> Postings:
    """One member's savings become investment: 3100 / tender, 9300 / 9400; tender / 3200, 9200 / 9100."""
    left = move(
        savings_of(line.member), line.tender.account(SAVINGS),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )
    given_up = cancel_shares(line.member, line.shares, line_ref=line.line_ref)
    put_in = InvestmentLine(
        line.member, line.tender, line.amount_minor, line.line_ref, line.units_e4, line.fund)
    return left + given_up + contribution_postings(put_in)


def savings_turned(occurred_on: date, *lines: SavingsTurned) -> JournalEntry:
    """Savings become investment, by each member's consent or a recorded decision."""
    parts = map(savings_turned_postings, lines)
    return entry_of(EntryKind.SAVINGS_TO_INVESTMENT, occurred_on, parts=parts)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Income of an investment fund given to its members.

    `units_e4` are all holders' units in the order of member numbers, which decides ties. `paid_from` is
    empty where the parts stay due to the members; else those of `paid_to` are paid (nobody named: everybody),
    from a cash box in whole coins of `step` minor units. What is not paid stays due.
    """

    amount_minor: int
    units_e4: Mapping[Holder, int]
    fund: str = INVESTMENT
    paid_from: Tender | None = None
    paid_to: Collection[Holder] | None = None
    step: int = 1

    def paid_minor(self, member: Holder, part_minor: int) -> int:
        """What of a holder's part is paid at once."""
        left_out = self.paid_to is not None and member not in self.paid_to
        if self.paid_from is None or left_out:
            return 0
        return self.paid_from.payable(part_minor, step=self.step)

    def parts_minor(self) -> dict[Holder, int]:
        """Each holder's part, by largest remainder.

        Raises:
            NoUnitsIssued: nobody holds a unit.
        """
        return split_by_units(self.amount_minor, self.units_e4)


def distribution(occurred_on: date, given: Distribution) -> JournalEntry:
    """Income goes to members by units: 3400 / 2100 member, and where it is paid at once 2100 / tender.

    Raises:
        NoUnitsIssued: nobody holds a unit.
    """
    surplus, fund, parts = Account(3400, given.fund), given.fund, given.parts_minor()
    due = (move(surplus, due_to(member, fund), amount_minor=part) for member, part in parts.items())
    if given.paid_from is None:
        return entry_of(EntryKind.DISTRIBUTION, occurred_on, parts=due)
    out = given.paid_from.account(fund)
    paid = (move(due_to(member, fund), out, amount_minor=given.paid_minor(member, part))
            for member, part in parts.items())
    return entry_of(EntryKind.DISTRIBUTION, occurred_on, parts=(*due, *paid))


def distribution_paid(occurred_on: date, *lines: FundLine) -> JournalEntry:
    """Members are paid what an earlier distribution left due to them: 2100 / tender.

    Raises:
        WrongFund: the line names no investment fund.
    """
    return entry_of(EntryKind.DISTRIBUTION_PAID, occurred_on, parts=map(_paid, lines))


def _paid(line: FundLine) -> Postings:
    if not is_investment_fund(line.fund):
        raise WrongFund(fund=line.fund, allowed=INVESTMENT)
    return move(
        due_to(line.member, line.fund), line.tender_account,
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )


@dataclass(frozen=True, slots=True)
class PutBack:
    """A part of a distribution that its member leaves in the fund, and the units it buys."""

    member: Holder
    amount_minor: int
    units_e4: int
    fund: str = INVESTMENT
    line_ref: str | None = None


def put_back_postings(line: PutBack) -> Postings:
    """One member puts her part back: 2100 / 3200 and 9200 / 9100."""
    kept = move(
        due_to(line.member, line.fund), capital_of(line.member, line.fund),
        amount_minor=line.amount_minor, line_ref=line.line_ref,
    )
    return kept + issue_units(line.member, line.units_e4, fund=line.fund, line_ref=line.line_ref)


def distribution_put_back(occurred_on: date, *lines: PutBack) -> JournalEntry:
    """Members put their parts of a distribution back into the fund."""
    return entry_of(EntryKind.DISTRIBUTION_PUT_BACK, occurred_on, parts=map(put_back_postings, lines))


@dataclass(frozen=True, slots=True)
class CapitalPassedOn:
    """More than income is given to members; `paid_in_minor` is each holder's balance of 3200 before it."""

    amount_minor: int
    units_e4: Mapping[Holder, int]
    paid_in_minor: Mapping[Holder, int]
    fund: str = INVESTMENT


def capital_passed_on(occurred_on: date, passed: CapitalPassedOn) -> JournalEntry:
    """Capital goes back to members by units: 3200 / 2100, and beyond a member's 3200 it is 3400 / 2100.

    Raises:
        NoUnitsIssued: nobody holds a unit.
    """
    parts = split_by_units(passed.amount_minor, passed.units_e4)
    return entry_of(EntryKind.CAPITAL_PASSED_ON, occurred_on, parts=(
        _passed_to(passed, member, part_minor=part) for member, part in parts.items()
    ))


def _passed_to(passed: CapitalPassedOn, member: Holder, *, part_minor: int) -> Postings:
    own = min(part_minor, max(0, passed.paid_in_minor.get(member, 0)))
    due = due_to(member, passed.fund)
    capital = move(capital_of(member, passed.fund), due, amount_minor=own)
    return capital + move(Account(3400, passed.fund), due, amount_minor=part_minor - own)


@dataclass(frozen=True, slots=True)
class Redemption:
    """Units given back to the fund for money.

    `paid_in_minor` is the member's 3200 and `held_e4` her units before it; `pay_minor` what her units are
    worth on the day (ledgers.units.redemption_value); `tender` is empty where it stays due to her.
    """

    member: Holder
    units_e4: int
    held_e4: int
    paid_in_minor: int
    pay_minor: int
    tender: Tender | None = None
    fund: str = INVESTMENT
    line_ref: str | None = None


def redemption_postings(line: Redemption) -> Postings:
    """One member redeems units: 3200 / tender or 2100; above it 3400 / the same, below it 3200 / 3400.

    Raises:
        NoUnitsIssued, UnitsExceedHolding: she does not hold so many units.
    """
    capital = paid_in_part(line.paid_in_minor, redeemed_e4=line.units_e4, held_e4=line.held_e4)
    own, surplus = capital_of(line.member, line.fund), Account(3400, line.fund)
    out = line.tender.account(line.fund) if line.tender else due_to(line.member, line.fund)
    paid = min(capital, line.pay_minor)
    return (
        move(own, out, amount_minor=paid, line_ref=line.line_ref)
        + move(surplus, out, amount_minor=line.pay_minor - paid, line_ref=line.line_ref)
        + move(own, surplus, amount_minor=capital - paid, line_ref=line.line_ref)
        + cancel_units(line.member, line.units_e4, fund=line.fund, line_ref=line.line_ref)
    )


def units_redeemed(occurred_on: date, *lines: Redemption) -> JournalEntry:
    """Members give units back for money."""
    return entry_of(EntryKind.UNITS_REDEEMED, occurred_on, parts=map(redemption_postings, lines))


@dataclass(frozen=True, slots=True)
class UnitsMoved:
    """Units that pass from one member to another, with the giver's 3200 and units before it."""

    giver: Holder
    taker: Holder
    units_e4: int
    held_e4: int
    paid_in_minor: int
    fund: str = INVESTMENT


def units_moved(occurred_on: date, moved: UnitsMoved) -> JournalEntry:
    """Units pass between members: 3200 giver / 3200 taker in proportion, 9200 taker / 9200 giver.

    Raises:
        NoUnitsIssued, UnitsExceedHolding: the giver does not hold so many units.
    """
    capital = paid_in_part(moved.paid_in_minor, redeemed_e4=moved.units_e4, held_e4=moved.held_e4)
    giver, taker, fund = moved.giver, moved.taker, moved.fund
    return entry_of(EntryKind.UNITS_MOVED, occurred_on, parts=(
        move(capital_of(giver, fund), capital_of(taker, fund), amount_minor=capital),
        move(units_held(taker, fund), units_held(giver, fund), amount_minor=moved.units_e4),
    ))


@dataclass(frozen=True, slots=True)
class UnitsCancelled:
    """All units of a fund that is worth nothing, and what its members' 3200 still hold (none: nothing).

    What they put in is lost with the units; left on 3200 it would be a claim that nobody can redeem, and the
    first income after a new start would be called a loss made good instead of income.
    """

    units_e4: Mapping[Holder, int]
    fund: str
    paid_in_minor: Mapping[Holder, int] = field(default_factory=dict)


def units_cancelled(occurred_on: date, cancelled: UnitsCancelled) -> JournalEntry:
    """Cancel all units of a fund that is worth nothing, so that it can start at 1 again.

    9100 / 9200 each, and 3200 / 3400 for what the members had put in.

    Raises:
        EmptyEntry: there is nothing to cancel.
    """
    fund = cancelled.fund
    lost = (move(capital_of(member, fund), Account(3400, fund), amount_minor=paid_in)
            for member, paid_in in cancelled.paid_in_minor.items())
    gone = (cancel_units(member, held, fund=fund) for member, held in cancelled.units_e4.items())
    return entry_of(EntryKind.UNITS_CANCELLED, occurred_on, parts=(*lost, *gone))
