"""The end of a cycle as two officers live it in their browsers, and as the others may read it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event
from werkzeug.test import TestResponse

from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, put, sheet

CYCLE = f"/groups/{SAVERS}/cycle"
CLOSE = f"{CYCLE}/close"
DECIDED = {"ended_on": "2026-10-25", "basis": "shares", "social": "equally", "step": "0.10",
           "usual": "paid:box", "way-2": "due"}
MOST_STATEMENTS = 22


def browser(app: Flask, name: str) -> FlaskClient:
    """Somebody's browser."""
    client = app.test_client()
    sign_in(client, name)
    return client


@pytest.fixture
def closed(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which everybody saved one share, and Siti borrowed."""
    assert put(lorna, sheet()).status_code == 200
    return lorna


@pytest.fixture
def amina(app: Flask, closed: FlaskClient) -> FlaskClient:
    """The second officer's browser."""
    return browser(app, "amina")


def send(client: FlaskClient, action: str, **changes: str) -> TestResponse:
    """Send the form with what was decided."""
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get(CLOSE).text)
    assert token
    return client.post(CLOSE, data={**DECIDED, "csrf_token": token[1], "action": action, **changes})


def answer(client: FlaskClient, address: str, decision: str) -> TestResponse:
    """Answer as the page's form does."""
    fields = dict(re.findall(r'name="(csrf_token|seen|step_id)" value="([^"]+)"', client.get(address).text))
    return client.post(f"{address}/answer", data=fields | {"decision": decision})


@pytest.fixture
def shared(closed: FlaskClient, amina: FlaskClient) -> str:
    """The cycle is shared out; the address of its page."""
    address = send(closed, "send").headers["Location"]
    assert answer(amina, address, "approve").status_code == 303
    return address


def test_the_form_proposes_what_the_rules_say(closed: FlaskClient) -> None:
    """Everything stands there already, and nothing is in the way."""
    page = closed.get(CLOSE)

    assert page.status_code == 200
    assert "Nothing stands in the way" in page.text
    assert re.search(r'value="shares" checked', page.text)
    assert re.search(r'value="paid:box" selected', page.text)


def test_it_is_seen_before_it_is_asked_for(closed: FlaskClient) -> None:
    """Each member's part in a sentence and in words, and nothing is kept."""
    page = send(closed, "look")

    assert page.status_code == 200
    assert "Your 1 share is worth" in page.text
    assert "55.00 Hong Kong dollars" in page.text
    assert "waits for the second officer" not in closed.get(CYCLE).text


def test_two_officers_close_the_cycle(closed: FlaskClient, amina: FlaskClient) -> None:
    """Lorna asks and cannot answer; Amina reads the same, approves, and the next cycle is open."""
    sent = send(closed, "send")
    address = sent.headers["Location"]
    assert (sent.status_code, 'name="decision"' in closed.get(address).text) == (303, False)
    assert "A share-out waits for the second officer." in closed.get(CYCLE).text

    assert answer(amina, address, "approve").status_code == 303
    assert "Shared out, and in the book" in amina.get(address).text
    page = amina.get(CYCLE).text
    assert ("Cycle 2" in page, "Share-out of cycle 1" in page) == (True, True)


def test_the_second_officer_may_say_no(closed: FlaskClient, amina: FlaskClient) -> None:
    """Nothing is recorded, and the cycle goes on."""
    address = send(closed, "send").headers["Location"]
    answer(amina, address, "refuse")

    assert "The second officer said no" in closed.get(address).text
    assert "Close the cycle" in closed.get(CYCLE).text


def test_it_is_printed_and_checked_by_the_same_code(shared: str, amina: FlaskClient) -> None:
    """The code on the paper is that of the working made anew."""
    code = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
    paper, check = amina.get(f"{shared}/print").text, amina.get(f"{shared}/check").text

    assert "It comes to the same, to the last cent." in check
    assert code.findall(paper)[0] == code.findall(check)[0]
    assert "Not recorded yet" not in paper


