"""Each thing that a farm says of its people and land is kept once, and taken back with a reason."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledgers.errors import LedgerError
from ledgers.tables import metadata
from msai.models.people_and_land import LineTakenBack
from msai.permissions import NotFound, NotPermitted
from msai.services.documents import Paperwork, keep_document
from msai.services.land.certificates import record_certificate
from msai.services.land.chemicals import Used, record_chemicals
from msai.services.land.parcels import record_parcel
from msai.services.workforce.incidents import Topic, record_incident, settle_incident
from msai.services.workforce.keeping import (
    TABLES,
    LineKind,
    TakeBack,
    TakeReportBack,
    line_id_of,
    take_back,
    take_report_back,
)
from msai.services.workforce.suppliers import record_purchases
from msai.services.workforce.work import E4, record_work, state_full_time
from tests.msai.services.people_and_land.hill_farm import (
    AT,
    BACKER,
    BEN,
    COMPLAINT,
    FARM,
    FIELD,
    FULL_TIME,
    MEN,
    PGS,
    PURCHASES,
    ROSA,
    SPRAYED,
    TODAY,
    WOMEN,
    Act,
    settled,
    source,
    work,
)

ACTS: dict[str, tuple[Act, Any]] = {
    "work": (record_work, work()), "purchase": (record_purchases, PURCHASES),
    "incident": (record_incident, COMPLAINT), "parcel": (record_parcel, FIELD),
    "certificate": (record_certificate, PGS), "chemical": (record_chemicals, SPRAYED),
}
COMPLAINED = line_id_of(COMPLAINT.source_id, LineKind.INCIDENT, "1")


def count(session: Session, name: str) -> int:
    """How many rows of the farm a table has."""
    table = metadata.tables[name]
    return session.scalar(select(func.count()).where(table.c.book_id == FARM)) or 0


def refused(session: Session, act: Act, command: Any) -> tuple[str, object]:
    """The code with which it is refused, and the field at which."""
    with pytest.raises(LedgerError) as found:
        act(session, ROSA, command)
    return found.value.code, found.value.params.get("path")


def test_what_is_said_twice_is_kept_once(session: Session) -> None:
    """Every form and report may come again; each line leaves one line of audit as well."""
    for _ in range(2):
        for act, command in ACTS.values():
            act(session, ROSA, command)
        state_full_time(session, BEN, FULL_TIME)
        settle_incident(session, BEN, settled(COMPLAINED))

    kept = {kind.value: count(session, table.__tablename__) for kind, table in TABLES.items()}
    assert kept == {"work": 2, "purchase": 3, "incident": 2, "parcel": 1, "certificate": 1, "chemical": 1}
    assert (count(session, "full_time_hours"), count(session, "audit_line")) == (1, 8)


def test_the_same_report_cannot_say_something_else(session: Session) -> None:
    """It is taken back first; the old lines stay to be seen, and another report takes their place."""
    record_work(session, ROSA, work())
    other = work(replace(WOMEN, people=4), MEN)
    assert refused(session, record_work, other) == ("lines_differ", None)
    assert refused(session, record_work, work(WOMEN))[0] == "lines_differ"
    back = TakeReportBack(book_id=FARM, report_id=source("october"), reason="It was four.", at=AT)

    assert [take_report_back(session, BEN, back) for _ in range(2)] == [2, 0]
    record_work(session, ROSA, replace(other, source_id=source("october again")))
    assert (count(session, "work_line"), count(session, "line_taken_back")) == (4, 2)


@pytest.mark.parametrize("kind", LineKind)
def test_a_line_is_taken_back_once_and_with_a_reason(session: Session, kind: LineKind) -> None:
    """Without a word nobody could follow it."""
    act, command = ACTS[kind]
    act(session, ROSA, command)
    line_ref = command.lines[0].line_ref if hasattr(command, "lines") else "1"
    back = TakeBack(book_id=FARM, kind=kind, line_id=line_id_of(command.source_id, kind, line_ref),
                    reason="It was another.", at=AT)
    assert refused(session, take_back, replace(back, reason="  ")) == ("take_back_reason_missing", "reason")

    take_back(session, BEN, back)
    assert refused(session, take_back, back)[0] == "line_taken_back_already"
    assert session.scalar(select(LineTakenBack.taken_by).where(LineTakenBack.book_id == FARM)) == BEN.user_id
    with pytest.raises(NotFound):
        take_back(session, BEN, replace(back, line_id=UUID(int=1)))


def test_a_line_of_a_report_is_put_right_with_it(session: Session) -> None:
    """Or the report would say one thing and the page another."""
    keep_document(session, ROSA, Paperwork(
        FARM, source("october"), "monthly_report", "2026-10", TODAY, {"month": "2026-10"}, AT))
    record_work(session, ROSA, work())
    line_id = line_id_of(source("october"), LineKind.WORK, "women")

    assert refused(session, take_back, TakeBack(
        book_id=FARM, kind=LineKind.WORK, line_id=line_id, reason="No.", at=AT))[0] == "line_of_report"


@pytest.mark.parametrize("name", ACTS)
def test_only_the_people_of_the_farm_record(session: Session, name: str) -> None:
    """A backer reads; who has no part in the farm learns nothing of it."""
    act, command = ACTS[name]
    with pytest.raises(NotPermitted):
        act(session, BACKER, command)
    with pytest.raises(NotFound):
        act(session, ROSA, replace(command, book_id=UUID(int=2)))


TOMORROW, NEXT_MONTH = date(2026, 10, 26), date(2026, 11, 1)
CATTLE = replace(PURCHASES.lines[0], line_ref="c")
WRONG: dict[str, tuple[Act, Any, str, str]] = {
    "hours of nobody": (
        record_work, work(replace(WOMEN, people=0)), "hours_of_nobody", "people"),
    "more hours than a month has": (
        record_work, work(replace(WOMEN, people=1, hours_e4=744 * E4 + 1)), "more_hours_than_month", "hours"),
    "women below nought": (record_work, work(replace(WOMEN, people=-1)), "count_negative", "people"),
    "wages below nought": (record_work, work(replace(MEN, wages_minor=-1)), "count_negative", "wages"),
    "nothing at all": (
        record_work, work(replace(MEN, people=0, hours_e4=0, wages_minor=None)), "line_says_nothing",
        "people"),
    "a month to come": (record_work, work(month=NEXT_MONTH), "work_month_ahead", "month"),
    "no first day": (record_work, work(month=TODAY), "not_a_month", "month"),
    "no full time": (
        state_full_time, replace(FULL_TIME, hours_e4=0), "full_time_out_of_range", "full_time"),
    "full time by day and night": (
        state_full_time, replace(FULL_TIME, hours_e4=745 * E4), "full_time_out_of_range", "full_time"),
    "smallholders uncounted": (
        record_purchases, replace(PURCHASES, lines=[replace(CATTLE, suppliers=0, women_suppliers=None)]),
        "suppliers_too_few", "suppliers"),
    "more women than suppliers": (
        record_purchases, replace(PURCHASES, lines=[replace(CATTLE, women_suppliers=5)]),
        "suppliers_too_few", "suppliers"),
    "bought for nothing": (
        record_purchases, replace(PURCHASES, lines=[replace(CATTLE, amount_minor=0)]), "line_says_nothing",
        "amount"),
    "hurt tomorrow": (
        record_incident, replace(COMPLAINT, happened_on=TOMORROW), "record_day_ahead", "happened_on"),
    "a complaint about a wound": (
        record_incident, replace(COMPLAINT, topic=Topic.FIRST_AID), "topic_of_other_kind", "topic"),
    "a field without a name": (record_parcel, replace(FIELD, parcel=" "), "parcel_unnamed", "parcel"),
    "a field tomorrow": (
        record_parcel, replace(FIELD, holds_from=TOMORROW), "record_day_ahead", "holds_from"),
    "organic above hectares": (
        record_parcel, replace(FIELD, organic_e4=25_001), "organic_above_hectares", "organic"),
    "crops above hectares": (
        record_parcel, replace(FIELD, cultivated_e4=30_001), "cultivated_above_hectares", "cultivated"),
    "hectares below nought": (record_parcel, replace(FIELD, hectares_e4=-1), "area_negative", "hectares"),
    "it ends before it begins": (
        record_certificate, replace(PGS, valid_until=date(2026, 1, 3)), "certificate_ends_early",
        "valid_until"),
    "it begins tomorrow": (
        record_certificate, replace(PGS, valid_from=TOMORROW), "record_day_ahead", "valid_from"),
    "a certificate of nothing": (record_certificate, replace(PGS, scope=""), "certificate_unnamed", "scope"),
}


def used(**other: Any) -> Any:
    """The spraying with something else in it."""
    line: Used = SPRAYED.lines[0]
    return replace(SPRAYED, lines=[replace(line, **other)])


WRONG |= {
    "sprayed tomorrow": (record_chemicals, used(used_on=TOMORROW), "record_day_ahead", "used_on"),
    "none of it": (record_chemicals, used(quantity_e4=0), "nothing_used", "quantity"),
    "another's batch": (record_chemicals, used(batch_id=UUID(int=5)), "batch_unknown", "batch"),
    "more than the land": (record_chemicals, used(treated_e4=30_001), "treated_above_hectares", "treated"),
}


def test_what_cannot_be_meant_is_refused_with_its_own_words(session: Session) -> None:
    """Each kind of slip has its own code and stands at its field; nothing of it is kept."""
    record_parcel(session, ROSA, replace(FIELD, source_id=source("first")))
    found = {name: refused(session, act, command) for name, (act, command, _code, _path) in WRONG.items()}

    assert found == {name: (code, path) for name, (_act, _command, code, path) in WRONG.items()}
    assert [count(session, table.__tablename__) for table in TABLES.values()] == [0, 0, 0, 1, 0, 0]


def test_no_more_is_settled_than_came_up(session: Session) -> None:
    """Two complaints: one is settled, then one is left, from the day they came up."""
    record_incident(session, ROSA, COMPLAINT)
    for wrong in (settled(COMPLAINED, number=3), settled(COMPLAINED, settled_on=date(2026, 10, 1))):
        assert refused(session, settle_incident, wrong) == ("more_settled_than_open", "number")
    settle_incident(session, ROSA, settled(COMPLAINED))
    again = settled(COMPLAINED, source_id=source("later"), number=2)

    assert refused(session, settle_incident, again)[0] == "more_settled_than_open"
    with pytest.raises(NotFound):
        settle_incident(session, ROSA, settled(UUID(int=3)))
