"""A fresh database for a test, quickly, and as durable as a real one.

The schema is migrated once for each worker and kind; every test gets a copy.  What
many tests begin with, a past, happens once as well, and each of them gets a copy of
that.  The third kind is PostgreSQL with each `book` table split by hash of its book:
it refuses the keys that a distributed PostgreSQL would refuse.
"""

import itertools
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, NullPool

import msai.models  # noqa: F401  its tables belong to the schema
from ledgers.tables import metadata
from msai.db import make_engine
from msai.db.schema import grant_privileges, upgrade
from msai.resources import resource_dir
from tests.services import postgres, run_folder

PARTITIONS = 4
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


@dataclass(frozen=True)
class Place:
    """A database of one test: its address for the application and for the owner of the schema.

    `told` is what its past answered: names and ids of what is there.
    """

    name: str
    url: str
    owner_url: str
    told: Any = None


Past = Callable[[Place], Any]
"""What happened in a database before a test begins; it closes what it opened. Equal ones happen once."""


class Backend(ABC):
    """A kind of database the ledger runs on."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._pasts: dict[Past, Place] = {}

    @contextmanager
    def place(self, past: Past | None = None) -> Iterator[Place]:
        """A migrated database, empty or with a past, removed afterwards."""
        place = self._begin(f"test_{WORKER}_{next(self._numbers)}", past)
        try:
            yield place
        finally:
            self._drop(place)

    def _begin(self, name: str, past: Past | None) -> Place:
        if past is None:
            return self._copy(self._template, name)
        if past not in self._pasts:
            lived = self._copy(self._template, f"past_{WORKER}_{len(self._pasts)}")
            self._pasts[past] = replace(lived, told=past(lived))
        lived = self._pasts[past]
        return replace(self._copy(lived.name, name), told=lived.told)

    @property
    @abstractmethod
    def _template(self) -> str: ...

    @abstractmethod
    def _copy(self, template: str, name: str) -> Place: ...

    @abstractmethod
    def _drop(self, place: Place) -> None: ...


class Sqlite(Backend):
    """A file in memory, with the write-ahead log and full synchronising of a real one."""

    @cached_property
    def _folder(self) -> Path:
        folder = run_folder.current() / WORKER
        folder.mkdir(exist_ok=True)
        return folder

    @cached_property
    def _template(self) -> str:
        upgrade(make_engine(f"sqlite:///{self._folder}/template.db", poolclass=NullPool))
        return "template"

    def _copy(self, template: str, name: str) -> Place:
        unwritten = self._folder / f"{template}.db-wal"
        assert not unwritten.exists(), f"{template} is still open"
        file = shutil.copyfile(self._folder / f"{template}.db", self._folder / f"{name}.db")
        return Place(name, f"sqlite:///{file}", f"sqlite:///{file}")

    def _drop(self, place: Place) -> None:
        for suffix in ("", "-wal", "-shm"):
            (self._folder / f"{place.name}.db{suffix}").unlink(missing_ok=True)


class Postgresql(Backend):
    """A database of the run's server: one role owns the schema, the application has another."""

    kind = "plain"

    @cached_property
    def _template(self) -> str:
        name = f"template_{WORKER}_{self.kind}"
        postgres.administer(f"CREATE DATABASE {name} OWNER {postgres.OWNER}")
        engine = make_engine(postgres.url(name, postgres.OWNER), poolclass=NullPool)
        self._make_schema(engine)
        return name

    def _make_schema(self, engine: sqlalchemy.Engine) -> None:
        upgrade(engine, app_role=postgres.APP)

    def _copy(self, template: str, name: str) -> Place:
        name = f"{name}_{self.kind}"
        postgres.administer(
            f"CREATE DATABASE {name} OWNER {postgres.OWNER} TEMPLATE {template} STRATEGY file_copy")
        return Place(name, postgres.url(name, postgres.APP), postgres.url(name, postgres.OWNER))

    def _drop(self, place: Place) -> None:
        postgres.administer(f"DROP DATABASE {place.name} WITH (FORCE)")


class Partitioned(Postgresql):
    """PostgreSQL with every `book` table split by hash of `book_id`."""

    kind = "partitioned"

    def _make_schema(self, engine: sqlalchemy.Engine) -> None:
        with engine.begin() as connection:
            _split_tables().create_all(connection)
            for table in _book_tables():
                _make_partitions(connection, table)
            scripts = ScriptDirectory(str(resource_dir("migrations")))
            MigrationContext.configure(connection).stamp(scripts, "head")
            grant_privileges(connection, postgres.APP)


def _book_tables() -> list[str]:
    return [table.name for table in metadata.sorted_tables if table.info["shard"] == "book"]


def _split_tables() -> MetaData:
    """A copy of the schema in which each `book` table is declared as split."""
    split = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        copy = table.to_metadata(split)
        if table.info["shard"] == "book":
            copy.dialect_options["postgresql"]["partition_by"] = "HASH (book_id)"
    return split


def _make_partitions(connection: Connection, table: str) -> None:
    for part in range(PARTITIONS):
        connection.exec_driver_sql(
            f'CREATE TABLE "{table}_{part}" PARTITION OF "{table}" '
            f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {part})"
        )


BACKENDS: dict[str, Backend] = {
    "sqlite": Sqlite(),
    "postgresql": Postgresql(),
    "partitioned": Partitioned(),
}


def wanted(*, books: bool, one: bool = False) -> list[str]:
    """The kinds a test runs on; `MSAI_TEST_BACKENDS` narrows them for a quick run.

    `books` says whether the test is about the books themselves, which must also
    stand on split tables; `one` that the first of the kinds is enough.
    """
    chosen = os.environ.get("MSAI_TEST_BACKENDS", ",".join(BACKENDS)).split(",")
    unknown = set(chosen) - set(BACKENDS)
    if unknown:
        raise ValueError(f"MSAI_TEST_BACKENDS names no kind of database: {', '.join(sorted(unknown))}")
    kinds = [name for name in chosen if books or name != "partitioned"]
    return kinds[:1] if one else kinds
