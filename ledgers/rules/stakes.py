"""What a group holds in an enterprise, from the first income declared to the last peso back or given up.

Shares in an enterprise stay at cost less what they were written down; loans to it are money claims and
follow the exchange rate. What the stake may claim at home is counted beside it in the home currency.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction

from ledgers.accounts import INVESTMENT, Account, Holder
from ledgers.entries import EntryKind, JournalEntry
from ledgers.errors import ClaimExceeded, NotRevalued, RecoveryExceedsAllowance, WriteDownExceedsCost
from ledgers.money import Money, round_half_up
from ledgers.rules.movements import Postings, adjust, drop_claim, entry_of, move, record_claim
from ledgers.rules.tenders import Tender

TRANSIT = 1200
REVALUED = (1310, 1400, 1040)


class StakeAsset(IntEnum):
    """The account a stake stands on: 1300 for shares, 1310 for loans, revenue and profit shares."""

    EQUITY = 1300
    LOAN = 1310


@dataclass(frozen=True, slots=True)
class Stake:
    """A stake as the group's book knows it: its holder, its account and the investment fund that owns it."""

    holder: Holder
    asset: StakeAsset
    fund: str = INVESTMENT

    @property
    def account(self) -> Account:
        """The stake at cost: 1300 or 1310."""
        return Account(int(self.asset), self.fund, self.holder)

    @property
    def allowance(self) -> Account:
        """What the stake was written down by: 1390."""
        return Account(1390, self.fund, self.holder)

    @property
    def receivable(self) -> Account:
        """Income declared and not yet received: 1400."""
        return Account(1400, self.fund, self.holder)


def transit(remittance: Holder, fund: str) -> Account:
    """Name the account of money on its way: 1200."""
    return Account(TRANSIT, fund, remittance)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money back at the group: what reached the tender, and the fee taken on the way, in minor units."""

    tender: Tender
    received_minor: int
    fee_minor: int = 0


def settle(expected: Account, arrival: Arrival, *, carrying_minor: int) -> Postings:
    """Bring an account that expected money to zero by what arrived.

    tender / account = received, 5100 / account = fee, and the difference to what was carried is an exchange
    loss (5500 / account) or, posted first so that the account never turns, a gain (account / 4500).
    """
    fund = expected.fund
    difference = arrival.received_minor + arrival.fee_minor - carrying_minor
    levelled = adjust(expected, change_minor=difference, gain=Account(4500, fund), loss=Account(5500, fund))
    arrived = move(arrival.tender.account(fund), expected, amount_minor=arrival.received_minor)
    return levelled + arrived + move(Account(5100, fund), expected, amount_minor=arrival.fee_minor)


def income_declared(occurred_on: date, stake: Stake, *, amount_minor: int) -> JournalEntry:
    """The enterprise declares a dividend, interest or share: 1400 / 4400 stake, at the day's mid rate."""
    declared = move(stake.receivable, Account(4400, stake.fund, stake.holder), amount_minor=amount_minor)
    return entry_of(EntryKind.INCOME_DECLARED, occurred_on, parts=[declared])


def reinvested(occurred_on: date, stake: Stake, *, amount_minor: int, claim: Money) -> JournalEntry:
    """Income declared stays in the enterprise: 1300 or 1310 / 1400, and the claim grows by it."""
    return entry_of(EntryKind.REINVESTED, occurred_on, parts=(
        move(stake.account, stake.receivable, amount_minor=amount_minor),
        record_claim(stake.holder, claim),
    ))


@dataclass(frozen=True, slots=True)
class CapitalBack:
    """Principal paid back, capital bought back or a stake sold, in part or whole.

    `cost_minor`, `allowance_minor`: the stake's balances of 1300 or 1310 and 1390 before it, minor units;
    `claim_minor`: its claim before it and `claim_back` the part given back, home currency;
    `agreed_minor`: the agreed price at that day's mid rate, minor units of the group's currency.
    """

    stake: Stake
    cost_minor: int
    allowance_minor: int
    claim_minor: int
    claim_back: Money
    agreed_minor: int

    def part_of(self, balance_minor: int) -> int:
        """The part of a balance that leaves: in proportion to the claim given back, half up.

        Raises:
            ClaimExceeded: more is given back than the stake claims.
        """
        if not 0 < self.claim_back.minor <= self.claim_minor:
            raise ClaimExceeded(claim_minor=self.claim_minor, back_minor=self.claim_back.minor)
        return round_half_up(Fraction(balance_minor * self.claim_back.minor, self.claim_minor))


def _at_agreed_price(back: CapitalBack) -> Postings:
    """Bring the part that leaves to its agreed price and let the claim go."""
    stake, fund = back.stake, back.stake.fund
    allowance = back.part_of(back.allowance_minor)
    difference = back.agreed_minor - (back.part_of(back.cost_minor) - allowance)
    gain, loss = Account(4600, fund, stake.holder), Account(5600, fund)
    return (
        move(stake.allowance, stake.account, amount_minor=allowance)
        + adjust(stake.account, change_minor=difference, gain=gain, loss=loss)
        + drop_claim(stake.holder, back.claim_back)
    )


