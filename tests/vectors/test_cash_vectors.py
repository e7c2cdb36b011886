"""The box is counted, and what is calculated is paid in coins that exist."""

from fractions import Fraction

from ledgers.currencies import exponent
from ledgers.money import Money, cash_round, count_cash, decimal_text, format_decimal

from .reading import all_cents, cents, shown, vector


def test_own_04_the_box_on_sunday() -> None:
    """Counted less expected is 3.20 over, which is booked with a reason."""
    given, expected = vector("OWN-04")
    opening = Money(cents(given["opening_cash"]), given["currency"])
    came, went = (sum(all_cents(given[side]).values()) for side in ("cash_in", "cash_out"))
    book = opening + Money(came - went, given["currency"])
    counted = Money(count_cash(given["counted"], given["currency"]), given["currency"])

    assert shown(book.minor) == expected["expected_cash"]
    assert shown(counted.minor) == expected["counted_cash"]
    assert shown((counted - book).minor) == expected["difference"]


def test_own_12_rounding_to_the_smallest_handy_coin() -> None:
    """In each currency to the coin people use, halves up."""
    given, expected = vector("OWN-12")

    assert [_in_coins(**case) for case in given["cases"]] == expected["rounded"]


def _in_coins(currency: str, unit: str, amount: str) -> str:
    minor = Fraction(10 ** exponent(currency))
    rounded = cash_round(Fraction(amount) * minor, step=int(Fraction(unit) * minor))
    return decimal_text(rounded / minor, places=0) if "." not in unit else format_decimal(rounded, currency)
