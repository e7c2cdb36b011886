"""A fund to which anything may happen: it lives in a book and, beside it, in plain arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from random import Random

from ledgers.accounts import INVESTMENT, Account, Holder, HolderKind
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.money import Money
from ledgers.rules import corrections, investment, remittance, stakes
from ledgers.rules.investment import CapitalPassedOn, Distribution, UnitsMoved
from ledgers.rules.remittance import CapitalLanding, CapitalSent, Transit
from ledgers.rules.stakes import Arrival, CapitalBack, Impairment, Stake, StakeAsset, StakeWriteOff
from tests.ledgers.rules.cast import BANK, SUNDAY, someone
from tests.ledgers.trace.paper_fund import PaperFund
from tests.ledgers.trace.plain_fund import Parts, PlainFund, PlainSending, PlainStake, plus, split

PEOPLE = [someone(HolderKind.MEMBER, f"member-{number}") for number in range(1, 6)]
TAKEN_BACK = (5100, 5300, 4850)


def number_of(holder: Holder) -> int:
    """A member's number."""
    return int(holder.alias.removeprefix("member-"))


def stakes_of(fund: str) -> dict[Stake, PlainStake]:
    """Shares of one enterprise and a loan to another."""
    return {Stake(someone(HolderKind.STAKE, f"{fund}-{asset.name}"), asset, fund): PlainStake()
            for asset in StakeAsset}


