"""Each page for each reader: her own, another's, and what does not exist."""


import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from msai.db import Database
from msai.models.governance import AuditLine
from msai.services.holders import member_holder
from tests.msai.cast import MISSING, OTHER_GROUP, sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, put, sheet

SITI, AMINA, NOBODY = (member_holder(SAVERS, number).id for number in (3, 2, 99))

GROUP_PAGES = {
    "group": "", "meetings": "/meetings", "meeting": f"/meetings/{MEETING}", "form": "/meetings/new",
    "passbooks": "/passbooks", "rules": "/rules", "seats": "/seats",
    "register": "/register?code=1010&fund=savings&holder=box", "entry": "/entries/1",
    "own passbook": f"/passbooks/{SITI}", "another's passbook": f"/passbooks/{AMINA}",
    "workbook": "/workbook.xlsx", "journal": "/journal.hledger",
}
READERS = {
    "lorna": dict.fromkeys(GROUP_PAGES, 200),
    "amina": dict.fromkeys(GROUP_PAGES, 200) | {"form": 403},
    "siti": dict.fromkeys(GROUP_PAGES, 403) | {
        "group": 200, "rules": 200, "own passbook": 200, "another's passbook": 404},
    "rajesh": dict.fromkeys(GROUP_PAGES, 404),
}


@pytest.fixture
def closed(lorna: FlaskClient) -> None:
    """A meeting is in the book."""
    assert put(lorna, sheet()).status_code == 200


def browser(app: Flask, name: str) -> FlaskClient:
    """A browser with somebody signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


@pytest.mark.parametrize("name", READERS)
def test_each_reader_sees_what_is_hers(app: Flask, closed: None, name: str) -> None:
    """Officers see the book, a member her own pages, a stranger nothing at all."""
    client = browser(app, name)
    answers = {page: client.get(f"/groups/{SAVERS}{path}").status_code for page, path in GROUP_PAGES.items()}

    assert answers == READERS[name]


def test_nobody_is_sent_to_the_door(app: Flask, closed: None) -> None:
    """Signing in leads back to where she was going."""
    answer = app.test_client().get(f"/groups/{SAVERS}")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("path", [
    f"/groups/{MISSING}", f"/groups/{OTHER_GROUP}", f"/groups/{SAVERS}/passbooks/{NOBODY}",
    f"/groups/{SAVERS}/meetings/{OTHER_MEETING}", f"/groups/{SAVERS}/entries/99",
    f"/groups/{SAVERS}/register?code=99", f"/groups/{SAVERS}/register", f"/groups/{SAVERS}/journal.xml",
    f"/enterprises/{MISSING}", f"/groups/{SAVERS}/register?code=9400",
])
def test_what_is_not_there_answers_like_what_is_not_hers(lorna: FlaskClient, closed: None, path: str) -> None:
    """Ids cannot be tried out."""
    assert lorna.get(path).status_code == 404


def test_the_group_page_says_where_the_money_is(lorna: FlaskClient, closed: None) -> None:
    """The sums she read aloud stand there, and lead on."""
    page = lorna.get(f"/groups/{SAVERS}").text

    assert "390.00" in page
    assert "Nongnuch Phanit" in page
    assert f"/groups/{SAVERS}/register?code=1010&amp;fund=savings&amp;holder=box" in page


def test_a_member_sees_no_names_but_her_own_passbook(app: Flask, closed: None) -> None:
    """What another member saved is between her and the officers."""
    client = browser(app, "siti")

    assert "Nongnuch Phanit" not in client.get(f"/groups/{SAVERS}").text
    assert "Siti Rahayu" in client.get(f"/groups/{SAVERS}/passbooks/{SITI}").text


@pytest.mark.parametrize(("name", "lines"), [("lorna", 1), ("siti", 0)])
def test_a_look_into_anothers_passbook_leaves_a_line(
    app: Flask, closed: None, database: Database, name: str, lines: int,
) -> None:
    """Her own she may read as often as she likes; an officer's look is seen by the group."""
    browser(app, name).get(f"/groups/{SAVERS}/passbooks/{SITI}")

    with database.read() as session:
        query = select(AuditLine.subject).where(
            AuditLine.book_id == SAVERS, AuditLine.action == "passbook_view")
        assert session.scalars(query).all() == [f"member:{SITI}"] * lines


def test_the_first_page_lists_her_books_and_no_others(app: Flask, closed: None) -> None:
    """A role that never was shows nothing."""
    assert str(SAVERS) in browser(app, "siti").get("/").text
    assert str(SAVERS) not in browser(app, "rajesh").get("/").text


def test_the_register_adds_up(lorna: FlaskClient, closed: None) -> None:
    """From nothing to what the box holds, line by line."""
    page = lorna.get(f"/groups/{SAVERS}/register?code=1010&fund=savings&holder=box").text

    assert page.count("50.00") >= 6
    assert "300.00" in page


