"""A line that was wrong and the count of its day, worked by hand: what the book holds after both."""

from textwrap import dedent

import pytest

from ledgers.accounts import SHARES, Account
from ledgers.entries import Posting
from ledgers.rules import corrections, dues, housekeeping, savings
from ledgers.rules.corrections import Count, CycleThen, as_counted
from ledgers.rules.dues import Due
from ledgers.rules.savings import SavingsLine
from ledgers.rules.tenders import FundLine, TenderLine
from tests.ledgers.rules.cast import AMINA, BOX, SITI, SUNDAY, book

FOUR = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 20000, shares=4))
THREE = savings.contribution_postings(SavingsLine(AMINA, BOX, 15000, shares=3))
WRONG = {(8, 1): FOUR.postings[0], (8, 2): FOUR.postings[1]}


def counted(difference_minor: int, fund: str = "savings") -> dict[tuple[int, int], Posting]:
    """The difference of the count, as it was booked that day."""
    if not difference_minor:
        return {}
    line = TenderLine(BOX, difference_minor, fund)
    return {(9, 1): housekeeping.cash_difference(SUNDAY, line).postings[0]}


@pytest.mark.parametrize(("difference_minor", "left", "taken_back"), [
    (-5000, 0, True), (-3000, 2000, True), (-8000, -3000, True), (0, 5000, False), (1000, 5000, False),
], ids=["all of it", "more than it", "part of it", "it agreed", "it was over"])
def test_what_a_missing_share_explains(difference_minor: int, left: int, taken_back: bool) -> None:
    """The book had one share too many: what the count was short for it is taken back, the rest stays."""
    booked = counted(difference_minor)
    explained = as_counted(Count(BOX, booked), -5000)

    assert bool(explained.taken_back) is taken_back
    assert corrections.moved_in(BOX, explained.left) == left
    undone = sum(-corrections.moved_in(BOX, [one]) for one in explained.taken_back.values())
    assert undone + left == 5000


def test_a_correction_with_the_rest_of_a_count() -> None:
    """Four were written and three paid, and 30.00 were missing: 20.00 were over."""
    booked = counted(-3000)
    explained = as_counted(Count(BOX, booked), -5000)
    entry = corrections.correction(
        SUNDAY, {**WRONG, **explained.taken_back}, right=(*THREE, *explained.left))
    short = housekeeping.cash_difference(SUNDAY, TenderLine(BOX, -3000))

    assert book(FOUR, short, entry) == dedent("""\
        cash box/savings                  Dr   170.00 HKD
        members' savings: Amina/savings   Cr   150.00 HKD
        cash over/savings                 Cr    20.00 HKD
        shares issued/shares              Cr        3 SHARE
        shares held: Amina/shares         Dr        3 SHARE""")


def test_nothing_is_asked_of_a_count_that_the_line_does_not_touch() -> None:
    """The money was Siti's: the box holds the same."""
    assert as_counted(Count(BOX, counted(-5000)), 0) == corrections.Explained()


def test_a_difference_in_a_fund_of_its_own_stays_there() -> None:
    """The social fund bore what was missing, and gets it back."""
    explained = as_counted(Count(BOX, counted(-5000, "social"), "social"), -2000)

    assert [posting.debit for posting in explained.left] == [Account(5900, "social")]


def test_each_posting_meets_its_cycle_where_it_is() -> None:
    """The savings fund was closed and Amina paid out; Siti carried on."""
    fine = dues.paid_at_once(SUNDAY, Due.FINE, FundLine(SITI, BOX, 1000)).postings[0]

    def became(posting: Posting) -> CycleThen:
        holders = {side.holder for side in (posting.debit, posting.credit)}
        return CycleThen.SHARED_OUT if AMINA in holders else CycleThen.CLOSED

    entry = corrections.correction(SUNDAY, {**WRONG, (8, 3): fine}, cycle=became)

    assert [(one.debit.code, one.credit.code) for one in entry.postings] == [(2100, 1010), (3400, 1010)]
    assert SHARES not in {one.fund for one in entry.postings}


def test_what_moves_nothing_any_more_is_left_out() -> None:
    """A result that became surplus cannot be moved to the surplus again."""
    closing = Posting(Account(4200, "savings", AMINA), Account(3400, "savings"), 1000)

    assert corrections.as_of_today(closing, CycleThen.CLOSED) == ()
