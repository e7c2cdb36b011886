"""Amounts, days and numbers as a reader of each language expects them.

A wrong separator turns fifteen hundred into one and a half, and 03/04 is two different days to
two members of one group. So: digits are Western everywhere, separators and grouping follow the
reader, months are written by name, a minus is a real minus, and a currency goes by the sign its
own people use, never by a bare dollar. Pages are made of these, so every pattern is looked up
once per language and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import get_currency_name

from ledgers.currencies import exponent
from msai.i18n.languages import language_of

MINUS = "\u2212"
NARROW_SPACE = "\u202f"

SIGNS = {
    "HKD": "HK$",
    "TWD": "NT$",
    "SGD": "S$",
    "USD": "US$",
    "CAD": "CA$",
    "MYR": "RM",
    "KRW": "₩",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "PHP": "₱",
    "IDR": "Rp",
    "THB": "฿",
    "BDT": "৳",
    "INR": "₹",
    "VND": "₫",
    "KHR": "៛",
}


class DateStyle(Enum):
    """How much of a day is said; the value is the CLDR skeleton or named format."""

    WEEKDAY = "full"
    LONG = "long"
    MEDIUM = "yMMMd"
    SHORT = "MMMd"
    DAY = "MMMMd"
    SUNDAY = "MMMMEEEEd"
    MONTH = "yMMMM"
    MONTH_ALONE = "MMM"


# The comma that CLDR puts after an English weekday is one the design leaves out; the Filipino
# weekday that it cuts to three letters is one that people say in full.
OWN_PATTERNS = {
    ("en_GB", DateStyle.WEEKDAY): "EEEE d MMMM y",
    ("en_GB", DateStyle.SUNDAY): "EEEE d MMMM",
    ("fil", DateStyle.SUNDAY): "EEEE, MMMM d",
}

# What people call a place, where CLDR gives its full title.
SHORT_COUNTRIES = {
    ("en_GB", "HK"): "Hong Kong",
    ("en_GB", "MO"): "Macao",
    ("fil", "HK"): "Hong Kong",
    ("fil", "MO"): "Macau",
}


@dataclass(frozen=True, slots=True)
class NumberHabits:
    """How one language writes numbers: marks, and digits per group (the last, the others)."""

    decimal: str
    group: str
    last_group: int
    other_groups: int


@dataclass(frozen=True, slots=True)
class MoneyParts:
    """An amount taken apart for display; `decimals` has its mark, and is empty for won."""

    sign: str
    currency: str
    whole: str
    decimals: str

    @property
    def digits(self) -> str:
        """The figure without sign and currency."""
        return self.whole + self.decimals


@cache
def number_habits(code: str) -> NumberHabits:
    """The habits of a language, with Western digits."""
    locale = _cldr(code)
    symbols = locale.number_symbols["latn"]
    last_group, other_groups = locale.decimal_formats[None].grouping
    return NumberHabits(symbols["decimal"], symbols["group"], last_group, other_groups)


def currency_sign(currency: str) -> str:
    """The sign a currency goes by among its own people, or its code where signs are shared."""
    return SIGNS.get(currency, currency)


def money_parts(minor: int, currency: str, code: str) -> MoneyParts:
    """An amount in minor units, taken apart the way readers of a language write it."""
    habits, places = number_habits(code), exponent(currency)
    digits = str(abs(minor)).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], habits.decimal + digits[-places:]) if places else (digits, "")
    return MoneyParts(MINUS if minor < 0 else "", currency_sign(currency), _grouped(whole, habits), decimals)


def money_text(minor: int, currency: str, code: str) -> str:
    """An amount with its currency, as plain text: −HK$ 50.00."""
    parts = money_parts(minor, currency, code)
    return f"{parts.sign}{parts.currency}{NARROW_SPACE}{parts.digits}"


def figure_text(minor: int, currency: str, code: str) -> str:
    """An amount where the currency stands in the heading: −50.00."""
    parts = money_parts(minor, currency, code)
    return parts.sign + parts.digits


def money_words(minor: int, currency: str, code: str) -> str:
    """An amount with the name of its currency, for reading out: 3,111.30 Hong Kong dollars."""
    amount = Decimal(minor).scaleb(-exponent(currency))
    name = get_currency_name(currency, count=amount, locale=_cldr(code))
    return f"{figure_text(minor, currency, code)} {name}"


def number_text(value: int, code: str) -> str:
    """A whole number: 12,345."""
    return (MINUS if value < 0 else "") + _grouped(str(abs(value)), number_habits(code))


def percent_text(value: int, code: str) -> str:
    """A whole percentage, already rounded down by whoever worked it out: 92%."""
    pattern = _cldr(code).percent_formats[None].pattern.replace("#,##,##0", "#,##0")
    return str(pattern).replace("#,##0", number_text(value, code))


@lru_cache(maxsize=8192)
def date_text(day: date, code: str, style: DateStyle = DateStyle.LONG) -> str:
    """A day or month, its month by name."""
    formats = language_of(code).formats
    own = OWN_PATTERNS.get((formats, style))
    if own is not None or style in (DateStyle.WEEKDAY, DateStyle.LONG):
        return format_date(day, own or style.value, locale=_cldr(code))
    return format_skeleton(style.value, day, locale=_cldr(code))


def country_text(country: str, code: str) -> str:
    """The name of a country or territory by its ISO code, or the code where CLDR has no name."""
    formats = language_of(code).formats
    return SHORT_COUNTRIES.get((formats, country)) or str(_cldr(code).territories.get(country, country))


def decimal_text(value: Decimal, code: str) -> str:
    """A share or quantity that was worked out elsewhere, with the reader's marks: 5.2."""
    habits, (whole, _, decimals) = number_habits(code), f"{abs(value):f}".partition(".")
    sign = MINUS if value < 0 else ""
    return sign + _grouped(whole, habits) + (habits.decimal + decimals if decimals else "")


def moment(epoch_ms: int, zone: str) -> datetime:
    """A kept instant (milliseconds, UTC) as the clock on the wall of a place showed it."""
    return datetime.fromtimestamp(epoch_ms // 1000, tz=UTC).astimezone(ZoneInfo(zone))


def time_text(when: datetime) -> str:
    """Hours and minutes, on the clock of twenty-four that every group shares."""
    return f"{when:%H:%M}"


def _grouped(whole: str, habits: NumberHabits) -> str:
    head, tail = whole[: -habits.last_group], whole[-habits.last_group :]
    groups = [tail]
    while head:
        groups.append(head[-habits.other_groups :])
        head = head[: -habits.other_groups]
    return habits.group.join(reversed(groups))


@cache
def _cldr(code: str) -> Locale:
    return Locale.parse(language_of(code).formats)
