"""What was given up of loans and has not come back, and who bears it.

A loan that is given up is a cost of the cycle, or it is taken from the surplus that a share-out kept back for
it; what comes in later goes to whoever bore it.  The card of a loan and the sheet of a meeting ask here, so
that both mean the same.  What was taken back by a correction counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.entries import EntryKind
from ledgers.rules.dues import BorneBy
from msai.models.groups import Loan
from msai.services.loans.agreed import LoanAgreed, read_loans
from msai.services.loans.recovering import belongs_to
from msai.services.loans.standing import LONGEST_REFERENCE, LoanStanding
from msai.services.sheets.lending import GivenUp
from msai.services.sheets.sheet import LineKind, Sheet

_POT = 4800


def read_given_up(
    session: Session, book_id: UUID, *, aliases: Collection[str] | None = None,
) -> dict[str, int]:
    """What was given up of loans and has not come back, in minor units by name, in one statement.

    Only loans of which something is left; of all loans, or of those named.
    """
    found: dict[str, int] = defaultdict(int)
    for alias, minor in session.execute(lost_and_come_back(book_id, aliases=aliases)):
        found[alias] += minor
    return {alias: minor for alias, minor in sorted(found.items()) if minor > 0}


def lost_and_come_back(book_id: Any, *, aliases: Collection[str] | None = None) -> CompoundSelect[Any]:
    """What was given up of each loan, and less what came of it: `alias` and `minor`, to be summed by loan.

    `book_id` may be a parameter of a statement that this is a part of.
    """
    return union_all(_lost(book_id, aliases), _came_back(book_id, aliases))


def losses_on(
    session: Session, book_id: UUID, sheet: Sheet,
) -> tuple[dict[str, GivenUp], dict[str, BorneBy]]:
    """The loans for which a sheet brings money back, and who bears those it gives up, both by name.

    No statement where a sheet has no such line.
    """
    coming, going = _named(sheet, LineKind.RECOVERY), _named(sheet, LineKind.LOAN_WRITE_OFF)
    if not coming | going:
        return {}, {}
    loans = {one.loan.alias: one for one in _named_loans(session, book_id, coming | going)}
    left = read_given_up(session, book_id, aliases=coming) if coming else {}
    return (
        {alias: GivenUp(loans[alias].fund, minor, belongs_to(session, book_id, loans[alias]))
         for alias, minor in left.items() if alias in loans},
        {alias: who_bears(session, book_id, loans[alias]) for alias in going if alias in loans})


def _named(sheet: Sheet, kind: LineKind) -> frozenset[str]:
    return frozenset(line.loan for line in sheet.lines if line.kind is kind and line.loan)


def who_bears(session: Session, book_id: UUID, loan: LoanAgreed | LoanStanding) -> BorneBy:
    """Costs; the surplus that was kept back where the fund was shared out while the loan was owed."""
    kept_back = session.scalar(
        select(func.count()).select_from(t.entry)
        .join(t.posting, (t.posting.c.book_id == book_id) & (t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.SHARE_OUT.value,
               t.entry.c.occurred_on >= loan.issued_on, t.posting.c.fund == loan.fund))
    return BorneBy.KEPT_BACK if kept_back else BorneBy.COSTS


def _named_loans(session: Session, book_id: UUID, aliases: Collection[str]) -> tuple[LoanAgreed, ...]:
    """The loans of these names; names that are nobody's are left out."""
    ids = session.scalars(select(Loan.loan_id).where(
        Loan.book_id == book_id, Loan.alias.in_(list(aliases)))).all()
    return tuple(one for one in read_loans(session, book_id, loans=ids) if one.loan.alias in aliases)


def _lost(book_id: Any, aliases: Collection[str] | None) -> Select[Any]:
    """Of loans whose name fits into a line: money that could not name its loan would be counted for none."""
    query = (
        _standing(Loan.alias, func.sum(t.posting.c.amount_minor), book_id)
        .join(Loan, and_(Loan.book_id == book_id, Loan.loan_id == t.account.c.holder))
        .where(t.entry.c.kind == EntryKind.LOAN_WRITTEN_OFF.value,
               func.length(Loan.alias) <= LONGEST_REFERENCE).group_by(Loan.alias))
    return query if aliases is None else query.where(Loan.alias.in_(list(aliases)))


def _came_back(book_id: Any, aliases: Collection[str] | None) -> Select[Any]:
    """Lines of recovery name their loan; so does what one of them was put right by."""
    names = select(Loan.alias).where(Loan.book_id == book_id)
    return (
        _standing(t.posting.c.line_ref, -func.sum(t.posting.c.amount_minor), book_id)
        .where(t.posting.c.line_ref.in_(names if aliases is None else list(aliases)),
               or_(t.entry.c.kind == EntryKind.LOAN_RECOVERED.value,
                   and_(t.entry.c.kind == EntryKind.CORRECTION.value, t.account.c.code == _POT)))
        .group_by(t.posting.c.line_ref))


def _standing(name: Any, total: Any, book_id: Any) -> Select[Any]:
    """Sums of postings that nobody took back, without those that took one back; each by what it credits."""
    posting, back = t.posting, t.posting.alias("back")
    return (
        select(name.label("alias"), total.label("minor"))
        .select_from(posting)
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == posting.c.seq))
        .join(t.account, and_(t.account.c.book_id == book_id, t.account.c.account_no == posting.c.credit_no))
        .outerjoin(back, and_(back.c.book_id == book_id, back.c.reverses_seq == posting.c.seq,
                              back.c.reverses_line == posting.c.line))
        .where(posting.c.book_id == book_id, posting.c.reverses_seq.is_(None), back.c.seq.is_(None)))
