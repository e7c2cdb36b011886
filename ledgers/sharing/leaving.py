"""A member leaves or joins before the cycle ends: what she takes or pays must be fair to those who stay.

Groups do this in three customary ways (face value, current value, current value less a charge); whichever
the rules name, her debts are set off first and the worth of the others' shares can be shown before and after.
"""

from dataclasses import dataclass
from fractions import Fraction

from ledgers.money import round_half_up
from ledgers.sharing.share_out import share_value


@dataclass(frozen=True, slots=True)
class Settlement:
    """A leaver's account in minor units: gross worth, charge, debts set off, what is due or still owed."""

    gross_minor: int
    charge_minor: int
    set_off_minor: int
    due_minor: int
    still_owed_minor: int


@dataclass(frozen=True, slots=True)
class EqualBuyIn:
    """Newcomers buy equal stakes from founders: exact stake, total they pay, and what each founder gets."""

    stake: Fraction
    buy_in_total: Fraction
    back_to_each_founder: Fraction


def settle_leaver(
    gross: Fraction | int, *, debts_minor: int, charge_percent: Fraction | int = 0
) -> Settlement:
    """Settle with a leaver: gross worth half up, less the charge on the gross, less her debts.

    `gross` is shares x face value or shares x current value in minor units. The charge is rounded half up by
    itself and never exceeds the gross; a debt above her claim stays owed.
    """
    gross_minor = round_half_up(gross)
    charge = round_half_up(Fraction(charge_percent) * gross_minor / 100)
    claim = gross_minor - charge
    set_off = min(claim, debts_minor)
    return Settlement(gross_minor, charge, set_off, claim - set_off, debts_minor - set_off)


def share_value_after(
    net_assets_minor: int, shares_held: int, *, shares_leaving: int, taken_minor: int
) -> Fraction:
    """Give the exact worth of a share for those who stay, once a leaver took `taken_minor` (before set-offs).

    Raises:
        NothingToSplitBy: nobody stays.
    """
    return share_value(net_assets_minor - taken_minor, shares_held - shares_leaving)


def equal_buy_in(fund_minor: int, *, founders: int, newcomers: int) -> EqualBuyIn:
    """Let newcomers take equal stakes in a fund by paying the founders, so that the fund does not grow.

    Source: the rule printed in PUB-13; exact, rounding is the group's custom.
    """
    stake = Fraction(fund_minor, founders + newcomers)
    total = stake * newcomers
    return EqualBuyIn(stake, total, total / founders)
