"""The pictures of a group's returns: capital in and out by quarter, and what each stake is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msai.services.views.charts.bars import (
    Quarter,
    QuarterChart,
    WorthBar,
    draw_quarters,
    draw_worths,
)
from msai.services.views.facts import BookFacts
from msai.services.views.returns.reading import StakeRead


@dataclass(frozen=True, slots=True)
class ReturnCharts:
    """Every quarter for the table, the picture of the last ones, and the bars of what stakes are worth."""

    quarters: tuple[Quarter, ...]
    by_quarter: QuarterChart | None
    worths: tuple[WorthBar, ...]


def draw_returns(stakes: Sequence[StakeRead], facts: BookFacts, on: date) -> ReturnCharts:
    """Draw host money up to the evening of a day."""
    paid = [(one.on, one.host) for stake in stakes for one in stake.movements if one.host and one.on <= on]
    quarters = list_quarters(paid, on)
    worths = [(stake.enterprise, stake.book.value_host(on),
               -sum(one.host for one in stake.movements if one.host < 0)) for stake in stakes]
    return ReturnCharts(quarters, draw_quarters(quarters, facts.currency), draw_worths(worths))


def list_quarters(paid: Iterable[tuple[date, int]], on: date) -> tuple[Quarter, ...]:
    """Every quarter from the first payment to a day, empty ones between included; put in is below nought."""
    sums: dict[date, tuple[int, int]] = {}
    for day, minor in paid:
        into, out = sums.get(_first(day), (0, 0))
        sums[_first(day)] = (into - min(minor, 0), out + max(minor, 0))
    found, quarter = [], min(sums, default=None)
    while quarter is not None and quarter <= on:
        found.append(Quarter(quarter, *sums.get(quarter, (0, 0))))
        quarter = _next(quarter)
    return tuple(found)


def _first(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _next(quarter: date) -> date:
    return date(quarter.year + 1, 1, 1) if quarter.month == 10 else date(quarter.year, quarter.month + 3, 1)
