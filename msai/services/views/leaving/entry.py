"""What one late joiner pays, whether she has, and whether two officers let it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from msai.approvals import State
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.leaving import EntryWaiver
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.joining.paying import get_late_entry
from msai.services.keys import book_key
from msai.services.two_officers.own_money import is_own_money
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import read_group
from msai.services.views.form_fields import Option
from msai.services.views.labels import Text, tender_labels
from msai.services.views.leaving.joining import rules_of_joining
from msai.services.views.naming import read_roll, tenders_of


@dataclass(frozen=True, slots=True)
class WaiverOfEntry:
    """That it shall be let go: why, who asked, who answered, and where it stands.

    `standing` is waiting, posted (let go), refused or late; `seen` the digest an answer is bound to.
    """

    waiver_id: UUID
    standing: str
    reason: str
    asked_by: Text
    answered_by: Text | None
    seen: str
    may_answer: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """What one late joiner pays, in minor units, and whether she has; `waiver` is the last that was asked."""

    book_id: UUID
    group_name: str
    currency: str
    late_entry_id: UUID
    holder: UUID
    number: int
    name: Text
    rules: tuple[Message, ...]
    joined_on: date
    shares: int
    savings_minor: int
    fee_minor: int
    total_minor: int
    places: tuple[Option, ...]
    is_settled: bool
    is_paid: bool
    has_left: bool
    posted_seq: int | None
    waiver: WaiverOfEntry | None
    is_own: bool
    today: date


def show_entry_due(
    session: Session, actor: Actor, target: Target, *, late_entry_id: UUID, today: date, at: int,
) -> EntryView:
    """What the member that `target` names pays who joined late.

    Raises:
        NotFound: there is no such late entry of hers.
    """
    require(actor, Action.MONEY_RECEIVE, Target(target.book_id))
    if target.book_id is None:
        raise NotFound()
    row = get_late_entry(session, target.book_id, late_entry_id)
    if row.member_id != target.holder:
        raise NotFound()
    facts, person = read_group(session, target.book_id), read_roll(session, target.book_id)[row.member_id]
    return EntryView(
        row.book_id, facts.name, facts.currency, late_entry_id, row.member_id, person.number, person.name,
        rules_of_joining(session, row.book_id, row.joined_on), row.joined_on, row.shares, row.savings_minor,
        row.fee_minor, row.savings_minor + row.fee_minor,
        tuple(tender_labels(tenders_of(session, row.book_id)).items()), row.settled_at is not None,
        row.tender is not None, row.left_on is not None, row.posted_seq,
        _waiver(session, actor, row, at=at),
        is_own_money(actor, row.book_id, member_id=row.member_id), today)


def _waiver(session: Session, actor: Actor, entry: Any, *, at: int) -> WaiverOfEntry | None:
    row = session.execute(_last_waiver(entry.book_id, entry.late_entry_id)).one_or_none()
    if row is None:
        return None
    names, book_id = names_of(session, [row.asked_by, row.checker_id]), entry.book_id
    mine = actor.standings[book_id].member_id
    standing = _standing(row, at)
    note = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))
    return WaiverOfEntry(
        row.waiver_id, standing, read_note(book_key(session, book_id), note), names[row.asked_by],
        names.get(row.checker_id), bytes(row.shown_digest).hex(),
        standing == "waiting" and mine != entry.member_id and row.asked_by != actor.user_id
        and is_allowed(actor, Action.APPROVE, Target(book_id)), mine == entry.member_id)


def _last_waiver(book_id: UUID, late_entry_id: UUID) -> Any:
    return (
        select(*EntryWaiver.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest, t.note.c.salt, t.note.c.sealed_text, t.note.c.commitment)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == EntryWaiver.approval_id))
        .join(t.note, and_(t.note.c.book_id == book_id, t.note.c.note_id == EntryWaiver.note_id))
        .where(EntryWaiver.book_id == book_id, EntryWaiver.late_entry_id == late_entry_id)
        .order_by(EntryWaiver.asked_at.desc(), EntryWaiver.waiver_id.desc()).limit(1))


def _standing(row: Any, at: int) -> str:
    if row.state == State.PENDING.value:
        return "late" if row.expires_at <= at else "waiting"
    return {State.USED.value: "posted", State.REFUSED.value: "refused"}.get(row.state, "late")
