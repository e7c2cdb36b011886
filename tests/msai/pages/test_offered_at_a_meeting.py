"""What waits is offered at the meeting: an approved loan to hand out, and what a late joiner pays."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import insert

from ledgers.balances import balances
from msai.db import Database
from msai.models.groups import GroupRule
from tests.msai.cast import NOW
from tests.msai.pages.test_due_on_the_screen import OPEN
from tests.msai.pages.test_exits import browser_of
from tests.msai.pages.test_joining import NEW as JOIN
from tests.msai.pages.test_joining import post
from tests.msai.pages.test_loans import ask, send
from tests.msai.pages.test_the_form import address_of
from tests.msai.pages.test_the_screen import HEADERS, START, opened
from tests.msai.sunday import OTHER_MEETING, SAVERS, form_of, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted
from tests.services.browser import PHONE, screen, served

FORM = f"/groups/{SAVERS}/meetings/new"
DRAFT = f"/api/v1/groups/{SAVERS}/meetings/{OTHER_MEETING}/draft"
OWED = [{"kind": "savings", "member": 1, "amount": "250.00", "shares": 5, "tender": "box"},
        {"kind": "fine", "member": 3, "amount": "10.00", "tender": None},
        {"kind": "loan", "member": 4, "amount": "100.00", "loan": "loan-1", "tender": "box", "months": 2}]


@pytest.fixture
def waiting(app: Flask, lorna: FlaskClient, database: Database) -> FlaskClient:
    """A loan of 100.00 for Siti is approved; Maya joined late and is to pay 30.00; somebody owes."""
    with database.write() as session:
        for name, value in (("late_joiner", '"entry_fee"'), ("entry_fee", '"30.00"')):
            session.execute(insert(GroupRule).values(
                book_id=SAVERS, name=name, holds_from=date(2026, 1, 4), recorded_at=NOW,
                recorded_by=SAVERS, value=value))
    assert put(lorna, sheet(lines=OWED, cash_counted="150.00")).status_code == 200
    asked = ask(lorna).location
    assert send(browser_of(app, "amina"), asked, "answer", decision="approve").status_code == 303
    assert post(lorna, JOIN, name="Maya Gurung")[0] == 303
    return lorna


def test_the_screen_offers_both(app: Flask, waiting: FlaskClient) -> None:
    """With what is due, and with few statements also where a draft goes on."""
    cells = {"roll.1": {"v": "present", "t": 1, "w": "Lorna"}}
    waiting.put(DRAFT, headers=HEADERS, json={"version": 0, "state": {"cells": cells}})
    with counted(app.extensions["database"].engine) as said:
        found = opened(waiting, OTHER_MEETING)

    assert found["model"]["approved"] == [
        {"alias": "loan-r1", "member": 3, "fund": "savings", "amount": "10000"}]
    assert [(due["member"], due.get("entry"), due["amount"]) for due in found["model"]["dues"]] == [
        (3, None, "1000"), (7, True, "3000")]
    assert found["draft"]["state"]["cells"] == cells
    assert len(said) <= PAGE, "\n".join(said)


def test_a_tick_on_the_form_posts_each_once(waiting: FlaskClient, database: Database) -> None:
    """Sent twice it is one meeting; then nothing of it is offered any more."""
    page = waiting.get(FORM)
    assert ("Approved loans" in page.text, "Joined late" in page.text) == (True, True)
    ticks = {"given-loan-r1": "1", "entry-7": "1", "other_day": "1"}
    held = {**form_of(page), **ticks, "cash_counted": "1"}
    mend = waiting.get(waiting.post(address_of(page), data=held).location)
    assert all(f'name="{name}" value="1" checked' in mend.text for name in ticks)
    sent = {**form_of(mend), **ticks, "cash_counted": "465.00"}
    answers = [waiting.post(address_of(page), data=sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    with database.read() as session:
        left = balances(session, SAVERS, codes=[1100, 4300])
    found = {account.key: minor for account, minor in left.items()}
    assert found == {"1100|savings|loan-1": 10_000, "1100|savings|loan-r1": 10_000,
                     "4300|savings|member-7": -3_000}
    assert "Approved loans" not in waiting.get(FORM).text


@pytest.mark.browser
def test_one_tap_on_the_screen_for_each(
    app: Flask, browser: Browser, waiting: FlaskClient, database: Database,
) -> None:
    """Maya pays, so does Rosa who joins today, Siti is handed her loan; a tap too many is taken back."""
    cookie = waiting.get_cookie(app.extensions["cookie"])
    assert cookie is not None
    monday = {"other_day": {"v": "1", "t": 1, "w": "Lorna"}}
    waiting.put(DRAFT, headers=HEADERS, json={"version": 0, "state": {"cells": monday}})
    with served(app) as address, screen(browser, PHONE) as visitor:
        visitor.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = visitor.new_page()
        page.goto(f"{address}{START}")
        page.locator("#meeting[data-ready]").wait_for(state="attached")
        page.evaluate(OPEN, "roll")
        page.locator("[data-part=new]").fill("Rosa Santos")
        for step, target, taps in (("roll", "[data-part=add]", 1), ("roll", "[data-part=all]", 1),
                                   ("loans", "[data-cell='give.loan-r1']", 1),
                                   ("repayments", "[data-member='7'] [data-part=pays]", 3),
                                   ("repayments", "[data-member='8'] [data-part=pays]", 1)):
            page.evaluate(OPEN, step)
            for _ in range(taps):
                page.locator(target).locator("visible=true").click()
        page.evaluate(OPEN, "count")
        page.locator("[data-cell=counted]").fill("110")
        page.evaluate(OPEN, "close")
        with page.expect_navigation():
            page.locator("#next").click()
    with database.read() as session:
        left = balances(session, SAVERS, codes=[1010, 4300])
    found = {account.key: minor for account, minor in left.items()}
    assert found == {
        "1010|savings|box": 11_000, "4300|savings|member-7": -3_000, "4300|savings|member-8": -3_000}
