"""How much of a batch's life a measure knows of: the months in which anything of what it needs was recorded.

A measure that rests on three months of five is not wrong, but whoever reads it should know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msai.measures.production.activities import Input, Product
from msai.measures.production.bands import Measure
from msai.measures.production.stock import EventKind
from msai.messages import N_, Message
from msai.services.farming.reading import KeptEvent, KnownBatch

_E, _M = EventKind, Measure
_PAID: Final = frozenset({_E.ADDED, _E.MOVED_IN, _E.INPUT, _E.LABOUR})


def _is_feed(event: KeptEvent) -> bool:
    return event.kind is _E.INPUT and event.product == Input.FEED.value


def _is_weighed(event: KeptEvent) -> bool:
    return event.weight_kg is not None


def _is_laid(event: KeptEvent) -> bool:
    return event.kind is _E.HARVEST and event.product == Product.EGGS.value


def _is_paid(event: KeptEvent) -> bool:
    return event.kind in _PAID and event.money_minor is not None


_FEED = N_("Feed is known for %(known)s of the %(months)s months.")
_WEIGHTS = N_("Weights are known for %(known)s of the %(months)s months.")
_EGGS = N_("Eggs are known for %(known)s of the %(months)s months.")
_COSTS = N_("Costs are known for %(known)s of the %(months)s months.")
_NEEDS: Final[Mapping[Measure, tuple[str, Callable[[KeptEvent], bool]]]] = {
    _M.DAILY_GAIN: (_WEIGHTS, _is_weighed), _M.FEED_CONVERSION: (_FEED, _is_feed),
    _M.FEED_PER_HEAD_DAY: (_FEED, _is_feed), _M.LAYING: (_EGGS, _is_laid),
    _M.MARGIN: (_COSTS, _is_paid), _M.COST_PER_UNIT: (_COSTS, _is_paid), _M.BREAK_EVEN: (_COSTS, _is_paid),
    _M.OWN_USE: (_COSTS, _is_paid)}


def say_coverage(measure: Measure, batch: KnownBatch, events: Sequence[KeptEvent]) -> Message | None:
    """Of how many months of a batch what a measure needs is known; None where it needs no such thing.

    The months are those from its opening to the last in which anything of it was told.
    """
    if measure not in _NEEDS or not events:
        return None
    sentence, is_known = _NEEDS[measure]
    last = max(event.happened_on for event in events)
    months = (last.year - batch.opened_on.year) * 12 + last.month - batch.opened_on.month + 1
    known = len({event.happened_on.replace(day=1) for event in events if is_known(event)})
    return Message(sentence, {"known": known, "months": months})
