"""An officer records a transfer on a Thursday, and the next meeting knows of it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from msai.db import Database
from msai.models.meetings import MoneyReceipt
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, put, sheet

PAGE = f"/groups/{SAVERS}/received"
TYPED = {"member": "3", "kind": "savings", "amount": "100", "tender": "bank", "received_on": "2026-10-26",
         "reference": "FPS 8841"}


def fresh(client: FlaskClient) -> dict[str, str]:
    """What the browser holds when the form was opened."""
    page = client.get(PAGE).text
    names = ("receipt_id", "csrf_token")
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[-1] for name in names}


def record(client: FlaskClient, hidden: dict[str, str] | None = None, **changes: str) -> TestResponse:
    """Fill the form in and send it."""
    return client.post(PAGE, data={**(hidden or fresh(client)), **TYPED, **changes})


def receipts(database: Database) -> int:
    """How many are kept."""
    with database.read() as session:
        return session.scalar(select(func.count()).where(MoneyReceipt.book_id == SAVERS)) or 0


@pytest.fixture
def amina(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """The second officer's browser, after the first meeting."""
    put(lorna, sheet())
    client = app.test_client()
    sign_in(client, "amina")
    return client


def test_money_is_recorded_and_stands_in_both_lists(amina: FlaskClient, lorna: FlaskClient) -> None:
    """The second officer may do it as well: she reads the bank's messages."""
    answer = record(amina)
    page = amina.get(answer.location).text

    assert answer.status_code == 303
    assert page.count("Siti Rahayu") >= 3
    assert "FPS 8841" in page
    opening = lorna.get(f"/api/v1/groups/{SAVERS}/opening").json
    assert opening["opening"]["bank/savings"] == "100.00"
    assert opening["already_received"] == [
        {"entry": 4, "date": "2026-10-26", "member": 3, "tender": "bank", "fund": "savings",
         "amount": "100.00"}]


def test_her_own_passbook_shows_it(app: Flask, amina: FlaskClient) -> None:
    """Siti looks on her phone whether it arrived."""
    record(amina)
    siti = app.test_client()
    sign_in(siti, "siti")
    shown = siti.get(re.search(rf'href="(/groups/{SAVERS}/passbooks/[^"]+)"', siti.get(
        f"/groups/{SAVERS}").text)[1]).text

    assert "Saved, 2 shares" in shown


def test_pressing_twice_is_one_receipt(amina: FlaskClient, database: Database) -> None:
    """The back button, and the button again."""
    hidden = fresh(amina)
    answers = [record(amina, hidden) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert receipts(database) == 1


def test_two_officers_in_the_same_moment_are_asked(
    app: Flask, amina: FlaskClient, lorna: FlaskClient, database: Database,
) -> None:
    """Both saw the bank's message: one is recorded, the other is asked whether it came twice."""
    hidden = [fresh(amina), fresh(lorna)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(record, [amina, lorna], hidden))

    asked = next(answer for answer in answers if answer.status_code == 422)
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert 'name="again"' in asked.text
    assert receipts(database) == 1
    assert record(lorna, again="1").status_code == 303
    assert receipts(database) == 2


@pytest.mark.one_kind
@pytest.mark.parametrize(("field", "typed", "sentence"), [
    ("amount", "", "Something is missing here"), ("amount", "1,234", "two ways"),
    ("amount", "75", "not a number of whole shares"), ("amount", "-5", ""),
    ("member", "", "Something is missing here"), ("received_on", "", "not a day"),
    ("received_on", "2026-12-24", "has not come yet"), ("tender", "purse", "no such cash box"),
    ("kind", "loan", "Something is missing here"), ("reference", "x\u202ey", "cannot be seen"),
])
def test_what_cannot_be_recorded_is_said_at_its_field(
    amina: FlaskClient, database: Database, field: str, *, typed: str, sentence: str,
) -> None:
    """She puts it right and sends it again; what she typed is still there."""
    answer = record(amina, **{field: typed})

    assert answer.status_code == 422
    assert "error-text" in answer.text
    assert sentence in answer.text
    assert receipts(database) == 0


@pytest.mark.parametrize(("name", "status"), [("siti", 403), ("rajesh", 404), ("tess", 404), (None, 302)])
def test_nobody_else_records_money(
    app: Flask, amina: FlaskClient, database: Database, name: str | None, status: int,
) -> None:
    """Neither a member, nor another group, nor a facilitator."""
    client = app.test_client()
    if name:
        sign_in(client, name)

    assert client.get(PAGE).status_code == status
    assert receipts(database) == 0
