"""Openings, closings and corrections."""

from textwrap import dedent

import pytest

from ledgers.accounts import Account
from ledgers.entries import Posting
from ledgers.errors import BetweenFundsNotZero, EmptyEntry, OpeningNotBalanced
from ledgers.rules import closing, corrections, dues, housekeeping, opening, savings
from ledgers.rules.corrections import CycleThen
from ledgers.rules.dues import Due
from ledgers.rules.enterprise import Backing, backing, paid_through, sales_of
from ledgers.rules.movements import units_held
from ledgers.rules.savings import SavingsLine, savings_of
from ledgers.rules.tenders import FundLine, TenderLine
from tests.ledgers.rules.cast import AMINA, BANK, BOX, HONG_KONG, PALAY, RICE, SITI, SUNDAY, book, farm_book

RUNNING = {
    BOX.account("savings"): 30000, savings_of(AMINA): -20000, savings_of(SITI): -9000,
    Account(3400, "savings"): -1000, Account(9400, "shares", AMINA): 4,
}
FINES = Account(4200, "savings", AMINA)
SPENT = Account(5200, "savings")


def test_a_running_group_opens_with_what_it_has() -> None:
    """Everything told, nothing is left on 3500."""
    stakes = {
        RICE.account: 50000, Account(3200, "investment", AMINA): -50000,
        units_held(AMINA, "investment"): 500_000, Account(9500, "claims.PHP", RICE.holder): 350000,
    }
    entry = opening.opening(SUNDAY, RUNNING | stakes)

    assert book(entry) == dedent("""\
        cash box/savings                                   Dr    300.00 HKD
        members' savings: Amina/savings                    Cr    200.00 HKD
        members' savings: Siti/savings                     Cr     90.00 HKD
        retained surplus/savings                           Cr     10.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    500.00 HKD
        members' investment capital: Amina/investment      Cr    500.00 HKD
        claims held: Rice Centre/claims.PHP                Dr   3500.00 PHP
        claims recorded/claims.PHP                         Cr   3500.00 PHP
        shares issued/shares                               Cr         4 SHARE
        shares held: Amina/shares                          Dr         4 SHARE
        units issued/units                                 Cr   50.0000 UNIT
        units held: Amina/units                            Dr   50.0000 UNIT""")


def test_a_forgotten_balance_stops_the_opening() -> None:
    """The two numbers that do not agree are named, and the members look again."""
    with pytest.raises(OpeningNotBalanced) as refused:
        opening.opening(SUNDAY, RUNNING | {BOX.account("savings"): 29500})

    assert refused.value.params == {"rests_minor": {"savings": 500}}


def test_a_rest_nobody_can_explain_goes_to_the_surplus_by_decision() -> None:
    """They looked twice; the surplus was 5.00 less than they thought."""
    entry = opening.opening_with_rest(SUNDAY, RUNNING | {BOX.account("savings"): 29500})

    assert book(entry) == dedent("""\
        cash box/savings                  Dr   295.00 HKD
        members' savings: Amina/savings   Cr   200.00 HKD
        members' savings: Siti/savings    Cr    90.00 HKD
        retained surplus/savings          Cr     5.00 HKD
        shares issued/shares              Cr        4 SHARE
        shares held: Amina/shares         Dr        4 SHARE""")


def test_what_funds_owe_each_other_opens_in_both() -> None:
    """One fund cannot be owed what no fund owes."""
    with pytest.raises(BetweenFundsNotZero):
        opening.opening_with_rest(SUNDAY, RUNNING | {Account(3900, "savings"): 100})


def test_an_enterprise_opens_the_same_way() -> None:
    """It has been farming for years before its first book."""
    entry = opening.opening(SUNDAY, {
        paid_through(BANK): 4000000, backing(HONG_KONG, Backing.CAPITAL): -3000000,
        Account(3400, "enterprise"): -1000000, Account(9400, "shares", HONG_KONG): 30000,
    })

    assert farm_book(entry) == dedent("""\
        bank/enterprise                     Dr   40000.00 PHP
        capital: Sunday Savers/enterprise   Cr   30000.00 PHP
        retained earnings/enterprise        Cr   10000.00 PHP
        shares issued/shares                Cr      30000 SHARE
        shares held: Sunday Savers/shares   Dr      30000 SHARE""")


