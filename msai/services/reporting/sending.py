"""A report is sent as a whole: its paper, its events, its money and its people, all of them or none.

The same report again changes nothing and answers the same receipt. Of one month there is one report; what was
wrong is taken back by two persons before another is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ledgers.errors import IdempotencyConflict
from msai import audit
from msai.measures.production.stock import MOVES
from msai.models.reporting import MonthDraft, MonthReport
from msai.permissions import Action, Actor
from msai.schemas.text import LONGEST_NAME, clean_line
from msai.services.documents import Paperwork, keep_document
from msai.services.enterprise_money.calendar import end_of_month
from msai.services.enterprise_money.month import MonthMoney, post_month
from msai.services.enterprise_money.years.closed import require_open_days
from msai.services.farming.errors import EventNotOfProduct
from msai.services.farming.events import record_events
from msai.services.farming.reading import read_batches
from msai.services.farming.wanted import RecordEvents
from msai.services.keys import book_key, journal_of
from msai.services.meeting_records import NOBODY
from msai.services.reporting.errors import (
    EnteredForMissing,
    MonthReported,
    ReportBeforeEnterprise,
    ReportDayOutside,
    ReportLineTwice,
    ReportMonthAhead,
    ReportSaysNothing,
    ReportTooLong,
)
from msai.services.reporting.lines import CASH, Taken, take_apart, totals_of
from msai.services.reporting.reading import KIND, context_of, read_reports
from msai.services.reporting.said import MonthSaid, as_json, says_something
from msai.services.reporting.who import for_its_manager, may_report
from msai.services.views.facts import read_enterprise
from msai.services.workforce.work import RecordWork, record_work

LARGEST_BYTES = 64 * 1024
MOST_LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMonth:
    """A report under the id that was made where it was filled in; `today` is the day on which it comes."""

    book_id: UUID
    report_id: UUID
    said: MonthSaid
    today: date
    at: int


class Receipt(NamedTuple):
    """That a report came: which of its month it is, when, and the hash of what it said."""

    report_id: UUID
    version_no: int
    sent_at: int
    body_hash: bytes


def send_month(session: Session, actor: Actor, command: SendMonth) -> Receipt:
    """Keep a report with all it says; the same again answers the receipt it had.

    Raises:
        NotPermitted, NotFound: she does not report for this enterprise.
        IdempotencyConflict: a report of this id said something else.
        MonthReported: there is a report of this month.
        ReportMonthAhead, ReportBeforeEnterprise, ReportSaysNothing, ReportTooLong, EnteredForMissing
        ReportLineTwice, ReportDayOutside, EventNotOfProduct
        MoneyYearClosed: its year was closed.
        LedgerError: as a line of it says, such as more deaths than animals.
    """
    book_id, said = command.book_id, command.said
    reporting = for_its_manager(actor, book_id)
    text = as_json(said)
    body_hash = sha256(text.encode("utf-8")).digest()
    journal_of(session, book_id).lock()
    known = _known(session, command, body_hash)
    if known is not None:
        return known
    facts = read_enterprise(session, book_id)
    _require_sound(actor, command, text=text, opened_on=facts.opened_on)
    require_open_days(session, actor, book_id, [day_of_entries(said.month, today=command.today)])
    earlier = read_reports(session, book_id, month=said.month)
    if any(one.stands for one in earlier):
        raise MonthReported(month=said.month)
    receipt = Receipt(command.report_id, len(earlier) + 1, command.at, body_hash)
    _keep(session, actor, command, receipt, text=text, totals=totals_of(said, facts.currency))
    _tell(session, reporting, command, _taken(session, command))
    _forget_draft(session, book_id, said.month)
    audit.record(session, actor, book_id=book_id, action=Action.MONTH_ENTER,
                 subject=f"month_report:{command.report_id}", at=command.at)
    return receipt


def day_of_entries(month: date, *, today: date) -> date:
    """The day that events and entries of a month carry: its last, or today while it goes on."""
    return min(today, end_of_month(month))


def _known(session: Session, command: SendMonth, body_hash: bytes) -> Receipt | None:
    row = session.execute(select(
        MonthReport.version_no, MonthReport.sent_at, MonthReport.body_hash).where(
        MonthReport.book_id == command.book_id, MonthReport.report_id == command.report_id)).one_or_none()
    if row is None:
        return None
    if bytes(row.body_hash) != body_hash:
        raise IdempotencyConflict(client_ref=f"{KIND}:{command.report_id}")
    return Receipt(command.report_id, row.version_no, row.sent_at, body_hash)


def _require_sound(actor: Actor, command: SendMonth, *, text: str, opened_on: date) -> None:
    said = command.said
    if said.month.day != 1 or said.month > command.today:
        raise ReportMonthAhead(month=said.month)
    if day_of_entries(said.month, today=command.today) < opened_on:
        raise ReportBeforeEnterprise(day=opened_on)
    names = [CASH, *(one.batch_id.hex for one in said.batches)] + [
        one.line_ref for part in (said.events, said.costs, said.work) for one in part]
    if len(text.encode("utf-8")) > LARGEST_BYTES or len(names) > MOST_LINES + 1:
        raise ReportTooLong(lines=MOST_LINES)
    if len(set(names)) < len(names):
        raise ReportLineTwice()
    if any(one.on is not None and one.on.replace(day=1) != said.month for one in said.events):
        raise ReportDayOutside()
    for one in said.events:
        if one.kind in MOVES:
            # What moves to another batch is told on its page, of both batches at once.
            raise EventNotOfProduct(kind=one.kind.value, product=one.product or "")
    if not says_something(said):
        raise ReportSaysNothing()
    if not may_report(actor, command.book_id) and not clean_line(said.entered_for, longest=LONGEST_NAME):
        raise EnteredForMissing()


def _taken(session: Session, command: SendMonth) -> Taken:
    said = command.said
    named = {one.batch_id for one in said.batches} | {one.batch_id for one in said.events}
    batches = {one.batch_id: one for one in read_batches(session, command.book_id, only=named)}
    return take_apart(said, batches, on=day_of_entries(said.month, today=command.today))


def _keep(
    session: Session, actor: Actor, command: SendMonth, receipt: Receipt, *, text: str,
    totals: dict[str, object],
) -> None:
    book_id, said = command.book_id, command.said
    keep_document(session, actor, Paperwork(
        book_id, command.report_id, KIND, f"{said.month:%Y-%m}/{receipt.version_no}", command.today, totals,
        command.at))
    session.execute(insert(MonthReport).values(
        book_id=book_id, report_id=command.report_id, month=said.month, version_no=receipt.version_no,
        reported_on=day_of_entries(said.month, today=command.today), is_entered=bool(said.entered_for),
        body_sealed=book_key(session, book_id).seal(text, context_of(command.report_id)),
        body_hash=receipt.body_hash, sent_by=actor.user_id or NOBODY, sent_at=command.at))


def _tell(session: Session, reporting: Actor, command: SendMonth, taken: Taken) -> None:
    book_id, said = command.book_id, command.said
    if taken.events:
        record_events(session, reporting, RecordEvents(
            book_id=book_id, document_id=command.report_id, lines=taken.events, today=command.today,
            at=command.at))
    if taken.money:
        post_month(session, reporting, MonthMoney(
            book_id=book_id, report_id=command.report_id, lines=taken.money, on=command.today, at=command.at,
            reported_on=day_of_entries(said.month, today=command.today)))
    if taken.work:
        record_work(session, reporting, RecordWork(
            book_id=book_id, source_id=command.report_id, month=said.month, lines=taken.work,
            today=command.today, at=command.at))


def _forget_draft(session: Session, book_id: UUID, month: date) -> None:
    session.execute(delete(MonthDraft).where(MonthDraft.book_id == book_id, MonthDraft.month == month))
