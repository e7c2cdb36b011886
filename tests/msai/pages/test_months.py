"""The pages of monthly reports, as the manager, the second person, a facilitator and a backer open them."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS
from tests.msai.pages.months import open_farm
from tests.msai.services.farming.pen import FIELD, PEN
from tests.msai.services.reporting.test_files import picture
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

MONTHS = f"/enterprises/{HENS}/months"
SEPTEMBER = f"{MONTHS}/2026-09"
pytestmark = pytest.mark.one_kind
TYPED = {
    f"{PEN.hex}_died": "1", f"{PEN.hex}_sold": "24", f"{PEN.hex}_left": "11", f"{PEN.hex}_kg": "2136",
    f"{PEN.hex}_amount": "416,520.00", "women_people": "3", "women_hours": "240", "women_wages": "8825",
    "inputs": "64,400.00", "place": "bank", "words": "Rain all month."}


@pytest.fixture
def people(app: Flask, savers: Cast, database: Database) -> dict[str, FlaskClient]:
    """The manager, the second person, a facilitator whom the farm let in, and somebody of a backing group."""
    with database.write() as session:
        open_farm(session, savers)
    clients = {name: app.test_client() for name in ("rosa", "ben", "nina", "siti")}
    for name, client in clients.items():
        sign_in(client, name)
    return clients


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    names = "csrf_token|version|take_back|report|seen|file_id"
    return dict(re.findall(rf'name="({names})" value="([^"]*)"', page.text))


def fill(client: FlaskClient, step: str, month: str = SEPTEMBER, **typed: str) -> TestResponse:
    """Fill in the form of a month and press a button."""
    form = f"{month}/fill"
    return client.post(form, data={**hidden(client.get(form)), **typed, "step": step})


def words(page: TestResponse) -> str:
    """A page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2]).split())


