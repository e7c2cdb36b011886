"""Loans on pages: asked for, approved, given, paid, put off, and read by those whose business they are."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ledgers.accounts import HolderKind
from msai.pages.loans.typed import Typed
from msai.services.holders import holder, member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, form_of, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

LOANS = f"/groups/{SAVERS}/loans"
SITI = member_holder(SAVERS, 3).id
LOAN = holder(SAVERS, HolderKind.LOAN, "loan-r1").id
CARD = f"/groups/{SAVERS}/passbooks/{SITI}/loans/{LOAN}"


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Another browser."""
    client = app.test_client()
    sign_in(client, name)
    return client


@pytest.fixture
def amina(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """The second officer's browser; everybody has saved once."""
    assert put(lorna, sheet()).status_code == 200
    return signed_in(app, "amina")


def ask(client: FlaskClient, page: str = f"{LOANS}/ask", **typed: str) -> TestResponse:
    """Ask for 100.00 over two months for Siti, unless something else is typed."""
    plain = {"member": str(SITI), "amount": "100", "periods": "2", "fund": "savings",
             "purpose": "School fees"}
    return client.post(page, data={**form_of(client.get(page)), **plain, **typed})


def send(client: FlaskClient, page: str, step: str, **typed: str) -> TestResponse:
    """Press a button of a page."""
    shown = client.get(page)
    seen = re.search(r'name="seen" value="(\w+)"', shown.text)
    return client.post(f"{page}/{step}", data={
        **form_of(shown), "seen": seen[1] if seen else "00" * 32, **typed})


@pytest.fixture
def lent(lorna: FlaskClient, amina: FlaskClient) -> str:
    """The address of a loan that was asked for, approved and given."""
    asked = ask(lorna).location
    assert send(amina, asked, "answer", decision="approve").status_code == 303
    assert send(lorna, asked, "issue", tender="box").status_code == 303
    return CARD


def test_a_loan_is_asked_for_approved_and_given(lorna: FlaskClient, amina: FlaskClient) -> None:
    """Lorna asks, Amina answers what her page shows, Lorna gives the money."""
    asked = ask(lorna).location
    assert "School fees" in amina.get(asked).text
    assert send(lorna, asked, "answer", decision="approve").status_code == 422
    send(amina, asked, "answer", decision="approve")
    assert send(amina, asked, "issue", tender="box").status_code == 422
    send(lorna, asked, "issue", tender="box")

    page = lorna.get(LOANS).text
    assert f'href="{CARD}"' in page
    assert "Siti Rahayu" in page


def test_a_member_asks_and_sees_her_own_loan_alone(app: Flask, lorna: FlaskClient, lent: str) -> None:
    """The list is not hers, nor is another's card."""
    siti = signed_in(app, "siti")
    assert siti.get(lent).status_code == 200
    assert siti.get(LOANS).status_code == 403
    other = f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, 4).id}/loans/{LOAN}"
    assert siti.get(other).status_code == 404

    asked = ask(siti, f"/groups/{SAVERS}/passbooks/{SITI}/loans/ask", amount="20").location
    assert "Siti Rahayu" in siti.get(asked).text
    assert send(siti, asked, "withdrawal").status_code == 303


@pytest.mark.one_kind
@pytest.mark.parametrize(("typed", "said"), [
    ({"amount": ""}, "amount-error"), ({"periods": "none"}, "periods-error"),
    ({"fund": "farm"}, "fund-error"),
])
def test_what_cannot_be_asked_for_is_said_at_its_field(
    amina: FlaskClient, typed: dict[str, str], said: str,
) -> None:
    """And what was typed still stands there."""
    answer = ask(amina, **typed)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_payment_pays_and_more_than_the_debt_is_asked_about(lorna: FlaskClient, lent: str) -> None:
    """120.00 for a debt of 100.00 are kept for her only where the tick says so."""
    form = f"{LOANS}/{LOAN}/payment"
    typed = form_of(lorna.get(form)) | {"amount": "120", "tender": "box"}
    assert lorna.post(form, data=typed).status_code == 422
    assert lorna.post(form, data={**typed, "rest": "held"}).location == lent

    assert "Paid back" in lorna.get(lent).text


def put_right(lorna: FlaskClient, amina: FlaskClient, seq: int, **typed: str) -> str:
    """Both officers put the first line of an entry right; answers the page on which Lorna looked."""
    form = f"/groups/{SAVERS}/entries/{seq}/lines/1/correction"
    data = form_of(lorna.get(form)) | {"becomes": "line", "split": "rules", "reason": "Read wrongly"} | typed
    looked = lorna.post(form, data={**data, "step": "look"})
    asked = lorna.post(form, data={**data, "step": "send"}).location
    assert asked is not None
    assert send(amina, asked, "answer", decision="approve").status_code == 303
    return re.sub("[\u2066-\u2069]", "", looked.text)


