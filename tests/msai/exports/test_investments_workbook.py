"""The workbook of a group's investments: its sheets, how it prints, and what says it is not known."""

from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.msai.exports.sample_investments import FARM, written

SHEETS = ["Flows", "Cost of sending", "Returns and bridge", "Trace", "Rates", "Checks"]


@cache
def usual() -> Workbook:
    """The usual workbook, read back."""
    return load_workbook(BytesIO(written()))


def rows(title: str) -> list[tuple[object, ...]]:
    """A sheet row by row."""
    return list(usual()[title].iter_rows(values_only=True))


def test_sheets_come_in_the_order_of_reading():
    """Payments, what came of them, what sending cost, the rates; checks last, the only formulas."""
    with_formulas = {sheet.title for sheet in usual() for row in sheet.iter_rows() for cell in row
                     if cell.data_type == "f"}
    assert usual().sheetnames == SHEETS
    assert with_formulas == {"Checks"}


@pytest.mark.parametrize("title", SHEETS)
def test_sheets_print_on_the_width_of_a_page(title):
    """A4 across, heads repeated and in sight, the group and the page on every sheet of paper."""
    sheet = usual()[title]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0)
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None
    assert sheet.oddHeader.left.text == "Sunday Savers && Friends"


def test_every_payment_is_a_row_with_its_rate():
    """Host money and home money each on its own day; a name like a formula stays a name."""
    flows = [row for row in rows("Flows") if hasattr(row[0], "year")]
    assert len(flows) == len(FARM.flows) + 1
    assert flows[2][4:7] == (70_499.07, 0, 7.0499)
    assert usual()["Returns and bridge"]["A7"].data_type == "s"


def test_the_trace_adds_up_both_ways():
    """A member's account and what units rounded are her part of each place, and all parts are the fund's."""
    rows_of_trace = {row[0]: row[1:6] for row in rows("Trace") if isinstance(row[1], float | int)}
    assert rows_of_trace["Amina"] == (9000.01, 0.01, 2000, 7000.02, 9000.02)
    assert rows_of_trace["Total"] == (13000, 0, 3000, 10000, 13000)


def test_what_is_not_defined_says_why():
    """An empty figure with its reason beside it, and a stake whose gain cannot be parted."""
    found = rows("Returns and bridge")
    assert any(row[:3] == ("Years until the money was back", None, None)
               and row[5] == "What was put in has not come back yet." for row in found)
    assert ("Mill", "not defined") in [row[:2] for row in found]


def test_sheets_from_the_right_and_without_anything():
    """For Urdu readers the first column stands at the right; a group that sent nothing has a file too."""
    turned = load_workbook(BytesIO(written(right_to_left=True)))
    empty = load_workbook(BytesIO(written(is_empty=True)))
    assert all(sheet.sheet_view.rightToLeft for sheet in turned)
    assert [empty["Checks"].max_row, usual()["Checks"].max_row > 20] == [7, True]
    assert empty["Flows"]["A4"].value == "Demo programme, invented people"
