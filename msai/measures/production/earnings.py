"""What a batch earned: its margin, how it is shared, what a unit cost, and the price that just covers it.

Amounts may be minor units or whole units of money, as long as one call uses one of them. What the family
ate is valued by what it cost to make (domain.md section 7).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from msai.measures.ratios import ratio

HALF: Final = Fraction(1, 2)


def batch_margin(sales: Fraction | int, *, costs: Fraction | int) -> Fraction:
    """What a batch left over; below nothing is a loss."""
    return Fraction(sales) - costs


def farmers_share(margin: Fraction | int, *, share: Fraction = HALF) -> Fraction:
    """The farmer's share of a margin where profit is shared; she bears no share of a loss."""
    return max(Fraction(margin), Fraction(0)) * share


def cost_per_unit(costs: Fraction | int, units: Fraction | int) -> Fraction | None:
    """What one unit cost to make; None where nothing was made."""
    return ratio(costs, units)


def break_even_price(costs: Fraction | int, units: Fraction | int) -> Fraction | None:
    """The price of a unit at which nothing is left over; None where there is nothing to sell."""
    return ratio(costs, units)


def own_use_value(used: Fraction, *, costs: Fraction | int, made: Fraction) -> Fraction | None:
    """What was eaten at home, at the cost of a unit of its batch."""
    each = cost_per_unit(costs, made)
    return None if each is None else used * each
