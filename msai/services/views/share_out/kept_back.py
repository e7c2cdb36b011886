"""The debts kept back at a share-out: what is still waited for, what came in, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from msai.models.governance import Approval
from msai.models.share_out import KeptBackStep
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.sealing import read_note
from msai.services.group_rules.cycle_end import KEPT_BACK_ENDS
from msai.services.keys import book_key
from msai.services.share_out.closing import get_share_out
from msai.services.share_out.kept_back import KeptBackStanding, KeptDebt, StepKind, read_kept_back
from msai.services.views.labels import Text, account_label
from msai.services.views.share_out.report import Words, read_words


@dataclass(frozen=True, slots=True)
class DebtRow:
    """One debt: whose, what kind, and where it stands; `holder` names it in the form."""

    holder: UUID | None
    name: Text
    label: Text
    kept_minor: int
    came_in_minor: int
    given_up_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that was asked for: it waits, is in the book, or was refused."""

    step_id: UUID
    kind: str
    name: Text | None
    amount_minor: int
    reason: str
    state: str
    posted_seq: int | None
    seen: str
    may_answer: bool


@dataclass(frozen=True, slots=True)
class KeptBackView:
    """The page of the debts of one share-out."""

    book_id: UUID
    group_name: str
    currency: str
    share_out_id: UUID
    cycle_no: int
    ended_on: date
    rule: Text
    debts: tuple[DebtRow, ...]
    steps: tuple[StepRow, ...]
    came_in_minor: int
    shared_minor: int
    to_share_minor: int
    may_ask: bool


def show_kept_back(
    session: Session, actor: Actor, book_id: UUID, *, share_out_id: UUID, at: int,
) -> KeptBackView:
    """The debts that a share-out kept back.

    Raises:
        NotFound: there is no such share-out, or it was never posted.
    """
    require(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id))
    row = get_share_out(session, book_id, share_out_id)
    standing = read_kept_back(session, row)
    words = read_words(session, standing.plan.book)
    rule = standing.plan.decided.recovered.value
    return KeptBackView(
        book_id, words.facts.name, words.facts.currency, share_out_id, row.cycle_no, row.ended_on,
        next(choice.sentence for choice in KEPT_BACK_ENDS if choice.value == rule),
        tuple(_debt(debt, words) for debt in standing.debts),
        tuple(_step(session, step, actor, standing, words, at) for step in _steps(session, row)),
        standing.came_in_minor, standing.shared_minor, standing.to_share_minor,
        is_allowed(actor, Action.CYCLE_CLOSE, Target(book_id)))


def _debt(debt: KeptDebt, words: Words) -> DebtRow:
    return DebtRow(
        debt.account.holder.id if debt.account.holder else None, words.people[debt.number].name,
        account_label(words.facts.kind, debt.account.code), debt.kept_minor, debt.came_in_minor,
        debt.given_up_minor, debt.left_minor)


def _steps(session: Session, row: Row[Any]) -> Any:
    return session.execute(
        select(*KeptBackStep.__table__.columns, Approval.state, Approval.expires_at, Approval.shown_digest,
               t.note.c.salt, t.note.c.sealed_text, t.note.c.commitment)
        .join(Approval,
              and_(Approval.book_id == row.book_id, Approval.approval_id == KeptBackStep.approval_id))
        .outerjoin(t.note, and_(t.note.c.book_id == row.book_id, t.note.c.note_id == KeptBackStep.note_id))
        .where(KeptBackStep.book_id == row.book_id, KeptBackStep.share_out_id == row.share_out_id)
        .order_by(KeptBackStep.asked_at.desc())).all()


def _step(
    session: Session, row: Row[Any], actor: Actor, standing: KeptBackStanding, words: Words, at: int,
) -> StepRow:
    state = "expired" if row.state == "pending" and row.expires_at <= at else row.state
    mine = actor.standings[row.book_id].member_id
    may_answer = (state == "pending" and row.asked_by != actor.user_id
                  and (mine is None or _member_of(row, standing, words) != mine)
                  and is_allowed(actor, Action.APPROVE, Target(row.book_id)))
    return StepRow(
        row.step_id, row.kind, _whose(row, standing, words), row.amount_minor, _reason(session, row), state,
        row.posted_seq, bytes(row.shown_digest).hex(), may_answer)


def _member_of(row: Row[Any], standing: KeptBackStanding, words: Words) -> UUID | None:
    number = _number(row, standing)
    return words.people[number].holder if number is not None else None


def _number(row: Row[Any], standing: KeptBackStanding) -> int | None:
    """Whose debt is given up; nobody's where what came in is shared."""
    numbers = (debt.number for debt in standing.debts
               if debt.account.holder and debt.account.holder.id == row.holder)
    return next(numbers, None) if row.kind == StepKind.GIVEN_UP else None


def _whose(row: Row[Any], standing: KeptBackStanding, words: Words) -> Text | None:
    number = _number(row, standing)
    return words.people[number].name if number is not None else None


def _reason(session: Session, row: Row[Any]) -> str:
    if row.note_id is None:
        return ""
    note = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))
    return read_note(book_key(session, row.book_id), note)