def test_a_meeting_of_the_old_cycle_comes_too_late(shared: str, closed: FlaskClient) -> None:
    """A sheet of the last Sunday is held, not posted."""
    late = sheet(number=2, date="2026-10-24", opening={}, lines=[], cash_counted="0.00")
    answered = put(closed, late, meeting_id=SAVERS)

    assert answered.status_code in (202, 422)
    assert "cycle" in answered.text


@pytest.mark.one_kind
@pytest.mark.parametrize(("typed", "words"), [
    ({"ended_on": "2026-10-04"}, "Something of this cycle is recorded up to"),
    ({"ended_on": "soon"}, "Choose the day from which it holds."),
    ({"basis": "luck"}, "Choose one of the answers."),
    ({"step": "0"}, "The smallest coin is more than nothing."),
    ({"usual": "paid:hat"}, "Choose how each member gets her part"),
    ({"way-1": "paid:bank"}, "There is not enough money in this place."),
    ({"kept-amount-1": "10"}, "Give each amount that is kept back a reason"),
])
def test_what_cannot_be_is_said_at_its_field(
    closed: FlaskClient, typed: dict[str, str], words: str,
) -> None:
    """The form comes back with everything that was typed."""
    page = send(closed, "look", **typed)

    assert page.status_code == 422
    assert words in page.text


def test_a_held_sheet_is_named_and_leads_there(closed: FlaskClient) -> None:
    """It has to be settled first."""
    put(closed, sheet(number=2, date="2026-10-26", opening={}, cash_counted="1.00"), meeting_id=SAVERS)

    assert f"/groups/{SAVERS}/meetings/{SAVERS}" in closed.get(CLOSE).text
    assert send(closed, "look").status_code == 422


@pytest.mark.parametrize(("name", "cycle", "report"), [
    ("siti", 200, 403), ("rajesh", 404, 404)])
def test_who_reads_what(app: Flask, shared: str, name: str, cycle: int, report: int) -> None:
    """Members see where the cycle stands; names are for those who may see names."""
    reader = browser(app, name)

    assert (reader.get(CYCLE).status_code, reader.get(shared).status_code) == (cycle, report)


def test_she_reads_her_own_slip(app: Flask, shared: str, amina: FlaskClient) -> None:
    """Her passbook leads to it; to that of another she gets no answer, as to one that was never made."""
    siti, maya = (member_holder(SAVERS, number).id for number in (3, 5))
    reader = browser(app, "siti")
    slip = re.search(r'href="(/groups/[^"]+/share-outs/[^"]+)"',
                     reader.get(f"/groups/{SAVERS}/passbooks/{siti}").text)
    assert slip
    page, others = reader.get(slip[1]).text, slip[1].replace(str(siti), str(maya))

    assert ("Siti Rahayu" in page, "Maya Gurung" in page, "How it was worked out" in page) == (
        True, False, True)
    assert [reader.get(others).status_code, amina.get(others).status_code] == [404, 200]
    assert reader.get(f"{slip[1].rpartition('/')[0]}/{siti}").status_code == 404


def test_the_page_asks_little_of_the_book(shared: str, amina: FlaskClient, app: Flask) -> None:
    """As many statements for six members as for three hundred; some are those of the sign-in."""
    found: list[str] = []
    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: found.append(args[2]))
    amina.get(shared)

    assert 0 < len(found) <= MOST_STATEMENTS


def test_the_workbook_has_a_table_of_it(shared: str, amina: FlaskClient) -> None:
    """Each member's row, and a total that is checked by formula."""
    file = amina.get(f"/groups/{SAVERS}/workbook.xlsx").data
    sheet_rows = load_workbook(BytesIO(file), read_only=True)["Share-outs"].iter_rows(values_only=True)
    rows = {row[1]: row for row in sheet_rows if len(row) > 4}

    assert "Lorna Reyes" in rows
    assert rows["Total"][3:5] == (300, 300)
