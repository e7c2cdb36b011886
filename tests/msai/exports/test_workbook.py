"""The workbook says what the screen says, and notices when a figure in it was altered."""

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from ledgers.chart import GROUP_CHART
from ledgers.statements.position import build_balance_sheet
from msai.exports.checks import sum_where
from msai.exports.data_sheets import DataSheets
from msai.exports.labels import ACCOUNT_NAMES, fund_label, tender_label
from msai.exports.sheet_styles import money_format
from msai.exports.workbook import write_group_workbook
from tests.ledgers.paper_book import PaperBook
from tests.msai.exports import sample_enterprise as enterprises
from tests.msai.exports import sample_investments as investments
from tests.msai.exports.paper_year import drawn, year_on_paper
from tests.msai.exports.sample_workbook import NAMES, ROLL, YEAR, in_english, sample_workbook
from tests.services.office import recalculated_once

SHORT = year_on_paper(sundays=2)
SECOND_HALF = date(2025, 7, 1)
EMPTY = PaperBook()
RESULT, FIRST_CHECK = "D4", 7
ALTERED_ROWS = (1, 3, 9999)
NAMES_BEYOND_THE_BASIC_PLANE = {"Data_Members: column name as it was written", "Members: the same names"}
"""One name of the sample has a letter whose place programmes count differently: it is compared whole."""
DATA = ("Data_Entries", "Data_Postings", "Data_Meetings", "Data_Members", "Data_Balances",
        "Data_Bank")


def written(book=None, say=in_english) -> io.BytesIO:
    """The workbook as a file in memory."""
    target = io.BytesIO()
    write_group_workbook(book or sample_workbook(), target, translate=say)
    target.seek(0)
    return target


@cache
def usual() -> Workbook:
    """The usual workbook, read back; for tests that only look."""
    return load_workbook(written())


def altered(row: int) -> bytes:
    """A workbook in which one cell of every column of every table differs from what was written."""
    workbook = load_workbook(written(sample_workbook(SHORT)))
    for title in DATA:
        for cell in workbook[title][min(row, workbook[title].max_row)]:
            before = cell.value
            cell.value = other(before)
            assert cell.value != before
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def other(value: object) -> object:
    """The smallest change of a value: the last letter, the last decimal, one day."""
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) + 1)
    if isinstance(value, float):
        return round(value + 0.0001 if round(value, 2) != value else value + 0.01, 4)
    return value + timedelta(days=1) if isinstance(value, date) else (value or 0) + 1


def all_workbooks() -> dict[str, bytes]:
    """Every workbook of these tests that is added up again."""
    return {
        "dollars": written(sample_workbook()).getvalue(),
        "won": written(sample_workbook(SHORT, currency="KRW")).getvalue(),
        "half": written(sample_workbook(SHORT, since=SECOND_HALF, right_to_left=True)).getvalue(),
        "empty": written(replace(sample_workbook(EMPTY), meetings=(), members=())).getvalue(),
        **{f"altered-{row}": altered(row) for row in ALTERED_ROWS},
        **investments.files(), **enterprises.files(),
    }


class Recalculated(dict[str, Workbook]):
    """The workbooks as LibreOffice added them up, each read when a test first looks at it."""

    def __missing__(self, name: str) -> Workbook:
        file = recalculated_once("group-workbooks", all_workbooks) / f"{name}.xlsx"
        return self.setdefault(name, load_workbook(file, data_only=True))


@pytest.fixture(scope="session")
def recalculated() -> Recalculated:
    """Every workbook of these tests, added up again by LibreOffice in one call."""
    return Recalculated()


def failing(workbook) -> list[str]:
    """What the sheet of checks says does not agree."""
    rows = workbook["Checks"].iter_rows(min_row=FIRST_CHECK, values_only=True)
    return [row[0] for row in rows if row[3] is not True]


@pytest.mark.office
@pytest.mark.parametrize("name", ["dollars", "won", "half", "empty", *investments.WHOLE, *enterprises.WHOLE])
def test_an_untouched_workbook_agrees_with_itself(recalculated, name):
    """Whatever the currency, the direction of reading or the period."""
    assert failing(recalculated[name]) == []
    assert recalculated[name]["Checks"][RESULT].value is True


@pytest.mark.office
@pytest.mark.parametrize("row", ALTERED_ROWS)
def test_an_altered_cell_of_any_column_turns_its_check_false(recalculated, row):
    """A figure, a day, a number, a name or a head: nobody can change one unnoticed."""
    workbook = recalculated[f"altered-{row}"]
    if row == 1:
        expected = {f"{title}: heads of the columns" for title in DATA}
    else:
        expected = {f"{title}: column {cell.value} as it was written"
                    for title in DATA for cell in workbook[title][1]} ^ NAMES_BEYOND_THE_BASIC_PLANE
    assert expected <= set(failing(workbook))
    assert workbook["Checks"][RESULT].value is False


