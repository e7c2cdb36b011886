"""What happens in an enterprise."""

from textwrap import dedent

import pytest

from ledgers.errors import EmptyEntry, NotACost, NothingToSplitBy, UnknownAccount
from ledgers.money import Money
from ledgers.rules import enterprise
from ledgers.rules.enterprise import TAXES_DUE, Backing, Capital, Cost, Sale, owed_by, owed_to, paid_through
from tests.ledgers.rules.cast import BANK, BENJIE, BOX, HONG_KONG, MILLER, PALAY, SEOUL, SUNDAY, farm_book

CASH, AT_BANK = paid_through(BOX), paid_through(BANK)


def test_capital_lands_net_and_brings_shares() -> None:
    """One share for each whole peso where the terms say nothing else."""
    shares = enterprise.whole_shares(Money(3710292, "PHP"))
    entry = enterprise.capital_received(SUNDAY, Capital(HONG_KONG, 3710292, shares=shares), into=BANK)

    assert farm_book(entry) == dedent("""\
        bank/enterprise                     Dr   37102.92 PHP
        capital: Sunday Savers/enterprise   Cr   37102.92 PHP
        shares issued/shares                Cr      37102 SHARE
        shares held: Sunday Savers/shares   Dr      37102 SHARE""")


def test_a_loan_lands_without_shares() -> None:
    """A lender owns nothing of the farm."""
    entry = enterprise.capital_received(SUNDAY, Capital(SEOUL, 1000000, Backing.DEBT), into=BANK)

    assert farm_book(entry) == dedent("""\
        bank/enterprise                                             Dr   10000.00 PHP
        loans and revenue shares payable: Seoul Savers/enterprise   Cr   10000.00 PHP""")


def test_the_owner_puts_in_and_takes_out() -> None:
    """His household and the farm are two purses."""
    put = enterprise.owner_paid_in(SUNDAY, Capital(BENJIE, 500000, shares=5000), into=BOX)
    took = enterprise.owner_took_out(SUNDAY, BENJIE, amount_minor=20000, out_of=BOX)
    ate = enterprise.own_use(SUNDAY, BENJIE, activity=PALAY, amount_minor=45000)

    assert farm_book(put, took, ate) == dedent("""\
        cash/enterprise                       Dr   4800.00 PHP
        capital: Benjie/enterprise            Cr   5000.00 PHP
        owner's drawings: Benjie/enterprise   Dr    650.00 PHP
        sales: palay/enterprise               Cr    450.00 PHP
        shares issued/shares                  Cr      5000 SHARE
        shares held: Benjie/shares            Dr      5000 SHARE""")


def test_a_sale_is_paid_or_owed() -> None:
    """The miller pays half at once."""
    entry = enterprise.sale(SUNDAY, Sale(PALAY, 1500000, AT_BANK), Sale(PALAY, 1453200, owed_by(MILLER)))

    assert farm_book(entry) == dedent("""\
        bank/enterprise                  Dr   15000.00 PHP
        receivables: Miller/enterprise   Dr   14532.00 PHP
        sales: palay/enterprise          Cr   29532.00 PHP""")


def test_a_buyer_pays_what_he_owed_or_does_not() -> None:
    """What he never pays is a cost of the year in which hope ends."""
    sold = enterprise.sale(SUNDAY, Sale(PALAY, 1453200, owed_by(MILLER)))
    paid = enterprise.sale_collected(SUNDAY, MILLER, amount_minor=1400000, into=BOX)
    lost = enterprise.bad_debt(SUNDAY, MILLER, amount_minor=53200)

    assert farm_book(sold, paid, lost) == dedent("""\
        cash/enterprise           Dr   14000.00 PHP
        sales: palay/enterprise   Cr   14532.00 PHP
        other costs/enterprise    Dr     532.00 PHP""")


def test_a_cost_is_paid_or_owed() -> None:
    """Feed from the shop on credit, wages in cash, the licence due to the town."""
    costs = enterprise.cost(
        SUNDAY, Cost(5150, 80000, owed_to(MILLER)), Cost(5200, 120000, CASH), Cost(5850, 5000, TAXES_DUE),
    )
    feed = enterprise.payable_paid(SUNDAY, owed_to(MILLER), amount_minor=30000, out_of=BANK)
    town = enterprise.payable_paid(SUNDAY, TAXES_DUE, amount_minor=5000, out_of=BOX)

    assert farm_book(costs, feed, town) == dedent("""\
        cash/enterprise                 Cr   1250.00 PHP
        bank/enterprise                 Cr    300.00 PHP
        payables: Miller/enterprise     Cr    500.00 PHP
        feed/enterprise                 Dr    800.00 PHP
        wages/enterprise                Dr   1200.00 PHP
        taxes and licences/enterprise   Dr     50.00 PHP""")


