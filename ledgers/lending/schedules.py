"""What a loan costs and when it falls due, by the rules small groups write themselves.

Charges are flat (on the amount first lent) or declining (on what is still out), per week or month; each
period's charge is rounded half up and instalments sum exactly to the loan. Money saved in a bank at
compound interest stands here too, because groups check their bank's book against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from ledgers.money import allocate, round_half_up


class ChargeMethod(Enum):
    """On what the charge of a loan is reckoned."""

    FLAT = "flat"
    DECLINING = "declining"


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due in one period of a loan, in minor units."""

    number: int
    principal_minor: int
    interest_minor: int

    @property
    def total_minor(self) -> int:
        """Give principal and interest together."""
        return self.principal_minor + self.interest_minor


@dataclass(frozen=True, slots=True)
class BankMonth:
    """One month of a savings account: the balance before the interest credited, exact minor units."""

    balance_before: Fraction
    interest: Fraction

    @property
    def balance_after(self) -> Fraction:
        """Give the balance once the interest is credited."""
        return self.balance_before + self.interest


def loan_limit(savings_minor: int, multiple: Fraction | int) -> int:
    """Give the largest loan a member may have: a multiple of her own savings, minor units, rounded down."""
    return int(savings_minor * Fraction(multiple))


def flat_charge(principal_minor: int, rate_percent: Fraction | int, *, periods: int = 1) -> int:
    """Give simple interest on the amount first lent for so many weeks or months, minor units, half up.

    A rate re-applied to the original principal each period is simple interest, whatever it is called
    (RULE-01).
    """
    return round_half_up(Fraction(rate_percent) * principal_minor * periods / 100)


def schedule(
    principal_minor: int, rate_percent: Fraction | int, *, periods: int, method: ChargeMethod
) -> tuple[Instalment, ...]:
    """Lay out equal parts of principal with the charge of each period, flat or on what is still out.

    Parts of principal and the flat charge are split by largest remainder, ties to the earlier period; a
    declining charge is half up per period.
    """
    parts = allocate(principal_minor, [1] * periods)
    if method is ChargeMethod.FLAT:
        charges = allocate(flat_charge(principal_minor, rate_percent, periods=periods), [1] * periods)
    else:
        charges = [flat_charge(left, rate_percent) for left in _outstanding(principal_minor, parts)]
    return tuple(map(Instalment, range(1, periods + 1), parts, charges))


def _outstanding(principal_minor: int, parts: Sequence[int]) -> list[int]:
    return [principal_minor - sum(parts[:number]) for number in range(len(parts))]


def bank_savings(deposit_minor: int, annual_rate_percent: Fraction, *, months: int) -> tuple[BankMonth, ...]:
    """Follow equal monthly deposits at a yearly rate credited monthly; interest stays exact (PUB-23)."""
    book: list[BankMonth] = []
    balance = Fraction(0)
    for _ in range(months):
        balance += deposit_minor
        month = BankMonth(balance, balance * annual_rate_percent / 1200)
        book.append(month)
        balance = month.balance_after
    return tuple(book)
