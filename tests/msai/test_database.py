"""Reading and writing never share a connection on SQLite, and nobody who looks on can miss either."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from msai.db import Database, let_go, make_engine

COUNT = text("SELECT count(*) FROM share")
SAVE = text("INSERT INTO share VALUES (1)")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Database]:
    """A database with one table, and one share in it."""
    database = Database(make_engine(f"sqlite:///{tmp_path}/box.db"))
    with database.write() as session:
        session.execute(text("CREATE TABLE share (number INTEGER)"))
        session.execute(SAVE)
    yield database
    database.engine.dispose()


def test_who_reads_cannot_write(box: Database) -> None:
    """A page that looks must not be able to change a book, whatever is wrong with it."""
    with box.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(SAVE)
    with box.write() as session:
        session.execute(SAVE)
        assert session.scalar(COUNT) == 2


def test_reading_is_of_one_moment_until_it_is_let_go(box: Database) -> None:
    """What a page shows belongs together; after its own change it shows what is there now."""
    with box.read() as session:
        seen = [session.scalar(COUNT)]
        with box.write() as writing:
            writing.execute(SAVE)
        seen.append(session.scalar(COUNT))
        let_go(session)
        seen.append(session.scalar(COUNT))

    assert seen == [1, 1, 2]


def test_the_connection_that_writes_is_never_told_to_refuse(box: Database) -> None:
    """SQLite would forget all it has read, and read every statement of the next meeting again."""
    said: list[str] = []
    event.listen(box.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    for _ in range(2):
        with box.read() as session:
            session.scalar(COUNT)
        with box.write() as session:
            session.execute(SAVE)

    assert said == ["BEGIN", COUNT.text, "BEGIN IMMEDIATE", SAVE.text] * 2


def test_readers_refuse_also_after_all_connections_were_closed(box: Database) -> None:
    """A command that closes everything and goes on must not come back with a pen in its hand."""
    box.engine.dispose()
    with box.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(SAVE)
