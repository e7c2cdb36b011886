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
from ledgers.errors import NegativeTender
from msai.db import Database
from msai.exports.account_names import AccountNames
from msai.exports.plain_text import PlainBook, write_beancount, write_hledger
from msai.services.enterprise_money.book import MoneyBook
from msai.services.enterprise_money.calendar import months_between, months_later, year_began, year_ends
from msai.services.enterprise_money.desk import plan_money
from msai.services.enterprise_money.errors import MoreThanStands, PlaceTwice
from msai.services.enterprise_money.holdings import Piece
from msai.services.enterprise_money.wanted import (
    TAX_OFFICE,
    Advance,
    AdvanceBack,
    AdvanceUsed,
    BillPaid,
    CloseYear,
    Collected,
    EquipmentBought,
    EquipmentSold,
    Moved,
    OwnUse,
    Paid,
    Sold,
    StockCounted,
    TakeBack,
    WagesInKind,
    Wear,
)
from msai.services.holders import holder
from msai.services.postings import enterprise_bank
from msai.services.views.facts import BookFacts
from tests.msai.exports.textbooks import beancount_balances, hledger_balances, run
from tests.msai.services.enterprise_money.test_acts import trade
from tests.msai.services.enterprise_money.till import FARM, OPENED, TODAY, Till, open_till

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


def every_act(till: Till) -> None:
    """A month of trade, equipment that goes, a closed year, and something of it taken back."""
    trade(till)
    mill = till.note(EquipmentBought(
        name="Mill", amount_minor=60_000, happened_on=OPENED, months=60, party="party-1"))
    till.note(Wear(happened_on=date(2026, 8, 31)))
    till.ask(EquipmentSold(equipment=str(mill), amount_minor=55_000, happened_on=TODAY, place="bank"))
    sold = till.note(Sold(activity="rice", amount_minor=333, happened_on=date(2026, 8, 1), place="cash"))
    till.note(StockCounted(what="growing", amount_minor=9_000, valuing="cost", happened_on=date(2026, 8, 31)))
    till.ask(CloseYear(happened_on=date(2026, 8, 31)))
    till.ask(TakeBack(act=str(sold)))
    assert till.is_sound()


@pytest.mark.textbooks
@pytest.mark.one_kind
def test_two_other_programmes_come_to_the_same(database: Database, tmp_path: Path) -> None:
    """hledger and beancount accept the book after every kind of act, and every balance is the same."""
    with database.write() as session:
        every_act(open_till(session))
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
