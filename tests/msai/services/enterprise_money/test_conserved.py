"""Money is neither made nor lost, whatever an enterprise notes, and two other programmes agree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledgers.accounts import BookKind, Holder, HolderKind
from ledgers.balances import balances
from ledgers.daybook import drawn_from, read_entries
from ledgers.entries import EntryKind as K
from ledgers.entries import SourceKind
from ledgers.errors import NegativeTender
from ledgers.money import Money
from ledgers.rules import enterprise
from ledgers.rules.enterprise import Capital
from msai.db import Database
from msai.exports.account_names import AccountNames
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from msai.permissions import SYSTEM_IMPORT
from msai.services.backing.wanted import DeclareDividend, DeclareInterest, PayReturn
from msai.services.enterprise_money.book import MoneyBook
from msai.services.enterprise_money.calendar import months_between, months_later, year_began, year_ends
from msai.services.enterprise_money.desk import plan_money
from msai.services.enterprise_money.errors import MoreThanStands, PlaceTwice
from msai.services.enterprise_money.holdings import Piece
from msai.services.enterprise_money.month import MonthLine, MonthMoney, post_month
from msai.services.enterprise_money.wanted import (
    NOTHING,
    TAX_OFFICE,
    Advance,
    AdvanceBack,
    AdvanceUsed,
    BillPaid,
    CashCounted,
    CloseYear,
    Collected,
    EquipmentBought,
    EquipmentSold,
    Lost,
    Moved,
    OwnerIn,
    OwnerOut,
    OwnUse,
    Paid,
    Sold,
    StockCounted,
    TakeBack,
    WagesInKind,
    Wear,
)
from msai.services.enterprises import AddBacker, CapitalIn, add_backer, receive_capital_in
from msai.services.holders import holder
from msai.services.postings import Paper, backer_holder, enterprise_bank, post
from msai.services.views.facts import BookFacts
from tests.msai.exports.textbooks import beancount_balances, hledger_balances, run
from tests.msai.services.enterprise_money.test_acts import trade
from tests.msai.services.enterprise_money.test_funding import fund
from tests.msai.services.enterprise_money.till import AT, FARM, OPENED, ROSA, TODAY, Till, open_till
from tests.msai.services.staking.desk import MANAGERS

AUGUST = date(2026, 8, 31)
AMOUNT, DAY = st.integers(1, 900), st.dates(OPENED, TODAY)
PLACE, PARTY = st.sampled_from(["bank", "cash"]), st.sampled_from(["party-1", "party-2"])
CODE = st.sampled_from([5100, 5200, 5850])
OF_PARTY = {"party": PARTY, "amount_minor": AMOUNT, "happened_on": DAY}
OF_ACTIVITY = {"activity": st.sampled_from(["rice", "other"]), "amount_minor": AMOUNT, "happened_on": DAY}
ACTS = st.lists(st.one_of(
    st.builds(Sold, **OF_ACTIVITY, place=PLACE), st.builds(Sold, **OF_ACTIVITY, party=PARTY),
    st.builds(Collected, **OF_PARTY, place=PLACE),
    st.builds(Paid, code=CODE, amount_minor=AMOUNT, happened_on=DAY, place=PLACE),
    st.builds(Paid, code=CODE, amount_minor=AMOUNT, happened_on=DAY,
              party=st.sampled_from(["party-1", TAX_OFFICE])),
    st.builds(BillPaid, party=st.sampled_from(["party-1", TAX_OFFICE]), amount_minor=AMOUNT, happened_on=DAY,
              place=PLACE),
    st.builds(Advance, **OF_PARTY, place=PLACE), st.builds(AdvanceUsed, **OF_PARTY, code=CODE),
    st.builds(AdvanceBack, **OF_PARTY, place=PLACE), st.builds(WagesInKind, **OF_ACTIVITY),
    st.builds(OwnUse, **OF_ACTIVITY),
    st.builds(OwnerIn, amount_minor=AMOUNT, happened_on=DAY, place=PLACE),
    st.builds(OwnerOut, amount_minor=AMOUNT, happened_on=DAY, place=PLACE),
    st.builds(Moved, place=PLACE, into=PLACE, amount_minor=AMOUNT, happened_on=DAY),
), max_size=30)


def empty_book() -> MoneyBook:
    """A book in which nothing was noted yet."""
    facts = BookFacts(FARM, BookKind.ENTERPRISE, "Rice Centre", "PH", "PHP", OPENED, 0, b"",
                      activities='["rice"]')
    cash = type(enterprise_bank(FARM))(1010, holder(FARM, HolderKind.TENDER, "cash"))
    parties: dict[str, Holder] = {
        alias: holder(FARM, HolderKind.PARTY, alias) for alias in ("party-1", "party-2")}
    return MoneyBook(facts=facts, closed_until=None, labels={}, names={}, parties=parties, found={},
                     places={"bank": enterprise_bank(FARM), "cash": cash}, activities=("rice", "other"))


@given(ACTS)
def test_every_peso_stands_somewhere(acts: list[Any]) -> None:
    """Debits equal credits, no place holds less than nothing, nobody owes less than nothing."""
    book = empty_book()
    for wanted in acts:
        try:
            book = book.after(plan_money(cast("Session", None), book, wanted, TODAY).entry)
        except (NegativeTender, MoreThanStands, PlaceTwice):
            continue
    assert sum(book.found.values()) == 0
    assert [one.key for one, minor in book.found.items() if one.code < 1200 and minor < 0] == []
    assert [one.key for one, minor in book.found.items() if 2000 <= one.code < 3000 and minor > 0] == []


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 600), DAY, st.integers(0, 700))
def test_equipment_loses_its_cost_and_no_more(
    cost: int, rest: int, months: int, day: date, after: int,
) -> None:
    """Month by month or at once, the same is worn; after its life exactly what was to be worn."""
    rest = min(rest, cost)
    piece = Piece(UUID(int=1), UUID(int=1), "Mill", day, cost, rest, months, 0, None)
    worn = piece.due_minor(months_later(day, after))
    assert 0 <= worn <= cost - rest
    assert after < months or worn == cost - rest
    half = Piece(UUID(int=1), UUID(int=1), "Mill", day, cost, rest, months, worn, None)
    assert half.due_minor(months_later(day, after)) == 0
    assert months_between(day, months_later(day, after)) == after


@given(DAY, st.integers(0, 800))
def test_the_years_of_an_enterprise(opened: date, days: int) -> None:
    """The first is at most twelve months long, the next are whole; none ends before it is over."""
    today = opened + timedelta(days=days)
    ends = year_ends(opened, closed_until=None, today=today)
    assert all(opened <= end <= today and (end + timedelta(days=1)).day == 1 for end in ends)
    assert len(ends) <= 12
    for end in ends[:1]:
        assert all(months_between(end, later) == 12 for later in year_ends(
            opened, closed_until=end, today=date.max))


@given(DAY, st.integers(0, 800), st.one_of(st.none(), st.integers(1, 400)))
def test_a_day_belongs_to_the_enterprises_own_year(opened: date, days: int, closed: int | None) -> None:
    """It begins with a month, the day after the last close or that day in a later year, and holds the day."""
    closed_until = months_later(opened, closed // 31) if closed else None
    day = (closed_until or opened) + timedelta(days=days + 1)
    began = year_began(opened, closed_until=closed_until, day=day)
    assert began.day == 1
    assert began <= day < began.replace(year=began.year + 1)
    assert began.month == ((closed_until + timedelta(days=1)).month if closed_until else opened.month)


def every_act(till: Till) -> str:
    """Trade, a month from paper, grants, equipment that goes, a closed year; answers the bank that lent."""
    trade(till)
    _grantor, bank = fund(till)
    mill = till.note(EquipmentBought(
        name="Mill", amount_minor=60_000, happened_on=OPENED, months=60, party="party-1"))
    till.note(Wear(happened_on=AUGUST))
    till.ask(EquipmentSold(equipment=str(mill), amount_minor=55_000, happened_on=TODAY, place="bank"))
    sold = till.note(Sold(activity="rice", amount_minor=333, happened_on=date(2026, 8, 1), place="cash"))
    till.note(StockCounted(what="growing", amount_minor=9_000, valuing="cost", happened_on=AUGUST))
    till.note(StockCounted(what="produce", amount_minor=3_000, valuing="cost", happened_on=AUGUST))
    till.note(Lost(amount_minor=1_000, happened_on=AUGUST))
    post_month(till.session, ROSA, MonthMoney(
        book_id=FARM, report_id=FARM, reported_on=AUGUST, on=TODAY, at=AT, lines=[MonthLine(
            line_ref="sold", wanted=Sold(
                activity="rice", amount_minor=70, happened_on=AUGUST, place="cash"))]))
    till.ask(CloseYear(happened_on=AUGUST))
    till.ask(TakeBack(act=str(sold)))
    till.note(StockCounted(what=NOTHING, amount_minor=0, valuing="cost", happened_on=TODAY))
    for counted in (4_000, 3_500):
        till.note(CashCounted(place="cash", amount_minor=counted, happened_on=TODAY))
    return bank


def behind_it(till: Till, bank: str) -> None:
    """A dividend and interest, declared, sent and left there; a loss that is borne; capital bought back."""
    add_backer(till.session, SYSTEM_IMPORT, AddBacker(
        book_id=FARM, alias="ana", instrument="equity", since=OPENED))
    paper = Paper(SourceKind.STAKE, UUID(int=0xA7A), AT)
    receive_capital_in(till.session, SYSTEM_IMPORT, CapitalIn(
        book_id=FARM, backer="ana", amount=Money(500_000, "PHP"), received_on=OPENED, paper=paper))
    for wanted in (DeclareDividend(amount_minor=900, record_on=TODAY),
                   DeclareInterest(backer=bank, amount_minor=800)):
        MANAGERS.ask(till.session, wanted, on=TODAY)
    paid = MANAGERS.ask(till.session, PayReturn(backer="owner", amount_minor=100, place="cash"), on=TODAY)
    MANAGERS.answer(till.session, paid, on=TODAY)
    ana, lender = (backer_holder(FARM, alias) for alias in ("ana", bank))
    for entry in (
            enterprise.reinvested(TODAY, Capital(ana, 200, shares=2)),
            enterprise.loss_borne(TODAY, lender, amount_minor=50),
            enterprise.capital_bought_back(
                TODAY, Capital(ana, 1_000, shares=10), price_minor=1_200, out_of=enterprise_bank(FARM))):
        post(till.session, SYSTEM_IMPORT, FARM, entry=entry, paper=paper, step=entry.kind)


HAPPENS = frozenset({
    K.CAPITAL_RECEIVED, K.SALE, K.SALE_COLLECTED, K.BAD_DEBT, K.COST, K.PAYABLE_PAID, K.WAGES_IN_KIND,
    K.EQUIPMENT, K.EQUIPMENT_SOLD, K.DEPRECIATION, K.OWN_USE, K.OWNER_PAID_IN, K.OWNER_TOOK_OUT, K.ADVANCE,
    K.ADVANCE_USED, K.ADVANCE_RETURNED, K.ANIMALS_LOST, K.DIVIDEND_DECLARED, K.INTEREST_DECLARED,
    K.RETURN_SENT, K.REINVESTED, K.GRANT_RECEIVED, K.GRANT_USED, K.GRANT_RETURNED, K.PRINCIPAL_REPAID,
    K.LOSS_BORNE, K.CAPITAL_BOUGHT_BACK, K.STOCK_COUNTED, K.MONTH_REPORTED, K.YEAR_CLOSED, K.TRANSFER,
    K.CASH_DIFFERENCE, K.CORRECTION})
"""Everything that can happen in an enterprise's book."""


