"""Ways to harm a database: what a failing disk or a dishonest hand would leave behind.

The tables are shadowed by temporary copies without any constraint, so that nothing
but verifying stands between the damage and a clean answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Integer, text
from sqlalchemy.orm import Session

from ledgers.tables import BOOK_TABLES, Id

ROWS = 3


def shadow(session: Session) -> None:
    """Put copies without constraints or triggers in the place of the tables, for this connection."""
    schema = "main" if is_sqlite(session) else "public"
    for table in BOOK_TABLES:
        session.execute(text(f"CREATE TEMPORARY TABLE {table.name} AS SELECT * FROM {schema}.{table.name}"))
        session.execute(text(f"ALTER TABLE {table.name} ADD COLUMN place INTEGER"))
    _number_rows(session)


def _number_rows(session: Session) -> None:
    for table in BOOK_TABLES:
        row = "rowid" if is_sqlite(session) else "ctid"
        numbered = f"SELECT {row} AS r, row_number() OVER (ORDER BY {row}) AS n FROM {table.name}"
        place = f"SELECT n FROM ({numbered}) AS x WHERE x.r = {table.name}.{row}"
        session.execute(text(f"UPDATE {table.name} SET place = ({place})"))


def is_sqlite(session: Session) -> bool:
    """Whether the test runs on SQLite."""
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever is done inside is taken back."""
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def places(session: Session, column: Column[Any]) -> list[int]:
    """Three rows that have a value in this column."""
    found = session.execute(text(
        f"SELECT place FROM {column.table.name} WHERE {column.name} IS NOT NULL ORDER BY place LIMIT {ROWS}"))
    return list(found.scalars())


def read_cell(session: Session, column: Column[Any], place: int) -> Any:
    """A cell as the database holds it; a day as text."""
    as_text = isinstance(column.type, Date) and not is_sqlite(session)
    cell = f"CAST({column.name} AS TEXT)" if as_text else column.name
    return session.execute(text(f"SELECT {cell} FROM {column.table.name} WHERE place = {place}")).scalar_one()


def write_cell(session: Session, column: Column[Any], place: int, *, value: Any) -> None:
    """Put anything into a cell."""
    given = ":value"
    if isinstance(value, _SqliteText):
        given, value = "CAST(:value AS TEXT)", value.raw
    elif isinstance(column.type, Date) and not is_sqlite(session):
        given = "CAST(:value AS DATE)"
    query = text(f"UPDATE {column.table.name} SET {column.name} = {given} WHERE place = {place}")
    session.execute(query, {"value": value})


class _SqliteText:
    """Text made of any bytes, as SQLite stores it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw


def flips(column: Column[Any], value: Any, *, sqlite: bool) -> list[Any]:
    """The value with one bit of one of its bytes the other way, for each bit of that byte."""
    chance = random.Random(f"{column}{value}")
    return [_flipped(column, value, chance, bit, sqlite) for bit in range(8)]


def _flipped(column: Column[Any], value: Any, chance: random.Random, bit: int, sqlite: bool) -> Any:
    if isinstance(column.type, Boolean) and not sqlite:
        return not value
    if isinstance(column.type, Id) and isinstance(value, UUID):
        return UUID(bytes=_flip(value.bytes, chance, bit))
    if isinstance(value, bytes):
        return _flip(value, chance, bit)
    if isinstance(column.type, Integer | Boolean):
        return int(value) ^ 1 << bit
    return _flip_text(column, str(value), chance, bit, sqlite)


def _flip(raw: bytes, chance: random.Random, bit: int) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1:]


def _flip_text(column: Column[Any], value: str, chance: random.Random, bit: int, sqlite: bool) -> Any:
    """On PostgreSQL a day stays a day and text stays text: nothing else can be stored there."""
    if sqlite:
        return _SqliteText(_flip(value.encode(), chance, bit))
    if isinstance(column.type, Date):
        return f"{value[:-2]}{int(value[-2:]) % 28 + 1:02d}"
    raw = _flip(value.encode(), chance, bit % 3)
    return raw.decode()
