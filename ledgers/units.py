"""Units say whose part of an investment fund is whose, across cycles, joiners and those who went home.

A unit is a count, not money. Its value is an exact fraction (net assets over units issued), because a value
rounded to cents loses real money: 5.80 of 1,410 in the published example of an investment club (PUB-09).
Units are counted in ten-thousandths; an amount in money is always whole minor units.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, TypeVar

from ledgers.currencies import exponent
from ledgers.errors import NetAssetsNotPositive, NoUnitsIssued, UnitsExceedHolding
from ledgers.money import allocate, round_half_up

UNIT: Final = 10_000

BETWEEN_FUNDS: Final = 3900
_ASSETS: Final = (1010, 1020, 1030, 1035, 1040, 1100, 1150, 1200, 1300, 1310, 1350, 1400, 1500)
_TAKEN_OFF: Final = (1390, 1590, 2100, 2200)
NET_ASSETS: Final = frozenset({*_ASSETS, *_TAKEN_OFF, BETWEEN_FUNDS})
_CASH: Final = frozenset({1010, 1020, 1030, 1035, 1040})
_RETAINED: Final = 3400

Holder = TypeVar("Holder")


def net_assets(balances: Mapping[int, int]) -> int:
    """Give what stands behind the units of an investment fund, in minor units (domain.md section 5).

    `balances` maps account numbers of that fund to their balance, debit positive; several holders of one
    number come summed. Impairment, depreciation, dues and borrowing have credit balances and so reduce it;
    on 3900 a debit is what other funds owe this one.
    """
    return sum(balance for code, balance in balances.items() if code in NET_ASSETS)


def distributable(balances: Mapping[int, int]) -> int:
    """Give what may go to members as income: the lower of surplus to date and cash of the fund, if positive.

    More than this is capital passed on and is called so. Balances as for `net_assets`, minor units.
    """
    cash = sum(balance for code, balance in balances.items() if code in _CASH)
    surplus = -sum(balance for code, balance in balances.items() if code == _RETAINED or 4000 <= code < 6000)
    return max(0, min(cash, surplus))


def first_unit_value(currency: str) -> Fraction:
    """Give the value at which a fund issues its first units: one unit of its currency, in minor units.

    Raises:
        UnknownCurrency: no book can be kept in the currency.
    """
    return Fraction(10 ** exponent(currency))


def unit_value(net_assets_minor: int, units_e4: int, *, first_value: Fraction) -> Fraction:
    """Give the exact worth of one unit in minor units, at which a member may buy or redeem.

    `units_e4` are all units issued, in ten-thousandths; with none, the fund starts at `first_value`.

    Raises:
        NetAssetsNotPositive: units are issued and nothing stands behind them, or none are and it owes money.
    """
    if units_e4 and net_assets_minor > 0:
        return Fraction(net_assets_minor * UNIT, units_e4)
    if units_e4 or net_assets_minor < 0:
        raise NetAssetsNotPositive(net_assets_minor=net_assets_minor, units_e4=units_e4)
    return first_value


def dealing_value(
    net_assets_minor: int, units_e4: int, *, first_value: Fraction, above_book_minor: int = 0,
) -> Fraction:
    """Give the worth of one unit at which a fund deals, in minor units: by its books or a signed valuation.

    `above_book_minor` is what the valuation found the fund to be worth above its books (below: negative). It
    is added to what the books hold now, so that money that came or went since is in the value as well
    (domain.md section 5). The books alone decide whether there is anything to deal in.

    Raises:
        NetAssetsNotPositive: as for `unit_value`, or the valuation leaves nothing.
    """
    book_value = unit_value(net_assets_minor, units_e4, first_value=first_value)
    if not units_e4 or not above_book_minor:
        return book_value
    return unit_value(net_assets_minor + above_book_minor, units_e4, first_value=first_value)


def units_worth(amount_minor: int, value: Fraction) -> int:
    """Give the ten-thousandths of units whose worth is an amount, half up: for giving units back."""
    return round_half_up(amount_minor * UNIT / value)


def units_for(amount_minor: int, value: Fraction) -> int:
    """Give the ten-thousandths of units an amount buys, rounded down so that nobody else pays for them."""
    return amount_minor * UNIT * value.denominator // value.numerator


def worth(units_e4: int, value: Fraction) -> Fraction:
    """Give the exact worth of units at a unit value, in minor units; payable amounts are rounded later."""
    return units_e4 * value / UNIT


def redemption_value(units_e4: int, value: Fraction) -> int:
    """Give what is paid for units redeemed, in minor units, half up."""
    return round_half_up(worth(units_e4, value))


def paid_in_part(paid_in_minor: int, *, redeemed_e4: int, held_e4: int) -> int:
    """Give the part of a member's investment capital (3200) that leaves with redeemed units, half up.

    Raises:
        NoUnitsIssued: she holds no unit.
        UnitsExceedHolding: she redeems more than she holds.
    """
    if not held_e4:
        raise NoUnitsIssued(redeemed_e4=redeemed_e4)
    if redeemed_e4 > held_e4:
        raise UnitsExceedHolding(redeemed_e4=redeemed_e4, held_e4=held_e4)
    return round_half_up(Fraction(paid_in_minor * redeemed_e4, held_e4))


def split_by_units(amount_minor: int, units_e4: Mapping[Holder, int]) -> dict[Holder, int]:
    """Split an amount (a distribution, net assets, a loss) among holders by units, largest remainder.

    The order of the mapping is the order of member numbers and decides ties.

    Raises:
        NoUnitsIssued: nobody holds a unit.
    """
    if not any(units_e4.values()):
        raise NoUnitsIssued(amount_minor=amount_minor)
    parts = allocate(amount_minor, list(units_e4.values()))
    return dict(zip(units_e4, parts, strict=True))
