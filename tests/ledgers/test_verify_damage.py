"""One byte the other way, anywhere in the books, is found and named, and never raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Table, text
from sqlalchemy.orm import Session

from ledgers.tables import BOOK_TABLES
from tests.ledgers.damage import (
    ROWS,
    flips,
    is_sqlite,
    places,
    read_cell,
    shadow,
    undone,
    write_cell,
)
from tests.ledgers.kept_books import keep_all, verified


@pytest.fixture
def harmed(session: Session) -> Iterator[Session]:
    """Three books whose tables can be harmed in any way."""
    keep_all(session)
    shadow(session)
    yield session
    session.rollback()


def test_books_as_they_were_kept_are_clean(harmed: Session) -> None:
    """What finds fault with honest books is switched off after a week."""
    assert verified(harmed) == []


@pytest.mark.parametrize("table", BOOK_TABLES, ids=str)
def test_a_flipped_byte_in_any_column_is_found(harmed: Session, table: Table) -> None:
    """A disk loses a bit without a word; the group must hear of it before the share-out."""
    missed = [f"{column} of row {place}: {value!r}" for column in table.c
              for place, value in _tries(harmed, column) if not _is_found(harmed, column, place, value)]

    assert missed == []


def _tries(session: Session, column: Column[Any]) -> Iterator[tuple[int, Any]]:
    """On SQLite every bit of a byte in the first row, else one bit of a byte in each row."""
    rows = places(session, column)
    assert len(rows) == ROWS, f"{column} has too few rows to try"
    for turn, place in enumerate(rows):
        flipped = flips(column, read_cell(session, column, place), sqlite=is_sqlite(session))
        every_bit = turn == 0 and is_sqlite(session)
        yield from ((place, value) for value in (flipped if every_bit else flipped[turn:turn + 1]))


def _is_found(session: Session, column: Column[Any], place: int, value: Any) -> bool:
    with undone(session):
        write_cell(session, column, place, value=value)
        return bool(verified(session))


@pytest.mark.parametrize("table", BOOK_TABLES, ids=str)
def test_an_emptied_cell_is_found(harmed: Session, table: Table) -> None:
    """Nothing is a value too, and the wrong one."""
    missed = [str(column) for column in table.c
              if not _is_found(harmed, column, places(harmed, column)[0], None)]

    assert missed == []


@pytest.mark.parametrize("table", BOOK_TABLES, ids=str)
def test_a_value_of_another_sort_is_found(harmed: Session, table: Table) -> None:
    """SQLite takes a word for a number, a number for an id, and keeps it."""
    if not is_sqlite(harmed):
        pytest.skip("PostgreSQL holds every column to its type")
    missed = [f"{column} = {value!r}" for column in table.c for value in ("seven", b"\xff\x00", 1.5)
              if not _is_found(harmed, column, places(harmed, column)[0], value)]

    assert missed == []


@pytest.mark.parametrize("table", BOOK_TABLES, ids=str)
def test_a_row_written_twice_is_found(harmed: Session, table: Table) -> None:
    """A second copy of an honest row is not honest."""
    with undone(harmed):
        names = ", ".join(column.name for column in table.c)
        harmed.execute(text(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {table.name} WHERE place = 1"))

        assert verified(harmed) != []