def test_a_month_from_the_first_box_to_taking_it_back(app: Flask, people: dict[str, FlaskClient]) -> None:
    """Saved, looked at, sent once, read by a backer without names, taken back by two, and sent again."""
    rosa, ben, nina, siti = people.values()
    assert "Nobody has reported this month" in words(siti.get(SEPTEMBER))
    silent = "Bohol Hens has sent no monthly report since 4 January 2026"
    assert silent in words(siti.get(f"/groups/{SAVERS}"))
    assert "No monthly report for 45 days" in words(nina.get("/attention"))
    assert fill(rosa, "save", inputs="64,400.00").status_code == 303
    assert 'value="64,400.00"' in rosa.get(f"{SEPTEMBER}/fill").text
    look = fill(rosa, "check", **TYPED)
    said = words(look)
    assert look.status_code == 200, said
    assert "Adds up" in said
    assert "Sold 24 heads, 2,136 kg + ₱ 416,520.00" in said
    assert "Women 3 people, 240 hours − ₱ 8,825.00" in said
    assert "Nobody has reported this month" in words(rosa.get(SEPTEMBER))
    sent = rosa.post(f"{SEPTEMBER}/fill", data={**hidden(look), **TYPED, "step": "send"})
    assert sent.status_code == 303, words(sent)
    pressed_twice = {**hidden(look), **TYPED, "step": "send"}
    assert rosa.post(f"{SEPTEMBER}/fill", data=pressed_twice).status_code == 303
    other = rosa.post(f"{SEPTEMBER}/fill", data={**pressed_twice, "inputs": "1"})
    assert other.status_code == 409
    assert "There is a report of this month already" in words(other)
    assert "Rain all month." in words(rosa.get(SEPTEMBER))
    assert silent not in words(siti.get(f"/groups/{SAVERS}"))
    assert "No monthly report for 45 days" not in words(nina.get("/attention"))
    backer = words(siti.get(SEPTEMBER))
    assert "Sold this month ₱ 416,520 .00" in backer
    assert "Rain all month." not in backer
    assert "There is a report of this month already" in words(fill(rosa, "send", **TYPED))

    page = rosa.get(SEPTEMBER)
    photo = {**hidden(page), "what": "photo", "file": (BytesIO(picture()), "a.jpg")}
    assert rosa.post(f"{SEPTEMBER}/files", data=photo).status_code == 303
    bad = {**hidden(page), "file_id": str(UUID(int=5)), "what": "photo", "file": (BytesIO(b"GIF"), "a.jpg")}
    refused = rosa.post(f"{SEPTEMBER}/files", data=bad, headers={"Accept": "application/json"})
    assert (refused.status_code, "not a photo" in refused.get_json()["message"]) == (422, True)
    shown = re.search(r'<img src="([^"]+/files/[^"]+)"', siti.get(SEPTEMBER).text)
    assert shown
    assert siti.get(shown[1]).mimetype == "image/jpeg"
    page = rosa.get(SEPTEMBER)
    asked = rosa.post(f"{SEPTEMBER}/take-back", data={**hidden(page), "words": "Two died."})
    assert asked.status_code == 303
    assert "1 monthly report is asked to be taken back" in words(ben.get(f"/enterprises/{HENS}"))
    page = ben.get(SEPTEMBER)
    place = re.search(r'action="([^"]+/take-back/[^"]+)"', page.text)
    assert place, page.text
    assert ben.post(place[1], data={**hidden(page), "decision": "approve"}).status_code == 303
    assert "Two died." in words(rosa.get(SEPTEMBER))
    assert fill(rosa, "send", **{**TYPED, f"{PEN.hex}_died": "2", f"{PEN.hex}_left": "10"}).status_code == 303
    assert "1 taken back" in words(siti.get(MONTHS))
    for one in ("months", "months/2026-09", "months/2026-09/fill", "months/2026-10/fill", "line"):
        with counted(app.extensions["database"].engine) as asked_for:
            assert rosa.get(f"/enterprises/{HENS}/{one}").status_code == 200
        assert len(asked_for) <= PAGE, one
    october = fill(rosa, "same", f"{MONTHS}/2026-10")
    assert october.status_code == 303
    form = rosa.get(f"{MONTHS}/2026-10/fill").text
    assert 'value="8825.00"' in form
    assert "By the book: 10" in form


@pytest.mark.parametrize(("typed", "sentence"), [
    ({f"{PEN.hex}_died": "37"}, "More animals would have died than were there"),
    ({f"{PEN.hex}_died": "many"}, "could not be read as a quantity"),
    ({f"{PEN.hex}_unit": "kg", f"{PEN.hex}_died": "1"}, "counted in another kind of unit"),
    ({}, "Nothing is filled in yet"),
    ({"women_people": "999999999999"}, ""),
    ({"e99999999_quantity": "1", "inputs": "x"}, ""),
    ({"inputs": "99,999,999.00", "place": "bank"}, "There is not enough money in this place"),
])
def test_what_cannot_be_is_said_before_it_is_sent(
    people: dict[str, FlaskClient], typed: dict[str, str], sentence: str,
) -> None:
    """In a sentence, with what was typed still in the boxes."""
    page = fill(people["rosa"], "check", **typed)
    assert page.status_code == 422
    assert sentence in words(page)
    for name, text in typed.items():
        assert f'value="{text}"' in page.text or name.startswith("e9"), name


def test_a_paper_form_is_typed_in_by_somebody_else(people: dict[str, FlaskClient]) -> None:
    """She says for whom; the page says so to everybody; months ahead and strangers find nothing."""
    rosa, _ben, nina, siti = people.values()
    assert "Enter whose paper form this is" in words(fill(nina, "check", **TYPED))
    sent = fill(nina, "send", **TYPED, entered_for="Rosa")
    assert sent.status_code == 303, words(sent)
    assert "Typed in for Rosa" in words(rosa.get(SEPTEMBER))
    assert "typed in from paper" in words(siti.get(MONTHS))
    assert siti.get(f"{SEPTEMBER}/fill").status_code in (403, 404)
    assert fill(rosa, "check", f"{MONTHS}/2026-11", **TYPED).status_code == 422
    for nowhere in ("2026-13", "9999-12", "0001-01", "september", "2026-W1"):
        assert rosa.get(f"{MONTHS}/{nowhere}").status_code == 404, nowhere


