"""Reads the agreed figures exactly: no number of a vector passes through a float on its way in."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from ledgers.money import amount_from_decimal, decimal_text

FILES = ("vectors-savings.json", "vectors-returns.json", "vectors-trace.json", "vectors-production.json")

# The vectors also use currencies in which no book is kept; all of them are written with two decimals.
TWO_DECIMALS = "USD"

Facts = dict[str, Any]


def all_vectors() -> dict[str, Facts]:
    """Give every vector by its id."""
    folder = Path(__file__).parent
    texts = [(folder / name).read_text(encoding="utf-8") for name in FILES]
    parsed = [json.loads(text, parse_float=Fraction) for text in texts]
    return {vector["id"]: vector for document in parsed for vector in document["vectors"]}


def vector(vector_id: str) -> tuple[Facts, Facts]:
    """Give what is known and what must come out."""
    found = all_vectors()[vector_id]
    return found["inputs"], found["expected"]


def cents(text: object) -> int:
    """Read an amount with up to two decimals as minor units."""
    return amount_from_decimal(str(text), TWO_DECIMALS)


def all_cents(texts: Mapping[str, str]) -> dict[str, int]:
    """Read named amounts as minor units, in their order."""
    return {name: cents(text) for name, text in texts.items()}


def shown(minor: Fraction | int, places: int = 2) -> str:
    """Write minor units as an amount with so many decimals."""
    return decimal_text(Fraction(minor) / 100, places=places)


def all_shown(amounts: Mapping[str, Fraction | int], places: int = 2) -> dict[str, str]:
    """Write named minor units as amounts."""
    return {name: shown(minor, places) for name, minor in amounts.items()}


def day(text: str) -> date:
    """Read an ISO date."""
    return date.fromisoformat(text)


def near(found: Fraction | int | None, wanted: Fraction | int, *, places: int) -> bool:
    """Say whether a ratio is the agreed one within its last decimal."""
    return found is not None and abs(Fraction(found - wanted)) <= Fraction(1, 10**places)
