"""The sheets of an enterprise's workbook, written from top to bottom, with what the checks hold them against.

Sheets hold values alone.  Of each table the sheet of checks adds the sums up again, makes the columns that
follow from others again, and weighs all figures as they were written, so that no altered cell stays unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from textwrap import wrap

from ledgers.currencies import exponent
from ledgers.money import round_half_up
from msai.exports import sheet_styles as styles
from msai.exports.checks import Checks
from msai.exports.data_sheets import EXCEL_DAY_ZERO
from msai.exports.enterprise.book import (
    CellValue,
    EnterpriseBook,
    Head,
    Line,
    Look,
    Shape,
    Sheet,
    SheetTable,
    Spot,
    Terms,
)
from msai.exports.fingerprints import SCALE, NumberSum
from msai.exports.sheet_page import SheetPage, Styled, Value, column, write_title
from msai.exports.sheet_styles import COUNT_FORMAT, PERCENT_FORMAT, CellStyle, figure_format, money_format
from msai.messages import N_, Message

TITLE_ROWS = 4
SHOWN_PLACES = 4
PERCENT_PLACES = 2
_AT_THE_START = (Shape.TEXT, Shape.DAY, Shape.MONTH)
_SUMS = {Look.SUBTOTAL: (styles.SUBTOTAL, styles.SUBTOTAL_FIGURE),
         Look.TOTAL: (styles.TOTAL, styles.TOTAL_FIGURE)}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table came to stand: its sheet, and the number of the first of its rows."""

    page: SheetPage
    first: int
    table: SheetTable


@dataclass(frozen=True, slots=True)
class Pen:
    """What every sheet is written with; where each table came to stand is gathered for the checks."""

    book: EnterpriseBook
    checks: Checks
    say: Callable[[Message], str]
    placed: dict[str, Placed] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The enterprise's currency."""
        return self.book.drawn.currency

    def words(self, said: str | Message | None) -> str:
        """A name as it stands, or a sentence in the reader's language."""
        return self.say(said) if isinstance(said, Message) else said or ""

    def address(self, spot: Spot) -> str:
        """The address of a cell, as formulas name it."""
        there = self.placed[spot.table]
        row = spot.row if spot.row >= 0 else len(there.table.rows) + spot.row
        return there.page.ref(spot.column + 1, there.first + row)


def write_sheet(page: SheetPage, sheet: Sheet, pen: Pen) -> None:
    """A sheet from its title to its last table."""
    book = pen.book
    shows = pen.say(Message(N_("%(sheet)s, amounts in %(currency)s"), {
        "sheet": page.title, "currency": pen.currency}))
    mark = pen.say(Message(N_("Demo programme, invented people"))) if book.is_demo else None
    write_title(page, (book.name, shows, pen.say(book.origin), mark))
    for note in sheet.notes:
        _write_note(page, sheet, pen.say(note))
    for table in sheet.tables:
        _write_table(page, table, pen)
        if table.note is not None:
            _write_note(page, sheet, pen.say(table.note))
        page.skip()


def note_lines(sheet: Sheet, said: str) -> list[str]:
    """A sentence in lines no longer than the sheet is wide, so that none is cut off in print."""
    return wrap(said, width=int(sum(sheet.widths)))


def _write_note(page: SheetPage, sheet: Sheet, said: str) -> None:
    for line in note_lines(sheet, said):
        page.write(Styled(line, styles.SUBTITLE))


def _write_table(page: SheetPage, table: SheetTable, pen: Pen) -> None:
    if table.title is not None:
        page.write(Styled(pen.words(table.title), styles.SECTION))
    if table.rows:
        page.write(*(Styled(pen.words(head.label), _head_of(table.heads, at))
                     for at, head in enumerate(table.heads)))
        placed = pen.placed[table.key] = Placed(page, page.row + 1, table)
        weighed = [NumberSum() if _is_figures(table, at) else None for at in range(len(table.heads))]
        for line in table.rows:
            _write_line(page, pen, table.heads, line, weighed=weighed)
        _check_table(pen, placed, weighed)
    else:
        page.write(Styled(pen.say(Message(N_("None"))), styles.SUBTITLE))


