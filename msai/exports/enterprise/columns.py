"""Columns and values of tidy tables, as those who draw a workbook name them before any file is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias


class ColumnKind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: ColumnKind
    width: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in whole units of its last decimal place."""

    minor: int
    places: int


DataValue: TypeAlias = str | int | date | Quantity | None