@pytest.mark.office
def test_an_altered_payment_is_noticed_in_the_workbook_of_investments(recalculated):
    """One cent more put in: the payments do not come to what their sheet says."""
    found = failing(recalculated[investments.ALTERED])
    assert found == ["Flows: Put in of =1+1 Farm & Sons"]
    assert recalculated[investments.ALTERED]["Checks"][RESULT].value is False


@pytest.mark.office
def test_an_altered_figure_of_any_sheet_of_an_enterprise_is_noticed_there(recalculated):
    """One more in the first figure of every sheet: each is named, with by how much it differs."""
    workbook = recalculated[enterprises.ALTERED]
    found = failing(workbook)
    titles = set(enterprises.first_figures(workbook)) - {"Checks"}
    assert len(titles) > 12
    assert {title for title in titles if not any(
        name.startswith((f"{title}:", f"{title},")) for name in found)} == set()
    differs = {row[0]: row[4] for row in workbook["Checks"].iter_rows(min_row=FIRST_CHECK, values_only=True)}
    assert differs["Trial balance: Sales: Palay"] is None
    assert differs["Production, Events: all figures as they were written"] not in (None, 0)


@pytest.mark.office
def test_altered_amounts_are_held_against_the_printed_sheets(recalculated):
    """It is not only a sum that differs: the checks say which account."""
    found = failing(recalculated["altered-3"])
    assert any(name.startswith("Trial balance: Savings, 1010 Cash box") for name in found)
    assert "Members: total of Savings" in found
    assert "Meetings: total of Money in" in found


@pytest.mark.office
def test_the_recalculated_totals_are_our_statements(recalculated):
    """To the cent, as LibreOffice reads them."""
    summary, money = recalculated["dollars"]["Summary"], sample_workbook().money
    (total,) = [row for row in summary.iter_rows(values_only=True) if row[0] == "Total"]
    assert [round(cell * 100) for cell in total[1:6]] == [*money.fund_totals, money.total_minor]
    checked = {row[0]: round(row[2] * 100) for row in recalculated["dollars"]["Checks"].iter_rows(
        min_row=FIRST_CHECK, values_only=True)}
    for fund in money.funds:
        sheet = build_balance_sheet(drawn(YEAR, date.max), fund, found=YEAR.balances())
        assert checked[f"Fund statements: what {in_english(fund_label(fund))} has"] == sheet.total_assets


def test_only_the_checks_are_formulas():
    """Other programmes find values in every cell, also before anything is recalculated."""
    workbook = usual()
    with_formulas = {sheet.title for sheet in workbook for row in sheet.iter_rows() for cell in row
                     if cell.data_type == "f"}
    assert with_formulas == {"Checks"}


def test_a_name_that_looks_like_a_formula_stays_a_name():
    """A member cannot put a link or a command into everybody's file."""
    workbook = usual()
    shown, kept = workbook["Members"]["B7"], workbook["Data_Members"]["C3"]
    assert (shown.value, shown.data_type) == (ROLL[1].name, "s")
    assert (kept.value, kept.data_type) == (ROLL[1].name, "s")


def test_control_characters_do_not_break_the_file():
    """Old imports may hold what a file of this kind cannot."""
    workbook = load_workbook(written(sample_workbook(group_name="Sunday\x07 Savers")))
    assert workbook["Summary"]["A1"].value == "Sunday\ufffd Savers"


def test_sheets_come_in_the_order_of_reading():
    """What people read first, then the tables, then the checks."""
    assert usual().sheetnames == [
        "Summary", "Members", "Meetings", "Cash book", "Fund statements", "Money in and out",
        "What belongs to the members", "Debts, dues and stakes", "Loans", "Compared with the bank", "Ratios",
        "Share-outs",
        "Trial balance",
        *DATA, "Checks"]


def test_the_bank_stands_beside_the_book_month_by_month():
    """What was shown, what explains it, and what was never looked at; a second reason takes a line."""
    rows = list(usual()["Compared with the bank"].iter_rows(min_row=7, values_only=True))

    assert [row[5] for row in rows] == ["Agrees", "Explained", None, "Differs", "Not yet"]
    assert [row[6:] for row in rows[1:3]] == [("Put in, and not shown yet", -7), ("Something else", 2)]
    assert rows[4][2:5] == (None,) * 3


