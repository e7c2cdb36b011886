"""Two phones, two tabs, a nervous finger: whatever arrives at once is posted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from ledgers.entries import SourceKind
from ledgers.errors import IdempotencyConflict
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import income
from msai.services.meetings import MeetingConflict
from msai.services.postings import Paper as Source
from msai.services.sheets import HeldSheet, Receipt
from msai.services.verification import VerifyBooks, verify_books
from tests.faults.sunday_process import joining
from tests.msai.services.sundays import (
    AMINA,
    AT,
    FIRST,
    GROUP,
    LORNA,
    SECOND,
    SITI,
    TREASURER,
    Paper,
    close,
    holdings,
    reasons,
    save,
)

Outcome = Receipt | HeldSheet | MeetingConflict
SAID = {"opening": {}, "cash_counted": "50.00"}
TOGETHER = 4


def at_once(database: Database, papers: Sequence[Paper]) -> list[Outcome]:
    """Send sheets from as many threads, all starting together; conflicts are answers too."""
    start = Barrier(len(papers))

    def send(paper: Paper) -> Outcome:
        start.wait()
        try:
            with database.write() as session:
                return close(session, paper)
        except MeetingConflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(papers)) as threads:
        return list(threads.map(send, papers))


def in_the_end(database: Database) -> int:
    """What the box holds, after everything was verified."""
    with database.read() as session:
        assert verify_books(session, SYSTEM_IMPORT, VerifyBooks()) == []
        return holdings(session)["1010|savings|box"]


def test_one_newcomer_joins_once(group: Database) -> None:
    """Four phones send the sheet on which she joins; a week later her number is somebody's."""
    answers = at_once(group, [joining()] * TOGETHER)
    with group.write() as session:
        other = close(session, replace(joining(), held_on=SECOND))

    assert answers == [answers[0]] * TOGETHER
    assert ("new_members.0.number", "member_number_taken") in reasons(other)
    assert in_the_end(group) == 10000


def test_one_sheet_sent_many_times_at_once_is_posted_once(group: Database) -> None:
    """Everybody gets the same receipt."""
    answers = at_once(group, [Paper([save(LORNA)], said=SAID)] * TOGETHER)

    assert isinstance(answers[0], Receipt)
    assert answers == [answers[0]] * TOGETHER
    assert in_the_end(group) == 5_000


def test_two_sheets_for_one_sunday_at_once_post_one(group: Database) -> None:
    """Two people kept the record; the second one's sheet is held, and says why."""
    papers = [Paper([save(who)], said=SAID, id=UUID(int=100 + who)) for who in (LORNA, AMINA, SITI)]

    answers = at_once(group, papers)

    held = [answer for answer in answers if isinstance(answer, HeldSheet)]
    assert [isinstance(answer, Receipt) for answer in answers].count(True) == 1
    assert [("date", "second_sheet") in reasons(answer) for answer in held] == [True, True]
    assert in_the_end(group) == 5_000


def test_two_contents_under_one_id_at_once_post_one(group: Database) -> None:
    """The other one is told that the meeting was closed with another sheet."""
    answers = at_once(group, [Paper([save(who)], said=SAID) for who in (LORNA, AMINA)])

    assert sorted(type(answer).__name__ for answer in answers) == ["MeetingConflict", "Receipt"]
    assert in_the_end(group) == 5_000


def distribute(cents: int) -> Callable[[Session], object]:
    """One decision about income, told with some amount."""
    return lambda session: income.distribute(session, TREASURER, income.Distribute(
        book_id=GROUP, on=FIRST, amount_minor=cents, paid_from=None,
        paper=Source(SourceKind.DISTRIBUTION, UUID(int=77), AT)))


def test_a_decision_told_twice_is_posted_once_and_never_otherwise(group: Database) -> None:
    """The reference is the decision's own; what it says cannot change afterwards."""
    invested = {"kind": "investment", "member": LORNA, "amount": "100.00", "tender": "box"}
    with group.write() as session:
        close(session, Paper([invested]))
        assert distribute(500)(session) == distribute(500)(session)
        before = holdings(session)

    with pytest.raises(IdempotencyConflict), group.write() as session:
        distribute(501)(session)

    with group.read() as session:
        assert holdings(session) == before
        assert before["2100|investment|member-1"] == -500
