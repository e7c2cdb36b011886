"""What can be recorded of a batch, the usual first: big choices, each a short form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from msai.measures.production.activities import Product
from msai.measures.production.stock import EventKind
from msai.messages import Message
from msai.services.farming.activities import KnownActivity
from msai.services.views.farming.words import EVENT_LABELS

_E = EventKind
_ANIMALS: Final = (_E.SOLD, _E.DIED, _E.ADDED, _E.INPUT, _E.OWN_USE, _E.WEIGHED, _E.COUNTED, _E.BORN,
                   _E.LABOUR, _E.GIVEN, _E.LOST, _E.FOUND)
_FIELD: Final = (_E.HARVEST, _E.SOLD, _E.INPUT, _E.LABOUR, _E.OWN_USE, _E.COUNTED, _E.SPOILED, _E.SEED_KEPT,
                 _E.GIVEN, _E.ADDED, _E.LOST, _E.FOUND)
_MILLED: Final = (_E.INTO_PROCESSING, _E.OUT_OF_PROCESSING)

OF_THE_REST: Final = frozenset({
    _E.SOLD, _E.OWN_USE, _E.GIVEN, _E.DIED, _E.SPOILED, _E.SEED_KEPT, _E.LOST, _E.FOUND})
"""What becomes of what is left, or explains what was counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be recorded."""

    kind: EventKind
    label: Message


def choices_of(activity: KnownActivity) -> tuple[Choice, ...]:
    """What can happen to batches of an activity."""
    things = [one for one in activity.products if one is not Product.ANIMALS]
    is_animal = activity.main is Product.ANIMALS
    kinds = [*(_ANIMALS if is_animal else _FIELD)]
    if is_animal and things:
        kinds[:0] = [_E.HARVEST]
        kinds += [_E.SPOILED]
    if len(things) > 1:
        kinds += _MILLED
    return tuple(Choice(kind, Message(EVENT_LABELS[kind])) for kind in kinds)
