"""The sheet of the trace: members down, places across, adding up both ways."""

from __future__ import annotations

from msai.exports import sheet_styles as styles
from msai.exports.investments.book import TraceTable
from msai.exports.investments.sheets import Pen
from msai.exports.sheet_page import SheetPage, Styled, amount, column
from msai.messages import N_, Message


def write_traces(page: SheetPage, pen: Pen) -> None:
    """Where each member's money is, fund by fund; rows and columns are added up again by the checks."""
    page.freeze("B5")
    pen.title(page)
    for table in pen.book.traces:
        page.write(Styled(pen.name(table.label).value, styles.SECTION))
        page.write(*_heads(pen, table))
        first = page.row + 1
        for line in table.lines:
            minors = (line.account_minor, line.rounding_minor, *line.cells, line.value_minor)
            page.write(pen.name(line.name), *(amount(minor, pen.currency) for minor in minors))
        _total(page, pen, table, first)
        page.skip()


def _heads(pen: Pen, table: TraceTable) -> list[Styled]:
    names = (Message(N_("Member")), Message(N_("Her account")), table.rounding, *table.places,
             Message(N_("Her part now")))
    said = [pen.say(name) if isinstance(name, Message) else name for name in names]
    return [Styled(name, styles.HEAD_END if n else styles.HEAD) for n, name in enumerate(said)]


def _total(page: SheetPage, pen: Pen, table: TraceTable, first: int) -> None:
    """The totals of the fund, held against the members' parts, and their accounts against their values."""
    lines, last = table.lines, max(page.row, first)
    minors = (sum(line.account_minor for line in lines), sum(line.rounding_minor for line in lines),
              *table.totals_minor, sum(table.totals_minor))
    row = page.write(Styled(pen.words(N_("Total")), styles.TOTAL),
                     *(amount(minor, pen.currency, total=True) for minor in minors))
    for number in range(2, len(minors) + 2):
        pen.checks.compare(
            Message(N_("%(sheet)s: column %(number)s of all members"),
                    {"sheet": page.title, "number": number}),
            shown=page.ref(number, row), places=pen.places,
            recomputed=f"SUM({column(page, number, first, last=last)})")
    pen.checks.compare(
        Message(N_("%(sheet)s: accounts, what they differ by, and all places"), {"sheet": page.title}),
        shown=page.ref(len(minors) + 1, row), places=pen.places,
        recomputed=f"{page.ref(2, row)}+{page.ref(3, row)}")
