"""What the workbook of an enterprise is made of, ready to be written.

Each sheet is a few tables of values in the order in which they are read.  A table knows which of its rows
are sums of others and which of its columns follow from others, and the workbook knows which figures must be
equal across its sheets: from that the sheet of checks is made, and nothing about farms is known where the
file is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from ledgers.statements.drawn import Drawn
from msai.exports.enterprise.columns import Column, DataValue
from msai.messages import Message


class Shape(Enum):
    """What stands under a head; an amount is in minor units."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    PERCENT = "percent"
    DAY = "day"
    MONTH = "month"


class Look(Enum):
    """What a row is: a line, the head of a part, the sum of a part, the sum of all, or brought forward."""

    LINE = "line"
    PART = "part"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    BROUGHT = "brought"


Said: TypeAlias = str | Message
CellValue: TypeAlias = str | Message | int | Fraction | Decimal | date | None
Terms: TypeAlias = tuple[tuple[int, int], ...]
"""A sum of others, by their places from nought: each with 1, or -1 where it is taken away."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column; `adds` where sums of rows hold for it, `made_of` where each row makes it of other columns."""

    label: Said
    shape: Shape = Shape.TEXT
    adds: bool = False
    made_of: Terms = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of values, one a column; `sums` names the rows that a sum is made of."""

    cells: tuple[CellValue, ...]
    look: Look = Look.LINE
    sums: Terms = ()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table of a sheet; `key` is how checks name it. Without rows it says that there are none."""

    key: str
    title: Said | None
    heads: tuple[Head, ...]
    rows: tuple[Line, ...]
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to read and print: columns stand beside each other in all its tables, `widths` wide."""

    title: Message
    widths: tuple[float, ...]
    tables: tuple[SheetTable, ...]
    notes: tuple[Message, ...] = ()
    kept_columns: int = 1


@dataclass(frozen=True, slots=True)
class DataTable:
    """A tidy table with stable heads; `name` follows `Data_`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[DataValue, ...], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a table: row and column from nought; a row from the end below it."""

    table: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a column of a tidy table comes to in the rows in which others are as said."""

    name: str
    column: str
    where: Mapping[str, str | int] = field(default_factory=dict)
    between: tuple[str, int, int] | None = None


Part: TypeAlias = Spot | Sum | int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two figures that must be equal: what is shown, and the parts, each with 1 or -1, that it is made of."""

    what: Message
    shown: Part
    parts: tuple[tuple[int, Part], ...]
    places: int


@dataclass(frozen=True, slots=True)
class EnterpriseBook:
    """The workbook before it is written; `origin` says its days, its entry and what made it."""

    name: str
    drawn: Drawn
    period: Message
    origin: Message
    sheets: tuple[Sheet, ...]
    data: tuple[DataTable, ...]
    ties: tuple[Tie, ...]
    right_to_left: bool = False
    is_demo: bool = False
