"""The sheet of checks: live formulas that add the tables up again.

Every other sheet holds values.  Here the figures shown on the printed sheets are held
against sums over the tables, and each column of each table against what it came to when the
file was written.  A cell that is altered anywhere turns a line false, and with it the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill

from msai.exports import sheet_styles as styles
from msai.exports.data_sheets import ColumnCheck, DataSheet
from msai.exports.sheet_page import Formula, SheetPage, Styled, text
from msai.messages import N_, Message

if TYPE_CHECKING:
    Say = Callable[[Message], str]

FIRST_LINE = 7
WIDTHS = (64, 20, 20, 12, 16)
PLAIN = '#,##0.00##;"−"#,##0.00##'
EXPLANATION = N_("These formulas add the tables up again and compare them with the sheets.")
HEADS = (N_("What is compared"), N_("Shown"), N_("Added up again"), N_("Agrees"), N_("Differs by"))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A condition of a sum: a figure or day not below this one."""

    number: int


Condition: TypeAlias = str | int | AtLeast


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what is compared, the figure shown, the figure recomputed, how close they must be."""

    what: str
    shown: str
    recomputed: str
    places: int


class Checks:
    """The checks of a workbook, gathered while its sheets are written."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.lines: list[Check] = []

    def compare(self, what: Message, *, shown: str, recomputed: str, places: int) -> None:
        """Hold a figure on a printed sheet (an address or formula) against a sum over the tables."""
        self.lines.append(Check(self._say(what), shown, recomputed, places))

    def add_tables(self, tables: Iterable[DataSheet]) -> None:
        """Hold every table against what it was: its heads, its rows and each of its columns."""
        for sheet in tables:
            heads = Message(N_("%(table)s: heads of the columns"), {"table": sheet.title})
            self._compare_sum(heads, sheet.heads())
            self._compare_rows(sheet)
            for check in sheet.column_checks():
                what = Message(N_("%(table)s: column %(column)s as it was written"),
                               {"table": sheet.title, "column": check.column})
                self._compare_sum(what, check)

    def _compare_rows(self, sheet: DataSheet) -> None:
        what = Message(N_("%(table)s: number of rows"), {"table": sheet.title})
        rows = f"COUNTA({sheet.cells(sheet.first_column)})"
        self.compare(what, shown=str(sheet.count), recomputed=rows, places=0)

    def _compare_sum(self, what: Message, check: ColumnCheck) -> None:
        self.compare(what, shown=repr(check.expected), recomputed=check.formula, places=4)

    def write(self, page: SheetPage) -> None:
        """Write the sheet: the result of all lines first, then each line."""
        last = FIRST_LINE + len(self.lines) - 1
        page.write(Styled(self._say(Message(N_("Checks"))), styles.TITLE))
        page.write(Styled(self._say(Message(EXPLANATION)), styles.SUBTITLE))
        page.skip()
        page.write(Styled(self._say(Message(N_("Everything agrees"))), styles.TOTAL),
                   *[Styled(None, styles.TOTAL)] * 2,
                   Styled(Formula(f"=AND(D{FIRST_LINE}:D{last})"), styles.TOTAL_FIGURE))
        page.skip()
        page.write(*(Styled(self._say(Message(head)), styles.HEAD_END if n else styles.HEAD)
                     for n, head in enumerate(HEADS)))
        for line in self.lines:
            _write_line(page, line)
        _colour(page, last)


def _write_line(page: SheetPage, line: Check) -> None:
    figure, row = styles.FIGURE.with_format(PLAIN), page.row + 1
    closeness = f"{0.4 * 10**-line.places:.{line.places + 1}f}"
    agrees = f"=IFERROR(ABS(B{row}-C{row})<{closeness},FALSE)"
    differs = f'=IF(D{row},"",IFERROR(ROUND(B{row}-C{row},{line.places}),""))'
    page.write(text(line.what), Styled(Formula(f"={line.shown}"), figure),
               Styled(Formula(f"={line.recomputed}"), figure), Styled(Formula(agrees), styles.FIGURE),
               Styled(Formula(differs), figure))


def _colour(page: SheetPage, last: int) -> None:
    rule: Any = CellIsRule
    agreed = rule("equal", ["TRUE"], font=Font(color=styles.LEAF, bold=True))
    differs = rule("equal", ["FALSE"], font=Font(color="FFFFFF", bold=True),
                   fill=PatternFill(bgColor=styles.BRICK, fill_type="solid"))
    for cells in ("D4", f"D{FIRST_LINE}:D{last}"):
        page.sheet.conditional_formatting.add(cells, agreed)
        page.sheet.conditional_formatting.add(cells, differs)


def sum_where(sheet: DataSheet, column: str, /, **conditions: Condition) -> str:
    """SUMIFS of a column over the rows that meet every condition; texts must be equal."""
    parts = [f"{sheet.cells(name)},{_criterion(value)}" for name, value in conditions.items()]
    return f"SUMIFS({','.join([sheet.cells(column), *parts])})"


def sum_between(
    sheet: DataSheet, column: str, /, *, between: tuple[str, int, int], **conditions: Condition,
) -> str:
    """SUMIFS of a column over the rows in which another lies between two numbers, both included."""
    name, first, last = between
    upper = f'{sheet.cells(name)},"<={last}"'
    lower = sum_where(sheet, column, **{name: AtLeast(first)}, **conditions)
    return f"{lower[:-1]},{upper})"


def _criterion(value: Condition) -> str:
    if isinstance(value, AtLeast):
        return f'">={value.number}"'
    if isinstance(value, int):
        return str(value)
    literal = value.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f'"={literal}"'
