"""Pages about people and land: recorded in plain forms, told outside without what tells of one person."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msai.db import Database
from msai.models.people_and_land import WorkLine
from msai.permissions import SYSTEM_IMPORT
from msai.services.memberships import name_backer
from tests.msai import pasts
from tests.msai.cast import Cast, form_token, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted
from tests.services.databases import Past, Place

pytestmark = pytest.mark.one_kind
OF = f"/enterprises/{HENS}"
Browse = Callable[[str], FlaskClient]
BOXES = {"month": "2026-09", "people-0": "3", "hours-0": "240", "wages-0": "8825.00", "sex-0": "women",
         "people-1": "2", "hours-1": "150.5", "wages-1": "3021", "sex-1": "men"}
ENDS = "The certificate PGS Bohol of Bohol Hens ends on 20 December 2026 , and no newer one is recorded."
LAND = {
    "parcel": {"parcel": "Lower field", "holds_from": "2026-01-04", "tenure": "owned", "hectares": "3",
               "cultivated": "2", "organic": "2.5", "conversion": "", "assurance": "pgs"},
    "certificate": {"kind": "pgs", "scheme": "PGS Bohol", "number": "B-17", "scope": "eggs",
                    "valid_from": "2026-01-04", "valid_until": "2026-12-20"},
    "chemical": {"kind": "insecticide", "quantity": "1.5", "unit": "l", "used_on": "2026-10-03",
                 "treated": "0.5"},
}


def backed(place: Place) -> Cast:
    """The savers and their farm, of which they are backers."""
    cast = pasts.savers(place)

    def open_farm(session: Session) -> None:
        back_hens(session, cast, minor=0)
        name_backer(session, SYSTEM_IMPORT, HENS, group_id=SAVERS, since=date(2026, 1, 4))

    pasts.written(place, open_farm)
    return cast


@pytest.fixture
def past() -> Past:
    """The group and its farm."""
    return backed


@pytest.fixture
def browse(app: Flask, cast: Cast) -> Browse:
    """Somebody's browser, signed in."""
    def opened(who: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, who)
        return client

    return opened


def record(client: FlaskClient, kind: str, fields: dict[str, str], **query: Any) -> Any:
    """Open a form, fill it in and send it."""
    page = client.get(f"{OF}/people-and-land/record/{kind}", query_string=query)
    found = re.search(r'name="source_id" value="([0-9a-f-]+)"', page.text)
    assert found, page.text
    chosen = {f"{name}-{line}": "unknown" for line in range(6)
              for name in ("role", "engagement", "minimum_pay", "age_band", "returnee", "sex")}
    data = {"csrf_token": form_token(page), "source_id": found[1], **chosen, **fields}
    return client.post(f"{OF}/people-and-land/record/{kind}", data=data, query_string=query)


def words(client: FlaskClient, path: str, of: str = OF) -> str:
    """What a page says, without its marks."""
    page = client.get(of + path)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_month_is_recorded_seen_and_taken_back(browse: Browse, database: Database) -> None:
    """Two boxes of a month become jobs and a ratio; the line taken back stays to be seen with the reason."""
    rosa = browse("rosa")
    assert record(rosa, "full_time", {"month": "2026-09", "full_time": "195.25"}).location == f"{OF}/people"
    assert record(rosa, "work", BOXES).status_code == 303
    told = words(rosa, "/people")
    assert "5 women 3, men 2 390.5 women 240, men 150.5 11,846.00" in told
    assert "1 of 10 months." in told
    assert "2.00" in told

    lines = rosa.get(f"{OF}/people-and-land/lines/work")
    address = re.findall(r'href="([^"]+/lines/work/[^"]+)"', lines.text)[0]
    for reason, status in (("", 422), ("It was four.", 303)):
        data = {"csrf_token": form_token(rosa.get(address)), "reason": reason}
        assert rosa.post(address, data=data).status_code == status
    assert "Taken back It was four." in words(rosa, "/people-and-land/lines/work")
    with database.read() as session:
        assert session.scalar(select(func.count()).where(WorkLine.book_id == HENS)) == 2


