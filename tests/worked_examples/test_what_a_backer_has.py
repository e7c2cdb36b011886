"""Three worked examples of what stands behind a stake: money lent, capital that worked, and shares.

A loan of 200,000.00 pesos cost 28,169.01 dollars at 7.10 pesos for a dollar.  At 7.45 it is worth 26,845.64:
the group has lost 1,323.37, the difference of two amounts already rounded (fx-monetary-reval).

Ana and Budi's groups put 20,000 and 30,000 to work on the first Sunday of 2024, Citra's 30,000 half a year
later; 3,981.23 are shared out by what each put in and how long it worked, the last day not counted
(share-capital-days).  The farm's page of its backers weighs money in just that way.

A dividend goes by shares on its record date, the owner's included; of two parts with equal remainders the
stake that began earlier gets the odd centavo.  What the farm declares above what it retained and earned
takes a second person.  Domain, section 6: "Capital and returns".
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import uuid5

import pytest
from sqlalchemy import insert

from ledgers.books import add_holders
from ledgers.entries import SourceKind
from ledgers.money import Money, decimal_text
from ledgers.sharing.splits import split_among
from msai.db import Database
from msai.models.enterprises import Backer
from msai.permissions import SYSTEM_IMPORT
from msai.services.backing.backers import capital_days_of
from msai.services.backing.wanted import DeclareDividend
from msai.services.enterprises import CapitalIn, OpenEnterprise, open_enterprise, receive_capital_in
from msai.services.postings import Paper, backer_holder
from msai.services.staking.wanted import Revalue
from tests.msai.services.staking.desk import (
    FARM,
    MANAGERS,
    OFFICERS,
    TODAY,
    are_sound,
    begin,
    book,
    owner_puts_in,
    send,
    take_up,
)
from tests.msai.services.sundays import AT, GROUP
from tests.vectors.reading import all_cents, cents, vector

pytestmark = pytest.mark.one_kind


def said(number: Fraction | int) -> str:
    """A number of a vector with two decimals."""
    return decimal_text(Fraction(number), places=2)


def test_a_loan_at_the_closing_rate(database: Database) -> None:
    """1310 follows the rate through 5500; the claim at home stays what it is."""
    given, expected = vector("fx-monetary-reval")
    begin(database)
    stake = take_up(database, "loan")
    with database.write() as session:
        send(session, "r-1", stake, amount=said(expected["booked_host"]), landed=said(given["loan_home"]),
             rate=said(given["rate_at_loan"]))
    OFFICERS.decide(database, Revalue(stake=stake, mid_rate=said(given["rate_closing"]), mid_source="BSP"))

    with database.read() as session:
        assert book(session, GROUP, (1310, 5500, 9500)) == {
            f"1310 {stake}": said(expected["closing_host"]), "5500 -": said(-expected["fx_gain_loss"]),
            f"9500 {stake}": said(given["loan_home"])}


def test_capital_weighed_by_the_days_it_worked(database: Database) -> None:
    """Who put in the same later has a smaller part; all parts are the whole to the centavo."""
    given, expected = vector("share-capital-days")
    start, end = (date.fromisoformat(day) for day in given["period"])
    with database.write() as session:
        open_enterprise(session, SYSTEM_IMPORT, OpenEnterprise(
            book_id=FARM, alias="farm", name="Rice Centre", country="PH", currency="PHP", activities=[],
            opened_on=start, at=AT))
        for alias, day, amount in given["contributions"]:
            add_holders(session, FARM, [backer_holder(FARM, alias)])
            session.execute(insert(Backer).values(
                book_id=FARM, backer_id=backer_holder(FARM, alias).id, alias=alias, instrument="equity",
                since=date.fromisoformat(day)))
            receive_capital_in(session, SYSTEM_IMPORT, CapitalIn(
                book_id=FARM, backer=alias, amount=Money(amount * 100, "PHP"),
                received_on=date.fromisoformat(day), paper=Paper(SourceKind.STAKE, uuid5(FARM, alias), AT)))
        worked = capital_days_of(session, FARM, since=start, until=end)

    assert split_among(cents(given["pool"]), worked) == all_cents(expected["amounts"])


def test_a_dividend_by_shares(database: Database) -> None:
    """One share of three each would be 33.33; the owner, who began first, gets the odd centavo."""
    begin(database)
    stakes = [take_up(database, "equity"), take_up(database, "coop_share")]
    with database.write() as session:
        owner_puts_in(session, "1000.00")
        for number, stake in enumerate(stakes):
            send(session, f"r-{number}", stake, amount="200.00", landed="1000.00", rate="5")
        declared = DeclareDividend(amount_minor=10_000, record_on=TODAY)
        assert not MANAGERS.plan(session, declared).alone
    MANAGERS.decide(database, declared)

    with database.read() as session:
        assert book(session, FARM, (2400, 3400)) == {
            "2400 owner": "-33.34", f"2400 {stakes[0]}": "-33.33", f"2400 {stakes[1]}": "-33.33",
            "3400 -": "100.00"}
        assert are_sound(session)
