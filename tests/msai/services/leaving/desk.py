"""The group of OWN-05 on the evening before Siti leaves, and how two officers settle with her.

Siti holds 30 of 220 shares of 50.00, the fund has 12,100.00 for its members; she owes a loan of 400.00,
interest of 20.00 and a fine of 50.00.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.balances import balances
from msai.approvals import Decision, State, digest_of
from msai.models.groups import GroupRule
from msai.permissions import Actor, Relation, Standing
from msai.services.holders import member_holder
from msai.services.leaving import AnswerExit, AskExit, Cause, WantedExit, answer_exit, ask_exit
from msai.services.leaving.asking import get_exit, shown_of, wanted_of
from msai.services.leaving.payee import Payee
from msai.services.leaving.plan import plan_exit
from tests.ledgers.book_text import balances_as_text
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    OPENED,
    SITI,
    TREASURER,
    Paper,
    close,
    lend,
    open_savers,
    save,
)

EXIT = UUID(int=0xE1)
LEAVES_ON = FIRST + timedelta(days=3)
SECOND_OFFICER = Actor(UUID(int=0x18), "Amina", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, 2).id)})
RULES: Mapping[str, Any] = {"saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 300]}
AMINA_ID, SITI_ID = (member_holder(GROUP, number).id for number in (AMINA, SITI))
SISTER = Payee("Ana Rahayu", "her sister")


def owe(kind: str, amount: str) -> dict[str, Any]:
    """Siti is charged and does not pay yet."""
    line = {"kind": kind, "member": SITI, "amount": amount}
    return line | ({"loan": "loan-1"} if kind == "interest_due" else {})


def before_she_leaves(session: Session, **rules: Any) -> None:
    """Open the group of OWN-05 and hold the Sunday after which Siti leaves."""
    open_savers(session, rules={**RULES, **rules})
    gift = {"kind": "donation", "amount": "1030.00", "tender": "box"}
    close(session, Paper([
        save(LORNA, 190), save(SITI, 30), gift, lend(SITI, "400.00"), owe("interest_due", "20.00"),
        owe("fine", "50.00")]))


def settle_rule(session: Session, name: str, value: Any, *, since: date = OPENED) -> None:
    """Let the group say a rule from a day on, without asking anybody."""
    session.execute(insert(GroupRule).values(
        book_id=GROUP, name=name, holds_from=since, recorded_at=AT + 1, recorded_by=UUID(int=0),
        value=json.dumps(value)))


def wanted(**changes: Any) -> WantedExit:
    """Siti leaves on the Wednesday after, paid from the box."""
    plain: dict[str, Any] = {"book_id": GROUP, "member_id": SITI_ID, "on": LEAVES_ON, "tender": "box"}
    return WantedExit(**(plain | changes))


def ask(session: Session, actor: Actor = TREASURER, exit_id: UUID = EXIT, **changes: Any) -> UUID:
    """The treasurer asks; after a death with her sister as payee."""
    asked = wanted(**changes)
    ask_exit(session, actor, AskExit(
        exit_id=exit_id, wanted=asked, today=LEAVES_ON, at=AT,
        payee=SISTER if asked.cause is Cause.DIED else None))
    return exit_id


def answer(
    session: Session, actor: Actor = SECOND_OFFICER, exit_id: UUID = EXIT,
    decision: Decision = Decision.APPROVE,
) -> State:
    """The second officer answers what her screen shows her."""
    row = get_exit(session, GROUP, exit_id)
    seen = digest_of(shown_of(row, plan_exit(session, wanted_of(row), today=LEAVES_ON)))
    return answer_exit(session, actor, AnswerExit(
        book_id=GROUP, exit_id=exit_id, decision=decision, seen_digest=seen, today=LEAVES_ON, at=AT + 1))


def leave(session: Session, **changes: Any) -> None:
    """Siti leaves, as two officers agreed."""
    exit_id = ask(session, exit_id=uuid5(GROUP, repr(sorted(changes))), **changes)
    answer(session, exit_id=exit_id)


def book_text(session: Session) -> str:
    """The whole book as text."""
    names = {"member-1": "Lorna", "member-2": "Amina", "member-3": "Siti", "loan-1": "Siti's"}
    return balances_as_text(balances(session, GROUP), names)