def test_a_payment_and_a_loan_are_put_right(lorna: FlaskClient, amina: FlaskClient, lent: str) -> None:
    """30.00 were 20.00, and the loan was of 80.00: the card shows what is left and the new days."""
    issued = int(re.findall(r"entries/(\d+)", lorna.get(lent).text)[-1])
    form = f"{LOANS}/{LOAN}/payment"
    lorna.post(form, data=form_of(lorna.get(form)) | {"amount": "30", "tender": "box"})

    assert "20.00" in put_right(lorna, amina, issued + 1, amount="20")
    assert "is worked out anew" in put_right(lorna, amina, issued, amount="80")

    card = re.sub("[\u2066-\u2069]", "", lorna.get(lent).text)
    assert "60.00" in card
    assert card.count("40.00") >= 2
    assert "Put something right" in lorna.get(f"/groups/{SAVERS}/entries/{issued + 2}").text


def test_a_new_schedule_takes_two(lorna: FlaskClient, amina: FlaskClient, lent: str) -> None:
    """Lorna looks and asks; Amina approves; the card shows the new days."""
    form = f"{LOANS}/{LOAN}/change/rescheduled"
    typed = form_of(lorna.get(form)) | {"periods": "5", "reason": "She was ill"}
    looked = lorna.post(form, data={**typed, "step": "look"})
    assert "5 months" in re.sub("[⁦-⁩]", "", looked.text)
    act = lorna.post(form, data={**typed, "step": "send"}).location
    assert "Another officer answers this" in lorna.get(act).text
    assert send(amina, act, "answer", decision="approve").status_code == 303

    assert "Approved, and in the book" in amina.get(act).text
    assert "5 months" in re.sub("[⁦-⁩]", "", amina.get(lent).text)


def test_a_loan_is_given_up_and_money_comes_back(lorna: FlaskClient, amina: FlaskClient, lent: str) -> None:
    """First 5400, then 4800; before it was given up nothing can come back."""
    back = {"amount": "10", "tender": "box", "reason": "She sent it"}
    form = f"{LOANS}/{LOAN}/change/recovered"
    assert lorna.post(form, data={**form_of(lorna.get(form)), **back, "step": "look"}).status_code == 422
    for kind, typed in (("written_off", {"reason": "She went home"}), ("recovered", back)):
        form = f"{LOANS}/{LOAN}/change/{kind}"
        act = lorna.post(form, data={**form_of(lorna.get(form)), **typed, "step": "send"}).location
        assert send(amina, act, "answer", decision="approve").status_code == 303

    assert "Nobody owes the group a loan" in lorna.get(LOANS).text
    assert "10.00" in lorna.get(f"/groups/{SAVERS}/register?code=4800&fund=savings").text


@pytest.mark.parametrize("page", [
    LOANS, f"{LOANS}/ask", CARD, f"{CARD}/agreement", f"{CARD}/statement", f"{LOANS}/{LOAN}/payment",
    f"{LOANS}/{LOAN}/change/rescheduled",
])
def test_a_page_of_loans_keeps_its_budget(app: Flask, lorna: FlaskClient, lent: str, page: str) -> None:
    """As every page of a group."""
    with counted(app.extensions["database"].engine) as said:
        assert lorna.get(page).status_code == 200

    assert len(said) <= PAGE, "\n".join(said)


def test_a_loan_that_is_not_there_is_not_found(amina: FlaskClient) -> None:
    """A made-up address says nothing."""
    hers = f"/groups/{SAVERS}/passbooks/{SITI}/loans/requests/{UUID(int=7)}"
    for page in (CARD, hers, f"{LOANS}/changes/{UUID(int=7)}", f"{LOANS}/{LOAN}/payment"):
        assert amina.get(page).status_code == 404


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-1", "101"])
def test_a_rate_that_is_no_number_is_said_at_its_field(app: Flask, text: str) -> None:
    """Words that programmes take for numbers are none here."""
    with app.test_request_context():
        typed = Typed({"rate": text}, "USD")
        assert typed.percent("rate") is None

    assert list(typed.errors) == ["rate"]


def test_a_count_of_thousands_of_digits_is_said_at_its_field(app: Flask) -> None:
    """No loan runs so long, and reading it would be work."""
    with app.test_request_context():
        typed = Typed({"periods": "9" * 5000}, "USD")
        assert typed.count("periods") == 1

    assert list(typed.errors) == ["periods"]
