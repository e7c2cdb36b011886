"""A fee of the month is a rule as others are: its meeting offers it, or it is written down before."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledgers.balances import balances
from msai.db import Database
from tests.msai.cast import HOUR, Clock
from tests.msai.pages.test_dues import DUES, signed_in
from tests.msai.pages.test_rules_on_the_form import settle
from tests.msai.pages.test_the_form import NEW
from tests.msai.pages.test_the_screen import opened
from tests.msai.sunday import SAVERS, form_of, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted


@pytest.fixture
def november(app: Flask, lorna: FlaskClient, database: Database, clock: Clock) -> FlaskClient:
    """A Sunday was held; since then each member pays 5.00 a month, and now it is the first of November."""
    assert put(lorna, sheet()).status_code == 200
    settle(database, "monthly_fee", 500, holds_from=date(2026, 10, 26))
    clock.pass_ms(6 * 24 * HOUR)
    return signed_in(app, "lorna")


def test_the_meeting_offers_the_fee(app: Flask, november: FlaskClient) -> None:
    """On the screen and on the form, for each member, with few statements; the rule says it in words."""
    with counted(app.extensions["database"].engine) as said:
        found = opened(november, UUID(int=0x78))["model"]["dues"]

    assert [(due["member"], due["fund"], due["amount"]) for due in found] == [
        (number, "savings", "500") for number in range(1, 7)]
    assert len(said) <= PAGE, "\n".join(said)
    assert november.get(NEW).text.count("Old fines and fees") == 6
    assert "On the first day of each month, each member owes a fee of" in november.get(
        f"/groups/{SAVERS}/rules").text


def test_an_officer_writes_it_down_before_the_meeting(november: FlaskClient, database: Database) -> None:
    """One button; then it stands under each name and is offered no more."""
    page = november.get(DUES)
    assert "Fees that fell due" in page.text
    answer = november.post(f"{DUES}/fees", data=form_of(page))

    after = november.get(answer.location).text
    assert "Fees that fell due" not in after
    assert after.count("Monthly fee") == 6
    assert len(re.findall("since 1 November 2026", re.sub(r"<[^>]+>", "", after))) == 6
    with database.read() as session:
        owed = balances(session, SAVERS, codes=[1150])
    assert sum(owed.values()) == 3_000
