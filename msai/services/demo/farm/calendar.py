"""The last months of a demo farm, counted back from the last whole one, and the names of its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from msai.permissions import Actor
from msai.services.demo.afterwards import Afterwards
from msai.services.demo.year import told_month


@dataclass(frozen=True, slots=True)
class FarmYear:
    """The book of a farm, its two people, and the build and day in which it is told."""

    book_id: UUID
    manager: Actor
    second: Actor
    manager_name: str
    command: Afterwards

    @property
    def at(self) -> int:
        """When all of it is written down, ms."""
        return self.command.at

    @property
    def today(self) -> date:
        """The day of the build."""
        return self.command.today

    def name(self, what: str) -> UUID:
        """The id of one paper, the same for the same build."""
        return uuid5(self.book_id, f"demo:{what}")

    def first(self, back: int) -> date:
        """The first day of a month; nought is the last whole one."""
        return told_month(self.today, back)

    def day(self, back: int, day: int) -> date:
        """A day of one of them."""
        return self.first(back).replace(day=day)

    def last(self, back: int) -> date:
        """The last day of one of them."""
        return (self.first(back).replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    def came(self, back: int) -> date:
        """The day on which the report of a month came: some days after its end, as far as there were any."""
        return min(self.today, self.last(back) + timedelta(days=4))
