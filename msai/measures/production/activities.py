"""What enterprises grow and make, and which products each kind of activity keeps count of.

Animals are counted in heads; what they or the land give is counted in its own unit. The first product of a
kind is its main one: the one a batch begins with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from msai.measures.production.units import Base
from msai.messages import N_


class ActivityKind(StrEnum):
    """The catalogue of activities."""

    HOGS = "hogs"
    BROILERS = "broilers"
    LAYERS = "layers"
    GOATS = "goats"
    CATTLE = "cattle"
    PALAY = "palay"
    CORN = "corn"
    VEGETABLES = "vegetables"
    COCONUT = "coconut"
    CANE = "cane"
    COFFEE = "coffee"
    FISH = "fish"
    OTHER = "other"


class Product(StrEnum):
    """What stock is kept of."""

    ANIMALS = "animals"
    EGGS = "eggs"
    MILK = "milk"
    PALAY = "palay"
    RICE = "rice"
    CORN = "corn"
    VEGETABLES = "vegetables"
    COCONUTS = "coconuts"
    COPRA = "copra"
    CANE = "cane"
    CHERRIES = "cherries"
    COFFEE = "coffee"
    FISH = "fish"
    OTHER = "other"


class Input(StrEnum):
    """What is put into a batch and used up in it."""

    FEED = "feed"
    SEED = "seed"
    FERTILISER = "fertiliser"
    CHEMICAL = "chemical"
    MEDICINE = "medicine"
    OTHER = "other_input"


class Labour(StrEnum):
    """Whose hours went into a batch."""

    WOMEN = "women"
    MEN = "men"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product: its name, what it is counted in, and the unit that is offered first."""

    label: str
    base: Base
    unit: str


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind of activity: its name, its products, the main one first, and whether it stands on land."""

    label: str
    products: tuple[Product, ...]
    has_land: bool = False

    @property
    def main(self) -> Product:
        """What a batch begins with, or gives."""
        return self.products[0]

    @property
    def has_animals(self) -> bool:
        """Whether heads are counted."""
        return Product.ANIMALS in self.products


_P, _K = Product, ActivityKind
PRODUCTS: Final[Mapping[Product, ProductFacts]] = {
    _P.ANIMALS: ProductFacts(N_("Animals"), Base.HEAD, "head"),
    _P.EGGS: ProductFacts(N_("Eggs"), Base.EGG, "egg"),
    _P.MILK: ProductFacts(N_("Milk"), Base.LITRE, "L"),
    _P.PALAY: ProductFacts(N_("Unhusked rice"), Base.KG, "kg"),
    _P.RICE: ProductFacts(N_("Milled rice"), Base.KG, "kg"),
    _P.CORN: ProductFacts(N_("Corn"), Base.KG, "kg"),
    _P.VEGETABLES: ProductFacts(N_("Vegetables"), Base.KG, "kg"),
    _P.COCONUTS: ProductFacts(N_("Coconuts"), Base.NUT, "nut"),
    _P.COPRA: ProductFacts(N_("Copra"), Base.KG, "kg"),
    _P.CANE: ProductFacts(N_("Sugar cane"), Base.KG, "t"),
    _P.CHERRIES: ProductFacts(N_("Coffee cherries"), Base.KG, "kg"),
    _P.COFFEE: ProductFacts(N_("Coffee beans"), Base.KG, "kg"),
    _P.FISH: ProductFacts(N_("Fish"), Base.KG, "kg"),
    _P.OTHER: ProductFacts(N_("Product"), Base.PIECE, "piece"),
}

KINDS: Final[Mapping[ActivityKind, KindFacts]] = {
    _K.HOGS: KindFacts(N_("Hogs"), (_P.ANIMALS,)),
    _K.BROILERS: KindFacts(N_("Broilers"), (_P.ANIMALS,)),
    _K.LAYERS: KindFacts(N_("Laying hens"), (_P.ANIMALS, _P.EGGS)),
    _K.GOATS: KindFacts(N_("Goats"), (_P.ANIMALS, _P.MILK)),
    _K.CATTLE: KindFacts(N_("Cattle"), (_P.ANIMALS, _P.MILK)),
    _K.PALAY: KindFacts(N_("Rice"), (_P.PALAY, _P.RICE), has_land=True),
    _K.CORN: KindFacts(N_("Corn"), (_P.CORN,), has_land=True),
    _K.VEGETABLES: KindFacts(N_("Vegetables"), (_P.VEGETABLES,), has_land=True),
    _K.COCONUT: KindFacts(N_("Coconut products"), (_P.COCONUTS, _P.COPRA), has_land=True),
    _K.CANE: KindFacts(N_("Sugar cane"), (_P.CANE,), has_land=True),
    _K.COFFEE: KindFacts(N_("Coffee"), (_P.CHERRIES, _P.COFFEE), has_land=True),
    _K.FISH: KindFacts(N_("Fish"), (_P.FISH, _P.ANIMALS)),
    _K.OTHER: KindFacts(N_("Something else"), (_P.OTHER,), has_land=True),
}

INPUT_LABELS: Final[Mapping[Input, str]] = {
    Input.FEED: N_("Feed"), Input.SEED: N_("Seed"), Input.FERTILISER: N_("Fertiliser"),
    Input.CHEMICAL: N_("Chemicals"), Input.MEDICINE: N_("Medicine"), Input.OTHER: N_("Other inputs"),
}
LABOUR_LABELS: Final[Mapping[Labour, str]] = {
    Labour.WOMEN: N_("Work of women"), Labour.MEN: N_("Work of men"),
    Labour.FAMILY: N_("Work of the family, unpaid"),
}


def base_of(product: Product, *, own: Base) -> Base:
    """What a product is counted in; `own` is what the activity counts in where it is none of the list."""
    return own if product is Product.OTHER else PRODUCTS[product].base
