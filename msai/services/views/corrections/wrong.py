"""Something is wrong: what members said, what waits for the second officer, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.messages import Message
from msai.models.corrections import Correction, Dispute
from msai.models.governance import Approval
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.corrections.disputes import STATES, is_late
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll

SHOWN = 30


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute at a glance."""

    dispute_id: UUID
    holder: UUID
    name: Text
    label: Text
    occurred_on: date
    raised_at: datetime
    state: str
    state_label: Text
    late: bool


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction at a glance; `mine` where the reader asked for it herself."""

    correction_id: UUID
    label: Text
    held_on: date
    asked_by: Text
    asked_at: datetime
    state: str
    mine: bool


@dataclass(frozen=True, slots=True)
class WrongView:
    """All of it for one group: what waits first, then what was settled, the newest first."""

    book_id: UUID
    group_name: str
    open: tuple[DisputeRow, ...]
    waiting: tuple[CorrectionRow, ...]
    settled: tuple[DisputeRow, ...]
    done: tuple[CorrectionRow, ...]
    is_officer: bool


def show_wrong(session: Session, actor: Actor, book_id: UUID, *, at: int) -> WrongView:
    """What is wrong, or was, in a group's book.

    Raises:
        NotPermitted: only officers see what all members said.
    """
    require(actor, Action.DISPUTE_ANSWER, Target(book_id))
    facts = read_group(session, book_id)
    names = {person.holder: person.name for person in read_roll(session, book_id).values()}
    disputes = [_dispute(row, names, at) for row in session.execute(_disputes(book_id))]
    rows = session.execute(_corrections(book_id)).all()
    speakers = names_of(session, [row.asked_by for row in rows])
    corrections = [_correction(row, speakers, actor, at) for row in rows]
    return WrongView(
        book_id, facts.name, tuple(row for row in disputes if row.state == "open"),
        tuple(row for row in corrections if row.state == "pending"),
        tuple(row for row in disputes if row.state != "open")[:SHOWN],
        tuple(row for row in corrections if row.state != "pending")[:SHOWN],
        is_allowed(actor, Action.REVERSE, Target(book_id)))


def _disputes(book_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(*Dispute.__table__.columns, t.entry.c.kind, t.entry.c.occurred_on)
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == Dispute.seq))
        .where(Dispute.book_id == book_id).order_by(Dispute.raised_at.desc())
    )


def _corrections(book_id: UUID) -> Select[*tuple[Any, ...]]:
    root = t.entry.alias("root")
    return (
        select(Correction.correction_id, Correction.held_on, Correction.asked_by, Correction.asked_at,
               Approval.state, Approval.expires_at, root.c.kind)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == Correction.approval_id))
        .join(root, and_(root.c.book_id == book_id, root.c.seq == Correction.root_seq))
        .where(Correction.book_id == book_id).order_by(Correction.asked_at.desc())
    )


def _dispute(row: Any, names: dict[UUID, Text], at: int) -> DisputeRow:
    return DisputeRow(
        row.dispute_id, row.member_id, names.get(row.member_id, ""), entry_label(row.kind), row.occurred_on,
        moment_of(row.raised_at), row.state, Message(STATES[row.state]),
        row.state == "open" and is_late(row.raised_at, at))


def _correction(row: Any, speakers: dict[UUID, Text], actor: Actor, at: int) -> CorrectionRow:
    late = row.state == "pending" and row.expires_at <= at
    return CorrectionRow(
        row.correction_id, entry_label(row.kind), row.held_on, speakers[row.asked_by],
        moment_of(row.asked_at), "expired" if late else row.state, row.asked_by == actor.user_id)
