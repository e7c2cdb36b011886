"""Money on its way."""

from dataclasses import replace
from fractions import Fraction
from textwrap import dedent

import pytest

from ledgers.entries import JournalEntry
from ledgers.errors import EmptyEntry, FeeExceedsTransit, RateNotPositive
from ledgers.money import Money
from ledgers.rules import remittance
from ledgers.rules.remittance import (
    CapitalLanding,
    CapitalSent,
    LandingParts,
    Transit,
    host_at_mid,
    landing_parts,
)
from ledgers.rules.stakes import Arrival
from tests.ledgers.rules.cast import BANK, BOX, HOGS, HOME, RICE, SENT, SUNDAY, WALLET, book

MID = Fraction("7.0499")
LANDED = CapitalLanding(SENT, RICE, Money(3710292, "PHP"), "HKD", transit_left_minor=530000, mid_rate=MID)


def sent(amount_minor: int = 530000) -> JournalEntry:
    """Capital sent without a fee."""
    return remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, amount_minor))


def test_a_fee_on_top_is_paid_besides_the_amount() -> None:
    """5,300.00 travel and the shop keeps 25.00 more."""
    entry = remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 530000, fee_minor=2500, fee_on_top=True))

    assert book(entry) == dedent("""\
        bank/investment                               Cr   5325.00 HKD
        capital in transit: remittance-1/investment   Dr   5300.00 HKD
        transfer fees/investment                      Dr     25.00 HKD""")


def test_a_fee_deducted_travels_inside_the_amount() -> None:
    """What the shop takes out is known only when the rest lands."""
    entry = remittance.capital_sent(SUNDAY, CapitalSent(SENT, BANK, 530000, fee_minor=2500))

    assert book(entry) == dedent("""\
        bank/investment                               Cr   5300.00 HKD
        capital in transit: remittance-1/investment   Dr   5300.00 HKD""")


def test_capital_may_be_sent_in_legs() -> None:
    """Half from the bank, half from the wallet, one remittance."""
    entry = remittance.capital_sent(
        SUNDAY, CapitalSent(SENT, BANK, 300000), CapitalSent(SENT, WALLET, 230000, 500, fee_on_top=True),
    )

    assert book(entry) == dedent("""\
        bank/investment                               Cr   3000.00 HKD
        e-wallet/investment                           Cr   2305.00 HKD
        capital in transit: remittance-1/investment   Dr   5300.00 HKD
        transfer fees/investment                      Dr      5.00 HKD""")


@pytest.mark.parametrize(("home", "mid", "host", "exact"), [
    (Money(705, "PHP"), "7.05", "HKD", Fraction(100)),
    (Money(4100, "PHP"), "0.041", "KRW", Fraction(1000)),
    (Money(1_160_000, "IDR"), "11600", "USD", Fraction(100)),
    (Money(100, "PHP"), "3", "HKD", Fraction(100, 3)),
])
def test_a_rate_speaks_of_whole_money_and_amounts_of_the_smallest(
    home: Money, mid: str, host: str, exact: Fraction,
) -> None:
    """A won has no cents and a peso has: the rate must not be off by a hundred."""
    assert host_at_mid(home, Fraction(mid), host=host) == exact


def test_a_rate_is_above_zero() -> None:
    """Nothing can be worth the world."""
    with pytest.raises(RateNotPositive):
        host_at_mid(Money(100, "PHP"), Fraction(0), host="HKD")


def test_the_stake_costs_what_landed_at_mid_and_the_rest_was_the_margin() -> None:
    """37,102.92 pesos at 7.0499 are 5,262.90; the shop's rate kept 37.10."""
    assert landing_parts(LANDED) == LandingParts(0, 526290, 3710)
    assert book(sent(), remittance.capital_landed(SUNDAY, LANDED)) == dedent("""\
        bank/investment                                    Cr    5300.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    5262.90 HKD
        exchange margin/investment                         Dr      37.10 HKD
        claims held: Rice Centre/claims.PHP                Dr   37102.92 PHP
        claims recorded/claims.PHP                         Cr   37102.92 PHP""")


