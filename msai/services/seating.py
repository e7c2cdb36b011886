"""The order in which members sit, so that roll call and money go round as the group does.

A seat is a number from one on; members without a seat follow those with one, by their own
numbers.  Seats are moved by the officers and change nothing in the books.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from msai.audit import record
from msai.models.groups import Member
from msai.models.rules import Seat
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError


class SeatTaken(ServiceError):
    """Two members were given the same seat."""

    code = "seat_taken"


class SeatUnclear(ServiceError):
    """A seat is no number, or one that the round does not have."""

    code = "seat_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMembers:
    """Members by number in the order in which they sit, first to last; those left out follow."""

    book_id: UUID
    order: Sequence[int]
    at: int


def seat_members(session: Session, actor: Actor, command: SeatMembers) -> None:
    """Keep the order in which members sit, in place of the one before.

    Raises:
        NotPermitted: the actor is no officer of the group.
        SeatTaken: a member is in the order twice.
        SeatUnclear: the order names somebody who is no member.
    """
    require(actor, Action.MEMBER_CHANGE, Target(command.book_id))
    rows = session.execute(
        select(Member.number, Member.member_id).where(Member.book_id == command.book_id))
    members = {row.number: row.member_id for row in rows}
    if len(set(command.order)) < len(command.order):
        raise SeatTaken()
    if not set(command.order) <= members.keys():
        raise SeatUnclear(most=len(members))
    session.execute(delete(Seat).where(Seat.book_id == command.book_id))
    if command.order:
        session.execute(insert(Seat), [
            {"book_id": command.book_id, "member_id": members[number], "position": position}
            for position, number in enumerate(command.order, 1)])
    record(session, actor, book_id=command.book_id, action=Action.MEMBER_CHANGE, subject="group:seats",
           at=command.at)


def read_seats(session: Session, book_id: UUID) -> dict[int, int]:
    """The seat of each member who has one: number -> position, in one statement."""
    rows = session.execute(
        select(Member.number, Seat.position)
        .join(Seat, (Seat.book_id == Member.book_id) & (Seat.member_id == Member.member_id))
        .where(Member.book_id == book_id, Seat.book_id == book_id))
    return {row.number: row.position for row in rows}


def in_order(numbers: Sequence[int], seats: Mapping[int, int]) -> list[int]:
    """Members by number as they sit: those with a seat first, then the others by their numbers."""
    return sorted(numbers, key=lambda number: (seats.get(number, len(numbers) + number), number))


def order_from_places(places: Mapping[int, str]) -> list[int]:
    """The order that typed seat numbers describe (member number -> text).

    Raises:
        SeatUnclear: a text is no number of a seat.
        SeatTaken: two members have the same number.
    """
    read = {number: _place(text, len(places)) for number, text in places.items()}
    if len(set(read.values())) < len(read):
        raise SeatTaken()
    return sorted(read, key=lambda number: read[number])


def moved(order: Sequence[int], number: int, *, by: int) -> list[int]:
    """The order with one member moved up (-1) or down (+1); at an end she stays where she is."""
    places = list(order)
    if number not in places:
        return places
    here = places.index(number)
    there = min(max(here + by, 0), len(places) - 1)
    places.insert(there, places.pop(here))
    return places


def _place(text: str, most: int) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= most:
        raise SeatUnclear(most=most)
    return int(text)
