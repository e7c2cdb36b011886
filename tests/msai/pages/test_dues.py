"""The page of what members owe: who, since when, what for; and letting a charge go before two officers."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, form_of, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

DUES = f"/groups/{SAVERS}/dues"
SITI = member_holder(SAVERS, 3).id


@pytest.fixture
def amina(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """The second officer's browser; Siti and Maya were fined at a meeting and have not paid."""
    fines = [{"kind": "fine", "member": 3, "amount": "10.00", "tender": None},
             {"kind": "fee", "member": 5, "amount": "4.00", "tender": None}]
    assert put(lorna, sheet(lines=fines, cash_counted="0.00")).status_code == 200
    return signed_in(app, "amina")


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Another browser."""
    client = app.test_client()
    sign_in(client, name)
    return client


def charge(client: FlaskClient, **typed: str) -> TestResponse:
    """Charge Siti 20.00, unless something else is typed."""
    page = client.get(f"{DUES}/charge")
    plain = {"member": "3", "what": "fine", "amount": "20", "words": "Did not bring the mats"}
    return client.post(f"{DUES}/charge", data={**form_of(page), **plain, **typed})


def ask(client: FlaskClient, **typed: str) -> TestResponse:
    """Ask that Siti's first fine be let go, all of it, unless something else is typed."""
    address = re.search(r'href="([^"]*/dues/\d+/1/waiver)"', client.get(f"{DUES}?member={SITI}").text)
    assert address
    page = client.get(address[1])
    return client.post(address[1], data={**form_of(page), "words": "Her child was ill", **typed})


def answer(client: FlaskClient, page: str, decision: str = "approve") -> TestResponse:
    """Answer what stands on the page."""
    return client.post(f"{page}/answer", data={**form_of(client.get(page)), "decision": decision})


def test_the_page_says_who_owes_what_and_sums_to_the_book(amina: FlaskClient) -> None:
    """Each leads to its entry, and the sum to the register it is the balance of."""
    page = amina.get(DUES).text

    assert re.findall(r"<bdi>(Siti Rahayu|Maya Gurung)</bdi>", page)
    assert "14.00" in page
    assert f"/groups/{SAVERS}/register?code=1150&amp;fund=savings" in page
    assert "14.00" in amina.get(f"/groups/{SAVERS}/register?code=1150&fund=savings").text


def test_a_part_of_it_stands_in_the_address(amina: FlaskClient) -> None:
    """Who shares the address shares what is shown."""
    for asked, seen in ((f"member={SITI}", "10.00"), ("what=fee", "Maya"), ("fund=social", "Nothing of")):
        page = amina.get(f"{DUES}?{asked}").text
        assert seen in page
        assert "Show all" in page
    assert f'value="{SITI}" selected' in amina.get(f"{DUES}?member={SITI}").text


