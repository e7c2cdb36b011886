"""Whose money it is that comes in for a loan that was given up.

Who bore the loss gets it back.  Costs of a cycle were borne by whoever had a part in the group, so it is
income of the pot.  A loan that was kept back at a share-out was given up against the surplus kept back for
it, which the members of that cycle had left behind: where the rule of that day said so, it is theirs, by
their shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import Holder
from ledgers.entries import EntryKind
from msai.models.share_out import ShareOutRow
from msai.services.loans.agreed import LoanAgreed
from msai.services.loans.charged import DEBT
from msai.services.loans.standing import LoanStanding
from msai.services.share_out.again import plan_again
from msai.services.share_out.decisions import Recovered

_SURPLUS = 3400


def belongs_to(session: Session, book_id: UUID, loan: LoanAgreed | LoanStanding) -> Mapping[Holder, int]:
    """The members of the cycle that bore the loan, with their weights at its share-out, in order of numbers.

    Nobody where it belongs to the pot.
    """
    row = _kept_back_at(session, book_id, loan)
    if row is None:
        return {}
    plan = plan_again(session, row)
    if plan.decided.recovered is not Recovered.OLD_HOLDERS:
        return {}
    return {part.member: part.weight for part in plan.parts if part.weight}


def _kept_back_at(session: Session, book_id: UUID, loan: LoanAgreed | LoanStanding) -> Row[Any] | None:
    """The share-out that kept surplus back for the loan: the first since it was given, if that bore it."""
    given_up = session.scalar(
        select(t.entry.c.seq)
        .join(t.posting, and_(t.posting.c.book_id == book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.LOAN_WRITTEN_OFF.value,
               t.posting.c.credit_no.in_(_numbers(book_id, DEBT, loan.loan_id)),
               t.posting.c.debit_no.in_(_numbers(book_id, _SURPLUS, None)))
        .limit(1))
    if given_up is None:
        return None
    return session.execute(
        select(*ShareOutRow.__table__.columns)
        .where(ShareOutRow.book_id == book_id, ShareOutRow.posted_seq < given_up,
               ShareOutRow.ended_on >= loan.issued_on)
        .order_by(ShareOutRow.posted_seq).limit(1)).one_or_none()


def _numbers(book_id: UUID, code: int, holder: UUID | None) -> Any:
    numbers = select(t.account.c.account_no).where(t.account.c.book_id == book_id, t.account.c.code == code)
    return numbers.where(t.account.c.holder == holder) if holder else numbers
