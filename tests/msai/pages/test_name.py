"""An officer puts a member's name right, and nobody else can."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from msai.db import Database
from msai.models.governance import AuditLine
from msai.services.holders import member_holder
from tests.msai.cast import MISSING, form_token, sign_in
from tests.msai.sunday import SAVERS

SITI = member_holder(SAVERS, 3).id
PASSBOOK = f"/groups/{SAVERS}/passbooks/{SITI}"
NAME = f"{PASSBOOK}/name"


def call(client: FlaskClient, name: str) -> tuple[int, str]:
    """Send the form with a name; status and words of the page that follows."""
    token = form_token(client.get(NAME))
    answer = client.post(NAME, data={"csrf_token": token, "name": name}, follow_redirects=True)
    return answer.status_code, unescape(answer.text)


def test_an_officer_puts_a_name_right(lorna: FlaskClient, database: Database) -> None:
    """It stands on the passbook and in the list, in any script; the audit says whose name it was."""
    assert NAME in lorna.get(PASSBOOK).text
    status, words = call(lorna, "  سيتي   راهايو ")

    assert status == 200
    assert "سيتي راهايو" in words
    assert "سيتي راهايو" in lorna.get(f"/groups/{SAVERS}/passbooks").text
    with database.read() as session:
        noted = session.scalars(select(AuditLine.subject).where(
            AuditLine.book_id == SAVERS, AuditLine.action == "member_change")).all()
    assert f"member:{SITI}" in noted


@pytest.mark.parametrize(("name", "words"), [
    ("...", "at least one letter"), ("amina YUSUF", "Another member is called that"),
    ("S\u202eiti", "nobody can see"),
])
def test_what_is_no_name_is_said_at_its_field(lorna: FlaskClient, name: str, words: str) -> None:
    """What was typed is still there, and the old name holds."""
    status, said = call(lorna, name)

    assert status == 422
    assert words in said
    assert f'value="{name}"' in said
    assert "Siti Rahayu" in lorna.get(NAME).text


def test_nobody_else_names_a_member(app: Flask, lorna: FlaskClient) -> None:
    """She herself asks an officer; a stranger and a made-up member find nothing."""
    siti, rajesh = app.test_client(), app.test_client()
    sign_in(siti, "siti")
    sign_in(rajesh, "rajesh")

    assert siti.get(NAME).status_code == 403
    assert NAME not in siti.get(PASSBOOK).text
    assert rajesh.get(NAME).status_code == 404
    assert lorna.get(f"/groups/{SAVERS}/passbooks/{MISSING}/name").status_code == 404
