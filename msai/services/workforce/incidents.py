"""Injuries and complaints by their number: how grave, about what, and how many are settled. Never a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.models.people_and_land import WorkIncident
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.workforce.errors import (
    CountNegative,
    LineSaysNothing,
    MoreSettledThanOpen,
    RecordDayAhead,
    TopicOfOtherKind,
)
from msai.services.workforce.keeping import LineKind, Said, holds, keep_lines


class Incident(StrEnum):
    """What kind of thing went wrong."""

    INJURY = "injury"
    COMPLAINT = "complaint"


class Topic(StrEnum):
    """How grave an injury was, or what a complaint was about."""

    FIRST_AID = "first_aid"
    DAYS_LOST = "days_lost"
    LASTING = "lasting"
    DEATH = "death"
    WAGES = "wages"
    HOURS = "hours"
    SAFETY = "safety"
    TREATMENT = "treatment"
    OTHER = "other"


TOPICS: Mapping[Incident, tuple[Topic, ...]] = {
    Incident.INJURY: (Topic.FIRST_AID, Topic.DAYS_LOST, Topic.LASTING, Topic.DEATH),
    Incident.COMPLAINT: (Topic.WAGES, Topic.HOURS, Topic.SAFETY, Topic.TREATMENT, Topic.OTHER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIncident:
    """So many injuries or complaints alike, on a day; `today` is the day it is recorded."""

    book_id: UUID
    source_id: UUID
    kind: Incident
    topic: Topic
    happened_on: date
    number: int
    today: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleIncident:
    """So many of them are settled on a day: healed, paid, put right."""

    book_id: UUID
    source_id: UUID
    settles_id: UUID
    settled_on: date
    number: int
    today: date
    at: int


def record_incident(session: Session, actor: Actor, command: RecordIncident) -> None:
    """Keep that injuries or complaints happened, as numbers alone.

    Raises:
        NotPermitted, NotFound, LinesDiffer
        RecordDayAhead, CountNegative, LineSaysNothing
        TopicOfOtherKind: an injury about wages.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    if command.topic not in TOPICS[command.kind]:
        raise TopicOfOtherKind(path="topic")
    _require_number(command.number)
    require_day(command.happened_on, today=command.today, path="happened_on")
    _keep(session, actor, command, {
        "kind": command.kind.value, "topic": command.topic.value, "happened_on": command.happened_on,
        "number": command.number, "settles_id": None})


def settle_incident(session: Session, actor: Actor, command: SettleIncident) -> None:
    """Keep that some of them are settled.

    Raises:
        NotPermitted, NotFound, LinesDiffer, RecordDayAhead, CountNegative, LineSaysNothing
        MoreSettledThanOpen: more than are open, or before the day they came up.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    _require_number(command.number)
    require_day(command.settled_on, today=command.today, path="settled_on")
    about = session.execute(select(WorkIncident.kind, WorkIncident.topic, WorkIncident.happened_on,
                                   WorkIncident.number).where(
        WorkIncident.book_id == command.book_id, WorkIncident.line_id == command.settles_id,
        WorkIncident.settles_id.is_(None), holds(WorkIncident, command.book_id))).one_or_none()
    if about is None:
        raise NotFound()
    settled = session.scalar(select(func.sum(WorkIncident.number)).where(
        WorkIncident.book_id == command.book_id, WorkIncident.settles_id == command.settles_id,
        WorkIncident.source_id != command.source_id, holds(WorkIncident, command.book_id))) or 0
    left = about.number - int(settled)
    if command.number > left or command.settled_on < about.happened_on:
        raise MoreSettledThanOpen(path="number", left=left, day=about.happened_on)
    _keep(session, actor, command, {
        "kind": about.kind, "topic": about.topic, "happened_on": command.settled_on,
        "number": command.number, "settles_id": command.settles_id})


def require_day(day: date, *, today: date, path: str) -> None:
    """Let a day pass that has come.

    Raises:
        RecordDayAhead
    """
    if day > today:
        raise RecordDayAhead(path=path, day=day)


def _require_number(number: int) -> None:
    if number < 0:
        raise CountNegative(path="number")
    if not number:
        raise LineSaysNothing(path="number")


def _keep(
    session: Session, actor: Actor, command: RecordIncident | SettleIncident, row: Mapping[str, Any],
) -> None:
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.INCIDENT, rows={"1": row})
