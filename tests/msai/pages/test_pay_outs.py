"""Money that left the group waits for a second officer, who sees exactly what it was."""

import re
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.approvals import AlreadyRequested, RequestApproval, Subject, digest_of, request_approval
from msai.db import Database
from msai.models.governance import Approval
from msai.permissions import Action
from msai.schemas.meetings import load_sheet
from msai.services.meeting_approvals import request_payouts
from msai.services.sheets import CloseMeeting
from tests.msai.cast import HOUR, NOW, Cast, Clock, sign_in
from tests.msai.sunday import MEETING, SAVERS, form_of, put, sheet

RECORD = f"/groups/{SAVERS}/meetings/{MEETING}"
LOAN: dict[str, Any] = {
    "kind": "loan", "loan": "loan-1", "member": 3, "amount": "100.00", "tender": "box", "months": 3}


@pytest.fixture
def lent(lorna: FlaskClient, database: Database, cast: Cast) -> None:
    """A meeting with a loan is closed, and its pay-out waits."""
    paid = sheet(lines=[*sheet()["lines"], LOAN], cash_counted="290.00")
    assert put(lorna, paid).status_code == 200
    command = CloseMeeting(
        book_id=SAVERS, sheet=load_sheet(paid, currency="HKD", meeting_id=MEETING), body=b"", received_at=NOW)
    with suppress(AlreadyRequested), database.write() as session:
        request_payouts(session, cast.actor(session, "lorna", SAVERS), command)


def decide(client: FlaskClient, decision: str, seen: str | None = None) -> TestResponse:
    """Answer as the page's form does."""
    page = client.get(RECORD).text
    fields = dict(re.findall(r'name="(csrf_token|approval_id|seen)" value="([^"]+)"', page))
    data = fields | {"decision": decision} | ({"seen": seen} if seen else {})
    return client.post(f"{RECORD}/approval", data=data)


@pytest.fixture
def amina(app: Flask, lent: None) -> FlaskClient:
    """The second officer's browser."""
    client = app.test_client()
    sign_in(client, "amina")
    return client


@pytest.mark.parametrize(("decision", "word"), [("approve", "Approved"), ("refuse", "Refused")])
def test_the_second_officer_answers(amina: FlaskClient, decision: str, word: str) -> None:
    """She reads the loan, and says yes or no; the record shows her answer."""
    assert "Not yet approved" in amina.get(RECORD).text
    answer = decide(amina, decision)

    assert answer.status_code == 303
    assert word in amina.get(RECORD).text
    assert "Not yet approved" not in amina.get(RECORD).text


def test_nobody_approves_what_she_paid_out_herself(lorna: FlaskClient, lent: None) -> None:
    """The treasurer's page has no button, and a made-up form is refused."""
    page = lorna.get(RECORD).text

    assert "Not yet approved" in page
    assert 'name="approval_id"' not in page


def test_what_she_saw_has_to_be_what_was_paid(amina: FlaskClient) -> None:
    """Another amount than the one on her screen is not what she approved."""
    assert decide(amina, "approve", seen="00" * 32).status_code == 409


def test_nothing_else_is_answered_at_the_address_of_a_meeting(
    amina: FlaskClient, database: Database, cast: Cast,
) -> None:
    """Who may not answer about her own charge would otherwise answer here, where nobody asks whose it is."""
    asked, shown = UUID(int=0x77), {"charge": 5}
    with database.write() as session:
        request_approval(session, cast.actor(session, "lorna", SAVERS), RequestApproval(
            approval_id=asked, subject=Subject(SAVERS, Action.DUES_WAIVE, "charge:1:1"), shown=shown, at=NOW))
    fields = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', amina.get(RECORD).text))
    answer = amina.post(f"{RECORD}/approval", data=fields | {
        "approval_id": str(asked), "seen": digest_of(shown).hex(), "decision": "approve"})

    assert answer.status_code == 404
    with database.read() as session:
        assert session.get_one(Approval, (SAVERS, asked)).state == "pending"


def test_an_approval_that_is_not_there(amina: FlaskClient) -> None:
    """A made-up id is nothing."""
    fields = dict(re.findall(r'name="(csrf_token)" value="([^"]+)"', amina.get(RECORD).text))
    data = fields | {"approval_id": str(UUID(int=7)), "seen": "00" * 32, "decision": "approve"}

    assert amina.post(f"{RECORD}/approval", data=data).status_code == 404


def ask_again(client: FlaskClient) -> TestResponse:
    """Press the button that asks once more."""
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get(RECORD).text)[0]
    return client.post(f"{RECORD}/approval/again", data={"csrf_token": token})


def test_what_nobody_answered_in_time_is_asked_again(
    amina: FlaskClient, lorna: FlaskClient, clock: Clock,
) -> None:
    """After three days the form is gone; Lorna asks once more, and Amina says yes."""
    clock.pass_ms(72 * HOUR)
    for client, name in ((lorna, "lorna"), (amina, "amina")):
        sign_in(client, name)
    page = amina.get(RECORD).text
    assert "Nobody answered in time" in page
    assert 'name="approval_id"' not in page

    assert ask_again(lorna).status_code == 303
    assert decide(amina, "approve").status_code == 303
    assert "Approved" in amina.get(RECORD).text


def test_a_refusal_names_two_ways_out(amina: FlaskClient, lorna: FlaskClient) -> None:
    """The line can be put right from here, or asked about again."""
    decide(amina, "refuse")

    page = lorna.get(RECORD).text
    assert "Refused by the second person" in page
    [right] = re.findall(r'href="([^"]+/correction)"[^>]*>.{0,400}?Put this line right', page, re.S)
    assert "100.00" in lorna.get(right).text
    assert ask_again(lorna).status_code == 303
    assert "Not yet approved" in lorna.get(RECORD).text


def test_a_line_put_right_is_not_asked_again(amina: FlaskClient, lorna: FlaskClient) -> None:
    """The loan was never paid out: taken back by both, nothing is left to ask."""
    decide(amina, "refuse")
    [address] = re.findall(r'href="([^"]+/correction)"', lorna.get(RECORD).text)
    form = {**form_of(lorna.get(address)), "becomes": "nothing", "cash": "handed_over", "step": "send",
            "reason": "She never took it."}
    asked = lorna.post(address, data=form).location
    amina.post(f"{asked}/answer", data={**form_of(amina.get(asked)), "decision": "approve"})

    page = lorna.get(RECORD).text
    assert "Refused by the second person" not in page
    assert ask_again(lorna).status_code == 409


@pytest.mark.parametrize("answer", ["", "approve"])
def test_what_waits_or_is_given_is_not_asked_again(
    amina: FlaskClient, lorna: FlaskClient, answer: str,
) -> None:
    """One question at a time, and none after a yes."""
    if answer:
        decide(amina, answer)

    assert ask_again(lorna).status_code == 409


def test_a_member_does_not_ask(app: Flask, lent: None) -> None:
    """Siti reads the record and has no button; a made-up form is refused."""
    siti = app.test_client()
    sign_in(siti, "siti")

    assert ask_again(siti).status_code == 403
