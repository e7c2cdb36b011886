"""An officer compares the bank with the book, on a page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.db import Database
from tests.msai.cast import sign_in
from tests.msai.services.reconciliation.conftest import bank_moves
from tests.msai.sunday import SAVERS

ALL = f"/groups/{SAVERS}/reconciliations"
SEPTEMBER = f"{ALL}/bank/202609"


@pytest.fixture
def amina(app: Flask, lorna: FlaskClient, database: Database) -> FlaskClient:
    """The second officer's browser; 100.00 lay in the bank at the end of August, 300.00 a month later."""
    with database.write() as session:
        bank_moves(session, date(2026, 8, 30), 100_00)
        bank_moves(session, date(2026, 9, 27), 200_00)
    client = app.test_client()
    sign_in(client, "amina")
    return client


def fresh(client: FlaskClient) -> dict[str, str]:
    """What the browser holds when the form was opened."""
    page = client.get(SEPTEMBER).text
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    found += re.findall(r'<select[^>]*name="([^"]+)"()', page)
    return dict(found)


def send(client: FlaskClient, hidden: dict[str, str] | None = None, **typed: str) -> TestResponse:
    """Fill the form in and send it; `kind_1` is the field kind-1."""
    names = {name.replace("_", "-") if name[-1].isdigit() else name: text for name, text in typed.items()}
    return client.post(SEPTEMBER, data={**(hidden or fresh(client)), **names})


def test_the_group_says_what_waits_and_leads_there(amina: FlaskClient) -> None:
    """Two months nobody compared, in one line."""
    page = amina.get(f"/groups/{SAVERS}").text

    assert "2 months are not compared yet" in page
    assert f"{ALL}/bank/202608" in page


def test_a_month_with_a_charge_is_compared(amina: FlaskClient, lorna: FlaskClient) -> None:
    """The charge is in the book, the list says both agree, and the other officer sees who looked."""
    answer = send(amina, seen="288.00", kind_1="charge", amount_1="12")
    page = lorna.get(answer.location).text

    assert answer.status_code == 303
    assert "The bank took a charge" in page
    assert "Amina" in page
    assert lorna.get(ALL).text.count("Not compared yet") == 1


def test_the_group_reads_what_came_of_it(app: Flask, amina: FlaskClient) -> None:
    """Members see that it was explained, and not in which words; the figure leads officers to its lines."""
    send(amina, seen="340.00", kind_1="more_shown", amount_1="40", words_1="Whose it is we still ask")
    siti = app.test_client()
    sign_in(siti, "siti")
    page = siti.get(f"/groups/{SAVERS}/statements/bank?period=all").text

    assert "Explained" in page
    assert "340.00" in page
    assert "Whose it is" not in page
    assert "holder=bank&amp;to=2026-09-30" in amina.get(f"/groups/{SAVERS}/statements/bank?period=all").text


def test_a_difference_waits_on_the_page_of_the_group(amina: FlaskClient) -> None:
    """Until somebody explains it."""
    send(amina, seen="250.00")

    assert re.search(r"50\.00</b></bdi> less than in the book is not explained", amina.get(
        f"/groups/{SAVERS}").text)


def test_a_late_entry_is_told(amina: FlaskClient, database: Database) -> None:
    """On the month, in the list, and on the page of the group."""
    send(amina, seen="300.00")
    with database.write() as session:
        bank_moves(session, date(2026, 9, 12), 5_00)

    assert "Look at it again" in amina.get(SEPTEMBER).text
    assert "Changed since" in amina.get(ALL).text
    assert "the book changed by" in amina.get(f"/groups/{SAVERS}").text


@pytest.mark.one_kind
@pytest.mark.parametrize(("typed", "sentence"), [
    ({"seen": ""}, "Something is missing here"), ({"seen": "1,234"}, "two ways"),
    ({"seen": "₱ 300.00"}, "not an amount"),
    ({"seen": "300.00", "amount_1": "5"}, "Something is missing here"),
    ({"seen": "300.00", "kind_1": "charge"}, "Something is missing here"),
    ({"seen": "300.00", "kind_2": "more_shown", "amount_2": "5"}, "in a few words what it was"),
    ({"seen": "300.00", "kind_1": "charge", "amount_1": "400"}, ""),
])
def test_what_cannot_be_read_is_said_at_its_field(
    amina: FlaskClient, typed: dict[str, str], sentence: str,
) -> None:
    """And what was typed is still there."""
    answer = send(amina, None, **typed)

    assert answer.status_code == 422
    assert "error-text" in answer.text
    assert sentence in answer.text
    assert typed["seen"] in answer.text


def test_two_officers_in_the_same_moment(amina: FlaskClient, lorna: FlaskClient) -> None:
    """One look is kept, the other officer is told to look at it."""
    hidden = [fresh(amina), fresh(lorna)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who, form: send(who, form, seen="300.00"), [amina, lorna], hidden))

    told = next(answer for answer in answers if answer.status_code == 422)
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert "Somebody else compared this month" in told.text


@pytest.mark.parametrize("address", [f"{ALL}/bank/202610", f"{ALL}/bank/209901", f"{ALL}/box/202609",
                                     f"{ALL}/bank/1"])
def test_a_month_that_is_not_over_has_no_page(amina: FlaskClient, address: str) -> None:
    """Nor has a box, or a month that never was."""
    assert amina.get(address).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("siti", 403), ("rajesh", 404), ("tess", 404)])
def test_nobody_else_compares(app: Flask, amina: FlaskClient, name: str, *, status: int) -> None:
    """Neither a member, nor another group, nor a facilitator; a member is told nothing of it either."""
    client = app.test_client()
    sign_in(client, name)

    assert [client.get(page).status_code for page in (ALL, SEPTEMBER)] == [status, status]
    if name == "siti":
        assert "not compared yet" not in client.get(f"/groups/{SAVERS}").text


def test_a_charge_that_was_typed_wrong_can_be_put_right_where_it_stands(amina: FlaskClient) -> None:
    """From the month to its entry, and from there to the form with what it says now."""
    month = amina.get(send(amina, seen="288.00", kind_1="charge", amount_1="12").location).text
    [entry] = re.findall(rf'href="(/groups/{SAVERS}/entries/\d+)"', month)
    form = amina.get(f"{entry}/lines/1/correction").text

    assert f'href="{entry}/lines/1/correction"' in amina.get(entry).text
    assert 'value="12.00"' in form
