"""A goal from the form to the bar on the passbook."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from msai.services.holders import member_holder
from tests.msai.cast import form_token, sign_in
from tests.msai.sunday import SAVERS, put, sheet

SITI, AMINA = (f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, number).id}" for number in (3, 2))


@pytest.fixture
def siti(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """Siti's browser after the meeting at which she saved a share of 50."""
    assert put(lorna, sheet()).status_code == 200
    client = app.test_client()
    sign_in(client, "siti")
    return client


def send(client: FlaskClient, passbook: str = SITI, **fields: str) -> tuple[int, str]:
    """Fill the form in and send it; status and words of the page that follows."""
    token = form_token(client.get(f"{SITI}/goal"))
    data = {"csrf_token": token, "amount": "", "due_on": "", "words": "", **fields}
    answer = client.post(f"{passbook}/goal", data=data, follow_redirects=True)
    return answer.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_the_passbook_offers_a_goal_and_then_shows_it(siti: FlaskClient) -> None:
    """Of 250.00 she has 50.00; four Sundays at a share each."""
    assert "Set a goal" in siti.get(SITI).text
    status, words = send(siti, amount="250", due_on="2026-11-22", words="a roof")

    assert status == 200
    assert "Goal: HK$ 250.00 20%" in words
    assert "HK$ 200.00 to go by 22 November 2026. 4 meetings are left: HK$ 50.00 each." in words
    assert "a roof" in words


def test_a_goal_that_is_reached_says_so_and_can_be_taken_away(siti: FlaskClient) -> None:
    """Nothing is asked of the meetings any more."""
    assert "Reached. Well done." in send(siti, amount="50")[1]
    assert "100%" in siti.get(SITI).text
    assert "Set a goal" in send(siti, clear="1")[1]


@pytest.mark.one_kind
@pytest.mark.parametrize(("fields", "words"), [
    ({"amount": ""}, "amount"), ({"amount": "fifty"}, "amount"), ({"amount": "0"}, "above nothing"),
    ({"amount": "50", "due_on": "2020-01-01"}, "still to come"),
    ({"amount": "50", "due_on": "soon"}, "still to come"),
    ({"amount": "50", "words": "x" * 121}, "at most 120 letters"),
])
def test_what_is_no_goal_is_said_at_its_field(siti: FlaskClient, fields: dict[str, str], words: str) -> None:
    """What was typed is still there."""
    status, said = send(siti, **fields)

    assert status == 422
    assert words in said
    assert "Set a goal" in siti.get(SITI).text


def test_anothers_goal_is_not_there(siti: FlaskClient, lorna: FlaskClient) -> None:
    """Neither to read nor to set; an officer may set it for her."""
    assert siti.get(f"{AMINA}/goal").status_code == 404
    assert send(siti, AMINA, amount="50")[0] == 404
    assert lorna.get(f"{SITI}/goal").status_code == 200
