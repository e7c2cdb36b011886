"""The record of a closed meeting: who came, what each brought and took, the count, the entries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.groups import Meeting
from msai.models.groups import Sheet as SheetRow
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.group_rules.changing import amount_rule_on
from msai.services.keys import book_key
from msai.services.meeting_approvals import SheetReader, paid_out, subject_of
from msai.services.meeting_day.sharing import Shared, build_summary
from msai.services.sheets import (
    PAID_OUT,
    Attendance,
    FundTotals,
    LineKind,
    Sheet,
    SheetLine,
    short_code,
)
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.happenings import attendance_label, entry_label, line_label
from msai.services.views.labels import Text, fund_label, tender_labels
from msai.services.views.meeting_day.payouts import Payouts, Unanswered, read_payouts, read_unanswered
from msai.services.views.meeting_day.record import Around, read_around
from msai.services.views.meetings import OfMeeting, moment_of, which_meeting
from msai.services.views.naming import NOBODY, Person, read_roll, recorder_name, tenders_of

_OUT = PAID_OUT | {LineKind.EXPENSE, LineKind.BANK_CHARGE}
_FUNDS = {LineKind.SOCIAL: "social", LineKind.SOCIAL_GRANT: "social", LineKind.INVESTMENT: "investment",
          LineKind.REDEMPTION: "investment"}


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """How one member stood to the meeting."""

    number: int
    name: Text
    state: str
    label: Text
    by: Text | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the sheet as people read it."""

    ref: str
    label: Text
    words: str | None
    amount_minor: int
    out: bool
    tender: Text | None
    fund: Text
    approval: str
    payer: Text | None = None


@dataclass(frozen=True, slots=True)
class MemberLines:
    """Everything one member brought and took."""

    number: int
    holder: UUID
    name: Text
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class FundRow:
    """What moved in one fund."""

    fund: str
    label: Text
    in_minor: int
    out_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class CashCount:
    """What should have been in the box and what was."""

    expected_minor: int
    counted_minor: int
    difference_minor: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class PendingApproval:
    """Pay-outs that wait for a second officer; `seen` is the digest of what she is shown."""

    approval_id: UUID
    seen: str
    lines: tuple[LineRow, ...]
    total_minor: int
    asked_by: Text
    may_decide: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry that the sheet made."""

    seq: int
    label: Text
    postings: int


@dataclass(frozen=True, slots=True)
class MeetingView(OfMeeting):
    """The whole record of a closed meeting."""

    witness: Text
    witnessed: bool
    attendance: tuple[AttendanceRow, ...]
    members: tuple[MemberLines, ...]
    others: tuple[LineRow, ...]
    funds: tuple[FundRow, ...]
    closing_minor: int
    cash: CashCount | None
    pending: tuple[PendingApproval, ...]
    unanswered: Unanswered | None
    asked: tuple[LineRow, ...]
    entries: tuple[EntryRow, ...]
    may_open_registers: bool
    may_open_passbooks: bool
    may_witness: bool
    around: Around
    summary: tuple[Message, ...]
    locale: str | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of one meeting, before it is set out."""

    facts: BookFacts
    kept: Any
    sheet: Sheet
    roll: Mapping[int, Person]
    tenders: Mapping[str, Message]
    payouts: Payouts
    wanted: tuple[SheetLine, ...]

    def state_of(self, line: SheetLine) -> str:
        """Where a line stands with the second officer."""
        if line not in self.wanted:
            return "none"
        return "imported" if self.kept.recorded_by == NOBODY else self.payouts.state_of_line(line)


