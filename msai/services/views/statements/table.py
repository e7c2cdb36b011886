"""The one form in which every statement is set out: tables of rows with cells under heads.

A cell is an amount, a quantity, a day or words; where its entries can be read, it knows the
register that holds them.  Nothing is added up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from msai.services.views.labels import Text
from msai.services.views.statements.kinds import StatementKind
from msai.services.views.statements.period import Period, SpanChoice


class Look(StrEnum):
    """What a row is: a line, the head of a part, the sum of a part, the sum of all, or brought forward."""

    LINE = "line"
    PART = "part"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    BROUGHT = "brought"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: one of its first six says something; none of them, and it is empty.

    `register` names the entries behind it, `entry` the single one; `currency` is that of an amount
    which is not in the currency of the book.
    """

    amount_minor: int | None = None
    words: Text | None = None
    day: date | None = None
    percent: Decimal | None = None
    quantity: Decimal | None = None
    register: Mapping[str, Any] | None = None
    entry: int | None = None
    currency: str | None = None


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what stands under it, at the end of the cell where it is a figure."""

    label: Text
    figures: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, on which day or in which month; `holder` is the member it is about."""

    label: Text | date
    cells: tuple[Cell, ...] = ()
    look: Look = Look.LINE
    holder: UUID | None = None
    is_month: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, its first head and the others, and a sentence beneath where one is needed."""

    title: Text
    first: Text
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    note: Text | None = None

    @property
    def columns(self) -> int:
        """How many columns it has, the first included."""
        return len(self.heads) + 1


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with where it was drawn from: the last entry of the book and its code."""

    book_id: UUID
    group_name: str
    currency: str
    kind: StatementKind
    title: Text
    label: Text
    period: Period
    choices: tuple[SpanChoice, ...]
    tables: tuple[Table, ...]
    last_seq: int
    code: str
    drawn_on: date
    may_open_passbooks: bool
    page: str = "statements.show"
    register_page: str = "registers.show"
    entry_page: str = "registers.entry"


def amounts(minors: Iterable[int]) -> tuple[Cell, ...]:
    """Cells of amounts without registers, for sums."""
    return tuple(Cell(minor) for minor in minors)

