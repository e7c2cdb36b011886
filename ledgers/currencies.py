"""The currencies a book can be kept in: the exponent amounts are stored by, and the smallest handy coin.

The exponent is that of ISO 4217, also where CLDR shows fewer digits (TWD, IDR, MMK): a stored amount must
not change its meaning when a display library is updated. The cash step is only a proposal; each group
sets its own.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ledgers.errors import UnknownCurrency


@dataclass(frozen=True, slots=True)
class Currency:
    """What arithmetic needs to know of a currency: decimals stored, and the smallest coin in minor units."""

    exponent: int
    cash_step: int


CURRENCIES: Final[dict[str, Currency]] = {
    "HKD": Currency(exponent=2, cash_step=10),
    "KRW": Currency(exponent=0, cash_step=10),
    "TWD": Currency(exponent=2, cash_step=100),
    "SGD": Currency(exponent=2, cash_step=5),
    "MYR": Currency(exponent=2, cash_step=5),
    "EUR": Currency(exponent=2, cash_step=1),
    "USD": Currency(exponent=2, cash_step=1),
    "CAD": Currency(exponent=2, cash_step=5),
    "GBP": Currency(exponent=2, cash_step=1),
    "CHF": Currency(exponent=2, cash_step=5),
    "JPY": Currency(exponent=0, cash_step=1),
    "AED": Currency(exponent=2, cash_step=25),
    "SAR": Currency(exponent=2, cash_step=1),
    "PHP": Currency(exponent=2, cash_step=1),
    "IDR": Currency(exponent=2, cash_step=10000),
    "THB": Currency(exponent=2, cash_step=25),
    "NPR": Currency(exponent=2, cash_step=100),
    "LKR": Currency(exponent=2, cash_step=100),
    "BDT": Currency(exponent=2, cash_step=100),
    "INR": Currency(exponent=2, cash_step=100),
    "PKR": Currency(exponent=2, cash_step=100),
    "MMK": Currency(exponent=2, cash_step=5000),
    "VND": Currency(exponent=0, cash_step=500),
    "KHR": Currency(exponent=2, cash_step=10000),
}


def _currency(code: str) -> Currency:
    if code not in CURRENCIES:
        raise UnknownCurrency(currency=code)
    return CURRENCIES[code]


def exponent(code: str) -> int:
    """Say how many decimals one unit of the currency has (ISO 4217 minor units): 2 for HKD, 0 for KRW.

    Raises:
        UnknownCurrency: no book can be kept in it.
    """
    return _currency(code).exponent


def cash_step(code: str) -> int:
    """Give the smallest handy coin in minor units, proposed to a new group: 10 for HKD (ten cents).

    Raises:
        UnknownCurrency: no book can be kept in it.
    """
    return _currency(code).cash_step


def is_currency(code: str) -> bool:
    """Say whether a book can be kept in the currency of this ISO 4217 code."""
    return code in CURRENCIES


def minor_rate(rate: Fraction, *, home: str, host: str) -> Fraction:
    """Turn a quoted rate (home per 1 host, 7.15 PHP per HKD) into home minor units per host minor unit.

    The two differ where the exponents do: 0.0425 PHP per KRW is 4.25 centavos per won.

    Raises:
        UnknownCurrency: no book can be kept in one of them.
    """
    return rate * Fraction(10 ** exponent(home), 10 ** exponent(host))
