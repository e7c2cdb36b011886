"""A real file on a real disk: harmed from outside, cut short, or something else altogether."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.pool import NullPool

from ledgers.tables import BOOK_TABLES, metadata
from ledgers.verify import DATABASE_ERRORS, damage
from msai.db import Database, make_engine
from tests.ledgers.kept_books import findings, keep_all


def verified(path: Path) -> list[str]:
    """The codes found in a file, opened as the application opens it."""
    engine = make_engine(f"sqlite:///{path}", poolclass=NullPool)
    try:
        with Database(engine).read() as session:
            return [finding.code for finding in findings(session)]
    except DATABASE_ERRORS as error:
        return [damage(error).code]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Three books in a file that nobody has open, without the triggers its owner could drop."""
    path = tmp_path / "books.db"
    engine = make_engine(f"sqlite:///{path}", poolclass=NullPool)
    metadata.create_all(engine, tables=BOOK_TABLES)
    with Database(engine).write() as session:
        keep_all(session)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=delete")
    yield path
    engine.dispose()


def test_a_whole_file_is_clean(file: Path) -> None:
    """The other tests mean something only if this one passes."""
    assert verified(file) == []


@pytest.mark.parametrize("table", BOOK_TABLES, ids=str)
def test_a_byte_flipped_by_a_raw_connection_is_found(file: Path, table: Table) -> None:
    """Triggers can be dropped by whoever holds the file; the hashes stay."""
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=on")
        column = list(table.c)[-1].name
        (before,) = raw.execute(f"SELECT CAST({column} AS BLOB) FROM {table.name} "
                                f"WHERE {column} IS NOT NULL ORDER BY rowid LIMIT 1").fetchone()
        raw.execute(f"UPDATE {table.name} SET {column} = ? WHERE CAST({column} AS BLOB) = ?",
                    (bytes([before[0] ^ 4]) + before[1:], before))

    assert verified(file) != []


@pytest.mark.parametrize("part", [0, 1, 17, 99, 100, 512, 4096, 5000, 0.25, 0.5, 0.75, 0.99])
def test_a_file_cut_short_is_named(file: Path, part: float) -> None:
    """The disk was full, or the copy was pulled out too early."""
    whole = file.read_bytes()
    file.write_bytes(whole[:int(part * len(whole)) if isinstance(part, float) else part])

    found = verified(file)
    assert found != []
    assert set(found[:1]) <= {"database_damaged", "orphan_rows"}


def test_a_file_with_a_torn_page_never_raises(file: Path) -> None:
    """Whatever a failing disk leaves of a page, the answer is a list of codes."""
    whole, chance = file.read_bytes(), random.Random(7)
    answers = []
    for page in range(len(whole) // 4096):
        torn = bytes(chance.randrange(256) for _ in range(64))
        at = page * 4096 + chance.randrange(4000)
        file.write_bytes(whole[:at] + torn + whole[at + 64:])
        answers.append(verified(file))

    assert all(isinstance(code, str) for codes in answers for code in codes)
    assert sum(bool(codes) for codes in answers) > len(answers) // 3


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    """Somebody put a photo where the books should be."""
    photo = tmp_path / "photo.db"
    photo.write_bytes(b"\xff\xd8\xff\xe0" * 4096)

    assert verified(photo) == ["database_damaged"]
