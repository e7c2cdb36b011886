"""The money of a monthly report: its lines become one entry of each kind, all of them or none.

Sales and costs stand together in the entry of the month. Each line is an act of its own, so that it can be
found with its receipt and taken back without the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.journal import Draft, Stamp
from msai import audit
from msai.models.money import MoneyAct
from msai.permissions import Action, Actor, Target, require
from msai.services.enterprise_money.book import read_money_book
from msai.services.enterprise_money.desk import plan_uncovered
from msai.services.enterprise_money.errors import NotInReport
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.recording import keep_act
from msai.services.enterprise_money.wanted import IN_REPORT
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY
from msai.services.staking.kept import as_text
from msai.services.units.plan import require_cover

_OF_THE_MONTH = (EntryKind.SALE, EntryKind.COST)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One line of a report: its name in the report (at most 60 signs), what it says, and its receipt.

    The day in `wanted` gives way to that of the report.
    """

    line_ref: str
    wanted: Any
    words: str = ""
    receipt_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMoney:
    """What a monthly report says of money: `reported_on` is the day of its entries, `on` is today."""

    book_id: UUID
    report_id: UUID
    reported_on: date
    lines: Sequence[MonthLine] = field(default_factory=tuple)
    on: date
    at: int


def post_month(session: Session, actor: Actor, command: MonthMoney) -> tuple[int, ...]:
    """Post the money of a report; the same report again changes nothing. Answers the numbers of its entries.

    Raises:
        NotPermitted: she does not report for this enterprise.
        NotInReport: a line is of a kind that a report cannot hold.
        IdempotencyConflict: the report was posted before with other lines.
        NegativeTender: a place has not so much money, all lines together.
        LedgerError: as the kind of a line says.
    """
    book_id = command.book_id
    require(actor, Action.ENTERPRISE_REPORT, Target(book_id))
    journal_of(session, book_id).lock()
    lines = [replace(line, wanted=replace(line.wanted, happened_on=command.reported_on))
             for line in command.lines]
    known = _known(session, command, lines)
    if known is not None:
        return known
    get_open(session, book_id, on=command.on)
    plans = _plans(session, command, lines)
    posted = _post(session, actor, command, plans)
    for line, plan in plans:
        act_id = act_of_line(command.report_id, line.line_ref)
        keep_act(session, actor, {
            "book_id": book_id, "act_id": act_id, "report_id": command.report_id,
            "line_ref": line.line_ref, "receipt_id": line.receipt_id, "asked_at": command.at,
            "done_at": command.at, "posted_seq": posted[_kind(plan.entry)] if plan.entry else None,
        }, plan=plan, words=line.words.strip())
        plan.keep(session, act_id)
    audit.record(session, actor, book_id=book_id, action=Action.ENTERPRISE_REPORT,
                 subject=f"money_of_report:{command.report_id}", at=command.at)
    return tuple(sorted(posted.values()))


def act_of_line(report_id: UUID, line_ref: str) -> UUID:
    """The id of the act that a line of a report is noted under."""
    return uuid5(report_id, f"money:{line_ref}")


def _known(
    session: Session, command: MonthMoney, lines: Sequence[MonthLine],
) -> tuple[int, ...] | None:
    rows = session.execute(select(MoneyAct.line_ref, MoneyAct.wanted, MoneyAct.posted_seq).where(
        MoneyAct.book_id == command.book_id, MoneyAct.report_id == command.report_id)).all()
    if not rows:
        return None
    if {row.line_ref: row.wanted for row in rows} != {line.line_ref: as_text(line.wanted) for line in lines}:
        raise IdempotencyConflict(client_ref=_reference(command, "lines"))
    return tuple(sorted({row.posted_seq for row in rows if row.posted_seq is not None}))


def _plans(
    session: Session, command: MonthMoney, lines: Sequence[MonthLine],
) -> list[tuple[MonthLine, MoneyPlan]]:
    """Each line against the book as the lines before it leave it; cover is asked of all of them together."""
    book, plans = read_money_book(session, command.book_id), []
    found = book.found
    for line in lines:
        if line.wanted.kind not in IN_REPORT:
            raise NotInReport()
        plan = plan_uncovered(session, book, line.wanted, command.on)
        plan = replace(plan, entry=_named(plan.entry, line.line_ref))
        plans.append((line, plan))
        book = book.after(plan.entry)
    require_cover([plan.entry for _line, plan in plans if plan.entry], found)
    return plans


def _named(entry: JournalEntry | None, line_ref: str) -> JournalEntry | None:
    return None if entry is None else replace(
        entry, postings=tuple(posting.altered(line_ref=line_ref) for posting in entry.postings))


def _kind(entry: JournalEntry) -> EntryKind:
    return EntryKind.MONTH_REPORTED if entry.kind in _OF_THE_MONTH else entry.kind


def _post(
    session: Session, actor: Actor, command: MonthMoney, plans: Sequence[tuple[MonthLine, MoneyPlan]],
) -> dict[EntryKind, int]:
    """One entry of each kind, in the order in which the report names them; answers their numbers."""
    postings: dict[EntryKind, list[Posting]] = defaultdict(list)
    for _line, plan in plans:
        if plan.entry is not None:
            postings[_kind(plan.entry)] += plan.entry.postings
    source = Source(SourceKind.MONTHLY_REPORT, command.report_id)
    drafts = [Draft(JournalEntry(kind, command.reported_on, tuple(found), source=source),
                    _reference(command, kind.value)) for kind, found in postings.items()]
    posted = journal_of(session, command.book_id).post_all(
        drafts, stamp=Stamp(actor.user_id or NOBODY, command.at))
    return dict(zip(postings, (one.seq for one in posted), strict=True))


def _reference(command: MonthMoney, step: str) -> str:
    return f"{SourceKind.MONTHLY_REPORT}:{command.report_id}:{step}"
