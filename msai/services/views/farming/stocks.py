"""The boxes of a product: six numbers that add up, and what a count says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msai.measures.production.activities import Product
from msai.measures.production.stock import Boxes, boxes, last_count
from msai.measures.production.units import BASE_LABELS, shown
from msai.messages import N_, Message
from msai.services.farming.activities import KnownActivity
from msai.services.farming.reading import KeptEvent, stock_moves
from msai.services.views.farming.words import product_label
from msai.services.views.labels import Text


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its label and its number, written with a minus where it goes out."""

    label: Message
    number: Decimal


@dataclass(frozen=True, slots=True)
class StockBoxes:
    """A product of a batch: six boxes, and whether they add up; `to_explain` None where they do."""

    product: Product
    label: Text
    unit: Message
    boxes: tuple[Box, ...]
    counted_on: date | None
    to_explain: Message | None

    @property
    def adds_up(self) -> bool:
        """Whether nothing is left to explain."""
        return self.to_explain is None


def stock_boxes(
    activity: KnownActivity, events: Sequence[KeptEvent], *, since: date | None = None,
    until: date | None = None,
) -> tuple[StockBoxes, ...]:
    """The boxes of each product of which anything was recorded, the main one always."""
    found = []
    for product in activity.products:
        moves = stock_moves(events, product.value)
        if moves or product is activity.main:
            count = last_count([move for move in moves if until is None or move.on <= until])
            found.append(StockBoxes(
                product, product_label(product.value, activity),
                Message(BASE_LABELS[activity.base_of(product)]),
                _say(boxes(moves, since=since, until=until), is_animal=product is Product.ANIMALS),
                count.on if count else None, _to_explain(count.to_explain if count else Fraction(0))))
    return tuple(found)


def _say(found: Boxes, *, is_animal: bool) -> tuple[Box, ...]:
    gone = N_("Died") if is_animal else N_("Spoiled")
    labels = (N_("At start"), N_("Added") if is_animal else N_("Harvested"), gone, N_("Sold"), N_("Used"),
              N_("Left"))
    numbers = (found.start, found.added, -found.died, -found.sold, -found.used, found.left)
    return tuple(Box(Message(label), shown(number)) for label, number in zip(labels, numbers, strict=True))


def _to_explain(difference: Fraction) -> Message | None:
    if not difference:
        return None
    return Message(N_("%(number)s to explain"), {"number": shown(abs(difference))})