def test_fees_taken_on_the_way_are_fees_and_not_margin() -> None:
    """Of 5,350.00 sent, 25.00 stay here and 100 pesos there, which are 14.18 at mid."""
    landed = replace(LANDED, transit_left_minor=535000, deducted_fee_minor=2500, receiving_fee_minor=10000)

    assert landing_parts(landed) == LandingParts(3918, 526290, 4792)
    assert book(sent(535000), remittance.capital_landed(SUNDAY, landed)) == dedent("""\
        bank/investment                                    Cr    5350.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    5262.90 HKD
        transfer fees/investment                           Dr      39.18 HKD
        exchange margin/investment                         Dr      47.92 HKD
        claims held: Rice Centre/claims.PHP                Dr   37102.92 PHP
        claims recorded/claims.PHP                         Cr   37102.92 PHP""")


def test_a_stake_costs_at_most_what_the_fees_leave() -> None:
    """A rate better than mid is luck of the day, not money the group spent."""
    landed = replace(LANDED, landed=Money(3800000, "PHP"), deducted_fee_minor=2500)

    assert landing_parts(landed) == LandingParts(2500, 527500, 0)


def test_without_a_mid_rate_the_margin_is_not_known() -> None:
    """Nobody noted the rate; the cost then holds the margin and the receiving fee, for ever."""
    landed = replace(LANDED, mid_rate=None, deducted_fee_minor=2500, receiving_fee_minor=10000)

    assert landing_parts(landed) == LandingParts(2500, 527500, None)
    assert book(sent(), remittance.capital_landed(SUNDAY, landed)) == dedent("""\
        bank/investment                                    Cr    5300.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    5275.00 HKD
        transfer fees/investment                           Dr      25.00 HKD
        claims held: Rice Centre/claims.PHP                Dr   37102.92 PHP
        claims recorded/claims.PHP                         Cr   37102.92 PHP""")


def test_of_several_landings_the_last_one_knows_the_margin() -> None:
    """Until the last peso is in, what is missing may still be on its way."""
    first = replace(LANDED, landed=Money(2000000, "PHP"), last=False)
    last = replace(LANDED, landed=Money(1710292, "PHP"), transit_left_minor=530000 - 283692)

    assert landing_parts(first) == LandingParts(0, 283692, 0)
    assert landing_parts(last) == LandingParts(0, 242598, 3710)
    entries = (remittance.capital_landed(SUNDAY, landing) for landing in (first, last))
    assert book(sent(), *entries) == dedent("""\
        bank/investment                                    Cr    5300.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    5262.90 HKD
        exchange margin/investment                         Dr      37.10 HKD
        claims held: Rice Centre/claims.PHP                Dr   37102.92 PHP
        claims recorded/claims.PHP                         Cr   37102.92 PHP""")


def test_of_several_landings_without_a_mid_rate_the_last_one_bears_the_cost() -> None:
    """The claim grows with each landing; what it cost is all that was sent."""
    first = replace(LANDED, landed=Money(2000000, "PHP"), mid_rate=None, last=False)

    assert landing_parts(first) == LandingParts(0, 0, None)
    assert book(remittance.capital_landed(SUNDAY, first)) == dedent("""\
        claims held: Rice Centre/claims.PHP   Dr   20000.00 PHP
        claims recorded/claims.PHP            Cr   20000.00 PHP""")


def test_a_loan_to_an_enterprise_lands_on_its_own_account() -> None:
    """A loan must come back; a share need not."""
    landed = replace(LANDED, stake=HOGS)

    assert book(sent(), remittance.capital_landed(SUNDAY, landed)) == dedent("""\
        bank/investment                           Cr    5300.00 HKD
        loan to enterprise: Hog Farm/investment   Dr    5262.90 HKD
        exchange margin/investment                Dr      37.10 HKD
        claims held: Hog Farm/claims.PHP          Dr   37102.92 PHP
        claims recorded/claims.PHP                Cr   37102.92 PHP""")


