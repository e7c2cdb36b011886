"""Sums kept beside the postings: added up first, then written at once or when somebody reads them."""

from ledgers.sums.moved import Move, Side, Sides, SumsToKeep, month_of, moved_by
from ledgers.sums.waiting import Standing, SumsLost, WaitingSums, keep_waiting, sums_wait, waiting_of

__all__ = [
    "Move",
    "Side",
    "Sides",
    "Standing",
    "SumsLost",
    "SumsToKeep",
    "WaitingSums",
    "keep_waiting",
    "month_of",
    "moved_by",
    "sums_wait",
    "waiting_of",
]
