"""A report that was wrong is taken back by two persons with all it said; its paper stays.

One asks and says why; the other sees what will be reversed and answers. Then the month has no report, until
another is sent, and both are there to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from ledgers.entries import Source, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.journal import Stamp
from msai import audit
from msai.approvals import Shown, State, Subject
from msai.measures.production.stock import COMES_IN
from msai.models.money import MoneyAct
from msai.models.reporting import MonthReport, MonthTakeBack
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.schemas.text import clean_line
from msai.sealing import read_note
from msai.services.enterprise_money.book import read_money_book
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.recording import keep_act
from msai.services.enterprise_money.taking_back import plan_taken_back
from msai.services.enterprise_money.wanted import TakeBack as MoneyBack
from msai.services.farming.events import LONGEST_WORDS, require_nothing_rests, reverse_event
from msai.services.farming.reading import KeptEvent, events_of_document
from msai.services.farming.wanted import TakeBack as EventBack
from msai.services.keys import book_key, journal_of
from msai.services.reporting.errors import ReportReasonMissing, ReportTakenBack
from msai.services.reporting.who import for_its_manager
from msai.services.two_officers import (
    Answer,
    Question,
    answer,
    asked_row,
    keep_reason,
    put_before_another,
    read_reason,
)
from msai.services.units.plan import require_cover
from msai.services.workforce.keeping import TakeReportBack, take_report_back


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTakeBack:
    """A report to be taken back, and why; `take_back_id` is made by the form, `on` is today."""

    book_id: UUID
    take_back_id: UUID
    report_id: UUID
    words: str
    on: date
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTakeBack(Answer):
    """The second person's answer; `on` is the day of what is reversed."""

    take_back_id: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered(AnswerTakeBack):
    """The answer with who gives it, in the manager's place for what only she may take back."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class BackPlan:
    """What would be reversed: events that stand, the later first, and money, the last line first."""

    report_id: UUID
    events: tuple[KeptEvent, ...]
    money: tuple[MoneyPlan, ...]

    @property
    def subject(self) -> str:
        """What an approval is about."""
        return f"month_report:{self.report_id}"

    def shown(self, commitment: bytes) -> dict[str, Any]:
        """What an approval is bound to, the commitment to the reason included."""
        postings = [one for plan in self.money for one in (plan.entry.postings if plan.entry else ())]
        return {
            "report": str(self.report_id), "reason": commitment.hex(),
            "events": [str(event.event_id) for event in self.events],
            "postings": [[one.debit.key, one.credit.key, one.amount_minor] for one in postings]}


def ask_take_back(session: Session, actor: Actor, command: AskTakeBack) -> None:
    """Ask another person to agree that a report is taken back; the same again changes nothing.

    Raises:
        NotPermitted, NotFound: she does not keep this enterprise's books, or there is no such report.
        ReportReasonMissing, TextTooLong, BadText, ReportTakenBack
        IdempotencyConflict: the id was used for another report.
        AlreadyRequested: the same waits for an answer already.
        MoreThanThere, BatchClosed, LedgerError: what came later rests on it.
    """
    book_id = command.book_id
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    journal_of(session, book_id).lock()
    if _asked(session, command):
        return
    words = clean_line(command.words, longest=LONGEST_WORDS)
    if not words:
        raise ReportReasonMissing()
    plan = plan_take_back(session, book_id, command.report_id, on=command.on)
    note = keep_reason(session, book_id, words, at=command.at)
    approval_id = put_before_another(
        session, actor, Subject(book_id, Action.ENTERPRISE_MONEY, plan.subject),
        shown=plan.shown(note.commitment), at=command.at)
    session.execute(insert(MonthTakeBack).values(
        book_id=book_id, take_back_id=command.take_back_id, report_id=command.report_id,
        note_id=note.note_id, approval_id=approval_id, asked_by=actor.user_id, asked_at=command.at,
        done_at=None))
    audit.record(session, actor, book_id=book_id, action=Action.ENTERPRISE_MONEY,
                 subject=f"month_take_back:{command.take_back_id}", at=command.at)


def answer_take_back(session: Session, actor: Actor, command: AnswerTakeBack) -> State:
    """Answer as the second person; what she approves is reversed at once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be reversed.
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(command.book_id))
    return answer(session, actor, _Answered(
        book_id=command.book_id, decision=command.decision, seen_digest=command.seen_digest, at=command.at,
        take_back_id=command.take_back_id, on=command.on,
        actor=for_its_manager(actor, command.book_id)), _QUESTION)


