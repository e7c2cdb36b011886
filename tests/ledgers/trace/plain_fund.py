"""A fund reckoned a second time, event by event, with nothing but dictionaries.

It never looks at a posting and shares no arithmetic with the trace: it knows what each event means to each
member the moment it happens, and remembers it for the day it is taken back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

Parts = Counter[int]


def halves_up(value: Fraction) -> int:
    """The nearest whole number, halves away from nought."""
    return (1 if value >= 0 else -1) * int(abs(value) + Fraction(1, 2))


def split(amount: int, units: Parts) -> Parts:
    """Largest remainder by units; of equal rests the lower number is served first."""
    total = sum(units.values())
    held = (number for number in sorted(units) if units[number])
    exact = {number: Fraction(abs(amount) * units[number], total) for number in held}
    parts = {number: int(share) for number, share in exact.items()}
    rests = sorted(exact, key=lambda number: (parts[number] - exact[number], number))
    for number in rests[:abs(amount) - sum(parts.values())]:
        parts[number] += 1
    return Counter({number: part if amount > 0 else -part for number, part in parts.items()})


def plus(one: Parts, other: Parts, sign: int = 1) -> Parts:
    """A sum that keeps what is below nought."""
    return Counter({number: one[number] + sign * other[number] for number in {*one, *other}})


@dataclass
class PlainStake:
    """What each member's money bought of a stake (h), what of its claim, and what it was written down by."""

    bought: Parts = field(default_factory=Counter)
    claim: Parts = field(default_factory=Counter)
    allowance: int = 0
    receivable: int = 0

    @property
    def cost(self) -> int:
        """All that was bought."""
        return sum(self.bought.values())

    @property
    def claims(self) -> int:
        """All that may be claimed."""
        return sum(self.claim.values())

    def gain(self, minor: int, home: int, units: Parts) -> None:
        """It grows (or, below nought, shrinks) for those who hold these units."""
        self.bought = plus(self.bought, split(minor, units))
        self.claim = plus(self.claim, split(home, units))


@dataclass
class PlainSending:
    """Money on its way: what is left of it, whose units it left by, and what landed of it so far."""

    left: int
    units: Parts
    cost: int = 0
    home: int = 0

    def land(self, stake: PlainStake, cost: int, home: int) -> None:
        """A part arrives; all that arrives of one sending is split as one amount."""
        for name, before, minor in (("bought", self.cost, cost), ("claim", self.home, home)):
            more = plus(split(before + minor, self.units), split(before, self.units), -1)
            setattr(stake, name, plus(getattr(stake, name), more))
        self.cost, self.home = self.cost + cost, self.home + home


@dataclass
class PlainFund:
    """Units and accounts (K) of a fund; minor units of money."""

    units: Parts = field(default_factory=Counter)
    account: Parts = field(default_factory=Counter)
    waiting: int = 0

    @property
    def issued(self) -> int:
        """All units, in ten-thousandths."""
        return sum(self.units.values())

    @property
    def net(self) -> int:
        """The net assets."""
        return sum(self.account.values()) + self.waiting

    def give(self, number: int, minor: int, units: int) -> None:
        """A member puts money in (or, below nought, takes it out) for so many units."""
        none_before = not self.issued
        self.account[number] += minor
        self.units[number] += units
        if none_before and self.issued:
            self.account = plus(self.account, split(self.waiting, self.units))
            self.waiting = 0

    def feel(self, minor: int) -> Parts:
        """Something happens to the fund as a whole; answers everybody's part."""
        if not self.issued:
            self.waiting += minor
            return Counter()
        parts = split(minor, self.units)
        self.account = plus(self.account, parts)
        return parts

    def pass_on(self, giver: int, taker: int, units: int) -> None:
        """Units change hands at book value."""
        worth = halves_up(Fraction(units * self.net, self.issued))
        self.account = plus(self.account, Counter({giver: -worth, taker: worth}))
        self.units = plus(self.units, Counter({giver: -units, taker: units}))
