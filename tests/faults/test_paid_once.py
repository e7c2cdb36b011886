"""Ten people at once pay out one sum that is due to a member: exactly one of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from msai.approvals import Decision, digest_of
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.leaving.settling import (
    AnswerSettlement,
    AskSettlement,
    Becomes,
    WantedSettlement,
    answer_settlement,
    ask_settlement,
    get_settlement,
    plan_settlement,
    wanted_of,
)
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.leaving.desk import SECOND_OFFICER, SITI_ID, before_she_leaves, leave
from tests.msai.services.sundays import AT, GROUP, TREASURER, holdings

TEN = 10
PAID_ON = date(2026, 2, 1)


@pytest.fixture
def due(database: Database) -> Database:
    """Siti has left, and 1,030.00 are due to her."""
    with database.write() as session:
        before_she_leaves(session)
        leave(session, tender=None)
    return database


def ask(session: Session, number: int) -> None:
    """One of ten requests to pay her everything."""
    wanted = WantedSettlement(
        book_id=GROUP, member_id=SITI_ID, fund="savings", becomes=Becomes.PAID, amount_minor=103_000,
        on=PAID_ON, tender="box")
    ask_settlement(session, TREASURER, AskSettlement(
        settlement_id=UUID(int=number), wanted=wanted, words="", at=AT))


def answer(session: Session, number: int) -> None:
    """The second officer says yes to the first request."""
    row = get_settlement(session, GROUP, UUID(int=1))
    seen = digest_of(plan_settlement(session, wanted_of(row)).shown(row.note_id))
    answer_settlement(session, SECOND_OFFICER, AnswerSettlement(
        book_id=GROUP, settlement_id=UUID(int=1), decision=Decision.APPROVE, seen_digest=seen,
        at=AT + number))


def at_once(database: Database, act: Callable[[Session, int], None]) -> Counter[str]:
    """Do it from ten threads that start together; answers how often each answer was given."""
    start = Barrier(TEN)

    def one(number: int) -> str:
        start.wait()
        try:
            with database.write() as session:
                act(session, number)
        except LedgerError as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(TEN) as threads:
        return Counter(threads.map(one, range(1, TEN + 1)))


def test_of_ten_requests_for_one_sum_one_is_taken(due: Database) -> None:
    """The others are told that it waits for an answer already."""
    assert at_once(due, ask) == {"done": 1, "already_requested": TEN - 1}


def test_of_ten_answers_one_pays(due: Database) -> None:
    """She is paid once, whoever presses and how often."""
    with due.write() as session:
        ask(session, 1)
    answers = at_once(due, answer)

    with due.read() as session:
        book = holdings(session)
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []
    assert answers["done"] == 1
    assert ("2100|savings|member-3" in book, book["1010|savings|box"]) == (False, 1_060_000)
