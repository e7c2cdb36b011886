"""What kinds of events, products and units are called on the pages of batches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from msai.measures.production.activities import INPUT_LABELS, LABOUR_LABELS, PRODUCTS, Input, Labour, Product
from msai.measures.production.stock import EventKind
from msai.measures.production.units import BASE_LABELS, Base, Quantity, exact_decimal, say_conversion, shown
from msai.messages import N_, Message
from msai.services.farming.activities import KnownActivity
from msai.services.farming.units_here import unit_label
from msai.services.views.labels import Text

_E = EventKind
EVENT_LABELS: Final[Mapping[EventKind, str]] = {
    _E.ADDED: N_("Added"), _E.BORN: N_("Born"), _E.HARVEST: N_("Harvested"),
    _E.OUT_OF_PROCESSING: N_("Came out of processing"), _E.FOUND: N_("Found"),
    _E.MOVED_IN: N_("Came from another batch"), _E.MOVED_OUT: N_("Moved to another batch"),
    _E.INTO_PROCESSING: N_("Went into processing"), _E.DIED: N_("Died"), _E.SOLD: N_("Sold"),
    _E.OWN_USE: N_("Eaten or used at home"), _E.GIVEN: N_("Given away"), _E.SEED_KEPT: N_("Kept as seed"),
    _E.SPOILED: N_("Spoiled"), _E.LOST: N_("Lost"), _E.COUNTED: N_("Counted"), _E.WEIGHED: N_("Weighed"),
    _E.INPUT: N_("Feed and other inputs"), _E.LABOUR: N_("Work"),
}


def product_label(product: str, activity: KnownActivity) -> Text:
    """What a product, an input or work is called; animals and other things go by their activity."""
    if product in (Product.ANIMALS.value, Product.OTHER.value):
        return activity.name
    if product in set(Input):
        return Message(INPUT_LABELS[Input(product)])
    if product in set(Labour):
        return Message(LABOUR_LABELS[Labour(product)])
    return Message(PRODUCTS[Product(product)].label)


def batch_label(name: str, opened_on: date) -> Text:
    """A batch by its name, or by the day on which it began."""
    return name or Message(N_("Batch of %(day)s"), {"day": opened_on})


def say_quantity(found: Quantity) -> Message:
    """A quantity as it was said: 3 maund."""
    return Message(N_("%(number)s %(unit)s"), {
        "number": exact_decimal(found.said), "unit": unit_label(found.unit)})


def say_base(number: Fraction, base: Base) -> Message:
    """A quantity in base units, in as many digits as matter."""
    return Message(N_("%(number)s %(unit)s"), {
        "number": shown(number), "unit": Message(BASE_LABELS[base])})


def say_understood(found: Quantity) -> Message | None:
    """What it is in base units, as in `3 maund = 112 kg`; None where it was said in them."""
    return say_conversion(found, unit_label(found.unit)) if found.is_converted else None
