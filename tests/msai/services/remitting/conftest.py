"""Both books, sound again after every test."""

from collections.abc import Iterator

import pytest

from msai.db import Database
from tests.msai.services.remitting.desk import Corridor


@pytest.fixture
def corridor(database: Database) -> Iterator[Corridor]:
    """The group, the farm and their people; afterwards verification finds nothing."""
    corridor = Corridor(database)
    yield corridor
    assert corridor.is_sound()
