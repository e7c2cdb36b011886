"""Which of the charges against a member are still unpaid, read out of the lines of her account 1150.

An account of dues knows only one balance; people ask what it is for. A payment settles the oldest charge
first. Three kinds of line are nearer to one charge than to another: what lets a charge go names it, the
repayment of a loan pays interest before it pays a fine, and a fine or fee paid pays no interest while a fine
is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledgers.balances import RegisterLine
from ledgers.entries import EntryKind
from ledgers.rules.dues import INCOME, Due

LET_GO = "due:"
"""A line that settles one charge says so: `due:12.3` is the charge posted as entry 12, line 3."""

_BY_INCOME = {code: due for due, code in INCOME.items()}
_OF_LOANS = frozenset({EntryKind.REPAYMENT, EntryKind.INTEREST_CAPITALISED})
_NOT_INTEREST = (Due.FINE, Due.FEE, None)


@dataclass(frozen=True, slots=True)
class OwedPart:
    """One charge that is not paid, or not whole: what for, since when, and where it stands in the book.

    `due` is None where the charge came from a paper or from another fund: then nothing says what it was for.
    Amounts in minor units.
    """

    seq: int
    line: int
    raised_on: date
    due: Due | None
    raised_minor: int
    left_minor: int
    line_ref: str | None = None

    @property
    def named(self) -> str:
        """The reference by which a line settles this very charge."""
        return named(self.seq, self.line)


def named(seq: int, line: int) -> str:
    """The reference by which a line settles the charge posted as (`seq`, `line`)."""
    return f"{LET_GO}{seq}.{line}"


def unpaid(lines: Sequence[RegisterLine]) -> tuple[OwedPart, ...]:
    """The charges of one account that are not paid, oldest first, out of its lines in order of reading.

    What was taken back and what took it back count for nothing. The parts sum to the balance of the account,
    unless more was paid than was ever charged: then there are none.
    """
    standing, kinds = _standing(lines), _kinds_meant(lines)
    open_parts = _Open(line for line in standing if line.amount_minor > 0)
    paid = [(line, kinds.get(line.seq, line.kind)) for line in standing if line.amount_minor < 0]
    for line, kind in sorted(paid, key=lambda one: _nearness(*one)):
        open_parts.settle(-line.amount_minor, _prefers(line, kind))
    return open_parts.parts()


class _Open:
    """Charges while payments are laid against them."""

    def __init__(self, raised: Iterable[RegisterLine]) -> None:
        self._parts = [_part(line) for line in raised]
        self._left = [part.left_minor for part in self._parts]

    def settle(self, minor: int, prefers: Callable[[OwedPart], bool]) -> None:
        """Lay an amount against the charges it is nearest to, then against the oldest."""
        for wanted in (prefers, _any):
            for i, part in enumerate(self._parts):
                taken = min(minor, self._left[i]) if wanted(part) else 0
                self._left[i] -= taken
                minor -= taken

    def parts(self) -> tuple[OwedPart, ...]:
        """What is left."""
        return tuple(
            OwedPart(part.seq, part.line, part.raised_on, part.due, part.raised_minor, left, part.line_ref)
            for part, left in zip(self._parts, self._left, strict=True) if left)


def _part(line: RegisterLine) -> OwedPart:
    return OwedPart(line.seq, line.line, line.occurred_on, _BY_INCOME.get(line.counter_code),
                    line.amount_minor, line.amount_minor, line.line_ref)


def _standing(lines: Sequence[RegisterLine]) -> list[RegisterLine]:
    """The lines that nobody took back, without those that took one back."""
    here = {(line.seq, line.line) for line in lines}
    taken_back = {line.reverses: (line.seq, line.line) for line in lines if line.reverses in here}

    def stands(place: tuple[int, int]) -> bool:
        by = taken_back.get(place)
        return by is None or not stands(by)

    return [line for line in lines if line.reverses not in here and stands((line.seq, line.line))]


def _kinds_meant(lines: Iterable[RegisterLine]) -> dict[int, str]:
    """What corrections put right, by their entry: the right line pays what the wrong one was meant to pay."""
    kinds: dict[int, str] = {}
    by_place = {(line.seq, line.line): line for line in lines}
    for line in by_place.values():
        if line.kind == EntryKind.CORRECTION and line.reverses in by_place:
            wrong = by_place[line.reverses]
            kinds[line.seq] = kinds.get(wrong.seq, wrong.kind)
    return kinds


def _nearness(line: RegisterLine, kind: str) -> int:
    """Lines that name one charge are laid first, then those that pay interest, then the others, in order."""
    if _is_named(line):
        return 0
    return 1 if kind in _OF_LOANS else 2


def _prefers(line: RegisterLine, kind: str) -> Callable[[OwedPart], bool]:
    if _is_named(line):
        return lambda part: part.named == line.line_ref
    if kind in _OF_LOANS:
        return lambda part: part.due is Due.INTEREST
    if kind == EntryKind.DUES_PAID:
        return lambda part: part.due in _NOT_INTEREST
    return _any


def _is_named(line: RegisterLine) -> bool:
    return (line.line_ref or "").startswith(LET_GO)


def _any(_: OwedPart) -> bool:
    return True
