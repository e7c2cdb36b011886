"""Where my money is, as a member, the officers of her group and a stranger open it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from msai.db import Database
from msai.models.governance import AuditLine
from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, put, sheet

pytestmark = pytest.mark.one_kind

SITI, AMINA = (member_holder(SAVERS, number).id for number in (3, 2))
PAGES = {"hers": f"/passbooks/{SITI}/money", "hers for paper": f"/passbooks/{SITI}/money/print",
         "another's": f"/passbooks/{AMINA}/money", "everybody's": "/investment/trace",
         "everybody's for paper": "/investment/trace/print"}
EVERY = dict.fromkeys(PAGES, 200)
READERS = {
    "lorna": EVERY, "amina": EVERY,
    "siti": EVERY | {"another's": 404, "everybody's": 403, "everybody's for paper": 403},
    "nina": dict.fromkeys(PAGES, 404), "rajesh": dict.fromkeys(PAGES, 404),
}


@pytest.fixture
def closed(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which each of six members put 10.00 into the fund."""
    assert put(lorna, sheet()).status_code == 200
    return lorna


def browser_of(app: Flask, name: str) -> FlaskClient:
    """Somebody's browser, signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


def test_each_reads_what_is_hers(app: Flask, closed: FlaskClient) -> None:
    """Officers read everybody's, a member her own; to a stranger there is nothing."""
    clients = {name: browser_of(app, name) for name in READERS}

    assert {name: {page: client.get(f"/groups/{SAVERS}{path}").status_code for page, path in PAGES.items()}
            for name, client in clients.items()} == READERS


def test_a_member_reads_her_story(app: Flask, closed: FlaskClient) -> None:
    """What she put in is the largest; nothing of others stands there, and no entry she may not open."""
    siti = browser_of(app, "siti")
    page = siti.get(f"/groups/{SAVERS}/passbooks/{SITI}/money").text

    assert "You saved for this" in page
    assert page.count("10.00") >= 4
    assert "16.7%" in page
    assert "/register" not in page
    assert "/money\"" in siti.get(f"/groups/{SAVERS}/passbooks/{SITI}").text


def test_an_officers_look_leaves_a_line(closed: FlaskClient, database: Database) -> None:
    """As with the passbook; her own leaves none."""
    closed.get(f"/groups/{SAVERS}/passbooks/{SITI}/money")

    with database.read() as session:
        subjects = session.scalars(select(AuditLine.subject).where(
            AuditLine.book_id == SAVERS, AuditLine.action == "passbook_view")).all()
    assert subjects == [f"member:{SITI}"]


def test_rows_and_columns_of_the_group(closed: FlaskClient) -> None:
    """Six rows of 10.00, 60.00 in the box, and a way to each member's story."""
    page = closed.get(f"/groups/{SAVERS}/investment/trace").text

    assert page.count("/money?") == 6
    assert "60.00" in page
    assert "after entry" in page


def test_a_day_before_anything_and_a_day_that_is_none(closed: FlaskClient) -> None:
    """Before the first Sunday nobody had anything; what is not a day is today."""
    before = closed.get(f"/groups/{SAVERS}/investment/trace?on=2025-01-01").text
    strange = closed.get(f"/groups/{SAVERS}/investment/trace?on=soon").text

    assert "Nobody has a part of the fund yet" in before
    assert "60.00" in strange
    assert closed.get(f"/groups/{SAVERS}/investment/trace?fund=investment-9").status_code in (404, 422)


def test_who_has_nothing_in_it_is_told_so(closed: FlaskClient) -> None:
    """The story has not begun."""
    page = closed.get(f"/groups/{SAVERS}/passbooks/{SITI}/money?on=2025-01-01").text

    assert "Nothing of this money is in the investment fund yet" in page
