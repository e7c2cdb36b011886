"""What of a stake is still there on a day: valued, at cost, declared and not yet paid, on its way.

The books keep a stake at cost less what it was written down by; a valuation is a dated paper beside them. The
value of a day is the last valuation with capital that went in or came back since, else what the book says,
with the income declared and still to come (domain.md section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ledgers.entries import EntryKind
from ledgers.money import round_half_up
from ledgers.returns.flows import FlowKind, SentHome

if TYPE_CHECKING:
    from ledgers.balances import RegisterLine

OLD_AFTER_DAYS: Final = 365

_REWORTH: Final = frozenset({1390, 4500, 4600, 5500, 5600})


class ValueKind(StrEnum):
    """Where a part of what is still there comes from."""

    VALUED = "valued"
    AT_COST = "at_cost"
    DECLARED = "declared"
    ON_ITS_WAY = "on_its_way"


@dataclass(frozen=True, slots=True)
class ValuePart:
    """A part of what is still there, in minor units of both currencies."""

    kind: ValueKind
    host: int
    home: int


@dataclass(frozen=True, slots=True)
class Valuation:
    """A signed paper: what a stake was worth on a day, minor units of both currencies."""

    on: date
    host: int
    home: int
    valued_by: str = ""

    def is_old(self, day: date) -> bool:
        """Whether it is over 12 months old on a day."""
        return (day - self.on).days > OLD_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Declared:
    """Income an enterprise declared to a stake, in home minor units."""

    on: date
    home: int


@dataclass(frozen=True, slots=True)
class StakeBook:
    """What both books say of one stake: its lines, income declared, money sent home, valuations by day."""

    lines: Sequence[RegisterLine]
    declared: Sequence[Declared] = ()
    sent: Sequence[SentHome] = ()
    valuations: Sequence[Valuation] = ()

    def valuation(self, day: date) -> Valuation | None:
        """The last valuation that holds on a day."""
        return max((one for one in self.valuations if one.on <= day), key=lambda one: one.on, default=None)

    def value(self, day: date) -> tuple[ValuePart, ...]:
        """What is still there at the end of a day, part by part, empty parts left out."""
        valued = self.valuation(day)
        parts = (*self._worth(day, valued), self._declared(day, valued), self._on_its_way(day))
        return tuple(part for part in parts if part.host or part.home)

    def value_host(self, day: date) -> int:
        """What is still there at the end of a day, in host minor units."""
        return sum(part.host for part in self.value(day))

    def _sum(self, codes: Iterable[int], day: date) -> int:
        wanted = frozenset(codes)
        return sum(line.amount_minor for line in self.lines
                   if line.account.code in wanted and line.occurred_on <= day)

    def _worth(self, day: date, valued: Valuation | None) -> tuple[ValuePart, ...]:
        cost, claim = self._sum((1300, 1310), day), self._sum((9500,), day)
        if not cost and not claim:
            return ()
        if valued is None:
            stands = cost + self._sum((1390,), day)
            home = round_half_up(Fraction(claim * stands, cost)) if cost else claim
            return (ValuePart(ValueKind.AT_COST, stands, home),)
        host = valued.host + self._since((1300, 1310), valued.on, day)
        return (ValuePart(ValueKind.VALUED, host, valued.home + claim - self._sum((9500,), valued.on)),)

    def _since(self, codes: Iterable[int], after: date, day: date) -> int:
        """Capital that went in, less what came back, after a day; a change of worth is none."""
        wanted = frozenset(codes)
        return sum(line.amount_minor for line in self.lines
                   if line.account.code in wanted and after < line.occurred_on <= day
                   and line.counter_code not in _REWORTH)

    def _declared(self, day: date, valued: Valuation | None) -> ValuePart:
        """Income declared and still to come; what was declared after a valuation is still inside it."""
        until = min(day, valued.on) if valued else day
        paid = -sum(line.amount_minor for line in self.lines if line.account.code == 1400
                    and line.amount_minor < 0 and until < line.occurred_on <= day)
        host = max(self._sum((1400,), until) - paid, 0)
        home = sum(one.home for one in self.declared if one.on <= until) - self._settled(day)
        return ValuePart(ValueKind.DECLARED, host, max(home, 0) if host else 0)

    def _settled(self, day: date) -> int:
        """Declared income that was sent, or left in the enterprise, in home minor units."""
        sent = sum(one.amount_minor for one in self.sent
                   if one.on <= day and one.kind is FlowKind.INCOME)
        left = sum(line.amount_minor for line in self.lines if line.account.code == 9500
                   and line.kind == EntryKind.REINVESTED.value and line.occurred_on <= day)
        return sent + left

    def _on_its_way(self, day: date) -> ValuePart:
        """Money sent and not landed: of capital nothing stands at home yet, of income nothing any more."""
        return ValuePart(ValueKind.ON_ITS_WAY, self._sum((1200,), day), 0)


def periods(
    flows: Iterable[tuple[date, int]], value_at: Callable[[date], int], *, on: date,
) -> list[tuple[int, int]]:
    """Part the life of a pool where money moved: value with the day's money, and value the evening before
    money moves again, minor units; money put in above zero here. For the time-weighted link.
    """
    moved: dict[date, int] = {}
    for day, amount in flows:
        moved[day] = moved.get(day, 0) + amount
    days = sorted(day for day in moved if day <= on)
    if not days:
        return []
    ends = [value_at(following - timedelta(days=1)) for following in days[1:]] + [value_at(on)]
    begins = [(value_at(day - timedelta(days=1)) + moved[day]) for day in days]
    return list(zip(begins, ends, strict=True))
