"""Put something right, as two officers do it in their browsers."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import MEETING, SAVERS, form_of, put, sheet

FORM = f"/groups/{SAVERS}/entries/1/lines/1/correction"
PRINTED = "A member says that a line of this meeting is wrong."


@pytest.fixture
def closed(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which the box was one share short."""
    short = sheet(cash_counted="340.00", difference_reason="We counted twice.")
    assert put(lorna, short).status_code == 200
    return lorna


@pytest.fixture
def amina(app: Flask, closed: FlaskClient) -> FlaskClient:
    """The second officer's browser."""
    client = app.test_client()
    sign_in(client, "amina")
    return client


def send(client: FlaskClient, step: str, **changes: str) -> TestResponse:
    """Send the form with some fields changed."""
    data = form_of(client.get(FORM)) | {"cash": "as_counted", "becomes": "line", "reason": "She was away.",
                                        "step": step} | changes
    return client.post(FORM, data=data)


def answer(client: FlaskClient, address: str, decision: str) -> TestResponse:
    """Answer as the page's form does."""
    fields = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', client.get(address).text))
    return client.post(f"{address}/answer", data=fields | {"decision": decision})


def test_the_effect_is_seen_before_anything_is_sent(closed: FlaskClient) -> None:
    """The line is taken out: the count explains itself, and nothing is in the book yet."""
    page = send(closed, "look", becomes="nothing")

    assert page.status_code == 200
    assert "Ask the second officer" in page.text
    assert "and this explains it" in page.text


def test_two_officers_put_a_line_right(closed: FlaskClient, amina: FlaskClient) -> None:
    """Lorna asks, Amina sees the same and approves, and the page shows the entry."""
    sent = send(closed, "send", becomes="nothing")
    address = sent.headers["Location"]
    assert (sent.status_code, 'name="decision"' in closed.get(address).text) == (303, False)
    assert "She was away." in amina.get(address).text

    assert answer(amina, address, "approve").status_code == 303
    assert "Put right, and in the book" in amina.get(address).text


@pytest.mark.parametrize(("cash", "words"), [
    ("as_counted", ("stays as it was counted", "and this explains it")),
    ("handed_over", ("was taken out of the cash box with it and handed over",)),
])
def test_the_page_of_what_was_put_right_says_what_the_count_keeps(
    closed: FlaskClient, amina: FlaskClient, cash: str, *, words: tuple[str, ...],
) -> None:
    """Also weeks later, when nobody remembers whether the box or the sheet was right."""
    address = send(closed, "send", becomes="nothing", cash=cash).headers["Location"]
    answer(amina, address, "approve")
    page = amina.get(address).text

    assert [said for said in words if said not in page] == []


def test_the_second_officer_may_say_no(closed: FlaskClient, amina: FlaskClient) -> None:
    """The line stays as it was, and can be asked about again."""
    address = send(closed, "send", becomes="nothing").headers["Location"]
    answer(amina, address, "refuse")

    assert "The second officer said no" in closed.get(address).text
    assert send(closed, "send", becomes="nothing", reason="Look again.").status_code == 303


@pytest.mark.parametrize(("changes", "words"), [
    ({"reason": ""}, "Say why the line is wrong"),
    ({"shares": "one"}, "whole number of shares"),
    ({}, "says the same as the line"),
    ({"kind": "expense"}, "cannot stand there"),
    ({"member": "77"}, "was not with the group"),
])
def test_what_is_not_right_is_said_at_the_form(
    closed: FlaskClient, changes: dict[str, str], words: str,
) -> None:
    """Nothing typed is lost, and each refusal says what to do."""
    page = send(closed, "send", **({"shares": "2"} | changes if changes else {}))

    assert page.status_code == 422
    assert words in page.text


def test_the_passbook_says_who_put_what_right(closed: FlaskClient, amina: FlaskClient) -> None:
    """The old line is struck through, the new one says what and why, and may be put right again."""
    answer(amina, send(closed, "send", becomes="line", shares="2").headers["Location"], "approve")

    page = closed.get(f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, 1).id}?wrong=1").text
    assert "Put right by" in page
    assert "2 shares on" in page
    assert "She was away." in page
    assert page.count('class="struck"') == 1


def token_of(page: TestResponse) -> dict[str, str]:
    """The token that a form on the page carries."""
    return dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', page.text))


def link_on(page: TestResponse, pattern: str) -> str:
    """The first address on a page that ends so."""
    return str(re.findall(f'href="([^"]+{pattern})"', page.text)[0])


def test_a_member_says_so_and_is_answered(app: Flask, closed: FlaskClient, amina: FlaskClient) -> None:
    """Siti says so in her passbook; Amina finds it in the list and answers; Siti reads it at the line.

    A record that is printed meanwhile says so at the top.
    """
    siti, hers = app.test_client(), f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, 3).id}"
    sign_in(siti, "siti")
    form = link_on(siti.get(f"{hers}?wrong=1"), "/dispute")
    said = siti.post(form, data=token_of(siti.get(form)) | {"words": "I paid two."}).headers["Location"]
    assert "I paid two." in siti.get(said).text

    assert PRINTED in amina.get(f"/groups/{SAVERS}/meetings/{MEETING}/print").text
    found = link_on(amina.get(f"/groups/{SAVERS}/wrong"), "/disputes/[^\"]+")
    amina.post(f"{found}/answer", data=token_of(amina.get(found)) | {"words": "Let us look on Sunday."})

    assert PRINTED not in amina.get(f"/groups/{SAVERS}/meetings/{MEETING}/print").text
    assert "read the answer" in siti.get(hers).text
    assert "Let us look on Sunday." in siti.get(said).text
