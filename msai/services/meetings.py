"""Closing a meeting: a sheet comes in, is kept as it came, and is posted whole or held whole.

The same sheet sent again gets the same receipt; the same meeting with other content is a
conflict, never an overwrite.  What breaks a rule is kept with a reason for each line and
can be mended and sent again.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from ledgers import checkpoints
from ledgers.accounts import TENDER_CODES
from ledgers.balances import standing
from ledgers.books import insert_row
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.errors import LedgerError
from ledgers.journal import Draft, Posted, Stamp
from ledgers.rules import housekeeping
from ledgers.rules.tenders import TenderLine
from ledgers.sums import Standing
from ledgers.tables import metadata
from msai import audit
from msai.db import savepoint
from msai.models.groups import Sheet as SheetRow
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError
from msai.services.dues.regular import post_fees_due
from msai.services.group_books import Desk, SheetVersion, load_desk
from msai.services.group_rules.lending import WHEN_DUE
from msai.services.joining.paying import settle_on_sheet
from msai.services.keys import book_key, forget_journal, journal_of, know_book_key, signing_key_of
from msai.services.loans.charging import post_interest_due
from msai.services.loans.on_sheets import keep_loans, lending_of
from msai.services.meeting_approvals import request_payouts
from msai.services.meeting_day.attending import due_of_newcomers, keep_payers, take_in
from msai.services.meeting_day.drafts import drop_draft
from msai.services.meeting_day.witnessing import keep_witness, witness_may_speak
from msai.services.meeting_records import (
    ClosedSheet,
    get_receipt,
    keep_meeting,
    reasons_text,
    totals_of,
)
from msai.services.sheets import (
    CloseMeeting,
    HeldSheet,
    LineKind,
    Reason,
    Receipt,
    Sheet,
)
from msai.services.sheets.book import OF_LOANS, OF_REDEMPTIONS, TAKEN_FROM, SheetBook
from msai.services.sheets.checks import (
    BOOKS_OWN,
    OF_THE_RULES,
    SheetCase,
    difference_is_explained,
    difference_of,
    not_in_the_future,
    tenders_cover,
)
from msai.services.sheets.limits import (
    Question,
    broken_by_the_past,
    broken_in_all,
    broken_today,
)
from msai.services.sheets.odd_amounts import moves_of_line
from msai.services.sheets.roll import OF_THE_ROLL, newcomers_are_new, with_newcomers

log = logging.getLogger(__name__)

_NOBODY = UUID(int=0)
_Turnovers = Mapping[str, Mapping[int, tuple[int, int]]]


class MeetingConflict(ServiceError):
    """The meeting was closed with another sheet; it is put right by a correction, not by sending again."""

    code = "meeting_conflict"


class SheetRefused(Exception):
    """Inside the savepoint: the sheet breaks rules, and nothing of it may stay."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(reasons)
        self.reasons = tuple(reasons)


