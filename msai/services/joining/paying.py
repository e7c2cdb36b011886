"""A late entry is paid, at a meeting or between two, into one of the group's places; that ends it, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from ledgers.entries import JournalEntry, Source, SourceKind
from ledgers.journal import Draft, Stamp
from ledgers.rules.tenders import Tender
from ledgers.tables import metadata
from msai import audit
from msai.models.groups import Member
from msai.models.leaving import LateEntry
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.group_books import load_group
from msai.services.holders import member_holder
from msai.services.joining.errors import JoinedOnNoSuchDay, LateEntryGone, LateEntrySettled
from msai.services.joining.posted import EntrySums, entries_of_entry, reference_of_entry
from msai.services.keys import journal_of
from msai.services.meeting_records import NOBODY
from msai.services.two_officers.own_money import require_others_money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayEntry:
    """She pays all of it into one place."""

    book_id: UUID
    late_entry_id: UUID
    tender: str
    paid_on: date
    today: date
    at: int


@dataclass(frozen=True, slots=True)
class EntryDue:
    """What a late joiner has to pay yet, in minor units; `shares` are in the savings."""

    late_entry_id: UUID
    member_id: UUID
    number: int
    policy: str
    joined_on: date
    shares: int
    savings_minor: int
    fee_minor: int


def list_entries_due(session: Session, book_id: UUID) -> tuple[EntryDue, ...]:
    """Late entries that nobody has paid yet, by number, in one statement; nobody is asked for permission."""
    rows = session.execute(
        select(LateEntry.late_entry_id, LateEntry.member_id, Member.number, LateEntry.policy,
               LateEntry.joined_on, LateEntry.shares, LateEntry.savings_minor, LateEntry.fee_minor)
        .join(Member, (Member.book_id == book_id) & (Member.member_id == LateEntry.member_id))
        .where(LateEntry.book_id == book_id, LateEntry.settled_at.is_(None), Member.left_on.is_(None))
        .order_by(Member.number, LateEntry.joined_on))
    return tuple(EntryDue(*row) for row in rows)


def pay_entry(session: Session, actor: Actor, command: PayEntry) -> int:
    """Post what a late joiner paid, once; answers the number of its last entry.

    Raises:
        NotPermitted: the actor is no officer of the group.
        NotFound: there is no such late entry or place.
        OwnMoney: it is what she pays herself; the other officer writes it down.
        LateEntrySettled: it was paid or given up before.
        LateEntryGone: she left before she paid it.
        JoinedOnNoSuchDay, CycleClosed: nothing is paid on that day.
    """
    require(actor, Action.MONEY_RECEIVE, Target(command.book_id))
    journal_of(session, command.book_id).lock()
    row = get_late_entry(session, command.book_id, command.late_entry_id)
    require_others_money(actor, command.book_id, member_id=row.member_id)
    require_open(row)
    if not row.joined_on <= command.paid_on <= command.today:
        raise JoinedOnNoSuchDay(date=command.paid_on)
    get_open(session, command.book_id, on=command.paid_on)
    source = Source(SourceKind.MEMBER, row.late_entry_id)
    drafts = [Draft(entry.with_source(source), f"late_entry:{row.late_entry_id}:{entry.kind}")
              for entry in _entries(session, command, row)]
    stamp = Stamp(actor.user_id or NOBODY, command.at)
    posted = journal_of(session, command.book_id).post_all(drafts, stamp=stamp)
    _settle(session, actor, row, tender=command.tender, posted_seq=posted[-1].seq, at=command.at)
    return posted[-1].seq


def settle_on_sheet(session: Session, book_id: UUID, paid: Mapping[UUID, str], *, at: int) -> None:
    """Note into which place each paid at a meeting, by her id; no statement where nobody did."""
    if paid:
        session.connection().execute(_PAID, [
            {"book": book_id, "who": member_id, "tender": tender, "settled_at": at}
            for member_id, tender in paid.items()])


_PAID = (
    update(metadata.tables["late_entry"])
    .where(LateEntry.book_id == bindparam("book"), LateEntry.member_id == bindparam("who"),
           LateEntry.settled_at.is_(None))
)


def get_late_entry(session: Session, book_id: UUID, late_entry_id: UUID) -> Row[Any]:
    """The row of a late entry.

    Raises:
        NotFound: there is none of that id in this book.
    """
    row: Any = session.execute(
        select(*LateEntry.__table__.columns, Member.number, Member.left_on)
        .join(Member, (Member.book_id == book_id) & (Member.member_id == LateEntry.member_id))
        .where(LateEntry.book_id == book_id, LateEntry.late_entry_id == late_entry_id)).one_or_none()
    if row is None:
        raise NotFound()
    found: Row[Any] = row
    return found


def require_open(row: Row[Any]) -> None:
    """Let a late entry pass that somebody has to pay yet.

    Raises:
        LateEntrySettled, LateEntryGone
    """
    if row.settled_at is not None:
        raise LateEntrySettled()
    if row.left_on is not None:
        raise LateEntryGone()


def _entries(session: Session, command: PayEntry, row: Row[Any]) -> Iterator[JournalEntry]:
    """Savings with their shares, and what is above them as a fee."""
    tenders: dict[str, Tender] = dict(load_group(session, command.book_id, command.paid_on).tenders)
    if command.tender not in tenders:
        raise NotFound()
    sums = EntrySums(row.shares, row.savings_minor, row.fee_minor)
    yield from entries_of_entry(command.paid_on, member_holder(command.book_id, row.number),
                                tenders[command.tender], sums=sums, line_ref=reference_of_entry())


def _settle(
    session: Session, actor: Actor, row: Row[Any], *, tender: str | None, posted_seq: int | None, at: int,
) -> None:
    session.execute(update(LateEntry).where(
        LateEntry.book_id == row.book_id, LateEntry.late_entry_id == row.late_entry_id,
    ).values(settled_at=at, tender=tender, posted_seq=posted_seq))
    audit.record(session, actor, book_id=row.book_id, action=Action.MONEY_RECEIVE,
                 subject=f"late_entry:{row.late_entry_id}", at=at)
