"""A report is kept as a whole and once; what cannot be is refused as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from ledgers.errors import LedgerError
from ledgers.tables import metadata
from msai.approvals import Decision, OwnRequest, State, digest_of
from msai.db import Database
from msai.measures.production.stock import EventKind
from msai.models.reporting import MonthTakeBack
from msai.permissions import ANONYMOUS, Actor, SignInRequired
from msai.services.farming.reading import read_events
from msai.services.reporting.drafts import (
    SaveMonthDraft,
    read_month_draft,
    save_month_draft,
)
from msai.services.reporting.reading import is_silent, last_word, read_reports, read_said
from msai.services.reporting.said import EventSaid, MonthSaid, as_json, from_json
from msai.services.reporting.taking_back import (
    AnswerTakeBack,
    AskTakeBack,
    answer_take_back,
    ask_take_back,
    plan_take_back,
)
from msai.services.two_officers import asked_row, read_reason
from msai.services.workforce.reading import read_work
from msai.services.workforce.work import E4
from tests.msai.services.enterprise_money.till import AT, BEN, FARM, OPENED, ROSA, TODAY, Till
from tests.msai.services.reporting.village import (
    AUGUST,
    COSTS,
    FIELD,
    HOGS,
    NINA,
    PEN,
    RICE,
    SEPTEMBER,
    WORK,
    month,
    open_village,
    report_id,
    send,
)

pytestmark = pytest.mark.one_kind
BACK = UUID(int=0xBACC)


def told(till: Till) -> tuple[int, ...]:
    """How many papers, events, acts of money, lines of work and reports there are."""
    names = ("document", "batch_event", "money_act", "work_line", "month_report")
    return tuple(till.session.scalar(
        select(func.count()).where(metadata.tables[name].c.book_id == FARM)) or 0 for name in names)


def test_a_month_is_told_to_batches_money_and_people(database: Database) -> None:
    """Ten boxes of two batches: each is in its place, and the same report again is the same receipt."""
    with database.write() as session:
        till = open_village(session)
        before = told(till)
        receipt = send(session, month())
        assert send(session, month()) == receipt
        assert receipt.version_no == 1
        after = told(till)
        assert [now - then for now, then in zip(after, before, strict=True)] == [1, 5, 7, 2, 1]
        assert till.stands() == {
            "1010 cash": 40_800_000, "1020 bank": 1_000_000, "3100 owner": -1_000_000,
            "4100 Hogs": -41_652_000, "4100 Palay": -6_900_000, "5100": 6_440_000, "5200": 1_184_600,
            "5900": 120_000, "5950": 7_400}
        assert till.is_sound()
        [report] = read_reports(session, FARM)
        assert (report.month, report.reported_on, report.came_on) == (AUGUST, date(2026, 8, 31), TODAY)
        assert read_said(session, FARM, report.report_id) == month()
        work = read_work(session, FARM, since=AUGUST, until=AUGUST, currency="PHP")
        assert {(one.people, one.wages_minor) for one in work} == {(3, 882_500), (2, 302_100)}


def test_a_report_survives_being_written_down() -> None:
    """All its lines, in exact numbers."""
    said = month(events=(EventSaid(
        line_ref="e1", batch_id=PEN, kind=EventKind.WEIGHED, quantity=Fraction(3), unit="head",
        on=date(2026, 8, 3), kg=Fraction("88.5"), words="the big ones"),), words="Rain.", entered_for="Rosa")
    assert from_json(as_json(said)) == said


GROWN = EventSaid(line_ref="e1", batch_id=FIELD, kind=EventKind.HARVEST, quantity=Fraction(3), unit="kg")
REFUSED: dict[str, tuple[MonthSaid, str]] = {
    "a month that has not begun": (month(month=date(2026, 10, 1)), "report_month_ahead"),
    "not the first of a month": (month(month=date(2026, 8, 2)), "report_month_ahead"),
    "before the enterprise": (month(month=date(2025, 8, 1)), "report_before_enterprise"),
    "more deaths than animals": (
        month(batches=(replace(HOGS, died=Fraction(37), sold=None, sold_minor=None),)),
        "more_deaths_than_animals"),
    "kilos of hogs": (month(batches=(replace(HOGS, unit="kg"),)), "unit_of_another_kind"),
    "a batch of nobody": (month(batches=(replace(HOGS, batch_id=UUID(int=1)),)), "batch_unknown"),
    "hours of nobody": (month(work=(replace(WORK[0], people=0),)), "hours_of_nobody"),
    "no place for its money": (month(place=None), "report_place_missing"),
    "a place that is not there": (month(place="attic"), "money_place_unknown"),
    "more paid than there is": (month(batches=(), cash_minor=None), "negative_tender"),
    "a day of another month": (month(events=(replace(GROWN, on=date(2026, 7, 31)),)), "report_day_outside"),
    "one batch twice": (month(batches=(HOGS, HOGS)), "report_line_twice"),
    "one line twice": (month(events=(GROWN, GROWN)), "report_line_twice"),
    "money for what grew": (month(events=(replace(GROWN, amount_minor=5),)), "amount_not_of_event"),
    "less than nothing": (month(batches=(replace(RICE, added=Fraction(-1)),)), "not_a_quantity"),
    "sold for less than nothing": (month(batches=(replace(RICE, sold_minor=-1),)), "amount_out_of_range"),
    "wages of less than nothing": (month(work=(replace(WORK[0], wages_minor=-1),)), "not_positive"),
    "cash of less than nothing": (month(cash_minor=-1), "not_positive"),
    "more hours than the month has": (month(work=(replace(WORK[0], people=1, hours_e4=745 * E4),)),
                                      "more_hours_than_month"),
    "a cavan that nobody measured": (month(batches=(replace(RICE, unit="cavan-50"),)), "unit_without_factor"),
    "hogs that moved nowhere": (month(events=(replace(GROWN, kind=EventKind.MOVED_OUT),)),
                                "event_not_of_product"),
    "rice that died": (month(events=(replace(GROWN, kind=EventKind.DIED),)), "event_not_of_product"),
    "a cost that is capital": (month(costs=(replace(COSTS[0], code=3100),)), "money_cost_unknown"),
    "an empty form": (MonthSaid(month=AUGUST, words="Nothing to say."), "report_says_nothing"),
    "a book of words": (month(words="x" * 70_000), "report_too_long"),
}


def test_what_is_wrong_leaves_nothing_behind(database: Database) -> None:
    """Each with the code of its own reason, and the whole report with it."""
    with database.write() as session:
        before = told(open_village(session))
    found = {}
    for name, (said, _wanted) in REFUSED.items():
        with pytest.raises(LedgerError) as refusal, database.write() as session:
            send(session, said)
        found[name] = refusal.value.code
    assert found == {name: code for name, (_said, code) in REFUSED.items()}
    with database.read() as session:
        assert told(Till(session)) == before


def test_one_month_has_one_report(database: Database) -> None:
    """A second one of its own id is refused, and so is the same id with other words."""
    with database.write() as session:
        till = open_village(session)
        send(session, month())
        assert _code(lambda: send(session, month(), name="again")) == "month_reported"
        assert _code(lambda: send(session, month(words="Rain."))) == "idempotency_conflict"
        send(session, MonthSaid(month=SEPTEMBER, batches=(
            replace(HOGS, start=None, died=Fraction(0), sold=None, sold_minor=None, sold_kg=None),)),
            name="september")
        assert [one.month for one in read_reports(session, FARM)] == [SEPTEMBER, AUGUST]
        assert till.is_sound()


def test_a_paper_form_is_typed_in_under_ones_own_name(database: Database) -> None:
    """A facilitator or the second person says whose form it is; a stranger cannot; the report says so."""
    with database.write() as session:
        open_village(session)
        assert _code(lambda: send(session, month(), actor=NINA)) == "entered_for_missing"
        assert _code(lambda: send(session, month(), actor=Actor(UUID(int=0x99)))) == "not_found"
        with pytest.raises(SignInRequired):
            send(session, month(), actor=ANONYMOUS)
        send(session, month(entered_for="Rosa"), actor=NINA)
        [report] = read_reports(session, FARM)
        assert (report.is_entered, report.sent_by) == (True, NINA.user_id)
        events = read_events(session, FARM, batches=[FIELD])
        assert {event.recorded_by for event in events} == {NINA.user_id}


def _code(work: Any) -> str:
    with pytest.raises(LedgerError) as found:
        work()
    return found.value.code


def _seen(till: Till) -> bytes:
    """The digest of what the second person's page shows."""
    row = asked_row(till.session, MonthTakeBack, FARM, take_back_id=BACK)
    plan = plan_take_back(till.session, FARM, row.report_id, on=TODAY)
    return digest_of(plan.shown(read_reason(till.session, FARM, row.note_id).commitment))


