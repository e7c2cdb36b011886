"""The measures of a batch, worked out from its events as a keeper of records would: feed, growth, cost."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from msai.measures.production.activities import ActivityKind
from msai.measures.production.stock import EventKind as E
from msai.measures.production.units import Base, Quantity
from msai.services.farming.activities import KnownActivity
from msai.services.farming.reading import KeptEvent, KnownBatch
from msai.services.views.farming.measured import measure_batch

NOBODY, DAY = UUID(int=0), date(2026, 3, 1)
TODAY = DAY + timedelta(days=120)


def batch(kind: ActivityKind, base: Base, area: Quantity | None = None) -> KnownBatch:
    """A batch since March."""
    return KnownBatch(NOBODY, KnownActivity(NOBODY, kind, "It", base, base.value), "", DAY, area, None)


def event(kind: E, many: int, product: str, **more: int) -> KeptEvent:
    """Something that happened so many days later, in base units; `kg` is what the heads weigh."""
    base = {"animals": Base.HEAD, "eggs": Base.EGG}.get(product, Base.KG)
    weight = Quantity(Fraction(more["kg"]), "kg", Fraction(1), Base.KG) if "kg" in more else None
    said = Quantity(Fraction(many), base.value, Fraction(1), base)
    return KeptEvent(NOBODY, NOBODY, kind, product, DAY + timedelta(days=more.get("after", 0)), said, weight,
                     more.get("money"), None, None, NOBODY, "1", NOBODY, 1)


def measured(of: KnownBatch, *events: KeptEvent) -> dict[str, str]:
    """Every measure that is known, as it is written; the odd ones with a question mark."""
    found = {}
    for line in measure_batch(of, events, today=TODAY):
        number = line.amount_minor if line.figure is None else f"{line.figure:f}"
        if number is not None:
            found[line.measure.value] = f"{number}{'?' if line.is_odd else ''}"
    return found


def test_a_hundred_hogs_as_a_record_prints_them() -> None:
    """From 20 to 85 kg on 18,102 kg of feed: 2.78 to one; a kilogram and a half a day would be odd."""
    hogs = batch(ActivityKind.HOGS, Base.HEAD)
    found = measured(
        hogs, event(E.ADDED, 100, "animals", kg=2000, money=3200_00),
        event(E.INPUT, 18102, "feed", money=500_00),
        event(E.SOLD, 98, "animals", kg=98 * 85, after=115, money=9800_00),
        event(E.OWN_USE, 2, "animals", after=115))

    assert found == {
        "mortality": "0", "daily_gain": "0.57", "feed_conversion": "2.78", "feed_per_head_day": "1.57",
        "margin": "610000", "cost_per_unit": "3700", "break_even": "3776", "own_use": "7400"}


def test_deaths_are_asked_about_and_what_nobody_weighed_is_unknown() -> None:
    """Thirty of a hundred is odd; without weights there is no growth, and without money no cost."""
    hogs = batch(ActivityKind.HOGS, Base.HEAD)

    assert measured(hogs, event(E.ADDED, 100, "animals"), event(E.DIED, 30, "animals", after=3)) == {
        "mortality": "30?"}
    assert measured(hogs) == {}


def test_hens_lay_and_palay_is_milled() -> None:
    """Eighty eggs a day of a hundred hens; 655 kg of rice of a tonne; six tonnes a hectare."""
    hens = batch(ActivityKind.LAYERS, Base.HEAD)
    eggs = measured(hens, event(E.ADDED, 100, "animals"), event(E.HARVEST, 121 * 80, "eggs"))
    field = batch(ActivityKind.PALAY, Base.KG, Quantity(Fraction(1, 2), "ha", Fraction(10_000), Base.AREA))
    rice = measured(field, event(E.HARVEST, 3000, "palay"), event(E.INTO_PROCESSING, 1000, "palay"),
                    event(E.OUT_OF_PROCESSING, 655, "rice"))

    assert eggs == {"mortality": "0", "laying": "80"}
    assert rice == {"yield": "6000", "recovery": "65.5"}


def test_a_measure_says_of_how_many_months_it_knows() -> None:
    """Bought in March, weighed in May, fed in March and June."""
    hogs = batch(ActivityKind.HOGS, Base.HEAD)
    events = [event(E.ADDED, 10, "animals", kg=200, money=100_00), event(E.INPUT, 60, "feed", after=3),
              event(E.WEIGHED, 10, "animals", kg=500, after=70), event(E.INPUT, 90, "feed", after=100)]
    said = {line.measure.value: line.coverage.params for line in measure_batch(hogs, events, today=TODAY)
            if line.coverage}

    assert said["daily_gain"] == {"known": 2, "months": 4}
    assert said["feed_conversion"] == {"known": 2, "months": 4}
    assert said["margin"] == {"known": 1, "months": 4}
    assert "mortality" not in said
