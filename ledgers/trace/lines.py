"""Where the money of a fund is: each place split by the units of today, exact in rows and in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledgers.accounts import TENDER_CODES, Account, Holder
from ledgers.statements.drawn import alias_rank
from ledgers.trace.weights import Parts, added, split, taken
from ledgers.units import NET_ASSETS

_BY_HOLDER = frozenset({*TENDER_CODES, 1200, 1300, 1310, 1390, 1400})
"""Places that are told apart; debts of and to members are one line, for nobody reads another's here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One asset or liability of a fund, debit positive, and everybody's part of it, in minor units."""

    code: int
    holder: Holder | None
    balance_minor: int
    parts: Parts


def lines_of(balances: Mapping[Account, int], units_e4: Mapping[Holder, int]) -> tuple[Line, ...]:
    """Split each place by the units of today; the largest takes each member's value less her other places."""
    lines = [Line(code, holder, minor, split(minor, units_e4)) for code, holder, minor in _places(balances)]
    if not lines or not units_e4:
        return tuple(lines)
    values = split(sum(line.balance_minor for line in lines), units_e4)
    largest = max(range(len(lines)), key=lambda at: (abs(lines[at].balance_minor), -at))
    others = (taken(line.parts) for at, line in enumerate(lines) if at != largest)
    lines[largest] = replace(lines[largest], parts=added(values, *others))
    return tuple(lines)


def _places(balances: Mapping[Account, int]) -> Iterable[tuple[int, Holder | None, int]]:
    found: defaultdict[tuple[int, Holder | None], int] = defaultdict(int)
    for account, minor in balances.items():
        if account.code in NET_ASSETS:
            found[account.code, account.holder if account.code in _BY_HOLDER else None] += minor
    for code, holder in sorted(found, key=_rank):
        if found[code, holder]:
            yield code, holder, found[code, holder]


def _rank(place: tuple[int, Holder | None]) -> tuple[object, ...]:
    code, holder = place
    return code, alias_rank(holder.alias) if holder else ()
