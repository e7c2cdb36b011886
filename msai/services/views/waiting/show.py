"""One page for everything that waits for an officer's answer: hers first, then that of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.groups import Meeting
from msai.permissions import Action, Actor, Target, require
from msai.services.two_officers.waiting import Kind, Waiting, list_waiting
from msai.services.views.corrections.speakers import names_of
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import read_roll
from msai.services.views.waiting.words import amount_of, say_waiting


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits: what, whose, how much (minor units), asked by whom and when."""

    thing: Waiting
    title: Text
    detail: Text | None
    whose: Text | None
    amount_minor: int | None
    asked_by: Text
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingView:
    """All that waits in a group, for whom, and what nobody answered in time; the oldest first."""

    book_id: UUID
    group_name: str
    currency: str
    yours: tuple[WaitingRow, ...]
    others: tuple[WaitingRow, ...]
    late: tuple[WaitingRow, ...]


def show_waiting(session: Session, actor: Actor, book_id: UUID, *, at: int) -> WaitingView:
    """Everything that waits for an officer's answer in a group.

    Raises:
        NotFound, NotPermitted: only officers answer, and only they see what waits.
    """
    require(actor, Action.APPROVE, Target(book_id))
    facts = read_group(session, book_id)
    waiting = list_waiting(session, actor, book_id, at=at)
    rows = _rows(session, book_id, waiting)
    return WaitingView(
        book_id, facts.name, facts.currency, tuple(row for row in rows if row.thing.may_answer),
        tuple(row for row in rows if not row.thing.may_answer and not row.thing.is_late),
        tuple(row for row in rows if row.thing.is_late))


def _rows(session: Session, book_id: UUID, waiting: Iterable[Waiting]) -> list[WaitingRow]:
    names: dict[UUID, Text] = {one.holder: one.name for one in read_roll(session, book_id).values()}
    guests = [one.subject_id for one in waiting if one.kind is Kind.PLACE]
    speakers = names_of(session, [*(one.asked_by for one in waiting), *guests])
    meetings = _days_of_meetings(session, book_id, waiting)
    return [_row(one, names, speakers, meetings) for one in waiting]


def _row(
    one: Waiting, names: Mapping[UUID, Text], speakers: Mapping[UUID, Text], meetings: Mapping[UUID, date],
) -> WaitingRow:
    said = say_waiting(one, meetings)
    whose = names.get(one.member_id) if one.member_id else None
    if one.kind is Kind.PLACE and one.subject_id:
        whose = speakers[one.subject_id]
    return WaitingRow(one, said.title, said.detail, whose, amount_of(one), speakers[one.asked_by],
                      moment_of(one.asked_at))


def _days_of_meetings(session: Session, book_id: UUID, waiting: Iterable[Waiting]) -> dict[UUID, date]:
    wanted = [one.subject_id for one in waiting if one.kind is Kind.PAY_OUTS]
    if not wanted:
        return {}
    found = session.execute(select(Meeting.meeting_id, Meeting.held_on).where(
        Meeting.book_id == book_id, Meeting.meeting_id.in_(wanted)))
    return {row.meeting_id: row.held_on for row in found}
