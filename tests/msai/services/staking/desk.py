"""A group, the farms it backs, and the two persons on either side who decide about a stake.

Lorna asks and Amina answers for the group, Rosa and Ben for a farm; letters are delivered as the edge does
it. Tests say only what is decided, and read both books as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.entries import SourceKind
from ledgers.money import Money
from ledgers.rules.tenders import Tender
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.models.enterprises import Stake
from msai.models.stakes import ReturnNotice, StakeAct
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.enterprise_money.recording import RecordMoney, record_money
from msai.services.enterprise_money.wanted import NOTHING, StockCounted
from msai.services.enterprises import CapitalIn, OpenEnterprise, open_enterprise, receive_capital_in
from msai.services.group_books import load_group
from msai.services.outbox.delivering import Swept, deliver_from
from msai.services.postings import Paper as Source
from msai.services.remittances import LandCapital, SendCapital, land_capital, send_capital
from msai.services.staking.acting import (
    AnswerAct,
    AskAct,
    Desk,
    Plan,
    answer_act,
    ask_act,
    plan_act,
    wanted_of,
)
from msai.services.staking.coming_back import TypeRate, type_rate
from msai.services.staking.desk import GROUP_DESK
from msai.services.staking.terms import Terms
from msai.services.staking.wanted import TakeUp
from msai.services.two_officers import asked_row, read_reason
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.corrections.desk import SECOND_OFFICER
from tests.msai.services.sundays import (
    AT,
    FIRST,
    GROUP,
    LORNA,
    OPENED,
    TREASURER,
    Paper,
    close,
    decimal,
    open_savers,
)

FARM = UUID(int=0xFA)
TODAY = date(2026, 2, 1)
REASON = "We agreed on Sunday."
NOTHING_AGREED = Terms()
ROSA, BEN = (Actor(UUID(int=number), name, standings={FARM: Standing(frozenset({relation}))})
             for number, name, relation in ((0x21, "Rosa", Relation.ENTERPRISE_MANAGER),
                                            (0x22, "Ben", Relation.ENTERPRISE_SECOND)))


def begin(database: Database, put_in: str = "90000.00") -> None:
    """The group has money in its investment fund; the farm keeps a book here, and has nothing in store."""
    with database.write() as session:
        open_savers(session)
        line = {"kind": "investment", "member": LORNA, "amount": put_in, "tender": "box"}
        close(session, Paper([line], FIRST))
        open_enterprise(session, SYSTEM_IMPORT, OpenEnterprise(
            book_id=FARM, alias="farm", name="Rice Centre", country="PH", currency="PHP",
            activities=["rice"], opened_on=OPENED, at=AT))
        count_nothing(session)


@dataclass(frozen=True)
class Table:
    """One book with the two who decide in it."""

    book_id: UUID
    desk: Desk
    asks: Actor
    answers: Actor

    def ask(self, session: Session, wanted: Any, *, on: date = TODAY, at: int = AT,
            is_sure: bool = False) -> UUID:
        """One of them asks; answers the id under which it waits, or was done at once."""
        act_id = uuid5(self.book_id, f"{wanted}{on}{at}")
        ask_act(session, self.asks, self.desk, command=AskAct(
            book_id=self.book_id, act_id=act_id, wanted=wanted, reason=REASON, on=on, at=at,
            is_sure=is_sure))
        return act_id

    def answer(self, session: Session, act_id: UUID, *, on: date = TODAY, at: int = AT,
               decision: Decision = Decision.APPROVE) -> None:
        """The other answers what she sees."""
        row = asked_row(session, StakeAct, self.book_id, act_id=act_id)
        plan = self.plan(session, wanted_of(session, self.desk, row), on=on)
        note = read_reason(session, self.book_id, row.note_id)
        answer_act(session, self.answers, self.desk, command=AnswerAct(
            book_id=self.book_id, act_id=act_id, decision=decision, on=on, at=at,
            seen_digest=digest_of(plan.shown(note.commitment))))

    def plan(self, session: Session, wanted: Any, *, on: date = TODAY) -> Plan:
        """What would be done."""
        return plan_act(session, self.desk, self.book_id, wanted=wanted, on=on)

    def decide(self, database: Database, wanted: Any, *, on: date = TODAY, at: int = AT) -> UUID:
        """Ask, answer where two are needed, and let the letters go; answers which act it was."""
        with database.write() as session:
            alone = self.plan(session, wanted, on=on).alone
            act_id = self.ask(session, wanted, on=on, at=at)
        if not alone:
            with database.write() as session:
                self.answer(session, act_id, on=on, at=at)
        assert deliver(database).waiting == ()
        return act_id


OFFICERS = Table(GROUP, GROUP_DESK, TREASURER, SECOND_OFFICER)
MANAGERS = Table(FARM, ENTERPRISE_DESK, ROSA, BEN)


def deliver(database: Database) -> Swept:
    """Carry over what both books have left for each other."""
    return deliver_from(database, frozenset({GROUP, FARM}), at=AT)


def take_up(database: Database, instrument: str, terms: Terms = NOTHING_AGREED, *, on: date = TODAY) -> str:
    """The group takes up a stake in the farm; answers its name."""
    OFFICERS.decide(database, TakeUp(enterprise_id=str(FARM), instrument=instrument, currency="PHP",
                                     terms=terms), on=on)
    with database.read() as session:
        return max(session.scalars(select(Stake.alias).where(Stake.book_id == GROUP)))


def send(session: Session, alias: str, stake: str, *, amount: str, landed: str, rate: str | None = None,
         on: date = TODAY) -> None:
    """The group sends capital, and it lands the same day."""
    box: Tender = load_group(session, GROUP, on).tenders["box"]
    send_capital(session, SYSTEM_IMPORT, SendCapital(
        book_id=GROUP, alias=alias, stake=stake, purpose="capital", sent_on=on, amount_minor=minor(amount),
        fee_minor=0, fee_on_top=False, tender=box, applied_rate=None, mid_rate=rate, mid_source=None,
        mid_date=None, approved_as="second", at=AT))
    land_capital(session, SYSTEM_IMPORT, LandCapital(
        book_id=GROUP, alias=alias, landed_on=on, received_minor=minor(landed), receiving_fee_minor=0,
        confirmed_as="second", at=AT), stake=stake)


def rate_all(database: Database, rate: str) -> None:
    """The treasurer types the mid rate for everything that waits for one."""
    with database.write() as session:
        waiting = session.scalars(select(ReturnNotice.notice_id).where(
            ReturnNotice.book_id == GROUP, ReturnNotice.done_at.is_(None))).all()
        for notice_id in waiting:
            type_rate(session, TREASURER, TypeRate(
                book_id=GROUP, notice_id=notice_id, mid_rate=rate, source="Central bank", at=AT,
                is_sure=True))


def count_nothing(session: Session, manager: Actor = ROSA, *, book_id: UUID = FARM, on: date = TODAY) -> None:
    """The manager says that nothing is in store and nothing grows, as before a dividend."""
    record_money(session, manager, RecordMoney(
        book_id=book_id, act_id=uuid5(book_id, f"counted:{on}"), on=on, at=AT,
        wanted=StockCounted(what=NOTHING, amount_minor=0, valuing="cost", happened_on=on)))


def owner_puts_in(session: Session, amount: str, *, on: date = OPENED) -> None:
    """The owner put money into the farm."""
    receive_capital_in(session, SYSTEM_IMPORT, CapitalIn(
        book_id=FARM, backer="owner", amount=Money(minor(amount), "PHP"), received_on=on,
        paper=Source(SourceKind.STAKE, uuid5(FARM, f"owner:{amount}"), AT)))


def minor(text: str) -> int:
    """An amount of two decimals in minor units."""
    return int(Fraction(text) * 100)


def book(session: Session, book_id: UUID, codes: Iterable[int]) -> dict[str, str]:
    """Some accounts of a book that hold something, debit positive, by number and holder."""
    found = balances(session, book_id, codes=codes)
    return {f"{account.code} {account.alias if account.holder else '-'}": decimal(amount)
            for account, amount in sorted(found.items(), key=lambda item: item[0].key)}


def are_sound(session: Session) -> bool:
    """Whether verification finds nothing in either book."""
    return verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP, FARM))) == []
