"""What it costs to send money home and back, by the World Bank's definition, to compare providers.

The whole cost is the fee, the margin hidden in the exchange rate, and what the receiver is charged, each in
percent of the amount sent. A rate is home currency per 1 host; here it is in minor units of both
(`currencies.minor_rate`), and amounts are minor units throughout.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from ledgers.money import round_half_up

SDG_LIMIT_PERCENT: Final = 3
HIGH_LIMIT_PERCENT: Final = 5
QUESTIONED_PERCENT: Final = 15

Amount = Fraction | int


class CostMark(Enum):
    """How a cost of sending is marked; at a limit it is not over it."""

    WITHIN = "within"
    OVER_SDG = "over_sdg"
    HIGH = "high"
    QUESTIONED = "questioned"


@dataclass(frozen=True, slots=True)
class SendingCost:
    """The cost of one remittance in percent of the amount sent, by where it arises; exact."""

    fee_percent: Fraction
    margin_percent: Fraction
    receiving_fee_percent: Fraction

    @property
    def total_percent(self) -> Fraction:
        """Give the all-in cost."""
        return self.fee_percent + self.margin_percent + self.receiving_fee_percent

    @property
    def mark(self) -> CostMark:
        """Mark the cost against the SDG 10.c target of 3 %, against 5 %, and as doubtful over 15 %."""
        return mark_of(self.total_percent)


def mark_of(total_percent: Fraction) -> CostMark:
    """Mark an all-in cost, of one remittance or of a period."""
    if total_percent > QUESTIONED_PERCENT:
        return CostMark.QUESTIONED
    if total_percent > HIGH_LIMIT_PERCENT:
        return CostMark.HIGH
    return CostMark.OVER_SDG if total_percent > SDG_LIMIT_PERCENT else CostMark.WITHIN


def cost_outward(
    amount: Amount, *, fee: Amount, mid: Fraction, applied: Fraction, receiving_fee: Amount = 0
) -> SendingCost:
    """Give the cost of sending capital out: amount and fee in host, receiving fee in home currency."""
    return SendingCost(
        100 * Fraction(fee) / amount,
        100 * (mid - applied) / mid,
        100 * Fraction(receiving_fee) / (amount * mid),
    )


def cost_homeward(
    amount: Amount, *, fee: Amount, mid: Fraction, applied: Fraction, receiving_fee: Amount = 0
) -> SendingCost:
    """Give the cost of sending returns home to host: amount and fee in home, receiving fee in host money."""
    return SendingCost(
        100 * Fraction(fee) / amount,
        100 * (applied - mid) / applied,
        100 * Fraction(receiving_fee) * mid / amount,
    )


def cost_of_period(costs: Iterable[tuple[Amount, SendingCost]]) -> Fraction | None:
    """Give the all-in percent of a period weighted by amount, no mean of percents; None if none was sent."""
    sent = list(costs)
    total = sum((Fraction(amount) for amount, _ in sent), Fraction(0))
    if not total:
        return None
    return sum((amount * cost.total_percent for amount, cost in sent), Fraction(0)) / total


def one_fee(fees: Sequence[int]) -> int:
    """What the same money would have cost in one transfer: the largest of the fees recorded, minor units.

    A fee that grows with the amount is not foreseen: nobody recorded how it grows.
    """
    return max(fees, default=0)


def expected_outward(
    amount: int, *, deducted_fee: int, applied: Fraction, receiving_fee: int = 0
) -> Fraction:
    """Give what should land: (amount - deducted fee) x applied - receiving fee, exact home minor units."""
    return (amount - deducted_fee) * applied - receiving_fee


def expected_homeward(amount: int, *, fee: int, applied: Fraction, receiving_fee: int = 0) -> Fraction:
    """Give what should reach the group: (amount - fee) / applied - receiving fee, exact host minor units."""
    return (amount - fee) / applied - receiving_fee


def needs_explaining(expected: Fraction, landed: int) -> bool:
    """Say whether landed money differs from the expected by more than 1 minor unit plus a millionth of it."""
    return abs(landed - expected) > 1 + abs(expected) / 1_000_000


def in_host(home_minor: Amount, rate: Fraction) -> int:
    """Carry home money at a rate in host minor units, half up; differences are taken between such amounts."""
    return round_half_up(Fraction(home_minor) / rate)


def in_home(host_minor: Amount, rate: Fraction) -> int:
    """Carry host money at a rate in home minor units, half up."""
    return round_half_up(Fraction(host_minor) * rate)


def implied_rate(home: Amount, host: Amount) -> Fraction:
    """Give the rate two stated amounts imply; never for posting, as rounded amounts imply different rates."""
    return Fraction(home) / host
