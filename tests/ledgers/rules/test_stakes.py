"""What a group holds in an enterprise."""

from dataclasses import replace
from textwrap import dedent

import pytest

from ledgers.accounts import Account
from ledgers.entries import JournalEntry
from ledgers.errors import ClaimExceeded, NotRevalued, RecoveryExceedsAllowance, WriteDownExceedsCost
from ledgers.money import Money
from ledgers.rules import stakes
from ledgers.rules.opening import opening_with_rest
from ledgers.rules.stakes import Arrival, CapitalBack, Impairment, StakeWriteOff
from tests.ledgers.rules.cast import BANK, HOGS, HOME, PESO_ACCOUNT, RICE, SENT, SUNDAY, book

WHOLE = CapitalBack(
    RICE, cost_minor=500000, allowance_minor=100000, claim_minor=3500000,
    claim_back=Money(3500000, "PHP"), agreed_minor=450000,
)


def held(stake: stakes.Stake = RICE, *, allowance_minor: int = 0) -> JournalEntry:
    """A stake that cost 5,000.00 and claims 35,000.00 pesos, in a book opened with nothing else."""
    return opening_with_rest(SUNDAY, {
        stake.account: 500000, stake.allowance: -allowance_minor,
        Account(9500, "claims.PHP", stake.holder): 3500000,
    })


def test_income_declared_is_owed_before_it_arrives() -> None:
    """The dividend is the group's on the day it is declared."""
    entry = stakes.income_declared(SUNDAY, RICE, amount_minor=95118)

    assert book(entry) == dedent("""\
        income receivable from enterprise: Rice Centre/investment   Dr   951.18 HKD
        income from enterprises: Rice Centre/investment             Cr   951.18 HKD""")


def test_income_left_in_the_enterprise_raises_the_stake_and_its_claim() -> None:
    """The backers asked for more hogs instead of money."""
    declared = stakes.income_declared(SUNDAY, RICE, amount_minor=95118)
    left = stakes.reinvested(SUNDAY, RICE, amount_minor=95118, claim=Money(680234, "PHP"))

    assert book(declared, left) == dedent("""\
        investment in enterprise: Rice Centre/investment   Dr    951.18 HKD
        income from enterprises: Rice Centre/investment    Cr    951.18 HKD
        claims held: Rice Centre/claims.PHP                Dr   6802.34 PHP
        claims recorded/claims.PHP                         Cr   6802.34 PHP""")


def test_a_stake_sold_whole_uses_its_allowance_then_gains_or_loses() -> None:
    """Cost 5,000.00, written down to 4,000.00, sold for 4,500.00; 4,470.00 came after a fee of 20.00."""
    back = stakes.capital_back(SUNDAY, WHOLE, arrival=Arrival(BANK, 447000, fee_minor=2000))

    assert book(held(allowance_minor=100000), back) == dedent("""\
        bank/investment                           Dr   4470.00 HKD
        retained surplus/investment               Cr   4000.00 HKD
        gains on stakes: Rice Centre/investment   Cr    500.00 HKD
        transfer fees/investment                  Dr     20.00 HKD
        exchange losses/investment                Dr     10.00 HKD""")


def test_a_part_comes_back_in_proportion_to_the_claim() -> None:
    """10,000 of 35,000 pesos claimed: two sevenths of cost and allowance leave, and the price was lower."""
    part = replace(WHOLE, claim_back=Money(1000000, "PHP"), agreed_minor=110000)
    back = stakes.capital_back(SUNDAY, part, arrival=Arrival(BANK, 110000))

    assert book(held(allowance_minor=100000), back) == dedent("""\
        bank/investment                                    Dr    1100.00 HKD
        investment in enterprise: Rice Centre/investment   Dr    3571.43 HKD
        allowance for impairment: Rice Centre/investment   Cr     714.29 HKD
        retained surplus/investment                        Cr    4000.00 HKD
        impairment/investment                              Dr      42.86 HKD
        claims held: Rice Centre/claims.PHP                Dr   25000.00 PHP
        claims recorded/claims.PHP                         Cr   25000.00 PHP""")


def test_what_arrives_beyond_the_agreed_price_is_exchange_gain() -> None:
    """The price was agreed at that day's rate; the rate moved while the money travelled."""
    back = stakes.capital_back(SUNDAY, replace(WHOLE, allowance_minor=0), arrival=Arrival(BANK, 451000))

    assert book(held(), back) == dedent("""\
        bank/investment               Dr   4510.00 HKD
        retained surplus/investment   Cr   5000.00 HKD
        exchange gains/investment     Cr     10.00 HKD
        impairment/investment         Dr    500.00 HKD""")


def test_principal_on_its_way_home_stands_in_transit() -> None:
    """A loan paid back is still not in the bank."""
    back = replace(WHOLE, stake=HOGS, allowance_minor=0, agreed_minor=500000)
    sent = stakes.capital_back_sent(SUNDAY, back, remittance=HOME)

    assert book(held(HOGS), sent) == dedent("""\
        capital in transit: return-1/investment   Dr   5000.00 HKD
        retained surplus/investment               Cr   5000.00 HKD""")


