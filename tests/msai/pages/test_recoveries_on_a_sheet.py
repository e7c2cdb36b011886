"""Money for a loan that was given up names it, on the screen and the plain form, until all is back."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from ledgers.balances import balances
from msai.db import Database
from tests.msai.pages.test_the_form import NEW, address_of
from tests.msai.pages.test_the_screen import opened
from tests.msai.sunday import LAST_SUNDAY, OTHER_MEETING, SAVERS, form_of, put, sheet

LENDS = [{"kind": "savings", "member": 1, "amount": "250.00", "shares": 5, "tender": "box"},
         {"kind": "loan", "member": 4, "amount": "100.00", "loan": "loan-1", "tender": "box", "months": 2}]
GIVES_UP = [{"kind": "loan_write_off", "member": 4, "loan": "loan-1", "reason": "She went home"}]
LINE = {"line-0-kind": "recovery", "line-0-loan": "loan-1", "line-0-amount": "60", "line-0-tender": "box",
        "line-0-fund": "social", "other_day": "1"}


@pytest.fixture
def lost(lorna: FlaskClient) -> FlaskClient:
    """Two meetings: a loan of 100.00 is given, and the next Sunday given up."""
    first = sheet(date=LAST_SUNDAY.isoformat(), lines=LENDS, cash_counted="150.00")
    assert put(lorna, first).status_code == 200
    second = sheet(number=2, lines=GIVES_UP, opening={"box/savings": "150.00"},
                   cash_counted="150.00")
    assert put(lorna, second, OTHER_MEETING).status_code == 200
    return lorna


def test_a_loan_given_up_is_named_by_the_money_that_comes(lost: FlaskClient, database: Database) -> None:
    """On the form with 60.00, into the fund of the loan; then 40.00 may still come, and not more."""
    assert opened(lost, UUID(int=0x77))["model"]["given_up"] == [
        {"alias": "loan-1", "label": "Nongnuch Phanit", "fund": "savings"}]
    page = lost.get(NEW)
    assert ", given up</option>" in page.text
    empty = {name: "" for name in form_of(page) if name.startswith(("savings-", "social-"))}
    answer = lost.post(address_of(page), data={**form_of(page), **empty, **LINE, "cash_counted": "210"})

    assert answer.status_code == 303
    with database.read() as session:
        left = balances(session, SAVERS, codes=[1010, 4800])
    found = {account.key: minor for account, minor in left.items()}
    assert found == {"1010|savings|box": 21_000, "4800|savings|None": -6_000}
    again = lost.get(NEW)
    held = lost.post(address_of(again), data={
        **form_of(again), **empty, **LINE, "line-0-amount": "40.01", "cash_counted": "250.01"})
    assert "Not so much of this loan was given up" in lost.get(held.location).text
