"""The file of a group's investments: sheets to read and print, then one that adds everything up again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from openpyxl import Workbook

from msai.exports.checks import WIDTHS, Checks
from msai.exports.investments.book import InvestmentsBook
from msai.exports.investments.sheets import Pen, write_costs, write_flows, write_rates, write_returns
from msai.exports.investments.trace import write_traces
from msai.exports.sheet_page import SheetPage, set_print
from msai.exports.workbook import sheet_title
from msai.messages import N_, Message

_SHEETS = (
    (N_("Flows"), write_flows, (14, 40, 18, 18, 20, 20, 14)),
    (N_("Cost of sending"), write_costs, (14, 34, 20, 18, 12, 18, 20, 14)),
    (N_("Returns and bridge"), write_returns, (34, 18, 18, 46, 18, 30, 14)),
    (N_("Trace"), write_traces, (28, *[17] * 15)),
    (N_("Rates"), write_rates, (14, 16, 20, 40)),
)


def write_investments(
    book: InvestmentsBook, target: Path | str | IO[bytes], *, translate: Callable[[Message], str],
) -> None:
    """Write the workbook to a path or an open binary file, its words turned by `translate`."""
    workbook = Workbook(write_only=True)
    checks = Checks(translate)
    pen = Pen(book, checks, translate)
    for name, write, widths in _SHEETS:
        page = SheetPage(workbook, sheet_title(translate(Message(name))), widths=widths,
                         right_to_left=book.right_to_left)
        set_print(page.sheet, header=book.group_name, footer=pen.origin(), repeated_rows="1:4")
        write(page, pen)
    page = SheetPage(workbook, sheet_title(translate(Message(N_("Checks")))), widths=WIDTHS,
                     right_to_left=book.right_to_left)
    set_print(page.sheet, header=book.group_name, footer=pen.origin(), repeated_rows="6:6")
    page.freeze("A7")
    checks.write(page)
    workbook.save(target)
