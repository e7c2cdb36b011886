"""A late entry that was written down as paid, and was not: what a correction takes back of it is owed again.

The lines of a late entry say so in the book, as lines that settle one charge do.  What is put right on them
changes what the member has paid for joining late, and nothing else does: her other savings may be put right
as often as anybody likes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import SAVINGS, SHARES, Account
from msai.ids import uuid7
from msai.models.leaving import LateEntry
from msai.services.joining.posted import is_of_late_entry

_SAVED, _FEE, _SHARES = (SAVINGS, 3100), (SAVINGS, 4300), (SHARES, 9400)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """A line that was put right: where it was first written, and which accounts changed, debit positive."""

    book_id: UUID
    root_seq: int
    line_ref: str | None
    changes: Mapping[Account, int]


@dataclass(frozen=True, slots=True)
class _Missing:
    """What is no longer paid of it, in minor units; below nought where more is paid than before."""

    shares: int
    savings_minor: int
    fee_minor: int


def owe_again(session: Session, line: PutRight, *, by: UUID, at: int) -> None:
    """Let a member owe what a correction took back of her late entry, or owe less where it was put back.

    No statement for a line that pays no late entry.
    """
    if not is_of_late_entry(line.line_ref):
        return
    for paid in {row.member_id: row for row in session.execute(_paid_by(line))}.values():
        missing = _missing(line.changes, paid.member_id)
        if any((missing.shares, missing.savings_minor, missing.fee_minor)):
            _owe(session, paid, missing, by=by, at=at)


def _paid_by(line: PutRight) -> Any:
    """The late entries that the paper of this line paid: those settled at the moment at which it came."""
    came = select(t.entry.c.posted_at).where(
        t.entry.c.book_id == line.book_id, t.entry.c.seq == line.root_seq).scalar_subquery()
    return select(*LateEntry.__table__.columns).where(
        LateEntry.book_id == line.book_id, LateEntry.settled_at == came, LateEntry.tender.is_not(None))


def _missing(changes: Mapping[Account, int], member_id: UUID) -> _Missing:
    hers = {(account.fund, account.code): minor for account, minor in changes.items()
            if account.holder is not None and account.holder.id == member_id}
    # Savings and fees are credits, so what was taken back is a debit; shares are counted the other way.
    return _Missing(-hers.get(_SHARES, 0), hers.get(_SAVED, 0), hers.get(_FEE, 0))


def _owe(session: Session, paid: Row[Any], missing: _Missing, *, by: UUID, at: int) -> None:
    open_one = session.execute(select(*LateEntry.__table__.columns).where(
        LateEntry.book_id == paid.book_id, LateEntry.member_id == paid.member_id,
        LateEntry.settled_at.is_(None))).one_or_none()
    owed = {name: max(0, (getattr(open_one, name) if open_one else 0) + getattr(missing, name))
            for name in ("shares", "savings_minor", "fee_minor")}
    is_owed = bool(owed["savings_minor"] or owed["fee_minor"])
    if open_one is not None:
        session.execute(update(LateEntry).where(
            LateEntry.book_id == paid.book_id, LateEntry.late_entry_id == open_one.late_entry_id,
        ).values(**owed, settled_at=None if is_owed else at))
    elif is_owed:
        session.execute(insert(LateEntry).values(
            **owed, book_id=paid.book_id, late_entry_id=uuid7(at), member_id=paid.member_id,
            policy=paid.policy, joined_on=paid.joined_on, bought=paid.bought, tender=None, recorded_by=by,
            recorded_at=at))
