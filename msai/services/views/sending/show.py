"""What sending cost: by transfer, by corridor and year weighted by amount, and what if it were pooled.

A mean of percents would let a small dear transfer weigh as much as a large cheap one, so each percent of
several transfers is of their amounts together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import decimal_text
from ledgers.returns.sending_cost import CostMark, cost_of_period, mark_of
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, require
from msai.services.sheets import short_code
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.returns.reading import StakeRead, read_group_stakes
from msai.services.views.returns.told import Told
from msai.services.views.sending.far_ends import FarEnds, read_far_ends
from msai.services.views.sending.pooled import Pooled, work_out_pooled
from msai.services.views.sending.transfers import Corridor, TransferLine, Way, list_transfers


@dataclass(frozen=True, slots=True)
class Percent:
    """A cost in percent of the amount with two decimals, and how it is marked."""

    figure: Decimal
    mark: CostMark


@dataclass(frozen=True, slots=True)
class CostRow:
    """One transfer; `parts` are fee, margin and receiving fee in percent, `total` None where not known."""

    line: TransferLine
    fee: Decimal
    margin: Decimal | None
    receiving: Decimal | None
    total: Percent | None


@dataclass(frozen=True, slots=True)
class SumRow:
    """Several transfers of a corridor together: `known_minor` of `amount_minor` have a cost that is known."""

    year: int | None
    transfers: int
    amount_minor: int
    known_minor: int
    unknown: int
    total: Percent | None


@dataclass(frozen=True, slots=True)
class CorridorCost:
    """One corridor: each year, newest first, all together, and what if it were pooled."""

    corridor: Corridor
    years: tuple[SumRow, ...]
    whole: SumRow
    rows: tuple[CostRow, ...]
    pooled: Pooled | None


@dataclass(frozen=True, slots=True)
class SendingView:
    """The page of what sending cost up to a day."""

    book_id: UUID
    group_name: str
    currency: str
    on: date
    today: date
    corridors: tuple[CorridorCost, ...]
    last_seq: int
    code: str


def show_sending(
    session: Session, actor: Actor, book_id: UUID, *, on: date | None, today: date,
) -> SendingView:
    """What sending the group's money cost up to a day or up to today.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.GROUP_TOTALS_VIEW, Target(book_id))
    facts, day = read_group(session, book_id), min(on or today, today)
    read = read_group_stakes(session, facts, on=day)
    return SendingView(book_id, facts.name, facts.currency, day, today,
                       list_corridors(session, facts, read.stakes, told=read.told), facts.last_seq,
                       short_code(facts.last_hash))


def list_corridors(
    session: Session, facts: BookFacts, stakes: Sequence[StakeRead], *, told: Told,
) -> tuple[CorridorCost, ...]:
    """Every corridor of a group with its transfers, money that went out first."""
    far = read_far_ends(session, facts, told, stakes)
    by_corridor: dict[Corridor, list[TransferLine]] = defaultdict(list)
    for line in list_transfers(facts, stakes, told=told, far=far):
        by_corridor[line.corridor].append(line)
    ordered = sorted(by_corridor, key=lambda one: (one.way is Way.HOME, one.sent, one.landed))
    return tuple(_corridor(one, by_corridor[one], far) for one in ordered)


def _corridor(corridor: Corridor, lines: Sequence[TransferLine], far: FarEnds) -> CorridorCost:
    years = sorted({line.sent_on.year for line in lines}, reverse=True)
    return CorridorCost(
        corridor, tuple(_sum([line for line in lines if line.sent_on.year == year], year) for year in years),
        _sum(lines, None), tuple(map(_row, lines)),
        work_out_pooled(lines, far) if corridor.way is Way.OUT else None)


def _row(line: TransferLine) -> CostRow:
    if line.cost is None:
        return CostRow(line, _decimal(line.fee_percent), None, None, None)
    cost = line.cost
    return CostRow(line, _decimal(cost.fee_percent), _decimal(cost.margin_percent),
                   _decimal(cost.receiving_fee_percent), _percent(cost.total_percent))


def _sum(lines: Sequence[TransferLine], year: int | None) -> SumRow:
    known = [(line.amount_minor, line.cost) for line in lines if line.cost is not None]
    total = cost_of_period(known)
    return SumRow(year, len(lines), _amount(lines), sum(amount for amount, _ in known),
                  len(lines) - len(known), None if total is None else _percent(total))


def _amount(lines: Iterable[TransferLine]) -> int:
    return sum(line.amount_minor for line in lines)


def _percent(value: Fraction) -> Percent:
    return Percent(_decimal(value), mark_of(value))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(decimal_text(value, places=2))


MARKS = {
    CostMark.WITHIN: N_("Not over 3 %%"), CostMark.OVER_SDG: N_("Over 3 %%"), CostMark.HIGH: N_("Over 5 %%"),
    CostMark.QUESTIONED: N_("Over 15 %%: is it right?"),
}
"""How each mark is said."""


def say_mark(mark: CostMark) -> Message:
    """A mark in words."""
    return Message(MARKS[mark])
