"""Money on its way between a group and its enterprise: sent, landed, returned, lost, sent home, landed home.

What was sent but has not landed stands in transit (1200). Money is posted from amounts; the mid rate of the
day only parts what arrived from what the transfer cost, and where nobody noted it that cost is not known and
is never filled in later. Rates are units of home money for one unit of host money.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ledgers.accounts import INVESTMENT, Account, Holder
from ledgers.currencies import exponent
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import FeeExceedsTransit, RateNotPositive
from ledgers.money import Money, round_half_up
from ledgers.rules.movements import Postings, adjust, entry_of, move, record_claim
from ledgers.rules.stakes import Arrival, Stake, settle, transit
from ledgers.rules.tenders import Tender


def host_at_mid(home: Money, mid_rate: Fraction, *, host: str) -> Fraction:
    """Turn home money into exact minor units of the host currency at a mid rate (home per 1 host).

    Raises:
        RateNotPositive: the rate is zero or below.
        UnknownCurrency: one of the currencies has no book.
    """
    if mid_rate <= 0:
        raise RateNotPositive(mid_rate=str(mid_rate))
    scale = Fraction(10) ** (exponent(host) - exponent(home.currency))
    return home.minor * scale / mid_rate


@dataclass(frozen=True, slots=True)
class CapitalSent:
    """Capital sent to an enterprise; a fee on top is paid besides the amount, a deducted one out of it."""

    remittance: Holder
    tender: Tender
    amount_minor: int
    fee_minor: int = 0
    fee_on_top: bool = False
    fund: str = INVESTMENT


def capital_sent(occurred_on: date, *legs: CapitalSent) -> JournalEntry:
    """Capital leaves the group: 1200 remittance / tender, and for a fee on top 5100 / tender.

    A fee to be deducted travels inside the amount and is posted when the rest lands.
    """
    return entry_of(EntryKind.CAPITAL_SENT, occurred_on, parts=map(_leg, legs))


def _leg(sent: CapitalSent) -> Postings:
    paid_from = sent.tender.account(sent.fund)
    left = move(transit(sent.remittance, sent.fund), paid_from, amount_minor=sent.amount_minor)
    if not sent.fee_on_top:
        return left
    return left + move(Account(5100, sent.fund), paid_from, amount_minor=sent.fee_minor)


@dataclass(frozen=True, slots=True)
class CapitalLanding:
    """What reached an enterprise's account of one remittance, as the group's book sees it.

    `landed` is net home money; `receiving_fee_minor` was taken from it, in its minor units.
    `transit_left_minor` is the balance of 1200 before this landing and `deducted_fee_minor` what was taken
    out on the way and is posted with this landing (host minor units). `mid_rate` is empty where nobody noted
    it. `last` says that nothing more is expected.
    """

    remittance: Holder
    stake: Stake
    landed: Money
    host: str
    transit_left_minor: int
    mid_rate: Fraction | None
    receiving_fee_minor: int = 0
    deducted_fee_minor: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True)
class LandingParts:
    """What became of the money in transit, in host minor units; `margin_minor` is empty where not known."""

    fee_minor: int
    cost_minor: int
    margin_minor: int | None


def landing_parts(landing: CapitalLanding) -> LandingParts:
    """Part the money in transit into fees, the cost of the stake and the exchange margin.

    Fees are the deducted one and the receiving fee at mid, half up. Cost is what landed at mid, half up, at
    most what those fees leave; the margin is the rest, known at the last landing. Without a mid rate all but
    the deducted fee is cost, at the last landing.

    Raises:
        FeeExceedsTransit: the deducted fee is more than what is on its way.
        RateNotPositive: the mid rate is zero or below.
    """
    after_fee = landing.transit_left_minor - landing.deducted_fee_minor
    if after_fee < 0:
        raise FeeExceedsTransit(
            fee_minor=landing.deducted_fee_minor, transit_minor=landing.transit_left_minor,
        )
    if landing.mid_rate is None:
        return LandingParts(landing.deducted_fee_minor, after_fee if landing.last else 0, None)
    taken = Money(landing.receiving_fee_minor, landing.landed.currency)
    receiving_exact, cost_exact = (
        host_at_mid(home, landing.mid_rate, host=landing.host) for home in (taken, landing.landed)
    )
    receiving = min(round_half_up(receiving_exact), after_fee)
    cost = min(round_half_up(cost_exact), after_fee - receiving)
    margin = after_fee - receiving - cost if landing.last else 0
    return LandingParts(landing.deducted_fee_minor + receiving, cost, margin)


def capital_landed(occurred_on: date, landing: CapitalLanding) -> JournalEntry:
    """Capital reached the enterprise: 5100 / 1200, 1300 or 1310 stake / 1200, 5150 / 1200; 9500 / 9510.

    Raises:
        FeeExceedsTransit, RateNotPositive: as for `landing_parts`.
    """
    parts, stake = landing_parts(landing), landing.stake
    on_its_way = transit(landing.remittance, stake.fund)
    return entry_of(EntryKind.CAPITAL_LANDED, occurred_on, parts=(
        move(Account(5100, stake.fund), on_its_way, amount_minor=parts.fee_minor),
        move(stake.account, on_its_way, amount_minor=parts.cost_minor),
        move(Account(5150, stake.fund), on_its_way, amount_minor=parts.margin_minor or 0),
        record_claim(stake.holder, landing.landed),
    ))


@dataclass(frozen=True, slots=True)
class Transit:
    """A remittance with its balance of 1200, in host minor units."""

    remittance: Holder
    carrying_minor: int
    fund: str = INVESTMENT

    @property
    def account(self) -> Account:
        """The account in transit."""
        return transit(self.remittance, self.fund)


def capital_returned(occurred_on: date, sent: Transit, *, arrival: Arrival) -> JournalEntry:
    """A transfer comes back to the group: tender, 5100, 5500 / 1200, or 1200 / 4500 where more came back."""
    back = settle(sent.account, arrival, carrying_minor=sent.carrying_minor)
    return entry_of(EntryKind.CAPITAL_RETURNED_UNSENT, occurred_on, parts=[back])


def capital_lost(occurred_on: date, sent: Transit) -> JournalEntry:
    """What is left of a transfer is lost: 5600 / 1200. Two people decide it."""
    lost = move(Account(5600, sent.fund), sent.account, amount_minor=sent.carrying_minor)
    return entry_of(EntryKind.CAPITAL_LOST, occurred_on, parts=[lost])


def sent_home(occurred_on: date, expected: Account, *, remittance: Transit) -> JournalEntry:
    """The enterprise sends money to the group: 1200 remittance / 1400, 1310 or 1300 at carrying amount."""
    left = move(remittance.account, expected, amount_minor=remittance.carrying_minor)
    return entry_of(EntryKind.SENT_HOME, occurred_on, parts=[left])


def income_landed(
    occurred_on: date, expected: Account, *, arrival: Arrival, carrying_minor: int,
) -> JournalEntry:
    """Money sent by the enterprise reached the group: tender / 1200 or 1400 = received, 5100 = fee.

    `expected` is the account it stood on (1200 where its sending was recorded, else 1400) and
    `carrying_minor` what it stood at; the difference is 5500 or 4500.
    """
    arrived = settle(expected, arrival, carrying_minor=carrying_minor)
    return entry_of(EntryKind.INCOME_LANDED, occurred_on, parts=[arrived])


def home_rest_ended(occurred_on: date, way: Transit) -> JournalEntry:
    """Nothing more of money sent home will land, and somebody said why: what is left is 5500 / 1200.

    Raises:
        EmptyEntry: nothing is left in transit.
    """
    fund = way.fund
    ended = adjust(way.account, change_minor=-way.carrying_minor, gain=Account(4500, fund),
                   loss=Account(5500, fund))
    return entry_of(EntryKind.INCOME_LANDED, occurred_on, parts=[ended])
