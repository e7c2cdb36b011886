"""Whatever happens to a book's funds, and in whatever order, the trace says what plain arithmetic says."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.trace.fund import FundTrace
from tests.ledgers.trace.lived_fund import LivedFund, number_of
from tests.ledgers.trace.paper_fund import PaperFund, faults
from tests.ledgers.trace.plain_fund import Parts, split


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 70))
def test_the_trace_is_what_plain_arithmetic_says(seed: int, steps: int) -> None:
    """Accounts, values, what was bought of each stake, the claims: to the cent, in two funds of one book."""
    dice, book = Random(seed), PaperFund()
    funds = [LivedFund(dice, book, fund) for fund in ("investment", "investment-2")]
    for _ in range(steps):
        dice.choice(funds).step()

    for lived in funds:
        assert_traced(lived, book.traced(fund=lived.fund))


def assert_traced(lived: LivedFund, traced: FundTrace) -> None:
    """Every number of a trace is the one that was reckoned beside the book."""
    plain = lived.plain
    assert {number_of(one.holder): one.account_minor for one in traced.accounts if one.account_minor} == (
        nonzero(plain.account))
    assert traced.waiting_minor == plain.waiting
    assert (faults(traced) == []) == bool(plain.issued)
    assert _stakes(traced) == {
        stake.holder.alias: (nonzero(kept.bought), nonzero(kept.claim))
        for stake, kept in lived.stakes.items() if nonzero(kept.bought) or nonzero(kept.claim)}
    if plain.issued:
        assert {number_of(one.holder): one.value_minor for one in traced.accounts if one.value_minor} == (
            nonzero(split(plain.net, plain.units)))


def nonzero(parts: Parts) -> dict[int, int]:
    """Noughts left out."""
    return {number: minor for number, minor in parts.items() if minor}


def _stakes(traced: FundTrace) -> dict[str, tuple[dict[int, int], dict[int, int]]]:
    """What each member's money bought of each stake, in host and in home money."""
    found = {}
    for stake in traced.stakes:
        bought = Counter({number_of(who): minor for who, minor in stake.bought.items()})
        claim: Parts = Counter()
        for one in stake.claims:
            claim.update({number_of(who): minor for who, minor in one.bought.items()})
        if nonzero(bought) or nonzero(claim):
            found[stake.stake.alias] = (nonzero(bought), nonzero(claim))
    return found


def test_every_act_is_drawn() -> None:
    """Forty histories of sixty steps do everything that can happen to a fund, and often."""
    done: Counter[str] = Counter()
    for seed in range(40):
        lived = LivedFund(Random(seed), PaperFund(), "investment")
        for _ in range(60):
            lived.step()
        done.update(lived.done)

    assert {act: count for act, count in done.items() if count < 10} == {}
    assert done.keys() == {act.__name__ for act in lived.acts()}
