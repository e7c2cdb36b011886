"""How the money of a group grew: what each fund had at the end of each month of the past year.

The figures are the kept sums of the same accounts that *Where the money is* shows, so that the last
month of the chart and the totals of that table are the same amounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL, AccountType, is_memo_fund
from ledgers.balances import moved_by_fund
from ledgers.chart import GROUP_CHART
from ledgers.statements.drawn import fund_rank
from msai.permissions import Action, Actor, Target, require
from msai.services.views.charts.areas import AreaChart, Series, draw_areas
from msai.services.views.labels import Text, fund_label

MONTHS = 13
"""A year of growth: the same month of last year is the first."""

_ASSETS = tuple(code for code, line in GROUP_CHART.lines.items() if line.type is AccountType.ASSET)
_LOOKS = {SAVINGS: "savings", SOCIAL: "social", INVESTMENT: "investment"}
_OTHER_LOOK = "farm"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the table under the chart, in the order of its funds."""

    month: date
    amounts_minor: tuple[int, ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class MoneyByMonth:
    """What each fund had month by month; no chart where the book does not hold two months yet."""

    currency: str
    funds: tuple[Text, ...]
    rows: tuple[MonthRow, ...]
    chart: AreaChart | None


def show_money_by_month(
    session: Session, actor: Actor, book_id: UUID, *, currency: str, today: date,
) -> MoneyByMonth:
    """The past year of a group's money, in one statement however old the book is.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.GROUP_VIEW, Target(book_id))
    moved = moved_by_fund(session, book_id, codes=_ASSETS)
    return draw_money({fund: months for fund, months in moved.items() if not is_memo_fund(fund)},
                      currency, today=today)


def draw_money(moved: Mapping[str, Mapping[int, int]], currency: str, *, today: date) -> MoneyByMonth:
    """From what each month added to each fund (minor units) to the table and the chart of the past year."""
    touched = {month for months in moved.values() for month in months}
    months = _months(touched, today)
    standing = {fund: _standing(moved[fund], months) for fund in sorted(moved, key=fund_rank)}
    standing = {fund: amounts for fund, amounts in standing.items() if any(amounts)}
    rows = tuple(
        MonthRow(month, column, sum(column))
        for month, *amounts in zip(months, *standing.values(), strict=True) for column in (tuple(amounts),))
    series = tuple(Series(fund_label(fund), _LOOKS.get(fund, _OTHER_LOOK), standing[fund])
                   for fund in standing)
    chart = draw_areas(series, months, currency) if len(months) > 1 and series else None
    return MoneyByMonth(currency, tuple(one.label for one in series), rows, chart)


def _months(touched: set[int], today: date) -> tuple[date, ...]:
    """The last months up to now, from the first one in which money moved."""
    first = min(touched, default=today.year * 100 + today.month)
    last = max(today.year * 12 + today.month - 1, *(_ordinal(month) for month in touched), 0)
    wanted = range(max(last - MONTHS + 1, _ordinal(first)), last + 1)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in wanted)


def _ordinal(month: int) -> int:
    return month // 100 * 12 + month % 100 - 1


def _standing(moved: Mapping[int, int], months: tuple[date, ...]) -> tuple[int, ...]:
    """What a fund had at the end of each of these months."""
    before = sum(minor for month, minor in moved.items() if _ordinal(month) < _first(months))
    added = (moved.get(month.year * 100 + month.month, 0) for month in months)
    return tuple(accumulate(added, initial=before))[1:]


def _first(months: tuple[date, ...]) -> int:
    return months[0].year * 12 + months[0].month - 1
