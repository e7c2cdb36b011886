"""Why a member's account in an investment fund went up or down.

What she pays in or is given is hers alone; whatever else changes the net assets of the fund is everybody's,
and is split by the units held just before it. Source: the programme's bookkeeping rules, section "The trace".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledgers.accounts import TENDER_CODES, Holder
from ledgers.trace.rows import FundPosting
from ledgers.units import NET_ASSETS

CAPITAL, SURPLUS, OPENING, DUE, TRANSIT = 3200, 3400, 3500, 2100, 1200
ISSUED, HELD = 9100, 9200
STAKES = (1300, 1310)


class Reason(StrEnum):
    """The words under which a member's account is explained."""

    PAID_IN = "paid_in"
    UNITS_MOVED = "units_moved"
    FEES = "fees"
    MARGIN = "margin"
    INCOME = "income"
    FEES_HOME = "fees_home"
    EXCHANGE = "exchange"
    GAINS = "gains"
    LOSSES = "losses"
    BROUGHT_IN = "brought_in"
    OTHER = "other"
    INCOME_GIVEN = "income_given"
    CAPITAL_GIVEN = "capital_given"
    TAKEN_OUT = "taken_out"


HERS_ALONE = frozenset({
    Reason.PAID_IN, Reason.UNITS_MOVED, Reason.INCOME_GIVEN, Reason.CAPITAL_GIVEN, Reason.TAKEN_OUT})
"""What is known of one member; all else is her part of something the whole fund felt."""

_BY_COUNTER = {
    5100: Reason.FEES, 5150: Reason.MARGIN, 4400: Reason.INCOME, 4500: Reason.EXCHANGE, 5500: Reason.EXCHANGE,
    4600: Reason.GAINS, 5600: Reason.LOSSES, OPENING: Reason.BROUGHT_IN,
}


@dataclass(frozen=True, slots=True)
class Hers:
    """What one posting adds to one member's account, in minor units of the fund's money."""

    holder: Holder
    reason: Reason
    amount_minor: int


class Redeemed:
    """Who gives units back in an entry, and which of its payments are for them."""

    def __init__(self, postings: Iterable[FundPosting]) -> None:
        self._given_up = [posting for posting in postings
                          if posting.debit.code == ISSUED and posting.credit.code == HELD]
        self.holders = {posting.credit.holder for posting in self._given_up}

    def payee(self, posting: FundPosting) -> Holder | None:
        """Whose units a payment out of the surplus is for: of the same line, else those counted next."""
        for given_up in self._given_up:
            same = posting.line_ref is not None and posting.line_ref == given_up.line_ref
            if same or (posting.line_ref is None and given_up.line > posting.line):
                return given_up.credit.holder
        return None


def effect_of(posting: FundPosting) -> int:
    """What a posting adds to the net assets of its fund, in minor units."""
    return posting.amount_minor * (
        (posting.debit.code in NET_ASSETS) - (posting.credit.code in NET_ASSETS))


def hers_of(posting: FundPosting, redeemed: Redeemed) -> Hers | None:
    """What a posting does to one member alone: paid in, taken out, given to her. None: it is not hers alone.

    Opening balances (3500) count as money, so that what she had paid in before is hers from the first day.
    """
    debit, credit, minor = posting.debit, posting.credit, posting.amount_minor
    if credit.code == CAPITAL and credit.holder and _is_money(debit.code):
        return Hers(credit.holder, Reason.PAID_IN, minor)
    if debit.code == CAPITAL and debit.holder and _is_money(credit.code):
        given = credit.code == DUE and debit.holder not in redeemed.holders
        return Hers(debit.holder, Reason.CAPITAL_GIVEN if given else Reason.TAKEN_OUT, -minor)
    if debit.code == SURPLUS and credit.code == DUE and credit.holder:
        sold = credit.holder in redeemed.holders
        return Hers(credit.holder, Reason.TAKEN_OUT if sold else Reason.INCOME_GIVEN, -minor)
    if debit.code == SURPLUS and credit.code in TENDER_CODES:
        payee = redeemed.payee(posting)
        return Hers(payee, Reason.TAKEN_OUT, -minor) if payee else None
    return None


def shared_reason(posting: FundPosting, *, home: bool) -> Reason:
    """Why the net assets changed for all; `home` says that the money was on its way back to the group."""
    known = (_BY_COUNTER.get(side.code) for side in (posting.debit, posting.credit))
    reason = next((found for found in known if found), Reason.OTHER)
    return Reason.FEES_HOME if home and reason is Reason.FEES else reason


def _is_money(code: int) -> bool:
    return code in NET_ASSETS or code == OPENING