def capital_back(occurred_on: date, back: CapitalBack, *, arrival: Arrival) -> JournalEntry:
    """Capital comes back and has arrived: allowance first, gain or loss at the agreed price, then the money.

    1390 / 1300; 1300 / 4600 or 5600 / 1300; tender / 1300, 5100 / 1300; what arrived differently 4500 or
    5500; claim 9510 / 9500. A loan stands on 1310; one revalued that day shows its exchange result apart.

    Raises:
        ClaimExceeded: more is given back than the stake claims.
    """
    arrived = settle(back.stake.account, arrival, carrying_minor=back.agreed_minor)
    return entry_of(EntryKind.CAPITAL_BACK, occurred_on, parts=(_at_agreed_price(back), arrived))


def capital_back_sent(occurred_on: date, back: CapitalBack, *, remittance: Holder) -> JournalEntry:
    """Capital comes back and is still on its way: as `capital_back`, with 1200 remittance / 1300 or 1310."""
    on_its_way = move(
        transit(remittance, back.stake.fund), back.stake.account, amount_minor=back.agreed_minor,
    )
    return entry_of(EntryKind.CAPITAL_BACK, occurred_on, parts=(_at_agreed_price(back), on_its_way))


def recovered_sent(occurred_on: date, stake: Stake, *, remittance: Holder, amount_minor: int) -> JournalEntry:
    """Money comes back of a stake that was given up before, nothing of it stands any more: 1200 / 4600."""
    gain = Account(4600, stake.fund, stake.holder)
    on_its_way = move(transit(remittance, stake.fund), gain, amount_minor=amount_minor)
    return entry_of(EntryKind.CAPITAL_BACK, occurred_on, parts=[on_its_way])


def revaluation(occurred_on: date, account: Account, *, change_minor: int) -> JournalEntry:
    """A claim on money follows the exchange rate: account / 4500, or 5500 / account for a fall.

    Raises:
        NotRevalued: only 1310, 1400 and 1040 are; capital in transit and shares stay at cost.
    """
    if account.code not in REVALUED:
        raise NotRevalued(account=account.key, revalued=REVALUED)
    gain, loss = Account(4500, account.fund), Account(5500, account.fund)
    changed = adjust(account, change_minor=change_minor, gain=gain, loss=loss)
    return entry_of(EntryKind.REVALUATION, occurred_on, parts=[changed])


@dataclass(frozen=True, slots=True)
class Impairment:
    """A change of what a stake is thought to be worth, with its cost and allowance before it, minor units."""

    stake: Stake
    amount_minor: int
    cost_minor: int
    allowance_minor: int


def write_down(occurred_on: date, impairment: Impairment) -> JournalEntry:
    """A stake is worth less than it cost: 5600 / 1390 stake.

    Raises:
        WriteDownExceedsCost: it would be worth less than nothing.
    """
    room = impairment.cost_minor - impairment.allowance_minor
    if impairment.amount_minor > room:
        raise WriteDownExceedsCost(amount_minor=impairment.amount_minor, carrying_minor=room)
    stake = impairment.stake
    down = move(Account(5600, stake.fund), stake.allowance, amount_minor=impairment.amount_minor)
    return entry_of(EntryKind.WRITE_DOWN, occurred_on, parts=[down])


def write_down_recovered(occurred_on: date, impairment: Impairment) -> JournalEntry:
    """A stake written down is worth more again, up to its cost: 1390 stake / 5600.

    Raises:
        RecoveryExceedsAllowance: it would be worth more than it cost.
    """
    if impairment.amount_minor > impairment.allowance_minor:
        raise RecoveryExceedsAllowance(
            amount_minor=impairment.amount_minor, allowance_minor=impairment.allowance_minor,
        )
    stake = impairment.stake
    up = move(stake.allowance, Account(5600, stake.fund), amount_minor=impairment.amount_minor)
    return entry_of(EntryKind.WRITE_DOWN_RECOVERED, occurred_on, parts=[up])


@dataclass(frozen=True, slots=True)
class StakeWriteOff:
    """What is given up of a stake (1300, 1310) or of its income receivable (1400), in minor units.

    `allowance_minor` is the stake's 1390 that may be used up; `claim` ends with it, where there is one.
    A loss that a profit share bears is a write-off of a part of its 1310.
    """

    account: Account
    amount_minor: int
    allowance_minor: int = 0
    claim: Money | None = None


def stake_written_off(occurred_on: date, *write_offs: StakeWriteOff) -> JournalEntry:
    """A stake or its income is given up: 1390 first, then 5600 / 1300, 1310 or 1400; claim 9510 / 9500."""
    return entry_of(EntryKind.STAKE_WRITTEN_OFF, occurred_on, parts=map(_given_up, write_offs))


def _given_up(write_off: StakeWriteOff) -> Postings:
    account = write_off.account
    covered = min(write_off.allowance_minor, write_off.amount_minor)
    allowance = Account(1390, account.fund, account.holder)
    lost = (
        move(allowance, account, amount_minor=covered)
        + move(Account(5600, account.fund), account, amount_minor=write_off.amount_minor - covered)
    )
    if write_off.claim and account.holder:
        return lost + drop_claim(account.holder, write_off.claim)
    return lost
