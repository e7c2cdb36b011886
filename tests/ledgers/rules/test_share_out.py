"""Members take what is theirs, all at the end of a cycle or one who leaves."""

from dataclasses import replace
from textwrap import dedent

from ledgers.rules import savings, share_out
from ledgers.rules.dues import dues_of
from ledgers.rules.lending import loan_account
from ledgers.rules.savings import SavingsLine
from ledgers.rules.share_out import Debt, Exit, Leftover, ShareTaken
from tests.ledgers.rules.cast import AMINA, BANK, BOX, LOAN, LORNA, OLD_LOAN, SITI, SUNDAY, book

FINE = Debt(dues_of(AMINA, "savings"), 1000)
OLD = Debt(loan_account(OLD_LOAN, "savings"), 5000)
NEW = Debt(loan_account(LOAN, "savings"), 100000)
SOCIAL = Debt(loan_account(LOAN, "social"), 3000)
AMINAS = ShareTaken(AMINA, 30000, 39110, BOX, shares=6)
LEAVING = Exit(AMINA, savings_minor=30000, worth_minor=30000, shares=6)

SAVED = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 30000, shares=6))


def test_a_share_worth_more_than_was_saved_is_paid_with_its_profit() -> None:
    """300.00 saved, 391.10 taken home: the cycle was good."""
    entry = share_out.share_out(SUNDAY, [AMINAS], step=10)

    assert book(SAVED, entry) == dedent("""\
        cash box/savings           Cr   91.10 HKD
        retained surplus/savings   Dr   91.10 HKD""")


def test_a_share_worth_less_bears_its_part_of_the_loss() -> None:
    """300.00 saved, 290.00 taken home: two loans were never paid back."""
    entry = share_out.share_out(SUNDAY, [replace(AMINAS, entitlement_minor=29000)], step=10)

    assert book(SAVED, entry) == dedent("""\
        cash box/savings           Dr   10.00 HKD
        retained surplus/savings   Cr   10.00 HKD""")


def test_debts_are_set_off_oldest_first_and_the_rest_stays_owed() -> None:
    """The fine, the old loan, then as much of the new one as her share covers."""
    taken = replace(AMINAS, debts=(FINE, OLD, NEW))
    entry = share_out.share_out(SUNDAY, [taken], step=10)

    assert [posting.amount_minor for posting in entry.postings] == [9110, 1000, 5000, 33110, 6]
    assert book(entry) == dedent("""\
        loans to members: loan-3/savings                 Cr    50.00 HKD
        loans to members: loan-7/savings                 Cr   331.10 HKD
        charges, fines and interest due: Amina/savings   Cr    10.00 HKD
        members' savings: Amina/savings                  Dr   300.00 HKD
        retained surplus/savings                         Dr    91.10 HKD
        shares issued/shares                             Dr        6 SHARE
        shares held: Amina/shares                        Cr        6 SHARE""")


def test_cash_off_the_step_by_an_odd_debt_stays_due() -> None:
    """391.10 less 5.53 is 385.57: no coin pays the 0.07, so it is owed to her."""
    taken = replace(AMINAS, debts=(replace(FINE, amount_minor=553),))

    assert book(SAVED, share_out.share_out(SUNDAY, [taken], step=10)) == dedent("""\
        cash box/savings                                 Cr   85.50 HKD
        charges, fines and interest due: Amina/savings   Cr    5.53 HKD
        due to members: Amina/savings                    Cr    0.07 HKD
        retained surplus/savings                         Dr   91.10 HKD""")


def test_a_bank_pays_to_the_cent() -> None:
    """Only the box lacks small coins."""
    taken = replace(AMINAS, paid_by=BANK, debts=(replace(FINE, amount_minor=553),))

    assert book(share_out.share_out(SUNDAY, [taken], step=10)) == dedent("""\
        bank/savings                                     Cr   385.57 HKD
        charges, fines and interest due: Amina/savings   Cr     5.53 HKD
        members' savings: Amina/savings                  Dr   300.00 HKD
        retained surplus/savings                         Dr    91.10 HKD
        shares issued/shares                             Dr        6 SHARE
        shares held: Amina/shares                        Cr        6 SHARE""")


