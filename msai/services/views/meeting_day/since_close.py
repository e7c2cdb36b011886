"""What moved between two meetings: the entries that touched the group's money since the last close.

The next meeting opens with what the book says lies in each place.  Whoever counts the box wants to know why
that is not what it was a week ago: here is the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import TENDER_CODES
from msai.models.groups import Meeting
from msai.models.meetings import MoneyReceipt
from msai.permissions import Action, Actor, Target, require
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, fund_label, tender_label
from msai.services.views.naming import Person


@dataclass(frozen=True, slots=True)
class SinceClose:
    """One movement of money since the last meeting: in positive, out negative, by place and fund."""

    seq: int
    occurred_on: date
    label: Text
    member: int | None
    name: Text | None
    tender: str
    place: Text
    fund: str
    fund_label: Text
    amount_minor: int


def list_since_close(
    session: Session, actor: Actor, book_id: UUID, *, people: Mapping[UUID, Person],
) -> tuple[SinceClose, ...]:
    """What came in and went out since the last meeting was closed, oldest first, in one statement.

    `people` are the group's members by the ids of their holders.

    Raises:
        NotFound, NotPermitted: the actor is no officer of the group.
    """
    require(actor, Action.MONEY_RECEIVE, Target(book_id))
    rows = session.execute(_query(book_id))
    return tuple(_sides(row, people) for row in rows)


def _sides(row: Row[*tuple[Any, ...]], people: Mapping[UUID, Person]) -> SinceClose:
    person = people.get(row.member_id) if row.member_id else None
    return SinceClose(
        row.seq, row.occurred_on, entry_label(row.kind), person.number if person else None,
        person.name if person else None, row.alias, tender_label(row.code, row.alias, alone=_is_plain(row)),
        row.fund, fund_label(row.fund), int(row.minor))


def _is_plain(row: Row[*tuple[Any, ...]]) -> bool:
    return row.alias in ("box", "bank", "wallet")


def _query(book_id: UUID) -> Select[Any]:
    """Per entry, place and fund what it changed: what was moved within one place is not listed."""
    halves = _halves(book_id)
    minor = func.sum(halves.c.minor)
    return (
        select(halves.c.seq, t.entry.c.occurred_on, t.entry.c.kind, t.account.c.code, t.holder.c.alias,
               t.account.c.fund, MoneyReceipt.member_id, minor.label("minor"))
        .join(t.entry, and_(t.entry.c.book_id == book_id, t.entry.c.seq == halves.c.seq))
        .join(t.account, and_(t.account.c.book_id == book_id, t.account.c.account_no == halves.c.account_no))
        .join(t.holder, and_(t.holder.c.book_id == book_id, t.holder.c.holder == t.account.c.holder))
        .outerjoin(MoneyReceipt, and_(MoneyReceipt.book_id == book_id, MoneyReceipt.seq == halves.c.seq))
        .where(t.entry.c.book_id == book_id, t.account.c.code.in_(TENDER_CODES))
        .group_by(halves.c.seq, t.entry.c.occurred_on, t.entry.c.kind, t.account.c.code, t.holder.c.alias,
                  t.account.c.fund, MoneyReceipt.member_id)
        .having(minor != 0).order_by(t.entry.c.occurred_on, halves.c.seq, t.holder.c.alias, t.account.c.fund)
    )


def _halves(book_id: UUID) -> Any:
    last = select(func.coalesce(func.max(Meeting.last_seq), 0)).where(Meeting.book_id == book_id)
    after = last.scalar_subquery()
    sides = [
        select(t.posting.c.seq, number.label("account_no"), (t.posting.c.amount_minor * sign).label("minor"))
        .where(t.posting.c.book_id == book_id, t.posting.c.seq > after)
        for number, sign in ((t.posting.c.debit_no, 1), (t.posting.c.credit_no, -1))
    ]
    return sides[0].union_all(sides[1]).subquery("halves")
