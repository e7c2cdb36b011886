"""The fields of the form on which a running group writes what its paper says.

A field's name says what it is about (`place-box/savings`, `shares-7`, `loan-0-principal`), so that a
half-filled paper can be kept as it was typed and drawn again, and an error leads back to its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ledgers.accounts import INVESTMENT, SAVINGS, SOCIAL

FUNDS = (SAVINGS, SOCIAL, INVESTMENT)
"""The money funds a group brings from its paper."""

MEMBER_COLUMNS = ("shares", "savings", "social", "investment", "units", "due", "owes")
"""What the paper says of each member, a column each."""

LOAN_PARTS = ("member", "principal", "interest", "issued_on", "months", "fund", "basis", "percent", "lent")
STAKE_PARTS = ("enterprise", "instrument", "currency", "cost", "claim")
DEBT_PARTS = ("who", "amount", "fund")
BETWEEN_PARTS = ("lender", "borrower", "amount")
PARTS = {"loan": LOAN_PARTS, "stake": STAKE_PARTS, "debt": DEBT_PARTS, "between": BETWEEN_PARTS}
"""The rows of a paper by kind, and the cells of each."""

CHOSEN = frozenset({"fund", "basis", "instrument", "currency"})
"""Cells with a list to choose from, which say something also in a row that nobody filled in."""

MOST_LINES = 60
REST, DECISION = "rest_to_surplus", "decision"

_ROW = re.compile(r"^(loan|stake|debt|between)-(\d{1,2})-([a-z_]+)$")


def place(alias: str, fund: str) -> str:
    """What lay in a place for a fund."""
    return f"place-{alias}/{fund}"


def surplus(fund: str) -> str:
    """What a fund has earned or lost and nobody was given yet."""
    return f"surplus-{fund}"


def member(column: str, number: int) -> str:
    """One cell of a member's row."""
    return f"{column}-{number}"


def row(kind: str, position: int, *, part: str) -> str:
    """One cell of a loan, a stake, a debt or money between funds."""
    return f"{kind}-{position}-{part}"


def positions(names: Iterable[str], kind: str) -> list[int]:
    """The rows of a kind that are mentioned, in order."""
    found = (_ROW.match(name) for name in names)
    return sorted({int(match[2]) for match in found if match and match[1] == kind})


def count_filled(typed: Mapping[str, str], kind: str) -> int:
    """How many rows of a kind are needed to show all that somebody wrote in one."""
    return max((position + 1 for position in positions(typed, kind) if any(
        typed.get(row(kind, position, part=part), "").strip() for part in PARTS[kind] if part not in CHOSEN)),
        default=0)


def is_field(name: str, numbers: Iterable[int], aliases: Iterable[str]) -> bool:
    """Whether the form has a field of this name; what a stranger adds to a request is not kept."""
    if name in (REST, DECISION):
        return True
    found = _ROW.match(name)
    if found:
        return found[3] in PARTS[found[1]] and int(found[2]) < MOST_LINES
    kind, _, rest = name.partition("-")
    if kind in MEMBER_COLUMNS:
        return rest in {str(number) for number in numbers}
    if kind == "surplus":
        return rest in FUNDS
    return kind == "place" and rest in {f"{alias}/{fund}" for alias in aliases for fund in FUNDS}
