"""Who funded an enterprise over some days, and what part of its output, jobs and land is whose by that.

A part is money times the days it worked, out of all money times days; the owner, who lent, gave, matched or
gave in kind has a row like the others. Several stakes of one group are told each by itself, and added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers.balances import RegisterLine
from ledgers.money import allocate
from msai.measures.parts import parts_shown
from msai.models.access import Membership
from msai.models.enterprises import Backer
from msai.models.groups import Group
from msai.permissions import Actor
from msai.services.backing.backers import FUNDING, OWNER, worked_days
from msai.services.views.labels import Text, instrument_label

_TENTH = 1


@dataclass(frozen=True, slots=True)
class FunderLine:
    """One row: money on the average day in minor units, and its part of all money times days in percent."""

    alias: str
    label: Text
    instrument: Text
    group_id: UUID | None
    is_hers: bool
    since: date | None
    money_minor: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of something: what it is, how much there is of it in all, and how much is the group's."""

    label: Text
    unit: Text
    whole: Decimal
    part: Decimal


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What of a month is a group's: the percent of all money times days, and its part of each thing."""

    group_id: UUID
    name: str
    percent: Decimal
    lines: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Something that is parted: told in `places` decimals."""

    label: Text
    unit: Text
    number: Fraction
    places: int


@dataclass(frozen=True)
class Funders:
    """Everybody whose money was at work over some days, and by what weights all is parted."""

    lines: tuple[FunderLine, ...]
    worked: Mapping[str, int]
    names: Mapping[UUID, str]
    started: Mapping[str, date]

    @property
    def hers(self) -> tuple[UUID, ...]:
        """The groups that the reader belongs to, in the order in which they began."""
        return tuple(dict.fromkeys(
            line.group_id for line in self.lines if line.is_hers and line.group_id is not None))

    @property
    def money_minor(self) -> int:
        """All money on the average day."""
        return sum(line.money_minor for line in self.lines)

    def started_on(self, groups: Sequence[UUID]) -> date | None:
        """The day on which the first money of some groups came; None where none has come yet."""
        days = [self.started[line.alias] for line in self.lines
                if line.group_id in groups and line.alias in self.started]
        return min(days, default=None)

    def part_of(self, group_id: UUID, wholes: Sequence[Whole]) -> GroupPart:
        """The part of one group in each of some things."""
        own = [line for line in self.lines if line.group_id == group_id]
        lines = tuple(self._part(whole, own) for whole in wholes) if self.worked else ()
        percent = sum((line.percent for line in own), Decimal(0))
        return GroupPart(group_id, self.names[group_id], percent, lines)

    def _part(self, whole: Whole, own: Sequence[FunderLine]) -> PartLine:
        parts = parts_shown(whole.number, self.worked, places=whole.places)
        zero = Decimal(0)
        return PartLine(whole.label, whole.unit, _plain(sum(parts.values(), zero)),
                        _plain(sum((parts.get(line.alias, zero) for line in own), zero)))


def _plain(number: Decimal) -> Decimal:
    """Without noughts at its end."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def read_funders(
    session: Session, actor: Actor, book_id: UUID, *, lines: Sequence[RegisterLine], since: date, until: date,
) -> Funders:
    """Everybody behind an enterprise over some days (`until` not counted), from lines of its book.

    The caller has asked permission. In one statement.
    """
    rows = session.execute(
        select(Backer.alias, Backer.label, Backer.instrument, Backer.group_id, Backer.since, Group.name,
               Membership.user_id)
        .outerjoin(Group, Group.book_id == Backer.group_id)
        .outerjoin(Membership, and_(
            Membership.book_id == Backer.group_id, Membership.user_id == actor.user_id))
        .where(Backer.book_id == book_id).order_by(Backer.since, Backer.alias)
        .execution_options(scatter=True)).all()
    found = worked_days(lines, since=since, until=until)
    known = {row.alias: row for row in rows}
    order = sorted(found, key=lambda alias: (alias != OWNER, alias not in known, list(known).index(alias)
                                             if alias in known else 0, alias))
    worked = {alias: found[alias] for alias in order}
    return Funders(_lines(known, worked, (until - since).days), worked,
                   {row.group_id: row.name or row.label or row.alias for row in rows if row.group_id},
                   _started(lines))


def _lines(known: Mapping[str, Any], worked: Mapping[str, int], days: int) -> tuple[FunderLine, ...]:
    percents = parts_shown(Fraction(100), worked, places=_TENTH)
    all_minor = sum(worked.values()) // days if days else 0
    money = dict(zip(worked, allocate(all_minor, list(worked.values())) if worked else (), strict=True))
    return tuple(_line(alias, known.get(alias), money.get(alias, 0), percents.get(alias, Decimal(0)))
                 for alias in dict.fromkeys((*worked, *known))
                 if alias in worked or known[alias].group_id is not None)


def _line(alias: str, row: Any, money_minor: int, percent: Decimal) -> FunderLine:
    if row is None:
        how = instrument_label(OWNER if alias == OWNER else "loan")
        return FunderLine(alias, how, how, None, False, None, money_minor, percent)
    label: Text = row.name or row.label or row.alias
    return FunderLine(alias, label, instrument_label(row.instrument), row.group_id, row.user_id is not None,
                      row.since, money_minor, percent)


def _started(lines: Sequence[RegisterLine]) -> dict[str, date]:
    first: dict[str, date] = {}
    for line in lines:
        if line.account.code in FUNDING and line.amount_minor < 0:
            alias = line.account.alias
            first[alias] = min(first.get(alias, line.occurred_on), line.occurred_on)
    return first

