"""What a month brought in and what was paid, from the book alone: sales, costs by sort, owner and backers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledgers.accounts import BookKind
from ledgers.balances import RegisterLine
from ledgers.entries import EntryKind
from msai.messages import N_, Message
from msai.services.backing.backers import OWNER
from msai.services.views.labels import Text, account_label

SALES, WAGES = 4100, (5200, 5250)
_DRAWN, _OWED, _CAPITAL = 3150, 2400, (2200, 3100)
_CLOSINGS: Final = frozenset({EntryKind.FUND_CLOSED, EntryKind.YEAR_CLOSED})


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with what it is of, in minor units of home money."""

    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MoneyOfMonth:
    """Money of a month; no costs and no result where they would tell one person's pay."""

    sales: tuple[Line, ...]
    other_income: tuple[Line, ...]
    costs: tuple[Line, ...]
    given: tuple[Line, ...]
    result_minor: int | None

    @property
    def income(self) -> tuple[Line, ...]:
        """What was sold, and other income."""
        return (*self.sales, *self.other_income)

    @property
    def costs_minor(self) -> int:
        """All costs that are told."""
        return sum(line.amount_minor for line in self.costs)


def money_of_month(lines: Sequence[RegisterLine], *, tells_wages: bool) -> MoneyOfMonth:
    """The money of the month that these lines of the book are of.

    Wages have a row of their own where at least three people worked; otherwise they stand in one sum with all
    other costs, and where there are no others nothing is told that they could be taken from.
    """
    earned: defaultdict[tuple[int, str], int] = defaultdict(int)
    for line in lines:
        if line.kind not in _CLOSINGS and 4000 <= line.account.code < 6000:
            alias = line.account.alias if line.account.code == SALES else ""
            earned[line.account.code, alias] -= line.amount_minor
    income = {key: minor for key, minor in sorted(earned.items()) if key[0] < 5000 and minor}
    costs = {key[0]: -minor for key, minor in sorted(earned.items()) if key[0] >= 5000 and minor}
    told, is_whole = _costs(costs, tells_wages=tells_wages)
    return MoneyOfMonth(
        tuple(Line(alias, minor) for (code, alias), minor in income.items() if code == SALES),
        tuple(Line(_label(code), minor) for (code, _), minor in income.items() if code != SALES),
        told, _given(lines), sum(income.values()) - sum(costs.values()) if is_whole else None)


def _costs(costs: dict[int, int], *, tells_wages: bool) -> tuple[tuple[Line, ...], bool]:
    """The rows of costs, and whether they are all of them."""
    wages = sum(costs.get(code, 0) for code in WAGES)
    others = tuple(Line(_label(code), minor) for code, minor in costs.items() if code not in WAGES)
    if not wages:
        return others, True
    if tells_wages:
        return (Line(Message(N_("Wages")), wages), *others), True
    if not others:
        return (), False
    every = wages + sum(line.amount_minor for line in others)
    return (Line(Message(N_("Wages and all other costs")), every),), True


def _given(lines: Sequence[RegisterLine]) -> tuple[Line, ...]:
    """What went to the owner and to the backers: no cost, and no names."""
    owner = sum(line.amount_minor for line in lines if line.account.code == _DRAWN)
    sent = sum(line.amount_minor for line in lines if line.account.code == _OWED and line.amount_minor > 0)
    back = sum(line.amount_minor for line in lines if line.account.code in _CAPITAL and line.amount_minor > 0
               and line.account.alias != OWNER)
    rows = ((N_("Taken out by the owner"), owner), (N_("Dividends and interest to the backers"), sent),
            (N_("Capital and loans given back"), back))
    return tuple(Line(Message(text), minor) for text, minor in rows if minor > 0)


def _label(code: int) -> Message:
    return account_label(BookKind.ENTERPRISE, code)