@dataclass
class LivedFund:
    """One fund of a book; `felt` is what may be taken back, `done` counts what happened."""

    dice: Random
    book: PaperFund
    fund: str = INVESTMENT
    plain: PlainFund = field(default_factory=PlainFund)
    sent: dict[Holder, PlainSending] = field(default_factory=dict)
    bound_for: dict[Holder, Stake] = field(default_factory=dict)
    felt: list[tuple[int, Parts]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """No money has gone into a stake yet."""
        self.stakes = stakes_of(self.fund)

    def acts(self) -> list[Callable[[], bool]]:
        """All that can happen."""
        return [self.put_in, self.send, self.land, self.come_back, self.declare, self.arrive, self.reinvest,
                self.revalue, self.distribute, self.pass_capital_on, self.give_back, self.pass_on,
                self.write_down, self.write_off, self.exit, self.charge, self.take_back, self.close]

    def step(self) -> None:
        """Something happens, if it can."""
        act = self.dice.choice([*self.acts(), self.put_in, self.send, self.land])
        self.done[act.__name__] += act()

    def amount(self, most: int = 10_000) -> int:
        """Some money."""
        return self.dice.randint(1, most)

    def day(self) -> timedelta:
        """Entries are not always written down in the order of their days."""
        return timedelta(days=len(self.book.entries) + self.dice.randint(-5, 5))

    def stake(self) -> tuple[Stake, PlainStake]:
        """One of the stakes."""
        return self.dice.choice(list(self.stakes.items()))

    def feel(self, seq: int, minor: int) -> None:
        """Beside the book, everybody's part; remembered, for all of it may be taken back."""
        parts = self.plain.feel(minor)
        if self.plain.issued:
            self.felt.append((seq, parts))

    def put_in(self) -> bool:
        """A member, old or new, pays in at the value of a unit."""
        who, minor, plain = self.dice.choice(PEOPLE), self.amount(), self.plain
        if plain.net <= 0 < plain.issued:
            return False
        value = Fraction(plain.net, plain.issued) if plain.issued else Fraction(1, 100)
        units = int(minor / value)
        self.book.put_in({who: (minor, units)}, SUNDAY + self.day(), self.fund)
        plain.give(number_of(who), minor, units)
        return True

    def send(self) -> bool:
        """Money leaves with a fee on top."""
        way = someone(HolderKind.REMITTANCE, f"remittance-{len(self.book.entries)}")
        minor, fee = self.amount(), self.dice.randint(0, 50)
        if not self.plain.issued:
            return False
        self.sent[way] = PlainSending(minor, Counter(self.plain.units))
        self.bound_for[way], _ = self.stake()
        seq = self.book.post(remittance.capital_sent(
            SUNDAY, CapitalSent(way, BANK, minor, fee, True, self.fund)))
        if fee:
            self.feel(seq, -fee)
        return True

    def land(self) -> bool:
        """All of a sending arrives, or a part of it; what it cost is felt by who is there at its end."""
        if not self.sent:
            return False
        way = self.dice.choice(list(self.sent))
        sending, stake = self.sent[way], self.bound_for[way]
        is_last, home = self.dice.random() < 0.7, self.dice.randint(1, 7 * sending.left)
        landing = CapitalLanding(way, stake, Money(home, "PHP"), "HKD", sending.left,
                                 self.dice.choice((Fraction(7), Fraction(7), None)), last=is_last)
        cost = remittance.landing_parts(landing).cost_minor
        landed = remittance.capital_landed(SUNDAY + self.day(), landing)
        self.book.post(landed.with_source(Source(SourceKind.REMITTANCE, way.id)))
        if is_last:
            self.plain.feel(cost - sending.left)
            del self.sent[way]
        sending.land(self.stakes[stake], cost, home)
        sending.left -= cost
        if not sending.left:
            self.sent.pop(way, None)
        return True

    def come_back(self) -> bool:
        """What is on its way comes back unsent, or is lost."""
        untouched = [way for way, sending in self.sent.items() if sending.left and not sending.home]
        if not untouched:
            return False
        way = self.dice.choice(untouched)
        minor = self.sent.pop(way).left
        received = self.dice.randint(0, minor)
        gone = Transit(way, minor, self.fund)
        self.book.post(remittance.capital_returned(SUNDAY, gone, arrival=Arrival(BANK, received))
                       if received else remittance.capital_lost(SUNDAY, gone))
        self.plain.feel(received - minor)
        return True

    def declare(self) -> bool:
        """An enterprise declares income."""
        minor, (stake, kept) = self.amount(), self.stake()
        kept.receivable += minor
        self.book.post(stakes.income_declared(SUNDAY, stake, amount_minor=minor))
        self.plain.feel(minor)
        return True

    def arrive(self) -> bool:
        """All declared income arrives, at another rate and with a fee."""
        stake, kept = self.stake()
        carried, received = kept.receivable, self.dice.randint(1, 2 * kept.receivable + 1)
        if not carried:
            return False
        arrival = Arrival(BANK, received, self.dice.randint(0, 9))
        self.book.post(remittance.income_landed(
            SUNDAY, stake.receivable, arrival=arrival, carrying_minor=carried))
        self.plain.feel(received - carried)
        kept.receivable = 0
        return True

    def reinvest(self) -> bool:
        """A part of what was declared stays in the enterprise."""
        stake, kept = self.stake()
        if not kept.receivable or not self.plain.issued:
            return False
        minor, home = self.amount(kept.receivable), self.amount()
        self.book.post(stakes.reinvested(SUNDAY, stake, amount_minor=minor, claim=Money(home, "PHP")))
        kept.receivable -= minor
        kept.gain(minor, home, self.plain.units)
        return True

    def revalue(self) -> bool:
        """The loan follows the rate of the day."""
        stake, kept = next(one for one in self.stakes.items() if one[0].asset is StakeAsset.LOAN)
        change = self.dice.randint(1 - kept.cost, 500) if kept.cost > 0 else 0
        if not change or not self.plain.issued:
            return False
        self.book.post(stakes.revaluation(SUNDAY, stake.account, change_minor=change))
        self.plain.feel(change)
        kept.gain(change, 0, self.plain.units)
        return True

    def distribute(self) -> bool:
        """Income is given to all and stays due to them."""
        minor, units = self.amount(), self.holders()
        if units:
            self.book.post(investment.distribution(SUNDAY, Distribution(minor, units, self.fund)))
            self.plain.account = plus(self.plain.account, split(minor, self.plain.units), -1)
        return bool(units)

    def pass_capital_on(self) -> bool:
        """More than income is given."""
        minor, units = self.amount(), self.holders()
        if units:
            paid_in = {who: self.dice.randint(0, minor) for who in units}
            self.book.post(investment.capital_passed_on(
                SUNDAY, CapitalPassedOn(minor, units, paid_in, self.fund)))
            self.plain.account = plus(self.plain.account, split(minor, self.plain.units), -1)
        return bool(units)

    def holders(self) -> dict[Holder, int]:
        """The units of everybody who has some."""
        return {who: held for who in PEOPLE if (held := self.plain.units[number_of(who)])}

    def give_back(self) -> bool:
        """Somebody gives units back, all or some, at a price of the group's choosing."""
        if not self.plain.issued:
            return False
        who, held = self.dice.choice(list(self.holders().items()))
        units, pay = self.dice.choice((held, self.dice.randint(1, held))), self.amount()
        self.book.give_back(who, units, held_e4=held, paid_in=self.amount(), pay=pay, fund=self.fund)
        self.plain.give(number_of(who), -pay, -units)
        return True

    def pass_on(self) -> bool:
        """Units change hands."""
        taker = self.dice.choice(PEOPLE)
        givers = [(who, held) for who, held in self.holders().items() if who != taker]
        if not givers:
            return False
        giver, held = self.dice.choice(givers)
        units = self.dice.randint(1, held)
        self.book.post(investment.units_moved(
            SUNDAY, UnitsMoved(giver, taker, units, held, 5_000, self.fund)))
        self.plain.pass_on(number_of(giver), number_of(taker), units)
        return True

    def write_down(self) -> bool:
        """A stake is worth less, or more again."""
        stake, kept = self.stake()
        down = self.dice.random() < 0.7
        room = kept.cost - kept.allowance if down else kept.allowance
        if room <= 0:
            return False
        minor = self.amount(room)
        act = stakes.write_down if down else stakes.write_down_recovered
        self.book.post(act(SUNDAY, Impairment(stake, minor, kept.cost, kept.allowance)))
        kept.allowance += minor if down else -minor
        self.plain.feel(-minor if down else minor)
        return True

    def write_off(self) -> bool:
        """A stake is given up, in whole or in part; what was written down before is no loss any more."""
        stake, kept = self.stake()
        if kept.cost <= 0 or kept.claims <= 0 or not self.plain.issued:
            return False
        minor, home = self.dice.choice(((kept.cost, kept.claims), (self.amount(kept.cost), 1)))
        covered = min(minor, kept.allowance)
        self.book.post(stakes.stake_written_off(
            SUNDAY, StakeWriteOff(stake.account, minor, kept.allowance, Money(home, "PHP"))))
        kept.allowance -= covered
        kept.gain(-minor, -home, self.plain.units)
        self.plain.feel(covered - minor)
        return True

    def exit(self) -> bool:
        """A part of a stake is bought back at some price: who holds the units then gives it up."""
        stake, kept = self.stake()
        if kept.claims <= 1 or kept.cost <= 0 or not self.plain.issued:
            return False
        back = CapitalBack(stake, kept.cost, kept.allowance, kept.claims,
                           Money(self.amount(kept.claims), "PHP"), self.amount())
        self.book.post(stakes.capital_back(SUNDAY, back, arrival=Arrival(BANK, back.agreed_minor)))
        gone, written = back.part_of(kept.cost), back.part_of(kept.allowance)
        kept.allowance -= written
        kept.gain(-gone, -back.claim_back.minor, self.plain.units)
        self.plain.feel(back.agreed_minor - (gone - written))
        return True

    def charge(self) -> bool:
        """The bank takes something, or somebody gives something."""
        minor, gift = self.amount(), self.dice.random() < 0.5
        act = self.book.gift if gift else self.book.charge
        self.feel(act(minor, SUNDAY + self.day(), self.fund), minor if gift else -minor)
        return True

    def take_back(self) -> bool:
        """An earlier event turns out to be wrong: everybody's part of it goes back."""
        if not self.felt:
            return False
        seq, parts = self.felt.pop(self.dice.randrange(len(self.felt)))
        postings = enumerate(self.book.posted[seq - 1].postings, start=1)
        wrong = {(seq, line): posting for line, posting in postings
                 if posting.debit.code in TAKEN_BACK or posting.credit.code in TAKEN_BACK}
        self.book.post(corrections.correction(SUNDAY, wrong))
        self.plain.account = plus(self.plain.account, parts, -1)
        return True

    def close(self) -> bool:
        """The year of the fund ends: nobody's account moves."""
        cost, kept = Account(5300, self.fund), Account(3400, self.fund)
        self.book.post(JournalEntry(EntryKind.FUND_CLOSED, SUNDAY, (Posting(kept, cost, 7),), closing=True))
        return True