def test_no_fee_is_larger_than_what_travels() -> None:
    """A typing slip of two noughts would turn the stake negative."""
    with pytest.raises(FeeExceedsTransit):
        landing_parts(replace(LANDED, deducted_fee_minor=530001))


def test_a_transfer_that_comes_back_short_cost_a_fee_and_the_rate() -> None:
    """5,300.00 went, 5,200.00 came back after a fee of 30.00: 70.00 went with the rate."""
    back = remittance.capital_returned(
        SUNDAY, Transit(SENT, 530000), arrival=Arrival(BANK, 520000, fee_minor=3000),
    )

    assert book(sent(), back) == dedent("""\
        bank/investment              Cr   100.00 HKD
        transfer fees/investment     Dr    30.00 HKD
        exchange losses/investment   Dr    70.00 HKD""")


def test_a_transfer_that_comes_back_with_more_gained_by_the_rate() -> None:
    """The peso fell while the money waited."""
    back = remittance.capital_returned(SUNDAY, Transit(SENT, 530000), arrival=Arrival(BOX, 531000))

    assert book(sent(), back) == dedent("""\
        cash box/investment         Dr   5310.00 HKD
        bank/investment             Cr   5300.00 HKD
        exchange gains/investment   Cr     10.00 HKD""")


def test_a_transfer_lost_is_a_loss_of_the_fund() -> None:
    """The agent is gone; two people decide to stop hoping."""
    assert book(sent(), remittance.capital_lost(SUNDAY, Transit(SENT, 530000))) == dedent("""\
        bank/investment         Cr   5300.00 HKD
        impairment/investment   Dr   5300.00 HKD""")


def test_nothing_in_transit_cannot_be_lost() -> None:
    """A transfer that landed whole is not on its way any more."""
    with pytest.raises(EmptyEntry):
        remittance.capital_lost(SUNDAY, Transit(SENT, 0))


def test_money_sent_home_is_on_its_way_until_it_lands() -> None:
    """Declared 951.00, received 941.19 and a fee of 12.50: the rate gave 2.69."""
    on_its_way = Transit(HOME, 95100)
    left = remittance.sent_home(SUNDAY, RICE.receivable, remittance=on_its_way)
    landed = remittance.income_landed(
        SUNDAY, on_its_way.account, arrival=Arrival(BANK, 94119, 1250), carrying_minor=95100,
    )

    assert book(left) == dedent("""\
        capital in transit: return-1/investment                     Dr   951.00 HKD
        income receivable from enterprise: Rice Centre/investment   Cr   951.00 HKD""")
    assert book(left, landed) == dedent("""\
        bank/investment                                             Dr   941.19 HKD
        income receivable from enterprise: Rice Centre/investment   Cr   951.00 HKD
        exchange gains/investment                                   Cr     2.69 HKD
        transfer fees/investment                                    Dr    12.50 HKD""")


def test_money_recorded_when_it_landed_settles_the_income_directly() -> None:
    """Nobody noted the day it left; 951.00 were expected, 930.00 came and 12.50 stayed on the way."""
    landed = remittance.income_landed(
        SUNDAY, RICE.receivable, arrival=Arrival(BANK, 93000, 1250), carrying_minor=95100,
    )

    assert book(landed) == dedent("""\
        bank/investment                                             Dr   930.00 HKD
        income receivable from enterprise: Rice Centre/investment   Cr   951.00 HKD
        transfer fees/investment                                    Dr    12.50 HKD
        exchange losses/investment                                  Dr     8.50 HKD""")


def test_what_never_lands_of_money_sent_home_is_an_exchange_loss() -> None:
    """951.00 were on their way and nothing came; where nothing is left nothing is posted."""
    ended = remittance.home_rest_ended(SUNDAY, Transit(HOME, 95100))

    assert book(ended) == dedent("""\
        capital in transit: return-1/investment   Cr   951.00 HKD
        exchange losses/investment                Dr   951.00 HKD""")
    with pytest.raises(EmptyEntry):
        remittance.home_rest_ended(SUNDAY, Transit(HOME, 0))
