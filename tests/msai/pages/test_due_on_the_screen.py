"""What is due is written down in one tap on the meeting screen, and is paid when the meeting is closed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from ledgers.balances import balances
from msai.db import Database
from tests.msai.sunday import LAST_SUNDAY, SAVERS, put, sheet
from tests.services.browser import PHONE, screen, served

pytestmark = pytest.mark.browser
FINES = [{"kind": "fine", "member": 3, "amount": "10.00", "tender": None},
         {"kind": "fee", "member": 3, "amount": "2.50", "tender": None},
         {"kind": "fine", "member": 5, "amount": "4.00", "fund": "social", "tender": None}]
OPEN = "step => document.querySelector(`[data-open=${step}]`).click()"


def hold(page: Page) -> None:
    """Everybody is here and pays what is due, but Maya brings half of it; the box agrees."""
    page.locator("#meeting[data-ready]").wait_for(state="attached")
    page.evaluate(OPEN, "roll")
    page.locator("[data-part=all]").locator("visible=true").click()
    page.evaluate(OPEN, "repayments")
    page.get_by_role("button", name="All who are here pay what is due").click()
    expect(page.locator("[data-cell='due.3.savings']")).to_have_value("12.50")
    page.locator("[data-cell='due.5.social']").fill("2")
    page.evaluate(OPEN, "count")
    page.locator("[data-cell=counted]").fill("14.50")
    page.evaluate(OPEN, "close")
    with page.expect_navigation():
        page.locator("#next").click()


def test_one_tap_for_everybody_who_is_here(
    app: Flask, browser: Browser, lorna: FlaskClient, database: Database,
) -> None:
    """The fields stay open for what comes in less, and what nobody brings stays owed."""
    fined = sheet(lines=FINES, cash_counted="0.00", date=LAST_SUNDAY.isoformat())
    assert put(lorna, fined).status_code == 200
    cookie = lorna.get_cookie(app.extensions["cookie"])
    assert cookie is not None
    with served(app) as address, screen(browser, PHONE) as visitor:
        visitor.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = visitor.new_page()
        page.goto(f"{address}/groups/{SAVERS}/meetings/hold")
        hold(page)

    with database.read() as session:
        left = {account.key: minor for account, minor in balances(session, SAVERS, codes=[1150]).items()}
    assert left == {"1150|social|member-5": 200}
