"""Members' side of an investment fund."""

from dataclasses import replace
from textwrap import dedent

import pytest

from ledgers.entries import JournalEntry
from ledgers.errors import NoUnitsIssued, UnitsExceedHolding, WrongFund
from ledgers.rules import investment, savings
from ledgers.rules.investment import (
    CapitalPassedOn,
    Distribution,
    InvestmentLine,
    PutBack,
    Redemption,
    SavingsTurned,
    UnitsCancelled,
    UnitsMoved,
)
from ledgers.rules.savings import SavingsLine
from ledgers.rules.tenders import FundLine
from tests.ledgers.rules.cast import AMINA, BANK, BOX, LORNA, SITI, SUNDAY, book

UNITS = {LORNA: 1_000_000, AMINA: 1_000_000, SITI: 500_000}


def paid_in() -> JournalEntry:
    """Amina puts 1,000.00 in and gets 100 units."""
    return investment.contribution(SUNDAY, InvestmentLine(AMINA, BOX, 100000, units_e4=1_000_000))


def test_money_put_in_issues_units() -> None:
    """Units say whose part of the fund is whose, to the ten-thousandth."""
    entry = investment.contribution(SUNDAY, InvestmentLine(AMINA, BANK, 100000, units_e4=981_354))

    assert book(entry) == dedent("""\
        bank/investment                                 Dr   1000.00 HKD
        members' investment capital: Amina/investment   Cr   1000.00 HKD
        units issued/units                              Cr   98.1354 UNIT
        units held: Amina/units                         Dr   98.1354 UNIT""")


def test_a_second_investment_fund_has_units_of_its_own() -> None:
    """Who backs the hogs does not share in the rice."""
    entry = investment.contribution(
        SUNDAY, InvestmentLine(AMINA, BANK, 100000, units_e4=1_000_000, fund="investment-2"),
    )

    assert book(entry) == dedent("""\
        bank/investment-2                                 Dr    1000.00 HKD
        members' investment capital: Amina/investment-2   Cr    1000.00 HKD
        units issued/units-2                              Cr   100.0000 UNIT
        units held: Amina/units-2                         Dr   100.0000 UNIT""")


def test_money_too_small_for_a_unit_is_still_hers() -> None:
    """The cent is in her capital; no posting counts nothing."""
    entry = investment.contribution(SUNDAY, InvestmentLine(AMINA, BOX, 1))

    assert book(entry) == dedent("""\
        cash box/investment                             Dr   0.01 HKD
        members' investment capital: Amina/investment   Cr   0.01 HKD""")


def test_savings_that_become_investment_change_fund_with_their_money() -> None:
    """She gives up shares, gets units, and the notes change bags."""
    saved = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 25000, shares=5))
    turned = investment.savings_turned(SUNDAY, SavingsTurned(AMINA, BOX, 15000, units_e4=150_000, shares=3))

    assert book(saved, turned) == dedent("""\
        cash box/savings                                Dr    100.00 HKD
        members' savings: Amina/savings                 Cr    100.00 HKD
        cash box/investment                             Dr    150.00 HKD
        members' investment capital: Amina/investment   Cr    150.00 HKD
        shares issued/shares                            Cr         2 SHARE
        shares held: Amina/shares                       Dr         2 SHARE
        units issued/units                              Cr   15.0000 UNIT
        units held: Amina/units                         Dr   15.0000 UNIT""")


def test_income_is_split_by_units_and_waits_for_its_members() -> None:
    """10.01 by 2, 2 and 1: the odd cent goes to the lower number."""
    given = Distribution(1001, UNITS)

    assert given.parts_minor() == {LORNA: 401, AMINA: 400, SITI: 200}
    assert book(investment.distribution(SUNDAY, given)) == dedent("""\
        due to members: Lorna/investment   Cr    4.01 HKD
        due to members: Amina/investment   Cr    4.00 HKD
        due to members: Siti/investment    Cr    2.00 HKD
        retained surplus/investment        Dr   10.01 HKD""")


def test_income_may_be_paid_at_once() -> None:
    """Then nothing stays due."""
    entry = investment.distribution(SUNDAY, Distribution(1001, UNITS, paid_from=BOX))

    assert len(entry.postings) == 6
    assert book(entry) == dedent("""\
        cash box/investment           Cr   10.01 HKD
        retained surplus/investment   Dr   10.01 HKD""")


def test_income_goes_to_nobody_while_nobody_holds_units() -> None:
    """A fund without owners keeps what it earns."""
    with pytest.raises(NoUnitsIssued):
        investment.distribution(SUNDAY, Distribution(1001, {AMINA: 0}))


def test_a_part_waiting_is_paid_later() -> None:
    """Siti was away when the dividend was shared."""
    shared = investment.distribution(SUNDAY, Distribution(1000, {SITI: 1}))
    paid = investment.distribution_paid(SUNDAY, FundLine(SITI, BOX, 1000, fund="investment"))

    assert book(shared, paid) == dedent("""\
        cash box/investment           Cr   10.00 HKD
        retained surplus/investment   Dr   10.00 HKD""")


