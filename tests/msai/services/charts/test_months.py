"""The picture of six months of sales: bars, values above them, and gaps that are not months of nothing."""

from datetime import date
from decimal import Decimal

import pytest

from msai.services.views.charts.areas import Unit
from msai.services.views.charts.bars import MonthChart, MonthSales, draw_months

OCTOBER = (13_200_000, 9_600_000, 15_800_000, 12_100_000, 17_400_000, 48_552_000)


def drawn(*sold: int | None, currency: str = "PHP") -> MonthChart:
    """These months from May on; None has no report."""
    months = [MonthSales(date(2026, 5 + n, 1), minor, minor is not None) for n, minor in enumerate(sold)]
    chart = draw_months(months, currency)
    assert chart is not None
    return chart


def test_the_month_at_hand_is_the_last_and_the_highest_bar_leaves_room_for_its_value() -> None:
    """The figures of the design's picture, in thousands."""
    chart = drawn(*OCTOBER)

    assert [str(bar.value) for bar in chart.bars] == ["132", "96", "158", "121", "174", "486"]
    assert [bar.is_last for bar in chart.bars] == [False] * 5 + [True]
    assert chart.unit is Unit.THOUSAND
    assert (chart.bars[5].y, chart.bars[5].height, chart.bars[5].row) == (95, 905, 1)


def test_nothing_sold_stands_on_the_line_and_no_report_is_a_gap() -> None:
    """A month of nothing was reported; of the other nobody knows."""
    nothing, gap, some = drawn(0, None, 5_000_000).bars

    assert (nothing.value, nothing.height, nothing.row) == (Decimal(0), 0, 20)
    assert (gap.value, gap.height, gap.month.is_reported) == (None, 0, False)
    assert some.height == 905


@pytest.mark.parametrize(("sold", "currency", "unit", "value"), [
    (0, "PHP", Unit.ONE, "0"), (999_49, "PHP", Unit.ONE, "999"), (1_250_00, "PHP", Unit.THOUSAND, "1.3"),
    (1_250_000, "KRW", Unit.MILLION, "1.3"), (123_456_789_00, "IDR", Unit.MILLION, "123"),
    (9_223_372_036_854_775_807, "PHP", Unit.MILLION, "92233720369"),
])
def test_values_are_rounded_for_reading(sold: int, currency: str, unit: Unit, value: str) -> None:
    """In ones, thousands or millions, whether the currency has hundredths or not."""
    chart = drawn(sold, currency=currency)

    assert (chart.unit, str(chart.bars[0].value)) == (unit, value)


def test_a_small_month_beside_a_large_one_is_not_nothing() -> None:
    """Forty pesos beside millions are written as what they are, and drawn."""
    small, _large = drawn(40_00, 300_000_000_00).bars

    assert (f"{small.value:f}", small.height) == ("0.00004", 1)


def test_only_six_months_are_drawn_and_none_where_nobody_said_anything() -> None:
    """A chart of gaps alone would say nothing."""
    months = [MonthSales(date(2026, n, 1), 100 * n, True) for n in range(1, 10)]
    chart = draw_months(months, "PHP")

    assert chart is not None
    assert [bar.month.first.month for bar in chart.bars] == [4, 5, 6, 7, 8, 9]
    assert draw_months([MonthSales(date(2026, 1, 1), None, True)], "PHP") is None
    assert draw_months([], "PHP") is None
