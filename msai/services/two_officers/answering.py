"""Another officer answers what one has asked for; what she approves happens at once, and once.

The way is the same whatever was asked: the book is held, what was asked is found, she has to be somebody
else, and her answer has to be about what her screen showed. When she approves, everything is worked out
again by the book as it stands now, and happens only where that is still what she approved. What differs
from one kind of request to another is a `Question`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from msai import audit
from msai.approvals import Decide, Decision, Shown, State, Subject, UseApproval, decide, use_approval
from msai.permissions import Action, Actor, Target, require
from msai.services.keys import journal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other officer says; `seen_digest` is of what her screen showed."""

    book_id: UUID
    decision: Decision
    seen_digest: bytes
    at: int


A = TypeVar("A", bound=Answer)
P = TypeVar("P")


def _bars_nobody(_session: Session, _actor: Actor, _row: Row[Any]) -> None:
    """Whom it concerns may answer as well as any other officer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[A, P]):
    """One kind of thing that an officer asks for and another answers.

    `find` reads the row of what was asked, with its `approval_id`, or raises NotFound. `bars` refuses an
    officer whom it concerns herself. `plan` works out what would happen now, with every refusal it would
    meet; `binds` says of the plan what the approval has to be about, and what has to have been shown.
    `carry_out` does it, and `noted` names it for the group's record of acts.
    """

    find: Callable[[Session, A], Row[Any]]
    plan: Callable[[Session, A, Row[Any]], P]
    binds: Callable[[Session, Row[Any], P], tuple[Subject, Shown]]
    carry_out: Callable[[Session, A, Row[Any], P], None]
    noted: Callable[[A], str]
    bars: Callable[[Session, Actor, Row[Any]], None] = _bars_nobody


def answer(session: Session, actor: Actor, said: A, question: Question[A, P]) -> State:
    """Answer as the other officer; what she approves happens in this transaction.

    Raises:
        NotFound: nothing of that kind was asked for.
        OwnRequest, ApprovalDecided, ApprovalExpired: she may not answer, or not any more.
        ShownDiffers: her screen showed something else, or the book moved since it was asked for.
        LedgerError: it concerns herself, or can no longer be done, as the question says.
    """
    require(actor, Action.APPROVE, Target(said.book_id))
    journal_of(session, said.book_id).lock()
    row = question.find(session, said)
    question.bars(session, actor, row)
    state = decide(session, actor, Decide(
        book_id=said.book_id, approval_id=row.approval_id, decision=said.decision,
        seen_digest=said.seen_digest, at=said.at))
    if state is State.APPROVED:
        _carry_out(session, actor, said, question, row)
    return state


def _carry_out(session: Session, actor: Actor, said: A, question: Question[A, P], row: Row[Any]) -> None:
    plan = question.plan(session, said, row)
    subject, shown = question.binds(session, row, plan)
    use_approval(session, actor, UseApproval(
        subject=subject, approval_id=row.approval_id, about_to_happen=shown, at=said.at))
    question.carry_out(session, said, row, plan)
    audit.record(session, actor, book_id=said.book_id, action=subject.action, subject=question.noted(said),
                 at=said.at)
