"""A line that somebody else paid: it is the saver's, and both passbooks say who brought the money."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.services.holders import member_holder
from tests.msai.cast import sign_in
from tests.msai.sunday import MEETING, SAVERS, Saving, put, sheet

ROLL = {str(number): "represented" if number == 3 else "present" for number in range(1, 7)}


@pytest.fixture
def paid(lorna: FlaskClient) -> FlaskClient:
    """A Sunday on which Amina brought Siti's share, and stood for her."""
    lines = [line | ({"payer": 2} if line["member"] == 3 and line["kind"] == "savings" else {})
             for number in range(1, 7) for line in Saving(number).lines()]
    assert put(lorna, sheet(lines=lines, attendance=ROLL, represented_by={"3": 2})).status_code == 200
    return lorna


def passbook(app: Flask, name: str, number: int) -> str:
    """A member's own passbook on her own phone."""
    client = app.test_client()
    sign_in(client, name)
    return client.get(f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, number).id}").text


def test_her_line_says_who_paid_it(app: Flask, paid: FlaskClient) -> None:
    """Siti's saving is Siti's, and she reads who brought it; once, not on her other lines."""
    page = passbook(app, "siti", 3)

    assert page.count("Paid by") == 1
    assert "Amina Yusuf" in page
    assert "Paid for others" not in page


def test_the_payer_reads_what_she_paid(app: Flask, paid: FlaskClient) -> None:
    """It is not in her savings, and her passbook says where it went."""
    page = passbook(app, "amina", 2)

    assert "Paid for others" in page
    assert "Siti Rahayu" in page
    assert "Paid by" not in page


def test_nobody_else_reads_of_it(app: Flask, paid: FlaskClient) -> None:
    """The treasurer's own passbook is about her own lines."""
    page = passbook(app, "lorna", 1)

    assert "Paid for others" not in page
    assert "Paid by" not in page


def test_the_record_of_the_meeting_says_both(paid: FlaskClient) -> None:
    """Who was there for whom, and who paid whose line."""
    record = paid.get(f"/groups/{SAVERS}/meetings/{MEETING}").text

    assert "Paid by" in record
    assert "By <bdi>Amina Yusuf</bdi>" in record
