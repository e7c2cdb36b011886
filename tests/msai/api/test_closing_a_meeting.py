"""Closing a meeting from a phone: once, whole, and with a receipt."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ledgers.tables import entry
from msai.db import Database
from msai.services.groups import mark_left
from tests.msai.cast import MISSING, OTHER_GROUP, sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, SUNDAY, Saving, put, sheet


def entries(database: Database) -> int:
    """How many entries the group's book has."""
    with database.read() as session:
        return session.scalar(select(func.count()).where(entry.c.book_id == SAVERS)) or 0


def test_a_sheet_closes_the_meeting_and_gets_a_receipt(lorna: FlaskClient, database: Database) -> None:
    """The treasurer reads the totals aloud before anybody goes home."""
    answer = put(lorna, sheet())

    said = answer.json
    assert (answer.status_code, said["state"], said["number"], said["entries"]) == (200, "closed", 1, 3)
    assert (said["date"], said["present"], said["on_roll"]) == (SUNDAY.isoformat(), 6, 6)
    assert said["funds"]["savings"] == {"money_in": "300.00", "money_out": "0.00", "closing": "300.00"}
    assert said["cash_difference"] == "0.00"
    assert entries(database) == 3


def test_the_same_sheet_again_gets_the_same_receipt(lorna: FlaskClient, database: Database) -> None:
    """The phone never heard the answer and asks again."""
    first, retry = put(lorna, sheet()), put(lorna, sheet())

    assert retry.data == first.data
    assert lorna.get(f"/api/v1/groups/{SAVERS}/meetings/{MEETING}").data == first.data
    assert entries(database) == 3


def test_the_same_meeting_with_other_lines_is_a_conflict(lorna: FlaskClient, database: Database) -> None:
    """A closed meeting is put right by a correction, never by sending it again."""
    put(lorna, sheet())
    answer = put(lorna, sheet(lines=Saving(1).lines(), cash_counted="65.00"))

    assert (answer.status_code, answer.json["code"]) == (409, "meeting_conflict")
    assert entries(database) == 3


BAD = [
    ("ambiguous", {"cash_counted": "1,234"}, 422, "ambiguous_amount", "cash_counted"),
    ("a tenth of a cent", {"cash_counted": "390.001"}, 422, "too_many_decimals", "cash_counted"),
    ("a number, not text", {"cash_counted": 390}, 422, "not_an_amount", "cash_counted"),
    ("no such day", {"date": "2026-02-30"}, 422, "not_a_date", "date"),
    ("a field nobody knows", {"cash": "390.00"}, 422, "unknown_field", "cash"),
    ("hidden characters", {"difference_reason": "box\u202e xob"}, 422, "bad_text", "difference_reason"),
    ("a kind nobody knows", {"lines": [{"kind": "gift"}]}, 422, "unknown_kind", "lines.0.kind"),
    ("nothing said of the amount", {"lines": [{"kind": "social", "member": 1, "tender": "box"}]}, 422,
     "missing_field", "lines.0.amount"),
    ("before the cycle", {"date": "2025-12-28"}, 202, "outside_cycle", "date"),
    ("next week", {"date": "2026-11-08"}, 202, "in_the_future", "date"),
    ("another group's purse", {"lines": [
        {"kind": "social", "member": 1, "amount": "5.00", "tender": "gcash"}]}, 202, "unknown_tender",
     "lines.0"),
    ("six shares of five", {"lines": [
        {"kind": "savings", "member": 1, "shares": 6, "amount": "300.00", "tender": "box"}]}, 202,
     "shares_over_limit", "lines.0.shares"),
    ("a share and a half", {"lines": [
        {"kind": "savings", "member": 1, "shares": 1, "amount": "75.00", "tender": "box"}]}, 202,
     "not_whole_shares", "lines.0.amount"),
    ("somebody else", {"lines": [
        {"kind": "social", "member": 99, "amount": "5.00", "tender": "box"}]}, 202, "unknown_member",
     "lines.0.member"),
    ("cash the book does not know", {"opening": {"box/savings": "10.00"}}, 202, "opening_differs",
     "opening.box/savings"),
    ("a count that differs", {"cash_counted": "389.00"}, 202, "reason_missing", "difference_reason"),
    ("money that is not there", {"lines": [
        {"kind": "expense", "what": "room", "amount": "1.00", "tender": "bank"}], "cash_counted": "0.00"},
     202, "negative_tender", "lines"),
]


