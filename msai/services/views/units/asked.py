"""Decisions about a fund that were asked for: the list of them, and one as both officers see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from msai.messages import Message
from msai.models.governance import Approval
from msai.models.units import UnitAct
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.corrections.plan import changes_of
from msai.services.keys import journal_of
from msai.services.two_officers import read_reason
from msai.services.two_officers.standing import Standing, ended_as
from msai.services.units import Plan, plan_unit_act, wanted_of
from msai.services.units.wanted import ActKind
from msai.services.views.corrections.words import ChangeRow, GroupWords, read_words, say_changes
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.units.words import PartSaid, say_parts, say_together, say_wanted, title_of
from msai.services.views.waiting.heard import Heard, Problem, hear, plan_again

_LISTED = 12


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision in the list of its fund."""

    act_id: UUID
    title: Message
    asked_at: datetime
    standing: Standing
    how_much: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView(Heard):
    """A decision with everything both officers see of it; `problem` says what is in its way."""

    book_id: UUID
    group_name: str
    currency: str
    act_id: UUID
    fund: str
    title: Message
    said: tuple[tuple[Message, Text], ...]
    together: tuple[Message, ...]
    parts: tuple[PartSaid, ...]
    changes: tuple[ChangeRow, ...]
    problem: Problem | None


def list_acts(
    session: Session, book_id: UUID, *, fund: str, words: GroupWords, at: int,
) -> tuple[ActLine, ...]:
    """The last decisions of a fund, newest first."""
    query = _acts(book_id).where(UnitAct.fund == fund).order_by(UnitAct.asked_at.desc()).limit(_LISTED)
    return tuple(_line(session, row, words, at) for row in session.execute(query))


def _line(session: Session, row: Row[Any], words: GroupWords, at: int) -> ActLine:
    said = say_wanted(wanted_of(session, row), words)
    return ActLine(row.act_id, title_of(ActKind(row.kind)), moment_of(row.asked_at),
                   ended_as(row, at) or Standing.WAITING, said[1][1] if len(said) > 1 else None)


def _acts(book_id: UUID) -> Select[Any]:
    return (
        select(*UnitAct.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == UnitAct.approval_id))
        .where(UnitAct.book_id == book_id))


def show_act(
    session: Session, actor: Actor, book_id: UUID, *, act_id: UUID, today: date, at: int,
) -> ActView:
    """One decision as an officer sees it.

    Raises:
        NotFound: nothing of that id was asked for in this book.
        NotPermitted
    """
    require(actor, Action.UNITS_DECIDE, Target(book_id))
    row = session.execute(_acts(book_id).where(UnitAct.act_id == act_id)).one_or_none()
    if row is None:
        raise NotFound()
    words, note = read_words(session, book_id), read_reason(session, book_id, row.note_id)
    wanted = wanted_of(session, row)
    plan, problem = plan_again(row, lambda: plan_unit_act(session, book_id, wanted=wanted, on=today))
    heard = hear(session, actor, row, note, shown=plan.shown(note.commitment) if plan else None, at=at)
    return ActView(
        **heard.told(), book_id=book_id, group_name=words.facts.name, currency=words.facts.currency,
        act_id=act_id, fund=row.fund, title=title_of(ActKind(row.kind)), said=say_wanted(wanted, words),
        together=say_together(plan, words.facts.currency) if plan else (),
        parts=say_parts(plan, words) if plan else (), changes=_changes(session, row, plan, words),
        problem=problem)


def _changes(
    session: Session, row: Row[Any], plan: Plan | None, words: GroupWords,
) -> tuple[ChangeRow, ...]:
    """The accounts that change, or that changed when it was posted."""
    if plan is not None:
        return say_changes(changes_of(p for entry in plan.entries for p in entry.postings), words)
    if row.posted_seq is None:
        return ()
    journal = journal_of(session, row.book_id)
    refs = [ref for number in (1, 2, 3) for ref in journal.refs_of(f"units:{row.act_id}:{number}")]
    return say_changes(changes_of(journal.find_postings(refs).values()), words)
