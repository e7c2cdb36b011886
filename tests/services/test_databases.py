"""The databases that tests are given keep the promises a real one keeps."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, select, text

from ledgers.tables import book, metadata
from msai.db import Database
from msai.db.schema import is_current
from tests.services.databases import Place, wanted

BOOK = {
    "book_id": UUID(int=1),
    "kind": "group",
    "currency": "HKD",
    "chart_version": 1,
    "opened_at": 0,
    "row_hash": bytes(32),
}


@pytest.mark.books
def test_a_new_database_has_the_whole_schema_and_no_rows(database: Database) -> None:
    """A test must start from nothing, on the schema a user would have."""
    with database.read() as session:
        counts = {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in metadata.tables}

    assert is_current(database.engine)
    assert set(counts.values()) == {0}


@pytest.mark.books
def test_two_databases_of_one_test_are_apart(new_database: Callable[[], Database]) -> None:
    """A state machine that runs many examples starts each on an empty book."""
    first, second = new_database(), new_database()
    with first.write() as session:
        session.execute(book.insert(), BOOK)

    with first.read() as here, second.read() as there:
        opened = select(book.c.kind).where(book.c.book_id == BOOK["book_id"])
        assert here.scalar(opened) == BOOK["kind"]
        assert there.scalar(opened) is None


def test_what_is_acknowledged_is_synchronised(database: Database) -> None:
    """Quick tests may come from a memory disk, never from a database that forgets."""
    asked = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW fsync"}[database.engine.name]
    with database.read() as session:
        answer = session.scalar(text(asked))

    assert answer in (2, "on")


@pytest.mark.books
def test_book_tables_are_split_only_where_the_test_says_so(place: Place, owner_engine: Engine) -> None:
    """The third kind is what shows that no key would be refused by a distributed server."""
    names = inspect(owner_engine).get_table_names()

    assert ("posting_3" in names) == place.name.endswith("partitioned")


def test_a_misspelt_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing mistake must not leave a run without any database test."""
    monkeypatch.setenv("MSAI_TEST_BACKENDS", "sqlight")

    with pytest.raises(ValueError, match="sqlight"):
        wanted(books=True)