def plan_take_back(session: Session, book_id: UUID, report_id: UUID, *, on: date) -> BackPlan:
    """Everything of a report that would be reversed on a day; the caller has asked permission.

    Raises:
        NotFound: there is no such report.
        ReportTakenBack
        BatchClosed, MoreThanThere: a batch was closed since, or something went that the report brought.
        LedgerError: what came later rests on its money.
    """
    _require_stands(session, book_id, report_id)
    events = sorted((event for event in events_of_document(session, book_id, report_id) if event.stands),
                    key=lambda event: (event.kind in COMES_IN, str(event.event_id)))
    require_nothing_rests(session, book_id, events)
    return BackPlan(report_id, tuple(events), tuple(_money(session, book_id, report_id, on)))


def _require_stands(session: Session, book_id: UUID, report_id: UUID) -> None:
    row = session.execute(
        select(MonthReport.report_id, MonthTakeBack.done_at)
        .outerjoin(MonthTakeBack, (MonthTakeBack.book_id == MonthReport.book_id)
                   & (MonthTakeBack.report_id == MonthReport.report_id) & MonthTakeBack.done_at.is_not(None))
        .where(MonthReport.book_id == book_id, MonthReport.report_id == report_id)).one_or_none()
    if row is None:
        raise NotFound()
    if row.done_at is not None:
        raise ReportTakenBack()


def _money(session: Session, book_id: UUID, report_id: UUID, on: date) -> Iterator[MoneyPlan]:
    acts: Sequence[UUID] = session.scalars(
        select(MoneyAct.act_id).where(
            MoneyAct.book_id == book_id, MoneyAct.report_id == report_id, MoneyAct.taken_back_by.is_(None))
        .order_by(MoneyAct.line_ref)).all()
    book = read_money_book(session, book_id)
    found, plans = book.found, []
    for act_id in acts:
        plan = plan_taken_back(session, book, MoneyBack(act=str(act_id)), on)
        plans.append(plan)
        book = book.after(plan.entry)
    require_cover([plan.entry for plan in plans if plan.entry], found)
    yield from plans


def _asked(session: Session, command: AskTakeBack) -> bool:
    known = session.scalar(select(MonthTakeBack.report_id).where(
        MonthTakeBack.book_id == command.book_id, MonthTakeBack.take_back_id == command.take_back_id))
    if known not in (None, command.report_id):
        raise IdempotencyConflict(client_ref=f"month_take_back:{command.take_back_id}")
    return known is not None


def _carry_out(session: Session, said: _Answered, row: Row[Any], plan: BackPlan) -> None:
    words = reason_of(session, row)
    for event in plan.events:
        reverse_event(session, said.actor, EventBack(
            book_id=said.book_id, event_id=event.event_id, words=words, at=said.at))
    get_open(session, said.book_id, on=said.on)
    for money in plan.money:
        _reverse(session, said, row, money)
    take_report_back(session, said.actor, TakeReportBack(
        book_id=said.book_id, report_id=plan.report_id, reason=words, at=said.at))
    session.execute(update(MonthTakeBack).where(
        MonthTakeBack.book_id == said.book_id, MonthTakeBack.take_back_id == said.take_back_id,
    ).values(done_at=said.at))


def _reverse(session: Session, said: _Answered, row: Row[Any], plan: MoneyPlan) -> None:
    act_id = uuid5(plan.about_id or row.report_id, "taken_back")
    seq = None
    if plan.entry is not None:
        entry = replace(plan.entry, note_id=row.note_id, source=Source(
            SourceKind.MONTHLY_REPORT, row.report_id))
        seq = journal_of(session, said.book_id).post(
            entry, client_ref=f"{SourceKind.MONTHLY_REPORT}:{row.report_id}:back:{act_id}",
            stamp=Stamp(row.asked_by, said.at, row.asked_at)).seq
    keep_act(session, said.actor, {
        "book_id": said.book_id, "act_id": act_id, "note_id": row.note_id, "approval_id": row.approval_id,
        "asked_at": row.asked_at, "done_at": said.at, "posted_seq": seq}, plan=plan)
    plan.keep(session, act_id)


def reason_of(session: Session, row: Row[Any]) -> str:
    """Why it was asked for, opened; the caller has asked permission."""
    return read_note(book_key(session, row.book_id), read_reason(session, row.book_id, row.note_id))


def _binds(session: Session, row: Row[Any], plan: BackPlan) -> tuple[Subject, Shown]:
    commitment = read_reason(session, row.book_id, row.note_id).commitment
    return Subject(row.book_id, Action.ENTERPRISE_MONEY, plan.subject), plan.shown(commitment)


_QUESTION: Question[_Answered, BackPlan] = Question(
    find=lambda session, said: asked_row(
        session, MonthTakeBack, said.book_id, take_back_id=said.take_back_id),
    plan=lambda session, said, row: plan_take_back(session, said.book_id, row.report_id, on=said.on),
    binds=_binds, carry_out=_carry_out, noted=lambda said: f"month_take_back:{said.take_back_id}")
