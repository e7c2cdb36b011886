"""The measures of a batch with their formulas and bands: deaths, growth, feed, yield, milling, earnings.

What was not recorded is not defined, and said so; nothing is shown as nought that nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ledgers.money import round_half_up
from msai.measures.production import earnings, husbandry
from msai.measures.production.activities import ActivityKind, Input, Product
from msai.measures.production.bands import BANDS, Measure, Plausibility, judge
from msai.measures.production.stock import EventKind, closing, head_days, totals
from msai.measures.production.units import BASE_LABELS, Base, shown
from msai.messages import N_, Message
from msai.services.farming.activities import KnownActivity
from msai.services.farming.reading import KeptEvent, KnownBatch, stock_moves
from msai.services.views.farming.coverage import say_coverage

_E, _M = EventKind, Measure
_CAME: Final = frozenset({_E.ADDED, _E.MOVED_IN})
_OUT_ALIVE: Final = frozenset({_E.SOLD, _E.OWN_USE, _E.GIVEN, _E.MOVED_OUT})
_SPENT: Final = _CAME | {_E.INPUT, _E.LABOUR}
_MONEY: Final = frozenset({_M.MARGIN, _M.COST_PER_UNIT, _M.BREAK_EVEN, _M.OWN_USE})
_SAID: Final[dict[Measure, tuple[str, str]]] = {
    _M.MORTALITY: (N_("Died, in percent"), N_("died / (added + born) x 100")),
    _M.DAILY_GAIN: (N_("Gain of one a day, kg"), N_("(last weight - first weight) / days")),
    _M.FEED_CONVERSION: (N_("Feed for a kilogram gained, kg"), N_("feed / weight gained")),
    _M.FEED_PER_HEAD_DAY: (N_("Feed of one a day, kg"), N_("feed / (heads x days)")),
    _M.LAYING: (N_("Eggs a hundred hens lay a day"), N_("eggs / (hens x days) x 100")),
    _M.YIELD: (N_("Harvest of a hectare"), N_("harvested / hectares")),
    _M.RECOVERY: (N_("Came out of processing, in percent"), N_("out of processing / into it x 100")),
    _M.MARGIN: (N_("Left over so far"), N_("sold - what went into it")),
    _M.COST_PER_UNIT: (N_("Cost of one unit"), N_("what went into it / what was made")),
    _M.BREAK_EVEN: (N_("Price that covers the cost"), N_("what went into it / (sold + left)")),
    _M.OWN_USE: (N_("Used at home, by its cost"), N_("used at home x cost of one unit")),
}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure: a `figure`, or `amount_minor` of money; both None where it is not defined."""

    measure: Measure
    label: Message
    formula: Message
    figure: Decimal | None
    amount_minor: int | None
    verdict: Plausibility
    unit: Message | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    coverage: Message | None = None

    @property
    def is_odd(self) -> bool:
        """Whether one should look again."""
        return self.verdict in (Plausibility.LOW, Plausibility.HIGH)


@dataclass(frozen=True)
class _Found:
    """A batch and its standing events."""

    batch: KnownBatch
    events: Sequence[KeptEvent]
    today: date

    def moves(self, product: Product) -> list[KeptEvent]:
        """The standing events of a product."""
        return [one for one in self.events if one.product == product.value]

    def total(self, kind: EventKind, product: Product) -> Fraction:
        """How much of a product there was of a kind of event."""
        return totals(stock_moves(self.events, product.value)).get(kind, Fraction(0))

    @property
    def feed_kg(self) -> Fraction:
        """What was fed."""
        return sum((one.said.in_base for one in self.events
                    if one.kind is _E.INPUT and one.product == Input.FEED.value), Fraction(0))

    @property
    def head_days(self) -> Fraction:
        """Heads times days up to now."""
        until = min(self.today, self.batch.closed_on or self.today)
        return head_days(stock_moves(self.events, Product.ANIMALS.value), until=until)

    @property
    def moved_without_cost(self) -> Fraction:
        """What went to other batches while its cost stayed here."""
        main = self.batch.activity.main.value
        return sum((one.said.in_base for one in self.events if one.kind is _E.MOVED_OUT
                    and one.product == main and one.money_minor is None), Fraction(0))

    @property
    def left(self) -> Fraction:
        """What is left of the main product."""
        return closing(Fraction(0), stock_moves(self.events, self.batch.activity.main.value))


def measure_batch(
    batch: KnownBatch, events: Sequence[KeptEvent], *, today: date,
) -> tuple[MeasureLine, ...]:
    """The measures that belong to a kind of activity, in order."""
    found = _Found(batch, [event for event in events if event.stands], today)
    values = {**_of_animals(found), **_of_land(found), **_of_money(found)}
    return tuple(
        replace(_line(batch.activity, measure, values[measure]),
                coverage=say_coverage(measure, batch, found.events))
        for measure in Measure if measure in values)


