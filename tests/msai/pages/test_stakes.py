"""The pages of a group's stakes and of those behind an enterprise, as the people of both open them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.test import TestResponse

from ledgers.books import add_holders
from ledgers.currencies import is_currency
from ledgers.cycles import open_cycle
from msai.db import Database
from msai.models.enterprises import Enterprise
from msai.sealing import add_person_keys
from msai.services.keys import vault_of
from msai.services.postings import enterprise_bank
from msai.services.views.stakes.tender_form import HOMES
from tests.msai.cast import FARM, Cast, sign_in
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

GROUP, MILL = f"/groups/{SAVERS}", f"/enterprises/{FARM}"
STAKE = f"stake-1-{SAVERS.hex[-6:]}"
AGREED = {"enterprise": str(FARM), "instrument": "loan", "currency": "PHP", "fund": "investment",
          "interest_percent": "6,5", "lock_in_months": "12", "per_crop": "rice 10"}

pytestmark = pytest.mark.one_kind


@pytest.fixture
def people(app: Flask, savers: Cast, database: Database) -> dict[str, FlaskClient]:
    """Everybody who has a say, signed in, and a farm that keeps its book here."""
    with database.write() as session:
        add_person_keys(session, vault_of(session), FARM, [FARM])
        session.execute(insert(Enterprise).values(
            book_id=FARM, alias="mill", name="Hill Mill", country="PH", opened_on=date(2026, 1, 4),
            activities="[]"))
        add_holders(session, FARM, [enterprise_bank(FARM).holder])
        open_cycle(session, FARM, cycle_no=1, opened_on=date(2026, 1, 4))
    clients = {name: app.test_client() for name in ("lorna", "amina", "siti", "rosa", "ben")}
    for name, client in clients.items():
        sign_in(client, name)
    return clients


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    return dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', page.text))


def send(client: FlaskClient, form: str, step: str = "look", **typed: str) -> TestResponse:
    """Fill in a form and send it."""
    fields = {"reason": "We agreed on Sunday.", "step": step} | typed
    return client.post(form, data=hidden(client.get(form)) | fields)


def decide(asks: FlaskClient, answers: FlaskClient, form: str, **typed: str) -> str:
    """One sees what it does and asks, the other approves; answers where it stands."""
    assert send(asks, form, **typed).status_code == 200
    place = send(asks, form, "send", **typed).headers["Location"]
    seen = hidden(answers.get(place))
    if "seen" in seen:
        assert answers.post(f"{place}/answer", data=seen | {"decision": "approve"}).status_code == 303
    return place


def words(client: FlaskClient, place: str) -> str:
    """A page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(place).text.partition("<main")[2]).split())


def test_a_loan_from_both_sides(app: Flask, people: dict[str, FlaskClient]) -> None:
    """Taken up, known at home, interest declared, the rate typed; each page asks at most fifteen things."""
    lorna, amina, siti, rosa, ben = people.values()
    take_up, of_stake = f"{GROUP}/stakes/decide/take_up", f"{GROUP}/stakes/{STAKE}"
    asked = send(lorna, take_up, "send", **AGREED).headers["Location"]
    assert ("Take up a stake" in words(amina, f"{GROUP}/waiting"), "Approve" in words(lorna, asked)) == (
        True, False)
    amina.post(f"{asked}/answer", data=hidden(amina.get(asked)) | {"decision": "approve"})
    assert "6.5 % interest a year" in words(siti, of_stake)
    assert "Sunday Savers Loan, since" in words(rosa, f"{MILL}/backers")

    harvest = send(rosa, f"{MILL}/backers/record/crop_share", sales="1,000.00").text
    assert re.search(r"Sunday Savers.{0,20} gets .{0,80}100\.00", harvest)
    decide(rosa, ben, f"{MILL}/backers/record/interest", backer=STAKE, amount="1,400.00")
    assert "1,400.00" in words(ben, f"{MILL}/declarations")
    for officer in (lorna, amina):
        waits = words(officer, f"{GROUP}/waiting")
        assert "Hill Mill declared ₱ 1,400.00 on" in waits.partition("For another officer")[0]
    page = lorna.get(f"{GROUP}/investments").text
    assert "the middle rate of the day is missing" in page
    [place] = re.findall(r'action="([^"]+/stakes/declared/[^"]+)"', page)
    typed = hidden(lorna.get(f"{GROUP}/investments")) | {"mid_rate": "7,00", "mid_source": ""}
    assert lorna.post(place, data=typed).status_code == 422
    assert lorna.post(place, data=typed | {"mid_source": "Central bank"}).status_code == 303
    assert "₱ 1,400.00 200.00 200.00" in words(siti, of_stake)
    revalue, rate = f"{GROUP}/stakes/decide/revaluation?stake={STAKE}", {
        "mid_rate": "0.125", "mid_source": "Bank", "rated_on": "2026-10-25"}
    asked_about = send(lorna, revalue, "send", **rate).text
    assert ("is_sure" in asked_about, "looks turned around" in asked_about) == (True, True)
    assert send(lorna, revalue, "look", **rate, is_sure="1").status_code == 200
    decide(lorna, amina, revalue, **rate | {"mid_rate": "8"})
    assert "175.00" in words(siti, of_stake)
    assert "8 Bank" in words(lorna, f"{GROUP}/rates")

    for client, register, called in ((ben, f"{MILL}/register?code=2400", "Sunday Savers"),
                                     (lorna, f"{GROUP}/register?code=1400", "Hill Mill")):
        read = words(client, register)
        assert (called in read, "stake-" in read) == (True, False)

    budgets = {
        lorna: ("investments", f"stakes/{STAKE}", "stakes/decide/take_up", asked.removeprefix(f"{GROUP}/"),
                f"stakes/decide/valuation?stake={STAKE}", "waiting"),
        rosa: ("", "backers", "declarations", "backers/record/interest", "backers/record/dividend")}
    for client, pages in budgets.items():
        for one in pages:
            base = GROUP if client is lorna else MILL
            with counted(app.extensions["database"].engine) as said:
                assert client.get(f"{base}/{one}".rstrip("/")).status_code == 200
            assert len(said) <= PAGE, one


