"""Bands in which a measure is believable, per kind of activity: outside of them one is asked to look again.

They are wide on purpose, drawn by this project around what records of the trade print; they warn, and never
keep anybody from recording what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msai.measures.production.activities import ActivityKind


class Measure(StrEnum):
    """What is measured of a batch."""

    MORTALITY = "mortality"
    DAILY_GAIN = "daily_gain"
    FEED_CONVERSION = "feed_conversion"
    FEED_PER_HEAD_DAY = "feed_per_head_day"
    LAYING = "laying"
    YIELD = "yield"
    RECOVERY = "recovery"
    MARGIN = "margin"
    COST_PER_UNIT = "cost_per_unit"
    BREAK_EVEN = "break_even"
    OWN_USE = "own_use"


@dataclass(frozen=True, slots=True)
class Band:
    """From one value to another, both still believable."""

    low: Fraction
    high: Fraction


class Plausibility(StrEnum):
    """How a value lies to its band; a measure without a band is not judged."""

    WITHIN = "within"
    LOW = "low"
    HIGH = "high"
    NOT_JUDGED = "not_judged"


def _band(low: str, high: str) -> Band:
    return Band(Fraction(low), Fraction(high))


_K, _M = ActivityKind, Measure
BANDS: Final[Mapping[ActivityKind, Mapping[Measure, Band]]] = {
    _K.HOGS: {_M.MORTALITY: _band("0", "10"), _M.DAILY_GAIN: _band("0.25", "1.1"),
              _M.FEED_CONVERSION: _band("2", "4.5"), _M.FEED_PER_HEAD_DAY: _band("0.5", "3.5")},
    _K.BROILERS: {_M.MORTALITY: _band("0", "10"), _M.DAILY_GAIN: _band("0.02", "0.08"),
                  _M.FEED_CONVERSION: _band("1.3", "2.6"), _M.FEED_PER_HEAD_DAY: _band("0.03", "0.2")},
    _K.LAYERS: {_M.MORTALITY: _band("0", "15"), _M.FEED_PER_HEAD_DAY: _band("0.08", "0.15"),
                _M.LAYING: _band("20", "100")},
    _K.GOATS: {_M.MORTALITY: _band("0", "20"), _M.DAILY_GAIN: _band("0.02", "0.3")},
    _K.CATTLE: {_M.MORTALITY: _band("0", "8"), _M.DAILY_GAIN: _band("0.1", "2"),
                _M.FEED_CONVERSION: _band("4", "15")},
    _K.PALAY: {_M.YIELD: _band("1000", "10000"), _M.RECOVERY: _band("50", "75")},
    _K.CORN: {_M.YIELD: _band("700", "12000")},
    _K.VEGETABLES: {_M.YIELD: _band("1000", "80000")},
    _K.COCONUT: {_M.YIELD: _band("500", "25000")},
    _K.CANE: {_M.YIELD: _band("25000", "150000")},
    _K.COFFEE: {_M.YIELD: _band("300", "15000"), _M.RECOVERY: _band("12", "30")},
    _K.FISH: {_M.MORTALITY: _band("0", "40"), _M.FEED_CONVERSION: _band("0.8", "3")},
    _K.OTHER: {},
}


def judge(kind: ActivityKind, measure: Measure, value: Fraction | None) -> Plausibility:
    """Whether a value can be believed as it stands."""
    band = BANDS[kind].get(measure)
    if band is None or value is None:
        return Plausibility.NOT_JUDGED
    if value < band.low:
        return Plausibility.LOW
    return Plausibility.HIGH if value > band.high else Plausibility.WITHIN
