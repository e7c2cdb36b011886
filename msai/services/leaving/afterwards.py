"""The last day on which a member took part: nobody leaves before it.

An exit settles what the book holds of her. Dated before a line of hers it would settle money that only came
later, and her own register would fall below nothing in between.  What was taken back since counts for
nothing, nor does what concerns her as a holder outside the meetings: units, and money paid to her.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, and_, cast, null, or_, select, union_all
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import HolderKind
from msai.models.groups import Meeting
from msai.services.group_books import MemberOnRoll
from msai.services.holders import holder
from msai.services.sheets.sheet import CAME

_OF_MEMBERS = (1100, 1150, 3100, 3300, 9400)
"""Loans, dues, savings, what she gave to the social fund, and shares."""


def last_day_of(
    session: Session, book_id: UUID, member: MemberOnRoll, *, loans: Sequence[str], after: date,
) -> date | None:
    """The last day after `after` on which she came to a meeting or the book moved for her; None where none.

    `loans` are the names of her loans.  One statement.
    """
    hers = [member.holder.id, *(holder(book_id, HolderKind.LOAN, alias).id for alias in loans)]
    rows = session.execute(union_all(_met(book_id, after), _moved(book_id, hers, after)))
    return max(_days(rows, member.number), default=None)


def _days(rows: Any, number: int) -> Iterator[date]:
    came = {state.value for state in CAME}
    for day, attendance in rows:
        if attendance is None or json.loads(attendance).get(str(number)) in came:
            yield day


def _met(book_id: UUID, after: date) -> Select[*tuple[Any, ...]]:
    return select(Meeting.held_on, Meeting.attendance).where(
        Meeting.book_id == book_id, Meeting.held_on > after)


def _moved(book_id: UUID, holders: Sequence[UUID], after: date) -> Select[*tuple[Any, ...]]:
    """Days of the lines since that were not taken back, and did not take back another of them."""
    back, wrong, posting = t.posting.alias("back"), t.entry.alias("wrong"), t.posting
    accounts = select(t.account.c.account_no).where(
        t.account.c.book_id == book_id, t.account.c.holder.in_(holders), t.account.c.code.in_(_OF_MEMBERS))
    taken_back = and_(
        back.c.book_id == book_id, back.c.reverses_seq == posting.c.seq,
        back.c.reverses_line == posting.c.line)
    return (
        select(t.entry.c.occurred_on, cast(null(), Text)).distinct()
        .join(posting, and_(posting.c.book_id == book_id, posting.c.seq == t.entry.c.seq))
        .outerjoin(back, taken_back)
        .outerjoin(wrong, and_(wrong.c.book_id == book_id, wrong.c.seq == posting.c.reverses_seq))
        .where(t.entry.c.book_id == book_id, t.entry.c.occurred_on > after, back.c.seq.is_(None),
               or_(posting.c.debit_no.in_(accounts), posting.c.credit_no.in_(accounts)),
               or_(wrong.c.seq.is_(None), wrong.c.occurred_on <= after))
    )
