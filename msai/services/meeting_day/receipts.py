"""Money of a member that reached the group between two meetings: by transfer or wallet, or to an officer.

It is an entry of its own, dated on the day it came, so that the next meeting opens with the cash that is
really there.  The device chose the receipt's id, so that sending it twice is one receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES
from ledgers.balances import standing
from ledgers.entries import Source, SourceKind
from ledgers.errors import IdempotencyConflict
from ledgers.journal import Draft, Stamp
from msai import audit
from msai.models.meetings import MoneyReceipt
from msai.permissions import Action, Actor, Target, require
from msai.services import ServiceError
from msai.services.group_books import GroupBook, load_group
from msai.services.keys import book_key, journal_of
from msai.services.loans.on_sheets import lending_of
from msai.services.sheets import LineKind, Reason, Sheet, SheetLine
from msai.services.sheets.book import OF_DUES, OF_LOANS, SheetBook
from msai.services.sheets.checks import (
    SheetCase,
    cycle_is_open,
    members_belong,
    not_in_the_future,
    savings_reach_minimum,
    shares_within_rules,
)
from msai.services.sheets.limits import (
    Question,
    broken_by_the_past,
    broken_today,
    loans_named,
    nothing_is_overdrawn,
)
from msai.services.sheets.lines import moved_by_line
from msai.services.two_officers.own_money import require_others_money

RECEIVED = (LineKind.SAVINGS, LineKind.SOCIAL, LineKind.INVESTMENT, LineKind.REPAYMENT, LineKind.HELD)
"""What a member's money can be for when it comes between two meetings; odd or early money is held for her."""


class NotReceived(ServiceError):
    """Money that goes out, or is raised and not paid, is not received."""

    code = "not_received"


class ReceiptKnown(ServiceError):
    """The same money of the same member on the same day is recorded already."""

    code = "receipt_known"


class ReceiptRefused(ServiceError):
    """The receipt breaks rules of the group; `reasons` are all that was found."""

    code = "receipt_refused"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        """Keep the reasons, each with its place and facts."""
        super().__init__()
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipt:
    """Record money that came; `again` says that it came twice on one day, and is not the same typed twice."""

    book_id: UUID
    receipt_id: UUID
    received_on: date
    line: SheetLine
    at: int
    reference: str = ""
    again: bool = False

    @property
    def sheet(self) -> Sheet:
        """The receipt as a sheet of one line: what makes a line right at a meeting makes it right here."""
        return Sheet(meeting_id=self.receipt_id, held_on=self.received_on, number=None, attendance={},
                     opening={}, lines=(self.line,), cash_counted_minor=None)


def record_receipt(session: Session, actor: Actor, command: RecordReceipt) -> int:
    """Post money that reached the group between two meetings, exactly once; answers its entry's number.

    Raises:
        NotPermitted: the actor is no officer of the group.
        NotReceived, ReceiptKnown, ReceiptRefused: it cannot be recorded like this.
        OwnMoney: it is her own; the other officer writes it down, or the sheet of the next meeting.
        IdempotencyConflict: the receipt was recorded before with other content.
        LedgerError: the line cannot be posted, with the code of the rule it breaks.
    """
    require(actor, Action.MONEY_RECEIVE, Target(command.book_id))
    if command.line.kind not in RECEIVED:
        raise NotReceived(kind=command.line.kind.value)
    journal_of(session, command.book_id).lock()
    earlier = session.get(MoneyReceipt, (command.book_id, command.receipt_id))
    group = load_group(session, command.book_id, command.received_on)
    if earlier is not None:
        return _same_again(earlier, command, group)
    book = _with_line(session, command, group)
    require_others_money(actor, group.book_id, member_id=book.member(command.line.member).id)
    _require_new(session, command, group)
    return _post(session, actor, command, book)


