"""A month is reported once: by ten phones at once, and after the power went in the middle of sending it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from msai.db import Database
from msai.services.reporting.files import keep_month_file, list_month_files
from msai.services.reporting.reading import read_reports
from msai.services.reporting.taking_back import ask_take_back
from tests.faults.sunday_process import next_month, photo_of_the_month
from tests.faults.test_killed import at_work, findings, said
from tests.faults.test_paid_once import TEN, at_once
from tests.msai.services.enterprise_money.till import FARM, ROSA
from tests.msai.services.reporting.test_attacked import ASK, answered, seen
from tests.msai.services.reporting.village import AUGUST, SEPTEMBER, month, open_village, report_id, send


@pytest.fixture
def village(database: Database) -> Database:
    """A farm that has not reported yet."""
    with database.write() as session:
        open_village(session)
    return database


def test_of_ten_that_report_a_month_one_does(village: Database) -> None:
    """Under ten ids one is taken; the same photo, question and answer from ten phones are one each."""
    assert at_once(village, lambda session, number: send(session, month(), name=f"phone {number}")) == {
        "done": 1, "month_reported": TEN - 1}
    with village.read() as session:
        [report] = read_reports(session, FARM)

    photo = replace(photo_of_the_month(), report_id=report.report_id)
    assert at_once(village, lambda session, _: keep_month_file(session, ROSA, photo)) == {"done": TEN}
    asked = replace(ASK, report_id=report.report_id)
    assert at_once(village, lambda session, _: ask_take_back(session, ROSA, asked)) == {"done": TEN}
    with village.read() as session:
        shown = seen(session)
        assert len(list_month_files(session, FARM, [report.report_id])) == 1

    assert at_once(village, lambda session, _: answered(session, shown)) == {
        "done": 1, "approval_decided": TEN - 1}
    assert at_once(village, lambda session, _: send(session, month())) == {"done": TEN}
    with village.read() as session:
        assert [one.stands for one in read_reports(session, FARM)] == [True, False]
    assert findings(village) == []


def test_a_month_killed_before_its_answer_never_was(village: Database) -> None:
    """What was answered is there, the photo and the next month are not; sent again, each is there once."""
    with at_work(village, "report_and_wait") as process:
        assert said(process, "written")
    with village.write() as session:
        assert [one.month for one in read_reports(session, FARM)] == [AUGUST]
        assert list_month_files(session, FARM, [report_id()]) == []
        for _ in range(2):
            send(session, month())
            keep_month_file(session, ROSA, photo_of_the_month())
            send(session, next_month(), name="september")
        assert len(list_month_files(session, FARM, [report_id()])) == 1
        assert [one.month for one in read_reports(session, FARM)] == [SEPTEMBER, AUGUST]
    assert findings(village) == []
