"""Three groups and a farm around a pool, all books sound again after every test."""

from collections.abc import Iterator

import pytest

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.services.pooling.desk import Desk
from tests.msai.services.remitting.world import settle


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    """The books, opened; afterwards verification finds nothing."""
    yield Desk(settle(database))
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks()) == []
