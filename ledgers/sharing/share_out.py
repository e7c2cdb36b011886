"""At the end of a cycle the savings fund is shared out, each member getting what her shares are worth.

Loans still out are part of the pot, so a debtor's share is set off against her debt. When a debt is larger
than the share, the rest of it is not there to be paid to the others: the value of a share is then the fixed
point at which what cash and set-offs can pay is promised, and no more (domain.md section 5, OWN-14).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ledgers.errors import NegativeWeight, NoShareOut, NothingToSplitBy


@dataclass(frozen=True, slots=True)
class Claim:
    """What a member brings to the share-out: shares (or savings, or savings x days), debts in minor units."""

    weight: int | Fraction
    debt_minor: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a member leaves with, in minor units: her entitlement, the part set off, and the cash paid.

    The cash may be off the cash step where her debt was; `still_owed_minor` is a debt above her entitlement.
    """

    entitlement_minor: int
    set_off_minor: int
    cash_minor: int
    still_owed_minor: int


@dataclass(frozen=True, slots=True)
class ShareOut:
    """A whole share-out: the exact worth of a share, each member's part, and the money that stays."""

    share_value: Fraction
    shares: tuple[Share, ...]
    cash_paid_minor: int
    carried_minor: int


def share_value(net_worth_minor: int, shares_held: int) -> Fraction:
    """Give the exact worth of one share in minor units: (3100 + 3400 + result to date) / shares held.

    Raises:
        NothingToSplitBy: no shares are held.
    """
    if not shares_held:
        raise NothingToSplitBy()
    return Fraction(net_worth_minor, shares_held)


def share_out_value(cash_minor: int, claims: Sequence[Claim]) -> Fraction:
    """Solve v = (C + sum of min(d_i, s_i v)) / sum of s_i, the worth of a share at the share-out.

    `cash_minor` (C) is the fund's tenders less its dues, borrowing and amounts kept back by decision. While a
    debt exceeds its owner's entitlement, that member leaves both sums and v is solved again; v only falls
    by it, so nobody has to come back.

    Raises:
        NoShareOut: the fund owes more than it has, or a share is worth nothing.
        NothingToSplitBy: nobody holds a share.
        NegativeWeight: shares or a debt are below zero.
    """
    if any(claim.weight < 0 or claim.debt_minor < 0 for claim in claims):
        raise NegativeWeight()
    if not any(claim.weight for claim in claims):
        raise NothingToSplitBy()
    if cash_minor < 0:
        raise NoShareOut(cash_minor=cash_minor)
    value = _solve(cash_minor, claims)
    if value <= 0:
        raise NoShareOut(cash_minor=cash_minor)
    return value


def _solve(cash_minor: int, claims: Sequence[Claim]) -> Fraction:
    within = list(claims)
    while True:
        pot = cash_minor + sum(claim.debt_minor for claim in within)
        value = Fraction(pot) / sum(claim.weight for claim in within)
        still_within = [claim for claim in within if claim.debt_minor <= claim.weight * value]
        if len(still_within) == len(within):
            return value
        within = still_within


def share_out(cash_minor: int, claims: Sequence[Claim], *, step: int) -> ShareOut:
    """Share out the savings fund in whole cash steps, claims in the order of member numbers.

    Entitlements are rounded down to the step; then one step each goes by largest remainder, ties to the
    lowest member number, as long as the cash to be paid stays within `cash_minor`. What is left stays in
    the fund and is named in `carried_minor`, the cash paid in `cash_paid_minor`.

    Raises:
        NoShareOut, NothingToSplitBy, NegativeWeight: as for `share_out_value`.
    """
    value = share_out_value(cash_minor, claims)
    entitlements = _in_steps([claim.weight * value for claim in claims], claims, cash_minor, step)
    shares = tuple(map(_settle, entitlements, claims))
    paid = sum(share.cash_minor for share in shares)
    return ShareOut(value, shares, paid, cash_minor - paid)


def _in_steps(exact: Sequence[Fraction], claims: Sequence[Claim], cash_minor: int, step: int) -> list[int]:
    entitlements = [int(amount // step) * step for amount in exact]
    to_give = int(sum(exact, Fraction(0)) // step) - sum(entitlements) // step
    by_remainder = sorted(range(len(exact)), key=lambda index: exact[index] % step, reverse=True)
    for index in by_remainder[:to_give]:
        entitlements[index] += step
        if _cash_needed(entitlements, claims) > cash_minor:
            entitlements[index] -= step
            break
    return entitlements


def _cash_needed(entitlements: Sequence[int], claims: Sequence[Claim]) -> int:
    return sum(max(0, due - claim.debt_minor) for due, claim in zip(entitlements, claims, strict=True))


def _settle(entitlement_minor: int, claim: Claim) -> Share:
    set_off = min(entitlement_minor, claim.debt_minor)
    return Share(entitlement_minor, set_off, entitlement_minor - set_off, claim.debt_minor - set_off)
