"""Decisions about stakes or backers that were asked for: the list of them, and one as both persons see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.stakes import StakeAct
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.corrections.plan import changes_of
from msai.services.keys import journal_of
from msai.services.staking.acting import Desk, Plan, plan_act, wanted_of
from msai.services.two_officers import read_reason
from msai.services.two_officers.standing import Standing, ended_as
from msai.services.views.corrections.words import ChangeRow
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.stakes.said import DeskWords, say_changes, say_facts, say_wanted, title_of
from msai.services.views.waiting.heard import Heard, Problem, hear, plan_again

_LISTED = 12


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision in a list; `mine` says that it waits for this reader's answer."""

    act_id: UUID
    title: Message
    asked_at: datetime
    standing: Standing
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView(Heard):
    """A decision with everything both persons see of it; `problem` says what is in its way."""

    book_id: UUID
    book_name: str
    is_group: bool
    act_id: UUID
    title: Message
    said: tuple[tuple[Message, Text], ...]
    facts: tuple[Message, ...]
    changes: tuple[ChangeRow, ...]
    problem: Problem | None


def list_acts(
    session: Session, actor: Actor, book_id: UUID, *, at: int, about_id: UUID | None = None,
) -> tuple[ActLine, ...]:
    """The last decisions of a book, or about one stake or backer, newest first.

    Raises:
        NotPermitted: only those who decide in the book read them.
    """
    require(actor, Action.APPROVE, Target(book_id))
    query = _acts(book_id).order_by(StakeAct.asked_at.desc()).limit(_LISTED)
    if about_id is not None:
        query = query.where(StakeAct.about_id == about_id)
    return tuple(_line(actor, row, at) for row in session.execute(query))


def _line(actor: Actor, row: Row[Any], at: int) -> ActLine:
    standing = ended_as(row, at) or Standing.WAITING
    return ActLine(row.act_id, title_of(row.kind), moment_of(row.asked_at), standing,
                   standing is Standing.WAITING and row.asked_by != actor.user_id)


def _acts(book_id: UUID) -> Select[Any]:
    return (
        select(*StakeAct.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest)
        .outerjoin(Approval, and_(Approval.book_id == book_id, Approval.approval_id == StakeAct.approval_id))
        .where(StakeAct.book_id == book_id))


def show_act(
    session: Session, actor: Actor, desk: Desk, *, words: DeskWords, act_id: UUID, today: date, at: int,
) -> ActView:
    """One decision as a person of its book sees it.

    Raises:
        NotFound: nothing of that id was asked for in this book.
        NotPermitted
    """
    book_id = words.book_id
    require(actor, desk.action, Target(book_id))
    row = session.execute(_acts(book_id).where(StakeAct.act_id == act_id)).one_or_none()
    if row is None:
        raise NotFound()
    wanted, note = wanted_of(session, desk, row), read_reason(session, book_id, row.note_id)
    plan, problem = plan_again(row, lambda: plan_act(session, desk, book_id, wanted=wanted, on=today))
    heard = hear(session, actor, row, note, shown=plan.shown(note.commitment) if plan else None, at=at)
    return ActView(
        **heard.told(), book_id=book_id, book_name=words.name, is_group=words.kind is BookKind.GROUP,
        act_id=act_id, title=title_of(row.kind), said=say_wanted(wanted, words),
        facts=say_facts(plan, words) if plan else (), changes=_changes(session, row, plan, words),
        problem=problem)


def _changes(
    session: Session, row: Row[Any], plan: Plan | None, words: DeskWords,
) -> tuple[ChangeRow, ...]:
    """The accounts that change, or that changed when it was posted."""
    if plan is not None:
        return say_changes(plan.changes(), words)
    if row.posted_seq is None:
        return ()
    journal = journal_of(session, row.book_id)
    refs = [ref for number in (1, 2) for ref in journal.refs_of(f"stake:{row.act_id}:{number}")]
    return say_changes(changes_of(journal.find_postings(refs).values()), words)