def show_meeting(
    session: Session, actor: Actor, book_id: UUID, *, meeting_id: UUID, reader: SheetReader, at: int,
) -> MeetingView | None:
    """The record of a closed meeting; None when no sheet of it was posted yet.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.MEETING_VIEW, target)
    reading = _read(session, book_id, meeting_id, reader, at)
    if reading is None:
        return None
    kept, funds = reading.kept, _funds(reading.kept.fund_totals)
    around = read_around(
        session, reading.facts, reading.sheet, closed_at=kept.closed_at, people=reading.roll)
    return MeetingView(
        *which_meeting(reading.facts, kept, moment_of(kept.closed_at)),
        around.witness_line, kept.witnessed == "witnessed", tuple(_attendance(reading)),
        tuple(_members(reading)), tuple(_line(reading, line) for line in _others(reading)),
        funds, sum(fund.closing_minor for fund in funds),
        _cash(session, reading), _pending(session, actor, reading),
        read_unanswered(session, actor, reading.payouts),
        tuple(_line(reading, line) for line in reading.payouts.asked), _entries(session, reading),
        is_allowed(actor, Action.REGISTER_VIEW, target),
        is_allowed(actor, Action.REGISTER_VIEW, target), _may_witness(actor, kept), around,
        _summary(reading, funds, around), reading.facts.locale)


def _may_witness(actor: Actor, kept: Any) -> bool:
    """Whether she may try: who recorded it may not, whatever else the rules say."""
    standing = actor.standings.get(kept.book_id)
    allowed = is_allowed(actor, Action.MEETING_WITNESS, Target(kept.book_id))
    return allowed and standing is not None and standing.member_id is not None and (
        kept.recorded_by != actor.user_id)


def _summary(reading: _Reading, funds: tuple[FundRow, ...], around: Around) -> tuple[Message, ...]:
    kept = reading.kept
    return build_summary(Shared(
        group_name=reading.facts.name, number=kept.number, held_on=kept.held_on, present=kept.present,
        closed=f"{around.closed_at:%H:%M}", on_roll=kept.on_roll, in_minor=kept.total_in_minor,
        out_minor=kept.total_out_minor, funds=tuple((fund.label, fund.closing_minor) for fund in funds),
        counted_minor=kept.cash_counted_minor, difference_minor=kept.cash_difference_minor,
        witnessed=kept.witnessed, code=short_code(bytes(kept.last_hash)),
        currency=reading.facts.currency))


def _read(
    session: Session, book_id: UUID, meeting_id: UUID, reader: SheetReader, at: int,
) -> _Reading | None:
    subject = subject_of(book_id, meeting_id)
    query = (
        select(Meeting, SheetRow.body_sealed, Approval)
        .join(SheetRow, and_(SheetRow.book_id == book_id, SheetRow.meeting_id == meeting_id,
                             SheetRow.version == Meeting.version))
        .outerjoin(Approval, and_(Approval.book_id == book_id, Approval.action == subject.action.value,
                                  Approval.subject == subject.name))
        .where(Meeting.book_id == book_id, Meeting.meeting_id == meeting_id)
        .order_by(Approval.requested_at.desc()).limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    kept, sealed, approval = row
    body = book_key(session, book_id).open(sealed, f"sheet:{meeting_id}:{kept.version}")
    roll = {person.number: person for person in read_roll(session, book_id).values()}
    sheet, least = reader(body.encode("utf-8")), amount_rule_on(
        session, book_id, "approval_from", day=kept.held_on)
    payouts = read_payouts(session, sheet, approval, kept, from_minor=least, at=at)
    return _Reading(read_group(session, book_id), kept, sheet, roll,
                    tender_labels(tenders_of(session, book_id)), payouts,
                    tuple(paid_out(sheet, from_minor=least)))


def _attendance(reading: _Reading) -> Iterator[AttendanceRow]:
    for number, said in sorted((int(key), said) for key, said in json.loads(reading.kept.attendance).items()):
        state = Attendance(said)
        by = reading.sheet.represented_by.get(number)
        yield AttendanceRow(number, reading.roll[number].name, state.value, attendance_label(state),
                            reading.roll[by].name if by else None)


def _members(reading: _Reading) -> Iterator[MemberLines]:
    by_member: dict[int, list[LineRow]] = {}
    for line in reading.sheet.lines:
        if line.member in reading.roll:
            by_member.setdefault(line.member or 0, []).append(_line(reading, line))
    for number, lines in sorted(by_member.items()):
        person = reading.roll[number]
        yield MemberLines(number, person.holder, person.name, tuple(lines))


def _others(reading: _Reading) -> Iterator[SheetLine]:
    return (line for line in reading.sheet.lines if line.member not in reading.roll)


def _line(reading: _Reading, line: SheetLine) -> LineRow:
    tender = line.tender or line.to_tender
    fund = line.fund or line.from_fund or _FUNDS.get(line.kind) or line.in_fund
    return LineRow(
        line.ref, line_label(line.kind), line.words, line.amount_minor, line.kind in _OUT,
        reading.tenders.get(tender) if tender else None, fund_label(fund), reading.state_of(line),
        reading.roll[line.payer].name if line.payer else None)


def _funds(text: str) -> tuple[FundRow, ...]:
    totals = {fund: FundTotals(**total) for fund, total in json.loads(text).items()}
    return tuple(FundRow(fund, fund_label(fund), total.in_minor, total.out_minor, total.closing_minor)
                 for fund, total in totals.items())


def _cash(session: Session, reading: _Reading) -> CashCount | None:
    kept = reading.kept
    if kept.cash_counted_minor is None:
        return None
    reason = None
    if kept.reason_sealed is not None:
        key = book_key(session, kept.book_id)
        reason = key.open(kept.reason_sealed, f"difference:{kept.meeting_id}")
    return CashCount(kept.cash_counted_minor - kept.cash_difference_minor, kept.cash_counted_minor,
                     kept.cash_difference_minor, reason)


def _pending(session: Session, actor: Actor, reading: _Reading) -> tuple[PendingApproval, ...]:
    approval, lines = reading.payouts.approval, reading.payouts.asked
    if approval is None or reading.payouts.state != "waiting":
        return ()
    may = is_allowed(actor, Action.APPROVE, Target(approval.book_id)) and approval.maker_id != actor.user_id
    return (PendingApproval(
        approval.approval_id, reading.payouts.seen, tuple(_line(reading, line) for line in lines),
        sum(line.amount_minor for line in lines), recorder_name(session, approval.maker_id), may),)


def _entries(session: Session, reading: _Reading) -> tuple[EntryRow, ...]:
    kept = reading.kept
    if kept.first_seq is None:
        return ()
    query = (
        select(t.entry.c.seq, t.entry.c.kind, func.count().label("postings"))
        .join(t.posting, and_(t.posting.c.book_id == kept.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == kept.book_id, t.entry.c.seq.between(kept.first_seq, kept.last_seq))
        .group_by(t.entry.c.seq, t.entry.c.kind).order_by(t.entry.c.seq)
    )
    return tuple(EntryRow(row.seq, entry_label(row.kind), row.postings) for row in session.execute(query))
