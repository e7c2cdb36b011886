"""The workbook of investments of a group that backs a farm and a mill, one of them without a rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from openpyxl import load_workbook

from ledgers.accounts import BookKind
from ledgers.returns.bridge import MoneyBridge
from ledgers.statements.drawn import Drawn
from msai.exports.investments.book import (
    CorridorRows,
    CostRow,
    FlowRow,
    InvestmentsBook,
    MeasureRow,
    RateRow,
    SideSums,
    StakeRows,
    TraceLine,
    TraceTable,
)
from msai.exports.investments.workbook import write_investments
from msai.messages import Message
from tests.msai.exports.sample_workbook import in_english

SENT, LANDED, BACK = date(2025, 3, 31), date(2025, 4, 2), date(2025, 7, 4)
FARM = StakeRows(
    "=1+1 Farm & Sons", Message("Loan"), "PHP",
    (FlowRow(SENT, Message("Put in"), host_in=1_000_001), FlowRow(SENT, Message("Put in"), host_in=2_500),
     FlowRow(LANDED, Message("Landed at home"), home_in=7_049_907, mid=Decimal("7.049900")),
     FlowRow(BACK, Message("Income"), host_back=94_119),
     FlowRow(BACK, Message("Income sent from home"), home_back=680_234, mid=Decimal("7.15143"))),
    SideSums(1_002_501, 94_119, 1_000_000), SideSums(7_049_907, 680_234, 7_049_907),
    MoneyBridge(96_490, -1_370, -3_502, 91_618), Decimal("11.4"), date(2025, 12, 31))
MILL = StakeRows(
    "Mill", "Share of the enterprise", "IDR", (FlowRow(SENT, Message("Put in"), host_in=300_000),),
    SideSums(300_000, 0, 300_000), SideSums(0, 0, 0), None, None, None)
COSTS = CorridorRows(Message("From HKD to PHP"), "HKD", (
    CostRow(BACK, "Mill", "", 300_000, Decimal(0), None, None, None),
    CostRow(LANDED, "Farm", "Bank", 900_000, Decimal("0.3"), Decimal("0.7"), Decimal("0.2"), Decimal("1.2")),
    CostRow(SENT, "Farm", "Shop", 100_000, Decimal("2.5"), Decimal("0.7"), Decimal(0), Decimal("3.2")),
), Decimal("1.4"))
MEASURES = (
    MeasureRow(Message("Gain on what was put in"), Message("gain / put in"), "gain/1", True, Decimal("7.0"),
               Decimal("9.6"), None),
    MeasureRow(Message("Years until the money was back"), Message("years"), "payback/1", False, None, None,
               Message("What was put in has not come back yet.")))


RATES = (RateRow(LANDED, "PHP", Decimal("7.0499"), "central bank"),)
TRACED = TraceTable(
    Message("Investment fund"), ("Bank", "=1+1 Farm & Sons"), (300_000, 1_000_000),
    (TraceLine("Amina", 900_001, (200_000, 700_002), 900_002, 1),
     TraceLine("Siti", 399_999, (100_000, 299_998), 399_998, -1)), Message("Rounding of units"))
WHOLE = ("investments", "investments-from-right", "no-investments")
ALTERED = "investments-altered"


def files() -> dict[str, bytes]:
    """The workbook in three kinds, and one in which somebody put one cent more."""
    made = dict(zip(WHOLE, (written(), written(right_to_left=True), written(is_empty=True)), strict=True))
    workbook = load_workbook(BytesIO(made[WHOLE[0]]))
    workbook["Flows"]["C7"].value += 0.01
    altered = BytesIO()
    workbook.save(altered)
    return {**made, ALTERED: altered.getvalue()}


def written(*, right_to_left: bool = False, is_empty: bool = False) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    write_investments(sample_investments(right_to_left=right_to_left, is_empty=is_empty), file,
                      translate=in_english)
    return file.getvalue()


def sample_investments(*, right_to_left: bool = False, is_empty: bool = False) -> InvestmentsBook:
    """The workbook before it is written; `is_empty`: nothing was ever put in."""
    drawn = Drawn(UUID(int=9), BookKind.GROUP, "HKD", None, 12, bytes(32))
    stakes = () if is_empty else (FARM, MILL)
    return InvestmentsBook(
        "Sunday Savers & Friends", drawn, date(2025, 12, 31), stakes,
        None if is_empty else SideSums(1_302_501, 94_119, 1_300_000), None, () if is_empty else MEASURES,
        () if is_empty else (COSTS,), () if is_empty else RATES,
        () if is_empty else (TRACED,), right_to_left, is_empty)
