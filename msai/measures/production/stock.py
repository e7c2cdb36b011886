"""Stock that closes or is explained, per batch and product.

End = start + added + born + harvested + out of processing - into processing - died - sold - own use - given -
seed kept - spoiled - lost (domain.md section 7), and what was moved in from other batches less what was
moved out to them. A count says what is there; what it differs by is explained by further events, of which
`lost` and `found` are the last resort: nobody knows where it went or came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final


class EventKind(StrEnum):
    """What happens to a batch."""

    ADDED = "added"
    BORN = "born"
    HARVEST = "harvest"
    OUT_OF_PROCESSING = "out_of_processing"
    FOUND = "found"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    INTO_PROCESSING = "into_processing"
    DIED = "died"
    SOLD = "sold"
    OWN_USE = "own_use"
    GIVEN = "given"
    SEED_KEPT = "seed_kept"
    SPOILED = "spoiled"
    LOST = "lost"
    COUNTED = "counted"
    WEIGHED = "weighed"
    INPUT = "input"
    LABOUR = "labour"


_E = EventKind
COMES_IN: Final = frozenset({
    _E.ADDED, _E.BORN, _E.HARVEST, _E.OUT_OF_PROCESSING, _E.FOUND, _E.MOVED_IN})
GOES_OUT: Final = frozenset({
    _E.INTO_PROCESSING, _E.DIED, _E.SOLD, _E.OWN_USE, _E.GIVEN, _E.SEED_KEPT, _E.SPOILED, _E.LOST,
    _E.MOVED_OUT})
OF_ANIMALS: Final = frozenset({_E.BORN, _E.DIED, _E.WEIGHED})
OF_THINGS: Final = frozenset({_E.HARVEST, _E.OUT_OF_PROCESSING, _E.INTO_PROCESSING, _E.SEED_KEPT, _E.SPOILED})
OF_STOCK: Final = COMES_IN | GOES_OUT | {_E.COUNTED, _E.WEIGHED}
NEEDS_WORDS: Final = frozenset({_E.LOST, _E.FOUND})
MOVES: Final = frozenset({_E.MOVED_IN, _E.MOVED_OUT})
"""Two halves of one act: out of one batch, into another."""


@dataclass(frozen=True, slots=True)
class Move:
    """One event as stock sees it: quantities in base units, never below nothing."""

    kind: EventKind
    on: date
    quantity: Fraction

    @property
    def change(self) -> Fraction:
        """What it adds to the stock."""
        if self.kind in COMES_IN:
            return self.quantity
        return -self.quantity if self.kind in GOES_OUT else Fraction(0)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Six numbers that add up: left = start + added - died - used - sold, in the words of the page.

    `died` holds what was lost or spoiled too; `used` what was eaten, given, kept as seed, processed or
    moved to another batch.
    """

    start: Fraction
    added: Fraction
    died: Fraction
    sold: Fraction
    used: Fraction

    @property
    def left(self) -> Fraction:
        """What is left."""
        return self.start + self.added - self.died - self.sold - self.used


@dataclass(frozen=True, slots=True)
class Counted:
    """The last count, and what is still to explain: above nothing where less was there than the book says."""

    on: date
    counted: Fraction
    expected: Fraction

    @property
    def to_explain(self) -> Fraction:
        """The difference."""
        return self.expected - self.counted


_DIED: Final = frozenset({_E.DIED, _E.SPOILED, _E.LOST})
_USED: Final = frozenset({_E.OWN_USE, _E.GIVEN, _E.SEED_KEPT, _E.INTO_PROCESSING, _E.MOVED_OUT})


def totals(moves: Iterable[Move]) -> Mapping[EventKind, Fraction]:
    """How much of each kind there was."""
    found: dict[EventKind, Fraction] = {}
    for move in moves:
        found[move.kind] = found.get(move.kind, Fraction(0)) + move.quantity
    return found


def closing(start: Fraction, moves: Iterable[Move]) -> Fraction:
    """What is left: the stock identity."""
    return start + sum((move.change for move in moves), Fraction(0))


def boxes(moves: Sequence[Move], *, start: Fraction = Fraction(0), since: date | None = None,
          until: date | None = None) -> Boxes:
    """The boxes of a period, both its days counted; what came before it is its start."""
    before = [move for move in moves if since is not None and move.on < since]
    there = [move for move in moves if (since is None or move.on >= since)
             and (until is None or move.on <= until)]
    of = totals(there)
    return Boxes(
        closing(start, before), _sum(of, COMES_IN), _sum(of, _DIED), of.get(_E.SOLD, Fraction(0)),
        _sum(of, _USED))


def first_shortage(moves: Iterable[Move], *, start: Fraction = Fraction(0)) -> tuple[date, Fraction] | None:
    """The first evening on which less than nothing would be there, and by how much; None where there is none.

    What came and what went on one day are taken together: nobody writes down the hour.
    """
    by_day: dict[date, Fraction] = {}
    for move in moves:
        by_day[move.on] = by_day.get(move.on, Fraction(0)) + move.change
    there = start
    for day in sorted(by_day):
        there += by_day[day]
        if there < 0:
            return day, -there
    return None


def last_count(moves: Sequence[Move], *, start: Fraction = Fraction(0)) -> Counted | None:
    """The newest count against what the events up to its evening say; None where nothing was counted.

    What explains a count is dated by its day or before it, so the difference goes as it is explained.
    """
    counts = [move for move in moves if move.kind is _E.COUNTED]
    if not counts:
        return None
    newest = max(enumerate(counts), key=lambda numbered: (numbered[1].on, numbered[0]))[1]
    expected = closing(start, (move for move in moves if move.on <= newest.on))
    return Counted(newest.on, newest.quantity, expected)


def head_days(moves: Sequence[Move], *, until: date, start: Fraction = Fraction(0)) -> Fraction:
    """Heads times days up to and with a day, each day by its evening; from the first event on."""
    there, days, last = start, Fraction(0), None
    for move in sorted((one for one in moves if one.on <= until), key=lambda one: one.on):
        if last is not None:
            days += there * (move.on - last).days
        there, last = there + move.change, move.on
    return days + there * ((until - last).days + 1) if last is not None else Fraction(0)


def _sum(of: Mapping[EventKind, Fraction], kinds: frozenset[EventKind]) -> Fraction:
    return sum((of.get(kind, Fraction(0)) for kind in kinds), Fraction(0))
