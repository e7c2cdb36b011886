"""The meeting screen is opened with what the group's book knows, and by whoever keeps its record."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from ledgers.currencies import CURRENCIES, exponent
from ledgers.money import amount_from_decimal
from msai.services.sheets.denominations import pieces_of
from tests.msai.cast import sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

START = f"/groups/{SAVERS}/meetings/hold"
HEADERS = {"X-Requested-With": "meeting"}


def address_of(meeting: UUID) -> str:
    """The screen of one meeting."""
    return f"/groups/{SAVERS}/meetings/{meeting}/hold"


def opened(client: FlaskClient, meeting: UUID = MEETING) -> dict[str, Any]:
    """What the phone is handed."""
    page = html.fromstring(client.get(address_of(meeting)).text)
    found: dict[str, Any] = json.loads(page.get_element_by_id("meeting").get("data-opened"))
    return found


def test_it_opens_with_the_book(lorna: FlaskClient) -> None:
    """Members as they sit, the rules in force, opening cash, the pieces of Hong Kong."""
    put(lorna, sheet())
    model = opened(lorna, OTHER_MEETING)["model"]

    assert [member["name"] for member in model["members"][:2]] == ["Lorna Reyes", "Amina Yusuf"]
    assert (model["share"], model["usual"]["social"], model["fines"]) == ("5000", "500", {"late": "1000"})
    assert model["opening"]["box/savings"] == "30000"
    assert (model["number"], model["box"]) == (2, "box")
    assert model["denominations"][0] == {"face": "1000", "hue": "gold"}


def test_it_offers_what_is_due(app: Flask, lorna: FlaskClient) -> None:
    """An old fine in its fund, with few statements also then."""
    lines = [{"kind": "fine", "member": 3, "amount": "10.00", "tender": None},
             {"kind": "fine", "member": 5, "amount": "4.00", "fund": "social", "tender": None},
             {"kind": "savings", "member": 1, "amount": "250.00", "shares": 5, "tender": "box"},
             {"kind": "loan", "member": 4, "amount": "100.00", "loan": "loan-1", "tender": "box"}]
    put(lorna, sheet(lines=lines, cash_counted="150.00"))
    with counted(app.extensions["database"].engine) as said:
        model = opened(lorna, OTHER_MEETING)["model"]

    assert [(due["member"], due["fund"], due["amount"]) for due in model["dues"]] == [
        (3, "savings", "1000"), (5, "social", "400")]
    assert [(loan["left"], loan["late"]) for loan in model["loans"]] == [("10000", "0")]
    assert len(said) <= PAGE, "\n".join(said)


def test_it_goes_on_where_a_draft_stopped(lorna: FlaskClient) -> None:
    """The link of the group leads back to the sheet that somebody writes on."""
    cells = {"roll.1": {"v": "present", "t": 1, "w": "Lorna"}}
    lorna.put(f"/api/v1/groups/{SAVERS}/meetings/{MEETING}/draft", headers=HEADERS,
              json={"version": 0, "state": {"date": "2026-10-25", "cells": cells}})
    answer = lorna.get(START)

    assert answer.location == address_of(MEETING)
    assert opened(lorna)["draft"]["state"]["cells"] == cells


def test_a_closed_meeting_leads_to_its_record(lorna: FlaskClient) -> None:
    """There is nothing left to write."""
    put(lorna, sheet())
    answer = lorna.get(address_of(MEETING))

    assert (answer.status_code, answer.location) == (302, f"/groups/{SAVERS}/meetings/{MEETING}")


def test_only_who_keeps_the_record_opens_it(app: Flask, lorna: FlaskClient) -> None:
    """A member saves; she does not write the sheet."""
    siti = app.test_client()
    sign_in(siti, "siti")

    assert lorna.get(START).status_code == 302
    assert {siti.get(place).status_code for place in (START, address_of(MEETING))} == {403}


def test_it_costs_few_statements(app: Flask, lorna: FlaskClient) -> None:
    """As any page."""
    with counted(app.extensions["database"].engine) as said:
        assert lorna.get(address_of(MEETING)).status_code == 200

    assert len(said) <= PAGE, "\n".join(said)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_pieces_are_amounts_of_their_currency(currency: str) -> None:
    """Each once, the largest first, and none finer than the currency; a withdrawn one is not offered."""
    faces = [piece.face for piece in pieces_of(currency, date(2026, 1, 25))]
    minor = [amount_from_decimal(face, currency) for face in faces]

    assert minor == sorted(set(minor), reverse=True)
    assert exponent(currency) in (0, 2)
    assert not (currency == "EUR" and "500" in faces)
