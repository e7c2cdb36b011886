"""What is told of lines: measures with their reach, the land of a day, and certificates that end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from msai.services.documents import Paperwork, keep_document
from msai.services.land.certificates import CertificateKind, EndingCertificate, ending
from msai.services.land.parcels import Tenure, record_parcel
from msai.services.land.reading import read_parcels
from msai.services.views.people_and_land.land import show_land
from msai.services.views.people_and_land.measures import WorkYear, build_measures
from msai.services.views.people_and_land.people import show_people
from msai.services.workforce.keeping import LineKind, TakeBack, line_id_of, take_back
from msai.services.workforce.reading import FullTime, WorkTold, read_full_time, read_work
from msai.services.workforce.work import E4, Engagement, Role, Sex, record_work, state_full_time
from tests.msai.services.people_and_land.hill_farm import (
    AT,
    BACKER,
    FARM,
    FIELD,
    FULL_TIME,
    MONTH,
    ROSA,
    TODAY,
    source,
    work,
)

SEPTEMBER = date(2026, 9, 1)
WOMEN = WorkTold(MONTH, Sex.WOMEN, 4, 800 * E4, 4_200_000, role=Role.WORKER)
MEN = WorkTold(MONTH, Sex.MEN, 4, 640 * E4, 3_600_000, engagement=Engagement.CASUAL)
UNSAID = WorkTold(MONTH, Sex.UNKNOWN, 2, None, None)


def measured(lines: Sequence[WorkTold], *, tells_all: bool = True) -> dict[str, object]:
    """The figures of a year of two months with 160 hours of full work, by name."""
    year = WorkYear(lines, (SEPTEMBER, MONTH), FullTime(((date(2026, 1, 1), 160 * E4),)), tells_all)
    return {line.name: line.amount_minor if line.figure is None else line.figure
            for line in build_measures(year)}


def reaches(lines: Sequence[WorkTold], name: str) -> list[dict[str, object]]:
    """How far the records of a measure reach, as the sentences say it."""
    year = WorkYear(lines, (SEPTEMBER, MONTH), FullTime(((date(2026, 1, 1), 160 * E4),)), True)
    return [dict(said.params) for line in build_measures(year) if line.name == name for said in line.coverage]


def test_a_year_is_measured_by_what_was_said() -> None:
    """1,440 hours are nine jobs; an hour of a woman has 14 fifteenths of a man's."""
    found = measured([WOMEN, MEN, UNSAID])

    assert (found["jobs"], found["wages"], found["casual"]) == (Decimal("9.00"), 7_800_000, Decimal(640))
    assert (found["pay"], found["women-worker"]) == (Decimal("0.93"), Decimal("100.0"))
    assert reaches([WOMEN, MEN, UNSAID], "jobs") == [{"count": 1, "months": 2}, {"percent": "80"}]
    assert reaches([WOMEN, MEN, UNSAID], "casual") == [{"percent": "40"}]


def test_nothing_said_is_not_nought() -> None:
    """Without a line, or without hours of full work, a measure is not defined."""
    assert set(measured([]).values()) == {None}
    assert WorkYear([WOMEN], (MONTH,), FullTime(()), True).jobs(MONTH) is None


@pytest.mark.parametrize(("men", "told"), [(2, None), (3, Decimal("0.93"))])
def test_pay_of_one_or_two_men_is_not_told_outside(men: int, told: Decimal | None) -> None:
    """Nor in any month of the year."""
    assert measured([WOMEN, replace(MEN, people=men)], tells_all=False)["pay"] == told
    other = replace(MEN, month=SEPTEMBER, people=2)
    assert measured([WOMEN, MEN, other], tells_all=False)["pay"] is None


