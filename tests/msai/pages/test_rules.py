"""The page of rules: everybody reads it, one officer asks for a change, the other approves it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.msai.cast import sign_in
from tests.msai.sunday import SAVERS

PAGE = f"/groups/{SAVERS}/rules"
NEXT_SUNDAY = "2026-11-01"


def text_of(page: TestResponse) -> str:
    """What a reader sees, in one line, without marks and narrow spaces."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?(b|bdi|span|time)\b[^>]*>", "", page.text))
    return re.sub(r"\s+", " ", bare.replace("\u202f", " ")).replace("&#39;", "'")


def ask(client: FlaskClient, name: str = "share_value", **typed: str) -> TestResponse:
    """Send the fields of a rule as the page's form does."""
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get(f"{PAGE}?change={name}").text)
    assert token
    fields = {"share_value": "60", "holds_from": NEXT_SUNDAY} | typed
    return client.post(f"{PAGE}/{name}", data={"csrf_token": token[1], **fields})


def answer(client: FlaskClient, decision: str, **changed: str) -> TestResponse:
    """Answer the change that waits, as the page's form does."""
    fields = dict(re.findall(r'name="(csrf_token|approval_id|seen)" value="([^"]+)"', client.get(PAGE).text))
    return client.post(f"{PAGE}/approval", data=fields | {"decision": decision} | changed)


@pytest.fixture
def amina(app: Flask, savers: None) -> FlaskClient:
    """The second officer's browser."""
    client = app.test_client()
    sign_in(client, "amina")
    return client


def test_rules_are_read_as_sentences(lorna: FlaskClient) -> None:
    """What was settled when the group began, and what nobody ever said."""
    page = text_of(lorna.get(PAGE))

    for sentence in ("Each share is HK$ 50.00.", "A member may buy 1 to 5 shares at each meeting.",
                     "Each member gives HK$ 5.00 to the social fund at each meeting.",
                     "Coming late costs HK$ 10.00.", "The group meets every Sunday.",
                     "Fines go to the savings fund."):
        assert sentence in page


def test_what_nothing_follows_from_is_not_shown(lorna: FlaskClient) -> None:
    """A page that shows a rule promises that it is kept."""
    page = text_of(lorna.get(PAGE))

    assert "entry fee" not in page
    assert "What is the smallest contribution?" not in page
    assert lorna.get(f"{PAGE}?change=no_such_rule").status_code == 422


def test_a_change_waits_for_the_other_officer(lorna: FlaskClient, amina: FlaskClient) -> None:
    """She who asked sees that it waits, and cannot approve it; the other reads the new sentence."""
    assert ask(lorna).status_code == 303
    hers, other = lorna.get(PAGE).text, amina.get(PAGE).text

    assert 'name="approval_id"' not in hers
    assert "It waits for the other officer." in hers
    assert 'name="approval_id"' in other
    assert "HK$ 60.00" in text_of(amina.get(PAGE))


def test_what_is_approved_holds_from_its_day(lorna: FlaskClient, amina: FlaskClient) -> None:
    """Until then the page says both: what holds, and what will."""
    ask(lorna)
    assert answer(amina, "approve").status_code == 303
    page = text_of(lorna.get(PAGE))

    assert "Each share is HK$ 50.00." in page
    assert "From 1 November 2026: Each share is HK$ 60.00. Asked for by Lorna, approved by Amina" in page


def test_what_is_refused_changes_nothing(lorna: FlaskClient, amina: FlaskClient) -> None:
    """And can be asked for again."""
    ask(lorna)
    answer(amina, "refuse")

    assert "60.00" not in text_of(lorna.get(PAGE))
    assert ask(lorna).status_code == 303


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"share_value": ""}, "This cannot be left empty."),
    ({"share_value": "1.23456"}, "at most 2 decimals"),
    ({"share_value": "50"}, "This is what the rule says already."),
    ({"holds_from": "2025-12-31"}, "Choose a day from 4 January 2026 on."),
    ({"holds_from": "31.12."}, "Choose the day from which it holds."),
])
def test_a_slip_is_named_where_it_was_made(lorna: FlaskClient, typed: dict[str, str], sentence: str) -> None:
    """The form comes back with what was typed and a sentence that says what to do."""
    page = ask(lorna, **typed)

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert all(f'value="{value}"' in page.text for value in typed.values())


def test_one_change_of_a_rule_waits_at_a_time(lorna: FlaskClient) -> None:
    """Two changes of one rule could be approved in either order."""
    ask(lorna)

    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', lorna.get(PAGE).text)
    assert token
    again = lorna.post(f"{PAGE}/share_value", data={
        "csrf_token": token[1], "share_value": "70", "holds_from": NEXT_SUNDAY})

    assert again.status_code == 409
    assert "This waits for the second person's answer already." in text_of(again)


def test_she_approves_what_she_saw(lorna: FlaskClient, amina: FlaskClient) -> None:
    """Another sentence than the one on her screen is not what she approved."""
    ask(lorna)

    assert answer(amina, "approve", seen="00" * 32).status_code == 409
    assert answer(amina, "approve", seen="x").status_code == 404
    assert answer(amina, "approve", approval_id="x").status_code == 404


def test_members_read_and_do_not_change(app: Flask, savers: None) -> None:
    """Siti saves with the group; the rules are hers to read."""
    siti = app.test_client()
    sign_in(siti, "siti")
    page = siti.get(f"{PAGE}?change=share_value")

    assert page.status_code == 200
    assert "<form class=\"rule-form\"" not in page.text
    assert siti.post(f"{PAGE}/share_value", data={}).status_code == 403


def settings(client: FlaskClient, **typed: str) -> TestResponse:
    """Send the name and language of the group."""
    token = re.search(r'name="csrf_token" value="([0-9a-f]+)"', client.get(PAGE).text)
    assert token
    return client.post(f"/groups/{SAVERS}/settings", data={"csrf_token": token[1], **typed})


def test_the_group_takes_another_name_and_language(lorna: FlaskClient) -> None:
    """It moves no money, so one officer is enough."""
    assert settings(lorna, name="Dalagang  Linggo", language="en").status_code == 303
    page = text_of(lorna.get(PAGE))

    assert "The group is called Dalagang Linggo." in page
    assert "Its summaries are written in this language: English." in page
    assert "timed by the clock of Asia/Hong_Kong" in page


def test_a_group_may_meet_by_another_clock(lorna: FlaskClient) -> None:
    """Its members live in two countries, and its Sundays are in one."""
    assert settings(lorna, name="Savers", language="en", time_zone="Europe/Rome").status_code == 303
    assert "timed by the clock of Europe/Rome" in text_of(lorna.get(PAGE))
    assert settings(lorna, name="Savers", language="en", time_zone="Moon/Base").status_code == 422
    assert "timed by the clock of Europe/Rome" in text_of(lorna.get(PAGE))


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"name": " ", "language": "en"}, "name"), ({"name": "Savers", "language": "tlh"}, "does not speak"),
])
def test_a_name_that_cannot_be(lorna: FlaskClient, typed: dict[str, Any], sentence: str) -> None:
    """Nothing is changed, and the form says why."""
    page = settings(lorna, **typed)

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "The group is called Sunday Savers." in text_of(lorna.get(PAGE))
