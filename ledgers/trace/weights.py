"""Splitting what happened to a fund among those who held its units just before.

Parts are frozen: nobody who joins or leaves later changes them. Several postings of one entry are split as
one amount, so that its parts are those of the whole; a posting's own parts are what it adds to them, which
keeps every sum exact when one of them is taken back later. What happens while nobody holds a unit waits for
the first units issued.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ledgers.accounts import Holder
from ledgers.statements.drawn import alias_rank
from ledgers.trace.reasons import Reason
from ledgers.trace.rows import Place
from ledgers.units import split_by_units

Parts = Mapping[Holder, int]
"""A part for each holder, in minor units; who has none may be left out."""


def in_order(units_e4: Mapping[Holder, int]) -> dict[Holder, int]:
    """Those who hold units, in the order of member numbers, which decides ties."""
    held = ((holder, units) for holder, units in units_e4.items() if units > 0)
    return dict(sorted(held, key=lambda item: alias_rank(item[0].alias)))


def split(amount_minor: int, units_e4: Mapping[Holder, int]) -> dict[Holder, int]:
    """The parts of an amount by units, largest remainder; nobody's where nobody holds a unit."""
    return split_by_units(amount_minor, units_e4) if units_e4 else {}


def added(*many: Parts) -> dict[Holder, int]:
    """The sum of several splits."""
    total: defaultdict[Holder, int] = defaultdict(int)
    for parts in many:
        for holder, minor in parts.items():
            total[holder] += minor
    return dict(total)


def taken(parts: Parts) -> dict[Holder, int]:
    """The same parts taken back."""
    return {holder: -minor for holder, minor in parts.items()}


@dataclass(slots=True)
class Weights:
    """The units of all holders just before an entry, and the day from which they are known.

    Nobody's yet (`since` None) until the first units are issued, and then those.
    """

    units_e4: dict[Holder, int] = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What is split: the accounts, a stake, a claim. What has one topic and one weights is one whole."""

    what: str
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One posting's change of a topic; `whole` further parts the topic into what is split as one amount."""

    topic: Topic
    place: Place
    on: date
    amount_minor: int
    weights: Weights
    reason: Reason = Reason.OTHER
    reverses: Place | None = None
    whole: Hashable = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A change with everybody's part of it, and the day from which the parts count."""

    change: Change
    parts: Parts
    since: date | None

    def by(self, as_of: date | None) -> bool:
        """Whether the parts count at the end of a day (None: of all days)."""
        return self.since is not None and (as_of is None or self.since <= as_of)


def share(changes: Iterable[Change]) -> list[Shared]:
    """Split changes in the order in which they were posted.

    A change that takes another back takes the same parts back.
    """
    found: dict[tuple[Topic, Place], Shared] = {}
    running = _Running()
    for change in changes:
        before = found.get((change.topic, change.reverses)) if change.reverses else None
        found[change.topic, change.place] = (
            _taken_back(change, before, running) if before
            else Shared(change, running.parts_of(change), _later(change.on, change.weights.since)))
    return list(found.values())


def _taken_back(change: Change, before: Shared, running: _Running) -> Shared:
    whole = replace(before.change, place=change.place, on=change.on, amount_minor=change.amount_minor)
    parts = taken(before.parts)
    running.keep(whole, parts)
    return Shared(whole, parts, _later(change.on, before.since))


def _later(on: date, since: date | None) -> date | None:
    return max(on, since) if since else None


class _Running:
    """What was split so far of each whole, so that its postings' parts add up to those of their sum."""

    def __init__(self) -> None:
        self._totals: defaultdict[Hashable, int] = defaultdict(int)
        self._parts: defaultdict[Hashable, dict[Holder, int]] = defaultdict(dict)

    def parts_of(self, change: Change) -> dict[Holder, int]:
        """What a change adds to the split of its whole."""
        key = _whole_of(change)
        after = split(self._totals[key] + change.amount_minor, change.weights.units_e4)
        parts = added(after, taken(self._parts[key]))
        self.keep(change, parts)
        return parts

    def keep(self, change: Change, parts: Parts) -> None:
        """Remember what was added to a whole."""
        key = _whole_of(change)
        self._totals[key] += change.amount_minor
        self._parts[key] = added(self._parts[key], parts)


def _whole_of(change: Change) -> Hashable:
    return change.topic, id(change.weights), change.whole
