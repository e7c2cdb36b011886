"""Two officers at a table with the book open: one asks for a line to be put right, the other answers.

Siti's line of the first Sunday is the one that is wrong in most tests; they say only what it becomes and
what is true of the box.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from msai.approvals import Decision, State, digest_of
from msai.models.corrections import Correction
from msai.permissions import Actor, Relation, Standing
from msai.services.corrections import (
    AnswerCorrection,
    AskCorrection,
    Cash,
    Plan,
    Wanted,
    answer_correction,
    ask_correction,
)
from msai.services.corrections.asking import wanted_of
from msai.services.corrections.plan import plan_correction
from msai.services.holders import member_holder
from msai.services.sheets import LineKind, SheetLine
from msai.services.two_officers import read_reason
from tests.msai.services.sundays import AMINA, AT, GROUP, LORNA, SITI, TREASURER

TODAY = date(2026, 2, 1)
SECOND_OFFICER = Actor(UUID(int=0x18), "Amina", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, AMINA).id)})
REASON = "She paid three shares; I wrote four."


def place_of(session: Session, line_ref: str, kind: str | None = None) -> tuple[int, int]:
    """Where a line of a sheet begins in the book: its newest entry, or that of a kind."""
    query = (
        select(t.posting.c.seq, t.posting.c.line)
        .join(t.entry, (t.entry.c.book_id == GROUP) & (t.entry.c.seq == t.posting.c.seq))
        .where(t.posting.c.book_id == GROUP, t.posting.c.line_ref == line_ref)
        .order_by(t.posting.c.seq.desc(), t.posting.c.line))
    if kind:
        query = query.where(t.entry.c.kind == kind)
    seq, line = session.execute(query).first() or (0, 0)
    return seq, line


def saving(shares: int, member: int = SITI, **changes: Any) -> SheetLine:
    """A member bought so many shares of 50.00."""
    return SheetLine(**{"kind": LineKind.SAVINGS, "ref": "", "member": member, "tender": "box",
                        "shares": shares, "amount_minor": 5000 * shares, **changes})


def wanted(
    session: Session, line_ref: str, becomes: SheetLine | None, cash: Cash = Cash.AS_COUNTED,
    kind: str | None = None,
) -> Wanted:
    """What Lorna writes down about a line: the newest of that reference, or of a kind."""
    seq, line = place_of(session, line_ref, kind)
    return Wanted(book_id=GROUP, seq=seq, line=line, becomes=becomes, cash=cash)


def ask(session: Session, what: Wanted, actor: Actor = TREASURER, reason: str = REASON) -> UUID:
    """Ask for it; answers the id under which it waits."""
    correction_id = uuid5(GROUP, f"{what}{reason}")
    ask_correction(session, actor, AskCorrection(
        correction_id=correction_id, wanted=what, reason=reason, on=TODAY, at=AT))
    return correction_id


def seen_by_the_second(session: Session, correction_id: UUID) -> bytes:
    """The digest of what the second officer's screen shows."""
    row = session.execute(select(*Correction.__table__.columns).where(
        Correction.book_id == GROUP, Correction.correction_id == correction_id)).one()
    note = read_reason(session, GROUP, row.note_id)
    plan: Plan = plan_correction(session, wanted_of(row), on=TODAY)
    return digest_of(plan.shown(note.commitment))


def approve(
    session: Session, correction_id: UUID, actor: Actor = SECOND_OFFICER, seen: bytes | None = None,
    decision: Decision = Decision.APPROVE, at: int = AT + 1,
) -> State:
    """Answer as the second officer does."""
    return answer_correction(session, actor, AnswerCorrection(
        book_id=GROUP, correction_id=correction_id, decision=decision, on=TODAY, at=at,
        seen_digest=seen or seen_by_the_second(session, correction_id)))


def put_right(
    session: Session, line_ref: str, becomes: SheetLine | None, cash: Cash = Cash.AS_COUNTED,
) -> None:
    """Both officers agree."""
    approve(session, ask(session, wanted(session, line_ref, becomes, cash)))


def as_member(number: int, user: int = 0x19) -> Actor:
    """A member of the group with her own sign-in."""
    return Actor(UUID(int=user), "member", standings={
        GROUP: Standing(frozenset({Relation.MEMBER}), member_holder(GROUP, number).id)})


def in_role(actor: Actor, relation: Relation) -> Actor:
    """The same sign-in in another role."""
    return replace(actor, standings={GROUP: Standing(frozenset({relation}))})


EVERYBODY = (LORNA, AMINA, SITI)
