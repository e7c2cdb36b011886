"""Every instrument from the first day to the last, each book told whole: repaid, bought back, given up."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from msai.db import Database
from msai.models.stakes import OwedHome
from msai.services.backing.wanted import (
    AnswerExit,
    DeclareDividend,
    DeclareInterest,
    DeclareProfitShare,
    DeclareRevenueShare,
    RepayPrincipal,
)
from msai.services.staking.terms import Terms
from msai.services.staking.wanted import AskExit, Reinvest, WriteDown, WriteOff
from tests.msai.services.remitting.desk import refusal
from tests.msai.services.remitting.way_home import LATER, WayHome
from tests.msai.services.staking.desk import FARM, MANAGERS, TODAY
from tests.msai.services.sundays import AT

pytestmark = pytest.mark.one_kind
SALES = Terms(percent=Fraction(50))


def planned(way: WayHome, wanted: object) -> None:
    """What the farm would do."""
    with way.database.read() as session:
        MANAGERS.plan(session, wanted)


def agreed_exit(way: WayHome, price: int, claim: int | None = None) -> None:
    """The group asks for so much of it back at a price, and the farm agrees."""
    offer = way.group_decides(AskExit(stake=way.stake, claim_minor=claim, price_minor=price), at=AT + price)
    way.farm_decides(AnswerExit(offer_id=str(offer), agreed=True), at=AT + price)


@pytest.mark.parametrize("instrument", ["equity", "coop_share"])
def test_shares_are_bought_back_in_two_parts(database: Database, instrument: str) -> None:
    """Half at a gain, half at a loss after a write-down; a dividend between; the last closes both rows."""
    way = WayHome(database, instrument)
    way.rate("7")
    way.group_decides(WriteDown(stake=way.stake, amount_minor=20_000))
    way.farm_decides(DeclareDividend(amount_minor=120_000, record_on=TODAY))
    agreed_exit(way, 420_000, 350_000)
    way.land(way.sent(70_000), 10_000)
    way.land(way.sent(420_000, "capital"), 59_500, receiving_fee_minor=500)
    half, still_there = way.book(), way.ended()
    agreed_exit(way, 245_000)
    way.land(way.sent(245_000, "capital"), 35_200, explanation="A better rate.")

    assert half == "\n".join((
        "1010 box 89695.00", "1300 stake 500.00", "1390 stake -100.00", "4400 stake -100.00",
        "4600 stake -200.00", "5100 - 5.00", "5600 - 200.00", "9500 stake 3500.00", "9510 - -3500.00"))
    assert (still_there, way.ended()) == ((None, None), (LATER, LATER))
    assert way.book() == "\n".join((
        "1010 box 90047.00", "4400 stake -100.00", "4500 - -2.00", "4600 stake -200.00", "5100 - 5.00",
        "5600 - 250.00"))
    assert way.book(FARM) == "\n".join((
        "1020 bank 4650.00", "2400 owner -500.00", "3100 owner -5000.00", "3400 - 850.00",
        "9300 - -50.00", "9400 owner 50.00"))


def test_a_loan_with_interest_is_repaid_in_two_payments(database: Database) -> None:
    """A third of the principal, interest, and the rest; the day's rate moved between."""
    way = WayHome(database, "loan")
    way.rate("7")
    way.farm_decides(RepayPrincipal(backer=way.stake, amount_minor=210_000))
    way.farm_decides(DeclareInterest(backer=way.stake, amount_minor=35_000))
    way.land(way.sent(210_000, "principal"), 30_000)
    way.land(way.sent(35_000), 4_900, explanation="A worse rate.")
    way.farm_decides(RepayPrincipal(backer=way.stake), at=AT + 1)
    assert way.ended() == (None, None)
    way.land(way.sent(490_000, "principal"), 70_000)

    assert way.ended() == (LATER, LATER)
    assert way.book() == "1010 box 90049.00\n4400 stake -50.00\n5500 - 1.00"
    assert way.book(FARM) == "\n".join((
        "1020 bank 4650.00", "3100 owner -5000.00", "5500 - 350.00", "9300 - -50.00", "9400 owner 50.00"))


def test_a_loan_bought_back_below_and_above_what_it_is(database: Database) -> None:
    """Half of it for less, which the farm gains; half for more, which costs it."""
    way = WayHome(database, "loan")
    way.rate("7")
    agreed_exit(way, 280_000, 350_000)
    way.land(way.sent(280_000, "principal"), 40_000)
    agreed_exit(way, 364_000)
    way.land(way.sent(364_000, "principal"), 52_000)

    assert way.ended() == (LATER, LATER)
    assert way.book() == "1010 box 89920.00\n4600 stake -20.00\n5600 - 100.00"
    assert way.book(FARM) == "\n".join((
        "1020 bank 5560.00", "3100 owner -5000.00", "4800 - -700.00", "5500 - 140.00", "9300 - -50.00",
        "9400 owner 50.00"))


def test_a_share_of_sales_ends_with_its_cap(database: Database) -> None:
    """Capped at one and a half: of each payment two thirds are principal, and the last one closes it."""
    way = WayHome(database, "revenue_share", Terms(percent=Fraction(50), cap_multiple=Fraction(3, 2)))
    way.rate("7")
    for number in (1, 2):
        way.farm_decides(DeclareRevenueShare(backer=way.stake, sales_minor=1_050_000), at=AT + number)
        way.land(way.sent(175_000, word=str(number)), 25_000)
        way.land(way.sent(350_000, "principal", str(number)), 50_000)

    assert way.ended() == (LATER, LATER)
    assert refusal(lambda: planned(way, DeclareRevenueShare(backer=way.stake, sales_minor=1))) == (
        "cap_reached")
    assert way.book() == "1010 box 90500.00\n4400 stake -500.00"
    assert way.book(FARM) == "\n".join((
        "1020 bank 1500.00", "3100 owner -5000.00", "5500 - 3500.00", "9300 - -50.00", "9400 owner 50.00"))


