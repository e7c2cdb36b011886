"""Checks of a whole database: the file itself, and rows of books that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select, text, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from ledgers import tables as t
from ledgers.verify.findings import Code, Finding, make_finding
from ledgers.verify.raw_rows import decode_id

PROBLEMS_SHOWN = 20


def check_file(session: Session, tables: Sequence[Table]) -> Iterator[Finding]:
    """The file of an SQLite database is whole; PostgreSQL looks after its own."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (problem,) in session.execute(text(f"PRAGMA integrity_check({PROBLEMS_SHOWN})")):
        if problem != "ok":
            yield make_finding(Code.DATABASE_DAMAGED, "", problem=problem)


def check_orphans(session: Session, tables: Sequence[Table]) -> Iterator[Finding]:
    """Every row belongs to a book that is there, named by an id that is one."""
    known = {raw for raw, _ in _book_ids(session, t.book)}
    for table in tables:
        for raw, rows in _book_ids(session, table):
            if raw not in known or _id_or_none(raw) is None:
                yield make_finding(Code.ORPHAN_ROWS, table.name, key=str(_id_or_none(raw) or raw), rows=rows)


def list_books(session: Session) -> list[UUID]:
    """The books of a database whose id can be read."""
    found = (_id_or_none(raw) for raw, _ in _book_ids(session, t.book))
    return [book_id for book_id in found if book_id is not None]


def _book_ids(session: Session, table: Table) -> list[tuple[Any, int]]:
    rows = session.execute(_count_by_book(table), execution_options={"scatter": True})
    return [(raw, count) for raw, count in rows]


@lru_cache(maxsize=64)
def _count_by_book(table: Table) -> Select[Any, int]:
    column: ColumnElement[Any] = type_coerce(table.c.book_id, NullType()).label("book_id")
    return select(column, func.count()).group_by(table.c.book_id).order_by(table.c.book_id)


def _id_or_none(raw: Any) -> UUID | None:
    try:
        return decode_id(raw)
    except ValueError:
        return None