def _is_figures(table: SheetTable, at: int) -> bool:
    """Whether a column can be added up: a word in it, such as that of a total under months, forbids it."""
    if table.heads[at].shape is Shape.TEXT:
        return False
    return not any(isinstance(line.cells[at], str | Message)
                   for line in table.rows if line.look is not Look.PART)


def _head_of(heads: Sequence[Head], at: int) -> CellStyle:
    if heads[at].shape not in _AT_THE_START:
        return styles.HEAD_END
    return styles.set_in(styles.HEAD) if _is_after_figures(heads, at) else styles.HEAD


def _is_after_figures(heads: Sequence[Head], at: int) -> bool:
    return at > 0 and heads[at - 1].shape not in _AT_THE_START


def _write_line(
    page: SheetPage, pen: Pen, heads: Sequence[Head], line: Line, *, weighed: Sequence[NumberSum | None],
) -> None:
    if line.look is Look.PART:
        page.write(Styled(pen.words(_as_words(line.cells[0])), styles.PART))
        return
    cells = []
    for at, (head, value, total) in enumerate(zip(heads, line.cells, weighed, strict=True)):
        shown, minor, places = _figure(value, head.shape, pen.currency)
        if total is not None and minor is not None:
            total.add(page.row + 1, minor, places=places)
        is_words = head.shape is Shape.TEXT or isinstance(value, str | Message)
        written = pen.words(_as_words(value)) if is_words else shown
        look = _style(head, line, value, pen.currency)
        is_set_in = head.shape in _AT_THE_START and _is_after_figures(heads, at)
        cells.append(Styled(written, styles.set_in(look) if is_set_in else look))
    page.write(*cells)


def _as_words(value: CellValue) -> str | Message | None:
    return value if isinstance(value, str | Message) or value is None else str(value)


def _figure(value: CellValue, shape: Shape, currency: str) -> tuple[Value, int | None, int]:
    """A figure as its cell holds it, and the same in whole units of its last place."""
    if value is None or isinstance(value, str | Message):
        return None, None, 0
    if isinstance(value, date):
        return value, (value - EXCEL_DAY_ZERO).days, 0
    if isinstance(value, int) and shape is not Shape.AMOUNT:
        return value, value, 0
    if shape is Shape.AMOUNT:
        assert isinstance(value, int)
        places = exponent(currency)
        return (value / 10**places if places else value), value, places
    scaled = round_half_up(Fraction(value) * 10**SCALE)
    return scaled / 10**SCALE, scaled, SCALE


def _style(head: Head, line: Line, value: CellValue, currency: str) -> CellStyle:
    """The look of a cell by what it holds and what its row is."""
    words, figures = _SUMS.get(line.look, (None, styles.FIGURE))
    if head.shape in _AT_THE_START:
        plain = {Shape.DAY: styles.DAY, Shape.MONTH: styles.MONTH}.get(head.shape, styles.TEXT)
        return words or plain
    return figures.with_format(_format(head.shape, value, currency, is_total=line.look is Look.TOTAL))


def _format(shape: Shape, value: CellValue, currency: str, *, is_total: bool) -> str:
    if shape is Shape.AMOUNT:
        return money_format(currency) if is_total else figure_format(exponent(currency))
    if shape is Shape.PERCENT:
        return PERCENT_FORMAT
    if shape is Shape.COUNT:
        return COUNT_FORMAT
    return figure_format(_places(value))


def _places(value: CellValue) -> int:
    """As many decimals as a quantity has, four at most."""
    if not isinstance(value, Fraction | Decimal):
        return 0
    exact = Fraction(value)
    return next((n for n in range(SHOWN_PLACES) if (exact * 10**n).denominator == 1), SHOWN_PLACES)


def _check_table(pen: Pen, placed: Placed, weighed: Sequence[NumberSum | None]) -> None:
    for number, line in enumerate(placed.table.rows):
        _check_sums(pen, placed, number, line)
        if line.look is not Look.PART:
            _check_columns(pen, placed, number, line)
    _check_figures(pen, placed, weighed)


