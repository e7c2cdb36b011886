"""Tidy tables: what the printed sheets were made from, one fact a row.

A facilitator who wants other sums than ours takes these tables into a pivot table or another
programme.  Heads are stable names that are not translated; holders appear by the aliases of
the books, people by name in the table of members alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from ledgers.chart import CHARTS
from ledgers.currencies import exponent
from ledgers.statements.drawn import DayBookEntry
from msai.exports.account_names import commodity_of
from msai.exports.enterprise.columns import Column, ColumnKind, DataValue, Quantity
from msai.exports.fingerprints import NumberSum, TextSum, header_formula, header_sum
from msai.exports.group_workbook import GroupWorkbook, MemberLine
from msai.exports.sheet_page import Styled, apply_style, quoted, safe_text, set_print, styled_cell
from msai.exports.sheet_styles import TIDY, TIDY_DATE_FORMAT, TIDY_HEAD, decimals_format

if TYPE_CHECKING:
    from openpyxl import Workbook

FIRST_ROW = 2
EXCEL_DAY_ZERO = date(1899, 12, 30)
UNIT_PLACES = 4


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """What a column must add up to, and the formula that adds it up."""

    column: str
    expected: float
    formula: str


class DataSheet:
    """A table that is written row by row, one reused cell a column, and weighed on the way."""

    def __init__(self, workbook: Workbook, title: str, *, table: str, columns: Sequence[Column]) -> None:
        self.title = title
        self._sheet: Any = workbook.create_sheet(title)
        self._table = table
        self._columns = columns
        self._sums = [TextSum() if c.kind is ColumnKind.TEXT else NumberSum() for c in columns]
        self.count = 0
        self._begun = False

    def _begin(self) -> None:
        for number, column in enumerate(self._columns, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = column.width
        self._sheet.freeze_panes = "A2"
        self._sheet.append([styled_cell(self._sheet, Styled(c.name, TIDY_HEAD)) for c in self._columns])

    def write(self, rows: Iterable[Sequence[DataValue]]) -> None:
        """Write all rows and make the table; an empty table keeps one empty row, as files require."""
        self._begin()
        cells = [_Cells(self._sheet, column) for column in self._columns]
        for row, values in enumerate(rows, start=FIRST_ROW):
            self._sheet.append([
                cell.filled(value, row, total)
                for cell, value, total in zip(cells, values, self._sums, strict=True)
            ])
            self.count += 1
        if not self.count:
            self._weigh_nothing(cells)
        self._sheet.tables.add(self._made_table())

    def _weigh_nothing(self, cells: Sequence[_Cells]) -> None:
        for cell, total in zip(cells, self._sums, strict=True):
            cell.filled(None, FIRST_ROW, total)
        self._sheet.append([])

    @property
    def _last_row(self) -> int:
        return FIRST_ROW + max(self.count, 1) - 1

    def _made_table(self) -> Table:
        last = get_column_letter(len(self._columns))
        table = Table(displayName=self._table, ref=f"A1:{last}{self._last_row}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        table.tableColumns = [
            TableColumn(id=number, name=column.name) for number, column in enumerate(self._columns, start=1)
        ]
        table.autoFilter = AutoFilter(ref=table.ref)
        return table

    def cells(self, name: str) -> str:
        """The range of a column, as formulas of other sheets name it."""
        letter = get_column_letter([column.name for column in self._columns].index(name) + 1)
        return f"{quoted(self.title)}!${letter}${FIRST_ROW}:${letter}${self._last_row}"

    def set_print(self, *, header: str, footer: str) -> None:
        """Print the table as wide as the paper."""
        set_print(self._sheet, header=header, footer=footer, repeated_rows="1:1")

    @property
    def first_column(self) -> str:
        """The column that every row fills."""
        return self._columns[0].name

    def heads(self) -> ColumnCheck:
        """What the heads must add up to."""
        names = [column.name for column in self._columns]
        cells = f"{quoted(self.title)}!$A$1:${get_column_letter(len(names))}$1"
        return ColumnCheck("", header_sum(names), header_formula(cells, names))

    def column_checks(self) -> Iterator[ColumnCheck]:
        """What each column must add up to."""
        for column, total in zip(self._columns, self._sums, strict=True):
            yield ColumnCheck(column.name, total.expected, total.formula(self.cells(column.name)))


class _Cells:
    """The reused cells of one column: one for each number of decimals it shows."""

    def __init__(self, sheet: Any, column: Column) -> None:
        self._sheet = sheet
        self._kind = column.kind
        self._by_places: dict[int, Any] = {}

    def _cell(self, places: int) -> Any:
        if places not in self._by_places:
            self._by_places[places] = WriteOnlyCell(self._sheet)
            shown = {ColumnKind.DAY: TIDY_DATE_FORMAT, ColumnKind.AMOUNT: decimals_format(places)}
            apply_style(self._by_places[places], TIDY.with_format(shown.get(self._kind, "General")))
        return self._by_places[places]

    def filled(self, value: DataValue, row: int, total: TextSum | NumberSum) -> Any:
        """The cell with a value, after it was weighed; None leaves the place empty."""
        if isinstance(total, TextSum):
            return self._text(value, row, total)
        if value is None:
            return None
        if isinstance(value, Quantity):
            total.add(row, value.minor, places=value.places)
            return self._number(value.minor / 10**value.places if value.places else value.minor, value.places)
        assert not isinstance(value, str)
        total.add(row, (value - EXCEL_DAY_ZERO).days if isinstance(value, date) else value)
        return self._number(value, 0)

    def _text(self, value: DataValue, row: int, total: TextSum) -> Any:
        text = safe_text(str(value)) if value is not None else None
        total.add(row, text)
        if not text:
            return None
        cell = self._cell(0)
        cell.value = text
        cell.data_type = "s"
        return cell

    def _number(self, value: float | date, places: int) -> Any:
        cell = self._cell(places)
        cell.value = value
        return cell


_TEXT, _NUMBER, _DAY, _AMOUNT = ColumnKind.TEXT, ColumnKind.NUMBER, ColumnKind.DAY, ColumnKind.AMOUNT

ENTRIES = (
    Column("seq", _NUMBER, 8), Column("date", _DAY, 12), Column("kind", _TEXT, 22),
    Column("closing", _NUMBER, 8),
    Column("source_kind", _TEXT, 14), Column("source_id", _TEXT, 38), Column("client_ref", _TEXT, 44),
    Column("posted_at", _TEXT, 22), Column("hash", _TEXT, 68),
)
POSTINGS = (
    Column("seq", _NUMBER, 8), Column("line", _NUMBER, 6), Column("date", _DAY, 12),
    Column("kind", _TEXT, 22),
    Column("closing", _NUMBER, 8), Column("fund", _TEXT, 14), Column("debit_code", _NUMBER, 11),
    Column("debit_holder", _TEXT, 16), Column("credit_code", _NUMBER, 11), Column("credit_holder", _TEXT, 16),
    Column("amount", _AMOUNT, 14), Column("commodity", _TEXT, 12), Column("line_ref", _TEXT, 10),
    Column("reverses_seq", _NUMBER, 13), Column("reverses_line", _NUMBER, 13),
)
MEETINGS = (
    Column("number", _NUMBER, 8), Column("date", _DAY, 12), Column("present", _NUMBER, 9),
    Column("on_roll", _NUMBER, 9), Column("money_in", _AMOUNT, 14), Column("money_out", _AMOUNT, 14),
    Column("cash_counted", _AMOUNT, 14), Column("cash_difference", _AMOUNT, 15),
)
MEMBERS = (
    Column("number", _NUMBER, 8), Column("holder", _TEXT, 14), Column("name", _TEXT, 30),
    Column("joined", _DAY, 12),
    Column("left", _DAY, 12), Column("shares", _NUMBER, 9), Column("savings", _AMOUNT, 14),
    Column("social", _AMOUNT, 14), Column("invested", _AMOUNT, 14), Column("units", _AMOUNT, 14),
    Column("investment_worth", _AMOUNT, 16), Column("loans", _AMOUNT, 14), Column("dues", _AMOUNT, 14),
    Column("due_to_her", _AMOUNT, 14),
)
BALANCES = (
    Column("fund", _TEXT, 14), Column("code", _NUMBER, 8), Column("account", _TEXT, 34),
    Column("holder", _TEXT, 16),
    Column("balance", _AMOUNT, 16), Column("commodity", _TEXT, 12),
)

BANK = (
    Column("code", _NUMBER, 8), Column("holder", _TEXT, 16), Column("day", _DAY, 12),
    Column("book", _AMOUNT, 14), Column("looks", _NUMBER, 8), Column("shown", _AMOUNT, 14),
    Column("difference", _AMOUNT, 14), Column("explained", _AMOUNT, 14), Column("unexplained", _AMOUNT, 14),
)


class DataSheets:
    """The six tables of a workbook, made in their order and written when all else is known."""

    def __init__(self, workbook: Workbook) -> None:
        self.entries = DataSheet(workbook, "Data_Entries", table="tblEntries", columns=ENTRIES)
        self.postings = DataSheet(workbook, "Data_Postings", table="tblPostings", columns=POSTINGS)
        self.meetings = DataSheet(workbook, "Data_Meetings", table="tblMeetings", columns=MEETINGS)
        self.members = DataSheet(workbook, "Data_Members", table="tblMembers", columns=MEMBERS)
        self.balances = DataSheet(workbook, "Data_Balances", table="tblBalances", columns=BALANCES)
        self.bank = DataSheet(workbook, "Data_Bank", table="tblBank", columns=BANK)

    @property
    def all(self) -> tuple[DataSheet, ...]:
        """The tables in their order."""
        return self.entries, self.postings, self.meetings, self.members, self.balances, self.bank

    def write(self, book: GroupWorkbook, *, footer: str) -> None:
        """Write every table; the entries are read once."""
        for sheet in self.all:
            sheet.set_print(header=book.group_name, footer=footer)
        currency = book.drawn.currency
        kept: list[tuple[DataValue, ...]] = []
        self.postings.write(_posting_rows(book.entries, currency, kept))
        self.entries.write(kept)
        self.meetings.write(_meeting_rows(book))
        self.members.write(_member_row(line, exponent(currency)) for line in book.members)
        self.balances.write(_balance_rows(book))
        self.bank.write(_bank_rows(book))


def _posting_rows(
    entries: Iterable[DayBookEntry], currency: str, kept: list[tuple[DataValue, ...]],
) -> Iterator[tuple[DataValue, ...]]:
    """The rows of all postings; the few columns of each entry are kept for their own table."""
    for entry in entries:
        kept.append(_entry_row(entry))
        for line, p in enumerate(entry.postings, start=1):
            commodity = commodity_of(p.fund, currency)
            yield (
                entry.seq, line, entry.occurred_on, entry.kind, int(entry.closing), p.fund, p.debit.code,
                p.debit.alias, p.credit.code, p.credit.alias, Quantity(p.amount_minor, commodity.places),
                commodity.name, p.line_ref, *(p.reverses or (None, None)),
            )


def _entry_row(entry: DayBookEntry) -> tuple[DataValue, ...]:
    posted_at = datetime.fromtimestamp(entry.posted_at // 1000, tz=UTC)
    return (
        entry.seq, entry.occurred_on, entry.kind, int(entry.closing), entry.source_kind,
        str(entry.source_id) if entry.source_id else None, entry.client_ref,
        f"{posted_at:%Y-%m-%dT%H:%M:%SZ}", entry.hash.hex(),
    )


def _meeting_rows(book: GroupWorkbook) -> Iterator[tuple[DataValue, ...]]:
    places = exponent(book.drawn.currency)
    for line in book.meetings:
        counted = Quantity(line.counted_minor, places) if line.counted_minor is not None else None
        yield (
            line.number, line.held_on, line.present, line.on_roll, Quantity(line.in_minor, places),
            Quantity(line.out_minor, places), counted, Quantity(line.difference_minor, places),
        )


def _member_row(line: MemberLine, places: int) -> tuple[DataValue, ...]:
    person = line.person
    money = (Quantity(minor, places) for minor in (
        line.worth_minor, line.loans_minor, line.dues_minor, line.due_to_her_minor))
    return (
        person.number, person.holder.alias, person.name, person.joined, person.left, line.shares,
        Quantity(line.savings_minor, places), Quantity(line.social_minor, places),
        Quantity(line.invested_minor, places), Quantity(line.units_e4, UNIT_PLACES), *money,
    )


def _balance_rows(book: GroupWorkbook) -> Iterator[tuple[DataValue, ...]]:
    chart = CHARTS[book.drawn.kind]
    for line in book.trial_balance.lines:
        account, commodity = line.account, commodity_of(line.account.fund, book.drawn.currency)
        yield (
            account.fund, account.code, chart.line(account.code).name, account.alias,
            Quantity(line.debit_minor - line.credit_minor, commodity.places), commodity.name,
        )


def _bank_rows(book: GroupWorkbook) -> Iterator[tuple[DataValue, ...]]:
    places = exponent(book.drawn.currency)
    for month in book.bank:
        shown = Quantity(month.shown_minor, places) if month.shown_minor is not None else None
        yield (
            month.code, month.alias, month.day, Quantity(month.book_minor, places), month.looks, shown,
            Quantity(month.difference_minor, places),
            Quantity(month.difference_minor - month.unexplained_minor, places),
            Quantity(month.unexplained_minor, places),
        )
