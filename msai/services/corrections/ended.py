"""What has ended since a line was written: the years of its funds, and the savings shared out or settled.

Funds close at different times, at a share-out some members are paid while others carry on, and one member
leaves while the others stay, so the question is asked of each posting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, SHARES, TENDER_CODES
from ledgers.entries import EntryKind, Posting
from ledgers.rules.corrections import CycleThen
from ledgers.tables import Id
from msai.services.corrections.lines import BookLine

_DUE, _SAVED = 2100, 3100


@dataclass(frozen=True, slots=True)
class Ended:
    """Funds whose income and costs were closed since; whether savings were paid out, and who carried on.

    `left` are the members whose savings were settled since because they left.
    """

    funds: frozenset[str] = frozenset()
    shared_out: bool = False
    carried_on: frozenset[UUID] = frozenset()
    left: frozenset[UUID] = frozenset()

    def then(self, posting: Posting) -> CycleThen:
        """What has become of the cycle of this posting."""
        fund = SAVINGS if posting.fund == SHARES else posting.fund
        holders = {side.holder.id for side in (posting.debit, posting.credit) if side.holder}
        if fund == SAVINGS and self.shared_out and not holders & self.carried_on:
            return CycleThen.SHARED_OUT
        if fund == SAVINGS and holders & self.left and _is_saved(posting):
            return CycleThen.SHARED_OUT
        if fund in self.funds or (fund == SAVINGS and self.shared_out):
            return CycleThen.CLOSED
        return CycleThen.OPEN


def what_ended(session: Session, line: BookLine) -> Ended:
    """What ended after a line was written: closings and share-outs dated on its day or later."""
    rows = session.execute(union_all(_closings(line), _share_outs(line), _exits(line))).all()
    closed = frozenset(row.fund for row in rows if row.fund is not None)
    left = frozenset(row.holder for row in rows if row.holder is not None)
    share_outs = [row.seq for row in rows if row.seq is not None]
    if not share_outs:
        return Ended(closed, left=left)
    carried_on = frozenset(row.holder for row in session.execute(_still_saved(line.book_id, share_outs)))
    return Ended(closed, True, carried_on, left)


def _is_saved(posting: Posting) -> bool:
    """Whether a posting counts savings or shares of a member against a place, and no income or cost."""
    return posting.fund == SHARES or any(
        one.code == _SAVED and other.code in TENDER_CODES
        for one, other in ((posting.debit, posting.credit), (posting.credit, posting.debit)))


def _since(line: BookLine) -> ColumnElement[bool]:
    return and_(
        t.entry.c.book_id == line.book_id, t.posting.c.book_id == line.book_id,
        t.entry.c.seq == t.posting.c.seq, t.entry.c.seq > line.root_seq,
        t.entry.c.occurred_on >= line.held_on)


def _closings(line: BookLine) -> Select[*tuple[Any, ...]]:
    return select(
        t.posting.c.fund, cast(null(), BigInteger).label("seq"), cast(null(), Id).label("holder"),
    ).distinct().where(_since(line), t.entry.c.kind == EntryKind.FUND_CLOSED.value)


def _exits(line: BookLine) -> Select[*tuple[Any, ...]]:
    """The members whose savings were settled because they left."""
    return (
        select(cast(null(), String).label("fund"), cast(null(), BigInteger).label("seq"), t.account.c.holder)
        .distinct().select_from(t.posting)
        .join(t.account, and_(t.account.c.book_id == line.book_id,
                              t.account.c.account_no == t.posting.c.debit_no))
        .where(_since(line), t.entry.c.kind == EntryKind.EXIT.value, t.account.c.code == _SAVED)
    )


def _share_outs(line: BookLine) -> Select[*tuple[Any, ...]]:
    """The share-outs that paid members their savings: into their hands, or as due to them."""
    own, other = t.account.alias("own"), t.account.alias("other")
    return (
        select(cast(null(), String).label("fund"), t.entry.c.seq, cast(null(), Id).label("holder")).distinct()
        .select_from(t.posting)
        .join(own, and_(own.c.book_id == line.book_id, own.c.account_no == t.posting.c.debit_no))
        .join(other, and_(other.c.book_id == line.book_id, other.c.account_no == t.posting.c.credit_no))
        .where(_since(line), t.entry.c.kind == EntryKind.SHARE_OUT.value, own.c.code == _SAVED,
               or_(other.c.code == _DUE, other.c.code.in_(TENDER_CODES)))
    )


def _still_saved(book_id: UUID, share_outs: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Members who had savings after each of the share-outs: they carried on through all of them."""
    number, seq = t.account.c.account_no, t.posting.c.seq
    moved = case((t.posting.c.credit_no == number, t.posting.c.amount_minor), else_=-t.posting.c.amount_minor)
    saved_after = (func.sum(case((seq <= share_out, moved), else_=0)) != 0 for share_out in share_outs)
    return (
        select(t.account.c.holder)
        .join(t.posting, and_(t.posting.c.book_id == book_id,
                              or_(t.posting.c.debit_no == number, t.posting.c.credit_no == number)))
        .where(t.account.c.book_id == book_id, t.account.c.code == _SAVED, t.account.c.fund == SAVINGS,
               seq <= max(share_outs))
        .group_by(t.account.c.holder).having(and_(*saved_after))
    )