def test_reports_of_a_history_count_where_nothing_was_recorded(session: Session) -> None:
    """A recorded month is not counted twice, and a paper that says something else is left out."""
    wages = {"women": {"people": 3, "hours": "240.5", "amount": "8825.00"}, "men": {"people": "a few"}}
    for month in ("2026-08", "2026-10"):
        body = {"month": month, "wages": wages, "hectares_organic": "2.5"}
        keep_document(session, ROSA, Paperwork(
            FARM, source(month), "monthly_report", month, date.fromisoformat(f"{month}-25"), body, AT))
    record_work(session, ROSA, work())
    found = read_work(session, FARM, since=date(2026, 1, 1), until=date(2026, 12, 1), currency="PHP")

    assert found[0] == WorkTold(date(2026, 8, 1), Sex.WOMEN, 3, 2_405_000, 882_500)
    assert [(line.month.month, line.people) for line in found] == [(8, 3), (10, 2), (10, 3)]
    assert show_land(session, ROSA, FARM, today=TODAY).measures[0].figure == Decimal("2.5")


def test_full_work_holds_from_the_month_it_was_stated_for(session: Session) -> None:
    """What was stated later for the same month holds; months before keep what they had."""
    for name, since, hours in (("a", 1, 195), ("b", 6, 176), ("c", 6, 160)):
        state_full_time(session, ROSA, replace(
            FULL_TIME, stated_id=source(name), holds_from=date(2026, since, 1), hours_e4=hours * E4,
            at=AT + ord(name)))
    full = read_full_time(session, FARM)

    assert [full.hours_e4(date(2026, month, 1)) for month in (1, 5, 6, 12)] == [
        1_950_000, 1_950_000, 1_600_000, 1_600_000]
    assert full.hours_e4(date(2025, 12, 1)) is None


def test_land_is_what_was_said_last_of_each_field(session: Session) -> None:
    """A field by the same name is replaced, one that was given up is gone, a slip taken back is as unsaid."""
    changes = (("bought", FIELD.holds_from, {}), ("sold a part", MONTH, {"hectares_e4": 30_001}),
               ("let go", TODAY, {"hectares_e4": 0, "organic_e4": 0, "conversion_e4": 0, "cultivated_e4": 0}))
    for name, since, other in changes:
        record_parcel(session, ROSA, replace(FIELD, source_id=source(name), holds_from=since, **other))
    record_parcel(session, ROSA, replace(FIELD, source_id=source("x"), parcel="Hill", tenure=Tenure.LEASED))
    held = {day: [one.parcel for one in read_parcels(session, FARM, on=day)] for day in (MONTH, TODAY)}
    assert held == {MONTH: ["Hill", "Lower field"], TODAY: ["Hill"]}

    take_back(session, ROSA, TakeBack(book_id=FARM, kind=LineKind.PARCEL, reason="Not yet.", at=AT,
                                      line_id=line_id_of(source("let go"), LineKind.PARCEL, "1")))
    assert read_parcels(session, FARM, on=TODAY)[1].hectares_e4 == 30_001


def certificate(days_left: int, scheme: str = "PGS") -> EndingCertificate:
    """A certificate with so many days to go."""
    return EndingCertificate(UUID(int=1), "Hill Farm", CertificateKind.PGS, scheme,
                             TODAY + timedelta(days=days_left), days_left)


@pytest.mark.parametrize(("days", "told"), [
    ((60,), [60]), ((61,), []), ((-1,), [-1]), ((-1, 400), []), ((10, 59), [59])])
def test_sixty_days_before_the_end_somebody_is_told(days: Sequence[int], told: Sequence[int]) -> None:
    """Until a newer one of the same scheme runs on."""
    assert [one.days_left for one in ending(certificate(left) for left in days)] == told
    renewed = [certificate(5, "pgs"), certificate(500), certificate(9, "EU")]
    assert [one.days_left for one in ending(renewed)] == [9]


def test_those_outside_are_told_totals(session: Session) -> None:
    """Three women and two men: the farm reads both, a backer five people."""
    record_work(session, ROSA, work())
    own, outside = (show_people(session, who, FARM, year=None, today=TODAY) for who in (ROSA, BACKER))

    assert (own.tells_sexes, outside.tells_sexes) == (True, False)
    assert outside.months[-1].all == own.months[-1].all
    assert (own.may_record, outside.may_record, outside.total.people) == (True, False, 5)
    assert len(own.months) == 10
