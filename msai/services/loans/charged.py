"""Which loan the interest in the book belongs to.

Interest is income under the name of the member (4100), because a passbook shows what she paid; a debt stands
under the loan.  A line of interest belongs to the loan that its paper or its reference names, or that the
same line of a sheet paid; where none says, to the oldest loan she owed on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from ledgers.balances import RegisterLine
from ledgers.entries import EntryKind, SourceKind
from ledgers.lending.course import Move
from msai.services.loans.agreed import LoanAgreed

Place: TypeAlias = tuple[int, int]
DEBT, INCOME = 1100, 4100
_NOT_CHARGED = frozenset({EntryKind.LOAN_ISSUED, EntryKind.DUES_WAIVED, EntryKind.FUND_CLOSED})
"""Interest taken at issue is part of the debt, a waiver lets a debt go, and a close moves what was earned."""


@dataclass(slots=True)
class LoanTrail:
    """What the book says of one loan: the moves of its debt, and the interest that became income on it."""

    moves: list[Move] = field(default_factory=list)
    charged_minor: int = 0


@dataclass(slots=True)
class Trails:
    """The trails of some loans, and for each posting of interest the loan it belongs to."""

    of_loan: Mapping[UUID, LoanTrail]
    places: dict[Place, UUID] = field(default_factory=dict)


def follow(
    loans: Sequence[LoanAgreed], lines: Sequence[RegisterLine], left: Mapping[UUID, int],
) -> Trails:
    """Follow loans through the lines of 1100 and 4100 of their borrowers, in order of reading.

    `left` is what of each is owed after the last line. A line that was taken back moves no debt, and what
    was put right in its place moved it on the day of the wrong line: that is when the money came or went.
    """
    trails = Trails({loan.loan.id: LoanTrail() for loan in loans})
    days = _days_meant(loans, lines)
    given = {line.account.holder for line in lines if (line.seq, line.line) in days}
    reading = _Reading([loan for loan in loans if loan.loan in given], lines, left)
    for line in lines:
        if line.account.holder is None:
            continue
        if line.account.code == DEBT:
            reading.moved(line)
            if (line.seq, line.line) in days:
                trails.of_loan[line.account.holder.id].moves.append(
                    Move(days[line.seq, line.line], line.amount_minor))
        elif not _is_part_of_debt(line):
            loan = reading.loan_of(line, trails.places)
            if loan is not None:
                trails.places[line.seq, line.line] = loan
                trails.of_loan[loan].charged_minor -= line.amount_minor
    return trails


def _is_part_of_debt(line: RegisterLine) -> bool:
    """Whether interest is none that is charged: what was taken at issue is put right with the loan itself."""
    put_right = line.kind == EntryKind.CORRECTION and line.counter_code == DEBT
    return line.kind in _NOT_CHARGED or put_right


def _days_meant(loans: Sequence[LoanAgreed], lines: Sequence[RegisterLine]) -> Mapping[Place, date]:
    """The day of every line that stands; of one that was put right, the day of the line it stands for.

    A loan that was taken out and comes back was given on the day it was given.
    """
    here = {(line.seq, line.line): line.occurred_on for line in lines}
    issued = {loan.loan.id: loan.issued_on for loan in loans}
    put_right: dict[int, date] = {}
    for line in lines:
        if line.reverses in here:
            put_right.setdefault(line.seq, here[line.reverses])
        elif line.kind == EntryKind.CORRECTION and line.account.holder:
            again = issued.get(line.account.holder.id) if line.amount_minor > 0 else None
            here[line.seq, line.line] = put_right.get(line.seq) or again or line.occurred_on
    gone = {line.reverses for line in lines if line.reverses in here}
    return {(line.seq, line.line): here[line.seq, line.line] for line in lines
            if line.reverses not in here and (line.seq, line.line) not in gone}


class _Reading:
    """The debts as they stand between two lines."""

    def __init__(
        self, loans: Sequence[LoanAgreed], lines: Iterable[RegisterLine], left: Mapping[UUID, int],
    ) -> None:
        self._loans = loans
        self._left: dict[UUID, int] = defaultdict(int, left)
        self._by_alias = {loan.loan.alias: loan.loan.id for loan in loans}
        self._by_line: dict[tuple[int, str], UUID] = {}
        for line in lines:
            if line.account.code == DEBT and line.account.holder:
                self._left[line.account.holder.id] -= line.amount_minor
                if line.line_ref:
                    self._by_line[line.seq, line.line_ref] = line.account.holder.id

    def moved(self, line: RegisterLine) -> None:
        """Take note of what a line changed in a debt."""
        if line.account.holder:
            self._left[line.account.holder.id] += line.amount_minor

    def loan_of(self, line: RegisterLine, places: Mapping[tuple[int, int], UUID]) -> UUID | None:
        """The loan a line of interest belongs to."""
        if line.reverses is not None and line.reverses in places:
            return places[line.reverses]
        if line.source_kind == SourceKind.LOAN and line.source_id in self._by_alias.values():
            return line.source_id
        if line.counter_code == DEBT:
            return self._by_alias.get(line.counter_alias)
        if line.line_ref:
            named = self._by_line.get((line.seq, line.line_ref)) or self._by_alias.get(line.line_ref)
            if named is not None:
                return named
        return self._oldest_owed(line)

    def _oldest_owed(self, line: RegisterLine) -> UUID | None:
        hers = [loan for loan in self._loans if loan.member == line.account.holder
                and loan.fund == line.account.fund and loan.issued_on <= line.occurred_on]
        owed = [loan.loan.id for loan in hers if self._left[loan.loan.id] > 0]
        return owed[0] if owed else (hers[-1].loan.id if hers else None)
