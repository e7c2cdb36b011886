"""The database: how it is opened, and the only place that commits.

SQLite with its driver's defaults loses money silently under two writers, so the
engine is made by a recipe that begins every transaction itself, keeps the
write-ahead log with full synchronising, and refuses to run otherwise.  Readers
get a connection on which a write is refused by the database itself; on SQLite
those are connections of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import sqlalchemy
from sqlalchemy import Connection, Engine, Pool, event, inspect, make_url
from sqlalchemy.engine.base import OptionEngine
from sqlalchemy.orm import Session, SessionTransaction

from ledgers.prepared import tell

SQLITE_PRAGMAS = (
    "journal_mode=wal", "synchronous=full", "foreign_keys=on", "recursive_triggers=on", "busy_timeout=5000",
    # What a savepoint changes is remembered in memory, not copied page by page into a file beside it.
    "temp_store=memory",
)
# A long report may be sorted in a file, as nobody knows how long it will be.
SQLITE_READING_PRAGMAS = ("query_only=on", "temp_store=file")


class UnsafeDatabase(RuntimeError):
    """The database does not keep what it acknowledges; the program refuses to use it."""


def make_engine(url: str, **options: Any) -> Engine:
    """An engine that keeps the promises the books rely on.

    `url` is an SQLAlchemy URL of SQLite or PostgreSQL; further options go to
    `create_engine`.

    Raises:
        UnsafeDatabase: at the first connection, when it would not survive a power cut.
    """
    # The connection used last knows the pages and statements of the request before, so it is taken again.
    options = {"pool_use_lifo": True, **options} if _has_pool(url, options) else options
    # Names and amounts stay out of tracebacks and logs.
    engine = sqlalchemy.create_engine(url, hide_parameters=True, **_remembering(url), **options)
    engine.dialect.use_insertmanyvalues_wo_returning = True
    if engine.dialect.name == "sqlite":
        _listen_sqlite(engine)
    else:
        _listen_postgresql(engine)
    return engine


def _has_pool(url: str, options: Mapping[str, Any]) -> bool:
    """Whether connections are kept in a queue; a database in memory has one connection to a thread."""
    where = make_url(url)
    in_memory = where.get_backend_name() == "sqlite" and where.database in (None, "", ":memory:")
    return "poolclass" not in options and not in_memory


def _remembering(url: str) -> dict[str, Any]:
    """SQLite reads a statement once for as many as it remembers; each number of rows is one of its own."""
    if make_url(url).get_backend_name() != "sqlite":
        return {}
    return {"connect_args": {"cached_statements": 256}}


def _listen_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            dbapi.execute("pragma " + pragma)
        if dbapi.execute("pragma synchronous").fetchone()[0] < 2:
            raise UnsafeDatabase("SQLite must run with synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("readonly")
        tell(connection, "BEGIN" if reads else "BEGIN IMMEDIATE")


def _listen_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, _record: object) -> None:
        with dbapi.cursor() as cursor:
            for setting in ("synchronous_commit", "fsync"):
                cursor.execute(f"SHOW {setting}")
                if cursor.fetchone()[0] not in ("on", "remote_apply"):
                    raise UnsafeDatabase(f"PostgreSQL must run with {setting}=on")
        dbapi.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("readonly"):
            tell(connection, "SET TRANSACTION READ ONLY")


class _ReadingSqlite(OptionEngine):
    """The same engine with connections of its own, on which SQLite refuses to write.

    A connection that is told to refuse, and not to refuse any more, forgets each time all the statements it
    has read; then half of the time SQLite takes for a meeting goes into reading them again.

    `OptionEngine` is what SQLAlchemy's own `Engine.execution_options()` answers: an engine with the dialect,
    the listeners and the URL of another, which reads its pool through a property. Here that property gives
    way to a pool of its own; that is all this class relies on, and `tests/msai/test_database.py` fails where
    a version of SQLAlchemy does it otherwise. Whoever disposes of the first engine closes both pools.
    """

    pool: Pool = cast(Pool, None)
    """Its own, in place of the one it would share."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, {"readonly": True})
        self._open(engine.pool.recreate())
        event.listen(engine, "engine_disposed", self._renew)

    def _open(self, pool: Pool) -> None:
        @event.listens_for(pool, "connect")
        def connect(dbapi: Any, _record: object) -> None:
            for pragma in SQLITE_READING_PRAGMAS:
                dbapi.execute("pragma " + pragma)

        self.pool = pool

    def _renew(self, _engine: Engine) -> None:
        self.pool.dispose()
        self.pool = self.pool.recreate()


class Database:
    """The one database of a deployment: sessions to write and sessions to read."""

    def __init__(self, engine: Engine, **info: object) -> None:
        """`info` is handed to every session: the keys that services seal and sign with."""
        self.engine = engine
        self._info = info
        on_sqlite = engine.dialect.name == "sqlite"
        self._readonly = _ReadingSqlite(engine) if on_sqlite else engine.execution_options(readonly=True)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one write transaction, committed at the end or rolled back whole."""
        info = dict(self._info)
        with Session(self.engine, expire_on_commit=False, info=info) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on which the database itself refuses to write.

        What it reads is of one moment, until `let_go`.
        """
        info = dict(self._info)
        with Session(self._readonly, expire_on_commit=False, info=info) as session:
            yield session


def let_go(reading: Session) -> None:
    """End the moment that a reading session sees; asked again, it reads what is there then."""
    reading.commit()


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """A part of a transaction that stays whole or goes whole.

    It has one name, so that the database reads the words once; SQLAlchemy's own get a new name each.
    A part that stays is let go when the next one begins, or by the end of the transaction itself, or with
    the savepoint of SQLAlchemy's that it lies in.
    """
    connection = session.connection()
    if session.info.pop(_PART, None) == _lies_in(session):
        tell(connection, "RELEASE SAVEPOINT part")
    tell(connection, "SAVEPOINT part")
    try:
        yield
    except BaseException:
        tell(connection, "ROLLBACK TO SAVEPOINT part")
        tell(connection, "RELEASE SAVEPOINT part")
        raise
    session.info[_PART] = _lies_in(session)


_PART = "part"
"""Where a session keeps in which transaction, and in which savepoint of it, a part stays."""


def _lies_in(session: Session) -> tuple[SessionTransaction | None, SessionTransaction | None]:
    return session.get_transaction(), session.get_nested_transaction()


def has_tables(engine: Engine) -> bool:
    """Whether anything was ever made in this database."""
    return bool(inspect(engine).get_table_names())
