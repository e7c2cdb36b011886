"""The group's own affairs."""

from textwrap import dedent

from ledgers.accounts import Account
from ledgers.rules import housekeeping
from ledgers.rules.housekeeping import BetweenFunds, OwnPocket, Transfer
from ledgers.rules.tenders import FundLine, TenderLine
from tests.ledgers.rules.cast import AMINA, BANK, BOX, PESO_ACCOUNT, RAJESH, RICE, SUNDAY, book


def test_an_expense_is_paid_from_the_box() -> None:
    """Pens and the room are the group's costs."""
    entry = housekeeping.expense(SUNDAY, TenderLine(BOX, 4550), TenderLine(BOX, 2000, fund="social"))

    assert book(entry) == dedent("""\
        cash box/savings           Cr   45.50 HKD
        meeting expenses/savings   Dr   45.50 HKD
        cash box/social            Cr   20.00 HKD
        meeting expenses/social    Dr   20.00 HKD""")


def test_who_pays_from_her_own_pocket_is_owed_for_it() -> None:
    """She bought the pens on the way; the group owes her until it pays."""
    spent = housekeeping.own_pocket(SUNDAY, OwnPocket(AMINA, 4550))
    repaid = housekeeping.own_pocket_repaid(SUNDAY, FundLine(AMINA, BOX, 4000))

    assert book(spent, repaid) == dedent("""\
        cash box/savings                Cr   40.00 HKD
        due to members: Amina/savings   Cr    5.50 HKD
        meeting expenses/savings        Dr   45.50 HKD""")


def test_money_carried_to_the_bank_stays_in_its_fund() -> None:
    """Two funds carried in one bag are still two funds at the bank."""
    entry = housekeeping.transfer(
        SUNDAY, Transfer(BOX, BANK, 100000), Transfer(BOX, BANK, 30000, fund="social"),
    )

    assert book(entry) == dedent("""\
        cash box/savings   Cr   1000.00 HKD
        bank/savings       Dr   1000.00 HKD
        cash box/social    Cr    300.00 HKD
        bank/social        Dr    300.00 HKD""")


def test_a_fund_that_lends_to_another_is_owed() -> None:
    """Neither fund may grow at the other's cost unseen: 3900 over both is zero."""
    lent = housekeeping.between_funds(SUNDAY, BetweenFunds("savings", "social", BOX, 20000))
    repaid = housekeeping.between_funds(SUNDAY, BetweenFunds("social", "savings", BOX, 15000))

    assert book(lent, repaid) == dedent("""\
        cash box/savings        Cr   50.00 HKD
        between funds/savings   Dr   50.00 HKD
        cash box/social         Dr   50.00 HKD
        between funds/social    Cr   50.00 HKD""")


def test_members_may_make_a_loan_between_funds_permanent() -> None:
    """What is not to be paid back is a gift from one surplus to the other."""
    lent = housekeeping.between_funds(SUNDAY, BetweenFunds("savings", "social", BOX, 20000))
    given = housekeeping.made_permanent(SUNDAY, BetweenFunds("savings", "social", BOX, 20000))

    assert book(lent, given) == dedent("""\
        cash box/savings           Cr   200.00 HKD
        retained surplus/savings   Dr   200.00 HKD
        cash box/social            Dr   200.00 HKD
        retained surplus/social    Cr   200.00 HKD""")


def test_cash_short_is_a_cost() -> None:
    """The count is right and the book follows it, with a reason."""
    entry = housekeeping.cash_difference(SUNDAY, TenderLine(BOX, -350))

    assert book(entry) == dedent("""\
        cash box/savings     Cr   3.50 HKD
        cash short/savings   Dr   3.50 HKD""")


def test_cash_over_is_income() -> None:
    """A coin too many is somebody's, but nobody's by name."""
    entry = housekeeping.cash_difference(SUNDAY, TenderLine(BOX, 350, fund="social"))

    assert book(entry) == dedent("""\
        cash box/social    Dr   3.50 HKD
        cash over/social   Cr   3.50 HKD""")


def test_rounding_to_coins_is_seen() -> None:
    """Three cents given and four kept are not lost in a difference."""
    entry = housekeeping.cash_rounding(SUNDAY, TenderLine(BOX, -3), TenderLine(BOX, 4))

    assert book(entry) == dedent("""\
        cash box/savings        Dr   0.01 HKD
        cash rounding/savings   Cr   0.01 HKD""")


