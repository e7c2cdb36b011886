"""Whose part of the harvest, the jobs and the land of an enterprise is whose, by capital and days.

Nobody can say which kilo grew of whose money. So each of those who fund an enterprise (groups, the owner,
who lent, gave a grant, matched or gave in kind) has the part that its money times the days it worked in a
period is of all money times days. Parts are exact fractions; those that are shown are rounded by largest
remainder, so that they add up to the whole. Source: domain.md, section 9.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from ledgers.money import allocate, decimal_text, round_half_up
from ledgers.sharing.splits import Contribution, fractions_of_whole

Funder = TypeVar("Funder")


def funding_days(
    moves: Iterable[Contribution[Funder]], *, start: date, end: date,
) -> dict[Funder, int]:
    """Weigh money by the days it worked in a period, in minor units x days; the end day is not counted.

    Money counts from the day it came and until the day it went. On days on which somebody took out more than
    she ever put in she has nothing at work, so that nobody's part is above the whole.
    """
    each: defaultdict[Funder, list[Contribution[Funder]]] = defaultdict(list)
    for move in moves:
        each[move.holder].append(move)
    worked = {holder: _worked(sorted(of, key=lambda one: one.on), start, end) for holder, of in each.items()}
    return {holder: days for holder, days in worked.items() if days}


def _worked(moves: Sequence[Contribution[Funder]], start: date, end: date) -> int:
    there, since, worked = 0, start, 0
    for move in moves:
        day = min(max(move.on, start), end)
        worked += max(there, 0) * (day - since).days
        there, since = there + (move.amount_minor if move.on < end else 0), day
    return worked + max(there, 0) * (end - since).days


def parts_of_whole(worked: Mapping[Funder, int]) -> dict[Funder, Fraction]:
    """The exact part of each; nothing where no money worked at all."""
    return fractions_of_whole(worked) if sum(worked.values()) else {}


def parts_shown(whole: Fraction, worked: Mapping[Funder, int], *, places: int) -> dict[Funder, Decimal]:
    """Split kilos, heads, jobs or hectares by money and days, in `places` decimals that add up to the whole.

    The whole is rounded half up first; of equal remainders the earlier funder has the larger part. Nothing
    where no money worked at all.
    """
    if not sum(worked.values()):
        return {}
    steps = allocate(round_half_up(whole * 10**places), list(worked.values()))
    return {holder: Decimal(decimal_text(Fraction(step, 10**places), places=places))
            for holder, step in zip(worked, steps, strict=True)}
