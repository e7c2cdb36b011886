"""Loans from the group's own money."""

from textwrap import dedent

import pytest

from ledgers.errors import BorneByIncome, NothingToSplitBy, RepaymentExceedsDebt
from ledgers.rules import lending
from ledgers.rules.dues import BorneBy
from ledgers.rules.lending import DebtParts, InterestAdded, LoanIssue, LoanWriteOff, Repayment, interest_first
from ledgers.rules.tenders import TenderLine
from tests.ledgers.rules.cast import AMINA, BOX, LOAN, LORNA, SITI, SUNDAY, book


def test_a_loan_is_owed_under_its_own_name() -> None:
    """One member may have two loans, each with its own card."""
    entry = lending.loan_issued(SUNDAY, LoanIssue(LOAN, AMINA, BOX, 50000))

    assert book(entry) == dedent("""\
        cash box/savings                   Cr   500.00 HKD
        loans to members: loan-7/savings   Dr   500.00 HKD""")


def test_interest_taken_at_issue_is_part_of_the_debt() -> None:
    """She gets the loan whole and owes the charge with it."""
    entry = lending.loan_issued(SUNDAY, LoanIssue(LOAN, AMINA, BOX, 50000, interest_minor=1500))

    assert book(entry) == dedent("""\
        cash box/savings                   Cr   500.00 HKD
        loans to members: loan-7/savings   Dr   515.00 HKD
        loan interest: Amina/savings       Cr    15.00 HKD""")


def test_a_social_loan_comes_from_the_social_fund() -> None:
    """For a sick child, without interest, from the money set aside for it."""
    entry = lending.loan_issued(SUNDAY, LoanIssue(LOAN, AMINA, BOX, 20000, fund="social"))

    assert book(entry) == dedent("""\
        cash box/social                   Cr   200.00 HKD
        loans to members: loan-7/social   Dr   200.00 HKD""")


def test_unpaid_interest_joins_the_debt_when_a_loan_is_rescheduled() -> None:
    """What was raised on 1150 moves; what was not yet raised is income now."""
    added = InterestAdded(LOAN, AMINA, interest_minor=300, raised_minor=500)
    entry = lending.interest_capitalised(SUNDAY, added)

    assert book(entry) == dedent("""\
        loans to members: loan-7/savings                 Dr   8.00 HKD
        charges, fines and interest due: Amina/savings   Cr   5.00 HKD
        loan interest: Amina/savings                     Cr   3.00 HKD""")


@pytest.mark.parametrize(("paid", "parts"), [
    (400, DebtParts(400, 0, 0)),
    (700, DebtParts(500, 200, 0)),
    (10800, DebtParts(500, 300, 10000)),
])
def test_a_repayment_pays_interest_first(paid: int, parts: DebtParts) -> None:
    """Interest raised before, then today's, then the loan itself: the rule every member knows."""
    assert interest_first(paid, DebtParts(500, 300, 10000)) == parts


def test_nobody_repays_more_than_she_owes() -> None:
    """The odd dollars over are money held for her, not income of the group."""
    with pytest.raises(RepaymentExceedsDebt) as refused:
        interest_first(10801, DebtParts(500, 300, 10000))

    assert refused.value.params == {"amount_minor": 10801, "owed_minor": 10800}


def test_a_repayment_lowers_each_part_of_the_debt() -> None:
    """The books follow the parts as they were recorded."""
    issued = lending.loan_issued(SUNDAY, LoanIssue(LOAN, AMINA, BOX, 50000))
    paid = lending.repayment(SUNDAY, Repayment(LOAN, AMINA, BOX, DebtParts(0, 500, 12000), line_ref="line-9"))

    assert {posting.line_ref for posting in paid.postings} == {"line-9"}
    assert book(issued, paid) == dedent("""\
        cash box/savings                   Cr   375.00 HKD
        loans to members: loan-7/savings   Dr   380.00 HKD
        loan interest: Amina/savings       Cr     5.00 HKD""")


def test_a_repayment_pays_interest_raised_before() -> None:
    """Interest already counted as income is only collected."""
    paid = lending.repayment(SUNDAY, Repayment(LOAN, AMINA, BOX, DebtParts(500, 300, 0)))

    assert book(paid) == dedent("""\
        cash box/savings                                 Dr   8.00 HKD
        charges, fines and interest due: Amina/savings   Cr   5.00 HKD
        loan interest: Amina/savings                     Cr   3.00 HKD""")


def test_a_loan_given_up_is_a_cost() -> None:
    """All bear the loss together, in the cycle in which they give the loan up."""
    entry = lending.loan_written_off(SUNDAY, BorneBy.COSTS, LoanWriteOff(LOAN, 38000))

    assert book(entry) == dedent("""\
        loans to members: loan-7/savings        Cr   380.00 HKD
        loans and charges written off/savings   Dr   380.00 HKD""")


def test_a_loan_kept_back_at_a_share_out_is_given_up_from_the_surplus() -> None:
    """Its loss was already taken out of what the old cycle shared."""
    entry = lending.loan_written_off(SUNDAY, BorneBy.KEPT_BACK, LoanWriteOff(LOAN, 38000))

    assert book(entry) == dedent("""\
        loans to members: loan-7/savings   Cr   380.00 HKD
        retained surplus/savings           Dr   380.00 HKD""")


def test_principal_given_up_takes_no_income_back() -> None:
    """A loan paid out was never income."""
    with pytest.raises(BorneByIncome):
        lending.loan_written_off(SUNDAY, BorneBy.INCOME, LoanWriteOff(LOAN, 38000))


def test_money_for_a_loan_given_up_is_income_of_the_pot() -> None:
    """She came back after two years and paid."""
    entry = lending.loan_recovered(SUNDAY, TenderLine(BOX, 10000))

    assert book(entry) == dedent("""\
        cash box/savings       Dr   100.00 HKD
        other income/savings   Cr   100.00 HKD""")


def test_money_for_a_debt_kept_back_belongs_to_the_holders_of_that_cycle() -> None:
    """They went without it at their share-out: 100.01 by 3, 2 and 2 shares."""
    shares = {LORNA: 3, AMINA: 2, SITI: 2}
    entry = lending.loan_recovered_for(SUNDAY, TenderLine(BOX, 10001), shares=shares)

    assert book(entry) == dedent("""\
        cash box/savings                Dr   100.01 HKD
        due to members: Lorna/savings   Cr    42.86 HKD
        due to members: Amina/savings   Cr    28.58 HKD
        due to members: Siti/savings    Cr    28.57 HKD""")


def test_a_recovery_needs_somebody_to_go_to() -> None:
    """Without holders the rule of the group sends it to the pot."""
    with pytest.raises(NothingToSplitBy):
        lending.loan_recovered_for(SUNDAY, TenderLine(BOX, 10001), shares={})
