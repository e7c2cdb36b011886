"""What a member owes is known charge by charge: what for, since when, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from ledgers.accounts import Account
from ledgers.balances import RegisterLine
from ledgers.rules.dues import Due
from msai.db import Database
from msai.services.dues.owed import list_owed
from msai.services.dues.settling import OwedPart, named, unpaid
from msai.services.holders import member_holder
from tests.msai.services.corrections.desk import TODAY, put_right
from tests.msai.services.dues.desk import fee, fine, pay, sunday
from tests.msai.services.sundays import (
    AMINA,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    THIRD,
    holdings,
    open_savers,
    save,
)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group was opened."""
    with database.write() as session:
        open_savers(session)
        yield session


Open = dict[tuple[int, str], list[tuple[str, date, str | None, int]]]


def owed(session: Session, on: date = TODAY) -> Open:
    """What stands open: per member and fund the posting, the day, what for and what is left."""
    return {(found.member_no, found.fund): [
        (f"{part.seq}.{part.line}", part.raised_on, part.due, part.left_minor) for part in found.parts]
        for found in list_owed(session, GROUP, on=on)}


def test_each_charge_is_known_by_its_day_and_its_posting(session: Session) -> None:
    """Siti came late twice and owes a fee; Amina owes in the social fund; the sums are those of 1150."""
    sunday(session, FIRST, save(LORNA), fine(SITI, "10.00"))
    sunday(session, SECOND, fee(SITI, "5.00"), fine(AMINA, "2.00", fund="social"))

    assert owed(session) == {
        (AMINA, "social"): [("4.1", SECOND, "fine", 200)],
        (SITI, "savings"): [("2.1", FIRST, "fine", 1000), ("3.1", SECOND, "fee", 500)]}
    standing = {key: minor for key, minor in holdings(session).items() if key.startswith("1150|")}
    assert standing == {"1150|savings|member-3": 1500, "1150|social|member-2": 200}


def test_a_payment_settles_the_oldest_first(session: Session) -> None:
    """Twelve of fifteen: the first fine is gone, and two of the second charge."""
    sunday(session, FIRST, fine(SITI, "10.00"))
    sunday(session, SECOND, fee(SITI, "5.00"))
    sunday(session, THIRD, pay(SITI, "12.00"))

    assert owed(session) == {(SITI, "savings"): [("2.1", SECOND, "fee", 300)]}
    assert owed(session, on=SECOND)[SITI, "savings"][0] == ("1.1", FIRST, "fine", 1000)


def test_a_fine_paid_pays_no_interest_while_a_fine_is_open(session: Session) -> None:
    """Interest is older; the line says that a fine was paid."""
    sunday(session, FIRST, fine(SITI, "30.00", kind="interest_due"))
    sunday(session, SECOND, fine(SITI, "10.00"))
    sunday(session, THIRD, pay(SITI, "15.00"))

    [found] = list_owed(session, GROUP, on=TODAY)
    assert [(part.due, part.left_minor) for part in found.parts] == [(Due.INTEREST, 2500)]
    assert (found.amount_minor, found.interest_minor) == (2500, 2500)


def test_what_was_taken_back_is_not_owed(session: Session) -> None:
    """The second of two fines was a slip: the payment that settled the first keeps settling it."""
    sunday(session, FIRST, fine(SITI, "10.00"))
    sunday(session, SECOND, save(LORNA), fine(SITI, "10.00"))
    sunday(session, THIRD, pay(SITI, "10.00"))
    put_right(session, "2", None)

    assert owed(session) == {}


def test_one_member_can_be_asked_for(session: Session) -> None:
    """Her passbook reads hers alone."""
    sunday(session, FIRST, fine(SITI, "10.00"), fine(AMINA, "10.00"))

    found = list_owed(session, GROUP, on=TODAY, member_id=member_holder(GROUP, SITI).id)
    assert [one.member_no for one in found] == [SITI]


def test_it_takes_three_statements_for_any_group(session: Session, database: Database) -> None:
    """One where nobody owes anything."""
    said: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *said_now: said.append(said_now[2]))
    list_owed(session, GROUP, on=TODAY)
    nobody = len(said)
    sunday(session, FIRST, *(fine(number, "1.00") for number in (LORNA, AMINA, SITI)))
    said.clear()

    assert (nobody, len(list_owed(session, GROUP, on=TODAY)), len(said)) == (1, 3, 3)


SITIS = Account(1150, "savings", member_holder(GROUP, SITI))
amounts = st.integers(1, 10_000)
kinds = st.sampled_from(["fine_raised", "interest_due", "dues_paid", "repayment"])
moves = st.lists(st.tuples(kinds, amounts))


def line(seq: int, kind: str, minor: int, ref: str | None = None) -> RegisterLine:
    """One line of Siti's account."""
    raised = kind in ("fine_raised", "interest_due")
    income = 4100 if kind == "interest_due" else 4200
    return RegisterLine(SITIS, seq, 1, kind, FIRST, 0, GROUP, minor if raised else -minor, ref, None, None,
                        None, income, "")


@given(moves)
def test_the_parts_are_the_balance(said: Sequence[tuple[str, int]]) -> None:
    """Whatever was charged and paid in whatever order, nothing is left over and nothing is below zero."""
    lines = [line(seq, kind, minor) for seq, (kind, minor) in enumerate(said, start=1)]
    parts = unpaid(lines)

    assert sum(part.left_minor for part in parts) == max(0, sum(one.amount_minor for one in lines))
    assert all(0 < part.left_minor <= part.raised_minor for part in parts)


def test_a_line_that_names_a_charge_settles_that_one() -> None:
    """The later of two fines is let go; the first stays."""
    lines = [line(1, "fine_raised", 500), line(2, "fine_raised", 700),
             line(3, "dues_waived", 700, named(2, 1))]
    assert unpaid(lines) == (OwedPart(1, 1, FIRST, Due.FINE, 500, 500),)
