"""Amounts as people write them in a history file, as whole minor units.

The project has its own money module; this one is written again on purpose, so that a mistake in
either shows as a difference. Nothing here knows floating point.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

DECIMALS = {
    "AED": 2, "BDT": 2, "CAD": 2, "CHF": 2, "EUR": 2, "GBP": 2, "HKD": 2, "IDR": 2, "INR": 2, "JPY": 0,
    "KHR": 2, "KRW": 0, "LKR": 2, "MMK": 2, "MYR": 2, "NPR": 2, "PHP": 2, "PKR": 2, "SAR": 2, "SGD": 2,
    "THB": 2, "TWD": 2, "USD": 2, "VND": 0,
}  # fmt: skip
WRITTEN = re.compile(r"(-?)(\d+)(?:\.(\d+))?")


def to_minor(text: str, currency: str) -> int:
    """Read "1234.50" as minor units of the currency; more decimals than it has are an error."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"not an amount: {text!r}")
    sign, whole, part = match[1], match[2], match[3] or ""
    if len(part) > DECIMALS[currency]:
        raise ValueError(f"too many decimals for {currency}: {text!r}")
    minor = int(whole + part.ljust(DECIMALS[currency], "0"))
    return -minor if sign else minor


def to_text(minor: int, currency: str) -> str:
    """Write minor units with all the decimals of the currency, the way history files do."""
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor))
    places = DECIMALS[currency]
    if places == 0:
        return sign + digits
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    doubled = abs(value) * 2 + 1
    whole = doubled.numerator // (doubled.denominator * 2)
    return -whole if value < 0 else whole


def at_rate(home_minor: int, home: str, host: str, rate: str) -> Fraction:
    """Turn home minor units into host minor units by a rate quoted as home per 1 host, unrounded."""
    whole_home = Fraction(home_minor, int("1" + "0" * DECIMALS[home]))
    return whole_home / Fraction(rate) * int("1" + "0" * DECIMALS[host])


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole amount by weights: largest remainder, ties to the earlier."""
    every = sum(weights)
    parts = [total * weight // every for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % every), i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
