"""The workbook of an enterprise: what stands in it for whom, how it prints, that it says what screens say."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from msai.exports.enterprise.book import Look
from msai.exports.enterprise.workbook import write_enterprise_workbook
from tests.msai.exports.sample_enterprise import HOSTILE, as_file, drawn, written

SHEETS = ["Summary", "Production", "Measures and plans", "Sales", "Stock", "Jobs and wages", "Land", "Books",
          "Trial balance", "Cash book", "Grants", "Backers", "Monthly reports"]
DATA = ["Data_Events", "Data_Work", "Data_Reports", "Data_Balances", "Data_Movements"]
PEOPLE = ("Dela Cruz", "Miller")


@cache
def read(name: str = "farm") -> Workbook:
    """A workbook, read back."""
    return load_workbook(BytesIO(written(name)))


def rows(title: str, name: str = "farm") -> list[tuple[object, ...]]:
    """A sheet row by row."""
    return list(read(name)[title].iter_rows(values_only=True))


def texts(name: str) -> str:
    """Every word of a workbook."""
    return "\n".join(str(value) for title in read(name).sheetnames for row in rows(title, name)
                     for value in row if isinstance(value, str))


def test_sheets_come_in_the_order_of_reading():
    """What people read first, then the tables, then the checks, which alone hold formulas."""
    workbook = read()
    with_formulas = {sheet.title for sheet in workbook for row in sheet.iter_rows() for cell in row
                     if cell.data_type == "f"}
    assert workbook.sheetnames == [*SHEETS, *DATA, "Checks"]
    assert with_formulas == {"Checks"}


@pytest.mark.parametrize("title", [*SHEETS, *DATA, "Checks"])
def test_sheets_print_on_the_width_of_a_page(title):
    """A4 across, heads repeated and in sight, the enterprise and the page on every sheet of paper."""
    sheet = read()[title]
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert None not in (sheet.print_title_rows, sheet.freeze_panes)
    assert sheet.oddHeader.left.text == "Rice Centre"
    assert sheet.oddFooter.right.text == "&P / &N"


def test_an_event_stands_as_it_was_said_with_what_was_understood():
    """Quantity, unit, factor and base to the last decimal; what was taken back is marked and not counted."""
    events = {(row[3], row[2]): row for row in rows("Production")}
    goats = events["Added", HOSTILE]
    assert goats[5:11] == (12, "heads", 1, 12, "heads", 81.873422785)
    assert events["Lost", HOSTILE][13] == "Taken back, not counted: It was asleep."
    assert ("Hogs", 24, 2136, 416_520) in [(row[1], row[5], row[10], row[11]) for row in rows("Production")]


def test_names_like_formulas_stay_names():
    """Of a batch, an activity, a certificate, equipment, and in the words of an event."""
    found = [cell for sheet in read() for row in sheet.iter_rows() for cell in row
             if isinstance(cell.value, str) and cell.value.startswith("=HYPER")]
    assert {cell.parent.title for cell in found} == {
        "Production", "Stock", "Measures and plans", "Land", "Books", "Data_Events", "Checks"}
    assert {cell.data_type for cell in found} == {"s"}


def test_stock_closes_per_batch_and_product():
    """From start to end by kind, with what a count leaves to explain."""
    stock = {row[0]: row for row in rows("Stock")}
    heads = stock["Activity"]
    hogs = dict(zip(heads, stock["Hogs"], strict=True))
    assert (hogs["Added"], hogs["Died"], hogs["Sold"], hogs["Left"], hogs["To explain"]) == (36, 1, 24, 11, 0)
    assert dict(zip(heads, stock[HOSTILE], strict=True))["Born"] == 3


def test_a_period_begins_with_what_was_there():
    """In August the hogs of January are the start, and so is the money."""
    stock = {row[0]: row for row in rows("Stock", "farm-in-august")}
    assert dict(zip(stock["Activity"], stock["Hogs"], strict=True))["At start"] == 36
    bank = next(row for row in rows("Trial balance", "farm-in-august") if row[0] == "1020")
    assert (bank[2], bank[5]) == (10_000, 10_000)


def test_what_the_reports_say_and_what_was_noted_besides_is_in_the_book():
    """The month of the report, then a sale on credit."""
    way = [row[1:4] for row in rows("Sales") if len(row) > 3 and isinstance(row[3], float | int)][-3:]
    assert way == [(485_520, 0, 485_520), (0, 12_345.01, 12_345.01), (485_520, 12_345.01, 497_865.01)]


def test_others_read_no_names_no_cash_book_and_no_few_people():
    """A backer's copy says so on its first sheet."""
    own, other = texts("farm"), texts("farm-of-a-backer")
    assert "Cash book" not in read("farm-of-a-backer").sheetnames
    assert all(name in own and name not in other for name in PEOPLE)
    assert [words.count("It was asleep.") for words in (own, other)] == [1, 0]
    assert [words.count("not of the enterprise") for words in (own, other)] == [0, 1]
    assert "party-" not in other
    months = [row for row in rows("Jobs and wages", "farm-of-a-backer") if hasattr(row[0], "year")]
    assert [(row[1], row[2], row[8]) for row in months[:2]] == [(5, None, None)] * 2


