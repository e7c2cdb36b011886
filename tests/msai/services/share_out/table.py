"""Five members at the end of a cycle, and two officers who close it.

Ana, Bela, Citra, Dewi and Elena hold 200 shares of 50.00, as in the vectors; what they saved, lent and earned
comes into the book as a record of the past would bring it. Ana keeps the record, Bela is second officer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account, HolderKind
from ledgers.balances import balances
from ledgers.books import add_holders
from ledgers.entries import EntryKind, JournalEntry, Posting
from ledgers.journal import Stamp
from ledgers.rules.dues import Charge, Due, raised_postings
from ledgers.rules.lending import LoanIssue, loan_issued
from ledgers.rules.movements import issue_shares
from ledgers.rules.savings import savings_of
from msai.approvals import Decision, State
from msai.models.governance import Approval
from msai.models.groups import Loan
from msai.models.share_out import ShareOutRow
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.group_books import load_group
from msai.services.groups import NewMember, OpenGroup, add_members, open_group
from msai.services.holders import holder, member_holder
from msai.services.keys import journal_of
from msai.services.share_out import (
    AnswerShareOut,
    AskShareOut,
    Basis,
    Decisions,
    Recovered,
    SocialEnd,
    Way,
    WayKind,
    answer_share_out,
    ask_share_out,
)

GROUP = UUID(int=0x5E)
OPENED, MIDDLE, ENDED = date(2026, 1, 4), date(2026, 6, 7), date(2026, 12, 27)
AT = 1_798_400_000_000
NAMES = ("Ana", "Bela", "Citra", "Dewi", "Elena")
ANA, BELA, CITRA, DEWI, ELENA = range(1, 6)
SHARES = {ANA: 60, BELA: 37, CITRA: 52, DEWI: 45, ELENA: 6}
TREASURER = Actor(UUID(int=0x21), "Ana", standings={
    GROUP: Standing(frozenset({Relation.TREASURER}), member_holder(GROUP, ANA).id)})
SECOND = Actor(UUID(int=0x22), "Bela", standings={
    GROUP: Standing(frozenset({Relation.SECOND_OFFICER}), member_holder(GROUP, BELA).id)})
BOX = Way(WayKind.PAID, "box")
DECIDED = Decisions(
    ended_on=ENDED, basis=Basis.SHARES, step_minor=10, social=SocialEnd.KEPT, recovered=Recovered.POT,
    usual=BOX, roll=tuple(SHARES), share_value_minor=5000)
RULES: Mapping[str, Any] = {"saving": "shares", "share_value": "50.00"}


def open_five(session: Session, rules: Mapping[str, Any] = RULES) -> None:
    """Open the group with its five members, a box and a bank account."""
    open_group(session, SYSTEM_IMPORT, OpenGroup(
        book_id=GROUP, alias="five", name="Five Friends", country="HK", currency="HKD", opened_on=OPENED,
        rules={name: json.dumps(rule) for name, rule in rules.items()},
        tenders=[("box", "cash"), ("bank", "bank")], at=AT))
    add_members(session, SYSTEM_IMPORT, GROUP, [
        NewMember(number=number, name=name, joined_on=OPENED) for number, name in enumerate(NAMES, start=1)])


def post(session: Session, kind: EntryKind, *postings: Posting, on: date = MIDDLE) -> None:
    """Post something of the past."""
    reference = f"past:{kind}:{on}:{len(balances(session, GROUP))}:{postings[0].amount_minor}"
    journal_of(session, GROUP).post(
        JournalEntry(kind, on, postings), client_ref=reference, stamp=Stamp(UUID(int=1), AT))


def save_all(
    session: Session, shares: Mapping[int, int] = SHARES, on: date = MIDDLE, *, price_minor: int = 5_000,
) -> None:
    """Everybody buys her shares, of 50.00 unless it is said, into the box."""
    lying = load_group(session, GROUP, OPENED).tenders["box"].account(SAVINGS)
    for number, held in shares.items():
        member = member_holder(GROUP, number)
        post(session, EntryKind.SAVINGS, Posting(lying, savings_of(member), price_minor * held),
             *issue_shares(member, held), on=on)


def earn(session: Session, amount_minor: int, fund: str = SAVINGS) -> None:
    """Something is given to the group; below zero, something is spent."""
    lying = load_group(session, GROUP, OPENED).tenders["box"].account(fund)
    if amount_minor > 0:
        post(session, EntryKind.DONATION, Posting(lying, Account(4850, fund), amount_minor))
    else:
        post(session, EntryKind.EXPENSE, Posting(Account(5200, fund), lying, -amount_minor))


def fine(session: Session, number: int, amount_minor: int) -> None:
    """A member is fined and has not paid."""
    post(session, EntryKind.FINE_RAISED,
         *raised_postings(Charge(member_holder(GROUP, number), amount_minor, Due.FINE)))


def give_social(session: Session, given: Mapping[int, int]) -> None:
    """Members give to the social fund."""
    lying = load_group(session, GROUP, OPENED).tenders["box"].account(SOCIAL)
    for number, amount in given.items():
        post(session, EntryKind.SOCIAL,
             Posting(lying, Account(3300, SOCIAL, member_holder(GROUP, number)), amount))


def lend(session: Session, number: int, amount_minor: int, alias: str = "loan-1") -> None:
    """A member borrows from the box without a charge."""
    loan, member = holder(GROUP, HolderKind.LOAN, alias), member_holder(GROUP, number)
    add_holders(session, GROUP, [loan])
    session.add(Loan(book_id=GROUP, loan_id=loan.id, alias=alias, member_id=member.id, fund=SAVINGS,
                     issued_on=MIDDLE, months=3))
    session.flush()
    tender = load_group(session, GROUP, OPENED).tenders["box"]
    issued = loan_issued(MIDDLE, LoanIssue(loan, member, tender, amount_minor))
    post(session, EntryKind.LOAN_ISSUED, *issued.postings)


def ask(
    session: Session, decided: Decisions = DECIDED, actor: Actor = TREASURER, today: date = ENDED,
) -> UUID:
    """Ask for the cycle to be closed; answers the id under which it waits."""
    share_out_id = uuid5(GROUP, f"{decided}")
    ask_share_out(session, actor, AskShareOut(
        book_id=GROUP, share_out_id=share_out_id, decided=decided, today=today, at=AT))
    return share_out_id


def seen(session: Session, share_out_id: UUID) -> bytes:
    """The digest that the second officer's screen carries."""
    query = select(Approval.shown_digest).join(
        ShareOutRow, (ShareOutRow.book_id == GROUP) & (ShareOutRow.approval_id == Approval.approval_id))
    return bytes(session.scalars(query.where(
        Approval.book_id == GROUP, ShareOutRow.share_out_id == share_out_id)).one())


def answer(
    session: Session, share_out_id: UUID, actor: Actor = SECOND, decision: Decision = Decision.APPROVE,
    today: date = ENDED,
) -> State:
    """Answer as the second officer does."""
    return answer_share_out(session, actor, AnswerShareOut(
        book_id=GROUP, share_out_id=share_out_id, decision=decision,
        seen_digest=seen(session, share_out_id), today=today, at=AT + 1))


def share_it_out(session: Session, decided: Decisions = DECIDED, **changes: Any) -> UUID:
    """Both officers agree."""
    share_out_id = ask(session, replace(decided, **changes))
    assert answer(session, share_out_id) is State.APPROVED
    return share_out_id


def standing(session: Session) -> dict[str, int]:
    """Every balance of the book, memo funds included, debit positive, zeros left out."""
    return {account.key: minor for account, minor in balances(session, GROUP).items()}
