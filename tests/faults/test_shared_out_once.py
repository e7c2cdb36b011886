"""Ten people at once close one cycle: one of them shares it out, and the others are told that it is done."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.cycles import list_cycles
from msai.db import Database
from msai.models.share_out import ShareOutRow
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.faults.test_paid_once import TEN, at_once
from tests.msai.services.share_out.table import (
    DECIDED,
    GROUP,
    answer,
    ask,
    open_five,
    save_all,
    standing,
)

STEPS = (10, 20, 40, 50, 100, 200, 250, 500, 1_000, 5_000)
"""Cash steps that part a share of 50.00 without a rest: nothing is left in the box whoever is first."""


@pytest.fixture
def saved(database: Database) -> Database:
    """Two hundred shares lie in the box at the end of the cycle."""
    with database.write() as session:
        open_five(session)
        save_all(session)
    return database


def ask_again(session: Session, number: int) -> None:
    """One of ten ways to close it: another cash step each, so that no two are the same request."""
    ask(session, replace(DECIDED, step_minor=STEPS[number % TEN]))


def waiting_in(session: Session) -> UUID:
    """The one share-out that was asked for."""
    return session.scalars(select(ShareOutRow.share_out_id).where(ShareOutRow.book_id == GROUP)).one()


def test_of_ten_that_ask_and_ten_that_answer_one_closes_the_cycle(saved: Database) -> None:
    """What everybody saved is paid once, and one cycle follows."""
    assert at_once(saved, ask_again) == {"done": 1, "already_requested": TEN - 1}
    with saved.read() as session:
        waiting = waiting_in(session)

    answers = at_once(saved, lambda session, _: answer(session, waiting))

    with saved.read() as session:
        assert (answers["done"], sum(answers.values())) == (1, TEN)
        assert (len(list_cycles(session, GROUP)), standing(session)) == (2, {})
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
