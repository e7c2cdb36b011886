"""Money due to a member is paid, or becomes the group's, or is due to her again: two officers each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, insert, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SOCIAL, TENDER_CODES, Account
from ledgers.cycles import get_open
from ledgers.entries import EntryKind, JournalEntry, Source, SourceKind
from ledgers.errors import NegativeTender
from ledgers.journal import Stamp
from ledgers.money import Money
from ledgers.rules.corrections import CycleThen, correction
from ledgers.rules.savings import Unfetched, payout, unfetched_money
from ledgers.rules.tenders import FundLine, Tender
from msai import audit
from msai.approvals import State, Subject
from msai.models.leaving import DueSettlement
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import GroupBook, load_group
from msai.services.keys import journal_of
from msai.services.leaving.errors import (
    DueExceeded,
    DueNotOldEnough,
    DuePlaceMissing,
    DueTakenBack,
    DueWithoutReason,
    OwnDue,
)
from msai.services.leaving.unfetched import DueToMember, list_due_to_members
from msai.services.meeting_records import NOBODY
from msai.services.postings import balances_of
from msai.services.two_officers import Answer, Question, answer, asked_row, keep_reason, put_before_another

LONGEST_REASON = 400


class Becomes(StrEnum):
    """What is asked for: she is paid, it becomes the group's in one of three ways, or that is taken back."""

    PAID = "paid"
    INCOME = "income"
    DONATION = "donation"
    SOCIAL = "social"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSettlement:
    """What becomes of how much of the money that one fund owes one member.

    `tender` is the place the money is taken from, where it is paid or changes fund; `of_id` names the
    decision that is taken back.
    """

    book_id: UUID
    member_id: UUID
    fund: str
    becomes: Becomes
    amount_minor: int
    on: date
    tender: str | None = None
    of_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSettlement:
    """Ask for it, with the group's words; only a pay-out needs none."""

    settlement_id: UUID
    wanted: WantedSettlement
    words: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSettlement(Answer):
    """The second officer's answer."""

    settlement_id: UUID


@dataclass(frozen=True, slots=True)
class SettlementPlan:
    """What would be posted, and what is due to her before it."""

    wanted: WantedSettlement
    due_minor: int
    entry: JournalEntry

    def shown(self, note_id: UUID | None) -> dict[str, Any]:
        """What an approval is bound to: every posting, the day, and which words were said."""
        return {
            "member": str(self.wanted.member_id), "on": self.wanted.on.isoformat(),
            "becomes": self.wanted.becomes.value, "words": str(note_id) if note_id else None,
            "postings": [[posting.debit.key, posting.credit.key, posting.amount_minor]
                         for posting in self.entry.postings],
        }


def plan_settlement(session: Session, wanted: WantedSettlement) -> SettlementPlan:
    """Work out what would be posted; nothing is kept.

    Raises:
        CycleClosed: the group has no open cycle on that day.
        NotFound: there is no such member or place.
        DueExceeded, DueNotOldEnough, DuePlaceMissing, DueTakenBack: it cannot become that.
        NegativeTender: the place has not so much of the fund.
    """
    get_open(session, wanted.book_id, on=wanted.on)
    due = _due(session, wanted)
    if wanted.becomes is Becomes.TAKEN_BACK:
        entry = _taken_back(session, wanted)
    else:
        entry = _entry(session, wanted, due)
    _require_cover(session, wanted.book_id, entry)
    return SettlementPlan(wanted, due.amount_minor if due else 0, entry)


