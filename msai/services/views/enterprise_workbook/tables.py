"""Tables of the workbook: of rows, or of a statement as the screen shows it, and what each sum is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ledgers.money import round_half_up
from msai.exports.enterprise.book import CellValue, Head, Line, Look, Shape, SheetTable, Terms
from msai.exports.enterprise.columns import Quantity
from msai.messages import N_, Message
from msai.services.views.statements.table import Cell, Row, Table
from msai.services.views.statements.table import Look as StatementLook

DATA_PLACES = 9
TOTAL = Message(N_("Total"))
TEXT, COUNT, AMOUNT, QUANTITY = Shape.TEXT, Shape.COUNT, Shape.AMOUNT, Shape.QUANTITY
PERCENT, DAY, MONTH = Shape.PERCENT, Shape.DAY, Shape.MONTH


def head(label: str, shape: Shape = TEXT, *, adds: bool = False, made_of: Terms = ()) -> Head:
    """A column under a sentence."""
    return Head(Message(label), shape, adds, made_of)


def with_total(
    heads: Sequence[Head], lines: Iterable[Line], *, counted: Sequence[bool] | None = None,
) -> tuple[Line, ...]:
    """Lines and what they come to; `counted` says which of them, all where it is None. None of none."""
    rows = tuple(lines)
    terms: Terms = tuple((1, n) for n in range(len(rows)) if counted is None or counted[n])
    if not rows:
        return ()
    sums = (_sum(rows[n].cells[at] for _sign, n in terms) if one.adds else None
            for at, one in enumerate(heads))
    first, *others = sums
    return (*rows, Line((TOTAL if first is None else first, *others), Look.TOTAL, terms))


def _sum(values: Iterable[CellValue]) -> int | Decimal:
    """Minor units, numbers of things or percents added up; what is empty adds nothing."""
    total: int | Decimal = 0
    for value in values:
        if isinstance(value, int | Decimal):
            total += value
    return total


def table_of(
    named: tuple[str, str | None], heads: Sequence[Head], lines: Iterable[Line], *, total: bool = False,
    note: Message | None = None,
) -> SheetTable:
    """A table of lines under its key and its title, with their total beneath where one is wanted."""
    rows = with_total(heads, lines) if total else tuple(lines)
    key, title = named
    return SheetTable(key, Message(title) if title else None, tuple(heads), rows, note)


def from_statement(
    key: str, table: Table, *, second: int = 1, adds: Sequence[int] | None = None,
    made_of: tuple[int, Terms] | None = None,
) -> SheetTable:
    """A statement of the screen: what it shows, in the same rows.

    `second` is -1 where its second part is taken away from its first; `adds` are the columns, from nought,
    in which sums of rows hold, all of amounts where it is None; `made_of` a column that follows from others.
    """
    rows = table.rows
    shapes = [_shape(row.cells[at] for row in rows if at < len(row.cells)) for at in range(len(table.heads))]
    heads = [Head(table.first, MONTH if any(row.is_month for row in rows) else _first(rows))]
    for at, (one, shape) in enumerate(zip(table.heads, shapes, strict=True), start=1):
        is_added = shape is AMOUNT and (adds is None or at in adds)
        follows = made_of[1] if made_of and made_of[0] == at else ()
        heads.append(Head(one.label, shape, is_added, follows))
    sums = terms_of(rows, second=second)
    lines = tuple(_line(row, sums[n], len(table.heads)) for n, row in enumerate(rows))
    note = table.note if isinstance(table.note, Message) else None
    return SheetTable(key, table.title, tuple(heads), lines, note)


def terms_of(rows: Sequence[Row], *, second: int) -> list[Terms]:
    """Which rows each sum of a statement is made of: a part's lines, or all parts and what follows them."""
    found: list[Terms] = [() for _row in rows]
    whole: list[tuple[int, int]] = []
    part: list[int] = []
    parts = 0
    for n, row in enumerate(rows):
        sign = second if parts > 1 else 1
        if row.look is StatementLook.PART:
            whole, part, parts = whole + [(sign, one) for one in part], [], parts + 1
        elif row.look is StatementLook.LINE:
            part.append(n)
        elif row.look is StatementLook.BROUGHT:
            whole.append((1, n))
        elif row.look is StatementLook.SUBTOTAL:
            found[n], part = tuple((1, one) for one in part), []
            whole.append((sign, n))
        else:
            found[n] = (*whole, *((sign, one) for one in part))
            whole, part, parts = [(1, n)], [], 2
    return found


def _first(rows: Sequence[Row]) -> Shape:
    return DAY if any(isinstance(row.label, date) for row in rows) else TEXT


def _shape(cells: Iterable[Cell]) -> Shape:
    for cell in cells:
        if cell.words is not None:
            return TEXT
        if cell.day is not None:
            return DAY
        if cell.percent is not None:
            return PERCENT
        if cell.quantity is not None:
            return QUANTITY
        if cell.amount_minor is not None:
            return AMOUNT
    return AMOUNT


def _line(row: Row, sums: Terms, columns: int) -> Line:
    look = Look(row.look.value)
    cells = tuple(_value(cell) for cell in row.cells)
    return Line((row.label, *cells, *[None] * (columns - len(cells))), look, sums)


def _value(cell: Cell) -> CellValue:
    for value in (cell.words, cell.day, cell.percent, cell.quantity):
        if value is not None:
            return value
    return cell.amount_minor


def data_quantity(value: Fraction | int) -> Quantity:
    """A quantity for a tidy table, to the ninth decimal."""
    exact = Fraction(value)
    places = next((n for n in range(DATA_PLACES) if (exact * 10**n).denominator == 1), DATA_PLACES)
    return Quantity(round_half_up(exact * 10**places), places)
