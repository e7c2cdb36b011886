"""Small questions to the trace and to returns that a sown fault has to answer wrongly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from ledgers.returns.sending_cost import CostMark, mark_of
from tests.ledgers.trace.lived_fund import LivedFund
from tests.ledgers.trace.paper_fund import PaperFund
from tests.ledgers.trace.test_random_histories import assert_traced


def probe_the_trace_is_plain_arithmetic() -> None:
    """A few drawn histories of two funds, each number of which is reckoned beside the book."""
    for seed in range(12):
        dice, book = Random(seed), PaperFund()
        funds = [LivedFund(dice, book, fund) for fund in ("investment", "investment-2")]
        for _ in range(80):
            dice.choice(funds).step()
        for lived in funds:
            assert_traced(lived, book.traced(fund=lived.fund))


def probe_at_a_limit_is_not_over_it() -> None:
    """Three percent meets the goal of the United Nations, five is not above five."""
    marks = [mark_of(Fraction(percent)) for percent in (3, 5, 15)]

    assert marks == [CostMark.WITHIN, CostMark.OVER_SDG, CostMark.HIGH]
