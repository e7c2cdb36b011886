"""A process of its own that works on a database until it is done, or until somebody kills it.

Run as `python -m tests.faults.sunday_process TASK URL [NUMBER]`.  It says on standard output where it
is, one word a line; what stops it is one line on standard error and exit code 3.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from msai import open_database
from msai.db import Database
from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT
from msai.services.history import ImportHistory, import_history
from msai.services.reporting.files import FileKind, KeepMonthFile, keep_month_file
from msai.services.reporting.said import MonthSaid
from msai.services.sheets import Receipt
from msai.settings import settings_for_tests
from tests.msai.imports.recorded import IMPORTED_AT, recorded
from tests.msai.services.enterprise_money.till import AT, FARM, ROSA
from tests.msai.services.reporting.test_files import picture
from tests.msai.services.reporting.village import RICE, SEPTEMBER, month, report_id, send
from tests.msai.services.sundays import FIRST, LORNA, SITI, Paper, close, save

SUNDAYS = 12


def say(word: str) -> None:
    """Tell the parent where the work is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait_to_be_killed() -> None:
    """Hold the transaction open; the parent ends it."""
    say("written")
    time.sleep(120)


def import_korea(session: Session) -> None:
    """Read a recorded year into the transaction."""
    history = read_history(recorded("korea"))
    import_history(session, SYSTEM_IMPORT, ImportHistory(
        history.group_id, history.currency, history.enterprise_ids, history.events, IMPORTED_AT))


def sunday(number: int) -> Paper:
    """The sheet of one Sunday; the same words at every try."""
    said = {"opening": {"box/savings": f"{150 * number}.00"}, "cash_counted": f"{150 * (number + 1)}.00"}
    day = FIRST + timedelta(days=7 * number)
    return Paper([save(LORNA), save(SITI, 2)], held_on=day, number=number + 1, said=said)


def close_and_wait(database: Database) -> None:
    """Close a meeting, and never commit it."""
    with database.write() as session:
        assert isinstance(close(session, sunday(0)), Receipt)
        wait_to_be_killed()


def joining() -> Paper:
    """The first Sunday, on which somebody joins, Amina pays for Siti, and the count is witnessed."""
    newcomer = {"number": 4, "name": "Dewi Lestari"}
    said = {"new_members": [newcomer], "witness": {"member": 2, "says": "agrees"}, "opening": {},
            "attendance": {str(number): "present" for number in range(1, 5)}, "cash_counted": "100.00"}
    return Paper([{**save(SITI), "payer": 2}, save(4)], said=said)


def join_and_wait(database: Database) -> None:
    """Close a meeting at which somebody joins, and never commit it."""
    with database.write() as session:
        assert isinstance(close(session, joining()), Receipt)
        wait_to_be_killed()


def import_and_wait(database: Database) -> None:
    """Import a year, and never commit it."""
    with database.write() as session:
        import_korea(session)
        wait_to_be_killed()


def report_and_wait(database: Database) -> None:
    """Send a farm's month; its photo and the next month come after it, and are never committed."""
    with database.write() as session:
        send(session, month())
    with database.write() as session:
        keep_month_file(session, ROSA, photo_of_the_month())
        send(session, next_month(), name="september")
        wait_to_be_killed()


def next_month() -> MonthSaid:
    """September, in which three sacks were sold."""
    sacks = replace(RICE, added=None, sold=Fraction(150), sold_minor=450_000)
    return month(month=SEPTEMBER, batches=(sacks,), cash_minor=None)


def photo_of_the_month() -> KeepMonthFile:
    """A photo under the id that its phone made."""
    return KeepMonthFile(book_id=FARM, report_id=report_id(), file_id=FARM, kind=FileKind.PHOTO,
                         content=picture(), at=AT)


def close_all(database: Database) -> None:
    """Close one meeting after the other, each in a transaction of its own."""
    for number in range(SUNDAYS):
        with database.write() as session:
            close(session, sunday(number))
        say(str(number))


def import_on_a_full_disk(database: Database) -> None:
    """Import a year where no file may grow by more than a little: what is written goes to the log first."""
    log = Path(f"{database.engine.url.database}-wal")
    written = log.stat().st_size if log.exists() else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (written + 60_000,) * 2)
    with database.write() as session:
        import_korea(session)


TASKS = {task.__name__: task for task in (
    close_and_wait, join_and_wait, import_and_wait, close_all, import_on_a_full_disk,
    report_and_wait)}


if __name__ == "__main__":
    opened = open_database(settings_for_tests(database_url=sys.argv[2]))
    try:
        TASKS[sys.argv[1]](opened)
    except DBAPIError as stopped:
        sys.stderr.write(f"{type(stopped.orig).__name__}: {stopped.orig}\n")
        sys.exit(3)
