"""One act with the money of an enterprise, as both people see it: what it says, its receipt, who agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind
from ledgers.errors import LedgerError
from msai.messages import Message
from msai.models.governance import Approval
from msai.models.money import MoneyAct
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.enterprise_money.book import MoneyBook, read_money_book
from msai.services.enterprise_money.desk import plan_money
from msai.services.enterprise_money.plan import MoneyPlan
from msai.services.enterprise_money.recording import wanted_of, words_of
from msai.services.enterprise_money.wanted import MoneyKind, TakeBack
from msai.services.keys import book_key
from msai.services.two_officers import asked_row, read_reason
from msai.services.two_officers.standing import Standing, standing_of
from msai.services.views.corrections.words import ChangeRow
from msai.services.views.enterprise_money.recorded import say_recorded
from msai.services.views.enterprise_money.words import (
    MoneyWords,
    detail_of,
    money_words,
    say_act,
    title_of,
    words_of_book,
)
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.meetings import moment_of
from msai.services.views.naming import recorder_name
from msai.services.views.stakes.said import DeskWords, say_changes

_FIXED = (MoneyKind.YEAR.value, MoneyKind.TAKEN_BACK.value)


@dataclass(frozen=True, slots=True)
class MoneyActView:
    """An act; `seen` is the digest an answer is bound to, `about` what an act takes back says.

    Where the book moved since it was asked for, `problem` says what is in its way.
    """

    book_id: UUID
    book_name: str
    act_id: UUID
    title: Message
    detail: Text | None
    standing: Standing
    said: tuple[tuple[Message, Text], ...]
    about: tuple[tuple[Message, Text], ...]
    changes: tuple[ChangeRow, ...]
    words: str
    asked_by: Text
    asked_at: datetime
    answered_by: Text | None
    posted_seq: int | None
    has_receipt: bool
    taken_back_by: UUID | None
    takes_back: UUID | None
    takes_back_seq: int | None
    may_take_back: bool
    two_persons: bool
    seen: str
    may_answer: bool
    problem: tuple[str, Mapping[str, Any]] | None


def show_act(
    session: Session, actor: Actor, book_id: UUID, *, act_id: UUID, today: date, at: int,
) -> MoneyActView:
    """One act as a person of the enterprise sees it.

    Raises:
        NotFound: nothing of that id was noted here.
        NotPermitted
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    row = _row(session, book_id, act_id)
    wanted, plan, problem = wanted_of(row), None, None
    if row.state == "pending":
        book = read_money_book(session, book_id)
        words = words_of_book(book)
        plan, problem = _plan(session, book, wanted, today)
    else:
        words = money_words(session, read_enterprise(session, book_id))
    note = read_reason(session, book_id, row.note_id) if row.note_id else None
    standing = standing_of(row, shown=plan.shown(note.commitment) if plan and note else None, at=at)
    may_answer = is_allowed(actor, Action.APPROVE, Target(book_id)) and row.asked_by != actor.user_id
    return MoneyActView(
        book_id, words.facts.name, act_id, title_of(row.kind), detail_of(wanted, words), standing,
        say_act(wanted, words), _about(session, book_id, wanted, plan, words=words), _changes(plan, words),
        read_note(book_key(session, book_id), note) if note else words_of(session, row),
        recorder_name(session, row.asked_by), moment_of(row.asked_at),
        recorder_name(session, row.checker_id) if row.checker_id else None, row.posted_seq,
        row.receipt_id is not None, row.taken_back_by,
        row.about_id if row.kind == MoneyKind.TAKEN_BACK.value else None, getattr(wanted, "seq", None),
        standing is Standing.DONE and row.taken_back_by is None and row.kind not in _FIXED,
        row.approval_id is not None, bytes(row.shown_digest or b"").hex(),
        may_answer and standing in (Standing.WAITING, Standing.MOVED), problem)


def _row(session: Session, book_id: UUID, act_id: UUID) -> Row[Any]:
    row: Any = session.execute(
        select(*MoneyAct.__table__.columns, Approval.state, Approval.checker_id, Approval.expires_at,
               Approval.shown_digest)
        .outerjoin(Approval, and_(Approval.book_id == book_id, Approval.approval_id == MoneyAct.approval_id))
        .where(MoneyAct.book_id == book_id, MoneyAct.act_id == act_id)).one_or_none()
    if row is None:
        raise NotFound()
    found: Row[Any] = row
    return found


def _plan(
    session: Session, book: MoneyBook, wanted: Any, today: date,
) -> tuple[MoneyPlan | None, tuple[str, Mapping[str, Any]] | None]:
    """The plan of what still waits; what is in its way where the book moved on."""
    try:
        return plan_money(session, book, wanted, today), None
    except LedgerError as error:
        return None, (error.code, error.params)


def _about(
    session: Session, book_id: UUID, wanted: Any, plan: MoneyPlan | None, *, words: MoneyWords,
) -> tuple[tuple[Message, Text], ...]:
    """What the act or the entry says that is taken back."""
    if plan is not None and plan.wrong is not None:
        return say_act(plan.wrong, words)
    if not isinstance(wanted, TakeBack):
        return ()
    if wanted.act is None:
        return say_recorded(session, words.facts, wanted.seq or 0)
    row = asked_row(session, MoneyAct, book_id, act_id=UUID(wanted.act))
    return say_act(wanted_of(row), words)


def _changes(plan: MoneyPlan | None, words: MoneyWords) -> tuple[ChangeRow, ...]:
    if plan is None or plan.entry is None:
        return ()
    facts, moved = words.facts, dict[Any, int]()
    for one in plan.entry.postings:
        moved[one.debit] = moved.get(one.debit, 0) + one.amount_minor
        moved[one.credit] = moved.get(one.credit, 0) - one.amount_minor
    desk = DeskWords(BookKind.ENTERPRISE, facts.book_id, facts.name, facts.currency, facts.currency,
                     words.names)
    return say_changes({account: minor for account, minor in moved.items() if minor}, desk)
