"""The workbook of an enterprise as its manager and a backer fetch it, and the page to choose its days."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from msai.db import Database
from msai.models.governance import AuditLine
from tests.msai.cast import Cast, sign_in
from tests.msai.corridor import HENS
from tests.msai.pages.months import open_farm
from tests.msai.pages.test_months import TYPED, fill
from tests.msai.test_statement_budgets import PAGE, counted

FARM = f"/enterprises/{HENS}"
WORKBOOK = f"{FARM}/workbook.xlsx"
pytestmark = pytest.mark.one_kind


@pytest.fixture
def people(app: Flask, savers: Cast, database: Database) -> dict[str, FlaskClient]:
    """The manager, the second person, a facilitator, a backer's member, a stranger; September is reported."""
    with database.write() as session:
        open_farm(session, savers)
    clients = {name: app.test_client() for name in ("rosa", "ben", "nina", "siti", "rajesh")}
    for name, client in clients.items():
        sign_in(client, name)
    rosa = clients["rosa"]
    fill(rosa, "check", **TYPED)
    fill(rosa, "send", **TYPED)
    return clients


def titles(client: FlaskClient, asked: str = "") -> list[str]:
    """The sheets of the workbook as somebody fetches it."""
    answer = client.get(WORKBOOK + asked)
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "attachment" in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.data), read_only=True).sheetnames


def test_each_reader_takes_away_what_her_pages_say(
    app: Flask, people: dict[str, FlaskClient], database: Database,
) -> None:
    """One tap from the page of the enterprise; what is fetched leaves a line; strangers find nothing."""
    rosa, siti = people["rosa"], people["siti"]
    with counted(app.extensions["database"].engine) as said:
        page = rosa.get(f"{FARM}/workbook")
    assert len(said) <= PAGE
    assert "not in it" not in page.text
    assert "not in it" in siti.get(f"{FARM}/workbook").text
    assert f"{WORKBOOK}?period=year" in rosa.get(FARM).text
    assert "Cash book" in titles(people["ben"], "?from=2026-09-01&to=2026-09-30")
    assert "Cash book" not in titles(siti)
    assert [people[name].get(WORKBOOK).status_code for name in ("nina", "rajesh")] == [200, 404]
    assert rosa.get(f"{WORKBOOK}?from=2026-09-30&to=2026-09-01").status_code == 422
    _check_the_screens(rosa)
    with database.read() as session:
        lines = session.scalars(select(AuditLine.subject).where(
            AuditLine.book_id == HENS, AuditLine.subject == f"workbook:{HENS}")).all()
    assert len(lines) == 4


def _check_the_screens(rosa: FlaskClient) -> None:
    """What statement, batch and list of months show stands in the workbook of the same days."""
    days = "?from=2026-09-01&to=2026-09-30"
    book = load_workbook(BytesIO(rosa.get(WORKBOOK + days).data))
    income = rosa.get(f"{FARM}/statements/income{days}").text
    books = {row[0]: row[1] for row in book["Books"].iter_rows(values_only=True)}
    stock = next(row for row in book["Stock"].iter_rows(values_only=True) if row[1] == "Pen 1")

    assert f"{books['All income']:,.2f}" in income
    assert f"{books['All costs']:,.2f}" in income
    assert (stock[4], 24 in stock, 11 in stock) == (36, True, True)
    assert "416,520.00" in rosa.get(f"{FARM}/months").text
    assert 416_520 in [row[5] for row in book["Monthly reports"].iter_rows(values_only=True)]
