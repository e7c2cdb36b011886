"""PUB-13: five women join ten founders whose fund holds 100,000, and the fund does not grow.

The source rejects the naive rule by which each newcomer adds 10,000.  She buys an equal stake instead: a
fifteenth of 100,000, 6,666.67 exactly rounded.  The five pay 33,333.33 together, and the ten founders take
3,333.33 each out again, so that everybody holds the same and 100,000 is still there. The money is recorded as
what it is: savings of the newcomers (tender / 3100) and withdrawals of the founders (3100 / tender); cents
that do not divide go to the first of each, by largest remainder.  Source of the figures: the vector.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledgers.money import allocate, round_half_up
from ledgers.sharing.leaving import equal_buy_in
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.groups import NewMember, add_members
from tests.msai.services.sundays import (
    FIRST,
    GROUP,
    OPENED,
    SECOND,
    Paper,
    close,
    decimal,
    holdings,
    open_savers,
    reasons,
)
from tests.vectors.reading import cents, vector


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which ten founders have saved 100,000 together."""
    with database.write() as session:
        open_savers(session, rules={"saving": "amount"})
        add_members(session, SYSTEM_IMPORT, GROUP, [
            NewMember(number=number, name=f"Founder {number}", joined_on=OPENED) for number in range(4, 11)])
        given, _ = vector("PUB-13")
        each = cents(given["fund"]) // given["founders"]
        assert hold(session, FIRST, 10, [line("savings", who, each) for who in range(1, 11)]) == set()
        yield session


def line(kind: str, member: int, minor: int) -> dict[str, Any]:
    """One member's money into or out of the box."""
    return {"kind": kind, "member": member, "amount": decimal(minor), "tender": "box"}


def hold(session: Session, on: date, members: int, lines: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """A meeting to which everybody came; answers why its sheet is held."""
    paper = Paper(lines, held_on=on).saying(
        attendance={str(number): "present" for number in range(1, members + 1)})
    return reasons(close(session, paper))


def test_pub_13_the_fund_is_shared_by_fifteen_and_does_not_grow(session: Session) -> None:
    """Each newcomer saves a fifteenth; each founder takes a third of her part out again."""
    given, expected = vector("PUB-13")
    bought = equal_buy_in(cents(given["fund"]), founders=given["founders"], newcomers=given["new_members"])
    total = round_half_up(bought.buy_in_total)
    add_members(session, SYSTEM_IMPORT, GROUP, [
        NewMember(number=number, name=f"Newcomer {number}", joined_on=SECOND) for number in range(11, 16)])
    paid = [line("savings", 11 + i, part) for i, part in enumerate(allocate(total, [1] * 5))]
    back = [line("withdrawal", 1 + i, part) for i, part in enumerate(allocate(total, [1] * 10))]
    assert hold(session, SECOND, 15, [*paid, *back]) == set()
    book = {key: decimal(minor) for key, minor in holdings(session).items()}

    assert book["1010|savings|box"] == "100000.00"
    assert (book["3100|savings|member-11"], book["3100|savings|member-15"]) == ("-6666.67", "-6666.66")
    assert book["3100|savings|member-10"] == "-6666.67"
    assert decimal(total) == expected["derived_buy_in_total"]
