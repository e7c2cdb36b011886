"""What each act of an enterprise's money does to its book, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledgers.errors import IdempotencyConflict, NegativeTender, NotPositive
from msai.approvals import Decision, OwnRequest
from msai.db import Database
from msai.services.enterprise_money import errors
from msai.services.enterprise_money.month import MonthLine, MonthMoney, post_month
from msai.services.enterprise_money.recording import AnswerMoney, RecordMoney, answer_money, record_money
from msai.services.enterprise_money.wanted import (
    TAX_OFFICE,
    Advance,
    AdvanceBack,
    AdvanceUsed,
    BadDebt,
    BillPaid,
    CashCounted,
    CloseYear,
    Collected,
    EquipmentBought,
    EquipmentSold,
    FamilyWorked,
    Lost,
    Moved,
    OwnUse,
    Paid,
    Sold,
    StockCounted,
    TakeBack,
    WagesInKind,
    Wear,
)
from msai.services.enterprise_money.years.closed import open_day, own_year
from msai.services.enterprise_money.years.counted import is_result
from tests.msai.services.enterprise_money.till import (
    AT,
    BUYER,
    FARM,
    OPENED,
    ROSA,
    SUPPLIER,
    TODAY,
    Till,
    open_till,
)

pytestmark = pytest.mark.one_kind
JULY, AUGUST = date(2026, 7, 15), date(2026, 8, 31)


def trade(till: Till) -> None:
    """A month of a farm: sold, owed, collected, paid, owed, in advance, in kind."""
    sold = till.note(Sold(activity="rice", amount_minor=50_000, happened_on=JULY, party=BUYER))
    till.note(Sold(activity="other", amount_minor=2_000, happened_on=JULY, place="cash"))
    till.note(Collected(party=BUYER, amount_minor=30_000, happened_on=AUGUST, place="bank"))
    till.ask(BadDebt(party=BUYER, amount_minor=5_000, happened_on=AUGUST))
    till.note(Paid(code=5150, amount_minor=10_000, happened_on=JULY, party=SUPPLIER))
    till.note(BillPaid(party=SUPPLIER, amount_minor=4_000, happened_on=AUGUST, place="bank"))
    till.note(Paid(code=5850, amount_minor=700, happened_on=JULY, party=TAX_OFFICE))
    till.note(BillPaid(party=TAX_OFFICE, amount_minor=700, happened_on=AUGUST, place="cash"))
    till.note(Advance(party=SUPPLIER, amount_minor=9_000, happened_on=JULY, place="bank"))
    till.note(AdvanceUsed(party=SUPPLIER, code=5100, amount_minor=6_000, happened_on=AUGUST))
    till.note(AdvanceBack(party=SUPPLIER, amount_minor=1_000, happened_on=AUGUST, place="cash"))
    till.note(WagesInKind(activity="rice", amount_minor=3_000, happened_on=JULY))
    till.note(OwnUse(activity="rice", amount_minor=1_500, happened_on=JULY))
    assert sold != till.note(Moved(place="bank", into="cash", amount_minor=800, happened_on=AUGUST))


def test_a_month_of_trade(database: Database) -> None:
    """Every act posts by its rule; the book adds up."""
    with database.write() as session:
        till = open_till(session)
        trade(till)
        assert till.stands() == {
            "1010 cash": 3_100, "1020 bank": 1_016_200, "1100 party-1": 15_000, "1150 party-2": 2_000,
            "2100 party-2": -6_000, "3100 owner": -1_000_000, "3150 owner": 1_500, "4100 other": -2_000,
            "4100 rice": -54_500, "5100": 6_000, "5150": 10_000, "5200": 3_000, "5850": 700, "5900": 5_000}
        assert till.is_sound()


def test_equipment_wears_out_and_is_sold(database: Database) -> None:
    """6,000.00 over five years with 600.00 left is 90.00 a month; two months later it goes for 5,000.00."""
    with database.write() as session:
        till = open_till(session)
        mill = till.note(EquipmentBought(name="Mill", amount_minor=600_000, happened_on=JULY, months=60,
                                         rest_minor=60_000, place="bank"))
        till.note(Wear(happened_on=AUGUST))
        assert till.stands()["1490"] == -9_000
        with pytest.raises(errors.NothingWorn):
            till.note(Wear(happened_on=AUGUST))
        till.note(Wear(happened_on=TODAY))
        with pytest.raises(errors.LaterMoneyRests):
            till.ask(TakeBack(act=str(mill)))
        till.ask(EquipmentSold(equipment=str(mill), amount_minor=500_000, happened_on=TODAY, place="bank"))
        stands = till.stands()
        assert (stands.get("1400"), stands.get("1490"), stands["5700"], stands["5900"]) == (
            None, None, 18_000, 82_000)
        with pytest.raises(errors.EquipmentUnknown):
            till.ask(EquipmentSold(equipment=str(mill), amount_minor=1, happened_on=TODAY, place="bank"))
        assert till.is_sound()


def test_what_is_counted(database: Database) -> None:
    """Stock and growing things by one method in a year, what died at what it stood at, cash as it lies."""
    with database.write() as session:
        till = open_till(session)
        till.note(StockCounted(what="growing", amount_minor=40_000, valuing="cost", happened_on=JULY))
        till.note(StockCounted(what="produce", amount_minor=7_000, valuing="cost", happened_on=JULY))
        till.note(Lost(amount_minor=2_500, happened_on=AUGUST))
        till.note(StockCounted(what="growing", amount_minor=30_000, valuing="cost", happened_on=AUGUST))
        till.note(CashCounted(place="bank", amount_minor=999_000, happened_on=AUGUST))
        till.note(CashCounted(place="bank", amount_minor=999_000, happened_on=TODAY))
        till.note(FamilyWorked(hours_e2=12_050, amount_minor=6_000, happened_on=AUGUST))
        stands = till.stands()
        assert [stands[code] for code in ("1200", "1300", "5050", "5600", "5950")] == [
            7_000, 30_000, -39_500, 2_500, 1_000]
        wrong: list[tuple[type[Exception], Any]] = [
            (errors.MethodHolds, StockCounted(
                what="produce", amount_minor=1, valuing="price", happened_on=TODAY)),
            (errors.CountedSince, StockCounted(
                what="growing", amount_minor=1, valuing="cost", happened_on=JULY)),
            (errors.CountUnclear, StockCounted(
                what="hens", amount_minor=1, valuing="cost", happened_on=TODAY)),
            (errors.MoreThanStands, Lost(amount_minor=30_001, happened_on=TODAY)),
        ]
        for error, wanted in wrong:
            with pytest.raises(error):
                till.note(wanted)
        assert till.is_sound()


WRONG: list[tuple[type[Exception], Any]] = [
    (errors.MoneyDayAhead, OwnUse(activity="rice", amount_minor=1, happened_on=date(2026, 10, 1))),
    (errors.MoneyDayBeforeBook, Paid(code=5100, amount_minor=1, happened_on=date(2026, 1, 3), place="bank")),
    (errors.ActivityUnknown, Sold(activity="hogs", amount_minor=1, happened_on=JULY, place="bank")),
    (errors.PlaceUnknown, Sold(activity="rice", amount_minor=1, happened_on=JULY)),
    (errors.PlaceUnknown, Paid(code=5100, amount_minor=1, happened_on=JULY, place="wallet")),
    (errors.PartyUnknown, Sold(activity="rice", amount_minor=1, happened_on=JULY, party="party-9")),
    (errors.NoSuchCost, Paid(code=5700, amount_minor=1, happened_on=JULY, place="bank")),
    (NotPositive, Sold(activity="rice", amount_minor=0, happened_on=JULY, place="bank")),
    (NotPositive, FamilyWorked(hours_e2=0, amount_minor=1, happened_on=JULY)),
    (errors.MoreThanStands, Collected(party=BUYER, amount_minor=1, happened_on=JULY, place="bank")),
    (errors.MoreThanStands, AdvanceUsed(party=BUYER, code=5100, amount_minor=1, happened_on=JULY)),
    (NegativeTender, Paid(code=5100, amount_minor=1, happened_on=JULY, place="cash")),
    (errors.PlaceTwice, Moved(place="bank", into="bank", amount_minor=1, happened_on=JULY)),
    (errors.LifeOutOfRange, EquipmentBought(
        name="Cart", amount_minor=5, happened_on=JULY, months=0, place="bank")),
    (errors.YearNotOver, CloseYear(happened_on=date(2026, 8, 30))),
    (errors.YearNotCounted, CloseYear(happened_on=AUGUST)),
    (errors.MoneyReasonMissing, EquipmentSold(equipment="", amount_minor=1, happened_on=JULY, place="bank")),
]


def test_what_is_refused(database: Database) -> None:
    """Nothing of it is in the book."""
    with database.write() as session:
        till = open_till(session)
        before = till.stands()
        for error, wanted in WRONG[:-1]:
            with pytest.raises(error):
                till.note(wanted)
        mill = till.note(EquipmentBought(
            name="Mill", amount_minor=5, happened_on=JULY, months=1, place="bank"))
        with pytest.raises(errors.MoneyReasonMissing):
            till.note(EquipmentSold(equipment=str(mill), amount_minor=1, happened_on=JULY, place="bank"))
        till.ask(TakeBack(act=str(mill)))
        assert till.stands() == before


def test_once_is_once(database: Database) -> None:
    """The same act sent again changes nothing; the same id with another amount is refused."""
    with database.write() as session:
        till = open_till(session)
        told = RecordMoney(
            book_id=FARM, act_id=UUID(int=0xB1), on=TODAY, at=AT, new_party="Aling Nena",
            wanted=Sold(activity="rice", amount_minor=900, happened_on=JULY, party=""))
        for _again in range(2):
            record_money(session, ROSA, told)
        assert till.stands()["1100 party-3"] == 900
        with pytest.raises(IdempotencyConflict):
            record_money(session, ROSA, RecordMoney(
                book_id=FARM, act_id=UUID(int=0xB1), on=TODAY, at=AT,
                wanted=Sold(activity="rice", amount_minor=901, happened_on=JULY, party="party-3")))


def test_what_was_wrong_is_taken_back_by_two(database: Database) -> None:
    """Both entries stay; what rests on a later act is not taken back, and nobody approves her own."""
    with database.write() as session:
        till = open_till(session)
        sold = till.note(Sold(activity="rice", amount_minor=900, happened_on=JULY, party=BUYER))
        paid = till.note(Collected(party=BUYER, amount_minor=400, happened_on=JULY, place="bank"))
        with pytest.raises(errors.LaterMoneyRests):
            till.ask(TakeBack(act=str(sold)))
        asked = till.note(TakeBack(act=str(paid)), words="It was Miller who paid.")
        with pytest.raises(OwnRequest):
            answer_money(session, ROSA, AnswerMoney(
                book_id=FARM, act_id=asked, decision=Decision.APPROVE, seen_digest=bytes(32), on=TODAY,
                at=AT))


def test_taken_back_is_as_if_it_had_not_been(database: Database) -> None:
    """An act and what rests on it, in turn; a second time is refused."""
    with database.write() as session:
        till = open_till(session)
        before = till.stands()
        sold = till.note(Sold(activity="rice", amount_minor=900, happened_on=JULY, party=BUYER))
        paid = till.note(Collected(party=BUYER, amount_minor=400, happened_on=JULY, place="bank"))
        back = till.ask(TakeBack(act=str(paid)))
        till.ask(TakeBack(act=str(sold)))
        assert till.stands() == before
        for act, error in ((sold, errors.TakenBackAlready), (back, errors.NotTakenBackHere)):
            with pytest.raises(error):
                till.ask(TakeBack(act=str(act)))
        assert till.is_sound()


def test_a_year_is_closed_once(database: Database) -> None:
    """August ends the first year; what was wrong in it is put right against what is retained."""
    with database.write() as session:
        till = open_till(session)
        sold = till.note(Sold(activity="rice", amount_minor=900, happened_on=JULY, place="bank"))
        till.note(StockCounted(what="produce", amount_minor=100, valuing="price", happened_on=AUGUST))
        assert [is_result(session, FARM, until=day) for day in (JULY, AUGUST, TODAY)] == [False, True, False]
        assert own_year(session, FARM, TODAY, opened_on=OPENED) == date(2026, 1, 1)
        till.ask(CloseYear(happened_on=AUGUST))
        assert [own_year(session, FARM, day, opened_on=OPENED) for day in (AUGUST, TODAY)] == [
            date(2026, 1, 1), date(2026, 9, 1)]
        assert open_day(session, FARM, JULY) == date(2026, 9, 1)
        assert till.stands()["3400"] == -1_000
        with pytest.raises(errors.MoneyYearClosed):
            till.note(Paid(code=5100, amount_minor=1, happened_on=AUGUST, place="bank"))
        with pytest.raises(errors.YearNotOver):
            till.note(CloseYear(happened_on=TODAY), words="Again.")
        till.ask(TakeBack(act=str(sold)))
        assert (till.stands()["3400"], till.stands().get("4100 rice")) == (-100, None)
        till.note(StockCounted(what="produce", amount_minor=100, valuing="cost", happened_on=TODAY))
        assert till.is_sound()


def _report(lines: list[MonthLine], number: int = 1) -> MonthMoney:
    return MonthMoney(book_id=FARM, report_id=UUID(int=number), reported_on=AUGUST, lines=lines, on=TODAY,
                      at=AT)


def test_a_monthly_report_is_one_entry_of_each_kind(database: Database) -> None:
    """Sales pay for costs of the same report; it is posted once, and a line can be taken back alone."""
    lines = [
        MonthLine(line_ref="sold-1", wanted=Sold(
            activity="rice", amount_minor=900, happened_on=JULY, place="cash")),
        MonthLine(line_ref="sold-2", wanted=Sold(
            activity="other", amount_minor=80, happened_on=JULY, place="cash")),
        MonthLine(line_ref="wages", wanted=Paid(code=5200, amount_minor=700, happened_on=JULY, place="cash")),
        MonthLine(line_ref="own", wanted=OwnUse(activity="rice", amount_minor=50, happened_on=JULY)),
        MonthLine(line_ref="family", wanted=FamilyWorked(hours_e2=100, amount_minor=5, happened_on=JULY)),
        MonthLine(line_ref="cash", wanted=CashCounted(place="cash", amount_minor=275, happened_on=JULY)),
    ]
    with database.write() as session:
        till = open_till(session, minor=0)
        assert len(post_month(session, ROSA, _report(lines))) == 3
        assert post_month(session, ROSA, _report(lines)) == post_month(session, ROSA, _report(lines[::-1]))
        with pytest.raises(IdempotencyConflict):
            post_month(session, ROSA, _report(lines[1:]))
        assert till.stands() == {
            "1010 cash": 275, "3150 owner": 50, "4100 other": -80, "4100 rice": -950, "5200": 700, "5950": 5}
        with pytest.raises(NegativeTender):
            post_month(session, ROSA, _report(lines[2:3], 2))
        with pytest.raises(errors.NotInReport):
            post_month(session, ROSA, _report([MonthLine(
                line_ref="x", wanted=BadDebt(party=BUYER, amount_minor=1, happened_on=JULY))], 3))
        assert till.is_sound()