def _line(activity: KnownActivity, measure: Measure, value: Fraction | None) -> MeasureLine:
    kind, (label, formula) = activity.kind, _SAID[measure]
    unit = Message(BASE_LABELS[activity.base_of(activity.main)]) if measure is _M.YIELD else None
    band = BANDS[kind].get(measure)
    money = measure in _MONEY
    return MeasureLine(
        measure, Message(label), Message(formula), None if money or value is None else shown(value),
        round_half_up(value) if money and value is not None else None, judge(kind, measure, value),
        unit, shown(band.low) if band else None, shown(band.high) if band else None)


def _of_animals(found: _Found) -> dict[Measure, Fraction | None]:
    if Product.ANIMALS is not found.batch.activity.main:
        return {}
    added, born, died = (found.total(kind, Product.ANIMALS) for kind in (_E.ADDED, _E.BORN, _E.DIED))
    moved = found.total(_E.MOVED_IN, Product.ANIMALS)
    values: dict[Measure, Fraction | None] = {
        _M.MORTALITY: husbandry.mortality_percent(died, start=moved, added=added, born=born),
        _M.FEED_PER_HEAD_DAY: husbandry.feed_kg_per_head_day(found.feed_kg, found.head_days)
        if found.feed_kg else None}
    if found.batch.activity.kind is ActivityKind.LAYERS:
        eggs = found.total(_E.HARVEST, Product.EGGS)
        return {**values, _M.LAYING: husbandry.eggs_percent(eggs, found.head_days)}
    return {**values, **_growth(found)}


def _growth(found: _Found) -> dict[Measure, Fraction | None]:
    """By weights of heads: the first on coming in, the last on the scale or on leaving."""
    weighed = [one for one in found.moves(Product.ANIMALS) if one.weight_kg is not None and one.said.in_base]
    first = next((one for one in weighed if one.kind in _CAME), None)
    last = next((one for one in reversed(weighed) if one.kind in _OUT_ALIVE | {_E.WEIGHED}), None)
    if first is None or last is None:
        return {_M.DAILY_GAIN: None, _M.FEED_CONVERSION: None}
    gain = husbandry.average_daily_gain_kg(
        start_kg=_each(first), end_kg=_each(last), days=(last.happened_on - first.happened_on).days)
    grown = _weight_gained(found, _each(last))
    fed = found.feed_kg
    return {_M.DAILY_GAIN: gain, _M.FEED_CONVERSION: husbandry.feed_conversion(fed, grown)
            if fed and grown is not None else None}


def _each(event: KeptEvent) -> Fraction:
    return (event.weight_kg or Fraction(0)) / event.said.in_base


def _weight_gained(found: _Found, last_each: Fraction) -> Fraction | None:
    """Live weight that left and that is there, less what came in; None where what came in was not weighed."""
    came = [one for one in found.moves(Product.ANIMALS) if one.kind in _CAME]
    if any(one.weight_kg is None for one in came):
        return None
    gone = sum((one.weight_kg if one.weight_kg is not None else one.said.in_base * last_each
                for one in found.moves(Product.ANIMALS) if one.kind in _OUT_ALIVE), Fraction(0))
    return gone + found.left * last_each - sum((one.weight_kg or Fraction(0) for one in came), Fraction(0))


def _of_land(found: _Found) -> dict[Measure, Fraction | None]:
    activity, values = found.batch.activity, dict[Measure, Fraction | None]()
    if found.batch.area is not None:
        harvest = found.total(_E.HARVEST, activity.main)
        values[_M.YIELD] = husbandry.kg_per_hectare(harvest, found.batch.area.in_base) if harvest else None
    if len(activity.products) > 1 and {activity.base_of(one) for one in activity.products} == {Base.KG}:
        into, out = (sum((found.total(kind, one) for one in activity.products), Fraction(0))
                     for kind in (_E.INTO_PROCESSING, _E.OUT_OF_PROCESSING))
        values[_M.RECOVERY] = husbandry.milling_recovery_percent(out, into)
    return values


def _of_money(found: _Found) -> dict[Measure, Fraction | None]:
    sales, costs = batch_money(found.events)
    if not sales and not costs:
        return {}
    main = found.batch.activity.main
    eaten, sold = found.total(_E.OWN_USE, main), found.total(_E.SOLD, main)
    made = sold + eaten + found.left + sum(
        (found.total(kind, main) for kind in (_E.GIVEN, _E.SEED_KEPT, _E.INTO_PROCESSING)),
        Fraction(0)) + found.moved_without_cost
    values = {_M.OWN_USE: earnings.own_use_value(eaten, costs=costs, made=made)} if eaten and costs else {}
    return {**values, _M.MARGIN: earnings.batch_margin(sales, costs=costs),
            _M.COST_PER_UNIT: earnings.cost_per_unit(costs, made) if costs else None,
            _M.BREAK_EVEN: earnings.break_even_price(costs, sold + found.left) if costs else None}


def batch_money(events: Sequence[KeptEvent]) -> tuple[int, int]:
    """What was got for a batch and what went into it, minor units, as far as events name money."""
    there = [one for one in events if one.stands and one.money_minor is not None]
    sales = sum(one.money_minor or 0 for one in there if one.kind is _E.SOLD)
    spent = sum(one.money_minor or 0 for one in there if one.kind in _SPENT)
    return sales, spent - sum(one.money_minor or 0 for one in there if one.kind is _E.MOVED_OUT)
