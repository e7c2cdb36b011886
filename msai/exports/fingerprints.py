"""Sums by which a sheet of formulas notices that one cell of a column was altered.

Each cell counts with a weight of its row, each character also with its place, so that a
changed, emptied or swapped cell changes the sum.  The same sum is made here, as the rows
are written, and by a formula, when the workbook is opened.
"""

from __future__ import annotations

from functools import lru_cache

CYCLE = 97
"""Weights begin again after so many rows: sums stay small enough to be exact."""

SCALE = 9
"""The most decimals any figure has: those of what a sack or a bushel holds."""

PADDING = "~"
_BASIC_PLANE = 0xFFFF


def weight(row: int) -> int:
    """What a row counts."""
    return row % CYCLE + 1


class NumberSum:
    """The sum of a column of figures or days."""

    def __init__(self) -> None:
        self._scaled: int = 0
        self._filled = 0

    def add(self, row: int, minor: int | None, *, places: int = 0) -> None:
        """Take a figure in: whole units of its last decimal place; None is an empty cell."""
        if minor is not None:
            self._scaled += weight(row) * minor * int(10 ** (SCALE - places))
            self._filled += 1

    @property
    def expected(self) -> float:
        """What the formula must come to."""
        return float(self._scaled / 10**SCALE + self._filled)

    def formula(self, cells: str) -> str:
        """The formula over a range of one column."""
        return f"SUMPRODUCT({_row_weights(cells)}*{cells})+COUNTA({cells})"


class TextSum:
    """The sum of a column of texts: every character by its code, place and row."""

    def __init__(self) -> None:
        self._total = 0
        self._weights = 0
        self._unpadded = 0
        self._longest = 1
        self._filled = 0
        self._readable = True

    def add(self, row: int, text: str | None) -> None:
        """Take a text in; None is an empty cell."""
        code_sum, length, readable = _weighed(text or "")
        self._total += weight(row) * code_sum
        self._weights += weight(row)
        self._unpadded += weight(row) * _triangle(length)
        self._longest = max(self._longest, length)
        self._filled += bool(text)
        self._readable = self._readable and readable

    @property
    def expected(self) -> int:
        """What the formula must come to."""
        if not self._readable:
            return self._filled
        padding = ord(PADDING) * (self._weights * _triangle(self._longest) - self._unpadded)
        return self._total + padding + self._filled

    def formula(self, cells: str) -> str:
        """The formula over a range of one column.

        Programmes disagree on the places of characters beyond the basic plane: a column that has
        one is only counted.
        """
        if not self._readable:
            return f"COUNTA({cells})"
        return f"SUMPRODUCT({_row_weights(cells)}*{_codes(cells, self._longest)})+COUNTA({cells})"


def header_sum(names: list[str]) -> int:
    """The sum of the heads of a table, column by column, as `header_formula` makes it."""
    longest = max(map(len, names))
    return sum(weight(column) * _weighed(name.ljust(longest, PADDING))[0]
               for column, name in enumerate(names, start=1))


def header_formula(cells: str, names: list[str]) -> str:
    """The formula over the heads of a table."""
    places = f"ROW($1:${max(map(len, names))})"
    padded = f'{cells}&REPT("{PADDING}",{max(map(len, names))})'
    codes = f"{places}*_xlfn.UNICODE(MID({padded},{places},1))"
    return f"SUMPRODUCT((MOD(COLUMN({cells}),{CYCLE})+1)*{codes})"


def _row_weights(cells: str) -> str:
    return f"(MOD(ROW({cells}),{CYCLE})+1)"


def _codes(cells: str, longest: int) -> str:
    places = f"COLUMN($A$1:${_letters(longest)}$1)"
    return f'{places}*_xlfn.UNICODE(MID({cells}&REPT("{PADDING}",{longest}),{places},1))'


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _triangle(length: int) -> int:
    return length * (length + 1) // 2


@lru_cache(maxsize=8192)
def _weighed(text: str) -> tuple[int, int, bool]:
    codes = [ord(char) for char in text]
    total = sum(place * code for place, code in enumerate(codes, start=1))
    return total, len(codes), all(code <= _BASIC_PLANE for code in codes)