def test_a_form_says_what_is_wrong(people: dict[str, FlaskClient]) -> None:
    """Each refusal stands at its field, with a sentence, and nothing is asked for."""
    lorna, amina, siti, rosa, ben = people.values()
    decide(lorna, amina, f"{GROUP}/stakes/decide/take_up", **AGREED)
    of_group, of_farm = f"{GROUP}/stakes/decide", f"{MILL}/backers/record"
    wrong = [
        (lorna, f"{of_group}/take_up", AGREED | {"enterprise": "", "enterprise_name": ""}, "Enter a name"),
        (lorna, f"{of_group}/take_up", AGREED | {"interest_percent": "six"}, "interest_percent-error"),
        (lorna, f"{of_group}/take_up", AGREED | {"currency": "IDR"}, "keeps its book in"),
        (lorna, f"{of_group}/take_up", AGREED | {"reason": ""}, "Say why"),
        (lorna, f"{of_group}/exit?stake={STAKE}", {"how": "all", "price": "1"}, "the money stays until"),
        (lorna, f"{of_group}/write_down?stake={STAKE}", {"amount": "1,234"}, "two ways"),
        (lorna, f"{of_group}/valuation?stake={STAKE}",
         {"home": "5", "valued_on": "2030-01-01", "valued_by": "Ana", "method": "Counted"},
         "has not come yet"),
        (rosa, f"{of_farm}/dividend", {"amount": "5", "record_on": "2026-10-01"}, "Nobody held a share"),
        (rosa, f"{of_farm}/funder", {"label": "", "instrument": "grant"}, "label-error"),
    ]
    for client, form, typed, sentence in wrong:
        page = send(client, form, "send", **typed)
        assert (page.status_code, sentence in page.text) == (422, True), (form, typed)
    assert words(ben, f"{MILL}/declarations").count("Nothing was declared here yet") == 1
    for form in (f"{of_group}/take_up", f"{of_farm}/funder"):
        assert siti.get(form).status_code in (403, 404)
    assert siti.get(f"{MILL}/backers").status_code in (200, 404)


def test_money_that_nobody_gets_back(people: dict[str, FlaskClient]) -> None:
    """Rosa names who gives, and notes a grant; it stands among those behind the farm from its day on."""
    rosa, ben = people["rosa"], people["ben"]
    form = f"{MILL}/money/note/grant"
    assert "Name another funder" in words(rosa, form)
    decide(rosa, ben, f"{MILL}/backers/record/funder", label="Land Bank", instrument="grant")
    [grantor] = re.findall(r'<option value="(funder-[^"]+)"', rosa.get(form).text)
    noted = {"amount": "5,000.00", "happened_on": "2026-10-20", "place": "bank", "backer": grantor}
    fresh = dict(re.findall(r'name="(csrf_token|act_id)" value="([^"]+)"', rosa.get(form).text))
    assert {rosa.post(form, data=noted | fresh).status_code for _ in range(2)} == {303}

    table = words(rosa, f"{MILL}/backers?on=2026-10-25")
    assert "Land Bank Grant" in table
    assert "5,000.00" in table
    assert "Nobody had put money in by then" in words(rosa, f"{MILL}/backers?on=2026-01-05")


def test_every_currency_that_is_offered_can_be_counted() -> None:
    """A stake in a currency that the books do not know could never be sent anything."""
    assert [code for code in HOMES if not is_currency(code)] == []
