"""What was put into a stake, what came back and what is still there, as the books of both ends recorded it.

Host money counts from the day it left the group until the day it reached the group again, fees included; home
money from the day it landed until the day it was sent. Every payment therefore stands on one side and on its
own day, and time on the road is part of what sending costs. A posting that was reversed never happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ledgers.accounts import TENDER_CODES
from ledgers.entries import EntryKind, SourceKind

if TYPE_CHECKING:
    from ledgers.balances import RegisterLine

GROUP_CODES: Final = (1200, 1300, 1310, 1390, 1400, 5100, 9500)
"""What a group's book says of its stakes: in transit, cost, allowance, receivable, fees, claims."""

BACKER_CODES: Final = (2200, 2400, 3100, 3400)
"""What an enterprise's book says of its backers: debts, what is due, capital, and what it earned."""

_STAKE: Final = frozenset({1300, 1310})
_FROM_OUTSIDE: Final = frozenset({*TENDER_CODES, 3500})
_OPENING: Final = 3500


class FlowKind(StrEnum):
    """What a payment of a stake was."""

    PUT_IN = "put_in"
    UNSENT = "unsent"
    INCOME = "income"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Movement:
    """One payment on one side, in minor units: put in below zero, back above; the other side is zero.

    `mid` is the day's mid rate of a payment in home money (home minor units for one host minor unit), None
    where nobody wrote it down. `ref` is the remittance or other paper it belongs to.
    """

    kind: FlowKind
    on: date
    host: int = 0
    home: int = 0
    mid: Fraction | None = None
    ref: UUID | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A remittance as its sender recorded it: whose stake, and the mid rate of its day in minor units."""

    stake: UUID
    mid: Fraction | None


@dataclass(frozen=True, slots=True)
class SentHome:
    """Money the enterprise sent to a backer, gross, in home minor units, with the day's mid rate."""

    kind: FlowKind
    on: date
    amount_minor: int
    ref: UUID | None
    mid: Fraction | None


def undone(lines: Sequence[RegisterLine]) -> list[RegisterLine]:
    """Leave out what was reversed, and the postings that reversed it."""
    back = {line.reverses for line in lines if line.reverses}
    return [line for line in lines if not line.reverses and (line.seq, line.line) not in back]


def lines_by_stake(
    lines: Iterable[RegisterLine], transfers: Mapping[UUID, Transfer], *, names: Mapping[str, UUID],
) -> dict[UUID, list[RegisterLine]]:
    """Give each stake its lines of `GROUP_CODES`, those of its remittances and their fees included.

    `names` are the stakes by alias. Money on its way home is known by the stake it left.
    """
    read = list(lines)
    owners = {ref: transfer.stake for ref, transfer in transfers.items()}
    for line in read:
        if line.account.code == 1200 and line.account.holder and line.counter_alias in names:
            owners.setdefault(line.account.holder.id, names[line.counter_alias])
    by_entry = {line.seq: line.account.holder.id for line in read
                if line.account.code in {*_STAKE, 1400} and line.account.holder}
    by_entry |= {line.seq: owners[line.account.holder.id] for line in read
                 if line.account.code == 1200 and line.account.holder and line.account.holder.id in owners}
    found: dict[UUID, list[RegisterLine]] = defaultdict(list)
    for line in read:
        stake = _stake_of(line, owners, by_entry)
        if stake is not None:
            found[stake].append(line)
    return dict(found)


def _stake_of(
    line: RegisterLine, owners: Mapping[UUID, UUID], by_entry: Mapping[int, UUID],
) -> UUID | None:
    if line.account.code == 5100:
        of_remittance = line.source_kind == SourceKind.REMITTANCE.value and line.source_id is not None
        known = owners.get(line.source_id) if of_remittance and line.source_id else None
        return known or by_entry.get(line.seq)
    if line.account.holder is None:
        return None
    return owners.get(line.account.holder.id) if line.account.code == 1200 else line.account.holder.id


def host_movements(lines: Sequence[RegisterLine]) -> Iterator[Movement]:
    """Host money a group paid for a stake and got back from it, from the lines of that stake in its book.

    Paid is what was debited with fees (1200 and 5100 / tender), or taken over at cost when the book began;
    got back is what reached the tender, net.
    """
    standing = undone(lines)
    on_the_way_home = {line.account.holder.id: line.counter_code for line in standing
                       if line.account.code == 1200 and line.account.holder
                       and line.counter_code in _STAKE | {1400}
                       and line.amount_minor > 0}
    for line in standing:
        if line.counter_code in _FROM_OUTSIDE and _is_money(line):
            yield Movement(_kind_of(line, on_the_way_home), line.occurred_on, host=-line.amount_minor,
                           ref=line.source_id)


def _is_money(line: RegisterLine) -> bool:
    """A fee counts where it was paid beside the amount; claims count home money."""
    if line.account.code == 5100:
        return line.kind in {EntryKind.CAPITAL_SENT.value, EntryKind.CORRECTION.value}
    return line.account.code != 9500


