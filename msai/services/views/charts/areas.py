"""A picture of areas upon areas: amounts month by month, each fund on the one below it.

Templates do no arithmetic, so the picture is worked out here, in whole units of a square of a thousand by a
thousand that the page stretches. Amounts below nought are stacked downwards from the base line. Names, values
and months are written by the page beside the drawing in real letters; here they get a row, of which the
picture is twenty high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import count

from ledgers.currencies import exponent
from msai.services.views.labels import Text

SIDE = 1000
ROWS = 20
MOST_LINES = 3
_ROW_APART = 2


class Unit(Enum):
    """What the values beside a picture count."""

    MILLION = "million"
    THOUSAND = "thousand"
    ONE = "one"


_UNITS = ((10_000_000, 1_000_000, Unit.MILLION), (10_000, 1_000, Unit.THOUSAND), (0, 1, Unit.ONE))
"""From how much on a chart counts in millions or thousands, so that its values stay short."""


@dataclass(frozen=True, slots=True)
class Series:
    """One fund through the months: minor units at the end of each, and the look of its colour."""

    label: Text
    look: str
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One fund as it is drawn; `row` is where its name stands, 1 at the top, none where it is empty now."""

    label: Text
    look: str
    points: str
    row: int | None


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line across the picture with the value it stands for, in the unit of the chart."""

    y: int
    row: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class AreaChart:
    """A picture of areas, ready to be written down; `base_y` is the line of nought."""

    areas: tuple[Area, ...]
    lines: tuple[GridLine, ...]
    base_y: int
    months: tuple[date, ...]
    unit: Unit

    @property
    def middle(self) -> date | None:
        """The month half-way, where there is one."""
        between, odd = divmod(len(self.months), 2)
        return self.months[between] if odd else None


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the top line to the bottom line of the picture, in minor units."""

    step: int
    above: int
    below: int

    def y(self, minor: int) -> int:
        """How far below the top edge an amount lies."""
        return (self.above * self.step - minor) * SIDE // max((self.above + self.below) * self.step, 1)


def draw_areas(series: Sequence[Series], months: Sequence[date], currency: str) -> AreaChart:
    """Draw the series upon each other, the first at the top; there are at least two months."""
    sums = [_stacked(series, n) for n in range(len(months))]
    scale = _scale(max(max(column) for column in sums), -min(min(column) for column in sums))
    last = _middles(series, scale)
    rows = _spread(last)
    areas = tuple(
        Area(one.label, one.look, _outline(series, n, scale), rows.get(n)) for n, one in enumerate(series))
    size, unit = _unit(max(scale.above, scale.below) * scale.step // 10**exponent(currency))
    return AreaChart(areas, tuple(_lines(scale, size, currency)), scale.y(0), tuple(months), unit)


def _unit(farthest: int) -> tuple[int, Unit]:
    """What values up to this whole amount are counted in, and how much one of it is."""
    return next((size, unit) for least, size, unit in _UNITS if farthest >= least)


def _stacked(series: Sequence[Series], month: int) -> tuple[int, int]:
    """How high and how low all funds of a month reach together."""
    amounts = [one.amounts[month] for one in series]
    return sum(max(minor, 0) for minor in amounts), sum(min(minor, 0) for minor in amounts)


def _scale(highest: int, lowest: int) -> _Scale:
    """The smallest step of 1, 2 or 5 with at most three lines beside the base line."""
    for power in count():
        for figure in (1, 2, 5):
            step = figure * 10**power
            above, below = -(-highest // step), -(-lowest // step)
            if above + below <= MOST_LINES:
                return _Scale(step, above, below)
    raise AssertionError("steps grow without end")


def _lines(scale: _Scale, size: int, currency: str) -> Iterator[GridLine]:
    """The lines of the picture but that of nought."""
    for number in range(scale.above, -scale.below - 1, -1):
        value = Decimal(number * scale.step) / (size * 10**exponent(currency))
        if number:
            yield GridLine(scale.y(number * scale.step), _row(scale.y(number * scale.step)), _plain(value))


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _outline(series: Sequence[Series], place: int, scale: _Scale) -> str:
    """Along the upper edge of a fund, and back along the lower."""
    months = range(len(series[place].amounts))
    edges = [_edges(series, place, month) for month in months]
    there = [f"{_x(month, len(edges))},{scale.y(edges[month][0])}" for month in months]
    back = [f"{_x(month, len(edges))},{scale.y(edges[month][1])}" for month in reversed(months)]
    return " ".join([*there, *back])


def _edges(series: Sequence[Series], place: int, month: int) -> tuple[int, int]:
    """Between which sums a fund lies in a month: upon those drawn beneath it, or under them below nought."""
    minor = series[place].amounts[month]
    beneath = [one.amounts[month] for one in series[place + 1:]]
    start = sum(other for other in beneath if (other < 0) == (minor < 0))
    return max(start, start + minor), min(start, start + minor)


def _x(month: int, months: int) -> int:
    return month * SIDE // (months - 1)


def _middles(series: Sequence[Series], scale: _Scale) -> dict[int, int]:
    """How far down the middle of each fund lies at the end, where it has money then."""
    last = len(series[0].amounts) - 1
    edges = {n: _edges(series, n, last) for n, one in enumerate(series) if one.amounts[last]}
    return {n: (scale.y(upper) + scale.y(lower)) // 2 for n, (upper, lower) in edges.items()}


def _spread(middles: dict[int, int]) -> dict[int, int]:
    """A row for each name beside its area, from the top down, so that no two stand upon each other."""
    rows: dict[int, int] = {}
    free = 1
    for left, (place, middle) in zip(
            range(len(middles) - 1, -1, -1), sorted(middles.items(), key=lambda item: item[1]), strict=True):
        rows[place] = max(min(_row(middle), ROWS - left * _ROW_APART), free)
        free = rows[place] + _ROW_APART
    return rows


def _row(y: int) -> int:
    """The row nearest to a place: 1 at the top edge of the picture, 21 at its foot."""
    return (y * ROWS + SIDE // 2) // SIDE + 1
