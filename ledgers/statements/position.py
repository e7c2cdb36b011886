"""Where a book stands: trial balance, money by fund, income and balance sheet.

All four are drawn from one reading of balances, so they cannot disagree: the places of
the money add up to the assets of the balance sheet, and these to what is owed, what is
the members' and what the fund has earned so far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledgers.accounts import Account, AccountType, BookKind, Side, is_memo_fund
from ledgers.statements.drawn import (
    Amount,
    Drawn,
    account_rank,
    account_type,
    alias_rank,
    fund_rank,
    heading_side,
)

MEMBERS_SAVINGS = 3100


@dataclass(frozen=True, slots=True)
class TrialBalanceLine:
    """One account with its balance on the side on which it stands, in minor units of its fund."""

    account: Account
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class FundTotal:
    """The two columns of one fund added up; they are equal, or the book is damaged."""

    fund: str
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account that has a balance, and per fund both columns added up."""

    drawn: Drawn
    lines: tuple[TrialBalanceLine, ...]
    totals: tuple[FundTotal, ...]


def build_trial_balance(drawn: Drawn, found: Mapping[Account, int]) -> TrialBalance:
    """Set out all balances (debit positive) of a book; memo funds have their own totals."""
    lines = tuple(
        TrialBalanceLine(account, max(found[account], 0), max(-found[account], 0))
        for account in sorted(found, key=account_rank) if found[account]
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        sums[line.account.fund][0] += line.debit_minor
        sums[line.account.fund][1] += line.credit_minor
    totals = tuple(FundTotal(fund, *sums[fund]) for fund in sorted(sums, key=fund_rank))
    return TrialBalance(drawn, lines, totals)


class PlaceKind(StrEnum):
    """Where money can be, in the words of the members."""

    TENDER = "tender"
    LENT = "lent"
    DUES = "dues"
    IN_TRANSIT = "in_transit"
    STAKE = "stake"
    RECEIVABLE = "receivable"
    ADVANCES = "advances"
    STOCK = "stock"
    PREPAID = "prepaid"
    GROWING = "growing"
    OTHER_INVESTMENT = "other_investment"
    PROPERTY = "property"


_GROUP_PLACES: dict[int, PlaceKind] = {
    1100: PlaceKind.LENT, 1150: PlaceKind.DUES, 1200: PlaceKind.IN_TRANSIT, 1300: PlaceKind.STAKE,
    1310: PlaceKind.STAKE, 1350: PlaceKind.OTHER_INVESTMENT, 1390: PlaceKind.STAKE,
    1400: PlaceKind.RECEIVABLE, 1500: PlaceKind.PROPERTY, 1590: PlaceKind.PROPERTY,
}
_ENTERPRISE_PLACES: dict[int, PlaceKind] = {
    1100: PlaceKind.RECEIVABLE, 1150: PlaceKind.ADVANCES, 1200: PlaceKind.STOCK, 1250: PlaceKind.PREPAID,
    1300: PlaceKind.GROWING, 1400: PlaceKind.PROPERTY, 1490: PlaceKind.PROPERTY,
}
_PLACES = {BookKind.GROUP: _GROUP_PLACES, BookKind.ENTERPRISE: _ENTERPRISE_PLACES}
_NAMED_PLACES = (PlaceKind.TENDER, PlaceKind.STAKE)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place of money: one tender or stake by name, or all loans, all transit ... together.

    `code` is the number of the chart that names it best, `alias` the tender or stake.
    """

    code: int
    kind: PlaceKind
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """What of each fund is in one place, in the order of the statement's funds."""

    place: Place
    by_fund: tuple[int, ...]

    @property
    def total_minor(self) -> int:
        """What is in this place, over all funds."""
        return sum(self.by_fund)


@dataclass(frozen=True, slots=True)
class MoneyByFund:
    """Where the money is: places down the side, money funds across; both directions add up."""

    drawn: Drawn
    funds: tuple[str, ...]
    lines: tuple[PlaceLine, ...]

    @property
    def fund_totals(self) -> tuple[int, ...]:
        """What each fund has, over all places: the assets of its balance sheet."""
        return tuple(sum(line.by_fund[n] for line in self.lines) for n in range(len(self.funds)))

    @property
    def total_minor(self) -> int:
        """What the book has, over all places and funds."""
        return sum(self.fund_totals)


def build_money_by_fund(drawn: Drawn, found: Mapping[Account, int]) -> MoneyByFund:
    """Set out where the money of each fund is, from balances (debit positive).

    An impairment stands against its stake and depreciation against property.
    """
    funds = money_funds(found)
    columns = {fund: n for n, fund in enumerate(funds)}
    cells: dict[Place, list[int]] = defaultdict(lambda: [0] * len(funds))
    for account, minor in found.items():
        if account.fund in columns and account_type(drawn.kind, account.code) is AccountType.ASSET:
            cells[_place(drawn.kind, account)][columns[account.fund]] += minor
    lines = (PlaceLine(place, tuple(cells[place])) for place in sorted(cells, key=_place_rank))
    return MoneyByFund(drawn, funds, tuple(line for line in lines if any(line.by_fund)))


def money_funds(found: Iterable[Account]) -> tuple[str, ...]:
    """The funds of money among these accounts, in their order on paper."""
    return tuple(sorted({a.fund for a in found if not is_memo_fund(a.fund)}, key=fund_rank))


def _place(kind: BookKind, account: Account) -> Place:
    place_kind = _PLACES[kind].get(account.code, PlaceKind.TENDER)
    code = next((c for c, k in _PLACES[kind].items() if k is place_kind), account.code)
    return Place(code, place_kind, account.alias if place_kind in _NAMED_PLACES else None)


def _place_rank(place: Place) -> tuple[object, ...]:
    return place.code, place.kind.value, alias_rank(place.alias or "")


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """What one fund earned and spent from `since` to the day drawn; closings are left out."""

    drawn: Drawn
    fund: str
    since: date | None
    income: tuple[Amount, ...]
    costs: tuple[Amount, ...]

    @property
    def total_income(self) -> int:
        """All income, in minor units."""
        return _total(self.income)

    @property
    def total_costs(self) -> int:
        """All costs, in minor units."""
        return _total(self.costs)

    @property
    def result_minor(self) -> int:
        """Income less costs: a surplus, or below zero a loss."""
        return self.total_income - self.total_costs


def build_income_statement(
    drawn: Drawn, fund: str, *, at_end: Mapping[Account, int], at_start: Mapping[Account, int],
    since: date | None = None,
) -> IncomeStatement:
    """Set out a fund's income and costs between two readings of balances without closing entries.

    `at_start` is the reading of the day before `since`, empty for a statement from the beginning.
    """
    moved = {a: at_end.get(a, 0) - at_start.get(a, 0) for a in {**at_end, **at_start}}
    return IncomeStatement(
        drawn, fund, since,
        _amounts(drawn, moved, fund, AccountType.INCOME), _amounts(drawn, moved, fund, AccountType.COST),
    )


class SavingsHeading(StrEnum):
    """Where members' savings are printed: deposits, where members may take them out at any time."""

    DEPOSITS = "deposits"
    MEMBERS_FUNDS = "members_funds"


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What one fund has, owes, and holds for its members, with what it earned and has not closed."""

    drawn: Drawn
    fund: str
    assets: tuple[Amount, ...]
    liabilities: tuple[Amount, ...]
    members: tuple[Amount, ...]
    result_minor: int

    @property
    def total_assets(self) -> int:
        """All the fund has, in minor units."""
        return _total(self.assets)

    @property
    def total_liabilities(self) -> int:
        """All the fund owes, in minor units."""
        return _total(self.liabilities)

    @property
    def total_members(self) -> int:
        """Members' funds and surplus, the result to date included."""
        return _total(self.members) + self.result_minor


def build_balance_sheet(
    drawn: Drawn, fund: str, *, found: Mapping[Account, int],
    savings: SavingsHeading = SavingsHeading.MEMBERS_FUNDS,
) -> BalanceSheet:
    """Set out one fund from balances (debit positive), closing entries included.

    `savings` is the answer to "May members take savings out at any time?": it moves one line
    between headings and changes no sum of the fund.
    """
    owed = _amounts(drawn, found, fund, AccountType.LIABILITY)
    members = _amounts(drawn, found, fund, AccountType.EQUITY)
    if savings is SavingsHeading.DEPOSITS:
        owed += _only(members, lambda code: code == MEMBERS_SAVINGS)
        members = _only(members, lambda code: code != MEMBERS_SAVINGS)
    result = -sum(
        minor for account, minor in found.items() if account.fund == fund
        and account_type(drawn.kind, account.code) in (AccountType.INCOME, AccountType.COST)
    )
    return BalanceSheet(drawn, fund, _amounts(drawn, found, fund, AccountType.ASSET), owed, members, result)


def _only(amounts: tuple[Amount, ...], wanted: Callable[[int], bool]) -> tuple[Amount, ...]:
    return tuple(amount for amount in amounts if wanted(amount.code))


def _amounts(drawn: Drawn, found: Mapping[Account, int], fund: str, type_: AccountType) -> tuple[Amount, ...]:
    sign = 1 if heading_side(type_) is Side.DEBIT else -1
    sums: dict[int, int] = defaultdict(int)
    for account, minor in found.items():
        if account.fund == fund and account_type(drawn.kind, account.code) is type_:
            sums[account.code] += minor * sign
    return tuple(Amount(code, sums[code]) for code in sorted(sums) if sums[code])


def _total(amounts: Iterable[Amount]) -> int:
    return sum(amount.amount_minor for amount in amounts)
