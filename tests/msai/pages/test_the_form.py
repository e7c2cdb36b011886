"""The plain form records a Sunday: typed as people type, sent once, mended where it has to be."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ledgers.tables import entry
from msai.db import Database
from tests.msai.cast import sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, form_of, put, sheet

NEW = f"/groups/{SAVERS}/meetings/new"


def entries(database: Database) -> int:
    """How many entries the group's book has."""
    with database.read() as session:
        return session.scalar(select(func.count()).where(entry.c.book_id == SAVERS)) or 0


def address_of(page: TestResponse) -> str:
    """Where the form of a page is sent."""
    found = re.search(r'action="(/groups/[^"]+/meetings/[0-9a-f-]{36})"', page.text)
    assert found, page.text
    return found[1]


def fill_in(page: TestResponse, **typed: str) -> dict[str, str]:
    """The form as a treasurer leaves it: what was proposed, and what she typed over it."""
    return form_of(page) | {name.replace("__", "-"): value for name, value in typed.items()}


def test_a_meeting_is_closed_by_the_form(lorna: FlaskClient, database: Database) -> None:
    """Everybody came with a share and the contribution: she counts, and presses once."""
    page = lorna.get(NEW)
    answer = lorna.post(address_of(page), data=fill_in(page, cash_counted="330"))
    record = lorna.get(answer.location)

    assert (answer.status_code, record.status_code) == (303, 200)
    assert re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", record.text)
    assert "Siti Rahayu" in record.text
    assert entries(database) == 2


def test_pressing_twice_is_one_meeting(lorna: FlaskClient, database: Database) -> None:
    """The button, the back button and the button again: one receipt."""
    page = lorna.get(NEW)
    data = fill_in(page, cash_counted="330.00")
    answers = [lorna.post(address_of(page), data=data) for _ in range(3)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, address_of(page))}
    assert entries(database) == 2


def test_the_form_and_the_phone_make_the_same_entries(lorna: FlaskClient, database: Database) -> None:
    """Whoever records, and with what, the book says the same."""
    page = lorna.get(NEW)
    typed = {f"investment__{number}": "10" for number in range(1, 7)}
    lorna.post(address_of(page), data=fill_in(page, date="2026-10-18", cash_counted="390", **typed))
    opening = {"box/savings": "300.00", "box/social": "30.00", "box/investment": "60.00"}
    put(lorna, sheet(number=2, opening=opening, cash_counted="780.00"), OTHER_MEETING)

    with database.read() as session:
        kinds = session.scalars(select(entry.c.kind).where(entry.c.book_id == SAVERS).order_by(entry.c.seq))
        said = list(kinds)
    assert said[:3] == said[3:]


@pytest.mark.parametrize(("text", "words"), [
    ("1,234", "1234.00"), ("330.0055", "Write the amount without the smaller part"),
    ("three", "not an amount"),
])
def test_an_amount_that_is_not_clear_is_asked_again(
    lorna: FlaskClient, database: Database, text: str, words: str,
) -> None:
    """The field says what was understood; nothing else she typed is lost."""
    page = lorna.get(NEW)
    data = fill_in(page, cash_counted=text, investment__2="12,50")
    answer = lorna.post(address_of(page), data=data)

    assert answer.status_code == 422
    assert words in answer.text
    assert form_of(answer) == data | {"csrf_token": form_of(answer)["csrf_token"]}
    assert entries(database) == 0


def test_a_date_that_does_not_exist_is_asked_again(lorna: FlaskClient, database: Database) -> None:
    """What the schema refuses is shown at its field as well."""
    page = lorna.get(NEW)
    answer = lorna.post(address_of(page), data=fill_in(page, date="2026-02-30", cash_counted="330"))

    assert answer.status_code == 422
    assert "not a day of the calendar" in answer.text
    assert entries(database) == 0


def test_a_sheet_that_breaks_a_rule_comes_back_whole_and_is_mended(
    lorna: FlaskClient, database: Database,
) -> None:
    """Six shares are one too many; the reason leads to the field, and the rest stands as typed."""
    page = lorna.get(NEW)
    data = fill_in(page, savings__2="6", cash_counted="580")
    lorna.post(address_of(page), data=data)
    held = lorna.get(address_of(page))

    assert 'href="#savings-2"' in held.text
    assert form_of(held) | {"csrf_token": ""} == data | {"csrf_token": "", "cash_counted": "580.00"}
    assert entries(database) == 0

    lorna.post(address_of(page), data=fill_in(held, savings__2="5", cash_counted="530"))
    assert "Amina Yusuf" in lorna.get(address_of(page)).text
    assert entries(database) == 2


def test_what_a_free_line_says_is_posted(lorna: FlaskClient, database: Database) -> None:
    """A loan, the rent of the room, and money carried to the bank: the lines for anything else."""
    page = lorna.get(NEW)
    lines = {"line__0__kind": "loan", "line__0__member": "3", "line__0__amount": "100",
             "line__1__kind": "expense", "line__1__amount": "20", "line__1__words": "room",
             "line__2__kind": "transfer", "line__2__amount": "50", "line__2__tender": "box",
             "line__2__to": "bank"}
    lorna.post(address_of(page), data=fill_in(page, cash_counted="160", **lines))
    record = lorna.get(address_of(page))

    assert "room" in record.text
    assert entries(database) == 5


def test_a_fine_can_be_owed(lorna: FlaskClient, database: Database) -> None:
    """She was late and has no change: it is raised, and the box does not grow."""
    page = lorna.get(NEW)
    data = fill_in(page, fine__4="10", cash_counted="330") | {"fine_owed-4": "1"}
    lorna.post(address_of(page), data=data)

    assert "Maya Gurung" in lorna.get(address_of(page)).text
    assert entries(database) == 3


def test_another_meeting_with_the_same_id_is_a_conflict(lorna: FlaskClient, database: Database) -> None:
    """The form of a closed meeting, changed and sent again, changes nothing."""
    page = lorna.get(NEW)
    lorna.post(address_of(page), data=fill_in(page, cash_counted="330"))
    again = lorna.post(address_of(page), data=fill_in(page, social__1="0", cash_counted="325"))

    assert again.status_code == 409
    assert entries(database) == 2


def test_a_form_without_its_token_changes_nothing(lorna: FlaskClient, database: Database) -> None:
    """Another site cannot close a meeting with her cookie."""
    page = lorna.get(NEW)
    answer = lorna.post(address_of(page), data=fill_in(page, cash_counted="330") | {"csrf_token": "x"})

    assert answer.status_code == 403
    assert entries(database) == 0


def test_only_the_treasurer_gets_a_form(app: Flask, savers: None) -> None:
    """The second officer may read everything, and records nothing alone."""
    client = app.test_client()
    sign_in(client, "amina")

    assert client.get(NEW).status_code == 403
    assert client.get(f"/groups/{SAVERS}/meetings").status_code == 200
    assert client.get(f"/groups/{SAVERS}/meetings/{MEETING}").status_code == 404
