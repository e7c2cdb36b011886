"""Profits, pools and payments are split by savings, by time or by terms, and no cent is lost on the way.

A pool may reward money by how long it worked (capital x days); profit may follow savings or an opening value;
a payment on a capped revenue share is partly principal and partly income. Every split among people is by
largest remainder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from ledgers.errors import NothingToSplitBy
from ledgers.money import Rounding, allocate, round_half_up, rounded

Holder = TypeVar("Holder")


@dataclass(frozen=True, slots=True)
class Contribution(Generic[Holder]):
    """Capital that somebody put in on a day (below zero: took out), in minor units."""

    holder: Holder
    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RevenueShare:
    """Terms of a capped revenue share: principal lent, part of sales paid, multiple at which it ends."""

    principal_minor: int
    share: Fraction
    cap_multiple: Fraction

    @property
    def cap_minor(self) -> int:
        """Give what is paid back in all before the share ends, in minor units."""
        return round_half_up(self.principal_minor * self.cap_multiple)


@dataclass(frozen=True, slots=True)
class PaymentParts:
    """How a payment on a stake divides, in minor units: principal off 1310, income through 4400."""

    principal_minor: int
    income_minor: int


def split_among(amount_minor: int, weights: Mapping[Holder, int | Fraction]) -> dict[Holder, int]:
    """Split an amount among holders by shares, savings or capital x days, ties to the earlier holder.

    Raises:
        NothingToSplitBy, NegativeWeight: as for `allocate`.
    """
    parts = allocate(amount_minor, list(weights.values()))
    return dict(zip(weights, parts, strict=True))


def fractions_of_whole(weights: Mapping[Holder, int | Fraction]) -> dict[Holder, Fraction]:
    """Give each holder's exact part of the whole, as a fraction of 1.

    Raises:
        NothingToSplitBy: all weights are zero.
    """
    whole = Fraction(sum(weights.values()))
    if not whole:
        raise NothingToSplitBy()
    return {holder: weight / whole for holder, weight in weights.items()}


def capital_days(
    contributions: Iterable[Contribution[Holder]], *, start: date, end: date
) -> dict[Holder, int]:
    """Weigh capital by the days it worked in a period, in minor units x days; the end day is not counted.

    Capital that was there before the period counts from its start; what came after it counts nothing.
    """
    weights: dict[Holder, int] = {}
    for contribution in contributions:
        days = max(0, (end - max(start, contribution.on)).days)
        weights[contribution.holder] = weights.get(contribution.holder, 0) + contribution.amount_minor * days
    return weights


def profit_on_opening_value(
    profit_minor: int, *, opening_minor: int, opening_total_minor: int, rounding: Rounding = Rounding.HALF_UP
) -> int:
    """Give one member's profit where deposits of the term earn nothing yet, in minor units (PUB-21).

    Raises:
        NothingToSplitBy: there was no opening value.
    """
    if not opening_total_minor:
        raise NothingToSplitBy()
    return rounded(Fraction(profit_minor * opening_minor, opening_total_minor), rounding)


def revenue_share_due(terms: RevenueShare, revenue_minor: int, *, paid_before_minor: int) -> int:
    """Give the payment due on a period's sales, half up, never beyond what the cap leaves."""
    due = round_half_up(terms.share * revenue_minor)
    return max(0, min(due, terms.cap_minor - paid_before_minor))


def principal_and_income(terms: RevenueShare, payments_minor: Sequence[int]) -> list[PaymentParts]:
    """Divide each payment of a capped share: principal = payment / cap multiple, the last takes the rest.

    Source: domain.md section 6 (OWN-15). The payment that reaches the cap closes the principal exactly.
    """
    parts: list[PaymentParts] = []
    for number, payment in enumerate(payments_minor):
        left = terms.principal_minor - sum(part.principal_minor for part in parts)
        parts.append(capped_payment(
            terms, payment, paid_before_minor=sum(payments_minor[:number]), principal_left_minor=left))
    return parts


def capped_payment(
    terms: RevenueShare, payment_minor: int, *, paid_before_minor: int, principal_left_minor: int
) -> PaymentParts:
    """Divide one payment of a capped share by what was paid, and what principal is left, before it."""
    closes = paid_before_minor + payment_minor >= terms.cap_minor
    principal = principal_left_minor if closes else allocate(payment_minor, [1, terms.cap_multiple - 1])[0]
    return principal_first(payment_minor, principal_left_minor=min(principal, principal_left_minor))


def principal_first(payment_minor: int, *, principal_left_minor: int) -> PaymentParts:
    """Divide a payment on a share without a cap: principal until it is back, the rest is income."""
    principal = min(payment_minor, principal_left_minor)
    return PaymentParts(principal, payment_minor - principal)
