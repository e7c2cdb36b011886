"""Checks of the journal: its chain, its references, and what takes what back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select, type_coerce
from sqlalchemy.types import NullType

from ledgers import tables as t
from ledgers.accounts import Account, AccountType, BookKind
from ledgers.chart import CHARTS
from ledgers.tables import Id
from ledgers.verify.examined_book import ExaminedBook
from ledgers.verify.findings import Code, Finding

RETAINED, SAVINGS, DUE_TO_MEMBERS = 3400, 3100, 2100


def check_chain(book: ExaminedBook) -> Iterator[Finding]:
    """Entries are numbered without gaps and chained, and every hash is that of its columns."""
    return iter(book.walked.findings.all())


def check_references(book: ExaminedBook) -> Iterator[Finding]:
    """No two entries answer to the same reference of a client."""
    for row in book.session.execute(_REFERENCES_TWICE, {"book": book.book_id}):
        yield book.finding(Code.REFERENCE_TWICE, "entry", row.ref, entries=row.entries)


def check_reversals(book: ExaminedBook) -> Iterator[Finding]:
    """A reversal names an earlier posting, swaps its sides for the same amount, and does so once."""
    seen: set[tuple[Any, Any]] = set()
    for row in book.session.execute(_REVERSALS, {"book": book.book_id}, execution_options=_A_FEW_AT_A_TIME):
        key, names = f"{row.seq}|{row.line}", (row.reverses_seq, row.reverses_line)
        if names in seen:
            yield book.finding(Code.REVERSAL_TWICE, "posting", key)
        seen.add(names)
        if row.amount is None:
            yield book.finding(Code.REVERSAL_UNKNOWN, "posting", key, seq=names[0], line=names[1])
        elif not _takes_back(book, row):
            yield book.finding(Code.REVERSAL_DIFFERS, "posting", key, seq=names[0], line=names[1])


def _takes_back(book: ExaminedBook, row: Row[Any]) -> bool:
    sides = ((row.debit, row.taken_credit), (row.credit, row.taken_debit))
    return (
        row.amount == row.amount_back
        and _is_earlier(row.reverses_seq, row.seq)
        and all(_stands_for(book, now, before) for now, before in sides)
    )


def _is_earlier(reversed_seq: Any, seq: Any) -> bool:
    return isinstance(reversed_seq, int) and isinstance(seq, int) and reversed_seq < seq


def _stands_for(book: ExaminedBook, now: int, before: int) -> bool:
    """Whether one account may take the place of another in a reversal.

    It is the same account, or the cycle was closed in between: then the surplus stands
    for an income or a cost, and what is due to a member for savings shared out to her.
    """
    if now == before:
        return True
    new, old = book.accounts.get(now), book.accounts.get(before)
    if new is None or old is None or new.fund != old.fund:
        return False
    if new.code == RETAINED:
        return _is_result(book, old)
    return (old.code, new.code, old.holder) == (SAVINGS, DUE_TO_MEMBERS, new.holder)


def _is_result(book: ExaminedBook, account: Account) -> bool:
    kind = book.book_rows[0]["kind"] if book.book_rows else BookKind.GROUP
    line = CHARTS[kind].lines.get(account.code) if kind in CHARTS else None
    return line is not None and line.type in (AccountType.INCOME, AccountType.COST)


_BOOK = bindparam("book", type_=Id())

_REFERENCES_TWICE = (
    select(type_coerce(t.entry.c.client_ref, NullType()).label("ref"), func.count().label("entries"))
    .where(t.entry.c.book_id == _BOOK)
    .group_by(t.entry.c.client_ref)
    .having(func.count() > 1)
)


def _reversals() -> Select[*tuple[Any, ...]]:
    taken, back = t.posting.alias("taken"), t.posting.alias("back")
    columns = {
        "seq": back.c.seq, "line": back.c.line, "reverses_seq": back.c.reverses_seq,
        "reverses_line": back.c.reverses_line, "debit": back.c.debit_no, "credit": back.c.credit_no,
        "amount_back": back.c.amount_minor, "taken_debit": taken.c.debit_no,
        "taken_credit": taken.c.credit_no, "amount": taken.c.amount_minor,
    }
    raw = [type_coerce(column, NullType()).label(name) for name, column in columns.items()]
    return (
        select(*raw)
        .select_from(back)
        .outerjoin(taken, and_(taken.c.book_id == _BOOK, taken.c.seq == back.c.reverses_seq,
                               taken.c.line == back.c.reverses_line))
        .where(back.c.book_id == _BOOK,
               back.c.reverses_seq.is_not(None) | back.c.reverses_line.is_not(None))
        .order_by(back.c.seq, back.c.line)
    )


_REVERSALS = _reversals()
_A_FEW_AT_A_TIME = {"yield_per": 2000}
