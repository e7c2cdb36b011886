"""A member leaves, as two officers do it in their browsers."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, put, sheet

SITI = member_holder(SAVERS, 3).id
FORM, HERS = f"/groups/{SAVERS}/passbooks/{SITI}/exit", f"/groups/{SAVERS}/passbooks/{SITI}"


@pytest.fixture
def saved(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which everybody saved one share of 50 and put 10 into the farm."""
    assert put(lorna, sheet()).status_code == 200
    return lorna


def browser_of(app: Flask, name: str) -> FlaskClient:
    """Somebody's browser, signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


def send(client: FlaskClient, **changes: str) -> str:
    """Ask for her exit as the form does; answers the address of what was asked for."""
    found = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', client.get(FORM).text))
    sent = client.post(FORM, data=found | {"tender": "box", "cause": "left"} | changes)
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def answer(client: FlaskClient, address: str, decision: str = "approve") -> int:
    """Answer as the page's form does."""
    fields = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', client.get(address).text))
    return client.post(f"{address}/answer", data=fields | {"decision": decision}).status_code


def test_the_statement_is_seen_before_anybody_is_asked(saved: FlaskClient) -> None:
    """What is hers, what she gets, and what stays."""
    page = saved.get(f"{FORM}?tender=box").text

    assert "is hers, and nothing is taken off." in page
    assert "Ask the second officer" in page
    assert "stays hers" in page


def test_two_officers_let_her_go(app: Flask, saved: FlaskClient) -> None:
    """Lorna asks, Amina agrees to the same, and her passbook is all that is left to Siti."""
    address = send(saved)
    amina, siti = browser_of(app, "amina"), browser_of(app, "siti")
    assert 'name="decision"' not in saved.get(address).text
    assert siti.get(f"/groups/{SAVERS}").status_code == 200

    assert answer(amina, address) == 303
    assert "Agreed, and in the book" in saved.get(address).text
    assert [siti.get(page).status_code for page in (HERS, address, f"/groups/{SAVERS}", FORM)] == [
        200, 200, 404, 404]


def test_her_first_page_leads_to_her_passbook_alone(app: Flask, saved: FlaskClient) -> None:
    """She keeps her part of the farm; the group's sums are not hers to see any more."""
    answer(browser_of(app, "amina"), send(saved))
    page = browser_of(app, "siti").get("/").text

    assert "You left; your passbook is still yours to read" in page
    assert (f'href="{HERS}"' in page, f'href="/groups/{SAVERS}"' in page, "390.00" in page) == (
        True, False, False)


def test_no_link_of_hers_leads_nowhere(app: Flask, saved: FlaskClient) -> None:
    """From her first page to the last she can reach, whoever left meets no page that is not there."""
    address = send(saved)
    answer(browser_of(app, "amina"), address)
    siti, met, ahead = browser_of(app, "siti"), dict[str, int](), ["/", address]
    while ahead:
        page = ahead.pop()
        shown = siti.get(page)
        met[page] = shown.status_code
        found = re.findall(r'href="(/[^"#]*)', shown.text) if shown.mimetype == "text/html" else []
        ahead += {link.replace("&amp;", "&") for link in found if "/static/" not in link} - {*met, *ahead}

    assert HERS in met
    assert {page: status for page, status in met.items() if status != 200} == {}


def test_the_second_officer_may_say_no(app: Flask, saved: FlaskClient) -> None:
    """She is with the group, and somebody may ask again."""
    address = send(saved)
    answer(browser_of(app, "amina"), address, "refuse")

    assert "she is with the group" in saved.get(address).text
    assert send(saved) != address


@pytest.mark.parametrize(("changes", "words"), [
    ({"cause": "died"}, "to whom her money is paid"),
    ({"tender": "bank"}, "not enough money in this place"),
    ({"on": "2030-01-01"}, "not later than today"),
])
def test_what_cannot_be_is_said_at_the_form(saved: FlaskClient, changes: dict[str, str], words: str) -> None:
    """Each refusal says what to do."""
    found = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', saved.get(FORM).text))
    page = saved.post(FORM, data=found | {"tender": "box", "cause": "left"} | changes)

    assert page.status_code == 422
    assert words in page.text


def test_the_statement_on_paper_says_what_is_not_agreed_yet(app: Flask, saved: FlaskClient) -> None:
    """After a death it names the relation and no more."""
    address = send(saved, cause="died", payee_name="Ana Rahayu", payee_relation="her sister")
    before = saved.get(f"{address}/print").text
    answer(browser_of(app, "amina"), address)
    after = saved.get(f"{address}/print").text

    assert ("not agreed yet" in before, "not agreed yet" in after) == (True, False)
    assert ("her sister" in after, "Ana Rahayu" in after) == (True, False)
