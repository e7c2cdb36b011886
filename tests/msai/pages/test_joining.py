"""Somebody joins late, names whom to pay, leaves and comes back, in the browsers of officers and her own."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from msai.db import Database
from msai.models.groups import GroupRule
from msai.services.holders import member_holder
from tests.msai.cast import NOW
from tests.msai.pages.test_exits import FORM, HERS, answer, browser_of, send
from tests.msai.sunday import SAVERS, put, sheet

NEW, NOMINEE = f"/groups/{SAVERS}/members/new", f"{HERS}/nominee"
MAYA = f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, 7).id}"


def post(client: FlaskClient, address: str, **fields: str) -> tuple[int, str]:
    """Send the form of a page; answers the status, and where it leads or what the page says."""
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', client.get(address).text))
    sent = client.post(address, data=token | fields)
    return sent.status_code, sent.headers.get("Location") or sent.text


@pytest.fixture
def at_value(lorna: FlaskClient, database: Database) -> FlaskClient:
    """A Sunday is over, and newcomers buy at today's value."""
    assert put(lorna, sheet()).status_code == 200
    with database.write() as session:
        session.execute(insert(GroupRule).values(
            book_id=SAVERS, name="late_joiner", holds_from=date(2026, 1, 4), recorded_at=NOW,
            recorded_by=SAVERS, value='"current_value"'))
    return lorna


def test_the_sum_is_shown_before_she_is_taken_in(at_value: FlaskClient) -> None:
    """The rule, and how the sum was found, in sentences."""
    page = at_value.get(f"{NEW}?bought=3").text

    assert "A new member buys her shares at what a share is worth that day." in page
    assert "hold 6 shares together" in page
    assert "all of it is saved" in page


def test_she_is_taken_in_and_pays_once(at_value: FlaskClient) -> None:
    """Her passbook says what she paid."""
    status, address = post(at_value, NEW, name="Maya Gurung", bought="3")
    assert (status, address.startswith(f"{MAYA}/entries/")) == (303, True)
    assert post(at_value, address, tender="box", step="pay") == (303, MAYA)

    assert "Saved, 3 shares" in at_value.get(MAYA).text
    assert "She paid it." in at_value.get(address).text


def test_a_group_may_let_it_go(app: Flask, at_value: FlaskClient) -> None:
    """Until a second officer agrees it is listed on the page where people join."""
    _, address = post(at_value, NEW, name="Maya Gurung")
    amina, waiver = browser_of(app, "amina"), f"{address}/waiver"
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', at_value.get(address).text))
    assert at_value.post(waiver, data=token | {"words": " "}).status_code == 422
    at_value.post(waiver, data=token | {"words": "She was in hospital"})
    before, page = at_value.get(NEW).text, amina.get(address).text
    assert "She was in hospital" in page
    assert f'href="{address}"' in amina.get(f"/groups/{SAVERS}/waiting").text
    action = re.search(r'action="([^"]+/answer)"', page)
    assert action
    fields = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', page))
    assert amina.post(action[1], data=fields | {"decision": "approve"}).status_code == 303

    assert ("Joined, and not paid yet" in before, "Joined, and not paid yet" in at_value.get(NEW).text) == (
        True, False)
    assert "The group let it go." in at_value.get(address).text


@pytest.mark.parametrize(("fields", "words"), [
    ({"name": ""}, "name"), ({"name": "Maya", "bought": "many"}, "whole number of shares"),
])
def test_what_is_not_right_is_said_at_the_form(
    at_value: FlaskClient, fields: dict[str, str], words: str,
) -> None:
    """Nothing typed is lost."""
    status, page = post(at_value, NEW, **fields)

    assert status == 422
    assert words in page


def test_her_own_word_holds_at_once(app: Flask, at_value: FlaskClient) -> None:
    """Siti names her sister; her officers can read it, and another member cannot."""
    siti = browser_of(app, "siti")
    assert post(siti, NOMINEE, name="Ana Rahayu", relation="sister")[0] == 303

    assert "Ana Rahayu" in siti.get(NOMINEE).text
    assert "Ana Rahayu" in at_value.get(f"{FORM}?cause=died").text
    assert siti.get(f"{MAYA}/nominee").status_code == 404


def test_what_an_officer_writes_down_waits_for_the_other(app: Flask, at_value: FlaskClient) -> None:
    """Lorna writes it down as Siti said it; it holds when Amina agrees."""
    post(at_value, NOMINEE, name="Ana Rahayu", relation="sister")
    amina = browser_of(app, "amina")
    before = "Nobody is named yet." in amina.get(NOMINEE).text
    fields = dict(re.findall(r'name="(csrf_token|seen|nominee_id)" value="([^"]+)"', amina.get(NOMINEE).text))
    amina.post(f"{NOMINEE}/answer", data=fields | {"decision": "approve"})

    assert (before, "Nobody is named yet." in amina.get(NOMINEE).text) == (True, False)
    assert post(at_value, NOMINEE, name="", relation="sister")[0] == 422


def test_who_left_comes_back_under_her_number(app: Flask, at_value: FlaskClient) -> None:
    """Her page says that she left, and takes her back."""
    answer(browser_of(app, "amina"), send(at_value))
    gone = at_value.get(FORM).text
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', gone))
    back = at_value.post(f"{HERS}/return", data=token)

    assert "She comes back" in gone
    assert back.headers["Location"].startswith(f"{HERS}/entries/")
    assert browser_of(app, "siti").get(f"/groups/{SAVERS}").status_code == 200
