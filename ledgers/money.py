"""Money is whole minor units of a named currency, and nothing is lost or invented when it is split or read.

Three dangers are met here and nowhere else: amounts of two currencies added by mistake; cents that appear or
vanish when a sum is shared among people; and typed amounts read by another country's habits, where "1.500" is
fifteen hundred to one treasurer and one and a half to another.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from ledgers.currencies import exponent, is_currency
from ledgers.errors import (
    AmbiguousAmount,
    AmountOutOfRange,
    CurrencyMismatch,
    NegativeWeight,
    NotAMultipleOfStep,
    NotAnAmount,
    NotARate,
    NothingToSplitBy,
    TooManyDecimals,
    UnknownCurrency,
)

LARGEST_MINOR: Final = 10**15

_LONGEST_TEXT: Final = 64
_GROUP_MARKS: Final = dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2019": "'", "\u066c": "'"}
_OTHER_MARKS: Final = {"\u066b": ";", "\uff0e": ".", "\uff0c": ",", "\u2212": "-"}
_MARKS: Final = str.maketrans(_GROUP_MARKS | _OTHER_MARKS)
_AROUND: Final = " \t\r\n\u00a0\u2007\u2009\u202f\u200e\u200f\u061c"
_MACHINE: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_SHAPE: Final = re.compile(r"([0-9]*)((?:[.,;' ][0-9]+)*)")
_THREES: Final = re.compile(r"[1-9][0-9]{0,2}(?:([., '])[0-9]{3})(?:\1[0-9]{3})*")
_LAKHS: Final = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents, centavos, won) of one currency; never a fraction or a float."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is not a whole number of a known currency."""
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {type(self.minor).__name__}")
        if not is_currency(self.currency):
            raise UnknownCurrency(currency=self.currency)

    def _minor_of(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency; CurrencyMismatch otherwise."""
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract money of the same currency; CurrencyMismatch otherwise."""
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        """Turn a receipt into a payment and back."""
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        """Multiply by a whole number, as a share value by shares; parts come from `allocate` alone."""
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Compare within one currency; CurrencyMismatch otherwise."""
        return self.minor < self._minor_of(other)

    def __le__(self, other: "Money") -> bool:
        """Compare within one currency; CurrencyMismatch otherwise."""
        return self.minor <= self._minor_of(other)

    def __gt__(self, other: "Money") -> bool:
        """Compare within one currency; CurrencyMismatch otherwise."""
        return self.minor > self._minor_of(other)

    def __ge__(self, other: "Money") -> bool:
        """Compare within one currency; CurrencyMismatch otherwise."""
        return self.minor >= self._minor_of(other)


class Rounding(Enum):
    """How a calculated amount becomes a payable one; the project's own custom is half up."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"


def allocate(total: int, weights: Sequence[int | Fraction], *, step: int = 1) -> list[int]:
    """Split an amount among people by largest remainder, so that the parts sum to it exactly.

    Everyone first gets her exact part rounded down to `step` minor units; the steps left over go one each to
    the largest remainders, ties to the earlier. A negative total (a loss) is split as its absolute amount.

    Raises:
        NothingToSplitBy: there are no weights, or all are zero.
        NegativeWeight: a weight is below zero.
        NotAMultipleOfStep: the total cannot be paid in whole steps; name the rest before splitting.
    """
    steps = _whole_steps(abs(total), step)
    whole = _sum_of_weights(weights)
    parts = [divmod(steps * weight, whole) for weight in weights]
    counts = [int(quotient) for quotient, _ in parts]
    # sorted() is stable, so equal remainders keep their order: the earlier one wins.
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index][1], reverse=True)
    for index in by_remainder[: steps - sum(counts)]:
        counts[index] += 1
    signed_step = step if total >= 0 else -step
    return [count * signed_step for count in counts]


def _whole_steps(amount: int, step: int) -> int:
    if step < 1:
        raise ValueError("a step is at least one minor unit")
    steps, rest = divmod(amount, step)
    if rest:
        raise NotAMultipleOfStep(amount=amount, step=step, rest=rest)
    return steps


def _sum_of_weights(weights: Sequence[int | Fraction]) -> int | Fraction:
    if any(weight < 0 for weight in weights):
        raise NegativeWeight()
    whole = sum(weights)
    if not whole:
        raise NothingToSplitBy()
    return whole


def round_together(parts: Sequence[Fraction]) -> list[int]:
    """Round parts of either sign to whole minor units so that they sum to their rounded total.

    Each part is rounded down, and the units left over go to the largest remainders, ties to the earlier
    (domain.md section 6, the bridge of a return in money).
    """
    floors = [math.floor(part) for part in parts]
    left_over = round_half_up(sum(parts, Fraction(0))) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - floors[index], reverse=True)
    for index in by_remainder[:left_over]:
        floors[index] += 1
    return floors


def round_half_up(value: Fraction | int) -> int:
    """Round a calculated amount to a whole number, a half going away from zero on both sides."""
    return rounded(value, Rounding.HALF_UP)


def rounded(value: Fraction | int, rounding: Rounding) -> int:
    """Round to a whole number by a named custom, for rules that groups bring with them."""
    magnitude = abs(Fraction(value))
    shift = Fraction(1, 2) if rounding is Rounding.HALF_UP else 0
    whole = math.floor(magnitude + shift)
    return whole if value >= 0 else -whole


def decimal_text(value: Fraction | int, *, places: int, rounding: Rounding = Rounding.HALF_UP) -> str:
    """Write an exact ratio or calculated amount with so many decimals, in machine form."""
    units = rounded(value * 10**places, rounding)
    return _point(units, places)