def _check_sums(pen: Pen, placed: Placed, number: int, line: Line) -> None:
    """A row of a sum is its rows added up, in each column that adds."""
    for at, head in enumerate(placed.table.heads):
        if not line.sums or not head.adds or line.cells[at] is None:
            continue
        named = {**_named(pen, placed), "row": _row_name(pen, placed.table, line),
                 "column": pen.words(head.label)}
        what = Message(N_("%(where)s: %(row)s, %(column)s"), named)
        pen.checks.compare(what, shown=_cell(placed, number, at), places=_places_of(head, pen.currency),
                           recomputed=_added(placed, line.sums, at))


def _check_columns(pen: Pen, placed: Placed, number: int, line: Line) -> None:
    """A column that follows from others does so in this row."""
    for at, head in enumerate(placed.table.heads):
        if not head.made_of or line.cells[at] is None:
            continue
        named = {**_named(pen, placed), "row": _row_name(pen, placed.table, line),
                 "column": pen.words(head.label)}
        made = "".join(f"{'+' if sign > 0 else '-'}{_cell(placed, number, other)}"
                       for sign, other in head.made_of)
        pen.checks.compare(Message(N_("%(where)s: %(row)s, %(column)s"), named),
                           shown=_cell(placed, number, at), recomputed=made,
                           places=_places_of(head, pen.currency))


def _row_name(pen: Pen, table: SheetTable, line: Line) -> str:
    """What a row is called: its words before its first figure."""
    words = []
    for head, value in zip(table.heads, line.cells, strict=True):
        if head.shape is not Shape.TEXT:
            break
        words.append(pen.words(_as_words(value)))
    if words:
        return ", ".join(word for word in words if word)
    first = line.cells[0]
    return first.isoformat() if isinstance(first, date) else pen.words(_as_words(first))


def _check_figures(pen: Pen, placed: Placed, weighed: Sequence[NumberSum | None]) -> None:
    """All figures of a table as they were written, in one sum."""
    there = [(at, total) for at, total in enumerate(weighed, start=1) if total is not None]
    if not there:
        return
    last = placed.first + len(placed.table.rows) - 1
    formulas = (total.formula(column(placed.page, at, placed.first, last=last)) for at, total in there)
    pen.checks.compare(
        Message(N_("%(where)s: all figures as they were written"), _named(pen, placed)),
        shown=repr(sum(total.expected for _at, total in there)), recomputed="+".join(formulas), places=4)


def _named(pen: Pen, placed: Placed) -> dict[str, str]:
    title = placed.table.title
    return {"where": ", ".join([placed.page.title, *([pen.words(title)] if title else [])])}


def _cell(placed: Placed, row: int, at: int) -> str:
    return placed.page.ref(at + 1, placed.first + row)


def _added(placed: Placed, terms: Terms, at: int) -> str:
    """The rows of a sum in one column: runs of neighbours as ranges, so that a long table stays short."""
    runs = ((sign, column(placed.page, at + 1, placed.first + first, last=placed.first + last))
            for sign, first, last in _runs(terms))
    return "".join(f"{'+' if sign > 0 else '-'}SUM({cells})" for sign, cells in runs) or "0"


def _runs(terms: Terms) -> Iterator[tuple[int, int, int]]:
    """Neighbours of one sign together: sign, first and last row."""
    begun: list[int] = []
    for sign, row in terms:
        if begun and (begun[0], begun[2] + 1) == (sign, row):
            begun[2] = row
            continue
        if begun:
            yield begun[0], begun[1], begun[2]
        begun = [sign, row, row]
    if begun:
        yield begun[0], begun[1], begun[2]


def _places_of(head: Head, currency: str) -> int:
    if head.shape is Shape.AMOUNT:
        return exponent(currency)
    return {Shape.QUANTITY: SHOWN_PLACES, Shape.PERCENT: PERCENT_PLACES}.get(head.shape, 0)
