"""Charges on Sundays and between them, and two officers who let one go; tests say only what is different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ledgers.rules.dues import Due
from msai.approvals import Decision, State, digest_of
from msai.permissions import Actor
from msai.services.dues.letting_go import Wanted, plan_letting_go
from msai.services.dues.owed import list_owed
from msai.services.dues.raising import RaiseCharge, raise_charge
from msai.services.dues.waiving import (
    AnswerWaiver,
    AskWaiver,
    answer_waiver,
    ask_waiver,
    get_waiver,
    wanted_of,
)
from msai.services.sheets import Receipt
from tests.msai.services.corrections.desk import SECOND_OFFICER, TODAY
from tests.msai.services.sundays import AT, GROUP, SITI, TREASURER, Paper, close

REASON = "Her child was ill, and she had said so."


def fine(member: int, amount: str, **said: Any) -> dict[str, Any]:
    """A fine that she does not pay yet."""
    return {"kind": "fine", "member": member, "amount": amount, **said}


def fee(member: int, amount: str) -> dict[str, Any]:
    """A fee that she does not pay yet."""
    return fine(member, amount, kind="fee")


def pay(member: int, amount: str) -> dict[str, Any]:
    """She pays something of what was charged."""
    return fine(member, amount, kind="fine_paid", tender="box")


def sunday(session: Session, day: date, *lines: Mapping[str, Any]) -> None:
    """A meeting that was closed."""
    assert isinstance(close(session, Paper(lines, held_on=day)), Receipt)


def charge(session: Session, actor: Actor = TREASURER, **said: Any) -> int:
    """Siti is charged between two Sundays; `said` is what is different."""
    return raise_charge(session, actor, RaiseCharge(**{
        "book_id": GROUP, "charge_id": UUID(int=0xC4), "member_no": SITI, "due": Due.FINE,
        "amount_minor": 2000, "words": "Did not bring the mats.", "on": TODAY, "today": TODAY, "at": AT,
        **said}))


def oldest(session: Session, amount_minor: int | None = None) -> Wanted:
    """All of the oldest charge of whoever owes first, or so much of it."""
    part = list_owed(session, GROUP, on=TODAY)[0].parts[0]
    return Wanted(book_id=GROUP, seq=part.seq, line=part.line,
                  amount_minor=part.left_minor if amount_minor is None else amount_minor)


def ask(session: Session, wanted: Wanted, actor: Actor = TREASURER, reason: str = REASON) -> UUID:
    """Ask for it to be let go; answers the id under which it waits."""
    waiver_id = uuid5(GROUP, f"{wanted}{reason}")
    ask_waiver(session, actor, AskWaiver(
        waiver_id=waiver_id, wanted=wanted, reason=reason, on=TODAY, at=AT))
    return waiver_id


def seen(session: Session, waiver_id: UUID) -> bytes:
    """The digest of what the second officer's screen shows."""
    row = get_waiver(session, GROUP, waiver_id)
    plan = plan_letting_go(session, wanted_of(row), on=TODAY)
    return digest_of(plan.shown(bytes(row.commitment)))


def answer(
    session: Session, waiver_id: UUID, actor: Actor = SECOND_OFFICER, screen: bytes | None = None,
    decision: Decision = Decision.APPROVE,
) -> State:
    """Answer as the second officer does."""
    return answer_waiver(session, actor, AnswerWaiver(
        book_id=GROUP, waiver_id=waiver_id, decision=decision, on=TODAY, at=AT + 1,
        seen_digest=screen or seen(session, waiver_id)))


def let_go(session: Session, amount_minor: int | None = None) -> None:
    """Both officers agree to let the oldest charge go, or so much of it."""
    answer(session, ask(session, oldest(session, amount_minor)))
