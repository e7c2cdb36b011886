"""Lines of work: people of a month, alike in what is known of them, with their hours and wages.

The two boxes of a monthly report ("wages of women", "wages of men") and every further detail are the same
lines: what nobody said is `unknown`, and each measure tells how much of it is known.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from msai import audit
from msai.models.people_and_land import FullTimeHours
from msai.permissions import Action, Actor, Target, require
from msai.services.enterprise_money.calendar import end_of_month
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.meeting_records import NOBODY
from msai.services.workforce.errors import (
    CountNegative,
    FullTimeOutOfRange,
    HoursOfNobody,
    LineSaysNothing,
    MonthAhead,
    MoreHoursThanMonth,
    NotAMonth,
)
from msai.services.workforce.keeping import LineKind, Said, keep_lines

E4 = 10_000
"""Hours, hectares and quantities are kept in whole ten-thousandths."""


class Sex(StrEnum):
    """Of whom a line tells."""

    WOMEN = "women"
    MEN = "men"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """Yes, no, or nobody said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """The bands in which ages are told."""

    YOUNG = "15_24"
    GROWN = "25_59"
    OLD = "60_up"
    UNKNOWN = "unknown"


class Engagement(StrEnum):
    """For how long somebody is taken on."""

    PERMANENT = "permanent"
    CASUAL = "casual"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What somebody does among the others."""

    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    WORKER = "worker"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOf:
    """People of a month with the hours and wages of all of them together; None where nobody said.

    `hours_e4` are ten-thousandths of an hour, `wages_minor` minor units of home money. `minimum_pay` says
    whether each of them is paid the legal minimum or more.
    """

    line_ref: str
    people: int
    hours_e4: int | None = None
    wages_minor: int | None = None
    sex: Sex = Sex.UNKNOWN
    returnee: Answer = Answer.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    engagement: Engagement = Engagement.UNKNOWN
    role: Role = Role.UNKNOWN
    minimum_pay: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWork:
    """The work of a month as a report or form says it; `month` is its first day, `today` the day it came."""

    book_id: UUID
    source_id: UUID
    month: date
    lines: Sequence[WorkOf]
    today: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFullTime:
    """From a month on, so many hours a month are full work at this enterprise."""

    book_id: UUID
    stated_id: UUID
    holds_from: date
    hours_e4: int
    at: int


def record_work(session: Session, actor: Actor, command: RecordWork) -> None:
    """Keep the work of a month; the same report or form again changes nothing.

    Raises:
        NotPermitted, NotFound
        LinesDiffer: it was kept before and said something else.
        NotAMonth, MonthAhead, CountNegative, LineSaysNothing, HoursOfNobody, MoreHoursThanMonth
        MoneyYearClosed: wages are told of a year that was closed.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    require_month(command.month, today=command.today)
    for line in command.lines:
        _require_sound(line, command.month)
    require_open_days(session, actor, command.book_id, [
        end_of_month(command.month) for line in command.lines if line.wages_minor])
    said = Said(book_id=command.book_id, source_id=command.source_id, at=command.at)
    keep_lines(session, actor, said, kind=LineKind.WORK, rows={
        line.line_ref: _row(line, command.month) for line in command.lines})


def require_month(month: date, *, today: date) -> None:
    """Let a month pass that is named by its first day and has begun.

    Raises:
        NotAMonth, MonthAhead
    """
    if month.day != 1:
        raise NotAMonth(path="month")
    if month > today:
        raise MonthAhead(path="month", month=month)


def _require_sound(line: WorkOf, month: date) -> None:
    for path, number in (("people", line.people), ("hours", line.hours_e4), ("wages", line.wages_minor)):
        if number is not None and number < 0:
            raise CountNegative(path=path, line_ref=line.line_ref)
    if not (line.people or line.hours_e4 or line.wages_minor):
        raise LineSaysNothing(path="people", line_ref=line.line_ref)
    if line.hours_e4 and not line.people:
        raise HoursOfNobody(path="people", line_ref=line.line_ref)
    most = line.people * hours_of_month(month)
    if line.hours_e4 and line.hours_e4 > most * E4:
        raise MoreHoursThanMonth(path="hours", line_ref=line.line_ref, most=most)


def hours_of_month(month: date) -> int:
    """All hours of a month, by day and night."""
    return 24 * monthrange(month.year, month.month)[1]


def _row(line: WorkOf, month: date) -> Mapping[str, Any]:
    return {
        "month": month, "sex": line.sex.value, "returnee": line.returnee.value,
        "age_band": line.age_band.value, "engagement": line.engagement.value, "role": line.role.value,
        "minimum_pay": line.minimum_pay.value, "people": line.people, "hours_e4": line.hours_e4,
        "wages_minor": line.wages_minor}


def state_full_time(session: Session, actor: Actor, command: StateFullTime) -> None:
    """Keep what full work is here, from a month on; months before keep what was stated for them.

    Raises:
        NotPermitted, NotFound, NotAMonth
        FullTimeOutOfRange: no hours, or more than a month has.
    """
    require(actor, Action.PEOPLE_RECORD, Target(command.book_id))
    if command.holds_from.day != 1:
        raise NotAMonth(path="month")
    most = hours_of_month(command.holds_from)
    if not 0 < command.hours_e4 <= most * E4:
        raise FullTimeOutOfRange(path="full_time", most=most)
    stated_id = uuid5(command.stated_id, "full_time")
    there = session.scalar(select(FullTimeHours.stated_id).where(
        FullTimeHours.book_id == command.book_id, FullTimeHours.stated_id == stated_id))
    if there is not None:
        return
    session.execute(insert(FullTimeHours).values(
        book_id=command.book_id, stated_id=stated_id, holds_from=command.holds_from,
        hours_e4=command.hours_e4, stated_by=actor.user_id or NOBODY, stated_at=command.at))
    audit.record(session, actor, book_id=command.book_id, action=Action.PEOPLE_RECORD,
                 subject=f"full_time:{stated_id}", at=command.at)
