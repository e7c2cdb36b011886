"""A group lends 100,000.00 pesos for 5 % of what the farm sells, until one and a half times came back.

The farm sells for 400,000, 600,000, 900,000 and 1,200,000.  It pays 20,000, 30,000 and 45,000; of the last
60,000 only 55,000 are due, for with them 150,000 are reached (revenue-share-cap).  Of each payment the part
1 / 1.5 is the group's own money coming back and the rest is income; the last one closes the principal to the
centavo (OWN-15).  The farm owes both at once, books only the income as a cost, and keeps the principal on
2200 until it is sent.  The group is told of each by a letter, and books income at the day's mid rate, which
somebody typed: 7.00 pesos for a dollar.  Domain, section 6: "Capital and returns".
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.stakes import OwedHome
from msai.services.backing.wanted import DeclareRevenueShare
from msai.services.staking.errors import CapReached
from msai.services.staking.terms import Terms
from tests.msai.services.staking.desk import (
    FARM,
    MANAGERS,
    are_sound,
    begin,
    book,
    minor,
    rate_all,
    send,
    take_up,
)
from tests.msai.services.sundays import AT, GROUP
from tests.vectors.reading import vector

AGREED = Terms(percent=Fraction(5), cap_multiple=Fraction("1.5"))


def owed(session: Session, kind: str) -> list[int]:
    """What the farm owes the group of one kind, in the order it was declared."""
    return list(session.scalars(
        select(OwedHome.amount_minor).where(OwedHome.book_id == FARM, OwedHome.kind == kind)
        .order_by(OwedHome.amount_minor)))


@pytest.mark.one_kind
def test_own_15_and_the_cap(database: Database) -> None:
    """Four payments, each parted; a fifth is refused, and nothing of it is lost on the way."""
    capped, parted = vector("revenue-share-cap"), vector("OWN-15")
    begin(database)
    stake = take_up(database, "revenue_share", AGREED)
    with database.write() as session:
        send(session, "r-1", stake, amount="20000.00", landed="100000.00", rate="5")
    for number, sold in enumerate(capped[0]["revenue"], start=1):
        MANAGERS.decide(database, DeclareRevenueShare(backer=stake, sales_minor=sold * 100), at=AT + number)
    rate_all(database, "7.00")

    with database.write() as session:
        with pytest.raises(CapReached):
            MANAGERS.plan(session, DeclareRevenueShare(backer=stake, sales_minor=100_000))
        assert owed(session, "principal") == [minor(part) for part in parted[1]["principal_parts"]]
        assert owed(session, "income") == [minor(part) for part in parted[1]["income_parts"]]
        paid = sum(owed(session, "principal")) + sum(owed(session, "income"))
        assert paid == round(capped[1]["cumulative"] * 100)
        assert book(session, FARM, (2200, 2400, 5500)) == {
            f"2200 {stake}": "-100000.00", f"2400 {stake}": "-50000.00", "5500 -": "50000.00"}
        # 666,667 + 1,000,000 + 1,500,000 + 1,833,333 centavos at 7.00, each half up
        assert book(session, GROUP, (1310, 1400, 4400)) == {
            f"1310 {stake}": "20000.00", f"1400 {stake}": "7142.86", f"4400 {stake}": "-7142.86"}
        assert are_sound(session)
