"""The way of each backer's money through an enterprise: what arrived, what it earned, what went back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.balances import RegisterLine, register
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.naming import names_of_backers

_MONEY, _OWED = (2200, 2300, 3100, 3150), 2400
_WORDS: Mapping[tuple[bool, bool], str] = {
    (True, True): N_("Arrived"), (True, False): N_("Given back, or used"),
    (False, True): N_("Declared"), (False, False): N_("Sent, or left in the enterprise"),
}


@dataclass(frozen=True, slots=True)
class WayLine:
    """One entry about a backer: money that works, or what it earned; below nought it left."""

    on: date
    seq: int
    label: Message
    amount_minor: int


@dataclass(frozen=True, slots=True)
class BackerWay:
    """One backer, in minor units of home money; `there` is arrived less gone, `owed` declared less sent."""

    label: Text
    arrived_minor: int
    gone_minor: int
    declared_minor: int
    sent_minor: int
    lines: tuple[WayLine, ...]

    @property
    def there_minor(self) -> int:
        """What works in the enterprise."""
        return self.arrived_minor - self.gone_minor

    @property
    def owed_minor(self) -> int:
        """What was declared and has still to be sent."""
        return self.declared_minor - self.sent_minor


@dataclass(frozen=True, slots=True)
class BackersTraceView:
    """The page of an enterprise's backers, at the end of a day."""

    book_id: UUID
    name: str
    currency: str
    drawn_on: date
    last_seq: int
    ways: tuple[BackerWay, ...]
    may_open: bool

    @property
    def there_minor(self) -> int:
        """All money that works in the enterprise."""
        return sum(way.there_minor for way in self.ways)

    @property
    def owed_minor(self) -> int:
        """All that has still to be sent."""
        return sum(way.owed_minor for way in self.ways)


def show_backers_trace(session: Session, actor: Actor, book_id: UUID, *, on: date) -> BackersTraceView:
    """The way of each backer's money until the end of a day.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    names = names_of_backers(session, book_id)
    lines = register(session, book_id, codes=(*_MONEY, _OWED), funds=(ENTERPRISE,), until=on)
    return BackersTraceView(
        book_id, facts.name, facts.currency, on, facts.last_seq, _ways(lines, names),
        is_allowed(actor, Action.ENTERPRISE_REGISTER_VIEW, target))


def _ways(lines: Sequence[RegisterLine], names: Mapping[str, Text]) -> tuple[BackerWay, ...]:
    by_backer: defaultdict[str, list[RegisterLine]] = defaultdict(list)
    for line in lines:
        by_backer[line.account.alias].append(line)
    known = [alias for alias in names if alias in by_backer]
    others = sorted(set(by_backer) - set(known))
    return tuple(_way(names.get(alias, alias), by_backer[alias]) for alias in (*known, *others))


def _way(label: Text, lines: Sequence[RegisterLine]) -> BackerWay:
    sums: defaultdict[tuple[bool, bool], int] = defaultdict(int)
    for line in lines:
        sums[_sort_of(line)] += abs(line.amount_minor)
    return BackerWay(
        label, sums[True, True], sums[True, False], sums[False, True], sums[False, False],
        tuple(WayLine(line.occurred_on, line.seq, Message(_WORDS[_sort_of(line)]), -line.amount_minor)
              for line in lines))


def _sort_of(line: RegisterLine) -> tuple[bool, bool]:
    """Whether it is money that works, and whether it came."""
    return line.account.code != _OWED, line.amount_minor < 0