def test_a_share_of_sales_without_a_cap_goes_on_after_its_principal(database: Database) -> None:
    """Principal first, then all of it is income, and it is no stake less for that."""
    way = WayHome(database, "revenue_share", SALES)
    way.rate("7")
    way.farm_decides(DeclareRevenueShare(backer=way.stake, sales_minor=1_540_000))
    way.land(way.sent(700_000, "principal"), 100_000)
    way.land(way.sent(70_000), 10_000)

    assert way.ended() == (None, None)
    assert way.book() == "1010 box 90100.00\n4400 stake -100.00"


def test_a_share_of_profit_bears_a_loss_and_comes_back(database: Database) -> None:
    """A batch with a profit, then one with a loss; what is left of the principal closes it."""
    way = WayHome(database, "profit_share", SALES)
    way.rate("7")
    way.farm_decides(DeclareProfitShare(backer=way.stake, result_minor=140_000, principal_back=False))
    way.land(way.sent(70_000), 10_000)
    way.farm_decides(DeclareProfitShare(backer=way.stake, result_minor=-140_000), at=AT + 1)
    way.land(way.sent(630_000, "principal"), 90_000)

    assert way.ended() == (LATER, LATER)
    assert way.book() == "1010 box 90000.00\n4400 stake -100.00\n5600 - 100.00"
    assert way.book(FARM) == "\n".join((
        "1020 bank 5000.00", "3100 owner -5000.00", "4800 - -700.00", "5500 - 700.00", "9300 - -50.00",
        "9400 owner 50.00"))


@pytest.mark.parametrize(("instrument", "farm"), [
    ("equity", ("1020 bank 12000.00", "2400 owner -500.00", "3100 owner -5000.00", "3400 - -6500.00",
                "9300 - -50.00", "9400 owner 50.00")),
    ("loan", ("1020 bank 12000.00", "3100 owner -5000.00", "4800 - -7700.00", "5500 - 700.00",
              "9300 - -50.00", "9400 owner 50.00"))])
def test_a_stake_given_up_ends_with_both(database: Database, instrument: str, farm: tuple[str, ...]) -> None:
    """First a part, then all of it, with what was declared and what was to be paid: nothing is owed."""
    way = WayHome(database, instrument)
    way.rate("7")
    way.farm_decides(DeclareDividend(amount_minor=120_000, record_on=TODAY) if instrument == "equity"
                     else DeclareInterest(backer=way.stake, amount_minor=70_000))
    agreed_exit(way, 700_000)
    way.group_decides(WriteOff(stake=way.stake, claim_minor=140_000))
    with way.database.read() as session:
        owed = session.scalars(select(OwedHome.open_minor).where(
            OwedHome.book_id == FARM, OwedHome.kind != "income")).one()
    way.group_decides(WriteOff(stake=way.stake), at=AT + 1)

    assert (owed, way.ended()) == (560_000, (TODAY, TODAY))
    assert way.book() == "1010 box 89000.00\n4400 stake -100.00\n5600 - 1100.00"
    assert way.book(FARM) == "\n".join(farm)
    assert refusal(lambda: way.sent(70_000)) == "home_more_than_owed"


def test_what_comes_of_a_stake_that_was_given_up_meanwhile_is_a_gain(database: Database) -> None:
    """It had left the farm before anybody there was told; no letter waits for ever."""
    way = WayHome(database, "loan")
    way.rate("7")
    way.farm_decides(RepayPrincipal(backer=way.stake))
    way.farm_decides(DeclareInterest(backer=way.stake, amount_minor=35_000))
    income, principal = way.approved(35_000), way.approved(700_000, "principal")
    way.crossing(WriteOff(stake=way.stake), income, principal)
    way.land(income, 5_000)
    way.land(principal, 100_000)

    assert way.ended() == (TODAY, LATER)
    assert way.book() == "1010 box 90050.00\n4400 stake -50.00\n4600 stake -1050.00\n5600 - 1050.00"


def test_a_return_that_had_been_sent_cannot_stay(database: Database) -> None:
    """The group leaves it in the farm while it is on its way home: the money goes first, in both books."""
    way = WayHome(database, "loan")
    way.rate("7")
    way.farm_decides(DeclareInterest(backer=way.stake, amount_minor=35_000))
    sent = way.approved(35_000)
    way.crossing(Reinvest(stake=way.stake, return_id=str(way.owed("income"))), sent)
    way.land(sent, 5_000)

    assert way.states(sent) == ("matched", "matched")
    assert way.book() == "\n".join((
        "1010 box 89050.00", "1310 stake 1000.00", "4400 stake -50.00", "9500 stake 7000.00",
        "9510 - -7000.00"))


def test_what_is_asked_back_once_is_not_asked_back_twice(database: Database) -> None:
    """A claim that waits for an answer, or is to be paid, cannot be sold again; nor for nothing."""
    way = WayHome(database, "equity")
    way.group_decides(AskExit(stake=way.stake, claim_minor=400_000, price_minor=400_000))
    agreed_exit(way, 300_000, 300_000)

    assert refusal(lambda: way.group_decides(AskExit(stake=way.stake, claim_minor=1, price_minor=1))) == (
        "claim_exceeded")
    assert refusal(lambda: way.group_decides(AskExit(stake=way.stake, price_minor=0))) == "not_positive"
