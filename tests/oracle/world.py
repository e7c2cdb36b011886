"""Everything one history file speaks of: the group's book, the enterprises' books, and what is under way.

The books alone cannot say which loan is the older, what a remittance still carries or which
dividend a sum sent home belongs to; this keeps that beside them.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from .amounts import DECIMALS, to_minor
from .book import Book, NotValid

Event = dict[str, Any]
TENDER_CODES = {"cash": "1010", "bank": "1020", "wallet": "1030"}
LENT = ("loan", "revenue_share", "profit_share")


@dataclass(frozen=True)
class Member:
    """When a member came and, if so, went."""

    joined: str
    left: str | None = None

    def active_on(self, date: str) -> bool:
        """Whether she is with the group on that day."""
        return self.joined <= date and (self.left is None or date < self.left)


@dataclass(frozen=True)
class Stake:
    """The group's holding in an enterprise; lent money stands on other accounts than shares."""

    key: str
    enterprise: str
    home: str
    lent: bool

    @property
    def asset(self) -> str:
        """The group's account: 1310 for money lent, 1300 for a holding."""
        return f"{'1310' if self.lent else '1300'}|investment|{self.key}"

    @property
    def allowance(self) -> str:
        """The group's allowance for impairment of it."""
        return f"1390|investment|{self.key}"

    @property
    def funding(self) -> str:
        """The enterprise's side: 2200 for money lent, 3100 for capital."""
        return f"{'2200' if self.lent else '3100'}|enterprise|{self.key}"

    @property
    def claim(self) -> tuple[str, str]:
        """The memo accounts of the home-currency claim: held, recorded."""
        return f"9500|claims.{self.home}|{self.key}", f"9510|claims.{self.home}|None"


@dataclass(frozen=True)
class Sent:
    """Capital on its way: what the landing must know of the sending."""

    stake: Stake
    deducted_fee: int
    mid_rate: str | None


@dataclass
class World:
    """The state of all books of one file after the lines read so far."""

    group: Book = field(default_factory=lambda: Book(""))
    box: str = ""
    tenders: dict[str, str] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    loans: dict[str, int] = field(default_factory=dict)
    enterprises: dict[str, Book] = field(default_factory=dict)
    stakes: dict[str, Stake] = field(default_factory=dict)
    backers: dict[str, str] = field(default_factory=dict)
    remittances: dict[str, Sent] = field(default_factory=dict)
    dividends: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    coming_home: dict[str, int] = field(default_factory=dict)
    distributions: list[dict[str, int]] = field(default_factory=list)
    waiting: list[tuple[str, int, Event, Callable[["World", Event], None]]] = field(default_factory=list)
    lines_read: int = 0

    def copy(self) -> "World":
        """An independent world in the same state, for trying an event out."""
        twin = replace(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list, Book)):
                setattr(twin, name, value.copy())
        twin.enterprises = {key: book.copy() for key, book in self.enterprises.items()}
        return twin

    def money(self, text: str) -> int:
        """An amount of the group's currency in minor units."""
        return to_minor(text, self.group.currency)

    def purse(self, tender: str, fund: str) -> str:
        """The account of a tender in a fund."""
        return f"{self.tenders[tender]}|{fund}|{tender}"

    def unit_value(self) -> Fraction:
        """What one unit of the investment fund is worth now; units begin at 1 of the currency."""
        return self.group.unit_value(10 ** DECIMALS[self.group.currency])

    def dealing_value(self) -> Fraction:
        """The unit value, when units may be dealt in at all."""
        value = self.unit_value()
        if value <= 0:
            raise NotValid("the investment fund is worth nothing")
        return value

    def active(self, date: str) -> list[int]:
        """Numbers of the members with the group on that day."""
        return sorted(number for number, member in self.members.items() if member.active_on(date))

    def require_sound(self) -> None:
        """Raise NotValid when any book's purse is below zero."""
        self.group.require_no_overdrawn_purse()
        for book in self.enterprises.values():
            book.require_no_overdrawn_purse()

    def wait(self, date: str, event: Event, step: Callable[["World", Event], None]) -> None:
        """Keep a later half of an event until its own day."""
        self.lines_read += 1
        heapq.heappush(self.waiting, (date, self.lines_read, event, step))

    def advance(self, date: str) -> None:
        """Do what was waiting for a day up to this one, oldest first."""
        while self.waiting and self.waiting[0][0] <= date:
            _, _, event, step = heapq.heappop(self.waiting)
            step(self, event)
            self.require_sound()
