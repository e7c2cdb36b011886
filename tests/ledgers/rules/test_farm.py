"""What an enterprise owns besides money."""

from textwrap import dedent

from ledgers.rules import farm
from ledgers.rules.enterprise import owed_to, paid_through
from ledgers.rules.farm import Counted, InKind
from tests.ledgers.rules.cast import BANK, BOX, MILLER, MINISTRY, SUNDAY, farm_book


def test_equipment_is_owned_and_wears_out() -> None:
    """The pump was bought half on credit and lasts ten years."""
    cash = farm.equipment_bought(SUNDAY, paid_through(BANK), amount_minor=600000)
    credit = farm.equipment_bought(SUNDAY, owed_to(MILLER), amount_minor=600000)
    worn = farm.depreciation(SUNDAY, amount_minor=120000)

    assert farm_book(cash, credit, worn) == dedent("""\
        bank/enterprise                              Cr    6000.00 PHP
        equipment and land improvements/enterprise   Dr   12000.00 PHP
        depreciation of equipment/enterprise         Cr    1200.00 PHP
        payables: Miller/enterprise                  Cr    6000.00 PHP
        depreciation/enterprise                      Dr    1200.00 PHP""")


def test_equipment_that_is_sold_leaves_a_gain_or_a_loss() -> None:
    """A pump of 6,000 worn by 4,000 goes for 2,500; a cart of 1,000 worn by 300 goes for 400."""
    pump = farm.equipment_sold(
        SUNDAY, paid_through(BANK), cost_minor=600000, worn_minor=400000, price_minor=250000)
    cart = farm.equipment_sold(
        SUNDAY, paid_through(BANK), cost_minor=100000, worn_minor=30000, price_minor=40000)

    assert farm_book(pump, cart) == dedent("""\
        bank/enterprise                              Dr   2900.00 PHP
        equipment and land improvements/enterprise   Cr   7000.00 PHP
        depreciation of equipment/enterprise         Dr   4300.00 PHP
        other income/enterprise                      Cr    500.00 PHP
        other costs/enterprise                       Dr    300.00 PHP""")


def test_what_grew_is_counted_and_what_died_is_lost() -> None:
    """Forty hogs more than at the last count, two dead since; the rice in store was sold."""
    grown = farm.stock_counted(SUNDAY, Counted.GROWING, change_minor=2400000)
    sold = farm.stock_counted(SUNDAY, Counted.PRODUCE, change_minor=-300000)
    died = farm.animals_lost(SUNDAY, amount_minor=120000)

    assert farm_book(grown, sold, died) == dedent("""\
        stock of produce/enterprise                Cr    3000.00 PHP
        animals and crops in progress/enterprise   Dr   22800.00 PHP
        change in stock and growing/enterprise     Cr   21000.00 PHP
        losses and mortality/enterprise            Dr    1200.00 PHP""")


def test_a_grant_is_income_only_when_it_is_used() -> None:
    """10,000.00 for a fence: 9,200.00 were spent on it, the rest went back."""
    got = farm.grant_received(SUNDAY, MINISTRY, amount_minor=1000000, into=BANK)
    used = farm.grant_used(SUNDAY, MINISTRY, amount_minor=920000)
    back = farm.grant_returned(SUNDAY, MINISTRY, amount_minor=80000, out_of=BOX)

    assert farm_book(got, used) == dedent("""\
        bank/enterprise                        Dr   10000.00 PHP
        deferred grants: Ministry/enterprise   Cr     800.00 PHP
        grants used/enterprise                 Cr    9200.00 PHP""")
    assert farm_book(got, used, back) == dedent("""\
        cash/enterprise          Cr     800.00 PHP
        bank/enterprise          Dr   10000.00 PHP
        grants used/enterprise   Cr    9200.00 PHP""")


def test_a_grant_in_kind_stands_at_a_stated_value() -> None:
    """A hand tractor and forty sacks of seed, no money."""
    tractor = farm.grant_in_kind(SUNDAY, MINISTRY, what=InKind.EQUIPMENT, amount_minor=5000000)
    seed = farm.grant_in_kind(SUNDAY, MINISTRY, what=InKind.SUPPLIES, amount_minor=480000)

    assert farm_book(tractor, seed) == dedent("""\
        stock of produce/enterprise                  Dr    4800.00 PHP
        equipment and land improvements/enterprise   Dr   50000.00 PHP
        deferred grants: Ministry/enterprise         Cr   54800.00 PHP""")
