"""Quantities as they are said in a village, and what they are in kilograms, litres, heads or square metres.

A cavan, a maund or a bigha is not one size: it changes with the place, the trader and the year. So only what
law or definition fixes has a factor here that may be used as it stands; of every other unit the figure here
is what is usual somewhere, offered to the enterprise, which says its own and from which day it holds.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ledgers.errors import LedgerError
from ledgers.money import Rounding, decimal_text, rounded
from msai.messages import N_, Message

MOST_DECIMALS: Final = 3
FACTOR_DECIMALS: Final = 9
_MOST_DIGITS: Final = 12
_LONGEST: Final = 40


class NotAQuantity(LedgerError):
    """What was typed is no quantity, or could be read in two ways."""

    code = "not_a_quantity"


class UnitOfAnotherKind(LedgerError):
    """A weight was said where heads are counted, or the other way round."""

    code = "unit_of_another_kind"


class FactorNotPositive(LedgerError):
    """A unit holds more than nothing."""

    code = "factor_not_positive"


class Base(StrEnum):
    """What quantities of one kind are brought to."""

    KG = "kg"
    LITRE = "L"
    HEAD = "head"
    NUT = "nut"
    EGG = "egg"
    PIECE = "piece"
    AREA = "m2"
    HOUR = "h"


BASE_LABELS: Final[dict[Base, str]] = {
    Base.KG: "kg", Base.LITRE: "L", Base.AREA: "m²", Base.HEAD: N_("heads"), Base.NUT: N_("coconuts"),
    Base.EGG: N_("eggs"), Base.PIECE: N_("pieces"), Base.HOUR: N_("hours"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that people use: `usual` base units in one of it, exactly.

    `is_fixed` says that law or definition fixes it. Of any other unit `usual` is a suggestion and never used
    without the enterprise having said so.
    """

    code: str
    label: str
    base: Base
    usual: Fraction
    is_fixed: bool
    regions: str
    source: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as said, with its unit, the factor used, and what that is in base units."""

    said: Fraction
    unit: str
    factor: Fraction
    base: Base

    def __post_init__(self) -> None:
        """Refuse a unit of nothing, and less than nothing of a thing."""
        if self.factor <= 0:
            raise FactorNotPositive(unit=self.unit)
        if self.said < 0:
            raise NotAQuantity(text=str(self.said))

    @property
    def in_base(self) -> Fraction:
        """The same in base units."""
        return self.said * self.factor

    @property
    def is_converted(self) -> bool:
        """Whether it was said in another unit than its base."""
        return self.factor != 1

    def require(self, base: Base) -> Quantity:
        """The quantity again, if it is of this kind.

        Raises:
            UnitOfAnotherKind
        """
        if self.base is not base:
            raise UnitOfAnotherKind(unit=self.unit, wanted=base.value)
        return self


def quantity(said: Fraction | int, unit: Unit, *, factor: Fraction | None = None) -> Quantity:
    """So much of a unit, by the enterprise's own factor or, where the unit is fixed, by its definition.

    Raises:
        FactorNotPositive: a unit that varies was given no factor, or one of nothing.
    """
    if factor is None and not unit.is_fixed:
        raise FactorNotPositive(unit=unit.code)
    return Quantity(Fraction(said), unit.code, unit.usual if factor is None else factor, unit.base)


def read_quantity(text: str) -> Fraction:
    """A quantity as a person typed it, in any digits, with up to three decimals after a point or a comma.

    Raises:
        NotAQuantity: no number from nought up, or one mark before three digits, which may be thousands.
    """
    digits, part = _digits_of(text, most=MOST_DECIMALS)
    if len(part) == MOST_DECIMALS and digits not in ("", "0"):
        raise NotAQuantity(text=text[:_LONGEST])
    return Fraction(f"{digits or '0'}.{part or '0'}")


def read_factor(text: str) -> Fraction:
    """What a unit holds, as a person typed it, with up to nine decimals: a mark in it parts the decimals.

    Raises:
        NotAQuantity: no number from nought up.
    """
    digits, part = _digits_of(text, most=FACTOR_DECIMALS)
    return Fraction(f"{digits or '0'}.{part or '0'}")


def _digits_of(text: str, *, most: int) -> tuple[str, str]:
    """The digits before and after the mark, in plain figures."""
    plain = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text.strip()).replace("\u066b", ".").replace("\u00a0", " ").replace("\u202f", " ")
    whole, mark, part = plain.replace(",", ".").partition(".")
    digits = whole.replace(" ", "")
    sound = (digits + part).isdecimal() and (digits + part).isascii() and len(part) <= most
    if not sound or len(plain) > _LONGEST or len(digits) > _MOST_DIGITS or (mark and not part):
        raise NotAQuantity(text=text[:_LONGEST])
    return digits, part


def exact_text(value: Fraction | int) -> str:
    """A finite decimal in machine form, without a zero too many: what is stored."""
    whole = Fraction(value)
    places = 0
    while (whole * 10**places).denominator != 1:
        places += 1
        if places > _LONGEST:
            raise NotAQuantity(text=str(value)[:_LONGEST])
    return decimal_text(whole, places=places)


def shown(value: Fraction | int) -> Decimal:
    """A quantity as it is written for reading: whole from a hundred up, else with as much as matters."""
    size = abs(Fraction(value))
    places = 0 if size >= 100 else 1 if size >= 10 else 2
    units = rounded(value * 10**places, Rounding.HALF_UP)
    digits = Decimal(units).scaleb(-places)
    return digits.to_integral_value() if digits == digits.to_integral_value() else digits.normalize()


def base_label(base: Base) -> Message:
    """What a base unit is called."""
    return Message(BASE_LABELS[base])


def say_conversion(found: Quantity, label: Message | str) -> Message:
    """What was understood, as in `3 maund = 112 kg`."""
    return Message(N_("%(said)s %(unit)s = %(base)s %(base_unit)s"), {
        "said": exact_decimal(found.said), "unit": label, "base": shown(found.in_base),
        "base_unit": base_label(found.base)})


def exact_decimal(value: Fraction) -> Decimal:
    """A finite decimal as it was said."""
    return Decimal(exact_text(value))
