"""The tabs of a group: on each of its pages, those the reader may open, and where she is."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.services.holders import member_holder
from tests.msai.cast import FARM, sign_in
from tests.msai.sunday import MEETING, SAVERS, put, sheet

LORNA, SITI = (member_holder(SAVERS, number).id for number in (1, 3))
TAB = re.compile(r'<li><a href="([^"]+)"(?: aria-current="(page|true)")?>([^<]+)</a></li>')
HERE = {
    "": ("Overview", "page"), "/meetings": ("Meetings", "page"),
    f"/meetings/{MEETING}": ("Meetings", "true"), "/meetings/new": ("Meetings", "true"),
    "/passbooks": ("Passbooks", "page"), f"/passbooks/{SITI}": ("Passbooks", "true"),
    "/register?code=1010&code=1020&code=1030&code=1035&code=1040": ("Money", "page"),
    "/entries/1": ("Money", "true"),
}


@pytest.fixture
def closed(lorna: FlaskClient) -> None:
    """A meeting is in the book."""
    assert put(lorna, sheet()).status_code == 200


def tabs(client: FlaskClient, path: str) -> list[tuple[str, str, str]]:
    """Address, mark and label of each tab on a page."""
    page = client.get(path, follow_redirects=True).text
    _before, _tag, after = page.partition('<nav class="section-tabs"')
    return TAB.findall(after.partition("</nav>")[0])


@pytest.mark.parametrize("path", HERE)
def test_every_page_of_a_group_says_where_one_is(lorna: FlaskClient, closed: None, path: str) -> None:
    """One tab is marked: the page itself, or the part it belongs to."""
    marked = [(label, mark) for _href, mark, label in tabs(lorna, f"/groups/{SAVERS}{path}") if mark]

    assert marked == [HERE[path]]


@pytest.mark.parametrize("name", ["lorna", "amina", "siti"])
def test_each_tab_leads_to_a_page_that_opens(app: Flask, closed: None, name: str) -> None:
    """Nobody is shown a door that is shut to her."""
    client = app.test_client()
    sign_in(client, name)
    found = tabs(client, f"/groups/{SAVERS}")

    assert len(found) >= 2
    assert {client.get(href.replace("&amp;", "&")).status_code for href, _mark, _label in found} == {200}


def test_a_member_sees_her_own_book_and_the_groups_page(app: Flask, closed: None) -> None:
    """What she may not open has no tab."""
    client = app.test_client()
    sign_in(client, "siti")
    labels = [label for _href, _mark, label in tabs(client, f"/groups/{SAVERS}/passbooks/{SITI}")]

    assert "My passbook" in labels
    assert {"Meetings", "Passbooks", "Money"}.isdisjoint(labels)


@pytest.mark.parametrize("path", ["/", f"/groups/{FARM}"])
def test_other_pages_have_no_tabs_of_a_group(lorna: FlaskClient, closed: None, path: str) -> None:
    """Neither the list of books, nor a group that is not hers; an enterprise has tabs of its own."""
    assert tabs(lorna, path) == []
