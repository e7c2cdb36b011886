"""Rows as they stand in the database, read so that damage is found instead of raised.

A damaged row may hold text that is no UTF-8, a date that is no day, or a number
where an id should be.  The ordinary column types would raise at such a cell and
hide the rest of the book; here every cell is read as it is, checked against what
its column may hold, and turned into the value the rest of the engine speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    Text,
    bindparam,
    cast,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from ledgers.tables import Id

ROWS_AT_ONCE = 2000


class _Unreadable(ValueError):
    """A cell of the right sort that stands for no value."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: the values by column (None where unreadable) and the names of unreadable cells."""

    values: dict[str, Any]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How to read one table: its columns, what sorts of value each may hold, what has to be decoded."""

    names: tuple[str, ...]
    sorts: tuple[frozenset[type], ...]
    decoders: tuple[tuple[int, Callable[[Any], Any]], ...]
    well_formed: set[tuple[type, ...]]


@contextmanager
def tolerant_text(session: Session) -> Iterator[None]:
    """Let SQLite hand over text that is no UTF-8, while the block runs.

    Its driver raises at such text otherwise; PostgreSQL never stores it.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    driver: Any = session.connection().connection.dbapi_connection
    before = driver.text_factory
    driver.text_factory = _decode_tolerantly
    try:
        yield
    finally:
        driver.text_factory = before


def _decode_tolerantly(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def read_rows(
    session: Session, table: Table, book_id: UUID, *, order_by: Sequence[str] = (),
) -> Iterator[RawRow]:
    """The rows of one book in a table, a few at a time, every cell checked."""
    dialect = session.get_bind().dialect.name
    query = _query(table, dialect, tuple(order_by))
    shape = _shape(table)
    result = session.execute(query, {"book": book_id}, execution_options={"yield_per": ROWS_AT_ONCE})
    for row in result:
        yield _read(shape, tuple(row))


@lru_cache(maxsize=64)
def _query(table: Table, dialect: str, order_by: tuple[str, ...]) -> Select[Any]:
    columns = [_raw_column(column, dialect) for column in table.c if column.name != "book_id"]
    query = select(*columns).where(table.c.book_id == bindparam("book", type_=Id()))
    return query.order_by(*(table.c[name] for name in order_by))


def _raw_column(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """A column as the driver gives it; a date as text, for not every stored day is a `date`."""
    if dialect == "postgresql" and isinstance(column.type, Date):
        return cast(column, Text).label(column.name)
    return type_coerce(column, NullType()).label(column.name)


@lru_cache(maxsize=64)
def _shape(table: Table) -> _Shape:
    columns = [column for column in table.c if column.name != "book_id"]
    decoders = [(n, _decoder(column)) for n, column in enumerate(columns)]
    return _Shape(
        tuple(column.name for column in columns),
        tuple(_sorts(column) for column in columns),
        tuple((n, decode) for n, decode in decoders if decode is not None),
        set(),
    )


def _sorts(column: Column[Any]) -> frozenset[type]:
    kinds: dict[type, tuple[type, ...]] = {
        Id: (bytes, UUID), LargeBinary: (bytes,), Boolean: (int, bool), Integer: (int,), Date: (str,),
        String: (str,),
    }
    sorts = next(sorts for kind, sorts in kinds.items() if isinstance(column.type, kind))
    return frozenset({*sorts, type(None)} if column.nullable else sorts)


def _decoder(column: Column[Any]) -> Callable[[Any], Any] | None:
    decoders = {Id: decode_id, Boolean: _decode_bool, Date: _decode_date}
    return next((decode for kind, decode in decoders.items() if isinstance(column.type, kind)), None)


def decode_id(raw: Any) -> UUID:
    """The id a raw cell holds.

    Raises:
        ValueError: it holds none.
    """
    if isinstance(raw, UUID):
        return raw
    if not isinstance(raw, bytes):
        raise _Unreadable(raw)
    return UUID(bytes=raw)


def _decode_bool(raw: Any) -> bool:
    if raw not in (0, 1):
        raise _Unreadable(raw)
    return bool(raw)


def _decode_date(raw: Any) -> date:
    day = date.fromisoformat(raw)
    # The hashes cover the text of the day, so a second spelling of one day is damage as well.
    if day.isoformat() != raw:
        raise _Unreadable(raw)
    return day


def _read(shape: _Shape, raw: tuple[Any, ...]) -> RawRow:
    signature = tuple(map(type, raw))
    if signature not in shape.well_formed:
        wrong = [n for n, kind in enumerate(signature) if kind not in shape.sorts[n]]
        if wrong:
            return _damaged(shape, raw, wrong)
        shape.well_formed.add(signature)
    if not shape.decoders:
        return RawRow(dict(zip(shape.names, raw, strict=True)), ())
    return _decoded(shape, raw)


def _decoded(shape: _Shape, raw: tuple[Any, ...]) -> RawRow:
    cells = list(raw)
    wrong = []
    for n, decode in shape.decoders:
        if cells[n] is not None:
            try:
                cells[n] = decode(cells[n])
            except ValueError:
                wrong.append(n)
    if wrong:
        return _damaged(shape, raw, wrong)
    return RawRow(dict(zip(shape.names, cells, strict=True)), ())


def _damaged(shape: _Shape, raw: tuple[Any, ...], wrong: Sequence[int]) -> RawRow:
    """The row with what can be read of it, so that its key still names it."""
    values = dict(zip(shape.names, raw, strict=True))
    decoders = {shape.names[n]: decode for n, decode in shape.decoders}
    faults = {shape.names[n] for n in wrong}
    for name, value in values.items():
        try:
            values[name] = None if name in faults or value is None else decoders.get(name, _as_it_is)(value)
        except ValueError:
            faults.add(name)
            values[name] = None
    return RawRow(values, tuple(sorted(faults)))


def _as_it_is(value: Any) -> Any:
    return value
