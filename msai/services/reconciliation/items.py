"""Why a bank's screen shows something else than the book: the few reasons there are, each with its sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ledgers.accounts import SAVINGS
from ledgers.entries import MAX_AMOUNT
from msai.services import ServiceError

LONGEST_WORDS = 200


class ItemKind(StrEnum):
    """A reason; the first two are posted, the others only said."""

    CHARGE = "charge"
    INTEREST = "interest"
    IN_NOT_SHOWN = "in_not_shown"
    OUT_NOT_SHOWN = "out_not_shown"
    IN_NOT_RECORDED = "in_not_recorded"
    OUT_NOT_RECORDED = "out_not_recorded"
    MORE_SHOWN = "more_shown"
    LESS_SHOWN = "less_shown"


POSTED = frozenset({ItemKind.CHARGE, ItemKind.INTEREST})
_IN_WORDS = frozenset({ItemKind.MORE_SHOWN, ItemKind.LESS_SHOWN})
_SIGNS: Mapping[ItemKind, int] = {
    ItemKind.CHARGE: -1, ItemKind.INTEREST: 1, ItemKind.IN_NOT_SHOWN: -1, ItemKind.OUT_NOT_SHOWN: 1,
    ItemKind.IN_NOT_RECORDED: 1, ItemKind.OUT_NOT_RECORDED: -1, ItemKind.MORE_SHOWN: 1,
    ItemKind.LESS_SHOWN: -1,
}


class ItemRefused(ServiceError):
    """A reason cannot be taken like this; `position` counts it from 1, `field` is what is wrong."""

    code = "item_refused"

    def __init__(self, *, position: int, field: str, **params: Any) -> None:
        """Keep where it is."""
        super().__init__(position=position, field=field, **params)


class ItemNotAnAmount(ItemRefused):
    """The amount of a reason is nought, below it, or more than can be."""

    code = "item_not_an_amount"


class ItemWithoutWords(ItemRefused):
    """Something else explains the difference, and what it is was not said."""

    code = "item_without_words"


class ItemWordsTooLong(ItemRefused):
    """More was said of a reason than is kept."""

    code = "item_words_too_long"


@dataclass(frozen=True, slots=True)
class Item:
    """One reason, with its amount in minor units; `fund` is the one a charge or interest is posted in."""

    kind: ItemKind
    amount_minor: int
    words: str = ""
    fund: str = SAVINGS

    @property
    def effect_minor(self) -> int:
        """How much more the screen shows because of it; below nought, how much less."""
        return _SIGNS[self.kind] * self.amount_minor

    def require_sound(self, position: int) -> None:
        """Refuse an amount that is none, and something else without a word.

        Raises:
            ItemNotAnAmount, ItemWithoutWords, ItemWordsTooLong
        """
        if not 0 < self.amount_minor <= MAX_AMOUNT:
            raise ItemNotAnAmount(position=position, field="amount")
        if self.kind in _IN_WORDS and not self.words:
            raise ItemWithoutWords(position=position, field="words")
        if len(self.words) > LONGEST_WORDS:
            raise ItemWordsTooLong(position=position, field="words", longest=LONGEST_WORDS)
