"""What has ended since a line was written: the years of its funds, and the savings shared out.

Funds close at different times, and at a share-out some members are paid while others carry on, so the
question is asked of each posting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, SHARES, TENDER_CODES
from ledgers.entries import EntryKind, Posting
from ledgers.rules.corrections import CycleThen
from msai.services.corrections.lines import BookLine

_DUE, _SAVED, _SHARES_HELD = 2100, 3100, 9400


@dataclass(frozen=True, slots=True)
class Ended:
    """Funds whose income and costs were closed since; whether savings were paid out, and who carried on."""

    funds: frozenset[str] = frozenset()
    shared_out: bool = False
    carried_on: frozenset[UUID] = frozenset()

    def then(self, posting: Posting) -> CycleThen:
        """What has become of the cycle of this posting."""
        fund = SAVINGS if posting.fund == SHARES else posting.fund
        holders = {side.holder.id for side in (posting.debit, posting.credit) if side.holder}
        if fund == SAVINGS and self.shared_out and not holders & self.carried_on:
            return CycleThen.SHARED_OUT
        if fund in self.funds or (fund == SAVINGS and self.shared_out):
            return CycleThen.CLOSED
        return CycleThen.OPEN


def what_ended(session: Session, line: BookLine) -> Ended:
    """What ended after a line was written: closings and share-outs dated on its day or later."""
    closed = frozenset(row.fund for row in session.execute(_closings(line)))
    shares = session.execute(_share_outs(line)).all()
    paid = {row.holder for row in shares if row.pays}
    return Ended(closed, bool(paid), frozenset(row.holder for row in shares) - paid)


def _since(line: BookLine, posting: Any) -> Any:
    return and_(
        t.entry.c.book_id == line.book_id, posting.c.book_id == line.book_id, t.entry.c.seq == posting.c.seq,
        t.entry.c.seq > line.root_seq, t.entry.c.occurred_on >= line.held_on)


def _closings(line: BookLine) -> Select[Any]:
    return (
        select(t.posting.c.fund).distinct()
        .where(_since(line, t.posting), t.entry.c.kind == EntryKind.FUND_CLOSED.value))


def _share_outs(line: BookLine) -> Select[*tuple[Any, ...]]:
    """Each member at each of her postings of a share-out, and whether it paid her."""
    own, other = t.account.alias("own"), t.account.alias("other")
    pays = and_(own.c.code == _SAVED, or_(other.c.code == _DUE, other.c.code.in_(TENDER_CODES)))
    sides = or_(
        and_(own.c.account_no == t.posting.c.debit_no, other.c.account_no == t.posting.c.credit_no),
        and_(own.c.account_no == t.posting.c.credit_no, other.c.account_no == t.posting.c.debit_no))
    return (
        select(own.c.holder, pays.label("pays"))
        .where(_since(line, t.posting), t.entry.c.kind == EntryKind.SHARE_OUT.value,
               own.c.book_id == line.book_id, other.c.book_id == line.book_id, sides,
               own.c.code.in_((_SAVED, _SHARES_HELD)))
    )
