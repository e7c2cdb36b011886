"""Capital out and a dividend home on five phones, until a member sees on hers where her money is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from msai.db import Database
from msai.services.holders import member_holder
from tests.journeys.looks import FAULTS, OPEN
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.sunday import SAVERS, put, sheet
from tests.services.browser import PHONE, screen, served

pytestmark = pytest.mark.browser
Phone = Callable[[str, str], Page]
PUT_IN = {1: "300.00", 2: "200.00", 3: "125.00", 4: "125.00", 5: "100.00", 6: "150.00"}
"""What each member put into the fund, 1,000.00 together; Siti, number 3, an eighth of it."""

STORY = ["HK$ 125.00", "HK$ 65.00", "₱ 443.75", "₱ 443.75", "HK$ 12.50", "HK$ 10.00"]
"""Put in; sent with the fee; what arrived of it; what is at work of it; earned; come back."""
ADDS_UP = [
    "Put in", "HK$ 125.00", "Fees for sending", "−HK$ 2.50", "Exchange rate at sending", "−HK$ 0.44",
    "Earned by the enterprises", "HK$ 12.50", "Fees for money coming back", "−HK$ 0.06",
    "Given out as income", "−HK$ 9.50", "Given back from what was put in", "−HK$ 0.50",
    "Still there", "HK$ 124.50"]


@pytest.fixture
def phone(
    app: Flask, lorna: FlaskClient, savers: Cast, database: Database, browser: Browser,
) -> Iterator[Phone]:
    """Opens a page on somebody's phone, signed in; the members have put money in on a Sunday."""
    with database.write() as session:
        back_hens(session, savers, minor=0)
    money = [{"kind": "investment", "member": number, "amount": amount, "tender": "bank"}
             for number, amount in PUT_IN.items()]
    assert put(lorna, sheet(lines=money, cash_counted="0.00")).status_code == 200
    with ExitStack() as stack:
        address = stack.enter_context(served(app))
        pages: dict[str, Page] = {}

        def opened(name: str, path: str) -> Page:
            if name not in pages:
                pages[name] = _signed_in(stack.enter_context(screen(browser, PHONE)), app, name, address)
            pages[name].goto(f"{address}{path}")
            return pages[name]

        yield opened


def _signed_in(visitor: BrowserContext, app: Flask, name: str, address: str) -> Page:
    client = app.test_client()
    sign_in(client, name)
    kept = client.get_cookie(app.extensions["cookie"])
    assert kept is not None
    visitor.add_cookies([{"name": app.extensions["cookie"], "value": kept.value, "url": address}])
    return visitor.new_page()


def words(lines: list[str]) -> list[str]:
    """Lines as they are read, without the spaces between a sign and its figures that no eye tells apart."""
    return [" ".join(line.split()) for line in lines]


def holds(page: Page, part: Locator) -> Locator:
    """A part of a page that is there in whole and holds on this screen."""
    part.wait_for()
    page.wait_for_load_state()
    page.evaluate(OPEN)
    assert page.evaluate(FAULTS) == []
    return part


def press(page: Page, name: str) -> None:
    """Press a button."""
    holds(page, page.get_by_role("button", name=name, exact=True).first).click()


def fill(page: Page, **typed: str) -> None:
    """Type into the fields of a form, by their names."""
    for name, words in typed.items():
        page.locator(f"[name={name}]").first.fill(words)


def follow(page: Page, words: str) -> None:
    """Open the first line that says so."""
    holds(page, page.get_by_role("link", name=words).first).click()


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


def a_dividend_is_declared(phone: Phone) -> None:
    """Rosa says that nothing is left to count; nothing was earned yet, so what she declares waits for Ben."""
    rosa = phone("rosa", f"/enterprises/{HENS}/money/note/counted")
    rosa.locator("[name=what]").select_option(label="Nothing is in store, and nothing grows")
    fill(rosa, amount="0")
    press(rosa, "Put it in the book")
    expect(rosa.get_by_text("Nothing is in store, and nothing grows").first).to_be_visible()
    rosa.goto(f"{rosa.url.partition('/enterprises/')[0]}/enterprises/{HENS}/declarations")
    follow(rosa, "Declare a dividend")
    fill(rosa, amount="715", reason="The first flock was sold.")
    press(rosa, "See what it does")
    press(rosa, "Ask the second person")
    expect(rosa.get_by_text("Waits for the second person").first).to_be_visible()
    ben = phone("ben", f"/enterprises/{HENS}")
    follow(ben, "Declare a dividend")
    press(ben, "Approve")
    expect(ben.get_by_text("Done, and in the book").first).to_be_visible()


def it_comes_home(phone: Phone) -> None:
    """Rosa drafts, Ben approves, Rosa sends, and Lorna finds it in the group's bank."""
    rosa = phone("rosa", f"/enterprises/{HENS}/arriving")
    follow(rosa, "to Sunday Savers")
    fill(rosa, amount="715", applied="7.15", mid="7.15", mid_source="Central bank")
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


def it_is_given_to_the_members(phone: Phone) -> None:
    """80.00 of it, by parts: Lorna asks, Amina agrees."""
    lorna = phone("lorna", f"/groups/{SAVERS}/investment")
    follow(lorna, "Give money to the members")
    fill(lorna, amount="80", reason="We agreed on Sunday.")
    press(lorna, "See what it does")
    press(lorna, "Ask the second officer")
    expect(lorna.get_by_text("Waits for the second officer").first).to_be_visible()
    amina = phone("amina", f"/groups/{SAVERS}/waiting")
    follow(amina, "80.00")
    press(amina, "Approve")
    expect(amina.get_by_text("Approved, and in the book").first).to_be_visible()


def missing_on_the_screen(lorna: FlaskClient) -> list[str]:
    """Totals of the workbook of investments that the pages of the same name do not show."""
    book = load_workbook(BytesIO(lorna.get(f"/groups/{SAVERS}/investments.xlsx").data), read_only=True)
    found = []
    for title, page in (("Trace", "investment/trace"), ("Returns and bridge", "returns"),
                        ("Cost of sending", "sending-cost")):
        shown = lorna.get(f"/groups/{SAVERS}/{page}").text
        totals = [row for row in book[title].iter_rows(values_only=True)
                  if row[:1] in (("Total",), ("Together",))]
        found += [f"{page}: {said}" for row in totals for number in row if isinstance(number, int | float)
                  if number and (said := f"{abs(number):,.2f}") not in shown]
        assert totals
    return found


def test_money_goes_out_comes_back_and_a_member_sees_all_of_it(phone: Phone, lorna: FlaskClient) -> None:
    """Siti put in an eighth: every amount of her story is an eighth, to the cent, in both currencies."""
    capital_goes_out(phone)
    a_dividend_is_declared(phone)
    it_comes_home(phone)
    it_is_given_to_the_members(phone)
    siti = phone("siti", f"/groups/{SAVERS}/passbooks/{member_holder(SAVERS, 3).id}")
    follow(siti, "Where my money is")
    rows = holds(siti, siti.get_by_role("region", name="It adds up")).locator("dl").first.inner_text()

    assert words(siti.locator(".story-amount").all_inner_texts()) == STORY
    assert words(rows.splitlines()) == ADDS_UP
    assert missing_on_the_screen(lorna) == []