def ask_settlement(session: Session, actor: Actor, command: AskSettlement) -> SettlementPlan:
    """Put it before a second officer.

    Raises:
        DueWithoutReason: the money becomes the group's, and no words say why.
        AlreadyRequested: something is asked about the same money already.
        LedgerError: as for `plan_settlement`.
    """
    wanted = command.wanted
    require(actor, Action.DUE_SETTLE, Target(wanted.book_id))
    journal_of(session, wanted.book_id).lock()
    plan = plan_settlement(session, wanted)
    note_id = _keep_words(session, command)
    approval_id = put_before_another(
        session, actor, _subject(wanted), shown=plan.shown(note_id), at=command.at)
    session.execute(insert(DueSettlement).values(
        book_id=wanted.book_id, settlement_id=command.settlement_id, member_id=wanted.member_id,
        fund=wanted.fund, becomes=wanted.becomes.value, amount_minor=wanted.amount_minor,
        tender=wanted.tender, of_id=wanted.of_id, happens_on=wanted.on, note_id=note_id,
        approval_id=approval_id, asked_by=actor.user_id or NOBODY, asked_at=command.at))
    _note(session, actor, wanted.book_id, command.settlement_id, command.at)
    return plan


def answer_settlement(session: Session, actor: Actor, command: AnswerSettlement) -> State:
    """Answer as the second officer; what she approves is posted at once, and once.

    Raises:
        NotFound: nothing of that id was asked for.
        OwnDue, OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it can no longer be posted, as for `plan_settlement`.
    """
    return answer(session, actor, command, _SETTLEMENTS)


def get_settlement(session: Session, book_id: UUID, settlement_id: UUID) -> Row[Any]:
    """The row of what was asked for.

    Raises:
        NotFound: nothing of that id was asked for in this book.
    """
    return asked_row(session, DueSettlement, book_id, settlement_id=settlement_id)


def wanted_of(row: Row[Any]) -> WantedSettlement:
    """What was asked for, as a value again."""
    return WantedSettlement(
        book_id=row.book_id, member_id=row.member_id, fund=row.fund, becomes=Becomes(row.becomes),
        amount_minor=row.amount_minor, on=row.happens_on, tender=row.tender, of_id=row.of_id)


def _due(session: Session, wanted: WantedSettlement) -> DueToMember | None:
    found = list_due_to_members(session, wanted.book_id, on=wanted.on, member_id=wanted.member_id)
    return next((due for due in found if due.fund == wanted.fund), None)


def _entry(session: Session, wanted: WantedSettlement, due: DueToMember | None) -> JournalEntry:
    group = load_group(session, wanted.book_id, wanted.on)
    most = due.amount_minor if due else 0
    if due is None or wanted.amount_minor > most:
        raise DueExceeded(due=Money(most, group.currency))
    is_paid = wanted.becomes is Becomes.PAID
    old = due.old_minor(wanted.on)
    if not is_paid and wanted.amount_minor > old:
        raise DueNotOldEnough(due=Money(old, group.currency))
    changes_fund = wanted.becomes is Becomes.SOCIAL and wanted.fund != SOCIAL
    tender = _tender(group, wanted, needed=is_paid or changes_fund)
    line = FundLine(due.member, tender, wanted.amount_minor, fund=wanted.fund)
    return payout(wanted.on, line) if is_paid else unfetched_money(
        wanted.on, line, Unfetched(wanted.becomes.value))


def _tender(group: GroupBook, wanted: WantedSettlement, *, needed: bool) -> Tender:
    """The place the money is taken from; any place where no money moves."""
    if wanted.tender is None and needed:
        raise DuePlaceMissing()
    if wanted.tender is not None and wanted.tender not in group.tenders:
        raise NotFound()
    return group.tenders[wanted.tender] if wanted.tender else next(iter(group.tenders.values()))


