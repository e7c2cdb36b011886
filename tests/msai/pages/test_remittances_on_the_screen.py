"""A transfer on four phones: out until both sides agree, and a dividend home until it lies in the bank."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ledgers.entries import SourceKind
from ledgers.money import Money
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import income
from msai.services.postings import Paper
from tests.journeys.looks import FAULTS, OPEN
from tests.msai.cast import NOW, Cast, sign_in
from tests.msai.corridor import HENS, STAKE, back_hens
from tests.msai.sunday import SAVERS
from tests.services.browser import PHONE, screen, served

pytestmark = pytest.mark.browser
Phone = Callable[[str, str], Page]


@pytest.fixture
def phone(app: Flask, savers: Cast, database: Database, browser: Browser) -> Iterator[Phone]:
    """Opens a page on somebody's phone, signed in."""
    with database.write() as session:
        back_hens(session, savers)
    with ExitStack() as stack:
        address = stack.enter_context(served(app))

        def opened(name: str, path: str) -> Page:
            client = app.test_client()
            sign_in(client, name)
            kept = client.get_cookie(app.extensions["cookie"])
            assert kept is not None
            visitor = stack.enter_context(screen(browser, PHONE))
            visitor.add_cookies([{"name": app.extensions["cookie"], "value": kept.value, "url": address}])
            page = visitor.new_page()
            page.goto(f"{address}{path}")
            return page

        yield opened


def press(page: Page, name: str) -> None:
    """Press a button, once the page in front of it holds on this screen."""
    page.evaluate(OPEN)
    assert page.evaluate(FAULTS) == []
    page.get_by_role("button", name=name, exact=True).first.click()


def fill(page: Page, **typed: str) -> None:
    """Type into the fields of a form, by their names."""
    for name, words in typed.items():
        page.locator(f"[name={name}]").first.fill(words)


def follow(page: Page, words: str) -> None:
    """Open the first line of a list that says so."""
    assert page.evaluate(FAULTS) == []
    page.get_by_role("link", name=words).first.click()


def capital_goes_out(phone: Phone) -> None:
    """Lorna drafts it, Amina approves, Lorna sends it, Ben finds it in the farm's bank."""
    lorna = phone("lorna", f"/groups/{SAVERS}/remittances")
    follow(lorna, "Send capital")
    fill(lorna, amount="500", fee="20", applied="7.10", mid="7.15", mid_source="Central bank",
         provider="Sunday Remit")
    lorna.locator("[name=tender]").select_option("bank")
    press(lorna, "Ask the second officer")
    expect(lorna.get_by_text("Waits for the second person").first).to_be_visible()
    amina = phone("amina", f"/groups/{SAVERS}/waiting")
    follow(amina, "Capital to be sent")
    press(amina, "Approve")
    expect(amina.get_by_text("Approved, not sent yet").first).to_be_visible()
    lorna.reload()
    fill(lorna, reference1="SR-77")
    press(lorna, "It was sent")
    expect(lorna.get_by_text("On its way").first).to_be_visible()
    ben = phone("ben", f"/enterprises/{HENS}/arriving")
    follow(ben, "from Sunday Savers")
    fill(ben, amount="3550")
    press(ben, "Confirm it")
    expect(ben.get_by_text("Landed, both sides agree").first).to_be_visible()
    lorna.reload()
    expect(lorna.get_by_text("Landed, both sides agree").first).to_be_visible()


def test_capital_goes_out_and_a_dividend_comes_home(phone: Phone, database: Database) -> None:
    """The farm declared 715 pesos; Rosa drafts, Ben approves, Rosa sends, and Lorna finds it in the bank."""
    capital_goes_out(phone)
    with database.write() as session:
        income.declare(session, SYSTEM_IMPORT, income.Declare(
            enterprise_id=HENS, backer=STAKE, on=date(2026, 10, 25), amount=Money(71_500, "PHP"),
            paper=Paper(SourceKind.DIVIDEND, UUID(int=1), NOW), group_id=SAVERS, host="HKD", mid_rate="7.15"))
    rosa = phone("rosa", f"/enterprises/{HENS}/arriving")
    follow(rosa, "to Sunday Savers")
    fill(rosa, amount="715")
    press(rosa, "Ask the other person")
    ben = phone("ben", f"/enterprises/{HENS}/arriving")
    follow(ben, "to Sunday Savers")
    press(ben, "Approve")
    rosa.reload()
    press(rosa, "It was sent")
    lorna = phone("lorna", f"/groups/{SAVERS}/remittances")
    follow(lorna, "from Bohol Hens")
    fill(lorna, amount="99.50", fee="0.50")
    lorna.locator("[name=tender]").select_option("bank")
    press(lorna, "Confirm it")
    expect(lorna.get_by_text("Landed, both sides agree").first).to_be_visible()
