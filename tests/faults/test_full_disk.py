"""The disk is full, or may only be read: the books stay as they were, and say so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from msai import open_database
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_books
from msai.settings import settings_for_tests
from tests.faults.sunday_process import import_korea, sunday
from tests.msai.imports.recorded import fresh, heads, rows
from tests.msai.services.sundays import close, holdings, open_savers
from tests.reading import ROOT


@pytest.fixture
def met() -> Iterator[Database]:
    """A database file in which the group was opened and met once."""
    with fresh() as database:
        with database.write() as session:
            open_savers(session)
            close(session, sunday(0))
        yield database


def test_a_full_disk_takes_nothing_half(met: Database) -> None:
    """The import stops with the database's own word; with room again it goes through."""
    before = heads(met), rows(met)
    url = met.engine.url.render_as_string(hide_password=False)
    met.engine.dispose()

    stopped = subprocess.run(
        [sys.executable, "-m", "tests.faults.sunday_process", "import_on_a_full_disk", url],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert (stopped.returncode, stopped.stderr[:17]) == (3, "OperationalError:")
    assert (heads(met), rows(met)) == before
    with met.write() as session:
        import_korea(session)
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []


def test_a_disk_that_may_only_be_read_is_read(met: Database) -> None:
    """A backup on a stick can be looked at; a meeting cannot be closed in it, and nothing changes."""
    url = f"sqlite:///file:{met.engine.url.database}?mode=ro&uri=true"
    stick = open_database(settings_for_tests(database_url=url))
    with met.read() as session:
        before = holdings(session)

    with pytest.raises(OperationalError, match="readonly"), stick.write() as session:
        close(session, sunday(1))

    with stick.read() as session:
        assert holdings(session) == before
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []
    stick.engine.dispose()
