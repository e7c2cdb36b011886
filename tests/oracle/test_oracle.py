"""The oracle agrees with the recorded histories, whose figures two others had found before."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from .amounts import half_up, split, to_minor, to_text
from .arithmetic import expected, read
from .book import Book, NotValid

HISTORIES = Path(__file__).parent.parent / "histories"


@pytest.mark.parametrize("place", ["hong-kong", "korea"])
def test_the_recorded_years_come_out_to_the_cent(place: str) -> None:
    """An oracle that missed a recorded figure would be no witness for the generated ones."""
    recorded: dict[str, Any] = json.loads((HISTORIES / place / "expected.json").read_text(encoding="utf-8"))
    blocks = {name: block for name, block in recorded.items() if isinstance(block, dict)}
    dates = {name: block["date"] for name, block in blocks.items() if "date" in block}

    assert len(dates) == 2
    assert expected(read(HISTORIES / place / "history.jsonl"), dates) == recorded


def test_halves_round_away_from_zero() -> None:
    """Single amounts round half up, and a loss is as large as the gain would have been."""
    halves = [half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 2, 3)]

    assert halves == [-2, -1, 0, 1, 1, 2]


def test_a_split_gives_the_odd_cents_to_the_largest_rests_then_the_earlier() -> None:
    """Three equal claims on a cent: the first gets it."""
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [5, 3, 3]) == [4, 3, 3]


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("0.05", "HKD", 5), ("-5.00", "HKD", -500), ("70", "KRW", 70)]
)
def test_amounts_are_read_and_written_alike(text: str, currency: str, minor: int) -> None:
    """Files written by the generator must be in the form of the recorded ones."""
    assert to_minor(text, currency) == minor
    assert to_text(minor, currency) == text


def test_won_have_no_cents() -> None:
    """An amount finer than the currency is a damaged line."""
    with pytest.raises(ValueError, match="too many decimals"):
        to_minor("5000.50", "KRW")


def test_money_never_changes_fund_in_one_movement() -> None:
    """The rule that keeps every fund balanced by itself holds for the oracle too."""
    with pytest.raises(NotValid):
        Book("HKD").move("1010|social|box", "3100|savings|member-1", 500)
