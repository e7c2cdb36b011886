"""How animals and fields did: deaths, growth, feed, yield, milling, each an exact fraction.

A measure without a base is not defined and never shown as nought. The formulas are those of the trade's
record keeping (feed conversion: feed by live weight gained; mortality over all that were ever there).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from msai.measures.ratios import percent, ratio

SQUARE_METRES_A_HECTARE: Final = 10_000


def mortality_percent(died: Fraction, *, start: Fraction, added: Fraction, born: Fraction) -> Fraction | None:
    """Deaths in percent of all that were ever there: start + added + born."""
    return percent(died, start + added + born)


def weight_gain_kg(*, heads: Fraction, start_kg: Fraction, end_kg: Fraction) -> Fraction:
    """What so many heads gained, by their weight each at the start and at the end."""
    return heads * (end_kg - start_kg)


def average_daily_gain_kg(*, start_kg: Fraction, end_kg: Fraction, days: int) -> Fraction | None:
    """What one head gained a day; None before a day has passed."""
    return ratio(end_kg - start_kg, days)


def feed_conversion(feed_kg: Fraction, gain_kg: Fraction) -> Fraction | None:
    """Kilograms of feed for a kilogram gained; None where nothing was gained."""
    return ratio(feed_kg, gain_kg) if gain_kg > 0 else None


def feed_kg_per_head_day(feed_kg: Fraction, head_days: Fraction) -> Fraction | None:
    """What a head ate a day."""
    return ratio(feed_kg, head_days)


def eggs_percent(eggs: Fraction, hen_days: Fraction) -> Fraction | None:
    """Eggs in percent of hens times days."""
    return percent(eggs, hen_days)


def kg_per_hectare(kg: Fraction, square_metres: Fraction) -> Fraction | None:
    """The yield of a field."""
    return ratio(kg * SQUARE_METRES_A_HECTARE, square_metres)


def milling_recovery_percent(out_kg: Fraction, into_kg: Fraction) -> Fraction | None:
    """What came out of processing in percent of what went in, by weight."""
    return percent(out_kg, into_kg)


def thai_area_wa(text: str) -> int:
    """The square wa of an area as Thai titles write it, rai-ngan-wa: 4-2-12.

    Four hundred wa are a rai, a hundred a ngan.

    Raises:
        ValueError: not three whole numbers with dashes between them.
    """
    rai, ngan, wa = (int(part) for part in text.split("-"))
    return 400 * rai + 100 * ngan + wa
