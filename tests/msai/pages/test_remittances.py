"""The pages of a transfer: the treasurer's, the second officer's, and the enterprise's two people's."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.verification import VerifyBooks, verify_everything
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS, back_hens, stake_id
from tests.msai.sunday import SAVERS

pytestmark = pytest.mark.one_kind
GROUP, FARM = f"/groups/{SAVERS}", f"/enterprises/{HENS}"
DAY, LATER = "2026-10-20", "2026-10-23"
DRAFT = {"stake": str(stake_id()), "amount": "500", "tender": "bank", "fee": "20", "applied": "7.10",
         "mid": "7.15", "mid_source": "Central bank", "mid_date": DAY, "provider": "Sunday Remit",
         "custodian": "Amina's cousin", "channel": "shop"}
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def visit(app: Flask, savers: Cast, database: Database) -> Visit:
    """Opens somebody's browser, signed in; the farm is backed."""
    with database.write() as session:
        back_hens(session, savers)

    def opened(name: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, name)
        return client

    return opened


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the forms on a page."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def send(client: FlaskClient, address: str, step: str = "", **typed: object) -> TestResponse:
    """Fill in a form of the page at this address, and send it."""
    fields = hidden(client.get(address))
    return client.post(address + step, data=fields | typed, follow_redirects=True)


def the_one(client: FlaskClient, place: str) -> str:
    """The address of the first transfer in a list."""
    found = re.search(rf'href="({place}/[0-9a-f-]{{36}})"', client.get(place).text)
    assert found
    return found[1]


def receipt() -> tuple[BytesIO, str]:
    """A picture of the shop's receipt."""
    out = BytesIO()
    Image.new("RGB", (30, 20), "white").save(out, "PNG")
    return BytesIO(out.getvalue()), "receipt.png"


def sent(visit: Visit) -> str:
    """The address of a transfer that Lorna drafted, Amina approved and Lorna sent."""
    lorna, amina = visit("lorna"), visit("amina")
    drafted = send(lorna, f"{GROUP}/remittances/new", **DRAFT)
    assert "Waits for the second person" in drafted.text
    address = the_one(lorna, f"{GROUP}/remittances")
    assert "Approved, not sent yet" in send(amina, address, "/answer", decision="approve").text
    typed = {name: DRAFT[name] for name in ("applied", "mid", "mid_source", "mid_date")}
    page = send(lorna, address, "/send", on=DAY, reference1="SR-77", proof=receipt(), **typed)
    assert "On its way" in page.text
    return address


def test_a_transfer_goes_through_all_hands_on_the_pages(visit: Visit, database: Database) -> None:
    """Drafted, approved, sent with a receipt, confirmed at home, matched, and kept with its proof."""
    address, lorna, ben = sent(visit), visit("lorna"), visit("ben")
    arriving = the_one(ben, f"{FARM}/arriving")
    told = ben.get(arriving).text
    confirmed = send(ben, arriving, amount="3,550.00", on=LATER).text
    paper, proof = lorna.get(address).text, lorna.get(f"{address}/proof")

    assert all(word in told for word in ("Sunday Savers", "SR-77", "Sunday Remit", "7.15", "Central bank"))
    assert "Amina" not in told
    assert "Landed, both sides agree" in confirmed
    assert "Landed, both sides agree" in paper
    assert "Amina&#39;s cousin" in paper
    assert (proof.mimetype, proof.headers["Content-Disposition"]) == (
        "image/jpeg", 'attachment; filename="R-0001.jpg"')
    assert verify_everything(database, SYSTEM_IMPORT, VerifyBooks(book_ids=(SAVERS, HENS))) == []


def test_who_may_do_what_on_them(visit: Visit) -> None:
    """Siti sees no paper, Rosa does not confirm what Ben has to, nobody of another group knows of it."""
    address, rosa, siti, rajesh = sent(visit), visit("rosa"), visit("siti"), visit("rajesh")
    arriving = the_one(rosa, f"{FARM}/arriving")
    fields = hidden(rosa.get(f"{FARM}/arriving"))

    assert "confirmed by the second person" in rosa.get(arriving).text
    assert rosa.post(arriving, data=fields | {"amount": "1", "on": LATER}).status_code == 403
    assert [client.get(address).status_code for client in (siti, rajesh, rosa)] == [403, 404, 404]
    assert rajesh.get(arriving).status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(visit: Visit) -> None:
    """A rate turned around is asked about in place; a file that is no picture is refused."""
    lorna = visit("lorna")
    turned = send(lorna, f"{GROUP}/remittances/new", **DRAFT | {"applied": "0.14"})
    sure = send(lorna, f"{GROUP}/remittances/new", **DRAFT | {"applied": "0.14", "is_sure": "1"})
    much = send(lorna, f"{GROUP}/remittances/new", **DRAFT | {"amount": "5,000"})

    assert turned.status_code == 422
    assert "looks turned around" in turned.text
    assert 'value="0.14"' in turned.text
    assert "The rate is right as it stands" in turned.text
    assert "Waits for the second person" in sure.text
    assert much.status_code == 422


def test_what_did_not_arrive_comes_back_or_is_lost_by_two(visit: Visit) -> None:
    """Lorna believes it is lost; Amina is shown how much it is, and agrees."""
    address, lorna, amina = sent(visit), visit("lorna"), visit("amina")
    send(lorna, address, "/lost", explanation="The shop closed for good.")
    shown = amina.get(address).text
    lost = send(amina, address, "/lost/answer", decision="approve").text

    assert "The shop closed for good." in shown
    assert "Would leave the book as lost" in shown
    assert 'class="chip' in lorna.get(f"{GROUP}/remittances").text
    assert "Lost" in lost


def test_a_group_types_the_mid_rate_of_a_day(visit: Visit) -> None:
    """With its source, and never changed afterwards."""
    lorna = visit("lorna")
    page = send(lorna, f"{GROUP}/rates", currency="PHP", mid="7.15", mid_source="Central bank", mid_date=DAY)
    wrong = send(lorna, f"{GROUP}/rates", currency="PHP", mid="0.14", mid_source="x", mid_date=DAY)

    assert "Central bank" in page.text
    assert "looks turned around" in wrong.text
    assert wrong.status_code == 422
