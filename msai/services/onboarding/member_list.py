"""Members out of a list that somebody pasted: a chat message, a note, a column or two of a spreadsheet.

One line is one member. A line may carry her number, before the name or in a column of its own, in the digits
of any script. Nothing is guessed silently: each line comes back with what was understood and what is wrong
with it, and nothing is written before a person has looked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledgers.errors import LedgerError
from msai.names import checked_name, look_alike
from msai.services import ServiceError

MOST_MEMBERS = 500
LARGEST_NUMBER = 9999
LONGEST_TEXT = 60_000

DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""What turns the text around it and says nothing itself; every copied Arabic or Urdu name carries some."""

_LEADING_NUMBER = re.compile(r"^(\d{1,9})(?:\s*[.):\-\u2013\u3001\u06d4\u0964]\s*|\s+)(?=\D)")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


class MemberNameRepeated(ServiceError):
    """Two lines carry the same name; at the roll call nobody could tell them apart."""

    code = "member_name_repeated"


class MemberNumberRepeated(ServiceError):
    """Two lines carry the same number, by which the books know a member."""

    code = "member_number_repeated"


class MemberNumberOutOfRange(ServiceError):
    """A member's number is a whole number from 1 to `largest`."""

    code = "member_number_out_of_range"


class TooManyMembers(ServiceError):
    """More than `most` members are pasted at once."""

    code = "too_many_members"


class MemberListEmpty(ServiceError):
    """A group has at least one member."""

    code = "member_list_empty"


class SeveralNames(ServiceError):
    """A line holds more than one column with words, and which is the name cannot be known."""

    code = "several_names"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line as it was understood; `problems` keep it from being taken in, `alike` only warns."""

    line_no: int
    typed: str
    name: str = ""
    number: int | None = None
    is_numbered: bool = False
    problems: tuple[LedgerError, ...] = ()
    alike: str | None = None

    def with_problem(self, problem: LedgerError) -> MemberLine:
        """The same line with one more thing wrong."""
        return replace(self, problems=(*self.problems, problem))


@dataclass(frozen=True, slots=True)
class MemberList:
    """The whole list; `heading` is a first line that names columns and was left out."""

    lines: tuple[MemberLine, ...]
    heading: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether every line can be taken in."""
        return bool(self.lines) and not any(line.problems for line in self.lines)


def read_member_list(text: str) -> MemberList:
    """Understand a pasted list line by line; lines without a number get the next free one.

    Raises:
        MemberListEmpty: there is no line in it.
        TooManyMembers: it holds more than a group can be.
    """
    rows = [(number, _columns(line)) for number, line in enumerate(_LINE_ENDS.split(text[:LONGEST_TEXT]), 1)]
    rows = [(number, columns) for number, columns in rows if columns]
    if len(text) > LONGEST_TEXT or len(rows) > MOST_MEMBERS + 1:
        raise TooManyMembers(most=MOST_MEMBERS)
    heading = _heading([columns for _, columns in rows])
    lines = [_understood(number, columns) for number, columns in (rows[1:] if heading else rows)]
    if not lines:
        raise MemberListEmpty()
    return MemberList(tuple(_alike(_numbered(_told_apart(lines)))), heading)


def _columns(line: str) -> list[str]:
    """The filled columns of a line; marks that only turn the text come with every copied Arabic name."""
    plain = "".join(mark for mark in line if mark not in DIRECTION_MARKS)
    return [column.strip() for column in plain.split("\t") if column.strip()]


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _heading(rows: Sequence[Sequence[str]]) -> str | None:
    """A first line without a number, where every other line has a column with one, names the columns."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    has_number = [any(_whole(column) is not None for column in row) for row in rows]
    return " ".join(rows[0]) if not has_number[0] and all(has_number[1:]) else None


def _understood(line_no: int, columns: Sequence[str]) -> MemberLine:
    numbers = [value for value in map(_whole, columns) if value is not None]
    words = [column for column in columns if _whole(column) is None]
    number = numbers[0] if numbers else None
    name = words[0] if words else ""
    found = _LEADING_NUMBER.match(name)
    if number is None and found:
        number, name = int(found[1]), name[found.end():]
    line = MemberLine(line_no, " ".join(columns), name, number, number is not None)
    if len(words) > 1:
        return line.with_problem(SeveralNames(names=", ".join(words)))
    return _named(_in_range(line))


def _named(line: MemberLine) -> MemberLine:
    try:
        return replace(line, name=checked_name(line.name))
    except LedgerError as problem:
        return replace(line, name=_visible(line.name)).with_problem(problem)


def _visible(name: str) -> str:
    return "".join(mark for mark in name if not unicodedata.category(mark).startswith("C"))


def _in_range(line: MemberLine) -> MemberLine:
    if line.number is None or 1 <= line.number <= LARGEST_NUMBER:
        return line
    return line.with_problem(MemberNumberOutOfRange(number=line.number, largest=LARGEST_NUMBER))


def _told_apart(lines: Sequence[MemberLine]) -> list[MemberLine]:
    names = Counter(line.name.casefold() for line in lines if line.name)
    numbers = Counter(line.number for line in lines if line.number is not None)
    told = []
    for line in lines:
        if names[line.name.casefold()] > 1:
            line = line.with_problem(MemberNameRepeated(name=line.name))
        if line.number is not None and numbers[line.number] > 1:
            line = line.with_problem(MemberNumberRepeated(number=line.number))
        told.append(line)
    return told


def _numbered(lines: Sequence[MemberLine]) -> list[MemberLine]:
    taken = {line.number for line in lines}
    free = (number for number in range(1, LARGEST_NUMBER + 1) if number not in taken)
    return [line if line.number is not None else replace(line, number=next(free)) for line in lines]


def _alike(lines: Sequence[MemberLine]) -> list[MemberLine]:
    """Two names a hurried reader could take for one are pointed out; both may still be right."""
    told: list[MemberLine] = []
    for line in lines:
        others = (one.name for one in lines if one is not line and one.name != line.name and one.name)
        told.append(replace(line, alike=next((name for name in others if look_alike(line.name, name)), None)))
    return told
