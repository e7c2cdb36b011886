"""What a history does not hold: a line put right, a word against a line, the bank compared, a transfer.

Each is done by the invented officers themselves, through the use case that the screens call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS
from ledgers.entries import EntryKind
from msai.approvals import Decision
from msai.models.governance import Approval
from msai.permissions import Action, Actor, Target, require
from msai.services.corrections.asking import (
    AnswerCorrection,
    AskCorrection,
    answer_correction,
    ask_correction,
    get_correction,
)
from msai.services.corrections.plan import Wanted
from msai.services.demo.programme import Scheme, last_sunday, sundays
from msai.services.demo.year import NAMESPACE, meeting_id
from msai.services.disputes import RaiseDispute, raise_dispute
from msai.services.holders import member_holder
from msai.services.meeting_day.receipts import RecordReceipt, record_receipt
from msai.services.reconciliation.items import Item, ItemKind
from msai.services.reconciliation.recording import ReconcileMonth, reconcile_month
from msai.services.reconciliation.standing import read_places
from msai.services.sheets import LineKind, SheetLine

PUT_RIGHT, DISPUTING, SENDING = 5, 3, 6
"""Whose line was wrong, who says that one is, and who paid by transfer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """The group of a build, its day and the time it is done."""

    book_id: UUID
    scheme: Scheme
    build: int
    today: date
    at: int

    def name(self, what: str) -> UUID:
        """The id of one paper, the same for the same build."""
        return uuid5(NAMESPACE, f"{self.build}:{self.scheme.key}:{what}")


@dataclass(frozen=True, slots=True)
class Officers:
    """Who acts: the treasurer, the second officer, and a member."""

    treasurer: Actor
    second: Actor
    member: Actor


def carry_on(session: Session, officers: Officers, command: Afterwards) -> None:
    """Everything that happens after the last Sunday, in one group.

    Raises:
        NotPermitted: these are not its officers.
    """
    require(officers.treasurer, Action.MEETING_RECORD, Target(command.book_id))
    _put_right(session, officers, command)
    _dispute(session, officers.member, command)
    _compare(session, officers.second, command)
    _transfer(session, officers.treasurer, command)


def _put_right(session: Session, officers: Officers, command: Afterwards) -> None:
    """The missing share was found: somebody had brought one less than was written down."""
    scheme = command.scheme
    day = sundays(command.today)[scheme.short_week]
    seq, line, minor = _savings_line(session, command, PUT_RIGHT, day)
    shares, correction = minor // scheme.share_minor - 1, command.name("correction")
    becomes = SheetLine(kind=LineKind.SAVINGS, ref="1", member=PUT_RIGHT, tender="box", shares=shares,
                        amount_minor=shares * scheme.share_minor)
    ask_correction(session, officers.treasurer, AskCorrection(
        correction_id=correction, wanted=Wanted(
            book_id=command.book_id, seq=seq, line=line, becomes=becomes),
        reason="She brought one share less than I wrote down; that was the money missing at the count.",
        on=command.today, at=command.at))
    row = get_correction(session, command.book_id, correction)
    shown = _digest(session, command.book_id, row.approval_id)
    answer_correction(session, officers.second, AnswerCorrection(
        book_id=command.book_id, correction_id=correction, decision=Decision.APPROVE, seen_digest=shown,
        on=command.today, at=command.at + 1))


def _dispute(session: Session, member: Actor, command: Afterwards) -> None:
    day = last_sunday(command.today)
    seq, line, _ = _savings_line(session, command, DISPUTING, day)
    raise_dispute(session, member, RaiseDispute(
        book_id=command.book_id, dispute_id=command.name("dispute"), seq=seq, line=line,
        member_id=member_holder(command.book_id, DISPUTING).id, at=command.at,
        words="I brought one share more. Please look at the list of that Sunday."))


def _compare(session: Session, second: Actor, command: Afterwards) -> None:
    """The bank was compared every month but the last; in one of them a transfer was still on its way."""
    places = read_places(session, command.book_id, today=command.today)
    bank = next(place for place in places if place.alias == "bank")
    on_its_way = 2 * command.scheme.share_minor
    for number, month in enumerate(bank.months[:-1]):
        waits = number == 7
        item = Item(ItemKind.IN_NOT_SHOWN, on_its_way, "Carried to the bank on the last day of the month")
        reconcile_month(session, second, ReconcileMonth(
            book_id=command.book_id, reconciliation_id=command.name(f"bank:{month.month}"), tender="bank",
            month=month.month, seen_minor=month.book_minor - on_its_way * waits, after=0,
            today=command.today, at=command.at, items=(item,) if waits else ()))


def _transfer(session: Session, treasurer: Actor, command: Afterwards) -> None:
    """Somebody who works on Sundays sent her share from her phone."""
    scheme = command.scheme
    line = SheetLine(kind=LineKind.SAVINGS, ref="1", member=SENDING, tender="wallet", shares=2,
                     amount_minor=2 * scheme.share_minor)
    record_receipt(session, treasurer, RecordReceipt(
        book_id=command.book_id, receipt_id=command.name("receipt"), line=line, at=command.at,
        received_on=last_sunday(command.today) + timedelta(days=1), reference="Phone transfer"))


def _savings_line(
    session: Session, command: Afterwards, member: int, day: date,
) -> tuple[int, int, int]:
    """The posting of what a member saved on a Sunday: its entry, its line, its amount."""
    entry, posting, account = t.entry, t.posting, t.account
    query = (
        select(posting.c.seq, posting.c.line, posting.c.amount_minor)
        .join(entry, and_(entry.c.book_id == command.book_id, entry.c.seq == posting.c.seq))
        .join(account, and_(account.c.book_id == command.book_id, account.c.fund == posting.c.fund,
                            account.c.account_no == posting.c.credit_no))
        .where(posting.c.book_id == command.book_id, entry.c.kind == EntryKind.SAVINGS.value,
               entry.c.source_id == meeting_id(command.scheme, command.build, day),
               account.c.code == 3100, account.c.fund == SAVINGS,
               account.c.holder == member_holder(command.book_id, member).id))
    row = session.execute(query).one()
    return row.seq, row.line, row.amount_minor


def _digest(session: Session, book_id: UUID, approval_id: UUID) -> bytes:
    return bytes(session.get_one(Approval, (book_id, approval_id)).shown_digest)
