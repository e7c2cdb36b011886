"""What an officer has still to compare: one line a place for all months nobody looked at, one each else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.reconciliation.standing import Month, Place, State, read_places
from msai.services.views.facts import currency_of
from msai.services.views.labels import Text
from msai.services.views.reconciliation.months import labels_of

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class BankAttention:
    """One thing to look at; `count` months were not compared, or one differs, or changed since."""

    alias: str
    place: Text
    month: int
    last_day: date
    state: State
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class BankAttentions:
    """The lines for the page of the group, at most three a place."""

    book_id: UUID
    currency: str
    lines: tuple[BankAttention, ...]


def list_attention(
    session: Session, actor: Actor, book_id: UUID, *, today: date,
) -> BankAttentions | None:
    """What waits at the banks of a group; None for everybody but its officers."""
    if not is_allowed(actor, Action.RECONCILE, Target(book_id)):
        return None
    require(actor, Action.RECONCILE, Target(book_id))
    places = read_places(session, book_id, today=today)
    labels = labels_of(places)
    lines = tuple(line for place in places for line in _lines(place, labels[place.alias]))
    return BankAttentions(book_id, currency_of(session, book_id), lines)


def _lines(place: Place, label: Text) -> Iterator[BankAttention]:
    open_months = [month for month in place.months if not month.is_settled]
    missing = [month for month in open_months if month.state is State.MISSING]
    others = [month for month in open_months if month.state is not State.MISSING]
    if missing:
        yield _line(place, label, missing[0], count=len(missing))
    yield from (_line(place, label, month) for month in others[-MOST_LINES + bool(missing):])


def _line(place: Place, label: Text, month: Month, *, count: int = 1) -> BankAttention:
    rest = month.last.rest_minor if month.last else 0
    return BankAttention(place.alias, label, month.month, month.last_day, month.state, count,
                         rest or month.changed_minor)
