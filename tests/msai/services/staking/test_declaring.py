"""What an enterprise declares to those behind it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import insert, select

from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.db import Database
from msai.models.remittances import MidRate
from msai.models.stakes import OwedHome, ReturnNotice
from msai.services.backing.backers import agreed_too, read_backers, terms_of_backer
from msai.services.backing.wanted import (
    DeclareCropShare,
    DeclareDividend,
    DeclareInterest,
    DeclareProfitShare,
    DeclareRevenueShare,
    NameFunder,
    PayReturn,
    RepayPrincipal,
)
from msai.services.enterprise_money.errors import NotCounted
from msai.services.enterprise_money.recording import RecordMoney, record_money
from msai.services.enterprise_money.wanted import StockCounted
from msai.services.enterprises import capital_back_of, capital_of
from msai.services.staking import errors
from msai.services.staking.coming_back import post_rated
from msai.services.staking.terms import Terms
from tests.msai.services.staking.desk import (
    FARM,
    MANAGERS,
    ROSA,
    TODAY,
    are_sound,
    begin,
    book,
    count_nothing,
    owner_puts_in,
    send,
    take_up,
)
from tests.msai.services.sundays import AT, GROUP, TREASURER

pytestmark = pytest.mark.one_kind
HALF = Terms(percent=Fraction(50))


def lent(database: Database, instrument: str, terms: Terms) -> str:
    """A stake of 1,000.00 dollars that landed as 7,000.00 pesos."""
    begin(database)
    stake = take_up(database, instrument, terms)
    with database.write() as session:
        send(session, "r-1", stake, amount="1000.00", landed="7000.00", rate="7")
    return stake


def know_the_rate(database: Database) -> None:
    """The group has typed today's mid rate before anything is declared."""
    with database.write() as session:
        session.execute(insert(MidRate).values(
            book_id=GROUP, rate_id=uuid5(GROUP, "rate"), currency="PHP", dated_on=TODAY, rate="7",
            source="Central bank", entered_by=GROUP, entered_at=AT))


def owed(database: Database) -> dict[str, int]:
    """What the farm owes, by kind."""
    with database.read() as session:
        rows = session.execute(select(OwedHome.kind, OwedHome.amount_minor).where(OwedHome.book_id == FARM))
        return {row.kind: row.amount_minor for row in rows}


def test_a_batch_with_a_profit(database: Database) -> None:
    """Half of 2,000.00 is income, booked at the rate the group knew; the principal is owed beside it."""
    stake = lent(database, "profit_share", HALF)
    know_the_rate(database)
    MANAGERS.decide(database, DeclareProfitShare(backer=stake, result_minor=200_000))

    assert owed(database) == {"income": 100_000, "principal": 700_000}
    with database.read() as session:
        assert book(session, FARM, (2200, 2400, 5500)) == {
            f"2200 {stake}": "-7000.00", f"2400 {stake}": "-1000.00", "5500 -": "1000.00"}
        assert book(session, GROUP, (1400, 4400)) == {f"1400 {stake}": "142.86", f"4400 {stake}": "-142.86"}
        waiting = select(ReturnNotice.kind).where(
            ReturnNotice.book_id == GROUP, ReturnNotice.done_at.is_(None))
        assert session.scalars(waiting).all() == []


def test_a_batch_with_a_loss(database: Database) -> None:
    """Half of 2,800.00 is borne: 2200 / 4800, and with the group 5600 / 1310 and so much of its claim."""
    stake = lent(database, "profit_share", HALF)
    MANAGERS.decide(database, DeclareProfitShare(backer=stake, result_minor=-280_000))

    assert owed(database) == {"principal": 560_000}
    with database.read() as session:
        assert book(session, FARM, (2200, 4800)) == {f"2200 {stake}": "-5600.00", "4800 -": "-1400.00"}
        assert book(session, GROUP, (1310, 5600, 9500)) == {
            f"1310 {stake}": "800.00", "5600 -": "200.00", f"9500 {stake}": "5600.00"}
        assert are_sound(session)


