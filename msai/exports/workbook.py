"""The group's workbook: the file a group, a facilitator or an auditor takes away.

Sheets to read and print come first, then the tables they were made from, then the sheet of
checks that adds everything up again.  Rows are written as they are made, so a book of many
years costs little memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from openpyxl import Workbook

from msai.exports.checks import WIDTHS, Checks
from msai.exports.data_sheets import DataSheets
from msai.exports.group_workbook import GroupWorkbook
from msai.exports.printed_bank import write_bank
from msai.exports.printed_claims import (
    write_claims,
    write_interests,
    write_loans,
    write_ratios,
    write_receipts,
    write_share_outs,
)
from msai.exports.printed_sheets import write_meetings, write_members, write_summary
from msai.exports.printed_statements import write_cash_book, write_fund_statements, write_trial_balance
from msai.exports.sheet_page import SheetPage, set_print
from msai.exports.writing import Writing
from msai.messages import N_, Message

LONGEST_TITLE = 31
REPEATED_ROWS = "1:5"

_PRINTED = (
    (N_("Summary"), write_summary, (42, 18, 18, 18, 18, 18, 18)),
    (N_("Members"), write_members, (5, 28, 13, 13, 9, 16, 16, 16, 16, 16, 16, 16)),
    (N_("Meetings"), write_meetings, (6, 14, 10, 13, 17, 17, 17, 17)),
    (N_("Cash book"), write_cash_book, (14, 9, 54, 16, 16, 18)),
    (N_("Fund statements"), write_fund_statements, (44, 18, 18, 18, 18, 18)),
    (N_("Money in and out"), write_receipts, (44, 18, 18, 18, 18, 18)),
    (N_("What belongs to the members"), write_interests, (5, 28, 17, 17, 17, 17, 17)),
    (N_("Debts, dues and stakes"), write_claims, (34, 18, 18, 18, 18, 18)),
    (N_("Loans"), write_loans, (28, 20, 16, 14, 17, 17, 14, 12, 16)),
    (N_("Compared with the bank"), write_bank, (14, 17, 17, 17, 17, 20, 44, 17)),
    (N_("Ratios"), write_ratios, (34, 18, 52, 52, 26)),
    (N_("Share-outs"), write_share_outs, (5, 28, 9, 16, 16, 16, 16, 16, 18)),
    (N_("Trial balance"), write_trial_balance, (16, 9, 36, 28, 17, 17)),
)


def write_group_workbook(
    book: GroupWorkbook, target: Path | str | IO[bytes], *, translate: Callable[[Message], str],
) -> None:
    """Write the workbook to a path or an open binary file.

    `translate` turns a message into the reader's language; titles of printed sheets follow it,
    those of the tables do not.  Repeating the call needs a fresh `book.entries`.
    """
    workbook = Workbook(write_only=True)
    checks = Checks(translate)

    def new_page(name: str, widths: Sequence[float]) -> SheetPage:
        title = sheet_title(translate(Message(name)))
        return SheetPage(workbook, title, widths=widths, right_to_left=book.right_to_left)

    pages = [new_page(name, widths) for name, _write, widths in _PRINTED]
    data = DataSheets(workbook)
    checks_page = new_page(N_("Checks"), WIDTHS)
    writing = Writing(book, data, checks, translate)
    data.write(book, footer=writing.origin())
    for page, (_name, write, _widths) in zip(pages, _PRINTED, strict=True):
        set_print(page.sheet, header=book.group_name, footer=writing.origin(), repeated_rows=REPEATED_ROWS)
        write(page, writing)
    checks.add_tables(data.all)
    set_print(checks_page.sheet, header=book.group_name, footer=writing.origin(), repeated_rows="6:6")
    checks_page.freeze("A7")
    checks.write(checks_page)
    workbook.save(target)


def sheet_title(text: str) -> str:
    """A title as files allow it: 31 characters, none of those that formulas use."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:LONGEST_TITLE].strip("' ") or "–"
