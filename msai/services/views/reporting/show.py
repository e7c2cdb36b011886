"""A month as it was reported: what stands, what was taken back and why, what waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from msai.models.governance import Approval
from msai.models.reporting import MonthReport, MonthTakeBack
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.enterprise_money.calendar import first_of_month
from msai.services.keys import book_key
from msai.services.meeting_day.local_time import local_time, zone_of
from msai.services.reporting.files import FileKind, ListedFile, list_month_files
from msai.services.reporting.reading import SentMonth, context_of, read_reports
from msai.services.reporting.said import from_json
from msai.services.reporting.who import may_report
from msai.services.two_officers.standing import Standing, ended_as
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.reporting.form import read_around
from msai.services.views.reporting.months import sold_minor
from msai.services.views.reporting.sales import SalesOfMonth, sales_of_month
from msai.services.views.reporting.told import MonthTold, tell_month


@dataclass(frozen=True, slots=True)
class BackShown:
    """A taking back: where it stands, who asked and why, and what an answer is bound to."""

    take_back_id: UUID
    standing: Standing
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    seen: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ReportShown:
    """One report of the month; `told` is None for one of a history, or one that is not the reader's."""

    report: SentMonth
    told: MonthTold | None
    sold_minor: int | None
    sent_by: Text | None
    sent_at: datetime
    back: BackShown | None
    files: tuple[ListedFile, ...]

    def of_kind(self, kind: str) -> tuple[ListedFile, ...]:
        """Its files of one kind."""
        return tuple(one for one in self.files if one.kind == kind)

    @property
    def without_receipt(self) -> tuple[tuple[str, Text], ...]:
        """The amounts that have no receipt yet, by the names of their lines, with what they are."""
        have = {one.line_ref for one in self.files}
        lines = () if self.told is None else self.told.amounts
        return tuple((line.line_ref, line.label) for line in lines if line.line_ref not in have)


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with its reports, the last one first; none where nobody reported it.

    `today` is the day on the clock of the enterprise. `may_note` says that she reports for herself: she
    plans, and notes what happens on its day.
    """

    book_id: UUID
    name: str
    currency: str
    month: date
    previous: date | None
    following: date | None
    reports: tuple[ReportShown, ...]
    sales: SalesOfMonth
    today: date
    may_fill: bool
    may_take_back: bool
    may_note: bool

    @property
    def standing(self) -> ReportShown | None:
        """The report that holds."""
        return next((one for one in self.reports if one.report.stands), None)

    @property
    def is_sent_today(self) -> bool:
        """Whether it was sent from here today, so that its time says more than its day."""
        one = self.standing
        return one is not None and one.report.version_no > 0 and one.sent_at.date() == self.today


def show_month(
    session: Session, actor: Actor, book_id: UUID, *, month: date, today: date, at: int,
) -> MonthView:
    """A month as this reader may see it.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_VIEW, Target(book_id))
    facts, every = read_enterprise(session, book_id), read_reports(session, book_id)
    reports = [one for one in every if one.month == month]
    may_fill = is_allowed(actor, Action.MONTH_ENTER, Target(book_id))
    keeps = is_allowed(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    told = _told(session, facts, month, reports) if may_fill and reports else {}
    of_month = {one.report_id for one in reports}
    asked = [one for one in _asked_back(session, book_id) if one.report_id in of_month] if keeps else []
    names = names_of(session, [*(one.sent_by for one in reports), *(
        who for row in asked for who in (row.asked_by, row.checker_id))])
    backs = {row.report_id: _back(session, actor, row, names, at=at) for row in asked}
    files = [one for one in list_month_files(session, book_id, [one.report_id for one in reports])
             if may_fill or one.kind is FileKind.PHOTO] if reports else []
    zone = zone_of(facts.country, facts.time_zone)
    shown = tuple(ReportShown(
        one, told.get(one.report_id), sold_minor(one.totals, facts.currency),
        names[one.sent_by] if one.sent_by else None, local_time(one.sent_at, zone), backs.get(one.report_id),
        tuple(file for file in files if file.report_id == one.report_id))
        for one in reports)
    return MonthView(
        book_id, facts.name, facts.currency, month, _beside(month, -1, facts, today),
        _beside(month, 1, facts, today), shown, sales_of_month(session, facts, every, month),
        local_time(at, zone).date(), may_fill and month <= today, keeps, may_report(actor, book_id))


def _beside(month: date, step: int, facts: BookFacts, today: date) -> date | None:
    found = first_of_month(month, later=step)
    return found if facts.opened_on.replace(day=1) <= found <= today else None


def _told(
    session: Session, facts: BookFacts, month: date, reports: Sequence[SentMonth],
) -> Mapping[UUID, MonthTold]:
    rows = session.execute(select(
        MonthReport.report_id, MonthReport.body_sealed, MonthReport.reported_on).where(
        MonthReport.book_id == facts.book_id, MonthReport.month == month)).all()
    if not rows:
        return {}
    around = replace(read_around(session, facts), reports={one.report_id: one.stands for one in reports})
    key = book_key(session, facts.book_id)
    found: dict[UUID, MonthTold] = {}
    for row in rows:
        said = from_json(key.open(bytes(row.body_sealed), context_of(row.report_id)))
        found[row.report_id] = tell_month(said, around, report_id=row.report_id, on=row.reported_on)
    return found


def _asked_back(session: Session, book_id: UUID) -> list[Any]:
    """What was asked to be taken back in this book, the last asked last."""
    return list(session.execute(
        select(*MonthTakeBack.__table__.columns, Approval.state, Approval.expires_at, Approval.shown_digest,
               Approval.checker_id, t.note.c.salt, t.note.c.sealed_text, t.note.c.commitment)
        .join(t.note, and_(t.note.c.book_id == MonthTakeBack.book_id,
                           t.note.c.note_id == MonthTakeBack.note_id))
        .join(Approval, and_(Approval.book_id == MonthTakeBack.book_id,
                             Approval.approval_id == MonthTakeBack.approval_id))
        .where(MonthTakeBack.book_id == book_id, Approval.book_id == book_id)
        .order_by(MonthTakeBack.asked_at)))


def _back(session: Session, actor: Actor, row: Any, names: Mapping[UUID, Text], *, at: int) -> BackShown:
    """Whether the book moved on meanwhile is looked at when she answers: it takes as long as doing it."""
    standing = ended_as(row, at) or Standing.WAITING
    may_answer = is_allowed(actor, Action.APPROVE, Target(row.book_id)) and row.asked_by != actor.user_id
    return BackShown(
        row.take_back_id, standing, _reason(session, row), names[row.asked_by], moment_of(row.asked_at),
        names[row.checker_id] if row.checker_id else None, bytes(row.shown_digest or b"").hex(),
        may_answer and standing is Standing.WAITING)


def _reason(session: Session, row: Any) -> str:
    return read_note(book_key(session, row.book_id), SealedNote(
        row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment)))
