"""One sheet of a workbook, written from top to bottom.

Text from people is always written as text, so that a name that begins with an equals sign
is a name and not a formula.  A sheet knows how it prints: A4 across, the heads repeated on
each page, group and page number at the edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from ledgers.currencies import exponent
from msai.exports import sheet_styles as styles
from msai.exports.sheet_styles import PERCENT_FORMAT, CellStyle, figure_format, money_format

if TYPE_CHECKING:
    from openpyxl import Workbook

A4 = 9
REPLACEMENT = "\ufffd"
ROW_HEIGHT = 15.0

Value: TypeAlias = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula; only the sheet of checks holds any."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """A value and how it looks."""

    value: Value | Formula
    style: CellStyle


def safe_text(text: str) -> str:
    """Text as a cell can hold it: control characters, which no file of this kind may carry, are marked."""
    return ILLEGAL_CHARACTERS_RE.sub(REPLACEMENT, text.replace("\r", " "))


class SheetPage:
    """A sheet that is written row by row and knows the number of its last row."""

    def __init__(
        self, workbook: Workbook, title: str, *, widths: Sequence[float], right_to_left: bool,
    ) -> None:
        self._sheet: Any = workbook.create_sheet(title)
        self.title = title
        self.row = 0
        self._widths = widths
        self._cells: dict[tuple[int, CellStyle], Any] = {}
        self._look: Callable[[CellStyle], CellStyle] = styles.mirrored if right_to_left else styles.unchanged
        for number, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.sheet_view.rightToLeft = right_to_left
        self._sheet.sheet_view.showGridLines = False

    def freeze(self, cell: str) -> None:
        """Keep the rows above and the columns before a cell in sight; before the first row is written."""
        self._sheet.freeze_panes = cell

    @property
    def sheet(self) -> Any:
        """The sheet itself, for tables and formats that depend on values."""
        return self._sheet

    def write(self, *cells: Styled | None) -> int:
        """Write the next row and answer its number."""
        self.row += 1
        height = self._height(cells)
        if height > ROW_HEIGHT:
            self._sheet.row_dimensions[self.row].height = height
        self._sheet.append([
            None if cell is None else self._filled(column, cell) for column, cell in enumerate(cells)
        ])
        return self.row

    def _height(self, cells: Sequence[Styled | None]) -> float:
        """What the row needs: programmes do not agree on fitting heights to wrapped text by themselves."""
        lines = (_height_of(cell, width) for cell, width in zip(cells, self._widths, strict=False) if cell)
        return max(lines, default=ROW_HEIGHT)

    def skip(self) -> None:
        """Leave a row empty."""
        self.write()

    def _filled(self, column: int, styled: Styled) -> Any:
        """The cell of this look in this column, used again in every row: making one is slow."""
        key = column, styled.style
        if key not in self._cells:
            self._cells[key] = styled_cell(self._sheet, Styled(None, self._look(styled.style)))
        set_value(self._cells[key], styled.value)
        return self._cells[key]

    def ref(self, column: int, row: int) -> str:
        """The absolute address of a cell of this sheet, as formulas of other sheets name it."""
        return f"{quoted(self.title)}!${get_column_letter(column)}${row}"


def quoted(title: str) -> str:
    """A sheet's title as formulas write it."""
    return "'" + title.replace("'", "''") + "'"


def styled_cell(sheet: Any, styled: Styled) -> Any:
    """A cell with its value and look; text is text whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    set_value(cell, styled.value)
    apply_style(cell, styled.style)
    return cell


def apply_style(cell: Any, style: CellStyle) -> None:
    """Give a cell its look."""
    cell.font = style.font
    cell.number_format = style.number_format
    if style.border is not None:
        cell.border = style.border
    if style.alignment is not None:
        cell.alignment = style.alignment


def set_value(cell: Any, value: Value | Formula) -> None:
    """Put a value into a cell: formulas as formulas, everything else as what it is."""
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = safe_text(value)
        cell.data_type = "s"
    else:
        cell.value = value


def set_print(sheet: Any, *, header: str, footer: str, repeated_rows: str) -> None:
    """Print a sheet on A4 across, as wide as the paper, with heads repeated and pages numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = repeated_rows
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = _literal(header), _literal(sheet.title)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = _literal(footer), "&P / &N"


def _height_of(cell: Styled, width: float) -> float:
    size = float(cell.style.font.size or 11)
    if size > styles.TEXT_SIZE:
        return size * 1.6
    wraps = cell.style.alignment is not None and cell.style.alignment.wrap_text
    if not wraps or not isinstance(cell.value, str):
        return ROW_HEIGHT
    letter = 1.0 if cell.style.font.bold else 0.9
    return ROW_HEIGHT * max(1, ceil(len(cell.value) * letter / width))


def _literal(text: str) -> str:
    return safe_text(text).replace("&", "&&")


def text(value: str) -> Styled:
    """Ordinary text."""
    return Styled(value, styles.TEXT)


def day(value: date | None) -> Styled:
    """A day, its month by name."""
    return Styled(value, styles.DAY)


def amount(minor: int, currency: str, *, total: bool = False) -> Styled:
    """An amount without its sign, under a heading that names its currency."""
    places = exponent(currency)
    look = styles.TOTAL_FIGURE if total else styles.FIGURE
    value = minor / 10**places if places else minor
    return Styled(value, look.with_format(money_format(currency) if total else figure_format(places)))


def percent(value: Decimal | None) -> Styled:
    """A percentage, empty where it is not known."""
    shown = None if value is None else float(value)
    return Styled(shown, styles.FIGURE.with_format(PERCENT_FORMAT))


def plain(value: Decimal | None, number_format: str = "0.00") -> Styled:
    """A figure that is no money."""
    shown = None if value is None else float(value)
    return Styled(shown, styles.FIGURE.with_format(number_format))


def column(page: SheetPage, number: int, first: int, *, last: int) -> str:
    """A range of one column, as formulas of other sheets name it."""
    letter = get_column_letter(number)
    return f"{quoted(page.title)}!${letter}${first}:${letter}${last}"


def write_title(page: SheetPage, lines: tuple[str, str, str, str | None]) -> None:
    """The four rows a sheet begins with: whose it is, what it shows, on what it stands, perhaps a mark."""
    name, shows, origin, mark = lines
    page.write(Styled(name, styles.TITLE))
    page.write(Styled(shows, styles.SECTION))
    page.write(Styled(origin, styles.SUBTITLE))
    if mark is None:
        page.skip()
    else:
        page.write(Styled(mark, styles.SECTION))
