"""Fines, fees and interest that members owe."""

from textwrap import dedent

import pytest

from ledgers.rules import dues
from ledgers.rules.dues import BorneBy, Charge, Due
from ledgers.rules.tenders import FundLine
from tests.ledgers.rules.cast import AMINA, BOX, SITI, SUNDAY, book

LATE = Charge(AMINA, 1000, Due.FINE)


def test_a_fine_paid_at_once_is_income() -> None:
    """She came late and put the coin on the table."""
    entry = dues.paid_at_once(SUNDAY, Due.FINE, FundLine(AMINA, BOX, 1000))

    assert entry.kind == "fine"
    assert book(entry) == dedent("""\
        cash box/savings       Dr   10.00 HKD
        fines: Amina/savings   Cr   10.00 HKD""")


def test_a_fee_is_kept_apart_from_fines() -> None:
    """A passbook paid for is no misconduct."""
    entry = dues.paid_at_once(SUNDAY, Due.FEE, FundLine(AMINA, BOX, 2500, fund="social"))

    assert entry.kind == "fee"
    assert book(entry) == dedent("""\
        cash box/social                  Dr   25.00 HKD
        fees and charges: Amina/social   Cr   25.00 HKD""")


def test_what_is_raised_is_owed() -> None:
    """Who was absent has no coin on the table; the group remembers it for her."""
    fines = dues.raised(SUNDAY, Due.FINE, LATE, Charge(SITI, 2500, Due.FINE))
    fee = dues.raised(SUNDAY, Due.FEE, Charge(SITI, 500, Due.FEE))

    assert book(fines, fee) == dedent("""\
        charges, fines and interest due: Amina/savings   Dr   10.00 HKD
        charges, fines and interest due: Siti/savings    Dr   30.00 HKD
        fines: Amina/savings                             Cr   10.00 HKD
        fines: Siti/savings                              Cr   25.00 HKD
        fees and charges: Siti/savings                   Cr    5.00 HKD""")


def test_interest_due_is_raised_under_the_member() -> None:
    """She sees in her passbook what her loan costs her."""
    entry = dues.raised(SUNDAY, Due.INTEREST, Charge(AMINA, 500, Due.INTEREST))

    assert entry.kind == "interest_due"
    assert book(entry) == dedent("""\
        charges, fines and interest due: Amina/savings   Dr   5.00 HKD
        loan interest: Amina/savings                     Cr   5.00 HKD""")


def test_what_was_raised_is_paid_later_without_new_income() -> None:
    """The income was counted the Sunday the fine was raised."""
    raised = dues.raised(SUNDAY, Due.FINE, LATE)
    paid = dues.paid_later(SUNDAY, FundLine(AMINA, BOX, 600))

    assert book(raised, paid) == dedent("""\
        cash box/savings                                 Dr    6.00 HKD
        charges, fines and interest due: Amina/savings   Dr    4.00 HKD
        fines: Amina/savings                             Cr   10.00 HKD""")


@pytest.mark.parametrize(("borne_by", "left"), [
    (BorneBy.INCOME, ""),
    (BorneBy.COSTS, "fines: Amina/savings                       Cr   10.00 HKD\n"
                    "loans and charges written off/savings      Dr   10.00 HKD"),
    (BorneBy.KEPT_BACK, "retained surplus/savings   Dr   10.00 HKD\n"
                        "fines: Amina/savings       Cr   10.00 HKD"),
])
def test_a_fine_let_go_is_borne_by_the_right_year(borne_by: BorneBy, left: str) -> None:
    """In its own cycle the income falls away; later it is a cost, or what a share-out kept back for it."""
    raised, waived = dues.raised(SUNDAY, Due.FINE, LATE), dues.waived(SUNDAY, borne_by, LATE)

    assert book(raised, waived).split() == left.split()