def test_a_charge_between_two_meetings(amina: FlaskClient, lorna: FlaskClient) -> None:
    """She reads what for; nothing is posted twice when the button is pressed twice."""
    page = amina.get(f"{DUES}/charge")
    form = {**form_of(page), "member": "3", "what": "fine", "amount": "20", "words": "Did not bring the mats"}
    answers = [amina.post(f"{DUES}/charge", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert "Did not bring the mats" in lorna.get(DUES).text
    assert "34.00" in lorna.get(DUES).text


UNREAD = [
    ("amount", "", "Something is missing here"), ("amount", "1,234", "two ways"),
    ("amount", "0", "above zero"), ("words", " ", "Say why"), ("on", "2027-01-01", "has not come yet"),
    ("on", "2025-01-01", "shared out"), ("on", "soon", ""), ("member", "77", "was not with the group"),
    ("what", "interest", "missing"),
]


def test_what_cannot_be_charged_is_said_at_its_field(amina: FlaskClient) -> None:
    """And what was typed is still there."""
    for field, text, sentence in UNREAD:
        page = charge(amina, **{field: text})

        assert page.status_code == 422
        assert f'id="{field}-error"' in page.text
        assert sentence in page.text
        assert "Did not bring the mats" in page.text or field == "words"


def test_two_officers_let_a_charge_go(amina: FlaskClient, lorna: FlaskClient) -> None:
    """The page shows whose it is, what for, who asked; once agreed it is in the book, and nothing waits."""
    page = ask(lorna).location
    shown = amina.get(page).text
    for words in ("Siti Rahayu", "Fine", "Her child was ill", "Lorna", "What it brought in this cycle"):
        assert words in shown
    assert "waits for an answer" in amina.get(DUES).text
    assert answer(amina, page).status_code == 303

    assert "Let go, and in the book" in lorna.get(page).text
    assert "Nothing of this is left" in lorna.get(f"{DUES}?what=fine").text


def test_the_one_who_asked_does_not_answer(amina: FlaskClient, lorna: FlaskClient) -> None:
    """Her page has no button, and without one it is refused."""
    page = ask(lorna).location
    assert "Another officer answers this" in lorna.get(page).text
    seen = form_of(amina.get(page))["seen"]
    token = form_of(lorna.get(f"{DUES}/charge"))["csrf_token"]
    refused = lorna.post(
        f"{page}/answer", data={"csrf_token": token, "seen": seen, "decision": "approve"})
    assert refused.status_code == 403


def test_a_sum_that_moved_is_not_agreed_to(amina: FlaskClient, lorna: FlaskClient) -> None:
    """She paid a part of it since; only refusing is left."""
    page = ask(lorna).location
    paid = [{"kind": "fine_paid", "member": 3, "amount": "6.00", "tender": "box"}]
    assert put(lorna, sheet(number=2, date="2026-10-26", other_day=True, lines=paid, cash_counted="6.00"),
               UUID(int=7)).status_code == 200
    shown = amina.get(page).text

    assert "The book has moved on" in shown
    assert 'value="approve"' not in shown
    assert answer(amina, page, "refuse").status_code == 303
    assert "she still owes it" in amina.get(page).text


def test_what_cannot_be_let_go_is_said(lorna: FlaskClient, amina: FlaskClient) -> None:
    """At its field."""
    for typed, sentence in (({"amount": "10.01"}, "is left to pay"), ({"amount": "0"}, "above zero"),
                            ({"words": ""}, "Say why")):
        page = ask(lorna, **typed)
        assert page.status_code == 422
        assert sentence in page.text


def test_her_passbook_says_what_she_still_has_to_pay(app: Flask, amina: FlaskClient) -> None:
    """Each charge with its day and its words, hers alone, and within the budget of a page."""
    assert charge(amina).status_code == 303
    siti, address = signed_in(app, "siti"), f"/groups/{SAVERS}/passbooks/{SITI}"
    siti.get(address)
    with counted(app.extensions["database"].engine) as said:
        page = siti.get(address).text

    hers = page.partition('aria-labelledby="still-to-pay"')[2].partition("</section>")[0]
    assert re.findall(r"(\d+\.00)</b>", hers) == ["10.00", "20.00"]
    assert "Did not bring the mats" in hers
    assert len(said) <= PAGE, "\n".join(said)


def test_the_pages_ask_few_questions(app: Flask, amina: FlaskClient, lorna: FlaskClient) -> None:
    """However much is owed."""
    assert charge(amina).status_code == 303
    for address in (DUES, f"{DUES}/charge", ask(lorna).location):
        amina.get(address)
        with counted(app.extensions["database"].engine) as said:
            assert amina.get(address).status_code == 200
        assert len(said) <= PAGE, "\n".join(said)


def test_a_member_sees_none_of_it(app: Flask, amina: FlaskClient, lorna: FlaskClient) -> None:
    """What others owe is not hers to read."""
    siti = signed_in(app, "siti")
    page = ask(lorna).location
    assert {siti.get(address).status_code for address in (DUES, f"{DUES}/charge", page)} == {403}
