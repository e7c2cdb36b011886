"""Sums kept beside the postings: added up first, then written at once or when somebody reads them."""

from ledgers.sums.moved import Move, Side, SumsToKeep, month_of
from ledgers.sums.waiting import Standing, SumsLost, WaitingSums, keep_waiting, sums_wait, waiting_of

__all__ = [
    "Move",
    "Side",
    "Standing",
    "SumsLost",
    "SumsToKeep",
    "WaitingSums",
    "keep_waiting",
    "month_of",
    "sums_wait",
    "waiting_of",
]
