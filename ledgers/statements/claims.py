"""What is owed to the group, what it owes its members, and what lies with enterprises or on the way.

A treasurer asks these questions by name: who still has to pay, whom must we pay, where is
the money that left.  The answers are the same balances that the balance sheet adds up, so
each total here is one of its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ledgers.accounts import CLAIMS_PREFIX, Account, Holder
from ledgers.statements.drawn import Drawn, alias_rank, fund_rank

LOANS, DUES, DUE_TO_MEMBERS = 1100, 1150, 2100
IN_TRANSIT, ALLOWANCE, RECEIVABLE, CLAIM = 1200, 1390, 1400, 9500
AT_COST = (1300, 1310)


@dataclass(frozen=True, slots=True)
class DebtLine:
    """What one holder owes one fund: a loan under its own alias, or a member's charges."""

    holder: Holder
    borrower: UUID
    fund: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class DebtsAndDues:
    """Loans that are out, and charges, fines and interest that are not paid."""

    drawn: Drawn
    loans: tuple[DebtLine, ...]
    dues: tuple[DebtLine, ...]

    @property
    def loans_minor(self) -> int:
        """All that is lent, in minor units."""
        return sum(line.amount_minor for line in self.loans)

    @property
    def dues_minor(self) -> int:
        """All that is due besides loans, in minor units."""
        return sum(line.amount_minor for line in self.dues)


def build_debts_and_dues(
    drawn: Drawn, *, found: Mapping[Account, int], borrowers: Mapping[UUID, UUID],
) -> DebtsAndDues:
    """Set out what members owe, from balances (debit positive); `borrowers` says by loan whose it is."""
    return DebtsAndDues(drawn, _debts(found, LOANS, borrowers), _debts(found, DUES, borrowers))


def _debts(found: Mapping[Account, int], code: int, borrowers: Mapping[UUID, UUID]) -> tuple[DebtLine, ...]:
    lines = [
        DebtLine(a.holder, borrowers.get(a.holder.id, a.holder.id), a.fund, minor)
        for a, minor in found.items() if a.code == code and a.holder and minor
    ]
    return tuple(sorted(lines, key=lambda line: (alias_rank(line.holder.alias), fund_rank(line.fund))))


@dataclass(frozen=True, slots=True)
class DueLine:
    """What the group still has to pay one holder, in the order of the statement's funds."""

    holder: Holder
    by_fund: tuple[int, ...]

    @property
    def total_minor(self) -> int:
        """Over all funds, in minor units."""
        return sum(self.by_fund)


@dataclass(frozen=True, slots=True)
class DueToMembers:
    """Money that the group keeps for members until it is handed over."""

    drawn: Drawn
    funds: tuple[str, ...]
    lines: tuple[DueLine, ...]

    @property
    def fund_totals(self) -> tuple[int, ...]:
        """What each fund owes, in the order of `funds`."""
        return tuple(sum(line.by_fund[n] for line in self.lines) for n in range(len(self.funds)))


def build_due_to_members(drawn: Drawn, *, found: Mapping[Account, int]) -> DueToMembers:
    """Set out what is due to members, from balances (debit positive)."""
    owed = {a: -minor for a, minor in found.items() if a.code == DUE_TO_MEMBERS and a.holder and minor}
    funds = tuple(sorted({account.fund for account in owed}, key=fund_rank))
    holders = {account.holder for account in owed if account.holder}
    lines = (
        DueLine(holder, tuple(owed.get(Account(DUE_TO_MEMBERS, fund, holder), 0) for fund in funds))
        for holder in sorted(holders, key=lambda holder: alias_rank(holder.alias))
    )
    return DueToMembers(drawn, funds, tuple(lines))


@dataclass(frozen=True, slots=True)
class StakeLine:
    """One stake at cost, what was taken off its value, and what it declared and has not sent.

    `claims` are what the group can claim in home money: minor units by currency.
    """

    holder: Holder
    cost_minor: int
    allowance_minor: int
    receivable_minor: int
    claims: tuple[tuple[str, int], ...]

    @property
    def carrying_minor(self) -> int:
        """What the stake stands at in the book: cost less what was taken off."""
        return self.cost_minor - self.allowance_minor


@dataclass(frozen=True, slots=True)
class TransitLine:
    """One remittance of which the money has left and not arrived."""

    holder: Holder
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StakesAndTransit:
    """What lies with enterprises, and what is on the way to them or home."""

    drawn: Drawn
    stakes: tuple[StakeLine, ...]
    transit: tuple[TransitLine, ...]

    @property
    def carrying_minor(self) -> int:
        """All stakes as they stand in the book, in minor units."""
        return sum(line.carrying_minor for line in self.stakes)

    @property
    def receivable_minor(self) -> int:
        """All that was declared and has not arrived, in minor units."""
        return sum(line.receivable_minor for line in self.stakes)

    @property
    def transit_minor(self) -> int:
        """All that is on the way, in minor units."""
        return sum(line.amount_minor for line in self.transit)


def build_stakes_and_transit(drawn: Drawn, *, found: Mapping[Account, int]) -> StakesAndTransit:
    """Set out stakes and money on the way, from balances (debit positive) of money and claims."""
    sums: dict[Holder, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    claims: dict[Holder, dict[str, int]] = defaultdict(dict)
    for account, minor in found.items():
        if account.holder and account.code in (*AT_COST, ALLOWANCE, RECEIVABLE, IN_TRANSIT):
            sums[account.holder][account.code] += minor
        elif account.holder and account.code == CLAIM and minor:
            claims[account.holder][account.fund.removeprefix(CLAIMS_PREFIX)] = minor
    transit = {holder: by_code[IN_TRANSIT] for holder, by_code in sums.items() if by_code.get(IN_TRANSIT)}
    held = {holder for holder, by_code in sums.items() if _is_stake(by_code)} | set(claims)
    return StakesAndTransit(
        drawn, tuple(_stake(holder, sums[holder], claims[holder]) for holder in _in_order(held)),
        tuple(TransitLine(holder, transit[holder]) for holder in _in_order(transit)))


def _is_stake(by_code: Mapping[int, int]) -> bool:
    return any(by_code.get(code) for code in (*AT_COST, ALLOWANCE, RECEIVABLE))


def _in_order(holders: Mapping[Holder, int] | set[Holder]) -> list[Holder]:
    return sorted(holders, key=lambda holder: alias_rank(holder.alias))


def _stake(holder: Holder, by_code: Mapping[int, int], claims: Mapping[str, int]) -> StakeLine:
    return StakeLine(
        holder, sum(by_code[code] for code in AT_COST), -by_code[ALLOWANCE], by_code[RECEIVABLE],
        tuple(sorted(claims.items())))