def test_two_phones_do_not_overwrite_one_another(people: dict[str, FlaskClient]) -> None:
    """The second is told, keeps what it typed, and may then decide."""
    rosa, _ben, nina, _siti = people.values()
    hers = hidden(rosa.get(f"{SEPTEMBER}/fill"))
    kept = nina.post(f"{SEPTEMBER}/draft", data={**hidden(nina.get(f"{SEPTEMBER}/fill")), "inputs": "5"})
    assert kept.get_json() == {"version": 1}
    assert rosa.post(f"{SEPTEMBER}/draft", data={**hers, "inputs": "6"}).status_code == 409
    page = rosa.post(f"{SEPTEMBER}/fill", data={**hers, "inputs": "6", "step": "save"})
    assert (page.status_code, 'value="6"' in page.text) == (409, True)
    over = rosa.post(f"{SEPTEMBER}/fill", data={**hidden(page), "inputs": "6", "step": "save"})
    assert over.status_code == 303
    assert rosa.post(f"{SEPTEMBER}/discard", data=hers).status_code == 303
    assert 'value="6"' not in rosa.get(f"{SEPTEMBER}/fill").text


def test_a_month_beside_its_plan(people: dict[str, FlaskClient]) -> None:
    """Planned by the manager alone, before its report; then all read how much of it was sold."""
    rosa, _ben, nina, siti = people.values()
    page = rosa.get(SEPTEMBER)
    plan = {**hidden(page), "plan": str(UUID(int=7))}
    refused = rosa.post(f"{SEPTEMBER}/plan", data={**plan, "sales": "lots"})
    assert (refused.status_code, "Plan this month" in words(refused)) == (422, True)
    assert "above zero" in words(rosa.post(f"{SEPTEMBER}/plan", data={**plan, "sales": ""}))
    assert nina.post(f"{SEPTEMBER}/plan", data={**hidden(nina.get(SEPTEMBER)), **plan}).status_code == 403
    assert rosa.post(f"{SEPTEMBER}/plan", data={**plan, "sales": "416521"}).status_code == 303
    assert "Planned ₱ 416,521.00" in words(siti.get(SEPTEMBER))
    assert fill(rosa, "send", **TYPED).status_code == 303
    told = words(siti.get(SEPTEMBER))
    assert "99% of plan" in told
    assert "Six months of sales Thousand ₱" in told
    assert "417" in told
    assert "August 2026 no report September 2026 416,520.00" in told
    late = rosa.post(f"{SEPTEMBER}/plan", data={**plan, "plan": str(UUID(int=8)), "sales": "5"})
    assert "There is a report of this month already" in words(late)
    assert "Report sent" in rosa.get(SEPTEMBER).text.partition('role="status"')[2]


def test_a_number_in_a_unit_is_understood_at_once(people: dict[str, FlaskClient]) -> None:
    """In the enterprise's own factor, for whoever fills in; what cannot be converted says why."""
    rosa, _ben, nina, siti = people.values()
    asked = f"{SEPTEMBER}/understood?quantity="
    assert nina.get(f"{asked}3&unit=t").text.endswith("= 3,000 kg")
    assert rosa.get(f"{asked}&unit=kg").text == ""
    assert "Say first how much a unit of maund holds" in rosa.get(f"{asked}3&unit=maund").text
    assert siti.get(f"{asked}3&unit=kg").status_code in (403, 404)
    said = words(fill(rosa, "check", **{f"{FIELD.hex}_added": "2", f"{FIELD.hex}_unit": "t"}))
    assert "= 2,000 kg" in said