def test_a_report_is_taken_back_by_two_and_sent_again(database: Database) -> None:
    """Everything of it is reversed; the month has no report until the right one is there, and both stay."""
    with database.write() as session:
        till = open_village(session)
        before = till.stands()
        send(session, month())
        ask = AskTakeBack(book_id=FARM, take_back_id=BACK, report_id=report_id(), words="Two died.",
                          on=TODAY, at=AT)
        assert _code(lambda: ask_take_back(session, ROSA, replace(ask, words=" "))) == "report_reason_missing"
        assert _code(lambda: ask_take_back(session, NINA, ask)) == "not_permitted"
        for _ in range(2):
            ask_take_back(session, ROSA, ask)
        said = AnswerTakeBack(book_id=FARM, take_back_id=BACK, decision=Decision.APPROVE,
                              seen_digest=_seen(till), on=TODAY, at=AT)
        with pytest.raises(OwnRequest):
            answer_take_back(session, ROSA, said)
        assert answer_take_back(session, BEN, said) is State.APPROVED

        assert {key: minor for key, minor in till.stands().items() if minor} == before
        assert read_work(session, FARM, since=AUGUST, until=AUGUST, currency="PHP") == ()
        assert _code(lambda: ask_take_back(
            session, ROSA, replace(ask, take_back_id=UUID(int=1)))) == "report_taken_back"
        died = replace(HOGS, died=Fraction(2), left=Fraction(10))
        assert send(session, month(batches=(died, ), cash_minor=None), name="right").version_no == 2
        assert [(one.version_no, one.stands) for one in read_reports(session, FARM)] == [
            (2, True), (1, False)]
        assert till.is_sound()