@pytest.mark.parametrize("claim", [0, 3500001])
def test_no_more_comes_back_than_is_claimed(claim: int) -> None:
    """What comes beyond the claim is income, and must be declared."""
    with pytest.raises(ClaimExceeded):
        stakes.capital_back_sent(SUNDAY, replace(WHOLE, claim_back=Money(claim, "PHP")), remittance=HOME)


def test_claims_on_money_follow_the_rate() -> None:
    """A loan in pesos is worth what pesos are worth: here less, the income receivable more."""
    fell = stakes.revaluation(SUNDAY, HOGS.account, change_minor=-1200)
    rose = stakes.revaluation(SUNDAY, HOGS.receivable, change_minor=300)
    pesos = stakes.revaluation(SUNDAY, PESO_ACCOUNT.account("investment"), change_minor=50)

    assert book(fell, rose, pesos) == dedent("""\
        account in another currency/investment                   Dr    0.50 HKD
        loan to enterprise: Hog Farm/investment                  Cr   12.00 HKD
        income receivable from enterprise: Hog Farm/investment   Dr    3.00 HKD
        exchange gains/investment                                Cr    3.50 HKD
        exchange losses/investment                               Dr   12.00 HKD""")


@pytest.mark.parametrize("account", [RICE.account, stakes.transit(SENT, "investment")])
def test_capital_stays_at_cost(account: Account) -> None:
    """A share in a farm is not money abroad, and money on its way is what was sent."""
    with pytest.raises(NotRevalued):
        stakes.revaluation(SUNDAY, account, change_minor=100)


def test_a_stake_worth_less_is_written_down_and_may_recover() -> None:
    """The flood took a part of the harvest; the next one was good."""
    down = stakes.write_down(SUNDAY, Impairment(RICE, 200000, 500000, 0))
    up = stakes.write_down_recovered(SUNDAY, Impairment(RICE, 150000, 500000, 200000))

    assert book(held(), down, up) == dedent("""\
        investment in enterprise: Rice Centre/investment   Dr    5000.00 HKD
        allowance for impairment: Rice Centre/investment   Cr     500.00 HKD
        retained surplus/investment                        Cr    5000.00 HKD
        impairment/investment                              Dr     500.00 HKD
        claims held: Rice Centre/claims.PHP                Dr   35000.00 PHP
        claims recorded/claims.PHP                         Cr   35000.00 PHP""")


def test_a_stake_is_never_worth_less_than_nothing() -> None:
    """Members can lose what they put in and no more."""
    with pytest.raises(WriteDownExceedsCost):
        stakes.write_down(SUNDAY, Impairment(RICE, 400001, 500000, 100000))


def test_a_stake_recovers_up_to_its_cost() -> None:
    """A gain is counted when it is received, not when it is hoped for."""
    with pytest.raises(RecoveryExceedsAllowance):
        stakes.write_down_recovered(SUNDAY, Impairment(RICE, 100001, 500000, 100000))


def test_a_stake_given_up_ends_with_its_claim() -> None:
    """What was written down before is no new loss."""
    given_up = StakeWriteOff(RICE.account, 500000, 100000, Money(3500000, "PHP"))
    gone = stakes.stake_written_off(SUNDAY, given_up)

    assert book(held(allowance_minor=100000), gone) == dedent("""\
        retained surplus/investment   Cr   4000.00 HKD
        impairment/investment         Dr   4000.00 HKD""")


def test_income_that_will_not_come_is_given_up_without_a_claim() -> None:
    """The dividend of a farm that closed."""
    declared = stakes.income_declared(SUNDAY, RICE, amount_minor=95118)
    gone = stakes.stake_written_off(SUNDAY, StakeWriteOff(RICE.receivable, 95118))

    assert book(declared, gone) == dedent("""\
        income from enterprises: Rice Centre/investment   Cr   951.18 HKD
        impairment/investment                             Dr   951.18 HKD""")


def test_a_profit_share_bears_its_part_of_a_loss() -> None:
    """The batch died; the backer agreed to bear half."""
    borne = stakes.stake_written_off(SUNDAY, StakeWriteOff(HOGS.account, 250000, claim=Money(1750000, "PHP")))

    assert book(held(HOGS), borne) == dedent("""\
        loan to enterprise: Hog Farm/investment   Dr    2500.00 HKD
        retained surplus/investment               Cr    5000.00 HKD
        impairment/investment                     Dr    2500.00 HKD
        claims held: Hog Farm/claims.PHP          Dr   17500.00 PHP
        claims recorded/claims.PHP                Cr   17500.00 PHP""")


def test_what_comes_of_a_stake_given_up_is_a_gain() -> None:
    """Nothing of it stands any more, neither cost nor claim."""
    entry = stakes.recovered_sent(SUNDAY, RICE, remittance=HOME, amount_minor=95100)

    assert [(p.debit.code, p.credit.code, p.amount_minor) for p in entry.postings] == [(1200, 4600, 95100)]