def _kind_of(line: RegisterLine, on_the_way_home: Mapping[UUID, int]) -> FlowKind:
    if line.amount_minor > 0 or line.counter_code == _OPENING:
        return FlowKind.PUT_IN
    code = line.account.code
    if code == 1200:
        came_from = on_the_way_home.get(line.account.holder.id) if line.account.holder else None
        if came_from is None:
            return FlowKind.UNSENT
        code = came_from
    return FlowKind.CAPITAL if code in _STAKE else FlowKind.INCOME


def landed_movements(
    lines: Sequence[RegisterLine], transfers: Mapping[UUID, Transfer],
) -> Iterator[Movement]:
    """Home money that landed for a stake, net: what its claim grew by (9500), except by income left there."""
    standing = undone(lines)
    at_opening = _taken_over(standing)
    for line in standing:
        if line.account.code != 9500 or line.amount_minor < 0 or line.kind == EntryKind.REINVESTED.value:
            continue
        transfer = transfers.get(line.source_id) if line.source_id else None
        cost = at_opening.get(line.seq)
        mid = Fraction(line.amount_minor, cost) if cost else transfer.mid if transfer else None
        yield Movement(FlowKind.PUT_IN, line.occurred_on, home=-line.amount_minor, mid=mid,
                       ref=line.source_id)


def _taken_over(standing: Iterable[RegisterLine]) -> dict[int, int]:
    """At what cost stakes stood when a running group began its book, by entry: the rate of that day."""
    found: dict[int, int] = defaultdict(int)
    for line in standing:
        if line.counter_code == _OPENING and line.account.code in _STAKE:
            found[line.seq] += line.amount_minor
    return {seq: cost for seq, cost in found.items() if cost > 0}


def sent_movements(sent: Iterable[SentHome]) -> Iterator[Movement]:
    """Home money the enterprise sent to the group, gross."""
    for one in sent:
        yield Movement(one.kind, one.on, home=one.amount_minor, mid=one.mid, ref=one.ref)


def backer_movements(lines: Sequence[RegisterLine], backers: Iterable[UUID]) -> dict[UUID, list[Movement]]:
    """What each backer put into an enterprise and was sent, home minor units, from the enterprise's own book.

    `lines` are of `BACKER_CODES`. Put in is what reached it of 3100 or 2200; sent is 2200, 2400 or 3100 /
    tender with what was paid above capital (3400 / tender of the same paper).
    """
    standing, wanted = undone(lines), frozenset(backers)
    whose = {line.source_id: line.account.holder.id for line in standing
             if line.account.holder and line.source_id and line.counter_code in TENDER_CODES}
    found: dict[UUID, list[Movement]] = defaultdict(list)
    for line in standing:
        of_paper = whose.get(line.source_id) if line.source_id else None
        backer = line.account.holder.id if line.account.holder else of_paper
        if backer in wanted and backer is not None and _is_backers_money(line):
            kind = _backers_kind(line)
            found[backer].append(Movement(kind, line.occurred_on, host=line.amount_minor, ref=line.source_id))
    return dict(found)


def _is_backers_money(line: RegisterLine) -> bool:
    """Money, things brought in, or taken over when the book began; what was earned and left is neither."""
    if line.amount_minor > 0:
        return line.counter_code in TENDER_CODES
    return line.account.code in {2200, 3100} and line.counter_code in {*_FROM_OUTSIDE, 1200, 1400}


def _backers_kind(line: RegisterLine) -> FlowKind:
    if line.amount_minor < 0:
        return FlowKind.PUT_IN
    return FlowKind.INCOME if line.account.code == 2400 else FlowKind.CAPITAL


def member_movements(lines: Sequence[RegisterLine]) -> list[Movement]:
    """What a member put into investment funds and what came back, from the lines of her 3200 and 2100.

    What was credited to her 2100 came back, whether or not she has fetched it. Units moved to her count as
    put in, units moved away as never put in; what is put back from 2100 is put in again. Of 3400 only what
    was paid above her capital for the units she gave back is hers.
    """
    standing, found = undone(lines), []
    hers = {(line.seq, line.line_ref) for line in standing if line.account.code == 3200}
    for line in standing:
        kind = _member_kind(line) if line.account.code != 3400 else _paid_above(line, hers)
        if kind is not None:
            minor = -line.amount_minor if line.account.code == 2100 else line.amount_minor
            found.append(Movement(kind, line.occurred_on, host=minor, ref=line.source_id))
    return found


def _paid_above(line: RegisterLine, hers: Set[tuple[int, str | None]]) -> FlowKind | None:
    is_hers = line.kind == EntryKind.UNITS_REDEEMED.value and (line.seq, line.line_ref) in hers
    return FlowKind.CAPITAL if is_hers and line.counter_code in TENDER_CODES else None


def _member_kind(line: RegisterLine) -> FlowKind | None:
    credited, counter = line.amount_minor < 0, line.counter_code
    if line.account.code == 2100:
        given = {3400: FlowKind.INCOME, 3200: FlowKind.CAPITAL}
        return given.get(counter) if credited else None
    if credited:
        return FlowKind.PUT_IN if counter in {*_FROM_OUTSIDE, 2100, 3200} else None
    if counter == 3200:
        return FlowKind.UNSENT
    return FlowKind.CAPITAL if counter in TENDER_CODES else None
