"""One reading of a group's book for one statement: balances and lines of its period, and names.

Every builder of tables starts from here, so that none of them asks the database on its own and
the registers behind its figures are all narrowed to the same days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine, balances, register
from ledgers.statements.drawn import Drawn
from msai.services.views.facts import BookFacts
from msai.services.views.naming import Naming, Person, naming_of, read_roll
from msai.services.views.statements.kinds import About
from msai.services.views.statements.period import Period
from msai.services.views.statements.table import Cell


@dataclass(frozen=True)
class Reading:
    """What a statement is drawn from; `may_open` says whether this reader may open registers."""

    session: Session
    facts: BookFacts
    period: Period
    about: About
    may_open: bool
    today: date

    @property
    def drawn(self) -> Drawn:
        """Where the book stands at the end of the period."""
        return self.facts.drawn(self.period.until)

    @cached_property
    def naming(self) -> Naming:
        """What holders are called: members only where the statement may name them."""
        return naming_of(self.session, self.facts, with_people=self.about.personal)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Members by the alias that accounts carry."""
        return {person.alias: person for person in read_roll(self.session, self.facts.book_id).values()}

    def at_end(self, codes: Iterable[int] | None = None, *, earned: bool = False) -> dict[Account, int]:
        """Balances at the end of the period; `earned` leaves closing entries out."""
        return balances(self.session, self.facts.book_id, as_of=self.period.until, codes=codes,
                        income_only=earned)

    def at_start(self, codes: Iterable[int] | None = None, *, earned: bool = False) -> dict[Account, int]:
        """Balances of the day before the period; none where it begins with the book."""
        if self.period.day_before is None:
            return {}
        return balances(self.session, self.facts.book_id, as_of=self.period.day_before, codes=codes,
                        income_only=earned)

    def lines(self, codes: Iterable[int]) -> list[RegisterLine]:
        """The postings of some numbers within the period."""
        return register(self.session, self.facts.book_id, codes=codes, since=self.period.since,
                        until=self.period.until)

    def cell(self, minor: int, codes: Iterable[int], **narrowed: Any) -> Cell:
        """An amount with the register behind it, of the period or up to the day of the statement."""
        if not self.may_open or not minor:
            return Cell(minor)
        days = self.period.filters
        if self.about.of_a_day:
            days.pop("from", None)
        named = {name: value for name, value in narrowed.items() if value is not None}
        return Cell(minor, register={"code": list(codes), **named, **days})

    def entry(self, seq: int) -> int | None:
        """The entry to open, for those who may."""
        return seq if self.may_open else None