def test_without_a_cap_the_principal_comes_first(database: Database) -> None:
    """Ten percent of 60,000.00 is all principal; of the next 6,000.00 only what was left of it."""
    stake = lent(database, "revenue_share", Terms(percent=Fraction(10)))
    for number in (1, 2):
        MANAGERS.decide(database, DeclareRevenueShare(backer=stake, sales_minor=6_000_000), at=AT + number)

    with database.read() as session:
        found = session.execute(select(OwedHome.kind, OwedHome.amount_minor).where(OwedHome.book_id == FARM))
        assert sorted(tuple(row) for row in found) == [
            ("income", 500_000), ("principal", 100_000), ("principal", 600_000)]
        assert book(session, FARM, (5500,)) == {"5500 -": "5000.00"}


def test_a_harvest_is_shared_by_the_terms_of_the_day(database: Database) -> None:
    """Ten percent of it to a share of sales until its cap, five to a loan, and none to who waits."""
    tenth, twentieth = (("rice", Fraction(10)),), (("rice", Fraction(5)),)
    sharing = lent(database, "revenue_share", Terms(
        percent=Fraction(1), cap_multiple=Fraction(3, 2), per_crop=tenth))
    loan = take_up(database, "loan", Terms(per_crop=twentieth))
    take_up(database, "equity", Terms(gestation_months=3, per_crop=tenth))
    know_the_rate(database)
    harvest = DeclareCropShare(crop="rice", sales_minor=6_000_000)
    for number in (1, 2):
        MANAGERS.decide(database, harvest, at=AT + number)

    with database.write() as session:
        assert book(session, FARM, (2400, 5500)) == {
            f"2400 {sharing}": "-3500.00", f"2400 {loan}": "-6000.00", "5500 -": "9500.00"}
        assert book(session, GROUP, (1400,)) == {f"1400 {sharing}": "500.00", f"1400 {loan}": "857.14"}
        assert read_backers(session, FARM).get(sharing).lent_minor == 700_000
        assert MANAGERS.plan(session, harvest).facts == (
            (f"due_minor:{loan}", 300_000), ("income_minor", 300_000), ("principal_minor", 0))
        with pytest.raises(errors.CropNotAgreed):
            MANAGERS.plan(session, replace(harvest, crop="sugar"))
        with pytest.raises(errors.CapReached):
            MANAGERS.plan(session, DeclareRevenueShare(backer=sharing, sales_minor=100))
        assert are_sound(session)


def test_backers_on_a_day(database: Database) -> None:
    """Who came later is not there before; capital is what had landed by then."""
    stake = lent(database, "equity", Terms())
    with database.read() as session:
        before, after = (read_backers(session, FARM, on=day) for day in (date(2026, 1, 31), TODAY))
        assert (before.funding_minor, list(before.all)) == (0, [])
        assert (after.funding_minor, after.shares, after.get(stake).shares) == (700_000, 7000, 7000)


def test_a_young_stake_gets_no_dividend(database: Database) -> None:
    """Where everybody waits it is refused; the owner alone gets it where only she may."""
    stake = lent(database, "equity", Terms(gestation_months=6))
    declared = DeclareDividend(amount_minor=10_000, record_on=TODAY)
    with database.write() as session, pytest.raises(errors.InGestation):
        MANAGERS.plan(session, declared)
    with database.write() as session:
        owner_puts_in(session, "1000.00")
    MANAGERS.decide(database, declared, at=AT + 1)
    MANAGERS.decide(database, PayReturn(backer="owner", amount_minor=10_000, place="bank"), at=AT + 2)

    with database.read() as session:
        assert book(session, FARM, (1020, 2400, 3400)) == {"1020 bank": "7900.00", "3400 -": "100.00"}
        assert read_backers(session, FARM).get(stake).owed_minor == 0