def close_meeting(session: Session, actor: Actor, command: CloseMeeting) -> Receipt | HeldSheet:
    """Close a meeting by its sheet, exactly once.

    The sheet is stored as it was received before anything is decided.  Answers the
    receipt, or the held sheet with its reasons.

    Raises:
        NotPermitted: the actor does not keep this group's record.
        MeetingConflict: the meeting was closed with other content.
    """
    require(actor, Action.MEETING_RECORD, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    body_hash = sha256(command.body).digest()
    desk = _lay_before(session, actor, command)
    know_book_key(session, command.book_id, desk.wrapped_key)
    closed = next((row for row in desk.versions if row.state == "posted"), None)
    if closed is not None:
        return _same_again(session, command, is_same=closed.body_hash == body_hash)
    version, is_new = _keep(session, actor, command, body_hash, desk.versions)
    try:
        with savepoint(session):
            receipt = _post(session, actor, command, version, desk)
            asked = request_payouts(
                session, actor, command, from_minor=desk.group.rules.approval_from_minor)
    except SheetRefused as refused:
        return _hold(session, actor, command, version, refused.reasons)
    except LedgerError as error:
        return _hold(session, actor, command, version, [Reason("", error.code, error.params)])
    except Exception:
        log.exception("a sheet could not be posted", extra={"meeting": str(command.sheet.meeting_id)})
        return _hold(session, actor, command, version, [Reason("", "internal")])
    if not is_new:
        _settle(session, command, version, state="posted", reasons=())
    if desk.has_draft:
        drop_draft(session, command.book_id, command.sheet.meeting_id)
    _note(session, actor, command, audit.Result.DONE, also=asked)
    return receipt


def _lay_before(session: Session, actor: Actor, command: CloseMeeting) -> Desk:
    sheet = command.sheet
    # Many sheets of the past follow one another in one transaction, where the sums may wait.
    codes = () if actor.system else _codes_of(sheet, actor)
    joined_late = bool(sheet.lines_of(LineKind.LATE_ENTRY))
    return load_desk(session, command.book_id, sheet.held_on, meeting_id=sheet.meeting_id,
                     loans=sheet.loans_named(), codes=codes, entries=joined_late and not actor.system,
                     borrowers=() if actor.system else _borrowers(sheet))


def _borrowers(sheet: Sheet) -> set[int]:
    return {line.member for _, line in sheet.lines_of(LineKind.LOAN) if line.member}


def _before(
    session: Session, actor: Actor, desk: Desk, command: CloseMeeting, *, codes: frozenset[int],
) -> Standing:
    """How the book stands before the lines; fees by rule that fell due are raised first, to be paid on it."""
    # A sheet may name any day; nothing falls due before its time.
    day = min(command.sheet.held_on, _day_of(command))
    raised = not actor.system and post_fees_due(
        session, actor, desk.group, on=day, at=command.received_at)
    found = None if raised else desk.standing
    return found or standing(session, desk.group.book_id, codes=codes)


_SETTLE = (
    update(metadata.tables["sheet"])
    .where(SheetRow.book_id == bindparam("book"), SheetRow.meeting_id == bindparam("meeting"),
           SheetRow.version == bindparam("numbered"))
)


def _same_again(session: Session, command: CloseMeeting, *, is_same: bool) -> Receipt:
    if not is_same:
        raise MeetingConflict(meeting=str(command.sheet.meeting_id))
    return get_receipt(session, command.book_id, command.sheet.meeting_id)


def _keep(
    session: Session, actor: Actor, command: CloseMeeting, body_hash: bytes, earlier: Sequence[SheetVersion],
) -> tuple[int, bool]:
    """The version of the sheet, and whether it is a new one: that is kept as posted, as nearly all are.

    Nobody sees it before the transaction ends; until then a sheet that is held is marked so.
    """
    known = next((row.version for row in earlier if row.body_hash == body_hash), None)
    if known is not None:
        return known, False
    version = len(earlier) + 1
    sealed = book_key(session, command.book_id).seal(
        command.body.decode("utf-8"), f"sheet:{command.sheet.meeting_id}:{version}")
    insert_row(metadata.tables["sheet"], {
        "book_id": command.book_id, "meeting_id": command.sheet.meeting_id, "version": version,
        "body_sealed": sealed, "body_hash": body_hash, "received_at": command.received_at,
        "received_from": actor.user_id or _NOBODY, "state": "posted", "reasons": "[]",
    }, connection=session.connection())
    return version, True


def _hold(
    session: Session, actor: Actor, command: CloseMeeting, version: int, reasons: Sequence[Reason],
) -> HeldSheet:
    forget_journal(session, command.book_id)
    _settle(session, command, version, state="held", reasons=reasons)
    _note(session, actor, command, audit.Result.REFUSED)
    return HeldSheet(command.sheet.meeting_id, version, tuple(reasons))


def _settle(
    session: Session, command: CloseMeeting, version: int, *, state: str, reasons: Sequence[Reason],
) -> None:
    session.connection().execute(_SETTLE, {
        "book": command.book_id, "meeting": command.sheet.meeting_id, "numbered": version,
        "state": state, "reasons": reasons_text(reasons)})


def _note(
    session: Session, actor: Actor, command: CloseMeeting, result: audit.Result, *,
    also: Sequence[audit.Act] = (),
) -> None:
    act = audit.Act(
        action=Action.MEETING_RECORD, subject=f"meeting:{command.sheet.meeting_id}", result=result)
    audit.record_all(session, actor, [*also, act], book_id=command.book_id, at=command.received_at)


def _post(
    session: Session, actor: Actor, command: CloseMeeting, version: int, desk: Desk,
) -> Receipt:
    sheet = command.sheet
    reasons = [*newcomers_are_new(sheet, desk.group)]
    group, codes = with_newcomers(desk.group, sheet), _codes_of(sheet, actor)
    before = _before(session, actor, desk, command, codes=codes)
    book = SheetBook(group, before.balances, _net(before.turnovers))
    if not actor.system:
        book.lending = lending_of(session, group, sheet, before.balances, requests=desk.requests,
                                  borrowed=desk.borrowed)
        book.entries_due = {**desk.entries_due, **due_of_newcomers(session, group, sheet)}
    case = SheetCase(sheet, group, {key: minor for key, minor in book.tender_balances().items() if minor})
    reasons += _check(case, actor, command)
    refused = _take_lines(sheet, book)
    question = Question(case, book, desk.loans, before.balances, codes)
    reasons += [*_not_said_yet(refused, reasons), *_limits(session, actor, question)]
    # What a sheet comes to is only known when every line of it could be taken.
    reasons += [] if refused else _whole(session, actor, question)
    reasons += witness_may_speak(session, actor, case)
    if reasons:
        raise SheetRefused(reasons)
    take_in(session, actor, command)
    closed = ClosedSheet(case, version, difference_of(sheet, book), totals_of(case, book))
    entries = _entries(sheet, book)
    posted = _post_entries(session, actor, command, entries)
    _sign(session, command, posted, _turnover_after(before.turnovers, entries))
    keep_loans(session, group, sheet, book.lending.requests, recorded_by=actor.user_id or _NOBODY,
               at=command.received_at, from_record=actor.system)
    settle_on_sheet(session, group.book_id, _entries_paid(sheet, book), at=command.received_at)
    head = journal_of(session, group.book_id).lock()
    receipt = keep_meeting(session, actor, command, closed, posted=posted, last_hash=head.last_hash)
    keep_payers(session, command.book_id, sheet)
    keep_witness(session, actor, command, seen_hash=head.last_hash)
    if group.rules.loan_charge_taken == WHEN_DUE and not actor.system:
        post_interest_due(session, actor, group.book_id, on=sheet.held_on, at=command.received_at)
    return receipt


def _entries_paid(sheet: Sheet, book: SheetBook) -> dict[UUID, str]:
    """Into which place those paid who joined late, by the id of each."""
    return {book.member(line.member).id: line.tender or ""
            for _, line in sheet.lines_of(LineKind.LATE_ENTRY)}


def _codes_of(sheet: Sheet, actor: Actor) -> frozenset[int]:
    """The numbers whose balances the sheet's lines ask for, holder by holder."""
    kinds = {line.kind for line in sheet.lines}
    redeems = OF_REDEMPTIONS if LineKind.REDEMPTION in kinds else ()
    # A record of the past says itself what was interest of that day, and who was paid what was hers.
    takes = () if actor.system else [code for kind in kinds for code in TAKEN_FROM.get(kind, ())]
    return frozenset({*TENDER_CODES, *OF_LOANS, *redeems, *takes})


def _net(moved: _Turnovers) -> dict[str, dict[int, int]]:
    return {fund: {code: debit - credit for code, (debit, credit) in codes.items()}
            for fund, codes in moved.items()}


def _turnover_after(moved: _Turnovers, entries: Sequence[JournalEntry]) -> dict[str, int]:
    turnover = defaultdict(int, {
        fund: sum(debit for debit, _ in codes.values()) for fund, codes in moved.items()})
    for entry in entries:
        for posting in entry.postings:
            turnover[posting.debit.fund] += posting.amount_minor
    return turnover


def _check(case: SheetCase, actor: Actor, command: CloseMeeting) -> list[Reason]:
    today = _day_of(command)
    checks = [*BOOKS_OWN] if actor.system else [
        *BOOKS_OWN, not_in_the_future(today), *OF_THE_RULES, *OF_THE_ROLL]
    return [reason for check in checks for reason in check(case)]


def _day_of(command: CloseMeeting) -> date:
    return datetime.fromtimestamp(command.received_at / 1000, tz=UTC).date()


def _limits(session: Session, actor: Actor, question: Question) -> list[Reason]:
    today = () if actor.system else broken_today(session, question)
    return [*broken_by_the_past(question), *today]


def _whole(session: Session, actor: Actor, question: Question) -> list[Reason]:
    today = () if actor.system else broken_in_all(session, question)
    return [*tenders_cover(question.book), *difference_is_explained(question.sheet, question.book), *today]


def _not_said_yet(found: Sequence[Reason], earlier: Sequence[Reason]) -> list[Reason]:
    said = {(reason.path.rpartition(".")[0], reason.code) for reason in earlier}
    return [reason for reason in found if (reason.path, reason.code) not in said]


def _take_lines(sheet: Sheet, book: SheetBook) -> list[Reason]:
    reasons = []
    for position, line in enumerate(sheet.lines):
        try:
            for kind, postings in moves_of_line(sheet.held_on, line, book):
                book.add(kind, postings)
        except LedgerError as error:
            reasons.append(Reason(f"lines.{position}", error.code, error.params))
    return reasons


def _entries(sheet: Sheet, book: SheetBook) -> list[JournalEntry]:
    source = Source(SourceKind.MEETING, sheet.meeting_id)
    entries = book.entries(sheet.held_on, source)
    difference, box = difference_of(sheet, book), book.group.box()
    if difference and box is not None:
        line = TenderLine(box, difference, sheet.difference_fund, "cash_difference")
        entries.append(housekeeping.cash_difference(sheet.held_on, line).with_source(source))
    return entries


def _post_entries(
    session: Session, actor: Actor, command: CloseMeeting, entries: Sequence[JournalEntry],
) -> tuple[Posted, ...]:
    stamp = Stamp(actor.user_id or _NOBODY, command.received_at, command.recorded_at)
    drafts = [Draft(entry, f"meeting:{command.sheet.meeting_id}:{entry.kind}") for entry in entries]
    return journal_of(session, command.book_id).post_all(drafts, stamp=stamp)


def _sign(
    session: Session, command: CloseMeeting, posted: Sequence[Posted], turnover: Mapping[str, int],
) -> None:
    if posted:
        checkpoints.sign(
            session, command.book_id, seq=posted[-1].seq, hash=posted[-1].hash, totals=turnover,
            key=signing_key_of(session), signed_at=command.received_at)