@pytest.mark.textbooks
@pytest.mark.one_kind
def test_two_other_programmes_come_to_the_same(database: Database, tmp_path: Path) -> None:
    """hledger and beancount accept a book of everything that happens, and every balance is the same."""
    with database.write() as session:
        till = open_till(session)
        behind_it(till, every_act(till))
        assert till.is_sound()
        assert {one.kind for one in read_entries(session, FARM)} == HAPPENS
    texts = {"journal": write_hledger, "beancount": write_beancount}
    with database.read() as session:
        found = balances(session, FARM)
        for ending, text in texts.items():
            plain = PlainBook("Rice Centre", drawn_from(session, FARM), found)
            (tmp_path / f"farm.{ending}").write_text("".join(text(plain, read_entries(session, FARM))))
    assert run("hledger", "check", "--strict", "-f", tmp_path / "farm.journal").returncode == 0
    assert run("bean-check", tmp_path / "farm.beancount").returncode == 0
    names = AccountNames(BookKind.ENTERPRISE)
    ours = {names.of(one): Decimal(minor).scaleb(-2) for one, minor in found.items() if one.fund != "shares"}
    theirs = hledger_balances(tmp_path / "farm.journal", TODAY)
    assert {name: theirs.get(name) for name in ours} == ours
    theirs = beancount_balances(tmp_path / "farm.beancount", TODAY)
    assert {name: theirs.get(name) for name in ours} == ours
