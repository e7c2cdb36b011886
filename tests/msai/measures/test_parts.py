"""Whose part is whose by capital and days: the published vectors, and what must hold for any money."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledgers.money import decimal_text
from ledgers.sharing.splits import Contribution
from msai.measures.parts import funding_days, parts_of_whole, parts_shown
from tests.vectors.reading import all_cents, cents, day, vector

START, END = date(2026, 9, 1), date(2026, 10, 1)
MOVES = st.lists(st.builds(
    Contribution, st.sampled_from("abc"), st.dates(START - timedelta(9), END + timedelta(9)),
    st.integers(-10**9, 10**9)), max_size=8)


def test_share_capital_days_and_share_capital_only() -> None:
    """Who put in the same half a year later has a smaller part; without days they have the same."""
    said, expected = vector("share-capital-days")
    start, end = map(day, said["period"])
    worked = funding_days([Contribution(name, day(on), cents(amount))
                           for name, on, amount in said["contributions"]], start=start, end=end)

    assert parts_shown(Fraction(said["pool"]), worked, places=2) == {
        name: Decimal(text) for name, text in expected["amounts"].items()}
    assert {name: decimal_text(part, places=9) for name, part in parts_of_whole(worked).items()} == {
        name: decimal_text(Fraction(str(part)), places=9) for name, part in expected["weights"].items()}

    said, expected = vector("share-capital-only")
    at_once = funding_days([Contribution(name, start, cents(amount))
                            for name, amount in said["contributions"]], start=start, end=end)
    parts = parts_shown(Fraction(said["pool"]), at_once, places=2)
    assert {name: int(100 * part) for name, part in parts.items()} == all_cents(expected["amounts"])


@given(moves=MOVES, whole=st.fractions(0, 10**6, max_denominator=1000), places=st.integers(0, 4))
def test_parts_add_up_to_the_whole(moves: list[Contribution[str]], whole: Fraction, places: int) -> None:
    """Nothing is lost, no part is below nought, and each is within one step of the exact one."""
    worked = funding_days(moves, start=START, end=END)
    shown, exact = parts_shown(whole, worked, places=places), parts_of_whole(worked)

    assert set(shown) == set(exact) == set(worked)
    if worked:
        assert sum(exact.values()) == 1
        assert abs(Fraction(sum(shown.values())) - whole) * 10**places <= Fraction(1, 2)
        assert all(abs(Fraction(shown[one]) - exact[one] * whole) * 10**places < Fraction(3, 2)
                   for one in worked)
        assert min(shown.values()) >= 0


@given(moves=MOVES, more=st.integers(1, 10**9), on=st.dates(START - timedelta(9), END + timedelta(9)))
def test_an_added_funder_never_raises_anothers_part(
    moves: list[Contribution[str]], more: int, on: date,
) -> None:
    """Money of somebody else makes parts smaller, or leaves them when it comes too late."""
    before = parts_of_whole(funding_days(moves, start=START, end=END))
    after = parts_of_whole(funding_days([*moves, Contribution("new", on, more)], start=START, end=END))

    assert all(after[one] <= part for one, part in before.items())
    assert ("new" in after) == (on < END)


@given(before=st.integers(1, 10**9), change=st.integers(-10**9, 10**9), on=st.dates(START, END))
def test_a_change_counts_from_its_day(before: int, change: int, on: date) -> None:
    """What came in the middle works from that day, what went works until then; never less than nothing."""
    moves = [Contribution("a", START - timedelta(3), before), Contribution("a", on, change)]
    worked = funding_days(reversed(moves), start=START, end=END)

    assert worked.get("a", 0) == before * (on - START).days + max(before + change, 0) * (END - on).days


def test_nothing_at_work_has_no_parts() -> None:
    """Without money there are no parts, and nothing is divided by nought."""
    worked = funding_days([Contribution("owner", START, -500)], start=START, end=END)

    assert worked == {}
    assert parts_of_whole(worked) == parts_shown(Fraction(5), worked, places=1) == {}