@pytest.mark.office
def test_the_book_side_of_the_bank_is_added_up_again(recalculated):
    """From all postings up to the last day of the month."""
    found = {row[0]: row[1] for row in recalculated["dollars"]["Checks"].iter_rows(values_only=True)}
    shown = found["Compared with the bank: the last month of Bank"]

    assert round(shown * 100) == sample_workbook().bank[-1].book_minor != 0


@pytest.mark.parametrize("title", DATA)
def test_each_data_sheet_holds_one_named_table(title):
    """A pivot table is made from a table's name."""
    sheet = usual()[title]
    (table,) = sheet.tables.values()
    assert table.name == title.replace("Data_", "tbl")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]


def test_every_posting_is_a_row():
    """Nothing of the book is left out of its tables."""
    workbook = usual()
    assert workbook["Data_Entries"].max_row - 1 == len(YEAR.entries)
    assert workbook["Data_Postings"].max_row - 1 == sum(len(entry.postings) for entry in YEAR.entries)


@pytest.mark.parametrize("title", ["Summary", "Members", "Cash book", "Trial balance", "Data_Postings"])
def test_sheets_print_on_the_width_of_a_page(title):
    """A4 across, heads repeated, the group and the page on every sheet of paper."""
    sheet = usual()[title]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0)
    assert sheet.print_title_rows is not None
    assert sheet.oddHeader.left.text == "Sunday Savers && Friends"
    assert sheet.oddFooter.right.text == "&P / &N"


def test_heads_stay_in_sight():
    """A long list is read with its heads."""
    workbook = usual()
    frozen = {sheet.title: sheet.freeze_panes for sheet in workbook}
    assert frozen.pop("Summary") is None
    assert all(frozen.values())


def test_sheets_for_urdu_readers_run_from_right_to_left():
    """The first column stands at the right, figures keep their decimals under each other."""
    workbook = load_workbook(written(sample_workbook(right_to_left=True)))
    assert workbook["Members"].sheet_view.rightToLeft
    assert workbook["Members"]["F6"].alignment.horizontal == "right"
    assert not usual()["Members"].sheet_view.rightToLeft


def test_every_sentence_is_translated_and_no_empty_one():
    """A catalogue keeps its own description under the empty text."""
    asked = []
    written(say=lambda message: asked.append(message.id) or in_english(message))
    assert {"Summary", "Where the money is", "Cash box", "Agrees"} <= set(asked)
    assert "" not in asked


def test_titles_of_sheets_fit_whatever_the_language():
    """Files allow 31 characters and none of those that formulas use."""
    def loudly(message) -> str:
        return "[" + in_english(message) + "]" + "o" * 40
    titles = load_workbook(written(sample_workbook(), say=lambda m: m.id[:1] + loudly(m))).sheetnames
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)
    assert len(set(titles)) == len(titles)


def test_every_account_of_the_chart_has_a_name_for_readers():
    """The words are those of the chart, with a capital."""
    assert {code: name.lower() for code, name in ACCOUNT_NAMES.items()} == {
        code: line.name.lower() for code, line in GROUP_CHART.lines.items()}


@pytest.mark.parametrize(("fund", "shown"), [
    ("social", "Social fund"), ("investment-2", "Investment 2"), ("units-2", "Units 2"),
    ("claims.PHP", "Claims in PHP"), ("weddings", "weddings"),
])
def test_funds_have_names(fund, shown):
    """A second investment fund carries its number."""
    assert in_english(fund_label(fund)) == shown


@pytest.mark.parametrize(("alias", "shown"), [("box", "Cash box"), ("tin", "Cash box: tin")])
def test_the_only_box_is_just_the_cash_box(alias, shown):
    """Its key says nothing a reader needs."""
    assert in_english(tender_label(1010, alias, NAMES)) == shown


@pytest.mark.parametrize(("currency", "format_"), [
    ("HKD", '[$HK$-C04]\\ #,##0.00;"−"[$HK$-C04]\\ #,##0.00;"–"'),
    ("KRW", '[$₩-412]\\ #,##0;"−"[$₩-412]\\ #,##0;"–"'),
    ("NPR", '[$NPR]\\ #,##0.00;"−"[$NPR]\\ #,##0.00;"–"'),
])
def test_a_currency_goes_by_the_sign_of_its_people(currency, format_):
    """Never a bare dollar; the code where signs are shared."""
    assert money_format(currency) == format_


def test_a_holder_named_like_a_pattern_is_looked_up_as_he_is():
    """Stars and question marks in a name match themselves alone."""
    formula = sum_where(DataSheets(Workbook(write_only=True)).balances, "balance", holder='*~?"')
    assert formula.endswith('"=~*~~~?""")')