def cash_round(value: Fraction | int, *, step: int) -> int:
    """Round minor units to the nearest amount payable in coins of `step` minor units, half up."""
    return round_half_up(Fraction(value) / step) * step


def amount_from_decimal(text: str, currency: str) -> int:
    """Read the machine form of an amount ("1234.5", "-20") into minor units: API, imports and history files.

    Raises:
        NotAnAmount: not digits with an optional leading minus and one decimal point.
        TooManyDecimals, AmountOutOfRange, UnknownCurrency: as for `parse_amount`.
    """
    match = _MACHINE.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise NotAnAmount(text=str(text)[:_LONGEST_TEXT], currency=currency)
    sign, whole, decimals = match.groups()
    minor = _minor(whole, decimals or "", currency=currency)
    return -minor if sign else minor


def format_decimal(minor: int, currency: str) -> str:
    """Write minor units in the machine form that `amount_from_decimal` reads: 123450 HKD is "1234.50"."""
    return _point(minor, exponent(currency))


def _point(units: int, places: int) -> str:
    whole, decimals = divmod(abs(units), 10**places)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{decimals:0{places}d}" if places else f"{sign}{whole}"


def rate_from_decimal(text: str) -> Fraction:
    """Read an exchange rate or other factor in machine form ("7.4125"), exactly.

    Raises:
        NotARate: not a decimal number above zero.
    """
    match = _MACHINE.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST_TEXT else None
    if match is None or Fraction(text) <= 0:
        raise NotARate(text=str(text)[:_LONGEST_TEXT])
    return Fraction(text)


def count_cash(pieces: Mapping[str, int], currency: str) -> int:
    """Add up notes and coins counted by denomination ("0.50": 9 pieces) into minor units.

    Raises:
        NotAnAmount: a denomination is no amount, or a number of pieces is below zero.
    """
    if any(number < 0 for number in pieces.values()):
        raise NotAnAmount(currency=currency, pieces=dict(pieces))
    return sum(amount_from_decimal(face, currency) * number for face, number in pieces.items())


def parse_amount(text: str, currency: str) -> Money:
    """Read an amount as a person typed it, in any digits and by any country's habit, or refuse it.

    Both "1,234.50" and "1.234,50" are understood, groups of three and lakh groups ("12,34,567"), spaces and
    apostrophes between groups, Arabic marks, a leading minus. What two readers could take for two
    different amounts is refused: a wrong number in the book is worse than a question.

    Raises:
        NotAnAmount: the text is no amount (letters, currency signs, odd groups, two signs, empty).
        AmbiguousAmount: a lone point or comma before exactly three digits; both readings are in the params.
        TooManyDecimals: finer than the currency's minor unit.
        AmountOutOfRange: over 10^15 minor units.
        UnknownCurrency: no book can be kept in the currency.
    """
    exponent(currency)
    plain = _plain(text, currency)
    negative = plain.startswith("-")
    number = plain.removeprefix("-").strip(_AROUND)
    whole, decimals = _split_at_decimal_mark(number, text=text, currency=currency)
    if whole and not whole.isdigit():
        whole = _without_groups(whole, text=text, currency=currency)
    amount = Money(_minor(whole, decimals, currency=currency), currency)
    return -amount if negative else amount


def _plain(text: str, currency: str) -> str:
    """Bring digits and marks of all scripts to one alphabet; `;` stands for a mark that is surely decimal."""
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT:
        raise NotAnAmount(text=str(text)[:_LONGEST_TEXT], currency=currency)
    trimmed = text.strip(_AROUND)
    scripts = {ord(char) - unicodedata.decimal(char) for char in trimmed if char.isdecimal()}
    # Digits of two scripts in one number are a slip or a trick; a person writes in one.
    if len(scripts) != 1 or ";" in trimmed:
        raise NotAnAmount(text=text, currency=currency)
    ascii_digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in trimmed)
    return "".join(ascii_digits).translate(_MARKS)


def _split_at_decimal_mark(number: str, *, text: str, currency: str) -> tuple[str, str]:
    """Part the number at its decimal mark, if it has one, and refuse what can be read in two ways."""
    if not number or not _SHAPE.fullmatch(number):
        raise NotAnAmount(text=text, currency=currency)
    marks = [char for char in number if not char.isdigit()]
    if not marks or marks[-1] in " '" or marks.count(marks[-1]) > 1:
        return number, ""
    whole, _, decimals = number.rpartition(marks[-1])
    if len(marks) > 1 or marks[-1] == ";" or not _THREES.fullmatch(number):
        return whole, decimals
    if exponent(currency) == 0:
        return number, ""
    as_thousands = format_decimal(_minor(whole + decimals, "", currency=currency), currency)
    as_decimal = f"{whole}.{decimals}"
    raise AmbiguousAmount(text=text, currency=currency, as_thousands=as_thousands, as_decimal=as_decimal)


def _without_groups(whole: str, *, text: str, currency: str) -> str:
    if not (_THREES.fullmatch(whole) or _LAKHS.fullmatch(whole)):
        raise NotAnAmount(text=text, currency=currency)
    return "".join(char for char in whole if char.isdigit())


def _minor(whole: str, decimals: str, *, currency: str) -> int:
    places = exponent(currency)
    if len(decimals) > places:
        raise TooManyDecimals(currency=currency, decimals=len(decimals), allowed=places)
    minor = int(whole + decimals.ljust(places, "0"))
    if minor > LARGEST_MINOR:
        raise AmountOutOfRange(currency=currency, largest=LARGEST_MINOR)
    return minor
