"""The pages of an enterprise's money, as its two people and a backer open them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.enterprises import RecordMonth, record_month
from msai.services.views.enterprise_money.statements import MoneyStatement
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.test_statement_budgets import PAGE, counted

MONEY = f"/enterprises/{HENS}/money"
pytestmark = pytest.mark.one_kind


@pytest.fixture
def people(app: Flask, savers: Cast, database: Database) -> dict[str, FlaskClient]:
    """The farm's manager, its second person and somebody of the group behind it, signed in."""
    with database.write() as session:
        back_hens(session, savers)
    clients = {name: app.test_client() for name in ("rosa", "ben", "siti")}
    for name, client in clients.items():
        sign_in(client, name)
    return clients


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    return dict(re.findall(r'name="(csrf_token|act_id|act|seen)" value="([^"]+)"', page.text))


def note(client: FlaskClient, kind: str, query: str = "", **typed: object) -> TestResponse:
    """Fill in the form of an act and send it."""
    form = f"{MONEY}/note/{kind}"
    fields = {"happened_on": "2026-09-30", **typed}
    return client.post(form, data=hidden(client.get(form + query)) | fields)


def words(client: FlaskClient, place: str) -> str:
    """A page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(place).text.partition("<main")[2]).split())


def picture() -> tuple[BytesIO, str]:
    """A small photo of a receipt."""
    content = BytesIO()
    Image.new("RGB", (4, 3), "white").save(content, "PNG")
    return BytesIO(content.getvalue()), "receipt.png"


def trade(rosa: FlaskClient) -> dict[str, str]:
    """A place, sales, costs, a debt, equipment and the family's hours; answers where two of them stand."""
    rosa.post(f"{MONEY}/places", data=hidden(rosa.get(f"{MONEY}/places")) | {
        "kind": "cash", "label": "Box in the mill"})
    sold = note(rosa, "sold", activity="layers", amount="5,000.00", place="cash", receipt=picture())
    owed = note(rosa, "sold", activity="layers", amount="1200", place="owed", new_party="Aling Nena")
    note(rosa, "paid", code="5150", amount="700.50", place="cash", words="Two sacks")
    note(rosa, "paid", code="5200", amount="300", place="owed", new_party="Mang Tino")
    note(rosa, "equipment", name="Cage", amount="2,400.00", months="24", place="cash")
    note(rosa, "wear")
    note(rosa, "family", hours="12,5", amount="600")
    return {"sold": sold.headers["Location"], "owed": owed.headers["Location"]}


def test_a_month_of_a_farm(app: Flask, people: dict[str, FlaskClient]) -> None:
    """Noted in short forms, read in lists and statements, put right by two; no page asks too often."""
    rosa, ben, siti = people.values()
    at = trade(rosa)
    listed = words(rosa, MONEY)
    assert "We sold: layers ₱ 5,000.00" in listed
    assert re.search("We bought or paid: Feed ₱ 700.50 ?, 30 September 2026 No receipt", listed)
    assert "Money in and out of the month not yet profit" in listed
    assert rosa.get(f"{at['sold']}/receipt").mimetype == "image/jpeg"

    asked = note(rosa, "taken_back", f"?act={at['owed'][-36:]}", words="She bought nothing.")
    back = asked.headers["Location"]
    assert "Waits for you" in words(ben, MONEY)
    assert "1 act with the money waits for an answer" in words(ben, f"/enterprises/{HENS}")
    with counted(app.extensions["database"].engine) as said:
        assert "Aling Nena" in ben.get(back).text
    assert len(said) <= PAGE
    assert ben.post(f"{back}/answer", data=hidden(ben.get(back)) | {"decision": "approve"}).status_code == 303
    assert "Taken back; both stay to be seen" in rosa.get(at["owed"]).text
    assert "Somebody who is no longer here" not in words(rosa, f"{MONEY}/../statements/owed")

    note(rosa, "counted", what="growing", valuing="cost", amount="4000", happened_on="2026-10-25")
    assert "Result of the month" in words(rosa, MONEY)
    pages = ["", "/places", *(f"/note/{kind.value}" for kind in MoneyKind if kind != "taken_back"),
             f"/note/taken_back?act={at['sold'][-36:]}", back.removeprefix(MONEY),
             *(f"/../statements/{kind.value}" for kind in MoneyStatement), "/../statements"]
    for one in pages:
        with counted(app.extensions["database"].engine) as said:
            assert rosa.get(f"{MONEY}{one}".replace("/money/..", "")).status_code == 200, one
        assert len(said) <= PAGE, one
    for one in (MONEY, f"{MONEY}/places", f"/enterprises/{HENS}/statements/owed"):
        assert siti.get(one).status_code == 404, one


