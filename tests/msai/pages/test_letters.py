"""The letter of a month, as a member of a backing group, the manager and the second person open it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.db import Database
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS
from tests.msai.pages.letters import open_backed_farm
from tests.msai.pages.test_months import SEPTEMBER, TYPED, fill, hidden, words
from tests.msai.services.farming.pen import FIELD
from tests.msai.services.reporting.test_files import picture
from tests.msai.sunday import SAVERS
from tests.msai.test_statement_budgets import PAGE, counted

LETTERS = f"/enterprises/{HENS}/letters"
OF_SEPTEMBER, PRINT = f"{LETTERS}/2026-09", f"{LETTERS}/2026-09/print?group={SAVERS}"
RICE = {f"{FIELD.hex}_added": "5400", f"{FIELD.hex}_sold": "3000", f"{FIELD.hex}_amount": "69000"}
pytestmark = pytest.mark.one_kind


@pytest.fixture
def people(app: Flask, savers: Cast, database: Database) -> dict[str, FlaskClient]:
    """The manager, the second person, a member of the backing group, and somebody of no group behind it."""
    with database.write() as session:
        open_backed_farm(session, savers)
    clients = {name: app.test_client() for name in ("rosa", "ben", "siti", "rajesh")}
    for name, client in clients.items():
        sign_in(client, name)
    return clients


def test_a_month_as_the_backers_read_it(
    app: Flask, people: dict[str, FlaskClient],
) -> None:
    """Grown, sold and paid, one half of it theirs; nobody's pay; the same as a letter."""
    siti = people["siti"]
    unsaid = words(siti.get(OF_SEPTEMBER))
    assert "Nobody has reported" in unsaid
    assert "50.0%" in unsaid
    assert "Hogs" not in unsaid
    fill(people["rosa"], "send", **TYPED, **RICE)
    page = people["rosa"].get(SEPTEMBER)
    people["rosa"].post(f"{SEPTEMBER}/files", data={
        **hidden(page), "what": "photo", "file": (BytesIO(picture()), "hogs.jpg")})

    told = words(siti.get(OF_SEPTEMBER))
    assert siti.get(LETTERS).location.endswith("/2026-09")
    assert "Unhusked rice: Grown kg 5,400 2,700" in told
    assert "Hogs : Sold heads 24 12" in told
    assert "Sunday Savers has a part of 50.0%" in told
    assert "over 30 days" in told
    assert "485,520.00" in told
    assert "City of Tagbilaran" in told
    assert "8,825.00" in told
    assert "Not yet profit" in told
    assert "Rain all month" not in told
    assert "typed in from paper" not in told
    assert 'alt="Photo 1"' in siti.get(OF_SEPTEMBER).text
    letter = words(siti.get(PRINT))
    assert "To Sunday Savers" in letter
    assert "Unhusked rice: Grown kg 5,400 2,700" in letter
    assert people["rajesh"].get(OF_SEPTEMBER).status_code == 404
    for address in (OF_SEPTEMBER, PRINT):
        with counted(app.extensions["database"].engine) as found:
            assert siti.get(address).status_code == 200
        assert 5 < len(found) <= PAGE, "\n".join(one[:200] for one in found)


def test_what_would_tell_one_persons_pay_is_kept_back(people: dict[str, FlaskClient]) -> None:
    """Two people worked: their wages stand among all other costs, and nobody is counted."""
    two = {**TYPED, "women_people": "2"}
    fill(people["rosa"], "send", **two)
    told = words(people["siti"].get(OF_SEPTEMBER))

    assert "8,825.00" not in told
    assert "64,400.00" not in told
    assert "73,225.00" in told
    assert "Wages and all other costs" in told
    assert "Who worked is not told" in told


def test_typed_in_from_paper_and_taken_back(people: dict[str, FlaskClient]) -> None:
    """The letter says that Ben typed it in; once it is taken back there is none."""
    fill(people["ben"], "send", **TYPED, entered_for="Rosa")
    assert "This report was typed in from paper." in words(people["siti"].get(PRINT))
    page = people["ben"].get(SEPTEMBER)
    people["ben"].post(f"{SEPTEMBER}/take-back", data={**hidden(page), "words": "The wrong month."})
    page = people["rosa"].get(SEPTEMBER)
    back = re.search(r"/take-back/[0-9a-f-]+", page.text)
    assert back is not None
    people["rosa"].post(f"{SEPTEMBER}{back[0]}", data={**hidden(page), "decision": "approve"})

    told = words(people["siti"].get(OF_SEPTEMBER))
    assert "Nobody has reported" in told
    assert "416,520.00" not in told


def test_a_group_reads_from_its_first_money_on(people: dict[str, FlaskClient]) -> None:
    """August is none of the savers' months; the people of the farm read it; months to come are nobody's."""
    assert "begin with the month" in words(people["siti"].get(f"{LETTERS}/2026-08"))
    assert "City of Tagbilaran" in words(people["rosa"].get(f"{LETTERS}/2026-08"))
    assert people["rosa"].get(f"{LETTERS}/2027-08").status_code == 404
    assert people["siti"].get(f"{LETTERS}/2026-09/print?group={HENS}").status_code == 404