def _same_again(earlier: MoneyReceipt, command: RecordReceipt, group: GroupBook) -> int:
    line = command.line
    kept = (earlier.member_id, earlier.received_on, earlier.kind, earlier.amount_minor, earlier.tender)
    member = group.members.get(line.member or 0)
    said = (member.holder.id if member else None, command.received_on, line.kind.value, line.amount_minor,
            line.tender)
    if kept != said:
        raise IdempotencyConflict(client_ref=f"{SourceKind.RECEIPT}:{command.receipt_id}")
    return earlier.seq


def _with_line(session: Session, command: RecordReceipt, group: GroupBook) -> SheetBook:
    """The group's book with the receipt's line in it, if nothing speaks against the line."""
    before = standing(session, group.book_id, codes=(*TENDER_CODES, *OF_LOANS, *OF_DUES))
    net = {fund: {code: debit - credit for code, (debit, credit) in codes.items()}
           for fund, codes in before.turnovers.items()}
    book = SheetBook(group, before.balances, net)
    book.lending = lending_of(session, group, command.sheet, before.balances, requests={}, borrowed={})
    case = SheetCase(command.sheet, group, {})
    reasons = list(_broken(case, command))
    if not reasons:
        book.add(*moved_by_line(command.received_on, command.line, book))
        question = Question(case, book, loans_named(session, group.book_id, command.sheet))
        reasons = [*broken_by_the_past(question), *broken_today(session, question),
                   *nothing_is_overdrawn(session, question)]
    if reasons:
        raise ReceiptRefused(reasons)
    return book


def _broken(case: SheetCase, command: RecordReceipt) -> Iterator[Reason]:
    today = datetime.fromtimestamp(command.at / 1000, tz=UTC).date()
    for check in (cycle_is_open, not_in_the_future(today), members_belong, shares_within_rules,
                  savings_reach_minimum):
        yield from check(case)


def _require_new(session: Session, command: RecordReceipt, group: GroupBook) -> None:
    line = command.line
    query = select(MoneyReceipt.receipt_id).where(
        MoneyReceipt.book_id == command.book_id, MoneyReceipt.received_on == command.received_on,
        MoneyReceipt.member_id == group.members[line.member or 0].holder.id,
        MoneyReceipt.kind == line.kind.value, MoneyReceipt.amount_minor == line.amount_minor,
        MoneyReceipt.tender == line.tender)
    if not command.again and session.scalars(query.limit(1)).first() is not None:
        raise ReceiptKnown(member=line.member, date=command.received_on)


def _post(session: Session, actor: Actor, command: RecordReceipt, book: SheetBook) -> int:
    source = Source(SourceKind.RECEIPT, command.receipt_id)
    [entry] = book.entries(command.received_on, source)
    draft = Draft(entry, f"{SourceKind.RECEIPT}:{command.receipt_id}:{entry.kind}")
    stamp = Stamp(actor.user_id or audit.NOBODY, command.at)
    [posted] = journal_of(session, command.book_id).post_all([draft], stamp=stamp)
    _keep(session, actor, command, book, posted.seq)
    audit.record(session, actor, book_id=command.book_id, action=Action.MONEY_RECEIVE,
                 subject=f"receipt:{command.receipt_id}", at=command.at)
    return posted.seq


def _keep(session: Session, actor: Actor, command: RecordReceipt, book: SheetBook, seq: int) -> None:
    line, sealed = command.line, None
    if command.reference:
        sealed = book_key(session, command.book_id).seal(command.reference, context_of(command.receipt_id))
    session.execute(insert(MoneyReceipt).values(
        book_id=command.book_id, receipt_id=command.receipt_id, seq=seq,
        member_id=book.member(line.member).id, received_on=command.received_on, kind=line.kind.value,
        amount_minor=line.amount_minor, tender=line.tender, reference_sealed=sealed,
        recorded_at=command.at, recorded_by=actor.user_id or audit.NOBODY))


def context_of(receipt_id: UUID) -> str:
    """Under which context the reference of a receipt is sealed."""
    return f"receipt:{receipt_id}"