def _taken_back(session: Session, wanted: WantedSettlement) -> JournalEntry:
    """The entry that makes the money due to her again: what closed since is met in the surplus."""
    if wanted.of_id is None:
        raise DueTakenBack()
    row = get_settlement(session, wanted.book_id, wanted.of_id)
    again = session.scalar(select(DueSettlement.settlement_id).where(
        DueSettlement.book_id == wanted.book_id, DueSettlement.of_id == wanted.of_id,
        DueSettlement.posted_seq.is_not(None)))
    if row.posted_seq is None or again is not None or Becomes(row.becomes) in (
            Becomes.PAID, Becomes.TAKEN_BACK):
        raise DueTakenBack()
    journal = journal_of(session, wanted.book_id)
    named = journal.find_postings(journal.refs_of(_reference(wanted.of_id)))
    closed = set(session.scalars(
        select(t.posting.c.fund)
        .join(t.entry, and_(t.entry.c.book_id == wanted.book_id, t.entry.c.seq == t.posting.c.seq))
        .where(t.posting.c.book_id == wanted.book_id, t.entry.c.book_id == wanted.book_id,
               t.entry.c.seq > row.posted_seq, t.entry.c.kind == EntryKind.FUND_CLOSED.value)))
    return correction(wanted.on, named, cycle=lambda posting: (
        CycleThen.CLOSED if posting.fund in closed else CycleThen.OPEN))


def _require_cover(session: Session, book_id: UUID, entry: JournalEntry) -> None:
    """No place pays more of a fund than it holds."""
    paid = {posting.credit: posting.amount_minor for posting in entry.postings
            if posting.credit.code in TENDER_CODES}
    found = balances_of(session, book_id, _places(paid)) if paid else {}
    for place, amount in paid.items():
        missing = amount - found.get(place, 0)
        if missing > 0:
            raise NegativeTender(tender=place.alias, fund=place.fund, missing_minor=missing)


def _places(paid: Iterable[Account]) -> list[Account]:
    return sorted(paid, key=lambda account: account.key)


def _require_another(actor: Actor, book_id: UUID, member_id: UUID) -> None:
    if actor.standings[book_id].member_id == member_id:
        raise OwnDue()


def _keep_words(session: Session, command: AskSettlement) -> UUID | None:
    wanted, words = command.wanted, command.words.strip()[:LONGEST_REASON]
    if not words:
        if wanted.becomes is not Becomes.PAID:
            raise DueWithoutReason()
        return None
    return keep_reason(session, wanted.book_id, words, at=command.at).note_id


def _subject(wanted: WantedSettlement) -> Subject:
    return Subject(wanted.book_id, Action.DUE_SETTLE, f"due:{wanted.member_id}:{wanted.fund}")


def _reference(settlement_id: UUID) -> str:
    return f"{SourceKind.DUE}:{settlement_id}"


def _post(session: Session, command: AnswerSettlement, row: Row[Any], plan: SettlementPlan) -> None:
    entry = JournalEntry(
        plan.entry.kind, plan.entry.occurred_on, plan.entry.postings,
        source=Source(SourceKind.DUE, row.settlement_id), note_id=row.note_id)
    posted = journal_of(session, row.book_id).post(
        entry, client_ref=_reference(row.settlement_id), stamp=Stamp(row.asked_by, command.at, row.asked_at))
    session.execute(update(DueSettlement).where(
        DueSettlement.book_id == row.book_id, DueSettlement.settlement_id == row.settlement_id,
    ).values(posted_seq=posted.seq))


_SETTLEMENTS: Question[AnswerSettlement, SettlementPlan] = Question(
    find=lambda session, said: get_settlement(session, said.book_id, said.settlement_id),
    bars=lambda _session, actor, row: _require_another(actor, row.book_id, row.member_id),
    plan=lambda session, _said, row: plan_settlement(session, wanted_of(row)),
    binds=lambda _session, row, plan: (_subject(wanted_of(row)), plan.shown(row.note_id)),
    carry_out=_post, noted=lambda said: f"due:{said.settlement_id}")


def _note(session: Session, actor: Actor, book_id: UUID, settlement_id: UUID, at: int) -> None:
    audit.record(session, actor, book_id=book_id, action=Action.DUE_SETTLE, subject=f"due:{settlement_id}",
                 at=at)
