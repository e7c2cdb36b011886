"""The work of an enterprise as it is known: recorded lines that hold, and reports read from a history.

A history's monthly reports say people, hours and wages of women and men in their papers alone; they count for
months of which nothing else was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal
from msai.models.enterprises import Document
from msai.models.people_and_land import FullTimeHours, LineTakenBack, WorkLine
from msai.services.workforce.work import E4, AgeBand, Answer, Engagement, Role, Sex

_REPORTED_LATE = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class WorkTold:
    """People of a month, alike in what is known of them; hours in whole ten-thousandths."""

    month: date
    sex: Sex
    people: int
    hours_e4: int | None
    wages_minor: int | None
    returnee: Answer = Answer.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    engagement: Engagement = Engagement.UNKNOWN
    role: Role = Role.UNKNOWN
    minimum_pay: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class FullTime:
    """What full work is, from month to month; empty where nobody stated it."""

    stated: tuple[tuple[date, int], ...]

    def hours_e4(self, month: date) -> int | None:
        """The hours of full work in a month; None before the first that were stated."""
        held = [hours for since, hours in self.stated if since <= month]
        return held[-1] if held else None


def read_work(
    session: Session, book_id: UUID, *, since: date, until: date, currency: str,
) -> tuple[WorkTold, ...]:
    """All work from one month to another (first days of both); the caller has asked permission."""
    rows = session.execute(
        select(*WorkLine.__table__.columns, LineTakenBack.taken_at)
        .outerjoin(LineTakenBack, and_(LineTakenBack.book_id == WorkLine.book_id,
                                       LineTakenBack.line_id == WorkLine.line_id))
        .where(WorkLine.book_id == book_id, WorkLine.month >= since, WorkLine.month <= until)
        .order_by(WorkLine.month, WorkLine.recorded_at, WorkLine.line_ref)).all()
    told = [WorkTold(
        row.month, Sex(row.sex), row.people, row.hours_e4, row.wages_minor, Answer(row.returnee),
        AgeBand(row.age_band), Engagement(row.engagement), Role(row.role), Answer(row.minimum_pay))
        for row in rows if row.taken_at is None]
    known = {row.source_id for row in rows}
    papers = session.execute(
        select(Document.document_id, Document.body)
        .where(Document.book_id == book_id, Document.kind == "monthly_report", Document.dated_on >= since,
               Document.dated_on < until + _REPORTED_LATE).order_by(Document.dated_on))
    months = {line.month for line in told}
    for paper in papers:
        month, lines = _of_paper(json.loads(paper.body), currency)
        if paper.document_id not in known and since <= month <= until and month not in months:
            told.extend(lines)
    return tuple(sorted(told, key=lambda line: line.month))


def _of_paper(body: Mapping[str, Any], currency: str) -> tuple[date, list[WorkTold]]:
    month = date.fromisoformat(f"{body['month']}-01") if "month" in body else date.min
    wages = body.get("wages")
    parts = wages if isinstance(wages, Mapping) else {}
    return month, [line for sex in (Sex.WOMEN, Sex.MEN)
                   for line in _of_box(month, sex, parts.get(sex.value), currency)]


def _of_box(month: date, sex: Sex, box: object, currency: str) -> Iterable[WorkTold]:
    """A box of a report as it was checked when it came in; one that says something else is left out."""
    if not isinstance(box, Mapping):
        return
    try:
        people = int(box.get("people") or 0)
        hours = box.get("hours")
        hours_e4 = None if hours is None else int(Fraction(str(hours)) * E4)
        amount = box.get("amount")
        wages = None if amount is None else amount_from_decimal(str(amount), currency)
    except (LedgerError, ValueError):
        return
    if people or hours_e4 or wages:
        yield WorkTold(month, sex, people, hours_e4, wages)


def read_full_time(session: Session, book_id: UUID) -> FullTime:
    """What was stated as full work; of two for one month the later one holds."""
    rows = session.execute(
        select(FullTimeHours.holds_from, FullTimeHours.hours_e4)
        .where(FullTimeHours.book_id == book_id)
        .order_by(FullTimeHours.holds_from, FullTimeHours.stated_at, FullTimeHours.stated_id))
    return FullTime(tuple(sorted({row.holds_from: row.hours_e4 for row in rows}.items())))
