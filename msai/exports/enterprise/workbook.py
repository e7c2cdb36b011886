"""The file of an enterprise: sheets to read and print, tidy tables, and one sheet that adds all of it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from msai.exports.checks import WIDTHS, Checks, sum_between, sum_where
from msai.exports.data_sheets import DataSheet
from msai.exports.enterprise.book import EnterpriseBook, Part, Sheet, Spot, Sum
from msai.exports.enterprise.sheets import TITLE_ROWS, Pen, note_lines, write_sheet
from msai.exports.sheet_page import SheetPage, set_print
from msai.exports.workbook import LONGEST_TITLE, sheet_title
from msai.messages import N_, Message

_Tables = dict[str, DataSheet]


def write_enterprise_workbook(
    book: EnterpriseBook, target: Path | str | IO[bytes], *, translate: Callable[[Message], str],
) -> None:
    """Write the workbook to a path or an open binary file, its words turned by `translate`."""
    workbook = Workbook(write_only=True)
    checks = Checks(translate)
    pen, titles = Pen(book, checks, translate), _Titles()

    def new_page(title: Message, widths: tuple[float, ...]) -> SheetPage:
        return SheetPage(workbook, titles.free(translate(title)), widths=widths,
                         right_to_left=book.right_to_left)

    pages = [new_page(sheet.title, sheet.widths) for sheet in book.sheets]
    tables = {one.name: DataSheet(workbook, f"Data_{one.name}", table=f"tbl{one.name}", columns=one.columns)
              for one in book.data}
    checks_page = new_page(Message(N_("Checks")), WIDTHS)
    for page, sheet in zip(pages, book.sheets, strict=True):
        _prepare(page, sheet, pen)
        write_sheet(page, sheet, pen)
    for one in book.data:
        tables[one.name].set_print(header=book.name, footer=translate(book.origin))
        tables[one.name].write(one.rows)
    _tie(pen, tables)
    checks.add_tables(tables.values())
    set_print(checks_page.sheet, header=book.name, footer=translate(book.origin), repeated_rows="6:6")
    checks_page.freeze("A7")
    checks.write(checks_page)
    workbook.save(target)


class _Titles:
    """Titles of sheets as files allow them, each given once: long words in another language may end alike."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def free(self, text: str) -> str:
        """The title, or with a number where another sheet has it."""
        title, number = sheet_title(text), 2
        while title.casefold() in self._given:
            ending = f" {number}"
            title, number = sheet_title(text)[:LONGEST_TITLE - len(ending)] + ending, number + 1
        self._given.add(title.casefold())
        return title


def _prepare(page: SheetPage, sheet: Sheet, pen: Pen) -> None:
    """The title stays in sight and on each page of paper, with the heads where they are those of all rows."""
    rows = TITLE_ROWS + sum(len(note_lines(sheet, pen.say(note))) for note in sheet.notes)
    if len(sheet.tables) == 1 and sheet.tables[0].rows:
        rows += 1 + (sheet.tables[0].title is not None)
    page.freeze(f"{get_column_letter(sheet.kept_columns + 1)}{rows + 1}")
    set_print(page.sheet, header=pen.book.name, footer=pen.say(pen.book.origin), repeated_rows=f"1:{rows}")


def _tie(pen: Pen, tables: _Tables) -> None:
    for tie in pen.book.ties:
        parts = "".join(f"{'+' if sign > 0 else '-'}{_formula(pen, tables, part)}"
                        for sign, part in tie.parts)
        pen.checks.compare(tie.what, shown=_formula(pen, tables, tie.shown), recomputed=parts or "0",
                           places=tie.places)


def _formula(pen: Pen, tables: _Tables, part: Part) -> str:
    if isinstance(part, Spot):
        return pen.address(part)
    if isinstance(part, Sum):
        return _sum(tables[part.name], part)
    return str(part)


def _sum(sheet: DataSheet, part: Sum) -> str:
    if part.between is not None:
        return sum_between(sheet, part.column, between=part.between, **part.where)
    if part.where:
        return sum_where(sheet, part.column, **part.where)
    return f"SUM({sheet.cells(part.column)})"