def test_an_enterprise_of_a_history_has_a_workbook_too():
    """Months without a report say so; what was never recorded is none; won have no decimals."""
    reports = [row[1] for row in rows("Monthly reports", "mill") if hasattr(row[0], "year")]
    assert (len(reports), reports[:3]) == (36, ["reported", "no report", "reported"])
    assert "None" in [row[0] for row in rows("Production", "mill")]
    assert read("mill")["Monthly reports"]["F7"].number_format == '#,##0;"−"#,##0;"–"'
    assert sum(row[1] or 0 for row in rows("Books", "mill") if hasattr(row[0], "year")) == 350_000_000


def test_sheets_for_urdu_readers_run_from_right_to_left():
    """The first column stands at the right on every sheet that is read."""
    turned = load_workbook(BytesIO(as_file(replace(drawn()["mill"].book, right_to_left=True))))
    assert all(turned[title].sheet_view.rightToLeft for title in SHEETS if title != "Cash book")


def test_every_sentence_is_translated_and_titles_stay_apart():
    """Where all titles begin alike they get a number behind them; no empty sentence is asked for."""
    asked: list[str] = []

    def loudly(message) -> str:
        asked.append(message.id)
        return "o" * 40

    file = BytesIO()
    write_enterprise_workbook(drawn()["mill"].book, file, translate=loudly)
    titles = load_workbook(file).sheetnames
    assert "" not in asked
    assert len({title.casefold() for title in titles}) == len(SHEETS) - 1 + len(DATA) + 1


def test_the_sheets_say_what_the_screen_says():
    """Income, balance sheet and grants are the statements; the months add up to them."""
    tables = {one.key: one for sheet in drawn()["farm"].book.sheets for one in sheet.tables}
    total = {key: next(line for line in table.rows if line.look is Look.TOTAL).cells
             for key, table in tables.items() if any(line.look is Look.TOTAL for line in table.rows)}
    assert total["income-0"][1] == total["months"][4]
    assert total["balance-0"][1] == total["balance-1"][1]
    assert total["grants"][5] == total["backers"][5] == 3_499_975
    assert total["way"][3] == total["sales"][2] == total["months"][1]


def test_a_workbook_asks_the_database_as_often_whatever_it_holds():
    """Three years of months ask no more than a farm with all else does, and fit in a small file."""
    asked = {name: one.asked for name, one in drawn().items()}
    cells = sum(sheet.max_row * sheet.max_column for sheet in read("mill"))

    assert asked["mill"] <= asked["farm"] <= 50
    assert 2_000 < cells < 6_000