def test_the_share_of_an_absent_member_waits_for_her() -> None:
    """Siti is at home for the harvest; her share stays due in the fund."""
    sitis = ShareTaken(SITI, 10000, 13040, Leftover.DUE, shares=2)
    entry = share_out.share_out(SUNDAY, [AMINAS, sitis], step=10)

    assert book(entry) == dedent("""\
        cash box/savings                  Cr   391.10 HKD
        due to members: Siti/savings      Cr   130.40 HKD
        members' savings: Amina/savings   Dr   300.00 HKD
        members' savings: Siti/savings    Dr   100.00 HKD
        retained surplus/savings          Dr   121.50 HKD
        shares issued/shares              Dr        8 SHARE
        shares held: Amina/shares         Cr        6 SHARE
        shares held: Siti/shares          Cr        2 SHARE""")


def test_a_share_may_be_carried_on() -> None:
    """She leaves it in and starts the next cycle with it; of her six shares four end."""
    taken = replace(AMINAS, paid_by=Leftover.CARRIED_ON, shares=4)

    assert book(SAVED, share_out.share_out(SUNDAY, [taken], step=10)) == dedent("""\
        cash box/savings                  Dr   300.00 HKD
        members' savings: Amina/savings   Cr   391.10 HKD
        retained surplus/savings          Dr    91.10 HKD
        shares issued/shares              Cr        2 SHARE
        shares held: Amina/shares         Dr        2 SHARE""")


def test_who_leaves_at_face_value_takes_what_she_saved_less_her_debts() -> None:
    """300.00 saved, a fine of 10.00 and 50.00 of a loan: 240.00 in her hand."""
    entry = share_out.member_exit(SUNDAY, replace(LEAVING, debts=(FINE, OLD), paid_by=BOX))

    assert book(SAVED, entry) == dedent("""\
        cash box/savings                                 Dr   60.00 HKD
        loans to members: loan-3/savings                 Cr   50.00 HKD
        charges, fines and interest due: Amina/savings   Cr   10.00 HKD""")


def test_who_leaves_at_current_value_takes_her_part_of_the_profit_less_a_charge() -> None:
    """Worth 391.13 now; the group keeps five percent of it, and the rest waits in the fund."""
    entry = share_out.member_exit(SUNDAY, replace(LEAVING, worth_minor=39113, charge_minor=1956))

    assert book(SAVED, entry) == dedent("""\
        cash box/savings                  Dr   300.00 HKD
        due to members: Amina/savings     Cr   371.57 HKD
        retained surplus/savings          Dr    91.13 HKD
        fees and charges: Amina/savings   Cr    19.56 HKD""")


def test_who_leaves_below_what_she_paid_in_leaves_the_loss_behind() -> None:
    """Her part of a bad year is hers as well."""
    entry = share_out.member_exit(SUNDAY, replace(LEAVING, worth_minor=28055, paid_by=BOX, step=10))

    assert book(SAVED, entry) == dedent("""\
        cash box/savings                Dr   19.50 HKD
        due to members: Amina/savings   Cr    0.05 HKD
        retained surplus/savings        Cr   19.45 HKD""")


def test_a_debt_in_another_fund_is_paid_through_both() -> None:
    """Her social loan is paid out of her savings: the savings fund now owes the social fund."""
    entry = share_out.member_exit(SUNDAY, replace(LEAVING, other_debts=(SOCIAL,), paid_by=BOX))

    assert book(SAVED, entry) == dedent("""\
        cash box/savings                  Dr   30.00 HKD
        between funds/savings             Cr   30.00 HKD
        loans to members: loan-7/social   Cr   30.00 HKD
        between funds/social              Dr   30.00 HKD""")


def test_a_debt_above_her_claims_stays_owed() -> None:
    """Leaving does not pay a debt: 750.00 of the loan stay on its card."""
    leaving = replace(LEAVING, debts=(OLD, NEW), other_debts=(SOCIAL,), paid_by=BOX)
    entry = share_out.member_exit(SUNDAY, leaving)

    assert book(SAVED, entry) == dedent("""\
        cash box/savings                   Dr   300.00 HKD
        loans to members: loan-3/savings   Cr    50.00 HKD
        loans to members: loan-7/savings   Cr   250.00 HKD""")


def test_a_share_out_of_several_is_one_entry() -> None:
    """All take their shares the same Sunday, and the box is empty after."""
    takers = [ShareTaken(LORNA, 20000, 26070, BOX), ShareTaken(SITI, 10000, 13030, BOX)]

    assert book(share_out.share_out(SUNDAY, takers, step=10)) == dedent("""\
        cash box/savings                  Cr   391.00 HKD
        members' savings: Lorna/savings   Dr   200.00 HKD
        members' savings: Siti/savings    Dr   100.00 HKD
        retained surplus/savings          Dr    91.00 HKD""")