def test_the_bank_pays_and_takes() -> None:
    """Both stand in the statement of the fund whose money it is."""
    interest = housekeeping.bank_interest(SUNDAY, TenderLine(BANK, 1234))
    charge = housekeeping.bank_charge(SUNDAY, TenderLine(BANK, 5000, fund="investment"))

    assert book(interest, charge) == dedent("""\
        bank/savings              Dr   12.34 HKD
        bank interest/savings     Cr   12.34 HKD
        bank/investment           Cr   50.00 HKD
        bank charges/investment   Dr   50.00 HKD""")


def test_a_donation_goes_to_the_fund_its_donor_named_and_issues_no_units() -> None:
    """A gift to the investment fund makes every unit worth more; nobody owns it alone."""
    entry = housekeeping.donation(SUNDAY, TenderLine(BANK, 500000, fund="investment"))

    assert book(entry) == dedent("""\
        bank/investment        Dr   5000.00 HKD
        donations/investment   Cr   5000.00 HKD""")


def test_other_income_has_its_own_name() -> None:
    """The cake sale is neither interest nor a gift."""
    assert book(housekeeping.other_income(SUNDAY, TenderLine(BOX, 8800))) == dedent("""\
        cash box/savings       Dr   88.00 HKD
        other income/savings   Cr   88.00 HKD""")


def test_a_group_borrows_and_pays_back_with_interest() -> None:
    """What Rajesh lent is owed to him by name."""
    got = housekeeping.borrowing(SUNDAY, TenderLine(BANK, 300000), lender=RAJESH)
    back = housekeeping.borrowing_repaid(SUNDAY, TenderLine(BANK, 100000), lender=RAJESH)
    interest = housekeeping.borrowing_interest(SUNDAY, TenderLine(BANK, 3000))

    assert book(got, back, interest) == dedent("""\
        bank/savings                        Dr   1970.00 HKD
        outside borrowing: Rajesh/savings   Cr   2000.00 HKD
        interest on borrowing/savings       Dr     30.00 HKD""")


def test_property_wears_out() -> None:
    """A sewing machine of the group is worth less each year, and still shows what it cost."""
    bought = housekeeping.property_bought(SUNDAY, TenderLine(BANK, 240000))
    worn = housekeeping.depreciation(SUNDAY, amount_minor=48000)

    assert book(bought, worn) == dedent("""\
        bank/savings                       Cr   2400.00 HKD
        property/savings                   Dr   2400.00 HKD
        depreciation of property/savings   Cr    480.00 HKD
        depreciation/savings               Dr    480.00 HKD""")


def test_another_investment_comes_back_with_a_gain() -> None:
    """A time deposit of 1,000.00 returns 1,040.00."""
    placed = housekeeping.other_investment(SUNDAY, TenderLine(BANK, 100000, fund="investment"))
    back = housekeeping.other_investment_sold(
        SUNDAY, TenderLine(BANK, 104000, fund="investment"), cost_minor=100000,
    )

    assert book(placed, back) == dedent("""\
        bank/investment           Dr   40.00 HKD
        other income/investment   Cr   40.00 HKD""")


def test_another_investment_sold_in_part_may_lose() -> None:
    """Half of it fetched 30.00 less than it cost."""
    placed = housekeeping.other_investment(SUNDAY, TenderLine(BANK, 100000))
    sold = housekeeping.other_investment_sold(SUNDAY, TenderLine(BANK, 47000), cost_minor=50000)

    assert book(placed, sold) == dedent("""\
        bank/savings                Cr   530.00 HKD
        other investments/savings   Dr   500.00 HKD
        impairment/savings          Dr    30.00 HKD""")


def test_tax_is_taken_from_income_on_its_way_or_from_a_tender() -> None:
    """Withheld abroad it never reaches the bank."""
    abroad = housekeeping.tax_withheld(SUNDAY, RICE.receivable, amount_minor=1500)
    here = housekeeping.tax_withheld(SUNDAY, BANK.account("savings"), amount_minor=200)

    assert book(abroad, here) == dedent("""\
        bank/savings                                                Cr    2.00 HKD
        taxes withheld/savings                                      Dr    2.00 HKD
        income receivable from enterprise: Rice Centre/investment   Cr   15.00 HKD
        taxes withheld/investment                                   Dr   15.00 HKD""")


def test_an_account_in_another_currency_is_a_tender_like_any_other() -> None:
    """Its money is kept at its worth in the group's currency."""
    entry = housekeeping.transfer(SUNDAY, Transfer(BANK, PESO_ACCOUNT, 70000, fund="investment"))

    assert entry.postings[0].debit == Account(1040, "investment", PESO_ACCOUNT.holder)
    assert book(entry) == dedent("""\
        bank/investment                          Cr   700.00 HKD
        account in another currency/investment   Dr   700.00 HKD""")
