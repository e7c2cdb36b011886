"""A database with the keys of a deployment, and a group in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from msai import open_database
from msai.db import Database
from msai.settings import settings_for_tests
from tests.msai.services.sundays import open_savers
from tests.services.databases import Place


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    """The test's own database, as a deployment opens it."""
    database = open_database(settings_for_tests(database_url=place.url))
    yield database
    database.engine.dispose()


@pytest.fixture
def group(database: Database) -> Database:
    """The same, with Sunday Savers opened."""
    with database.write() as session:
        open_savers(session)
    return database