def test_a_form_says_at_its_field_what_is_wrong(browse: Browse) -> None:
    """Nothing is kept, and what was typed stands there again."""
    ben = browse("ben")
    wrong = record(ben, "work", {**BOXES, "people-0": "0", "wages-1": "1,500"})
    assert wrong.status_code == 422
    assert 'id="wages-1-error"' in wrong.text
    assert 'value="1,500"' in wrong.text
    nobody = record(ben, "work", {**BOXES, "people-0": "0"})
    assert 'id="people-0-error"' in nobody.text
    assert "nobody is counted" in nobody.text
    above = record(ben, "parcel", {**LAND["parcel"], "organic": "4"})
    assert 'id="organic-error"' in above.text

    assert record(ben, "work", {"month": "2026-09"}).status_code == 422
    assert "no report" in words(ben, "/people")
    assert "No field is recorded yet." in words(ben, "/land")


def test_the_land_and_its_certificate_are_seen_by_those_behind_it(browse: Browse) -> None:
    """Sixty days before the end the farm's people and its backers read that a certificate ends."""
    rosa, siti = browse("rosa"), browse("siti")
    for kind, fields in LAND.items():
        assert record(rosa, kind, fields).location == f"{OF}/land"
    for reader in (rosa, siti):
        assert ENDS in words(reader, "")
        told = words(reader, "/land")
        assert "Lower field Owned, since 4 January 2026 3 2 2.5 Participatory guarantee (PGS) 0" in told
        assert "25.0%" in told
        assert "Ends soon" in told
        assert "1.5 litres" in told
    group = f"/groups/{SAVERS}"
    assert ENDS in words(siti, "/investments", group)
    assert "Record a field" in words(rosa, "/land")
    assert "Record a field" not in words(siti, "/land")


def test_those_outside_read_no_number_of_one_or_two_people(browse: Browse) -> None:
    """Siti reads totals; what tells of two men, or of whom a complaint was about, stays at the farm."""
    rosa, siti = browse("rosa"), browse("siti")
    record(rosa, "work", {**BOXES, "role-0": "worker", "role-1": "supervisor"})
    record(rosa, "incident", {"topic": "wages", "number": "2", "happened_on": "2026-10-02"})
    record(rosa, "purchase", {"month": "2026-09", "supplier": "smallholder", "kind": "feed",
                              "amount": "600", "suppliers": "2", "women_suppliers": "1"})
    hers, outside = words(rosa, "/people"), words(siti, "/people")

    assert "women 3, men 2" in hers
    assert "Complaint: wages 2 0" in hers
    assert "Supervisors 2" in hers
    assert "women 3" not in outside
    assert "Complaint 2 0" in outside
    assert "Supervisors 2" not in outside
    assert outside.count("Too few people to tell it to others.") == 4
    assert "11,846.00" in outside
    assert siti.get(f"{OF}/people-and-land/lines/work").status_code == 403


def test_a_complaint_is_settled(browse: Browse) -> None:
    """From its line in the list, and never more than there are."""
    rosa = browse("rosa")
    record(rosa, "incident", {"topic": "wages", "number": "2", "happened_on": "2026-10-02"})
    lines = rosa.get(f"{OF}/people-and-land/lines/incident").text
    about = UUID(re.findall(r"/lines/incident/([0-9a-f-]{36})", lines)[0])
    assert f"incident={about}" in rosa.get(f"{OF}/people-and-land/lines/incident/{about}").text
    settled = {"number": "3", "settled_on": "2026-10-20"}
    assert record(rosa, "settled", settled, incident=about).status_code == 422
    assert record(rosa, "settled", {**settled, "number": "1"}, incident=about).status_code == 303

    told = words(rosa, "/people")
    assert "Complaint: wages 2 1" in told
    assert "Complaints settled within 30 days 50.0%" in told


def test_the_pages_keep_their_budget(app: Flask, browse: Browse) -> None:
    """A year of twelve months is read as quickly as one of one."""
    rosa = browse("rosa")
    paths = ("", "/people", "/land", "/people-and-land/lines/work", "/people-and-land/record/work")
    costs = []
    for month in ("2026-09", "2026-08", "2026-07"):
        record(rosa, "work", {**BOXES, "month": month})
        found = []
        for path in paths:
            with counted(app.extensions["database"].engine) as said:
                assert rosa.get(OF + path).status_code == 200
            found.append(len(said))
        costs.append(found)

    assert costs[0] == costs[-1]
    assert max(costs[0]) <= PAGE, dict(zip(paths, costs[0], strict=True))