@pytest.mark.one_kind
@pytest.mark.parametrize(
    ("change", "status", "code", "path"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_names_the_rule_and_the_place(
    lorna: FlaskClient, database: Database, change: dict[str, Any], *, status: int, code: str,
    path: str,
) -> None:
    """She is told what to do, in the cell where it is wrong, and nothing is half-written."""
    answer = put(lorna, sheet(**change))
    reasons = answer.json.get("reasons") or [answer.json]

    assert answer.status_code == status
    assert (path, code) in [(reason["path"], reason["code"]) for reason in reasons]
    assert all(reason["message"].endswith(".") for reason in reasons)
    assert entries(database) == 0


def test_a_second_sheet_for_the_same_sunday_is_held(lorna: FlaskClient, database: Database) -> None:
    """Two people recorded the same meeting; the second keeps hers until they have talked."""
    put(lorna, sheet())
    answer = put(lorna, sheet(number=2, opening=OPENING), OTHER_MEETING)

    assert (answer.status_code, answer.json["reasons"][0]["code"]) == (202, "second_sheet")
    assert entries(database) == 3


OPENING = {"box/savings": "300.00", "box/social": "30.00", "box/investment": "60.00"}


def test_a_sheet_waits_for_the_one_before_it(lorna: FlaskClient, database: Database) -> None:
    """Last week's phone has no signal yet; this week's sheet must not take its place."""
    put(lorna, sheet(date="2026-10-18"))
    answer = put(lorna, sheet(number=3, opening=OPENING, cash_counted="780.00"), OTHER_MEETING)

    assert (answer.status_code, answer.json["reasons"][0]["code"]) == (202, "earlier_sheet_missing")
    assert entries(database) == 3


def test_a_held_sheet_is_kept_and_can_be_mended(lorna: FlaskClient, database: Database) -> None:
    """Nothing typed is lost: the count was wrong, and is put right."""
    held = put(lorna, sheet(cash_counted="389.00"))
    kept = lorna.get(f"/api/v1/groups/{SAVERS}/meetings/{MEETING}")
    mended = put(lorna, sheet(cash_counted="389.00", difference_reason="a dollar fell into the grass"))

    assert (kept.status_code, kept.data) == (202, held.data)
    assert (mended.status_code, mended.json["cash_difference"]) == (200, "-1.00")
    assert mended.json["funds"]["savings"]["closing"] == "299.00"


def test_a_member_who_has_left_is_named(lorna: FlaskClient, database: Database) -> None:
    """She went home last month; her line belongs to somebody else."""
    with database.write() as session:
        mark_left(session, SAVERS, 6, on=SUNDAY.replace(month=9))
    answer = put(lorna, sheet())

    assert (answer.status_code, answer.json["reasons"][0]["code"]) == (202, "member_left")


@pytest.mark.parametrize(("name", "book_id", "status"), [
    ("rajesh", SAVERS, 404), ("lorna", MISSING, 404), ("lorna", OTHER_GROUP, 404), ("siti", SAVERS, 403),
    ("amina", SAVERS, 403), ("tess", SAVERS, 404), (None, SAVERS, 401),
])
def test_only_the_treasurer_closes_a_meeting(
    app: Flask, savers: None, database: Database, name: str | None, book_id: UUID, status: int,
) -> None:
    """A foreign book and one that does not exist answer alike."""
    client = app.test_client()
    if name:
        sign_in(client, name)
    answer = put(client, sheet(), book_id=book_id)

    assert answer.status_code == status
    assert entries(database) == 0


@pytest.mark.one_kind
@pytest.mark.parametrize("body", [b"{", b"\xff\xfe{\x00}\x00", b"[" * 100_000, b'"\\ud800"', b"NaN", b"[]"])
def test_what_is_not_a_sheet_is_told_so(lorna: FlaskClient, body: bytes) -> None:
    """A damaged request is refused before it is kept; there is nothing in it to lose."""
    answer = put(lorna, body)

    assert answer.status_code in (400, 422)
    assert set(answer.json) == {"code", "path", "message"}


def test_a_meeting_nobody_sent_is_not_there(lorna: FlaskClient) -> None:
    """Asking for it tells nothing."""
    assert lorna.get(f"/api/v1/groups/{SAVERS}/meetings/{MEETING}").status_code == 404


@pytest.mark.parametrize("differ", [False, True], ids=["same sheet", "two counts"])
def test_two_phones_at_once_make_one_meeting(
    app: Flask, lorna: FlaskClient, database: Database, differ: bool,
) -> None:
    """Both officers press the button in the same second; the box is counted once."""
    phones = [app.test_client() for _ in range(4)]
    for phone in phones:
        sign_in(phone, "lorna")
    counts = ["390.00", "389.00"] if differ else ["390.00"]
    sheets = [sheet(cash_counted=counts[i % len(counts)], difference_reason="wind") for i in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(put, phones, sheets))

    closed = {answer.data for answer in answers if answer.status_code == 200}
    assert len(closed) == 1
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sum(answer.status_code == 409 for answer in answers) == (2 if differ else 0)


def test_a_group_answers_its_totals(lorna: FlaskClient) -> None:
    """A program sees what the funds have, and no names."""
    put(lorna, sheet())
    answer = lorna.get(f"/api/v1/groups/{SAVERS}")

    assert answer.json["total"] == "390.00"
    assert {row["fund"]: row["total"] for row in answer.json["funds"]} == {
        "savings": "300.00", "social": "30.00", "investment": "60.00"}
    assert "Siti" not in json.dumps(answer.json)