def test_only_a_cost_is_a_cost() -> None:
    """Equipment is owned, not used up; and a number nobody knows is a slip."""
    with pytest.raises(NotACost):
        enterprise.cost(SUNDAY, Cost(1400, 80000, CASH))
    with pytest.raises(UnknownAccount):
        enterprise.cost(SUNDAY, Cost(5999, 80000, CASH))


def test_wages_in_kind_are_wages_and_sales() -> None:
    """A sack of rice for a day's work is worth its price on both sides."""
    entry = enterprise.wages_in_kind(SUNDAY, PALAY, amount_minor=25000)

    assert farm_book(entry) == dedent("""\
        sales: palay/enterprise   Cr   250.00 PHP
        wages/enterprise          Dr   250.00 PHP""")


def test_a_monthly_report_is_one_entry() -> None:
    """Sales, inputs, wages and other costs as the ten boxes say them."""
    entry = enterprise.month_reported(
        SUNDAY, sales=(Sale(PALAY, 2953200, AT_BANK),),
        costs=(Cost(5100, 638900, AT_BANK), Cost(5200, 1184600, AT_BANK), Cost(5900, 138200, AT_BANK)),
    )

    assert farm_book(entry) == dedent("""\
        bank/enterprise           Dr    9915.00 PHP
        sales: palay/enterprise   Cr   29532.00 PHP
        inputs/enterprise         Dr    6389.00 PHP
        wages/enterprise          Dr   11846.00 PHP
        other costs/enterprise    Dr    1382.00 PHP""")


def test_a_month_without_money_makes_no_entry() -> None:
    """The report says that nothing was sold; the book has nothing to say."""
    with pytest.raises(EmptyEntry):
        enterprise.month_reported(SUNDAY, costs=(Cost(5100, 0, AT_BANK),))


def test_an_advance_is_a_cost_when_it_is_used() -> None:
    """500 pesos for the market; 420 were spent on seed, 50 came back, 30 are still with the buyer."""
    given = enterprise.advance(SUNDAY, MILLER, amount_minor=50000, out_of=BOX)
    used = enterprise.advance_used(SUNDAY, MILLER, code=5100, amount_minor=42000)
    back = enterprise.advance_returned(SUNDAY, MILLER, amount_minor=5000, into=BOX)

    assert farm_book(given, used, back) == dedent("""\
        cash/enterprise               Cr   450.00 PHP
        advances: Miller/enterprise   Dr    30.00 PHP
        inputs/enterprise             Dr   420.00 PHP""")


@pytest.mark.parametrize(("difference", "expected"), [
    (-700, "cash/enterprise         Cr   7.00 PHP\ncash short/enterprise   Dr   7.00 PHP"),
    (700, "cash/enterprise        Dr   7.00 PHP\ncash over/enterprise   Cr   7.00 PHP"),
])
def test_counted_cash_is_believed(difference: int, expected: str) -> None:
    """Short or over, the drawer says what there is."""
    entry = enterprise.cash_difference(SUNDAY, BOX, counted_minus_book_minor=difference)

    assert farm_book(entry) == expected


def test_a_dividend_is_split_by_shares_the_owner_included() -> None:
    """1,000.00 by 37,102, 10,000 and 5,000 shares; the rounding goes by largest remainder."""
    parts = enterprise.dividend_parts_minor(100000, {HONG_KONG: 37102, SEOUL: 10000, BENJIE: 5000})

    assert parts == {HONG_KONG: 71210, SEOUL: 19193, BENJIE: 9597}
    assert farm_book(enterprise.dividend_declared(SUNDAY, parts)) == dedent("""\
        dividends and interest payable: Sunday Savers/enterprise   Cr    712.10 PHP
        dividends and interest payable: Seoul Savers/enterprise    Cr    191.93 PHP
        dividends and interest payable: Benjie/enterprise          Cr     95.97 PHP
        retained earnings/enterprise                               Dr   1000.00 PHP""")


def test_a_dividend_needs_shares() -> None:
    """Without owners there is nobody to declare it to."""
    with pytest.raises(NothingToSplitBy):
        enterprise.dividend_parts_minor(100000, {HONG_KONG: 0})


