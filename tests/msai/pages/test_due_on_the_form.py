"""The plain form says what is due, fills it in when asked to, and posts what really came."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ledgers import tables as t
from ledgers.balances import balances
from msai.db import Database
from tests.msai.pages.test_the_form import address_of
from tests.msai.sunday import SAVERS, form_of, put, sheet
from tests.msai.test_statement_budgets import PAGE, counted

NEW = f"/groups/{SAVERS}/meetings/new"


def fined(client: FlaskClient) -> None:
    """Siti owes 10.00 to the savings fund and Maya 4.00 to the social fund."""
    fines = [{"kind": "fine", "member": 3, "amount": "10.00", "tender": None},
             {"kind": "fine", "member": 5, "amount": "4.00", "fund": "social", "tender": None}]
    assert put(client, sheet(lines=fines, cash_counted="0.00")).status_code == 200


def test_it_says_what_is_due_and_fills_it_in_when_asked(lorna: FlaskClient, database: Database) -> None:
    """Everybody pays; the dues are gone, each out of its fund."""
    fined(lorna)
    page = lorna.get(NEW)
    assert page.text.count("Old fines and fees") == 2
    assert 'value="fine_paid" selected' not in page.text
    address = re.search(r'href="([^"]+due=1)"', page.text)
    assert address
    filled = lorna.get(address[1].replace("&amp;", "&"))
    answer = lorna.post(address_of(filled), data={
        **form_of(filled), "cash_counted": "344.00", "other_day": "1"})

    assert answer.status_code == 303
    with database.read() as session:
        assert balances(session, SAVERS, codes=[1150]) == {}
        kinds = session.scalars(select(t.entry.c.kind).where(t.entry.c.book_id == SAVERS)).all()
    assert kinds.count("dues_paid") == 1


def test_a_social_loan_comes_back_to_its_fund(lorna: FlaskClient, database: Database) -> None:
    """And pressing twice is one meeting, also once nothing is left of it."""
    lent = [{"kind": "social", "member": 1, "amount": "50.00", "tender": "box"},
            {"kind": "loan", "member": 4, "amount": "50.00", "loan": "loan-1", "tender": "box",
             "fund": "social"}]
    assert put(lorna, sheet(lines=lent, cash_counted="0.00")).status_code == 200
    page = lorna.get(NEW)
    data = {**form_of(page), "principal-loan-1": "50", "cash_counted": "380", "other_day": "1"}
    answers = [lorna.post(address_of(page), data=data).status_code for _ in range(2)]

    assert answers == [303, 303]
    with database.read() as session:
        found = balances(session, SAVERS, codes=[1010, 1100])
    assert {account.key: minor for account, minor in found.items()} == {
        "1010|savings|box": 30_000, "1010|social|box": 8_000}


def test_where_nothing_is_due_nothing_is_said(lorna: FlaskClient) -> None:
    """The form is what it was."""
    assert "Due today" not in lorna.get(NEW).text


def test_it_costs_few_statements(app: Flask, lorna: FlaskClient) -> None:
    """Also where something is due."""
    fined(lorna)
    lorna.get(NEW)
    with counted(app.extensions["database"].engine) as said:
        assert lorna.get(f"{NEW}?due=1").status_code == 200
    assert len(said) <= PAGE, "\n".join(said)
