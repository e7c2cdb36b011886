"""The power goes: what was answered is there, what was not is not, and a retry completes it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.meeting_day.drafts import SaveDraft, save_draft
from msai.services.sheets import Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.faults.sunday_process import SUNDAYS, import_korea, joining, sunday
from tests.msai.imports.recorded import rows
from tests.msai.services.sundays import AT, GROUP, TREASURER, close, holdings
from tests.reading import ROOT


@contextmanager
def at_work(database: Database, task: str) -> Iterator[subprocess.Popen[str]]:
    """A process at work on the same database; it is killed at the end, whatever it does."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.faults.sunday_process", task, url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str], word: str) -> bool:
    """Wait for a word of the process."""
    assert process.stdout is not None
    return any(line.strip() == word for line in process.stdout)


def findings(database: Database) -> list[str]:
    """What verification says of everything."""
    with database.read() as session:
        return [finding.code for finding in verify_books(session, SYSTEM_IMPORT, VerifyBooks())]


def test_a_meeting_killed_before_its_answer_never_was(group: Database) -> None:
    """The treasurer got no receipt; her phone sends the sheet again."""
    before = rows(group)
    with at_work(group, "close_and_wait") as process:
        assert said(process, "written")

    assert rows(group) == before
    with group.write() as session:
        assert isinstance(close(session, sunday(0)), Receipt)
    assert findings(group) == []


def test_nobody_joined_at_a_meeting_that_never_was(group: Database) -> None:
    """Killed before its answer: no name and no witness stays; the draft does, and a retry is whole."""
    with group.write() as session:
        save_draft(session, TREASURER, SaveDraft(
            book_id=GROUP, meeting_id=joining().meeting_id, version=0, state="{}", at=AT))
    before = rows(group)
    with at_work(group, "join_and_wait") as process:
        assert said(process, "written")

    assert rows(group) == before
    assert before["sheet_draft"] == 1
    with group.write() as session:
        assert isinstance(close(session, joining()), Receipt)
    after = rows(group)
    around = [after.get(table) for table in ("member", "witness_word", "paid_for", "sheet_draft")]
    assert around == [4, 1, 1, None]
    assert findings(group) == []


def test_an_import_killed_in_the_middle_never_was(database: Database) -> None:
    """Half a year in the books would be worse than none."""
    with at_work(database, "import_and_wait") as process:
        assert said(process, "written")

    assert rows(database) == {}
    with database.write() as session:
        import_korea(session)
    assert findings(database) == []


@pytest.mark.parametrize("number", [0, 5])
def test_what_was_answered_before_the_kill_is_there(group: Database, number: int) -> None:
    """Killed somewhere between two Sundays; all are sent again, and each is there once."""
    with at_work(group, "close_all") as process:
        assert said(process, str(number))

    assert _meetings(group) >= number + 1
    assert findings(group) == []
    for again in range(SUNDAYS):
        with group.write() as session:
            close(session, sunday(again))
    assert _meetings(group) == SUNDAYS
    assert findings(group) == []


def _meetings(database: Database) -> int:
    """How many Sundays are in the book, by the shares that Lorna bought."""
    with database.read() as session:
        return holdings(session).get("9400|shares|member-1", 0)
