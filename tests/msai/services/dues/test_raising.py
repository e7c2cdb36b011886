"""A fine or fee between two Sundays: one officer writes it down, and the member can read what for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.books import SealedNote
from ledgers.errors import CycleClosed, IdempotencyConflict, NotPositive
from ledgers.rules.dues import Due
from msai.db import Database
from msai.permissions import NotPermitted, Relation
from msai.sealing import read_note
from msai.services.corrections.errors import KindNotOffered, MemberNotThere
from msai.services.dues.errors import ChargeDayAhead, ChargeWithoutWords
from msai.services.keys import book_key
from tests.msai.services.corrections.desk import SECOND_OFFICER, TODAY, as_member, in_role
from tests.msai.services.dues.desk import charge
from tests.msai.services.sundays import GROUP, OPENED, RULES, SITI, TREASURER, holdings, open_savers


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group was opened; its fines go to the social fund."""
    with database.write() as session:
        open_savers(session, rules={**RULES, "fines_fund": "social"})
        yield session


def test_a_fine_stands_under_her_name_in_the_fund_of_the_rules(session: Session) -> None:
    """A fine is the social fund's here; a fee is always of the savings."""
    charge(session)
    charge(session, SECOND_OFFICER, charge_id=UUID(int=0xC5), due=Due.FEE, amount_minor=500)

    assert holdings(session) == {
        "1150|social|member-3": 2000, "4200|social|member-3": -2000,
        "1150|savings|member-3": 500, "4300|savings|member-3": -500}


def test_what_for_is_kept_with_the_entry_and_sealed(session: Session) -> None:
    """The chain knows the words; the database cannot read them."""
    seq = charge(session)
    row = session.execute(
        select(t.note).join(t.entry, t.entry.c.note_id == t.note.c.note_id)
        .where(t.note.c.book_id == GROUP, t.entry.c.book_id == GROUP, t.entry.c.seq == seq)).one()
    note = SealedNote(row.note_id, bytes(row.salt), bytes(row.sealed_text), bytes(row.commitment))

    assert read_note(book_key(session, GROUP), note) == "Did not bring the mats."
    assert b"mats" not in note.sealed


def test_a_charge_sent_twice_is_one(session: Session) -> None:
    """The same again is the same entry; the same id for another amount is a conflict."""
    assert charge(session) == charge(session)
    with pytest.raises(IdempotencyConflict):
        charge(session, amount_minor=2100)
    assert holdings(session)["1150|social|member-3"] == 2000


REFUSED: list[tuple[type[Exception], dict[str, Any]]] = [
    (ChargeWithoutWords, {"words": " "}), (ChargeDayAhead, {"on": TODAY + timedelta(days=1)}),
    (KindNotOffered, {"due": Due.INTEREST}), (MemberNotThere, {"member_no": 9}),
    (NotPositive, {"amount_minor": 0}), (CycleClosed, {"on": OPENED - timedelta(days=1)}),
]


@pytest.mark.parametrize(("error", "said"), REFUSED, ids=[error.__name__ for error, _ in REFUSED])
def test_what_cannot_be_charged(session: Session, error: type[Exception], said: dict[str, Any]) -> None:
    """Nothing is posted."""
    with pytest.raises(error):
        charge(session, **said)
    assert holdings(session) == {}


def test_only_officers_charge(session: Session) -> None:
    """A member, or somebody who looks after the group, does not."""
    for actor in (as_member(SITI), in_role(TREASURER, Relation.FACILITATOR_NAMES)):
        with pytest.raises(NotPermitted):
            charge(session, actor)
    assert holdings(session) == {}


def test_a_day_of_the_past_of_the_same_cycle_will_do(session: Session) -> None:
    """It happened last Sunday, and is written down today."""
    seq = charge(session, replace(TREASURER), on=date(2026, 1, 18))
    day = session.scalar(
        select(t.entry.c.occurred_on).where(t.entry.c.book_id == GROUP, t.entry.c.seq == seq))
    assert day == date(2026, 1, 18)
