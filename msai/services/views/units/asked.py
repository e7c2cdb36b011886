"""Decisions about a fund that were asked for: the list of them, and one as both officers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.units import UnitAct
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.corrections.plan import changes_of
from msai.services.keys import book_key, journal_of
from msai.services.two_officers import read_reason
from msai.services.two_officers.standing import Standing, ended_as, standing_of
from msai.services.units import Plan, plan_unit_act, wanted_of
from msai.services.units.wanted import ActKind
from msai.services.views.corrections.words import ChangeRow, GroupWords, read_words, say_changes
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name
from msai.services.views.units.words import PartSaid, say_parts, say_together, say_wanted, title_of

_LISTED = 12


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision in the list of its fund."""

    act_id: UUID
    title: Message
    asked_at: datetime
    standing: Standing
    how_much: Text | None


@dataclass(frozen=True, slots=True)
class ActView:
    """A decision with everything both officers see of it.

    `seen` is the digest the answer is bound to. Where the book moved since, what is shown is no longer what
    was asked for and only refusing it is left; `problem` says what is in its way.
    """

    book_id: UUID
    group_name: str
    currency: str
    act_id: UUID
    fund: str
    title: Message
    standing: Standing
    said: tuple[tuple[Message, Text], ...]
    together: tuple[Message, ...]
    parts: tuple[PartSaid, ...]
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
    plan, problem = _plan(session, row, on=today)
    standing = standing_of(row, shown=plan.shown(note.commitment) if plan else None, at=at)
    may_answer = is_allowed(actor, Action.APPROVE, Target(book_id)) and row.asked_by != actor.user_id
    return ActView(
        book_id, words.facts.name, words.facts.currency, act_id, row.fund, title_of(ActKind(row.kind)),
        standing, say_wanted(wanted_of(session, row), words),
        say_together(plan, words.facts.currency) if plan else (), say_parts(plan, words) if plan else (),
        _changes(session, row, plan, words), read_note(book_key(session, book_id), note),
        recorder_name(session, row.asked_by), moment_of(row.asked_at),
        recorder_name(session, row.checker_id) if row.checker_id else None, row.posted_seq,
        bytes(row.shown_digest).hex(),
        may_answer and standing in (Standing.WAITING, Standing.MOVED), problem)


def _plan(
    session: Session, row: Row[Any], *, on: date,
) -> tuple[Plan | None, tuple[str, Mapping[str, Any]] | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    if row.state != "pending":
        return None, None
    try:
        return plan_unit_act(session, row.book_id, wanted=wanted_of(session, row), on=on), None
    except LedgerError as error:
        return None, (error.code, error.params)


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
