"""What a book remembers beside its balances: lines, counts, and what ended since.

Like the model, this imports nothing of the project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

Line = Mapping[str, Any]
Move = tuple[str, str, int]


@dataclass(frozen=True)
class Written:
    """A line of a paper as it was first written; `place` counts the lines of the paper from 1.

    `after` is how many things had ended when it was written.
    """

    paper: object
    place: int
    line: Line
    moves: Sequence[Move]
    after: int


@dataclass(frozen=True)
class Ended:
    """A fund was closed, the savings were shared out, or a member `left` and hers were settled.

    At a share-out `carried` are the members who saved on.
    """

    fund: str = ""
    carried: frozenset[int] | None = None
    left: int = 0


@dataclass
class Past:
    """The lines of all papers, the differences still booked for each count, and what ended, in order."""

    lines: list[Written] = field(default_factory=list)
    corrected: set[tuple[object, int]] = field(default_factory=set)
    differences: dict[object, tuple[int, ...]] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    received: set[tuple[object, ...]] = field(default_factory=set)
    looks: dict[date, int] = field(default_factory=dict)

    def copy(self) -> Past:
        """Another past that says the same."""
        return replace(
            self, lines=list(self.lines), corrected=set(self.corrected), looks=dict(self.looks),
            differences=dict(self.differences), ended=list(self.ended), received=set(self.received))

    def keep(
        self, paper: object, lines: Sequence[Line], moves: Sequence[Sequence[Move]], difference: int | None,
    ) -> None:
        """Remember the lines of a paper, and the difference of its count where there was one."""
        for place, (line, moved) in enumerate(zip(lines, moves, strict=True), start=1):
            self.lines.append(Written(paper, place, line, moved, len(self.ended)))
        if difference is not None:
            self.differences[paper] = (difference,) if difference else ()

    def close(self, fund: str) -> None:
        """A fund was closed."""
        self.ended.append(Ended(fund))

    def since(self, written: Written) -> Sequence[Ended]:
        """What ended since a line was written."""
        return self.ended[written.after:]
