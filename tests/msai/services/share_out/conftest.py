"""A group of five at the end of its cycle, whose book is verified after every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from tests.msai.services.share_out.table import GROUP, open_five, save_all


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Two hundred shares are saved; afterwards verification finds nothing."""
    with database.write() as session:
        open_five(session)
        save_all(session)
        yield session
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks(book_ids=(GROUP,))) == []
