"""Two officers over the book of an investment fund, and members who put money into it on Sundays.

Lorna keeps the record and asks; Amina answers. Tests say only what is decided and read the fund as text.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.entries import Source, SourceKind
from ledgers.journal import Stamp
from ledgers.rules import housekeeping
from ledgers.rules.tenders import Tender, TenderLine
from msai.approvals import Decision, State, digest_of
from msai.services.group_books import load_group
from msai.services.keys import journal_of
from msai.services.sheets import Receipt
from msai.services.two_officers import read_reason
from msai.services.units import (
    AnswerUnitAct,
    AskUnitAct,
    FundStanding,
    Plan,
    Wanted,
    answer_unit_act,
    ask_unit_act,
    get_unit_act,
    plan_unit_act,
    read_fund,
    wanted_of,
)
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.sundays import AT, FIRST, GROUP, TREASURER, Paper, close

TODAY = date(2026, 2, 1)
REASON = "We agreed on Sunday."


def invest(session: Session, amounts: dict[int, str], held_on: date = FIRST, **said: Any) -> None:
    """Members put money into the fund on a Sunday."""
    lines = [{"kind": "investment", "member": member, "amount": amount, "tender": "box"}
             for member, amount in amounts.items()]
    assert isinstance(close(session, Paper(lines, held_on).saying(**said)), Receipt)


def box(session: Session) -> Tender:
    """The cash box of the group."""
    return load_group(session, GROUP, TODAY).tenders["box"]


def earn(session: Session, minor: int, fund: str = "investment", step: str = "earned") -> None:
    """The fund earns interest on its money (below nought: it pays a charge)."""
    line = TenderLine(box(session), abs(minor), fund)
    rule = housekeeping.bank_interest if minor > 0 else housekeeping.bank_charge
    journal_of(session, GROUP).post(
        rule(TODAY, line).with_source(Source(SourceKind.RECEIPT, uuid5(GROUP, step))),
        client_ref=f"test:{step}:{minor}", stamp=Stamp(UUID(int=0x17), AT))


def ask(session: Session, wanted: Wanted, on: date = TODAY, reason: str = REASON, at: int = AT) -> UUID:
    """Lorna asks; answers the id under which it waits."""
    act_id = uuid5(GROUP, f"{wanted}{reason}{at}")
    ask_unit_act(session, TREASURER, AskUnitAct(
        book_id=GROUP, act_id=act_id, wanted=wanted, reason=reason, on=on, at=at))
    return act_id


def seen(session: Session, act_id: UUID, on: date = TODAY) -> bytes:
    """The digest of what the second officer's screen shows."""
    row = get_unit_act(session, GROUP, act_id)
    note = read_reason(session, GROUP, row.note_id)
    return digest_of(planned(session, wanted_of(session, row), on).shown(note.commitment))


def planned(session: Session, wanted: Wanted, on: date = TODAY) -> Plan:
    """What would be posted."""
    return plan_unit_act(session, GROUP, wanted=wanted, on=on)


def approve(
    session: Session, act_id: UUID, on: date = TODAY, digest: bytes | None = None, **said: Any,
) -> State:
    """Amina answers what she sees."""
    command = AnswerUnitAct(**{
        "book_id": GROUP, "act_id": act_id, "decision": Decision.APPROVE, "on": on, "at": AT + 1,
        "seen_digest": digest or seen(session, act_id, on), **said})
    return answer_unit_act(session, SECOND_OFFICER, command)


def decide(session: Session, wanted: Wanted, on: date = TODAY, at: int = AT) -> None:
    """Both officers agree."""
    assert approve(session, ask(session, wanted, on, at=at), on, at=at + 1) is State.APPROVED


def fund_of(session: Session, on: date = TODAY) -> FundStanding:
    """The fund as it stands."""
    return read_fund(session, GROUP, fund="investment", on=on)


def holdings(session: Session) -> dict[str, int]:
    """Balances of the fund and its units, debit positive."""
    return {account.key: minor for account, minor in
            balances(session, GROUP, funds=("investment", "units")).items()}
