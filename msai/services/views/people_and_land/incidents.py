"""Injuries and complaints of a year: how many, how many are settled, and how soon complaints were.

They are numbers alone, and outside of the enterprise not even what they were about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.measures.ratios import percent
from msai.messages import N_, Message
from msai.models.people_and_land import WorkIncident
from msai.services.views.people_and_land.measures import figure_of
from msai.services.views.people_and_land.words import word
from msai.services.views.ratios.show import RatioLine, Shape
from msai.services.workforce.incidents import Incident, Topic
from msai.services.workforce.keeping import holds

SOON: Final = timedelta(days=30)
"""Within so many days a complaint should be settled (indicator MSAI-28)."""


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """Injuries or complaints alike, of one day, how many are settled, and how many were so soon."""

    kind: Incident
    topic: Topic
    number: int
    settled: int
    settled_soon: int


def read_incidents(session: Session, book_id: UUID, year: int) -> list[ToldIncident]:
    """What happened in a year, with what was settled of it since, in one statement."""
    rows = session.execute(
        select(WorkIncident.line_id, WorkIncident.kind, WorkIncident.topic, WorkIncident.happened_on,
               WorkIncident.number, WorkIncident.settles_id)
        .where(WorkIncident.book_id == book_id, WorkIncident.happened_on >= date(year, 1, 1),
               holds(WorkIncident, book_id))).all()
    settled: dict[UUID, list[tuple[date, int]]] = {}
    for row in rows:
        if row.settles_id is not None:
            settled.setdefault(row.settles_id, []).append((row.happened_on, row.number))
    found = []
    for row in rows:
        if row.settles_id is None and row.happened_on.year == year:
            done = settled.get(row.line_id, [])
            found.append(ToldIncident(
                Incident(row.kind), Topic(row.topic), row.number, sum(number for _on, number in done),
                sum(number for on, number in done if on - row.happened_on <= SOON)))
    return found


def sum_incidents(told: Sequence[ToldIncident], *, its_own: bool) -> Iterator[tuple[Message, int, int]]:
    """What happened, how often, and how many are settled; outside by kind, and not by what it was about."""
    sums: dict[Message, list[int]] = {}
    for one in told:
        both = sums.setdefault(word(one.topic) if its_own else word(one.kind), [0, 0])
        both[0], both[1] = both[0] + one.number, both[1] + one.settled
    for label, (number, settled) in sums.items():
        yield label, number, settled


def settled_soon(told: Sequence[ToldIncident]) -> RatioLine:
    """Complaints of a year that were settled within thirty days, in percent (indicator MSAI-28)."""
    complaints = [one for one in told if one.kind is Incident.COMPLAINT]
    value = percent(sum(one.settled_soon for one in complaints), sum(one.number for one in complaints))
    return RatioLine(
        "settled", Message(N_("Complaints settled within 30 days")),
        Message(N_("100 × settled within 30 days / complaints of the year")), "settled/1", Shape.PERCENT,
        figure=figure_of(value, 1))
