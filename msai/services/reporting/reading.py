"""Reports as they were sent, those read from a history among them, and which of them stand."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from msai.models.enterprises import Document, Enterprise
from msai.models.reporting import MonthPlan, MonthReport, MonthTakeBack
from msai.permissions import NotFound
from msai.services.keys import book_key
from msai.services.reporting.said import MonthSaid, from_json

KIND = "monthly_report"
SILENT_DAYS = 45
"""So many days without a report raise attention with every backer (domain.md section 7)."""


@dataclass(frozen=True, slots=True)
class SentMonth:
    """A report of a month: which one of the month it is, when it came, from whom, and whether it stands.

    `version_no` is nought for what was read from a history; `taken_back_at` is set once it stands no more.
    `planned_minor` is what was to be sold for in its month, where that was said before.
    """

    report_id: UUID
    month: date
    version_no: int
    reported_on: date
    came_on: date
    is_entered: bool
    sent_by: UUID | None
    sent_at: int
    taken_back_at: int | None
    totals: dict[str, Any]
    planned_minor: int | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back_at is None


def stands(document_id: ColumnElement[UUID] | Any, book_id: UUID) -> ColumnElement[bool]:
    """The condition that a paper was not taken back, for use in a statement on papers of one book."""
    held: ColumnElement[bool] = document_id.not_in(
        select(MonthTakeBack.report_id).where(
            MonthTakeBack.book_id == book_id, MonthTakeBack.done_at.is_not(None)))
    return held


def read_reports(session: Session, book_id: UUID, *, month: date | None = None) -> Sequence[SentMonth]:
    """The reports of an enterprise, or of one month, the newest month first and in it the last report."""
    query = _query(book_id)
    rows: Sequence[Any] = session.execute(query).all()
    found = [_sent(row) for row in rows]
    found = [one for one in found if month is None or one.month == month]
    return sorted(found, key=lambda one: (one.month, one.version_no), reverse=True)


def _query(book_id: UUID) -> Select[Any]:
    back = (select(MonthTakeBack.report_id, func.max(MonthTakeBack.done_at).label("done_at"))
            .where(MonthTakeBack.book_id == book_id).group_by(MonthTakeBack.report_id).subquery())
    planned = (
        select(MonthPlan.sales_minor)
        .where(MonthPlan.book_id == book_id, MonthPlan.book_id == MonthReport.book_id,
               MonthPlan.month == MonthReport.month)
        .order_by(MonthPlan.planned_at.desc(), MonthPlan.plan_id.desc()).limit(1)
        .correlate(MonthReport).scalar_subquery())
    return (
        select(Document.document_id, Document.dated_on, Document.body, Document.received_at,
               planned.label("planned_minor"),
               MonthReport.month, MonthReport.version_no, MonthReport.reported_on, MonthReport.is_entered,
               MonthReport.sent_by, back.c.done_at)
        .outerjoin(MonthReport, and_(MonthReport.book_id == Document.book_id,
                                     MonthReport.report_id == Document.document_id))
        .outerjoin(back, back.c.report_id == Document.document_id)
        .where(Document.book_id == book_id, Document.kind == KIND)
        .order_by(Document.dated_on, Document.document_id))


def _sent(row: Any) -> SentMonth:
    body = json.loads(row.body)
    if row.month is not None:
        return SentMonth(row.document_id, row.month, row.version_no, row.reported_on, row.dated_on,
                         row.is_entered, row.sent_by, row.received_at, row.done_at, body,
                         row.planned_minor)
    month = date.fromisoformat(f"{body['month']}-01") if "month" in body else row.dated_on.replace(day=1)
    return SentMonth(row.document_id, month, 0, row.dated_on, row.dated_on, False, None, row.received_at,
                     None, body)


def read_said(session: Session, book_id: UUID, report_id: UUID) -> MonthSaid:
    """What a sent report says, word for word; the caller has asked permission.

    Raises:
        NotFound: no such report was sent from here.
    """
    sealed = session.scalar(select(MonthReport.body_sealed).where(
        MonthReport.book_id == book_id, MonthReport.report_id == report_id))
    if sealed is None:
        raise NotFound()
    return from_json(book_key(session, book_id).open(bytes(sealed), context_of(report_id)))


def context_of(report_id: UUID) -> str:
    """What the text of a report is sealed for."""
    return f"month_report:{report_id}"


@dataclass(frozen=True, slots=True)
class Heard:
    """When something was heard of an enterprise the last time: its last standing report, or its first day."""

    enterprise: str
    on: date


def heard_on() -> ColumnElement[date]:
    """Of an enterprise in a statement: the day of its last standing report, or its first day without one."""
    back = and_(MonthTakeBack.book_id == Document.book_id, MonthTakeBack.report_id == Document.document_id,
                MonthTakeBack.done_at.is_not(None))
    last = (
        select(func.max(Document.dated_on)).outerjoin(MonthTakeBack, back)
        .where(Document.book_id == Enterprise.book_id, Document.kind == KIND,
               MonthTakeBack.report_id.is_(None)).correlate(Enterprise).scalar_subquery())
    found: ColumnElement[date] = func.coalesce(last, Enterprise.opened_on)
    return found


def last_word(session: Session, books: Collection[UUID]) -> dict[UUID, Heard]:
    """When something was heard of each of some enterprises, in one statement."""
    rows = session.execute(
        select(Enterprise.book_id, Enterprise.name, heard_on().label("heard_on"))
        .where(Enterprise.book_id.in_(sorted(books))).execution_options(scatter=True))
    return {row.book_id: Heard(row.name, row.heard_on) for row in rows}


def is_silent(last: date, *, today: date) -> bool:
    """Whether so long nothing was heard that the backers should know."""
    return last < today - timedelta(days=SILENT_DAYS)