def test_interest_and_backers_shares_are_costs() -> None:
    """A lender is paid before there is a profit."""
    entry = enterprise.interest_declared(SUNDAY, {SEOUL: 12500})

    assert farm_book(entry) == dedent("""\
        dividends and interest payable: Seoul Savers/enterprise   Cr   125.00 PHP
        interest and backers' shares/enterprise                   Dr   125.00 PHP""")


def test_what_was_declared_is_sent_or_reinvested() -> None:
    """Hong Kong takes its money, Seoul leaves its in the loan, Benjie takes shares."""
    declared = enterprise.dividend_declared(SUNDAY, {HONG_KONG: 680234, BENJIE: 100000})
    interest = enterprise.interest_declared(SUNDAY, {SEOUL: 12500})
    sent = enterprise.return_sent(SUNDAY, HONG_KONG, amount_minor=680234, out_of=BANK)
    lent = enterprise.reinvested(SUNDAY, Capital(SEOUL, 12500, Backing.DEBT))
    owned = enterprise.reinvested(SUNDAY, Capital(BENJIE, 100000, shares=1000))

    assert farm_book(declared, interest, sent, lent, owned) == dedent("""\
        bank/enterprise                                             Cr   6802.34 PHP
        loans and revenue shares payable: Seoul Savers/enterprise   Cr    125.00 PHP
        capital: Benjie/enterprise                                  Cr   1000.00 PHP
        retained earnings/enterprise                                Dr   7802.34 PHP
        interest and backers' shares/enterprise                     Dr    125.00 PHP
        shares issued/shares                                        Cr      1000 SHARE
        shares held: Benjie/shares                                  Dr      1000 SHARE""")


def test_principal_is_repaid_and_a_loss_is_borne() -> None:
    """A profit share that bears a loss is owed less."""
    lent = enterprise.capital_received(SUNDAY, Capital(SEOUL, 1000000, Backing.DEBT), into=BANK)
    repaid = enterprise.principal_repaid(SUNDAY, SEOUL, amount_minor=400000, out_of=BANK)
    borne = enterprise.loss_borne(SUNDAY, SEOUL, amount_minor=150000)

    assert farm_book(lent, repaid, borne) == dedent("""\
        bank/enterprise                                             Dr   6000.00 PHP
        loans and revenue shares payable: Seoul Savers/enterprise   Cr   4500.00 PHP
        other income/enterprise                                     Cr   1500.00 PHP""")


@pytest.mark.parametrize(("price", "side", "difference"), [
    (1100000, "Dr", "1000.00"), (900000, "Cr", "1000.00"),
])
def test_capital_bought_back_settles_its_difference_with_what_is_retained(
    price: int, side: str, difference: str,
) -> None:
    """What the others pay or gain by it is theirs; the shares end."""
    landed = enterprise.capital_received(SUNDAY, Capital(SEOUL, 1000000, shares=10000), into=BANK)
    bought = enterprise.capital_bought_back(
        SUNDAY, Capital(SEOUL, 1000000, shares=10000), price_minor=price, out_of=BANK,
    )

    other = "Cr" if side == "Dr" else "Dr"
    assert farm_book(landed, bought) == (
        f"bank/enterprise                {other}   {difference} PHP\n"
        f"retained earnings/enterprise   {side}   {difference} PHP"
    )


@pytest.mark.parametrize(("price", "difference"), [
    (60000, "other income/enterprise Cr 100.00 PHP"),
    (90000, "interest and backers' shares/enterprise Dr 200.00 PHP"),
])
def test_a_debt_is_bought_back_at_another_price(price: int, difference: str) -> None:
    """700.00 are owed: for less the farm gains, what is paid above it is a cost."""
    entry = enterprise.debt_settled(SUNDAY, SEOUL, debt_minor=70000, price_minor=price, out_of=BANK)
    told = [" ".join(line.split()) for line in farm_book(entry).splitlines()]

    assert "loans and revenue shares payable: Seoul Savers/enterprise Dr 700.00 PHP" in told
    assert difference in told


def test_a_return_let_go_is_retained_or_income() -> None:
    """A dividend that nobody takes was never given; interest was a cost and stays one."""
    let_go = {lent: " ".join(farm_book(enterprise.return_let_go(
        SUNDAY, SEOUL, amount_minor=500, lent=lent)).split()) for lent in (True, False)}

    assert "other income/enterprise Cr 5.00 PHP" in let_go[True]
    assert "retained earnings/enterprise Cr 5.00 PHP" in let_go[False]
