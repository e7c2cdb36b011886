"""Quantities as they are said, the stock identity over any events, and bands that only warn."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msai.i18n import translate
from msai.measures.production import husbandry
from msai.measures.production.activities import KINDS, ActivityKind, Product
from msai.measures.production.bands import BANDS, Measure, Plausibility, judge
from msai.measures.production.catalogue import UNITS, units_of
from msai.measures.production.stock import (
    COMES_IN,
    GOES_OUT,
    EventKind,
    Move,
    boxes,
    closing,
    first_shortage,
    head_days,
    last_count,
    totals,
)
from msai.measures.production.units import (
    Base,
    FactorNotPositive,
    NotAQuantity,
    UnitOfAnotherKind,
    exact_text,
    quantity,
    read_quantity,
    say_conversion,
    shown,
)
from msai.messages import Message

DAY = date(2026, 3, 1)
MOVES = st.lists(st.builds(
    Move, st.sampled_from(sorted(EventKind)), st.integers(0, 40).map(lambda days: DAY + timedelta(days)),
    st.fractions(min_value=0, max_value=500, max_denominator=1000)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(MOVES, st.integers(0, 40))
def test_the_stock_closes_over_any_events(moves: list[Move], days: int) -> None:
    """Start, all that came and all that went give the end, whole or cut at any day."""
    cut, of = DAY + timedelta(days), totals(moves)
    first, then = boxes(moves, until=cut), boxes(moves, since=cut + timedelta(1))
    come, gone = (sum((of.get(kind, Fraction(0)) for kind in kinds), Fraction(0))
                  for kinds in (COMES_IN, GOES_OUT))

    assert closing(Fraction(7), moves) == 7 + come - gone == boxes(moves, start=Fraction(7)).left
    assert (then.start, then.left) == (first.left, closing(Fraction(0), moves))


@settings(max_examples=100, deadline=None)
@given(MOVES)
def test_a_shortage_is_found_on_the_first_evening_it_shows(moves: list[Move]) -> None:
    """What came by then is less than what went, and on no evening before."""
    found = first_shortage(moves)
    evenings = {move.on: boxes(moves, until=move.on).left for move in moves}
    short = sorted(day for day, left in evenings.items() if left < 0)

    assert found == ((short[0], -evenings[short[0]]) if short else None)


def test_a_count_is_explained_by_what_is_recorded_then() -> None:
    """Fifty were there by the book and forty-five in the pen: three died unseen, two nobody knows of."""
    moves = [Move(EventKind.ADDED, DAY, Fraction(50)), Move(EventKind.COUNTED, DAY, Fraction(45))]
    before = last_count(moves)
    moves += [Move(EventKind.DIED, DAY, Fraction(3)), Move(EventKind.LOST, DAY, Fraction(2))]
    after = last_count([*moves, Move(EventKind.SOLD, DAY + timedelta(1), Fraction(1))])

    assert [count.to_explain for count in (before, after) if count] == [5, 0]
    assert last_count(moves[:1]) is None


def test_head_days_count_each_evening() -> None:
    """Ten for two days and eight for three."""
    moves = [Move(EventKind.ADDED, DAY, Fraction(10)), Move(EventKind.DIED, DAY + timedelta(2), Fraction(2))]

    assert head_days(moves, until=DAY + timedelta(4)) == 10 * 2 + 8 * 3
    assert head_days([], until=DAY) == 0


@pytest.mark.parametrize(("typed", "exact"), [
    ("3", "3"), (" 1 200 ", "1200"), ("2,5", "2.5"), ("2.50", "2.5"), ("0,125", "0.125"), ("٣٫٥", "3.5"),
    (".5", "0.5"), ("0", "0")])
def test_a_quantity_is_read_in_any_digits(typed: str, exact: str) -> None:
    """A comma or a point, spaces, digits of any script."""
    assert exact_text(read_quantity(typed)) == exact


@pytest.mark.parametrize("typed", [
    "", "-3", "1.200", "1,500", "3.", "1e3", "nan", "∞", "two", "1,2,3", "0.1234", "½", "9" * 14, "-"])
def test_what_is_no_quantity_or_could_be_two_is_refused(typed: str) -> None:
    """Fifteen hundred or one and a half: nobody guesses."""
    with pytest.raises(NotAQuantity):
        read_quantity(typed)


def test_a_customary_unit_has_no_size_before_the_enterprise_gives_it_one() -> None:
    """A maund is 37.3242 kg in one bazaar and 40 in another; a kilogram is one everywhere."""
    maund = quantity(3, UNITS["maund"], factor=Fraction("37.3242"))

    assert translate(say_conversion(maund, Message("maund")), "en") == "3 maund = 112 kg"
    assert quantity(3, UNITS["kg"]).in_base == 3
    for bad in (None, Fraction(0), Fraction(-1)):
        with pytest.raises(FactorNotPositive):
            quantity(3, UNITS["maund"], factor=bad)


@pytest.mark.parametrize("code", ["cavan-50", "bigha-np", "bigha-bd", "sao-bac", "maund", "sack-feed-50"])
def test_what_varies_is_never_fixed(code: str) -> None:
    """Never one constant for these."""
    assert not UNITS[code].is_fixed


def test_a_weight_is_no_number_of_heads() -> None:
    """Kilograms for heads are refused, and every kind of quantity has a unit of its own."""
    with pytest.raises(UnitOfAnotherKind):
        quantity(3, UNITS["kg"]).require(Base.HEAD)
    assert all(units_of(base)[0].is_fixed for base in Base)


@pytest.mark.parametrize(("value", "text"), [
    ("111.9726", "112"), ("37.3242", "37.3"), ("5", "5"), ("0.125", "0.13"), ("1200", "1200"), ("30", "30")])
def test_a_figure_has_as_many_digits_as_matter(value: str, text: str) -> None:
    """Nobody weighs a pig to the gram."""
    assert f"{shown(Fraction(value)):f}" == text


def test_bands_warn_at_their_edges() -> None:
    """A third of the hogs dead is asked about; a kind without a band is not judged."""
    asked = [judge(ActivityKind.HOGS, Measure.MORTALITY, Fraction(value)) for value in (0, 10, 11)]

    assert asked == [Plausibility.WITHIN, Plausibility.WITHIN, Plausibility.HIGH]
    assert judge(ActivityKind.HOGS, Measure.FEED_CONVERSION, Fraction(1)) is Plausibility.LOW
    assert judge(ActivityKind.OTHER, Measure.YIELD, Fraction(1)) is Plausibility.NOT_JUDGED
    assert judge(ActivityKind.HOGS, Measure.MORTALITY, None) is Plausibility.NOT_JUDGED
    assert set(BANDS) == set(KINDS) == set(ActivityKind)


def test_a_measure_without_a_base_is_not_nought() -> None:
    """Nothing weighed, nothing gained, no land: no measure."""
    nothing = Fraction(0)

    assert husbandry.mortality_percent(nothing, start=nothing, added=nothing, born=nothing) is None
    assert husbandry.feed_conversion(Fraction(5), nothing) is None
    assert husbandry.kg_per_hectare(Fraction(5), nothing) is None
    assert husbandry.average_daily_gain_kg(start_kg=nothing, end_kg=Fraction(1), days=0) is None
    assert Product.ANIMALS in KINDS[ActivityKind.HOGS].products
