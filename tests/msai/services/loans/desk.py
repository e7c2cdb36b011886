"""A group that lends at ten percent a month; tests say only what is different."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ledgers.accounts import HolderKind
from msai.approvals import Decision, State, digest_of
from msai.models.groups import GroupRule
from msai.permissions import Actor, Relation, Standing
from msai.services.holders import holder, member_holder
from msai.services.loans.acts import LoanChange, change_of, plan_act
from msai.services.loans.asking import (
    AskLoan,
    DecideLoan,
    IssueLoan,
    decide_loan,
    get_request,
    issue_loan,
    request_loan,
    shown_request,
)
from msai.services.loans.deciding import AnswerAct, AskAct, answer_act, ask_act, get_act
from msai.services.loans.paying import RepayLoan, repay_loan
from msai.services.loans.rules_of_day import Wanted
from msai.services.loans.standing import LoanStanding, list_standings
from msai.services.two_officers import read_reason
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    RULES,
    SITI,
    Paper,
    Receipt,
    close,
    open_savers,
    save,
)

TREASURER = Actor(UUID(int=0x17), "Lorna", standings={
    GROUP: Standing(frozenset({Relation.TREASURER}), member_holder(GROUP, LORNA).id)})
SECOND = Actor(UUID(int=0x18), "Amina", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, AMINA).id)})
LENDS: Mapping[str, Any] = {**RULES, "shares_per_meeting": [1, 50], "loan_charge_percent_per_month": "10"}
REQUEST = UUID(int=0x70)
ISSUED = date(2026, 1, 18)


def open_lenders(session: Session, **rules: Any) -> None:
    """The group with 5,000.00 of savings in its box, after the first Sunday."""
    open_savers(session, rules={**LENDS, **rules})
    answer = close(session, Paper([save(SITI, 20), save(AMINA, 40), save(LORNA, 40)], held_on=FIRST))
    assert isinstance(answer, Receipt)


def sunday(session: Session, day: date, *lines: Mapping[str, Any]) -> None:
    """A meeting that was closed."""
    answer = close(session, Paper(lines, held_on=day, said={"other_day": True}))
    assert isinstance(answer, Receipt), answer


def ask(session: Session, actor: Actor = TREASURER, member: int = SITI, **said: Any) -> str:
    """Siti asks for 300.00 over three months, through Lorna."""
    wanted = Wanted(amount_minor=said.pop("amount_minor", 30_000), periods=said.pop("periods", 3))
    return request_loan(session, actor, AskLoan(**{
        "book_id": GROUP, "request_id": REQUEST, "member_id": member_holder(GROUP, member).id,
        "wanted": wanted, "on": ISSUED, "at": AT, "purpose": "School fees", **said}))


def decide(
    session: Session, actor: Actor = SECOND, decision: Decision = Decision.APPROVE, seen: bytes | None = None,
) -> None:
    """The other officer answers what her screen shows."""
    shown = digest_of(shown_request(get_request(session, GROUP, REQUEST)))
    decide_loan(session, actor, DecideLoan(
        book_id=GROUP, request_id=REQUEST, decision=decision, seen_digest=seen or shown, on=ISSUED, at=AT))


def issue(session: Session, actor: Actor = TREASURER, on: date = ISSUED) -> UUID:
    """Lorna gives the money out of the box."""
    return issue_loan(session, actor, IssueLoan(
        book_id=GROUP, request_id=REQUEST, tender="box", on=on, at=AT))


def change_rule(session: Session, name: str, value: str, since: date) -> None:
    """The group settles something else from a day on."""
    session.execute(insert(GroupRule).values(
        book_id=GROUP, name=name, holds_from=since, recorded_at=AT + 1, recorded_by=GROUP, value=value))


def lend(session: Session, **said: Any) -> UUID:
    """Asked for, approved and given; answers the loan's id."""
    ask(session, **said)
    decide(session)
    return issue(session)


def pay(session: Session, on: date, amount_minor: int, **said: Any) -> None:
    """Siti brings money for her loan, between two meetings."""
    repay_loan(session, TREASURER, RepayLoan(**{
        "book_id": GROUP, "loan_id": loan_id(), "payment_id": uuid5(GROUP, f"{on}{amount_minor}"),
        "tender": "box", "amount_minor": amount_minor, "on": on, "at": AT, **said}))


def loan_id(alias: str = "loan-r1") -> UUID:
    """The id of a loan by its name."""
    return holder(GROUP, HolderKind.LOAN, alias).id


def standing(session: Session, on: date) -> LoanStanding:
    """The one loan of the group on a day."""
    [one] = list_standings(session, GROUP, on=on)
    return one


def ask_change(session: Session, change: LoanChange, actor: Actor = TREASURER, reason: str = "Ill") -> UUID:
    """One officer asks; answers the id under which it waits."""
    act_id = uuid5(GROUP, f"{change.text}{reason}")
    ask_act(session, actor, AskAct(
        book_id=GROUP, loan_id=loan_id(), act_id=act_id, change=change, reason=reason, at=AT))
    return act_id


def seen(session: Session, act_id: UUID) -> bytes:
    """The digest of what the other officer's screen shows."""
    row = get_act(session, GROUP, act_id)
    note = read_reason(session, GROUP, row.note_id)
    return digest_of(plan_act(
        session, GROUP, loan_id=row.loan_id, change=change_of(row)).shown(note.commitment))


def answer(
    session: Session, act_id: UUID, actor: Actor = SECOND, decision: Decision = Decision.APPROVE,
    screen: bytes | None = None,
) -> State:
    """The other officer answers."""
    return answer_act(session, actor, AnswerAct(
        book_id=GROUP, act_id=act_id, decision=decision, seen_digest=screen or seen(session, act_id),
        at=AT + 1))


def change(session: Session, what: LoanChange) -> None:
    """Both officers agree."""
    assert answer(session, ask_change(session, what)) is State.APPROVED