def test_a_distribution_is_paid_from_its_own_fund() -> None:
    """The savings owe her nothing for the farm's harvest."""
    with pytest.raises(WrongFund):
        investment.distribution_paid(SUNDAY, FundLine(SITI, BOX, 1000))


def test_a_part_put_back_buys_units() -> None:
    """No coin moves: what was due to her is her capital again."""
    shared = investment.distribution(SUNDAY, Distribution(1000, {SITI: 1}))
    kept = investment.distribution_put_back(SUNDAY, PutBack(SITI, 1000, 9_800))

    assert book(shared, kept) == dedent("""\
        members' investment capital: Siti/investment   Cr    10.00 HKD
        retained surplus/investment                    Dr    10.00 HKD
        units issued/units                             Cr   0.9800 UNIT
        units held: Siti/units                         Dr   0.9800 UNIT""")


def test_capital_passed_on_is_their_own_money_back() -> None:
    """Beyond what Amina paid in, hers is surplus; the others get capital."""
    passed = CapitalPassedOn(50000, UNITS, {LORNA: 30000, AMINA: 5000, SITI: 10000})

    assert book(investment.capital_passed_on(SUNDAY, passed)) == dedent("""\
        due to members: Lorna/investment                Cr   200.00 HKD
        due to members: Amina/investment                Cr   200.00 HKD
        due to members: Siti/investment                 Cr   100.00 HKD
        members' investment capital: Lorna/investment   Dr   200.00 HKD
        members' investment capital: Amina/investment   Dr    50.00 HKD
        members' investment capital: Siti/investment    Dr   100.00 HKD
        retained surplus/investment                     Dr   150.00 HKD""")


def test_units_redeemed_above_what_was_paid_in_take_from_the_surplus() -> None:
    """Forty of her hundred units: 400.00 of her capital and 50.00 of what the fund earned."""
    line = Redemption(AMINA, 400_000, held_e4=1_000_000, paid_in_minor=100000, pay_minor=45000, tender=BOX)

    assert book(paid_in(), investment.units_redeemed(SUNDAY, line)) == dedent("""\
        cash box/investment                             Dr    550.00 HKD
        members' investment capital: Amina/investment   Cr    600.00 HKD
        retained surplus/investment                     Dr     50.00 HKD
        units issued/units                              Cr   60.0000 UNIT
        units held: Amina/units                         Dr   60.0000 UNIT""")


def test_units_redeemed_below_what_was_paid_in_leave_the_loss_behind() -> None:
    """All her units after a bad year: 900.00 for 1,000.00, due to her until the bank opens."""
    line = Redemption(AMINA, 1_000_000, held_e4=1_000_000, paid_in_minor=100000, pay_minor=90000)

    assert book(paid_in(), investment.units_redeemed(SUNDAY, line)) == dedent("""\
        cash box/investment                Dr   1000.00 HKD
        due to members: Amina/investment   Cr    900.00 HKD
        retained surplus/investment        Cr    100.00 HKD""")


def test_nobody_redeems_units_she_does_not_hold() -> None:
    """A nought too many would empty the fund."""
    line = Redemption(AMINA, 1_000_001, held_e4=1_000_000, paid_in_minor=100000, pay_minor=1, tender=BOX)

    with pytest.raises(UnitsExceedHolding):
        investment.units_redeemed(SUNDAY, line)
    with pytest.raises(NoUnitsIssued):
        investment.units_redeemed(SUNDAY, replace(line, held_e4=0))


def test_units_move_with_their_capital() -> None:
    """Amina gives Siti a quarter of her part; the fund's money does not move."""
    moved = investment.units_moved(SUNDAY, UnitsMoved(AMINA, SITI, 250_000, 1_000_000, 100000))

    assert book(paid_in(), moved) == dedent("""\
        cash box/investment                             Dr    1000.00 HKD
        members' investment capital: Amina/investment   Cr     750.00 HKD
        members' investment capital: Siti/investment    Cr     250.00 HKD
        units issued/units                              Cr   100.0000 UNIT
        units held: Amina/units                         Dr    75.0000 UNIT
        units held: Siti/units                          Dr    25.0000 UNIT""")


def test_only_those_who_are_here_are_paid_at_once_and_in_whole_coins() -> None:
    """Siti went home: her part stays due, and so do the cents that no coin can pay."""
    given = Distribution(1007, UNITS, paid_from=BOX, paid_to={LORNA, AMINA}, step=10)

    assert book(investment.distribution(SUNDAY, given)) == dedent("""\
        cash box/investment                Cr    8.00 HKD
        due to members: Lorna/investment   Cr    0.03 HKD
        due to members: Amina/investment   Cr    0.03 HKD
        due to members: Siti/investment    Cr    2.01 HKD
        retained surplus/investment        Dr   10.07 HKD""")


def test_all_units_of_a_fund_worth_nothing_are_cancelled() -> None:
    """It starts again at 1, and what was put in is lost with the units: nobody could redeem it."""
    cancelled = investment.units_cancelled(SUNDAY, UnitsCancelled(
        {AMINA: 1_000_000, SITI: 0}, "investment", {AMINA: 100000}))

    assert book(paid_in(), cancelled) == dedent("""\
        cash box/investment           Dr   1000.00 HKD
        retained surplus/investment   Cr   1000.00 HKD""")