def test_nothing_is_shared_out_before_it_is_counted(database: Database) -> None:
    """A count holds for 31 days and names all that stands in the book; interest goes by no count."""
    stake = lent(database, "profit_share", HALF)
    later = TODAY + timedelta(days=32)
    batch = DeclareProfitShare(backer=stake, result_minor=200_000)
    with database.write() as session:
        owner_puts_in(session, "1000.00")
        dividend = DeclareDividend(amount_minor=10_000, record_on=TODAY)
        for on, wanted in ((later, dividend), (later, batch)):
            with pytest.raises(NotCounted):
                MANAGERS.plan(session, wanted, on=on)
            assert MANAGERS.plan(session, wanted, on=later - timedelta(days=1)).entries
        count_nothing(session, on=later)
        assert MANAGERS.plan(session, dividend, on=later).entries
        record_money(session, ROSA, RecordMoney(
            book_id=FARM, act_id=FARM, on=later, at=AT, wanted=StockCounted(
                what="growing", amount_minor=500, valuing="cost", happened_on=later)))
        assert MANAGERS.plan(session, batch, on=later + timedelta(days=31)).entries
        record_money(session, ROSA, RecordMoney(
            book_id=FARM, act_id=GROUP, on=later + timedelta(days=32), at=AT, wanted=StockCounted(
                what="produce", amount_minor=70, valuing="cost", happened_on=later + timedelta(days=32))))
        with pytest.raises(NotCounted):
            MANAGERS.plan(session, batch, on=later + timedelta(days=32))


REFUSED: list[tuple[Any, str]] = [
    (DeclareDividend(amount_minor=0, record_on=TODAY), "not_positive"),
    (DeclareDividend(amount_minor=1, record_on=date(2026, 1, 5)), "no_shares_held"),
    (DeclareDividend(amount_minor=1, record_on=date(2027, 1, 5)), "stake_day_ahead"),
    (DeclareInterest(backer="nobody", amount_minor=1), "funder_unknown"),
    (DeclareRevenueShare(backer="", sales_minor=1), "instrument_other"),
    (RepayPrincipal(backer="", amount_minor=700_001), "more_than_there_for_it"),
    (PayReturn(backer="", amount_minor=1, place="bank"), "funder_unknown"),
    (NameFunder(label=" ", instrument="grant"), "enterprise_unnamed"),
    (NameFunder(label="Bank", instrument="equity"), "instrument_other"),
]


def test_what_is_refused(database: Database) -> None:
    """Each with a code of its own."""
    stake = lent(database, "loan", Terms())
    with database.write() as session:
        for wanted, code in REFUSED:
            said = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
            said |= {"backer": stake} if said.get("backer") == "" else {}
            with pytest.raises(LedgerError) as refused:
                MANAGERS.plan(session, type(wanted)(**said))
            assert refused.value.code == code, wanted


def test_a_return_waits_for_its_rate(database: Database) -> None:
    """Nothing is guessed: it is in the book once somebody has typed the rate of that day, and once."""
    stake = lent(database, "loan", Terms())
    MANAGERS.decide(database, DeclareInterest(backer=stake, amount_minor=70_000))
    for _again in range(2):
        with database.write() as session:
            post_rated(session, TREASURER, GROUP, at=AT)
            assert book(session, GROUP, (1400,)) == {}
    know_the_rate(database)
    for _again in range(2):
        with database.write() as session:
            post_rated(session, TREASURER, GROUP, at=AT)

    with database.read() as session:
        assert book(session, GROUP, (1400, 4400)) == {f"1400 {stake}": "100.00", f"4400 {stake}": "-100.00"}


def test_shares_go_by_the_terms_and_back_by_the_part(database: Database) -> None:
    """At 40.00 a share 7,000.00 are 175 of them; half of a claim takes half of the shares back."""
    stake = lent(database, "equity", Terms())
    terms = agreed_too("{}", Terms(share_price_minor=4_000).plain(), since=TODAY, holds_from=TODAY)
    price = terms_of_backer(terms, TODAY).share_price_minor
    money = Money(700_000, "PHP")
    with database.read() as session:
        halves = [capital_back_of(session, FARM, stake, Money(minor, "PHP")).shares
                  for minor in (350_000, 700_000, 10)]

    assert capital_of(FARM, stake, money, lent=False, share_price_minor=price).shares == 175
    assert (capital_of(FARM, stake, money, lent=False).shares, halves) == (7_000, [3_500, 7_000, 0])
