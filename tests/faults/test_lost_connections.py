"""PostgreSQL drops connections: in the middle of an act, and all that lie ready, as when it is restarted.

Half of the statements of an act are prepared ones, which hand their text to the driver themselves; a loss has
to look the same in them as in any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from msai import open_database
from msai.db import Database
from msai.settings import settings_for_tests
from tests.faults.sunday_process import sunday
from tests.msai.imports.recorded import heads, rows
from tests.msai.services.sundays import close, is_sound, open_savers
from tests.services import postgres
from tests.services.databases import BACKENDS, Place

LEAST_STATEMENTS = 15
"""Closing a meeting takes at least so many."""
READY = 3
LOST = re.compile("terminating connection|connection is (closed|lost)|server closed")


@pytest.fixture
def place() -> Iterator[Place]:
    """A database on the server; a file loses no connections."""
    with BACKENDS["postgresql"].place() as place:
        yield place


@contextmanager
def savers(place: Place) -> Iterator[Database]:
    """Sunday Savers, opened."""
    database = open_database(settings_for_tests(database_url=place.url))
    with database.write() as session:
        open_savers(session)
    yield database
    database.engine.dispose()


@pytest.fixture
def group(place: Place) -> Iterator[Database]:
    """The group whose connections are lost."""
    with savers(place) as database:
        yield database


def drop_connections(place: Place) -> None:
    """The server ends everybody's connection to the database, and waits until they are gone."""
    postgres.administer(
        f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{place.name}'")


def lost(work: Callable[[], object]) -> bool:
    """Whether an act found its connection gone."""
    try:
        work()
    except OperationalError as error:
        return LOST.search(str(error.orig)) is not None
    return False


class Losing:
    """Drops the connections just before one statement of an act is sent."""

    def __init__(self, database: Database, place: Place) -> None:
        self._left, self._place = -1, place
        event.listen(database.engine, "before_cursor_execute", self._count)

    def _count(self, *_said: object) -> None:
        if self._left == 0:
            drop_connections(self._place)
        self._left -= 1

    def at(self, number: int, work: Callable[[], object]) -> bool:
        """Whether the act has a statement of this number, at which its connection was lost."""
        self._left = number
        try:
            return lost(work)
        finally:
            self._left = -1


def close_the_first(group: Database) -> None:
    """Close the group's first meeting."""
    with group.write() as session:
        close(session, sunday(0))


def rows_of_a_good_day() -> dict[str, int]:
    """What is in the tables when nothing was lost."""
    with BACKENDS["postgresql"].place() as place, savers(place) as group:
        close_the_first(group)
        return rows(group)


def test_wherever_a_connection_is_lost_nothing_is_half_written(group: Database, place: Place) -> None:
    """At every single statement of a meeting; the phone sends the sheet again, and that goes through."""
    losing, before, tries = Losing(group, place), heads(group), 0
    while losing.at(tries, lambda: close_the_first(group)):
        assert heads(group) == before
        tries += 1

    assert tries > LEAST_STATEMENTS
    assert heads(group) != before
    assert rows(group) == rows_of_a_good_day()


def read_the_book(group: Database) -> None:
    """What the next page reads."""
    assert len(heads(group)) == 1


@pytest.mark.parametrize("first", [read_the_book, close_the_first])
def test_after_a_restart_one_request_fails_at_most(
    group: Database, place: Place, first: Callable[[Database], None],
) -> None:
    """Several connections lie ready and all are dead: whoever meets one first clears the others away."""
    with ExitStack() as stack:
        for session in [stack.enter_context(group.read()) for _ in range(READY)]:
            session.connection()
    drop_connections(place)

    assert lost(lambda: first(group))
    for _ in range(READY + 1):
        read_the_book(group)
    close_the_first(group)
    with group.read() as session:
        assert is_sound(session)
