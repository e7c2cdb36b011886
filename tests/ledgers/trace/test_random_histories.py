"""Whatever happens to a fund, and in whatever order, the trace says what plain arithmetic says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.accounts import INVESTMENT, Account, Holder, HolderKind
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.money import Money
from ledgers.rules import corrections, investment, remittance, stakes
from ledgers.rules.investment import Distribution, UnitsMoved
from ledgers.rules.remittance import CapitalLanding, CapitalSent
from ledgers.rules.stakes import Arrival, CapitalBack, Impairment
from ledgers.trace.fund import FundTrace
from tests.ledgers.rules.cast import BANK, RICE, SUNDAY, someone
from tests.ledgers.trace.paper_fund import PaperFund, faults
from tests.ledgers.trace.plain_fund import Parts, PlainFund, plus, split

PEOPLE = [someone(HolderKind.MEMBER, f"member-{number}") for number in range(1, 6)]


def number_of(holder: Holder) -> int:
    """A member's number."""
    return int(holder.alias.removeprefix("member-"))


@dataclass
class Life:
    """A fund that lives in a book and, beside it, in plain arithmetic."""

    dice: Random
    book: PaperFund = field(default_factory=PaperFund)
    plain: PlainFund = field(default_factory=PlainFund)
    sent: list[tuple[Holder, int, Parts]] = field(default_factory=list)
    felt: list[tuple[int, Parts]] = field(default_factory=list)
    receivable: int = 0
    allowance: int = 0

    def step(self) -> None:
        """Something happens, if it can."""
        acts: list[Callable[[], None]] = [
            self.put_in, self.put_in, self.send, self.land, self.declare, self.arrive, self.distribute,
            self.give_back, self.pass_on, self.write_down, self.charge, self.take_back, self.close, self.exit]
        self.dice.choice(acts)()

    def amount(self, most: int = 10_000) -> int:
        """Some money."""
        return self.dice.randint(1, most)

    def day(self) -> timedelta:
        """Entries are not always written down in the order of their days."""
        return timedelta(days=len(self.book.entries) + self.dice.randint(-5, 5))

    def post(self, entry: JournalEntry) -> int:
        """Into the book."""
        return self.book.post(entry)

    def feel(self, seq: int, minor: int) -> None:
        """Beside it, everybody's part; remembered where all of it may be taken back."""
        if self.plain.issued:
            self.felt.append((seq, self.plain.feel(minor)))
        else:
            self.plain.feel(minor)

    def put_in(self) -> None:
        """A member, old or new, pays in at the value of a unit."""
        who, minor, plain = self.dice.choice(PEOPLE), self.amount(), self.plain
        if plain.net <= 0 < plain.issued:
            return
        value = Fraction(plain.net, plain.issued) if plain.issued else Fraction(1, 100)
        units = int(minor / value)
        self.book.put_in({who: (minor, units)}, SUNDAY + self.day())
        plain.give(number_of(who), minor, units)

    def send(self) -> None:
        """Money leaves with a fee on top."""
        way = someone(HolderKind.REMITTANCE, f"remittance-{len(self.book.entries)}")
        minor, fee = self.amount(), self.dice.randint(0, 50)
        if not self.plain.issued:
            return
        self.sent.append((way, minor, Counter(self.plain.units)))
        seq = self.post(remittance.capital_sent(SUNDAY, CapitalSent(way, BANK, minor, fee, True)))
        if fee:
            self.feel(seq, -fee)

    def land(self) -> None:
        """All of a sending arrives; what it cost is felt now, the stake is bought with the units of then."""
        if not self.sent:
            return
        way, minor, units = self.sent.pop(self.dice.randrange(len(self.sent)))
        home = self.dice.randint(minor, 7 * minor)
        landing = CapitalLanding(way, RICE, Money(home, "PHP"), "HKD", minor, Fraction(7))
        cost = remittance.landing_parts(landing).cost_minor
        seq = self.post(remittance.capital_landed(SUNDAY + self.day(), landing))
        if cost < minor:
            self.feel(seq, cost - minor)
        self.plain.bought = plus(self.plain.bought, split(cost, units))
        self.plain.claim = plus(self.plain.claim, split(home, units))
        self.felt = [(other, parts) for other, parts in self.felt if other != seq]

    def declare(self) -> None:
        """The farm declares income."""
        minor = self.amount()
        self.receivable += minor
        self.feel(self.post(stakes.income_declared(SUNDAY, RICE, amount_minor=minor)), minor)
        self.felt = self.felt[:-1]

    def arrive(self) -> None:
        """All declared income arrives, at another rate and with a fee."""
        carried, received = self.receivable, self.dice.randint(1, 2 * self.receivable + 1)
        if carried:
            arrival = Arrival(BANK, received, self.dice.randint(0, 9))
            self.post(remittance.income_landed(
                SUNDAY, RICE.receivable, arrival=arrival, carrying_minor=carried))
            self.plain.feel(received - carried)
            self.receivable = 0

    def distribute(self) -> None:
        """Income is given to all and stays due to them."""
        units = {who: self.plain.units[number_of(who)] for who in PEOPLE if self.plain.units[number_of(who)]}
        if units:
            minor = self.amount()
            self.post(investment.distribution(SUNDAY, Distribution(minor, units)))
            self.plain.account = plus(self.plain.account, split(minor, self.plain.units), -1)

    def holder(self) -> tuple[Holder, int]:
        """Somebody with units."""
        who = self.dice.choice([who for who in PEOPLE if self.plain.units[number_of(who)]])
        return who, self.plain.units[number_of(who)]

    def give_back(self) -> None:
        """Somebody gives units back, at a price of the group's choosing."""
        if self.plain.issued:
            who, held = self.holder()
            units, pay = self.dice.randint(1, held), self.amount()
            self.book.give_back(who, units, held_e4=held, paid_in=self.amount(), pay=pay)
            self.plain.give(number_of(who), -pay, -units)

    def pass_on(self) -> None:
        """Units change hands."""
        if self.plain.issued:
            (giver, held), taker = self.holder(), self.dice.choice(PEOPLE)
            units = self.dice.randint(1, held)
            if giver != taker:
                self.post(investment.units_moved(SUNDAY, UnitsMoved(giver, taker, units, held, 5_000)))
                self.plain.pass_on(number_of(giver), number_of(taker), units)

    def write_down(self) -> None:
        """The stake is worth less."""
        room = sum(self.plain.bought.values()) - self.allowance
        if room > 0 and self.plain.issued:
            minor = self.dice.randint(1, room)
            entry = stakes.write_down(SUNDAY, Impairment(RICE, minor, room + self.allowance, self.allowance))
            self.allowance += minor
            self.feel(self.post(entry), -minor)
            self.felt = self.felt[:-1]

    def exit(self) -> None:
        """A part of the stake is bought back at some price: who holds the units then gives it up."""
        cost, claim = sum(self.plain.bought.values()), sum(self.plain.claim.values())
        if claim > 1 and cost > 0 and self.plain.issued:
            back = CapitalBack(RICE, cost, self.allowance, claim, Money(self.dice.randint(1, claim), "PHP"),
                               self.amount())
            self.post(stakes.capital_back(SUNDAY, back, arrival=Arrival(BANK, back.agreed_minor)))
            gone, written = back.part_of(cost), back.part_of(self.allowance)
            self.allowance -= written
            self.plain.bought = plus(self.plain.bought, split(gone, self.plain.units), -1)
            self.plain.claim = plus(self.plain.claim, split(back.claim_back.minor, self.plain.units), -1)
            self.plain.feel(back.agreed_minor - (gone - written))

    def charge(self) -> None:
        """The bank takes something, or somebody gives something."""
        minor, gift = self.amount(), self.dice.random() < 0.5
        act = self.book.gift if gift else self.book.charge
        self.feel(act(minor, SUNDAY + self.day()), minor if gift else -minor)

    def take_back(self) -> None:
        """An earlier event turns out to be wrong: everybody's part of it goes back."""
        if self.felt:
            seq, parts = self.felt.pop(self.dice.randrange(len(self.felt)))
            costs = (5100, 5300, 4850)
            postings = enumerate(self.book.posted[seq - 1].postings, start=1)
            wrong = {(seq, line): posting for line, posting in postings
                     if posting.debit.code in costs or posting.credit.code in costs}
            self.post(corrections.correction(SUNDAY, wrong))
            self.plain.account = plus(self.plain.account, parts, -1)

    def close(self) -> None:
        """The year of the fund ends: nobody's account moves."""
        cost, kept = Account(5300, INVESTMENT), Account(3400, INVESTMENT)
        self.post(JournalEntry(EntryKind.FUND_CLOSED, SUNDAY, (Posting(kept, cost, 7),), closing=True))


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 45))
def test_the_trace_is_what_plain_arithmetic_says(seed: int, steps: int) -> None:
    """Accounts, values, what was bought, the claim: to the cent, after every kind of event."""
    life = Life(Random(seed))
    for _ in range(steps):
        life.step()
    traced, plain = life.book.traced(), life.plain

    assert {number_of(one.holder): one.account_minor for one in traced.accounts if one.account_minor} == {
        number: minor for number, minor in plain.account.items() if minor}
    assert traced.waiting_minor == plain.waiting
    assert (faults(traced) == []) == bool(plain.issued)
    assert _home(traced) == (nonzero(plain.bought), nonzero(plain.claim))
    if plain.issued:
        assert {number_of(one.holder): one.value_minor for one in traced.accounts if one.value_minor} == (
            nonzero(split(plain.net, plain.units)))


def nonzero(parts: Parts) -> dict[int, int]:
    """Noughts left out."""
    return {number: minor for number, minor in parts.items() if minor}


def _home(traced: FundTrace) -> tuple[dict[int, int], dict[int, int]]:
    """What each member's money bought, in host and in home money."""
    bought: Parts = Counter()
    claim: Parts = Counter()
    for stake in traced.stakes:
        bought.update({number_of(who): minor for who, minor in stake.bought.items()})
        for one in stake.claims:
            claim.update({number_of(who): minor for who, minor in one.bought.items()})
    return nonzero(bought), nonzero(claim)
