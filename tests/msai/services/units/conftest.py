"""A group with an investment fund, whose book is sound after each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.sundays import GROUP, open_savers


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which the group was opened; afterwards verification finds nothing."""
    with database.write() as session:
        open_savers(session)
        yield session
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
