"""Members as they sit, for the page on which the officers put them in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import Message
from msai.permissions import Action, Actor, Target, require
from msai.services.seating import in_order, read_seats
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.naming import read_roll


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One member in her seat; `place` is what stands in her field."""

    number: int
    name: Text
    initials: str
    tint: int
    place: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class SeatsView:
    """The round."""

    book_id: UUID
    group_name: str
    members: tuple[SeatRow, ...]
    errors: tuple[Message, ...]


def show_seats(
    session: Session, actor: Actor, book_id: UUID, *, today: date, typed: Mapping[int, str] | None = None,
    errors: tuple[Message, ...] = (),
) -> SeatsView:
    """Members who belong today, as they sit, with what was typed where it could not be kept.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MEMBER_CHANGE, Target(book_id))
    facts = read_group(session, book_id)
    people = {person.number: person for person in read_roll(session, book_id).values()
              if person.is_with_group(today)}
    order = in_order(list(people), read_seats(session, book_id))
    return SeatsView(book_id, facts.name, tuple(
        SeatRow(number, people[number].name, people[number].initials, people[number].tint,
                (typed or {}).get(number, str(place)), place == 1, place == len(order))
        for place, number in enumerate(order, 1)), errors)
