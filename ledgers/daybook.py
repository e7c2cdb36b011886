"""The day book: what was posted, in the order of truth.

Exports and statements that name every entry read a book from its first number to its
last.  Entries come in chunks, so a book of many years is read in little memory, and
each knows the hash that binds it to everything before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import CLAIMS_PREFIX, Account, BookKind, Holder, HolderKind, units_fund
from ledgers.entries import Posting
from ledgers.errors import UnknownBook
from ledgers.statements.drawn import DayBookEntry, Drawn
from ledgers.trace.rows import FundEntry, FundPosting

CHUNK = 1000


def drawn_from(session: Session, book_id: UUID, as_of: date | None = None) -> Drawn:
    """Where the book stands now, for a statement at `as_of` (None: of everything).

    Raises:
        UnknownBook: there is no such book.
    """
    query = (
        select(t.book.c.kind, t.book.c.currency, t.book_head.c.last_seq, t.book_head.c.last_hash)
        .join_from(t.book, t.book_head, t.book_head.c.book_id == t.book.c.book_id)
        .where(t.book.c.book_id == book_id, t.book_head.c.book_id == book_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownBook(book_id=str(book_id))
    return Drawn(book_id, BookKind(row.kind), row.currency, as_of, row.last_seq, bytes(row.last_hash))


def read_entries(session: Session, book_id: UUID, *, until: date | None = None) -> Iterator[DayBookEntry]:
    """The entries of a book in the order of their numbers, those dated after `until` left out.

    Two statements, whatever the length of the book; the rows arrive in chunks.
    """
    accounts = _accounts(session, book_id)
    rows = session.execute(_entries_query(book_id, until), execution_options={"yield_per": CHUNK})
    for _seq, lines in groupby(rows, key=lambda row: row.seq):
        yield _entry(list(lines), accounts)


def _accounts(session: Session, book_id: UUID) -> dict[int, Account]:
    query = (
        select(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder,
               t.holder.c.kind, t.holder.c.alias)
        .join(t.holder, t.holder.c.holder == t.account.c.holder)
        .where(t.account.c.book_id == book_id, t.holder.c.book_id == book_id)
    )
    return {row.account_no: _account(row, book_id) for row in session.execute(query)}


def _account(row: Row[*tuple[Any, ...]], book_id: UUID) -> Account:
    holder = None if row.holder == book_id else Holder(row.holder, HolderKind(row.kind), row.alias)
    return Account(row.code, row.fund, holder)


def _entries_query(book_id: UUID, until: date | None) -> Select[Any]:
    query = (
        select(t.entry.c.seq, t.entry.c.kind, t.entry.c.closing, t.entry.c.occurred_on, t.entry.c.posted_at,
               t.entry.c.recorded_by, t.entry.c.client_ref, t.entry.c.source_kind, t.entry.c.source_id,
               t.entry.c.hash, t.posting.c.debit_no, t.posting.c.credit_no, t.posting.c.amount_minor,
               t.posting.c.line_ref, t.posting.c.reverses_seq, t.posting.c.reverses_line)
        .join_from(t.entry, t.posting,
                   and_(t.posting.c.book_id == t.entry.c.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.posting.c.book_id == book_id)
        .order_by(t.entry.c.seq, t.posting.c.line)
    )
    return query.where(t.entry.c.occurred_on <= until) if until is not None else query


def _entry(rows: list[Row[Any]], accounts: dict[int, Account]) -> DayBookEntry:
    first = rows[0]
    return DayBookEntry(
        first.seq, first.kind, first.closing, first.occurred_on, first.posted_at, first.recorded_by,
        first.client_ref, first.source_kind, first.source_id, bytes(first.hash),
        tuple(_posting(row, accounts) for row in rows),
    )


def _posting(row: Row[Any], accounts: dict[int, Account]) -> Posting:
    reverses = (row.reverses_seq, row.reverses_line) if row.reverses_seq is not None else None
    return Posting(accounts[row.debit_no], accounts[row.credit_no], row.amount_minor, row.line_ref, reverses)


def read_fund(session: Session, book_id: UUID, fund: str) -> Iterator[FundEntry]:
    """What a book posted in the money, units and claims of an investment fund, by the numbers of its entries.

    Two statements, whatever the length of the book.
    """
    accounts = _accounts(session, book_id)
    funds = {account.fund for account in accounts.values() if account.fund.startswith(CLAIMS_PREFIX)}
    rows = session.connection().execute(_FUND, {"book": book_id, "fund": [fund, units_fund(fund), *funds]})
    for (seq, kind, occurred_on, paper), lines in groupby(rows, key=lambda row: row[:4]):
        yield FundEntry(seq, kind, occurred_on, tuple(_fund_posting(row, accounts) for row in lines), paper)


_FUND = (
    select(t.entry.c.seq, t.entry.c.kind, t.entry.c.occurred_on, t.entry.c.source_id, t.posting.c.line,
           t.posting.c.debit_no, t.posting.c.credit_no, t.posting.c.amount_minor, t.posting.c.line_ref,
           t.posting.c.reverses_seq, t.posting.c.reverses_line)
    .join_from(t.entry, t.posting,
               and_(t.posting.c.book_id == t.entry.c.book_id, t.posting.c.seq == t.entry.c.seq))
    .where(t.entry.c.book_id == bindparam("book", type_=t.Id()), t.posting.c.book_id == t.entry.c.book_id,
           t.posting.c.fund.in_(bindparam("fund", expanding=True)))
    .order_by(t.entry.c.seq, t.posting.c.line)
)


def _fund_posting(row: Row[*tuple[Any, ...]], accounts: dict[int, Account]) -> FundPosting:
    _seq, _kind, _on, _paper, line, debit, credit, minor, line_ref, back_seq, back_line = row
    reverses = (back_seq, back_line) if back_seq is not None else None
    return FundPosting(line, accounts[debit], accounts[credit], minor, line_ref, reverses)
