"""The pages of an investment fund, as two officers and a member open them."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS, put, sheet

FUND = f"/groups/{SAVERS}/investment"


@pytest.fixture
def closed(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which each of six members put 10.00 into the fund."""
    assert put(lorna, sheet()).status_code == 200
    return lorna


def browser_of(app: Flask, name: str) -> FlaskClient:
    """Somebody's browser, signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


def token(page: TestResponse) -> dict[str, str]:
    """The hidden fields that a form on the page carries."""
    return dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', page.text))


def send(client: FlaskClient, kind: str, step: str = "look", **typed: str) -> TestResponse:
    """Fill in the form of a decision and send it."""
    address = f"{FUND}/decide/{kind}"
    data = token(client.get(address)) | {"reason": "We agreed on Sunday.", "step": step} | typed
    return client.post(address, data=data)


def answer(client: FlaskClient, address: str, decision: str = "approve") -> TestResponse:
    """Answer as the page's form does."""
    return client.post(f"{address}/answer", data=token(client.get(address)) | {"decision": decision})


def test_officers_read_whose_part_is_how_large(closed: FlaskClient) -> None:
    """Six parts of a sixth each, what stands behind them, and the exact value."""
    page = closed.get(FUND).text

    assert page.count("16.7%") == 6
    assert "Exactly" in page
    assert "60.0000" in page
    assert "Give money to the members" in page


def test_a_member_reads_her_own_part_alone(app: Flask, closed: FlaskClient) -> None:
    """Siti sees what the fund has and her part; no name of another and nothing to decide."""
    page = browser_of(app, "siti").get(FUND).text

    assert "Your part of the fund" in page
    assert page.count("16.7%") == 1
    assert "Maya Gurung" not in page
    assert "/decide/" not in page


def test_a_part_is_paid_out_by_two_officers(app: Flask, closed: FlaskClient) -> None:
    """Lorna sees each sum in words and asks; Amina sees the same, approves, and it is in the book."""
    fields = {"member": "3", "how": "all", "tender": "box"}
    look = send(closed, "redemption", **fields)
    assert "is paid now" in look.text
    assert "Siti Rahayu" in look.text
    address = send(closed, "redemption", "send", **fields).headers["Location"]
    assert "Another officer answers this." in closed.get(address).text
    amina = browser_of(app, "amina")

    assert answer(amina, address).status_code == 303

    assert "Approved, and in the book" in amina.get(address).text
    assert closed.get(FUND).text.count("20.0%") == 5


def test_a_refused_decision_changes_nothing(app: Flask, closed: FlaskClient) -> None:
    """The second officer says no."""
    address = send(closed, "distribution", "send", amount="6.00").headers["Location"]
    answer(browser_of(app, "amina"), address, "refuse")

    assert "said no" in closed.get(address).text
    assert closed.get(FUND).text.count("16.7%") == 6


def test_more_than_income_is_called_capital(closed: FlaskClient) -> None:
    """Nothing was earned yet: what is given back is the members' own money."""
    page = send(closed, "distribution", amount="6.00").text

    assert "capital passed on" in page
    assert page.count("of what she had put in") == 6


def test_a_valuation_is_put_to_use(app: Flask, closed: FlaskClient) -> None:
    """Both values stand on the page, with who valued the fund."""
    address = send(closed, "dealing", "send", value="120.00", valued_on="2026-10-25",
                   valued_by="Ramon Cruz", source="Report 7").headers["Location"]
    answer(browser_of(app, "amina"), address)
    page = closed.get(FUND).text

    assert "Ramon Cruz" in page
    assert "By the paper" in page
    assert "Go by the book again" in page


@pytest.mark.one_kind
@pytest.mark.parametrize(("kind", "typed", "words"), [
    ("redemption", {"member": "3", "how": "part", "amount": "99.00"}, "smaller part than this"),
    ("redemption", {"member": "3", "how": "part", "amount": "1,234"}, "two ways"),
    ("redemption", {"member": "3", "how": "all", "reason": ""}, "Say why"),
    ("distribution", {"amount": "99.00"}, "no more than"),
    ("distribution", {"amount": ""}, "Something is missing here"),
    ("move", {"member": "3", "taker": "3", "because": "gift", "how": "all"}, "two different members"),
    ("restart", {}, "Its parts are worth that and stay"),
    ("dealing", {"value": "120.00", "valued_on": "2027-01-01", "valued_by": "R", "source": "P"}, "not come"),
    ("savings", {"percent": "1", "tender": "box"}, "Nobody has savings"),
])
def test_what_is_not_right_is_said_at_the_form(
    closed: FlaskClient, kind: str, typed: dict[str, str], words: str,
) -> None:
    """Nothing typed is lost, and each refusal says what to do."""
    page = send(closed, kind, "send", **typed)

    assert page.status_code == 422
    assert words in page.text


@pytest.mark.parametrize("kind", ["distribution", "payment", "put_back", "redemption", "move", "dealing",
                                  "book_value", "restart", "savings"])
def test_every_form_opens(closed: FlaskClient, kind: str) -> None:
    """With its title and room for the reason."""
    page = closed.get(f"{FUND}/decide/{kind}")

    assert page.status_code == 200
    assert 'name="reason"' in page.text


def test_the_ratios_of_a_day_stand_in_its_address(app: Flask, closed: FlaskClient) -> None:
    """Each with its formula and version; what is not defined says so."""
    page = browser_of(app, "siti").get(f"/groups/{SAVERS}/ratios?on=2026-10-25").text

    assert "100.0%" in page
    assert "not defined" in page
    assert "portfolio_at_risk/1" in page
    assert 'value="2026-10-25"' in page


def test_the_workbook_holds_the_ratios_with_their_formulas(closed: FlaskClient) -> None:
    """As figures that can be worked with; what is not defined in words."""
    file = closed.get(f"/groups/{SAVERS}/workbook.xlsx").data
    rows = load_workbook(BytesIO(file), read_only=True)["Ratios"].iter_rows(min_row=5, values_only=True)
    found = {row[0]: row[1:] for row in rows}

    assert found["Attendance"][:2] == (1, "members who came / members")
    assert found["Average savings"][0] == 60
    assert found["Average loan"][0] == "not defined"
    assert found["Attendance"][3] == "attendance/1"
