"""What was earned is known only when what is in store and what grows was counted: before a year is closed,
before a dividend is declared, and before the profit or loss of a batch is shared.

Everything that stands in the book has to be counted, and where nothing stands somebody has to say so: with a
count of nothing. Interest and shares of sales go by other sums and ask for no count.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import ENTERPRISE
from ledgers.balances import balances
from ledgers.entries import EntryKind
from msai.models.money import MoneyAct
from msai.services.enterprise_money.calendar import year_began
from msai.services.enterprise_money.errors import NotCounted
from msai.services.enterprise_money.holdings import COUNTED, is_alive, read_counts
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.enterprise_money.years.closed import last_closed_day

HOLDS_DAYS = 31
"""For so many days a count stands for what is there."""


def is_counted(session: Session, book_id: UUID, *, since: date, until: date) -> bool:
    """Whether something was counted in a period, and everything that stands in the book at its end was."""
    named = {what for one in read_counts(session, book_id) if since <= one.happened_on <= until
             for what in one.counts}
    standing = {account.code for account in balances(
        session, book_id, as_of=until, codes=[int(code) for code in COUNTED.values()], funds=[ENTERPRISE])}
    return bool(named) and all(what in named for what, code in COUNTED.items() if int(code) in standing)


def is_result(session: Session, book_id: UUID, *, until: date) -> bool:
    """Whether what was earned up to a day is a result: something was counted in its month, up to that day.

    A count that a history recorded is one as well. In one statement.
    """
    return bool(session.scalar(select(has_result(book_id, until=until))))


def year_so_far(session: Session, book_id: UUID, day: date, *, opened_on: date) -> tuple[date, bool]:
    """The first day of the enterprise's own year, and whether what it earned since is a result.

    In one statement.
    """
    row = session.execute(select(
        last_closed_day(book_id, before=day).scalar_subquery().label("closed_until"),
        has_result(book_id, until=day).label("counted"))).one()
    return year_began(opened_on, closed_until=row.closed_until, day=day), bool(row.counted)


def has_result(book_id: UUID, *, until: date) -> ColumnElement[bool]:
    """The same as a part of another statement."""
    noted = exists().where(
        MoneyAct.book_id == book_id, MoneyAct.kind == MoneyKind.COUNTED.value, is_alive(MoneyAct),
        MoneyAct.happened_on.between(until.replace(day=1), until))
    taken_back = select(t.posting.c.reverses_seq).where(
        t.posting.c.book_id == book_id, t.posting.c.reverses_seq.is_not(None))
    recorded = exists().where(
        t.entry.c.book_id == book_id, t.entry.c.kind == EntryKind.STOCK_COUNTED.value,
        t.entry.c.occurred_on.between(until.replace(day=1), until), t.entry.c.seq.not_in(taken_back))
    return or_(noted, recorded)


def require_counted(session: Session, book_id: UUID, *, on: date) -> None:
    """Refuse to share out what was earned before it is known.

    Raises:
        NotCounted: the last count is too long ago, or does not name all that stands in the book.
    """
    if not is_counted(session, book_id, since=on - timedelta(days=HOLDS_DAYS), until=on):
        raise NotCounted(days=HOLDS_DAYS)
