"""What else there is to read about a group's investments: one list, to which each such page adds its line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from msai.messages import N_, Message
from msai.permissions import ROUTES, Actor, Target, is_allowed

MORE: tuple[tuple[str, str, str, str], ...] = (
    ("remittances.index", "send", N_("Money on its way"),
     N_("Capital sent and money coming home, until both sides agree")),
    ("returns.show", "sprout", N_("What came of it"),
     N_("Put in, came back and still there, and where the gain comes from")),
    ("sending.show", "send", N_("What sending cost"),
     N_("Fees and exchange margins of every transfer, and what if it were sent together")),
    ("traces.index", "map-pin-check", N_("Where the money of each member is"),
     N_("Every member and every place, and what passed between members by joining and leaving")),
    ("units.show", "coins", N_("Whose part is how large"),
     N_("The investment fund, what a part of it is worth, and whose parts they are")),
)
"""The page, its sign, what it is called and what it says."""


@dataclass(frozen=True, slots=True)
class MoreLink:
    """One page, as the list shows it."""

    href: str
    symbol: str
    label: Message
    below: Message


def more_links(actor: Actor, book_id: UUID) -> tuple[MoreLink, ...]:
    """Those of the pages that this reader may open."""
    return tuple(
        MoreLink(url_for(endpoint, book_id=book_id), symbol, Message(label), Message(below))
        for endpoint, symbol, label, below in MORE
        if is_allowed(actor, ROUTES[endpoint], Target(book_id)))
