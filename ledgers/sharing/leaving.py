"""A member leaves or joins before the cycle ends: what she takes or pays must be fair to those who stay.

Groups do this in three customary ways (face value, current value, current value less a charge); whichever
the rules name, her debts are set off first and the worth of the others' shares can be shown before and after.
Somebody who joins late pays by the same customs, the other way round.
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


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody who joins late pays in minor units: her savings, and what is above them as a fee."""

    savings_minor: int
    fee_minor: int

    @property
    def total_minor(self) -> int:
        """What she hands over."""
        return self.savings_minor + self.fee_minor


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


def caught_up(held: int, *, members: int) -> int:
    """Give what a newcomer buys to stand where the others stand: what they hold each, rounded down.

    `held` counts whole shares, or savings in minor units where a group saves by amount; she never has to buy
    more than the others have on average. Nothing where nobody was there before her.
    """
    return held // members if members else 0


def enter_at_value(value: Fraction, bought: int, *, face_minor: int) -> Entry:
    """Let a newcomer buy at today's value: what is above the face value is a fee, what is below never was.

    `value` is the exact worth of one share (or of one minor unit saved), `bought` how many she buys and
    `face_minor` what one is written as in a passbook. The sum is rounded half up once; where a share is worth
    less than its face she pays, and has saved, what it is worth. Source: domain.md section 5, late joiner.
    """
    paid = max(0, round_half_up(value * bought))
    savings = min(paid, face_minor * bought)
    return Entry(savings, paid - savings)
