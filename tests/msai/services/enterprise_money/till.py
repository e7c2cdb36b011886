"""A farm with a bank account, a cash box, a buyer and a supplier, and the two people who note its money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.balances import balances
from ledgers.entries import SourceKind
from ledgers.money import Money
from msai.approvals import Decision, digest_of
from msai.models.money import MoneyAct
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing
from msai.services.backing.backers import read_backers
from msai.services.backing.desk import ENTERPRISE_DESK
from msai.services.backing.wanted import NameFunder
from msai.services.enterprise_money.book import read_money_book
from msai.services.enterprise_money.desk import plan_money
from msai.services.enterprise_money.parties import AddPlace, NameParty, add_place, name_party
from msai.services.enterprise_money.recording import (
    AnswerMoney,
    RecordMoney,
    answer_money,
    record_money,
    wanted_of,
)
from msai.services.enterprises import CapitalIn, OpenEnterprise, open_enterprise, receive_capital_in
from msai.services.postings import Paper
from msai.services.staking.acting import AskAct, ask_act
from msai.services.two_officers import asked_row, read_reason
from msai.services.verification import VerifyBooks, verify_books

FARM = UUID(int=0xFA)
OPENED, TODAY = date(2026, 1, 4), date(2026, 9, 30)
AT = 1_790_000_000_000
ROSA, BEN = (Actor(UUID(int=number), name, standings={FARM: Standing(frozenset({relation}))})
             for number, name, relation in ((0x21, "Rosa", Relation.ENTERPRISE_MANAGER),
                                            (0x22, "Ben", Relation.ENTERPRISE_SECOND)))
BUYER, SUPPLIER = "party-1", "party-2"


@dataclass
class Till:
    """One farm's book in one transaction; each act gets the next id."""

    session: Session
    today: date = TODAY
    numbers: Any = field(default_factory=lambda: count(1))

    def note(self, wanted: Any, **beside: Any) -> UUID:
        """Rosa notes an act; answers its id."""
        act_id = UUID(int=0xAC0000 + next(self.numbers))
        record_money(self.session, ROSA, RecordMoney(
            book_id=FARM, act_id=act_id, wanted=wanted, on=self.today, at=AT, **beside))
        return act_id

    def ask(self, wanted: Any) -> UUID:
        """Rosa asks for an act, Ben approves what he sees; answers its id."""
        act_id = self.note(wanted, words="We looked at it together.")
        row = asked_row(self.session, MoneyAct, FARM, act_id=act_id)
        plan = plan_money(self.session, read_money_book(self.session, FARM), wanted_of(row), self.today)
        seen = digest_of(plan.shown(read_reason(self.session, FARM, row.note_id).commitment))
        answer_money(self.session, BEN, AnswerMoney(
            book_id=FARM, act_id=act_id, decision=Decision.APPROVE, seen_digest=seen, on=self.today, at=AT))
        return act_id

    def name(self, label: str, instrument: str) -> str:
        """Rosa names somebody outside who gives or lends; answers how the book calls her."""
        act_id = UUID(int=0xAC0000 + next(self.numbers))
        ask_act(self.session, ROSA, ENTERPRISE_DESK, command=AskAct(
            book_id=FARM, act_id=act_id, wanted=NameFunder(label=label, instrument=instrument),
            reason="They wrote to us.", on=self.today, at=AT))
        return next(one.alias for one in read_backers(self.session, FARM).all if one.label == label)

    def stands(self) -> dict[str, int]:
        """Balances in whole minor units by number and alias, debit positive."""
        found = balances(self.session, FARM, funds=[ENTERPRISE])
        return {f"{one.code} {one.alias}".removesuffix(" None"): minor for one, minor in found.items()}

    def is_sound(self) -> bool:
        """Whether verification finds nothing."""
        return verify_books(self.session, SYSTEM_IMPORT, VerifyBooks(book_ids=(FARM,))) == []


def open_till(session: Session, *, minor: int = 1_000_000) -> Till:
    """The farm with 10,000.00 pesos in the bank, which its owner put in, a box, a buyer and a supplier."""
    open_enterprise(session, SYSTEM_IMPORT, OpenEnterprise(
        book_id=FARM, alias="farm", name="Rice Centre", country="PH", currency="PHP", activities=["rice"],
        opened_on=OPENED, at=AT))
    if minor:
        receive_capital_in(session, SYSTEM_IMPORT, CapitalIn(
            book_id=FARM, backer="owner", amount=Money(minor, "PHP"), received_on=OPENED,
            paper=Paper(SourceKind.STAKE, FARM, AT)))
    add_place(session, ROSA, AddPlace(book_id=FARM, kind="cash", label="Box in the mill", at=AT))
    for name in ("Dela Cruz", "Miller"):
        name_party(session, ROSA, NameParty(book_id=FARM, name=name, at=AT))
    return Till(session)

