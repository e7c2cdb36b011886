"""Statements as pages: who reads which, over which days, and where each figure leads."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services import memberships
from msai.services.memberships import Scope
from msai.services.views.statements.kinds import ABOUT, StatementKind
from tests.msai.cast import NOW, PARTNER, SECOND_PARTNER, Cast, sign_in
from tests.msai.sunday import SAVERS, SUNDAY, put, sheet

STATEMENTS = f"/groups/{SAVERS}/statements"
TOTALS = {kind for kind, about in ABOUT.items() if not about.personal}
READERS = {"lorna": set(StatementKind), "amina": set(StatementKind), "nina": set(StatementKind),
           "siti": TOTALS, "tess": TOTALS}


@pytest.fixture
def closed(lorna: FlaskClient, cast: Cast, database: Database) -> FlaskClient:
    """A meeting is in the book, and two partners may look at it: one totals, the other names."""
    assert put(lorna, sheet()).status_code == 200
    with database.write() as session:
        for organisation_id, scope in ((PARTNER, Scope.TOTALS), (SECOND_PARTNER, Scope.NAMES)):
            memberships.share_with(session, SYSTEM_IMPORT, SAVERS, organisation_id=organisation_id,
                                   scope=scope, agreed_on=SUNDAY, at=NOW)
    return lorna


@pytest.mark.parametrize("name", READERS)
def test_names_are_for_those_who_may_see_names(app: Flask, closed: FlaskClient, name: str) -> None:
    """The list offers exactly what opens."""
    client = app.test_client()
    sign_in(client, name)
    listed = set(re.findall(r"/statements/([a-z-]+)\"", client.get(STATEMENTS).text))
    answers = {kind: client.get(f"{STATEMENTS}/{kind.value}").status_code for kind in StatementKind}

    assert listed == {kind.value for kind in READERS[name]}
    assert answers == {kind: 200 if kind in READERS[name] else 403 for kind in StatementKind}


def test_nobody_is_named_to_those_who_see_totals(app: Flask, closed: FlaskClient) -> None:
    """Not in a cell, a heading or a link."""
    client = app.test_client()
    sign_in(client, "tess")
    pages = [client.get(f"{STATEMENTS}/{kind.value}").text for kind in TOTALS]

    assert not [name for name in ("Lorna", "Siti", "member-", "passbooks", "/register") for page in pages
                if name in page]


def test_a_strangers_statements_are_not_there(app: Flask, closed: FlaskClient) -> None:
    """Nor is a statement nobody knows."""
    client = app.test_client()
    sign_in(client, "rajesh")

    assert client.get(STATEMENTS).status_code == client.get(f"{STATEMENTS}/money").status_code == 404
    assert closed.get(f"{STATEMENTS}/gossip").status_code == 404


def rows(page: str) -> dict[str, list[str]]:
    """Each row of a page's tables by its first words."""
    found: Any = html.fromstring(page).xpath("//table[contains(@class, 'ledger')]//tr[td]")
    return {row.xpath("string(th)").strip(): [cell.text_content().strip() for cell in row.xpath("td")]
            for row in found}


def test_money_in_and_out_reads_like_the_sheet_of_the_day(closed: FlaskClient) -> None:
    """Six shares, six contributions, six parts for the farm."""
    found = rows(closed.get(f"{STATEMENTS}/receipts").text)

    assert found["Members' savings"] == ["300.00", "–none", "–none", "300.00"]
    assert found["All that came in"] == ["300.00", "30.00", "60.00", "390.00"]
    assert found["At the end"] == ["300.00", "30.00", "60.00", "390.00"]


@pytest.mark.parametrize(("query", "total"), [
    ("", "390.00"), ("?period=all", "390.00"), ("?to=2026-10-25", "390.00"), ("?from=2026-10-26", "–none"),
    ("?to=2026-10-24", None), ("?period=month", "390.00"), ("?period=last-month", None),
    ("?period=nonsense&from=25/10/2026", "390.00"),
])
def test_days_decide_what_is_in(closed: FlaskClient, query: str, total: str | None) -> None:
    """The first and the last day belong to the period; what cannot be read is as good as not said."""
    found = rows(closed.get(f"{STATEMENTS}/receipts{query}").text)

    assert found.get("All that came in", [None])[-1] == total


def test_a_period_that_ends_before_it_begins_is_refused_in_words(closed: FlaskClient) -> None:
    """Two days the wrong way round are said to be so."""
    answer = closed.get(f"{STATEMENTS}/receipts?from=2026-10-26&to=2026-10-25")

    assert answer.status_code == 422
    assert "cannot come after its last" in answer.text


def links_of(page: str) -> list[tuple[str, str]]:
    """The registers that figures lead to, and the figures."""
    links: Any = html.fromstring(page).xpath("//td/a[contains(@href, '/register')]")
    return [(unescape(link.get("href")), link.text_content().strip()) for link in links]


@pytest.mark.parametrize("kind", StatementKind)
def test_every_figure_leads_to_entries_that_come_to_it(closed: FlaskClient, kind: StatementKind) -> None:
    """What a link shows, debits less credits or the balance, is the figure it hangs on."""
    links = links_of(closed.get(f"{STATEMENTS}/{kind.value}").text)
    for address, shown in links:
        last = rows(closed.get(address).text)["Total"]
        assert shown in {text.replace("\u2212", "") for text in last}, (address, shown, last)

    assert links or kind in (StatementKind.BANK, StatementKind.CASH_BOOK, StatementKind.DEBTS,
                             StatementKind.DUE_TO_MEMBERS, StatementKind.STAKES, StatementKind.INCOME)


def test_the_workbook_says_what_the_screen_says(closed: FlaskClient) -> None:
    """The last row of a sheet is the line over the double rule."""
    book = load_workbook(BytesIO(closed.get(f"/groups/{SAVERS}/workbook.xlsx").data))
    for name, kind, label in (("Money in and out", "receipts", "At the end"),
                              ("What belongs to the members", "interests", "Total")):
        screen = rows(closed.get(f"{STATEMENTS}/{kind}?period=all").text)[label]
        values = [cell.value for cell in book[name][book[name].max_row]]
        figures = [f"{value:.2f}" for value in values if isinstance(value, int | float)]
        assert [text for text in screen if "none" not in text] == [text for text in figures if text != "0.00"]


def test_it_names_the_last_entry_and_its_code(closed: FlaskClient) -> None:
    """Two prints can be told apart, and held against the book."""
    assert re.search(r"after entry \d+ of the book, code <bdi[^>]*>[2-9A-Z]{4}-[2-9A-Z]{4}",
                     closed.get(f"{STATEMENTS}/money").text)
