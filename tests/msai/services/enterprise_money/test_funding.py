"""Grants, the owner's money and loans from outside: what each does to the book, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledgers.errors import NegativeTender
from msai.db import Database
from msai.services.backing.backers import read_backers
from msai.services.enterprise_money import errors
from msai.services.enterprise_money.wanted import (
    Borrowed,
    CashCounted,
    EquipmentSold,
    Grant,
    GrantInKind,
    GrantReturned,
    GrantUsed,
    LoanPaid,
    OwnerIn,
    OwnerOut,
    TakeBack,
    Wear,
)
from msai.services.staking.errors import MoreThanUnspent
from tests.msai.services.enterprise_money.till import FARM, TODAY, Till, open_till

pytestmark = pytest.mark.one_kind
JULY, AUGUST = date(2026, 7, 15), date(2026, 8, 31)


def fund(till: Till) -> tuple[str, str]:
    """A grant in money and in kind, used and given back; the owner in and out; a loan half paid back."""
    grantor, bank = till.name("Land Bank", "grant"), till.name("Rural bank", "loan")
    till.note(Grant(backer=grantor, amount_minor=50_000, happened_on=JULY, place="cash"))
    till.note(GrantInKind(backer=grantor, in_kind="supplies", name="Seed", amount_minor=4_000,
                          happened_on=JULY))
    till.note(GrantInKind(backer=grantor, in_kind="equipment", name="Pump", amount_minor=24_000,
                          happened_on=JULY, months=24))
    till.note(GrantUsed(backer=grantor, amount_minor=60_000, happened_on=AUGUST))
    till.ask(GrantReturned(backer=grantor, amount_minor=5_000, happened_on=AUGUST, place="cash"))
    till.note(OwnerIn(amount_minor=7_000, happened_on=JULY, place="cash"))
    till.ask(OwnerOut(amount_minor=2_000, happened_on=AUGUST, place="bank"))
    till.note(Borrowed(backer=bank, amount_minor=30_000, happened_on=JULY, place="bank"))
    till.note(LoanPaid(backer=bank, amount_minor=10_000, interest_minor=450, happened_on=AUGUST,
                       place="cash"))
    return grantor, bank


def test_money_that_trade_did_not_bring(database: Database) -> None:
    """Each through its own place; a pump that was given wears out, and is sold like any other."""
    with database.write() as session:
        till = open_till(session)
        grantor, bank = fund(till)
        till.note(Wear(happened_on=AUGUST))
        assert till.stands() == {
            "1010 cash": 41_550, "1020 bank": 1_028_000, "1200": 4_000, "1400": 24_000, "1490": -1_000,
            f"2200 {bank}": -20_000, f"2300 {grantor}": -13_000, "3100 owner": -1_007_000,
            "3150 owner": 2_000, "4300": -60_000, "5500": 450, "5700": 1_000}
        backers = read_backers(session, FARM)
        assert (backers.get("owner").shares, backers.get(grantor).grant_minor) == (10_070, 13_000)
        assert backers.get(bank).lent_minor == 20_000
        assert till.is_sound()


def test_what_is_refused_of_it(database: Database) -> None:
    """More than is left of a grant or a loan, from nobody, to nowhere, and what rests on it."""
    with database.write() as session:
        till = open_till(session)
        grantor, bank = fund(till)
        before = till.stands()
        wrong: list[tuple[type[Exception], Any]] = [
            (MoreThanUnspent, GrantUsed(backer=grantor, amount_minor=13_001, happened_on=AUGUST)),
            (MoreThanUnspent, GrantReturned(
                backer=grantor, amount_minor=13_001, happened_on=AUGUST, place="bank")),
            (errors.FunderUnclear, Grant(backer=bank, amount_minor=1, happened_on=AUGUST, place="bank")),
            (errors.FunderUnclear, Borrowed(
                backer=grantor, amount_minor=1, happened_on=AUGUST, place="bank")),
            (errors.MoreThanStands, LoanPaid(
                backer=bank, amount_minor=20_001, happened_on=AUGUST, place="bank")),
            (errors.GiftUnclear, GrantInKind(
                backer=grantor, in_kind="land", name="Field", amount_minor=1, happened_on=AUGUST)),
            (errors.LifeOutOfRange, GrantInKind(
                backer=grantor, in_kind="equipment", name="Cart", amount_minor=1, happened_on=AUGUST)),
            (errors.PlaceUnknown, OwnerIn(amount_minor=1, happened_on=AUGUST, place="attic")),
            (NegativeTender, OwnerOut(amount_minor=42_551, happened_on=AUGUST, place="cash")),
        ]
        for error, wanted in wrong:
            with pytest.raises(error):
                till.note(wanted, words="We want it.")
        assert till.stands() == before


def test_it_is_taken_back_unless_something_rests_on_it(database: Database) -> None:
    """A grant that was used stays, a pump that was worn or sold stays; what nothing rests on goes."""
    with database.write() as session:
        till = open_till(session)
        grantor = till.name("Land Bank", "grant")
        before = till.stands()
        came = till.note(Grant(backer=grantor, amount_minor=500, happened_on=JULY, place="bank"))
        pump = till.note(GrantInKind(backer=grantor, in_kind="equipment", name="Pump", amount_minor=2_400,
                                     happened_on=JULY, months=24))
        own = till.note(OwnerIn(amount_minor=900, happened_on=JULY, place="bank"))
        worn = till.note(Wear(happened_on=AUGUST))
        used = till.note(GrantUsed(backer=grantor, amount_minor=2_800, happened_on=AUGUST))
        for act in (came, pump):
            with pytest.raises(errors.LaterMoneyRests):
                till.ask(TakeBack(act=str(act)))
        for act in (worn, used, came, own, pump):
            till.ask(TakeBack(act=str(act)))
        assert till.stands() == before
        with pytest.raises(errors.EquipmentUnknown):
            till.ask(EquipmentSold(equipment=str(pump), amount_minor=1, happened_on=TODAY, place="bank"))
        till.note(CashCounted(place="bank", amount_minor=1_000_000, happened_on=TODAY))
        assert till.stands() == before
        assert till.is_sound()
