"""Decisions about stakes or backers that were asked for: the list of them, and one as both persons see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.errors import LedgerError
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.stakes import StakeAct
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.corrections.plan import changes_of
from msai.services.keys import book_key, journal_of
from msai.services.staking.acting import Desk, Plan, plan_act, wanted_of
from msai.services.two_officers import read_reason
from msai.services.two_officers.standing import Standing, ended_as, standing_of
from msai.services.views.corrections.words import ChangeRow
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name
from msai.services.views.stakes.said import DeskWords, say_changes, say_facts, say_wanted, title_of

_LISTED = 12


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision in a list; `mine` says that it waits for this reader's answer."""

    act_id: UUID
    title: Message
    asked_at: datetime
    standing: Standing
    mine: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """A decision with everything both persons see of it; `seen` is the digest the answer is bound to.

    Where the book moved since, only refusing it is left; `problem` says what is in its way. One that a
    person took alone has nobody who answered.
    """

    book_id: UUID
    book_name: str
    is_group: bool
    act_id: UUID
    title: Message
    standing: Standing
    said: tuple[tuple[Message, Text], ...]
    facts: tuple[Message, ...]
    changes: tuple[ChangeRow, ...]
    reason: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    seen: str
    may_answer: bool
    problem: tuple[str, Mapping[str, Any]] | None


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
    plan, problem = _plan(session, desk, row, wanted, today)
    standing = standing_of(row, shown=plan.shown(note.commitment) if plan else None, at=at)
    may_answer = is_allowed(actor, Action.APPROVE, Target(book_id)) and row.asked_by != actor.user_id
    return ActView(
        book_id, words.name, words.kind is BookKind.GROUP, act_id, title_of(row.kind), standing,
        say_wanted(wanted, words), say_facts(plan, words) if plan else (),
        _changes(session, row, plan, words), read_note(book_key(session, book_id), note),
        recorder_name(session, row.asked_by), moment_of(row.asked_at),
        recorder_name(session, row.checker_id) if row.checker_id else None, row.posted_seq,
        bytes(row.shown_digest or b"").hex(),
        may_answer and standing in (Standing.WAITING, Standing.MOVED), problem)


def _plan(
    session: Session, desk: Desk, row: Row[Any], wanted: Any, today: date,
) -> tuple[Plan | None, tuple[str, Mapping[str, Any]] | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    if row.state != "pending":
        return None, None
    try:
        return plan_act(session, desk, row.book_id, wanted=wanted, on=today), None
    except LedgerError as error:
        return None, (error.code, error.params)


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
