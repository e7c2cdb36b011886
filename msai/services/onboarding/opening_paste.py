"""A column of a spreadsheet, or a list in a message, laid over the members of an opening paper.

Either every line names its member, by number or by name, with the amount behind; or the lines are the amounts
alone, one for each member in their order. Anything between the two is refused: a column that slips by one
line gives everybody the savings of her neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msai.services import ServiceError
from msai.services.onboarding.member_list import DIRECTION_MARKS
from msai.services.onboarding.opening_fields import MEMBER_COLUMNS, member

_MARKS = dict.fromkeys(map(ord, DIRECTION_MARKS))
LONGEST_TEXT = 60_000


class UnknownColumn(ServiceError):
    """The paper has no such column."""

    code = "unknown_column"


class PastedCountDiffers(ServiceError):
    """The lines are amounts alone, and there are more or fewer of them than members."""

    code = "pasted_count_differs"


class PastedWhoUnknown(ServiceError):
    """A line names somebody who is not a member, or one member twice."""

    code = "pasted_who_unknown"


class PastedLineUnclear(ServiceError):
    """Some lines name a member and some do not."""

    code = "pasted_line_unclear"


@dataclass(frozen=True, slots=True)
class MemberKnown:
    """A member as a pasted line may name her."""

    number: int
    name: str


def paste_column(column: str, text: str, *, members: Sequence[MemberKnown]) -> dict[str, str]:
    """The cells that a pasted column fills, as they were typed.

    Raises:
        UnknownColumn, PastedCountDiffers, PastedWhoUnknown, PastedLineUnclear: nothing is filled in.
    """
    if column not in MEMBER_COLUMNS:
        raise UnknownColumn(column=column)
    rows = [[cell.strip() for cell in line.split("\t")]
            for line in text[:LONGEST_TEXT].translate(_MARKS).strip("\n\r").splitlines()]
    if all(len(row) == 1 for row in rows):
        return _in_order(column, [row[0] for row in rows], members)
    return _by_name(column, [row for row in rows if any(row)], members)


def _in_order(column: str, amounts: Sequence[str], members: Sequence[MemberKnown]) -> dict[str, str]:
    if len(amounts) != len(members):
        raise PastedCountDiffers(found=len(amounts), expected=len(members))
    return {member(column, one.number): amount for one, amount in zip(members, amounts, strict=True)}


def _by_name(
    column: str, rows: Sequence[Sequence[str]], members: Sequence[MemberKnown],
) -> dict[str, str]:
    known: Mapping[str, int] = {
        **{one.name.casefold(): one.number for one in members},
        **{str(one.number): one.number for one in members}}
    cells: dict[str, str] = {}
    for line, row in enumerate(rows, 1):
        if len(row) < 2:
            raise PastedLineUnclear(line=line)
        number = known.get(str(int(row[0])) if row[0].isdecimal() else row[0].casefold())
        if number is None or member(column, number) in cells:
            raise PastedWhoUnknown(line=line, who=row[0])
        cells[member(column, number)] = row[-1]
    return cells
