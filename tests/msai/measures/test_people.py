"""Jobs, pay and roles, worked out by hand."""

from fractions import Fraction

import pytest

from msai.measures.people import (
    Pay,
    coverage_percent,
    decent_pay_percent,
    full_time_equivalent,
    gender_wage_ratio,
    hourly_pay,
    is_tellable,
    months_average,
    women_percent,
)

WOMEN, MEN = Pay(4_200_000, Fraction(800)), Pay(3_600_000, Fraction(640))


def test_hours_become_full_time_jobs() -> None:
    """Four people, one of them whole: one job and seven eighths by 176 hours."""
    assert full_time_equivalent(176 + 88 + 44 + 22, 176) == Fraction(15, 8)
    assert months_average([Fraction(15, 8), Fraction(9, 8)]) == Fraction(3, 2)


def test_an_hour_of_a_woman_is_held_against_an_hour_of_a_man() -> None:
    """52.50 an hour against 56.25 are 14 of 15."""
    assert (hourly_pay(WOMEN), hourly_pay(MEN)) == (5_250, 5_625)
    assert gender_wage_ratio(WOMEN, MEN) == Fraction(14, 15)


def test_shares_are_of_those_of_whom_it_is_known() -> None:
    """Nobody is counted among the others because nothing was said of her."""
    assert (women_percent(3, 1), decent_pay_percent(9, 3), coverage_percent(4, 5)) == (75, 75, 80)


@pytest.mark.parametrize("found", [
    full_time_equivalent(176, 0), gender_wage_ratio(WOMEN, Pay(1, Fraction(0))), women_percent(0, 0),
    gender_wage_ratio(WOMEN, Pay(0, Fraction(8))), months_average([])])
def test_nothing_to_divide_by_is_not_nought(found: Fraction | None) -> None:
    """What cannot be worked out is not defined."""
    assert found is None


@pytest.mark.parametrize(
    ("cells", "told"), [((3, 3), True), ((0, 7), True), ((5, 2), False), ((1, 0), False)])
def test_one_or_two_people_are_somebody_one_knows(cells: tuple[int, ...], told: bool) -> None:
    """A small number hides the whole row, or it would follow from the total."""
    assert is_tellable(cells) is told
