"""A database in which the hill farm has its book."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from tests.msai import pasts
from tests.msai.services.people_and_land.hill_farm import open_farm
from tests.services.databases import Past, Place


def opened(place: Place) -> None:
    """The farm was opened."""
    pasts.written(place, open_farm)


@pytest.fixture
def past() -> Past:
    """The farm, and nothing said of it."""
    return opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One write transaction."""
    with database.write() as session:
        yield session
