"""The plain form proposes and takes what the rules of its day say, in the order in which people sit."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.db import Database
from msai.permissions import SYSTEM_IMPORT
from msai.services.group_rules.changing import ChangeRule, change_rule
from tests.msai.cast import NOW, sign_in
from tests.msai.pages.test_the_form import NEW, address_of, fill_in
from tests.msai.sunday import SAVERS, SUNDAY

SEATS = f"/groups/{SAVERS}/seats"
FIRST_SUNDAY, MONDAY = date(2026, 1, 4), "2026-10-26"


def settle(database: Database, name: str, value: Any, holds_from: date = FIRST_SUNDAY) -> None:
    """The group has another rule from a day on."""
    with database.write() as session:
        change_rule(session, SYSTEM_IMPORT, ChangeRule(
            book_id=SAVERS, name=name, value=value, holds_from=holds_from, at=NOW + 1))


def closed(client: FlaskClient, **typed: str) -> TestResponse:
    """Send the form with what is typed over it, and look at what came of it."""
    page = client.get(NEW)
    return client.get(client.post(address_of(page), data=fill_in(page, **typed)).location)


def test_the_form_asks_what_a_share_costs_that_day(lorna: FlaskClient, database: Database) -> None:
    """Sixty from this Sunday on: the form and its count follow."""
    settle(database, "share_value", 6000, SUNDAY)

    assert "60.00" in lorna.get(NEW).text
    assert "is closed" in closed(lorna, cash_counted="390").text


def test_a_late_sheet_is_reckoned_by_the_old_rule(lorna: FlaskClient, database: Database) -> None:
    """The price changed on Monday; the Sunday before it is typed in afterwards."""
    settle(database, "share_value", 6000, date(2026, 10, 26))

    assert "is closed" in closed(lorna, cash_counted="330").text


def test_the_form_proposes_the_day_of_the_rule(lorna: FlaskClient, database: Database) -> None:
    """A group that meets on Saturdays is not asked about a Sunday."""
    settle(database, "meets", "FREQ=WEEKLY;BYDAY=SA")

    assert 'value="2026-10-24"' in lorna.get(NEW).text


def test_another_day_is_confirmed_in_place(lorna: FlaskClient) -> None:
    """The sheet comes back whole with one tick; with it, the Monday is recorded."""
    held = closed(lorna, date=MONDAY, cash_counted="330")
    assert "is not a day on which the group meets" in held.text
    answer = lorna.post(address_of(held), data=fill_in(held, other_day="1"))

    assert "is closed" in lorna.get(answer.location).text


def test_what_is_over_whole_shares_has_a_field(lorna: FlaskClient, database: Database) -> None:
    """Where the rule keeps it for her; where nothing may be over, there is none."""
    assert 'name="odd-3"' not in lorna.get(NEW).text
    settle(database, "odd_amounts", "held")

    assert "is closed" in closed(lorna, odd__3="10", savings__3="4", cash_counted="490").text


def test_a_held_odd_amount_comes_back_in_its_field(lorna: FlaskClient, database: Database) -> None:
    """Nothing typed is lost when something else has to be mended."""
    settle(database, "odd_amounts", "held")
    held = closed(lorna, odd__3="10", cash_counted="1")

    assert re.search(r'name="odd-3" value="10.00"', held.text)


def test_fines_go_where_the_rule_says(lorna: FlaskClient, database: Database) -> None:
    """Into the social fund, from this form as from any other."""
    settle(database, "fines_fund", "social")
    page = closed(lorna, fine__3="10", cash_counted="340")

    assert "is closed" in page.text
    assert re.search(r"Fine[^.]*?Social fund", re.sub(r"<[^>]+>|\s+", " ", page.text))


def order_of(page: TestResponse) -> list[str]:
    """Members by number, as their fields follow each other."""
    return re.findall(r'name="(?:seat|attendance)-(\d+)"', page.text)


def sit(client: FlaskClient, **sent: str) -> TestResponse:
    """Send the form of seats, with its numbers as they stand and what is changed."""
    page = client.get(SEATS)
    fields = dict(re.findall(r'name="(csrf_token|seat-\d+)"[^>]*value="([^"]+)"', page.text))
    return client.post(SEATS, data=fields | {name.replace("__", "-"): text for name, text in sent.items()})


def test_members_sit_by_number_until_somebody_moves_them(lorna: FlaskClient) -> None:
    """As they joined."""
    assert order_of(lorna.get(SEATS)) == order_of(lorna.get(NEW)) == list("123456")


@pytest.mark.parametrize(("sent", "order"), [
    ({"up": "3"}, "132456"), ({"down": "1"}, "213456"), ({"up": "1"}, "123456"), ({"down": "6"}, "123456"),
    ({"seat__1": "6", "seat__6": "1"}, "623451"), ({"seat__1": "2", "seat__2": "1", "down": "2"}, "123456"),
])
def test_members_are_moved(lorna: FlaskClient, sent: dict[str, str], order: str) -> None:
    """By buttons or by numbers; the sheet goes round in the same order."""
    assert sit(lorna, **sent).status_code == 303
    assert order_of(lorna.get(SEATS)) == order_of(lorna.get(NEW)) == list(order)


@pytest.mark.parametrize(("sent", "sentence"), [
    ({"seat__1": "2"}, "Two members cannot have the same seat."),
    ({"seat__1": "7"}, "A seat is a number from 1 to 6."),
    ({"seat__1": "first"}, "A seat is a number from 1 to 6."),
])
def test_seats_that_cannot_be(lorna: FlaskClient, sent: dict[str, str], sentence: str) -> None:
    """What was typed stays in its field."""
    answer = sit(lorna, **sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["seat__1"]}"' in answer.text


def test_only_officers_seat_members(app: Flask, savers: None) -> None:
    """Siti sits where she sits."""
    siti = app.test_client()
    sign_in(siti, "siti")

    assert siti.get(SEATS).status_code == 403
