"""Pictures of bars: money in and out by quarter, sales by month, and what each of several things is worth.

Templates do no arithmetic, so lengths are worked out here, in a square of a thousand by a thousand that the
page stretches. Values stand beside their bars, rounded for reading; the table below a picture has them whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ledgers.currencies import exponent
from msai.services.views.charts.areas import SIDE, Unit
from msai.services.views.labels import Text

MOST_QUARTERS = 8
MOST_MONTHS = 6
_UNITS = ((1_000_000, Unit.MILLION), (1_000, Unit.THOUSAND), (1, Unit.ONE))
_LETTERS = 95
"""So much of the height is kept free for the value at the end of the longest bar."""
_ROWS = 21
"""A picture is so many rows high; a value is two of them."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months from `first` on: what was put in and what came back, in minor units, none below nought."""

    first: date
    into_minor: int
    out_minor: int


@dataclass(frozen=True, slots=True)
class QuarterBar:
    """One quarter as it is drawn: tops and heights of both bars, the values at their ends and their rows.

    A value is None where nothing moved.
    """

    first: date
    is_last: bool
    up_y: int
    up_height: int
    up: Decimal | None
    up_row: int
    down_height: int
    down: Decimal | None
    down_row: int


@dataclass(frozen=True, slots=True)
class QuarterChart:
    """Bars up and down from the line of nought at `base_y`, oldest first."""

    bars: tuple[QuarterBar, ...]
    base_y: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class MonthSales:
    """What was sold in the month from `first` on, in minor units; None where nobody said it.

    Without a report nothing is known of a month; a report need not speak of sales.
    """

    first: date
    sold_minor: int | None
    is_reported: bool


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month as it is drawn: top and height of its bar, the value above it and its row.

    The value is None where there is a gap: a month without a report, or one that says nothing of sales.
    """

    month: MonthSales
    is_last: bool
    y: int
    height: int
    value: Decimal | None
    row: int


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Bars upon one line, oldest first; the last is the month at hand."""

    bars: tuple[MonthBar, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class WorthBar:
    """One thing: how long its bar is, and how long the frame of what was put in."""

    label: Text
    worth_minor: int
    put_in_minor: int
    length: int
    frame: int


def draw_quarters(quarters: Sequence[Quarter], currency: str) -> QuarterChart | None:
    """Draw the last quarters; nothing where there are none."""
    drawn = quarters[-MOST_QUARTERS:]
    highest = max((one.into_minor for one in drawn), default=0)
    lowest = max((one.out_minor for one in drawn), default=0)
    if not highest and not lowest:
        return None
    room = SIDE - _LETTERS * ((highest > 0) + (lowest > 0))
    base = (_LETTERS if highest else 0) + room * highest // (highest + lowest)
    size, unit = _unit(max(highest, lowest) // 10**exponent(currency))
    scale = Decimal(size * 10**exponent(currency))

    def bar(one: Quarter) -> QuarterBar:
        up, down = (room * minor // (highest + lowest) for minor in (one.into_minor, one.out_minor))
        return QuarterBar(
            one.first, one is drawn[-1], base - up, up, _value(one.into_minor, scale),
            _row_above(base - up), down, _value(one.out_minor, scale), _row_below(base + down))

    return QuarterChart(tuple(map(bar, drawn)), base, unit)


def draw_months(months: Sequence[MonthSales], currency: str) -> MonthChart | None:
    """Draw the last months, the oldest first; nothing where none of them says what was sold."""
    drawn = months[-MOST_MONTHS:]
    said = [one.sold_minor for one in drawn if one.sold_minor is not None]
    if not said:
        return None
    highest = max(0, *said)
    size, unit = _unit(highest // 10**exponent(currency))
    scale = Decimal(size * 10**exponent(currency))

    def bar(one: MonthSales) -> MonthBar:
        minor = max(one.sold_minor or 0, 0)
        height = -(-(SIDE - _LETTERS) * minor // max(highest, 1))
        value = None if one.sold_minor is None else _value(minor, scale) or Decimal(0)
        return MonthBar(one, one is drawn[-1], SIDE - height, height, value, _row_above(SIDE - height))

    return MonthChart(tuple(map(bar, drawn)), unit)


def draw_worths(worths: Sequence[tuple[Text, int, int]]) -> tuple[WorthBar, ...]:
    """Draw what each is worth within the frame of what was put in: label, worth and put in, minor units."""
    longest = max((max(worth, put_in) for _label, worth, put_in in worths), default=0)
    return tuple(
        WorthBar(label, worth, put_in, _part(worth, longest), _part(put_in, longest))
        for label, worth, put_in in worths if longest > 0)


def _part(minor: int, longest: int) -> int:
    return max(minor, 0) * SIDE // longest


def _unit(farthest: int) -> tuple[int, Unit]:
    return next(((size, unit) for size, unit in _UNITS if farthest >= size), (1, Unit.ONE))


def _value(minor: int, scale: Decimal) -> Decimal | None:
    if not minor:
        return None
    value = minor / scale
    places = Decimal(1) if value >= 100 else Decimal("0.1")
    rounded = value.quantize(places, ROUND_HALF_UP) or value.quantize(
        Decimal(1).scaleb(value.adjusted()), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def _row_above(y: int) -> int:
    return max((y - _LETTERS // 2) * _ROWS // SIDE, 1)


def _row_below(y: int) -> int:
    return min(-(-(y + _LETTERS // 2) * _ROWS // SIDE), _ROWS - 1)
