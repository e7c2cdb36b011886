"""The list: each bank account, wallet and officer with its months, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, require
from msai.services.reconciliation.standing import Month, Place, State, last_day_of, read_places
from msai.services.views.facts import read_group
from msai.services.views.labels import Text, tender_labels

SHOWN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one place; `seen_minor` None where nobody looked yet."""

    month: int
    last_day: date
    book_minor: int
    seen_minor: int | None
    difference_minor: int
    rest_minor: int
    changed_minor: int
    state: State


@dataclass(frozen=True, slots=True)
class PlaceMonths:
    """One place with the months that are shown of it; `next_month` is the oldest that waits for a look."""

    alias: str
    label: Text
    rows: tuple[MonthRow, ...]
    waiting: int
    next_month: int | None
    next_day: date | None


@dataclass(frozen=True, slots=True)
class ReconciliationsView:
    """The page; `earlier` is the newest month that is not shown any more."""

    book_id: UUID
    group_name: str
    currency: str
    places: tuple[PlaceMonths, ...]
    earlier: int | None
    is_newest: bool


def list_months(
    session: Session, actor: Actor, book_id: UUID, *, today: date, until: int | None = None,
) -> ReconciliationsView:
    """The months of every place, from the month `until` (or the last one that is over) backwards.

    Raises:
        NotFound, NotPermitted: the actor is no officer of the group.
    """
    require(actor, Action.RECONCILE, Target(book_id))
    facts = read_group(session, book_id)
    places = read_places(session, book_id, today=today)
    labels = labels_of(places)
    over = sorted({month.month for place in places for month in place.months})
    shown = [month for month in over if until is None or month <= until]
    window = frozenset(shown[-SHOWN_MONTHS:])
    return ReconciliationsView(
        book_id, facts.name, facts.currency,
        tuple(_place(place, labels[place.alias], window) for place in places),
        shown[-SHOWN_MONTHS - 1] if len(shown) > SHOWN_MONTHS else None, len(shown) == len(over))


def labels_of(places: tuple[Place, ...]) -> dict[str, Text]:
    """What each place is called."""
    return dict(tender_labels({place.alias: place.code for place in places}))


def row_of(month: Month) -> MonthRow:
    """A month as the list shows it."""
    look = month.last
    return MonthRow(
        month.month, month.last_day, month.book_minor, look.seen_minor if look else None,
        look.difference_minor if look else 0, look.rest_minor if look else 0, month.changed_minor,
        month.state)


def _place(place: Place, label: Text, window: frozenset[int]) -> PlaceMonths:
    open_months = [month.month for month in place.months if not month.is_settled]
    oldest = open_months[0] if open_months else None
    rows = tuple(row_of(month) for month in reversed(place.months) if month.month in window)
    return PlaceMonths(place.alias, label, rows, len(open_months), oldest,
                       last_day_of(oldest) if oldest else None)