def test_a_month_is_kept_while_it_is_filled_in(database: Database) -> None:
    """Whoever knows an older version is told; the sent report takes the draft with it."""
    with database.write() as session:
        open_village(session)
        save = SaveMonthDraft(book_id=FARM, month=AUGUST, report_id=report_id(), version=0,
                              typed={"inputs": "64 400", "words": ""}, at=AT)
        first = save_month_draft(session, ROSA, save)
        assert (first.version, first.typed) == (1, {"inputs": "64 400"})
        assert save_month_draft(session, NINA, save).version == 1
        other = replace(save, typed={"inputs": "6"}, report_id=UUID(int=1))
        assert _code(lambda: save_month_draft(session, NINA, other)) == "month_draft_moved"
        second = save_month_draft(session, NINA, replace(other, version=1))
        assert (second.version, second.report_id) == (2, report_id())
        assert read_month_draft(session, ROSA, FARM, AUGUST).typed == {"inputs": "6"}
        send(session, month())
        assert read_month_draft(session, ROSA, FARM, AUGUST).version == 0


def test_silence_is_counted_from_the_last_standing_report(database: Database) -> None:
    """From the first day where none ever came; 45 days are not yet silence."""
    with database.write() as session:
        open_village(session)
        assert last_word(session, [FARM])[FARM].on == OPENED
        send(session, month())
        assert last_word(session, [FARM])[FARM].on == TODAY
    late = TODAY + timedelta(days=45)
    assert (is_silent(TODAY, today=late), is_silent(TODAY, today=late + timedelta(days=1))) == (False, True)
