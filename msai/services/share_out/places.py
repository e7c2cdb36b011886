"""From where members are paid: the place that was chosen, and the next one where it does not hold enough.

A group has money in its box and at its bank, and rarely as much in one as all members take together.
Whoever asked to be paid from one place is paid from it alone; the others take what is left, in order of
their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledgers.accounts import SAVINGS
from ledgers.errors import NegativeTender
from msai.services.share_out.book import CycleBook
from msai.services.share_out.decisions import Decisions, WayKind


@dataclass(frozen=True, slots=True)
class Payment:
    """What a member is paid from one place, in minor units."""

    tender: str
    minor: int


def payments_of(
    closed: CycleBook, decided: Decisions, cash: Mapping[int, int],
) -> dict[int, tuple[Payment, ...]]:
    """What each member who is there is paid, and from where; `cash` is what is hers, by number.

    What no place can pay in whole coins is left out: it stays due to her.

    Raises:
        NegativeTender: somebody asked to be paid from a place that does not hold enough.
    """
    left = {alias: closed.minor(tender.account(SAVINGS)) for alias, tender in closed.tenders.items()}
    found: dict[int, tuple[Payment, ...]] = {}
    for number in sorted(cash, key=lambda one: (one not in decided.ways, one)):
        way = decided.way_of(number)
        if way.kind is WayKind.PAID:
            others = () if number in decided.ways else left
            places = dict.fromkeys((way.tender, *others))
            found[number] = tuple(_drawn(closed, decided, tuple(places), cash[number], left))
            if not others:
                _require_cover(way.tender, left)
    return found


def _drawn(
    closed: CycleBook, decided: Decisions, places: tuple[str, ...], minor: int, left: dict[str, int],
) -> list[Payment]:
    """Draw an amount from places in their order; the only one named is drawn on whatever it holds."""
    drawn = []
    for alias in places:
        there = minor if len(places) == 1 else min(minor, max(0, left[alias]))
        amount = closed.tenders[alias].payable(there, step=decided.step_minor)
        left[alias] -= amount
        minor -= amount
        if amount:
            drawn.append(Payment(alias, amount))
    return drawn


def _require_cover(alias: str, left: Mapping[str, int]) -> None:
    if left[alias] < 0:
        raise NegativeTender(tender=alias, fund=SAVINGS, missing_minor=-left[alias])