def test_a_form_says_what_is_wrong(people: dict[str, FlaskClient]) -> None:
    """Each refusal stands at its field, with a sentence, and nothing is noted."""
    rosa = people["rosa"]
    wrong = [
        ("sold", {"activity": "layers", "amount": "many", "place": "bank"}, "amount-error"),
        ("sold", {"activity": "layers", "amount": "5", "place": "bank", "happened_on": "2027-01-01"},
         "has not come yet"),
        ("paid", {"code": "5150", "amount": "5", "place": "owed", "party": ""}, "party-error"),
        ("paid", {"code": "5150", "amount": "5", "place": "bank"}, "bank"),
        ("paid", {"code": "5150", "amount": "0", "place": "bank"}, "amount-error"),
        ("advance", {"new_party": "\u202eEve", "amount": "5", "place": "bank"}, "new_party-error"),
        ("counted", {"what": "growing", "valuing": "guess", "amount": "1"}, "what-error"),
        ("family", {"hours": "-3", "amount": "5"}, "hours-error"),
        ("year", {"happened_on": "2026-09-30"}, "words-error"),
    ]
    for kind, typed, expected in wrong:
        answer = note(rosa, kind, **typed)
        assert (answer.status_code, expected in answer.text) == (422, True), (kind, typed)
    photo: dict[str, object] = {"activity": "layers", "amount": "5", "place": "bank"}
    photo["receipt"] = (BytesIO(b"no photo"), "a.jpg")
    assert "receipt-error" in note(rosa, "sold", **photo).text
    assert "Nothing is recorded here yet." in words(rosa, MONEY)



def test_a_month_of_a_history_is_taken_back_from_the_list(
    people: dict[str, FlaskClient], database: Database,
) -> None:
    """Each of two months has its link; Rosa asks for both, Ben agrees to one, and the other stays."""
    with database.write() as session:
        for number, month in enumerate(("2026-01", "2026-02"), start=1):
            record_month(session, SYSTEM_IMPORT, RecordMonth(
                book_id=HENS, report_id=UUID(int=number), identity=month, month=month, at=NOW, body={},
                reported_on=date.fromisoformat(f"{month}-28"), activity="layers", sales_minor=90_000,
                inputs_minor=1_000 * number, wages_minor=0, other_minor=0))
    rosa, ben, _siti = people.values()
    links = re.findall(r'note/taken_back(\?seq=\d+)"', rosa.get(MONEY).text)
    assert len(links) == 2
    asked = [note(rosa, "taken_back", link, words="Typed in twice.", seq=link[5:]).headers["Location"]
             for link in links]
    page = words(ben, asked[0])
    assert "Month reported" in page
    assert "₱ 920.00" in page
    answer = hidden(ben.get(asked[0])) | {"decision": "approve"}
    assert ben.post(f"{asked[0]}/answer", data=answer).status_code == 303
    assert re.findall(r'note/taken_back(\?seq=\d+)"', rosa.get(MONEY).text) == links[1:]
    assert re.search("Month reported ₱ 920.00 ?, 28 February 2026 Taken back", words(rosa, MONEY))
