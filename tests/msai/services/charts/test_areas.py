"""The picture of a group's money: where its areas, lines and names go, for every shape of a year."""

from datetime import date
from decimal import Decimal

import pytest

from msai.messages import Message
from msai.services.views.charts.areas import AreaChart, Series, Unit, draw_areas
from msai.services.views.charts.money_by_month import draw_money

MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))


def drawn(*amounts: tuple[int, ...], currency: str = "HKD") -> AreaChart:
    """A chart of these funds, the first at the top; amounts in whole dollars."""
    scale = 1 if currency == "KRW" else 100
    series = [Series(Message(str(n)), "farm", tuple(a * scale for a in one)) for n, one in enumerate(amounts)]
    return draw_areas(series, MONTHS[:len(amounts[0])], currency)


def test_each_fund_stands_on_the_one_below_it() -> None:
    """The lower edge of the upper one is the upper edge of the lower, month by month."""
    upper, lower = drawn((100, 200), (100, 100)).areas

    assert upper.points == "0,333 1000,0 1000,666 0,666"
    assert lower.points == "0,666 1000,666 1000,1000 0,1000"


def test_a_fund_below_nought_hangs_under_the_line() -> None:
    """A loss must not be drawn as money."""
    chart = drawn((200, 200), (0, -100))

    assert chart.base_y == 666
    assert chart.areas[1].points == "0,666 1000,666 1000,1000 0,666"


@pytest.mark.parametrize(("most", "unit", "values"), [
    (267_000, Unit.THOUSAND, [300, 200, 100]), (9_000, Unit.THOUSAND, [10, 5]), (900, Unit.ONE, [1000, 500]),
    (1, Unit.ONE, [Decimal(1), Decimal("0.5")]), (12_345_678_901, Unit.MILLION, [15_000, 10_000, 5_000]),
])
def test_at_most_three_lines_with_short_round_values(most: int, unit: Unit, values: list[Decimal]) -> None:
    """Who looks at it reads the height without reckoning."""
    chart = drawn((0, most))

    assert (chart.unit, [line.value for line in chart.lines]) == (unit, values)


def test_won_has_no_hundredths() -> None:
    """The unit follows the currency."""
    assert [line.value for line in drawn((0, 26_700_000), currency="KRW").lines] == [30, 20, 10]


def test_names_never_stand_upon_each_other() -> None:
    """Two thin funds at the foot get a line each, in their order."""
    assert [area.row for area in drawn((0, 300), (0, 1), (0, 1)).areas] == [13, 18, 20]


def test_a_fund_that_is_empty_now_has_no_name_beside_the_picture() -> None:
    """It was there once, and its area shows that."""
    assert [area.row for area in drawn((0, 100), (50, 0)).areas] == [11, None]


def test_only_a_month_half_way_stands_under_the_middle() -> None:
    """Of two months there is none."""
    assert (drawn((1, 2, 3)).middle, drawn((1, 2)).middle) == (MONTHS[1], None)


def test_the_months_add_up_from_before_the_picture_begins() -> None:
    """What was saved two years ago is still there."""
    view = draw_money({"savings": {202401: 500, 202610: 100}}, "HKD", today=date(2026, 11, 22))

    assert (len(view.rows), view.rows[0].month) == (13, date(2025, 11, 1))
    assert [row.total_minor for row in view.rows] == [500] * 11 + [600] * 2


@pytest.mark.parametrize("moved", [{}, {"savings": {202611: 500}}])
def test_a_book_without_two_months_has_no_picture(moved: dict[str, dict[int, int]]) -> None:
    """One point is no line; the page says so in words."""
    assert draw_money(moved, "HKD", today=date(2026, 11, 22)).chart is None


def test_months_after_today_are_drawn_too() -> None:
    """The last month and the table of places must show the same money."""
    view = draw_money({"savings": {202611: 500, 202701: 1}}, "HKD", today=date(2026, 11, 22))

    assert [row.total_minor for row in view.rows] == [500, 500, 501]
