"""What the workbook of a group's investments is made of, ready to be written.

It says what the pages of returns and of sending cost say, worked out once from the same reading of both
books, so that whoever writes the file needs no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledgers.returns.bridge import MoneyBridge
from ledgers.statements.drawn import Drawn
from msai.messages import Message


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One payment of a stake in minor units, on one side; `mid` is home money for one unit of host money."""

    on: date
    what: Message
    host_in: int = 0
    host_back: int = 0
    home_in: int = 0
    home_back: int = 0
    mid: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SideSums:
    """Put in, came back, still there and the gain, minor units of one currency."""

    put_in: int
    came_back: int
    still_there: int

    @property
    def gain(self) -> int:
        """What came back and is still there, less what was put in."""
        return self.came_back + self.still_there - self.put_in


@dataclass(frozen=True, slots=True)
class StakeRows:
    """One stake: its payments, oldest first, and what came of them. `yearly` is in percent."""

    enterprise: str
    instrument: str | Message
    home_currency: str
    flows: tuple[FlowRow, ...]
    host: SideSums
    home: SideSums
    bridge: MoneyBridge | None
    yearly: Decimal | None
    valued_on: date | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its formula; `why` says why a figure that is missing is not defined."""

    label: Message
    formula: Message
    version: str
    is_percent: bool
    host: Decimal | None
    home: Decimal | None
    why: Message | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one transfer cost, in percent of its amount; `margin` and `total` None where not known."""

    sent_on: date
    enterprise: str
    provider: str
    amount_minor: int
    fee: Decimal
    margin: Decimal | None
    receiving: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class CorridorRows:
    """Transfers one way between two currencies, newest first, and their cost weighted by amount."""

    name: Message
    currency: str
    rows: tuple[CostRow, ...]
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """A mid rate somebody wrote down: home money for one unit of the group's money."""

    on: date
    home_currency: str
    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One member: her account, her part of each place, her value, and what the two differ by, minor units."""

    name: str | Message
    account_minor: int
    cells: tuple[int, ...]
    value_minor: int
    rounding_minor: int


@dataclass(frozen=True, slots=True)
class TraceTable:
    """Where the money of one investment fund is: places across, members down."""

    label: str | Message
    places: tuple[str | Message, ...]
    totals_minor: tuple[int, ...]
    lines: tuple[TraceLine, ...]
    rounding: Message


@dataclass(frozen=True, slots=True)
class InvestmentsBook:
    """The workbook before it is written. `whole` is None before anything was put in."""

    group_name: str
    drawn: Drawn
    on: date
    stakes: tuple[StakeRows, ...]
    whole: SideSums | None
    bridge: MoneyBridge | None
    measures: tuple[MeasureRow, ...]
    corridors: tuple[CorridorRows, ...]
    rates: tuple[RateRow, ...]
    traces: tuple[TraceTable, ...] = ()
    right_to_left: bool = False
    is_demo: bool = False