def test_closing_a_fund_turns_its_result_into_surplus() -> None:
    """Members' money and the surplus with the result are the same before and after."""
    fine = dues.paid_at_once(SUNDAY, Due.FINE, FundLine(AMINA, BOX, 9000))
    spent = housekeeping.expense(SUNDAY, TenderLine(BOX, 4000))
    close = closing.fund_closed(SUNDAY, {FINES: -9000, SPENT: 4000, BOX.account("savings"): 5000})

    assert close.closing
    assert book(fine, spent, close) == dedent("""\
        cash box/savings           Dr   50.00 HKD
        retained surplus/savings   Cr   50.00 HKD""")


def test_an_account_on_its_other_side_is_closed_too() -> None:
    """A recovery larger than the impairment leaves a cost below zero."""
    close = closing.fund_closed(SUNDAY, {Account(5600, "investment"): -700, Account(4500, "investment"): 200})

    assert book(close) == dedent("""\
        retained surplus/investment   Cr   5.00 HKD
        exchange gains/investment     Cr   2.00 HKD
        impairment/investment         Dr   7.00 HKD""")


def test_a_fund_without_income_or_cost_has_nothing_to_close() -> None:
    """The first Sunday of a fund is not a year."""
    assert closing.closing_postings({BOX.account("social"): 500}) == ()
    with pytest.raises(EmptyEntry):
        closing.fund_closed(SUNDAY, {BOX.account("social"): 500})


def test_the_year_of_an_enterprise_closes_into_retained_earnings() -> None:
    """A year of loss lowers what is retained."""
    close = closing.year_closed(SUNDAY, {sales_of(PALAY): -100000, Account(5100, "enterprise"): 130000})

    assert close.closing
    assert farm_book(close) == dedent("""\
        retained earnings/enterprise   Dr    300.00 PHP
        sales: palay/enterprise        Dr   1000.00 PHP
        inputs/enterprise              Cr   1300.00 PHP""")


def test_a_wrong_line_is_taken_back_and_the_right_one_posted() -> None:
    """She paid two shares, not three, and the box was short for it until now."""
    wrong = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 15000, shares=3))
    short = housekeeping.cash_difference(SUNDAY, TenderLine(BOX, -5000))
    right = savings.contribution_postings(SavingsLine(AMINA, BOX, 10000, shares=2))
    named = dict(zip([(8, 1), (8, 2), (9, 1)], (*wrong.postings, *short.postings), strict=True))
    put_right = corrections.correction(SUNDAY, named, right=right)

    assert [posting.reverses for posting in put_right.postings] == [(8, 1), (8, 2), (9, 1), None, None]
    assert book(wrong, short, put_right) == dedent("""\
        cash box/savings                  Dr   100.00 HKD
        members' savings: Amina/savings   Cr   100.00 HKD
        shares issued/shares              Cr        2 SHARE
        shares held: Amina/shares         Dr        2 SHARE""")


def test_a_fine_of_a_closed_cycle_is_taken_back_from_the_surplus() -> None:
    """Its income became surplus long ago."""
    fine = Posting(BOX.account("savings"), FINES, 1000)
    entry = corrections.correction(SUNDAY, {(4, 1): fine}, cycle=CycleThen.CLOSED)

    assert book(entry) == dedent("""\
        cash box/savings           Cr   10.00 HKD
        retained surplus/savings   Dr   10.00 HKD""")


def test_savings_of_a_cycle_shared_out_are_put_right_with_the_member() -> None:
    """Her savings were paid out with the mistake in them; now one owes the other, and no share lives."""
    wrong = savings.contribution_postings(SavingsLine(AMINA, BOX, 15000, shares=3))
    right = savings.contribution_postings(SavingsLine(AMINA, BOX, 20000, shares=4))
    named = dict(zip([(4, 1), (4, 2)], wrong, strict=True))

    assert book(corrections.correction(SUNDAY, named, right=right, cycle=CycleThen.SHARED_OUT)) == dedent("""\
        cash box/savings                Dr   50.00 HKD
        due to members: Amina/savings   Cr   50.00 HKD""")


def test_a_correction_can_itself_be_corrected() -> None:
    """The first reading was right after all."""
    fine = Posting(BOX.account("savings"), FINES, 1000)
    once = corrections.correction(SUNDAY, {(4, 1): fine})
    twice = corrections.correction(SUNDAY, {(7, 1): once.postings[0]})

    assert twice.postings[0].reverses == (7, 1)
    assert book(once, twice) == ""


def test_a_correction_names_what_it_corrects() -> None:
    """Without a posting named there is nothing to put right."""
    with pytest.raises(EmptyEntry):
        corrections.correction(SUNDAY, {})
