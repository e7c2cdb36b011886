"""What lies where while a year of Sundays is written: each sheet opens with it and is counted against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL
from ledgers.money import format_decimal

FUNDS = (SAVINGS, SOCIAL, INVESTMENT)


class Purse:
    """The money of a group by tender and fund, in minor units."""

    def __init__(self, currency: str) -> None:
        """An empty one."""
        self.currency = currency
        self._lies: dict[tuple[str, str], int] = defaultdict(int)

    def move(self, tender: str, fund: str, *, minor: int) -> None:
        """Money comes into a place, or goes out of it."""
        self._lies[tender, fund] += minor

    def in_place(self, tender: str, *, fund: str) -> int:
        """What lies there for a fund."""
        return self._lies[tender, fund]

    def in_box(self) -> int:
        """All that is counted at a meeting."""
        return sum(self._lies["box", fund] for fund in FUNDS)

    def opening(self) -> Mapping[str, str]:
        """What lies where, as a sheet says it before its lines; nothing is left out of mention but nought."""
        return {f"{tender}/{fund}": self.say(minor) for (tender, fund), minor in self._lies.items() if minor}

    def say(self, minor: int) -> str:
        """An amount in machine form."""
        return format_decimal(minor, self.currency)
