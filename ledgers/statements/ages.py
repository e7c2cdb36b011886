"""How long money has been owed: what is still open of each day's amounts, the oldest paid first.

A debt that is paid in part is paid from its oldest part on, whatever the payer had in mind: this is how a
village shop strikes out lines, and it never makes a debt look younger than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date


def open_by_day(moved: Iterable[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    """What is still open of each amount that arose, in the order of days.

    `moved` are amounts by day in their order: above nought what arose, below nought what was settled. What
    was settled before it arose (an entry of an earlier day noted late) waits for what arises next; a rest
    that is owed the other way round stands alone, below nought, at its last day.
    """
    arose: list[list[int]] = []
    days: list[date] = []
    ahead, last = 0, date.min
    for day, minor in moved:
        last = day
        if minor >= 0:
            taken = min(minor, ahead)
            ahead -= taken
            arose.append([minor - taken])
            days.append(day)
        else:
            ahead += _settle(arose, -minor)
    rest = [(day, found[0]) for day, found in zip(days, arose, strict=True) if found[0]]
    return tuple(rest) if not ahead else ((last, -ahead),)


def by_age(open_minor: Iterable[tuple[date, int]], *, on: date, until: Sequence[int]) -> tuple[int, ...]:
    """Sum open amounts by their age in days on a day: at most `until[0]`, at most `until[1]`, ..., older."""
    sums = [0] * (len(until) + 1)
    for day, minor in open_minor:
        age = (on - day).days
        sums[next((n for n, most in enumerate(until) if age <= most), len(until))] += minor
    return tuple(sums)


def _settle(arose: list[list[int]], minor: int) -> int:
    """Strike out the oldest first; answers what nothing was open for."""
    for found in arose:
        taken = min(found[0], minor)
        found[0] -= taken
        minor -= taken
    return minor
