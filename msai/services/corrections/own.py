"""Nobody agrees to a correction of what she owes herself: her loan, its payments, her charges.

Whose debt it is may ask for it to be put right, and another officer answers. It is the same for a new
schedule, for giving a loan up and for letting a charge go; a correction is no way around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from msai.services.corrections.day_book import borrowers_of
from msai.services.corrections.lines import BookLine, look_up_line
from msai.services.corrections.right_line import from_text
from msai.services.dues.errors import OwnCharge
from msai.services.holders import member_holder
from msai.services.loans.errors import OwnLoan
from msai.services.sheets import LineKind, SheetLine

_DEBT, _DUES = 1100, 1150
_PAYS_DUES = frozenset({LineKind.FINE_PAID, LineKind.FEE_PAID, LineKind.INTEREST_DUE})


def require_not_own(session: Session, row: Row[Any], *, member: UUID | None) -> None:
    """Refuse an officer who answers about her own debt; `member` is whom her sign-in stands for.

    Raises:
        OwnLoan, OwnCharge: the line, or what it becomes, is hers.
    """
    line = look_up_line(session, row.book_id, seq=row.seq, line=row.line)
    borrowers = borrowers_of(session, line)
    becomes = from_text(row.becomes)
    if member in _borrowers(line, becomes, borrowers):
        raise OwnLoan()
    if member in _debtors(line, becomes):
        raise OwnCharge()


def is_own(
    line: BookLine, becomes: SheetLine | None, borrowers: Mapping[str, int], *, member: UUID | None,
) -> bool:
    """Whether a line, or what it becomes, is a debt of this member."""
    return member in _borrowers(line, becomes, borrowers) or member in _debtors(line, becomes)


def _borrowers(line: BookLine, becomes: SheetLine | None, borrowers: Mapping[str, int]) -> set[UUID]:
    named = {side.alias for posting in line.postings for side in (posting.debit, posting.credit)
             if side.code == _DEBT}
    named |= {becomes.loan} if becomes is not None and becomes.loan else set()
    return {member_holder(line.book_id, borrowers[alias]).id for alias in named if alias in borrowers}


def _debtors(line: BookLine, becomes: SheetLine | None) -> set[UUID]:
    return set(_charged(line, becomes))


def _charged(line: BookLine, becomes: SheetLine | None) -> Iterator[UUID]:
    for posting in line.postings:
        yield from (side.holder.id for side in (posting.debit, posting.credit)
                    if side.code == _DUES and side.holder)
    if becomes is not None and becomes.kind in _PAYS_DUES and becomes.member is not None:
        yield member_holder(line.book_id, becomes.member).id
