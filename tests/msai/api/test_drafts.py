"""The sheet that is still being written: saved at each touch, shared by phones, never overwritten unseen."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.db import Database
from msai.models.meetings import SheetDraft
from tests.msai.cast import MISSING, NOW, OTHER_GROUP, Clock, sign_in
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, put, sheet
from tests.msai.test_statement_budgets import counted

HEADERS = {"X-Requested-With": "msai", "Content-Type": "application/json"}
STATE = {"date": "2026-10-25", "lines": {"3": {"savings": "50.00"}}}


def address(meeting_id: UUID = MEETING, book_id: UUID = SAVERS) -> str:
    """Where the draft of a meeting is kept."""
    return f"/api/v1/groups/{book_id}/meetings/{meeting_id}/draft"


def save(client: FlaskClient, version: int, state: Any = STATE, *, to: str = address()) -> TestResponse:
    """Save a draft as a phone does."""
    return client.put(to, data=json.dumps({"version": version, "state": state}), headers=HEADERS)


def test_a_draft_comes_back_as_it_was_saved(lorna: FlaskClient) -> None:
    """The browser was closed in the middle of the roll call."""
    saved = save(lorna, 0)
    kept = lorna.get(address())

    assert (saved.status_code, saved.json) == (200, {"version": 1, "saved_at": NOW})
    assert kept.json == {
        "version": 1, "state": STATE, "saved_at": NOW, "saved_by": "Lorna", "device": ""}


def test_what_a_draft_says_is_sealed(lorna: FlaskClient, database: Database) -> None:
    """Whoever takes the disk reads no amounts and no names."""
    save(lorna, 0, {"note": "Siti is ill"})

    with database.read() as session:
        kept = session.get_one(SheetDraft, (SAVERS, MEETING))
    assert b"Siti" not in kept.body_sealed


def test_each_saving_is_the_next_version(lorna: FlaskClient, clock: Clock) -> None:
    """The phone knows what stands, and says so."""
    save(lorna, 0)
    clock.pass_ms(300)
    second = save(lorna, 1, {"date": "2026-10-25"})

    assert second.json == {"version": 2, "saved_at": NOW + 300}
    assert lorna.get(address()).json["state"] == {"date": "2026-10-25"}


def test_a_saving_whose_answer_was_lost_is_the_same_version(lorna: FlaskClient) -> None:
    """The signal went just then; the phone tries again and is not told of a stranger."""
    first, again = save(lorna, 0), save(lorna, 0)

    assert again.data == first.data


def test_two_phones_are_shown_to_each_other(lorna: FlaskClient) -> None:
    """The second phone typed over an older version: both stand side by side, nothing is lost."""
    save(lorna, 0)
    save(lorna, 1, {"lines": {"3": "55.00"}})
    late = save(lorna, 1, {"lines": {"3": "60.00"}})

    assert (late.status_code, late.json["code"]) == (409, "draft_conflict")
    assert late.json["draft"] == {
        "version": 2, "state": {"lines": {"3": "55.00"}}, "saved_at": NOW, "saved_by": "Lorna", "device": ""}
    assert lorna.get(address()).json["version"] == 2


def test_of_two_savings_in_the_same_moment_one_stands(app: Flask, lorna: FlaskClient) -> None:
    """Both thumbs press at once; one of the two is told."""
    phones = [app.test_client() for _ in range(4)]
    for phone in phones:
        sign_in(phone, "lorna")
    save(lorna, 0)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda i: save(phones[i], 1, {"typed": i}), range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    winner = next(i for i, answer in enumerate(answers) if answer.status_code == 200)
    assert lorna.get(address()).json["state"] == {"typed": winner}
    told = [answer.json["draft"] for answer in answers if answer.status_code == 409]
    assert [draft["state"] for draft in told] == [{"typed": winner}] * 3


def test_two_new_drafts_in_the_same_moment_are_one(app: Flask, lorna: FlaskClient) -> None:
    """Two phones open the meeting together."""
    phones = [app.test_client() for _ in range(2)]
    for phone in phones:
        sign_in(phone, "lorna")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda i: save(phones[i], 0, {"typed": i}), range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_a_draft_goes_when_the_meeting_closes(lorna: FlaskClient, database: Database) -> None:
    """What counts from now on is the sheet; an old phone is told that the meeting is over."""
    save(lorna, 0)
    assert put(lorna, sheet()).status_code == 200

    assert lorna.get(address()).status_code == 404
    assert (save(lorna, 1).status_code, save(lorna, 1).json["code"]) == (409, "meeting_closed")
    with database.read() as session:
        assert session.get(SheetDraft, (SAVERS, MEETING)) is None


def test_a_held_sheet_keeps_its_draft(lorna: FlaskClient) -> None:
    """She still has to mend it, and the screen goes on where it was."""
    save(lorna, 0)
    put(lorna, sheet(cash_counted="389.00"))

    assert lorna.get(address()).json["state"] == STATE


def test_a_draft_can_be_thrown_away(lorna: FlaskClient) -> None:
    """A meeting that was opened by mistake; only the version she saw goes."""
    save(lorna, 0)
    save(lorna, 1, {})
    other = lorna.delete(f"{address()}?version=1", headers=HEADERS)
    gone = lorna.delete(f"{address()}?version=2", headers=HEADERS)

    assert (other.status_code, other.json["draft"]["version"]) == (409, 2)
    assert (gone.status_code, gone.data, lorna.get(address()).status_code) == (204, b"", 404)
    assert lorna.delete(address(), headers=HEADERS).status_code == 404


def test_a_draft_that_was_thrown_away_is_told_to_the_other_phone(lorna: FlaskClient) -> None:
    """She still has it on hers, and may save it anew."""
    save(lorna, 0)
    lorna.delete(address(), headers=HEADERS)
    late = save(lorna, 1, {"mine": True})

    assert (late.status_code, late.json["draft"]["version"], late.json["draft"]["state"]) == (409, 0, None)
    assert save(lorna, 0, {"mine": True}).status_code == 200


@pytest.mark.one_kind
@pytest.mark.parametrize(("body", "status", "code", "path"), [
    (b"{", 400, "bad_request", ""), (b"NaN", 400, "bad_request", ""), (b"\xff", 400, "bad_request", ""),
    (b'{"version": 0, "state": {"a": Infinity}}', 400, "bad_request", ""),
    (b"[]", 422, "not_an_object", ""), (b'{"version": 0}', 422, "missing_field", "state"),
    (b'{"version": 0, "state": [], "x": 1}', 422, "unknown_field", "x"),
    (b'{"version": 0, "state": []}', 422, "not_an_object", "state"),
    (b'{"version": true, "state": {}}', 422, "not_a_whole_number", "version"),
    (b'{"version": -1, "state": {}}', 422, "not_a_whole_number", "version"),
    (b'{"version": 0, "state": {}, "device": 7}', 422, "not_text", "device"),
    (b'{"version": 0, "state": {"a": ' + b"[" * 40 + b"]" * 40 + b"}}", 422, "draft_too_deep", ""),
    (b'{"version": 0, "state": {"a": "' + b"a" * 262_144 + b'"}}', 413, "draft_too_large", ""),
])
def test_what_is_no_draft_is_told_so(
    lorna: FlaskClient, body: bytes, status: int, *, code: str, path: str,
) -> None:
    """A damaged or monstrous draft is refused with a reason, and nothing is kept."""
    answer = lorna.put(address(), data=body, headers=HEADERS)

    assert (answer.status_code, answer.json["code"], answer.json["path"]) == (status, code, path)
    assert lorna.get(address()).status_code == 404


def test_half_a_sign_is_kept_as_it_came(lorna: FlaskClient) -> None:
    """A phone that cuts an emoji in two must still be able to save."""
    body = b'{"version": 0, "state": {"note": "\\ud83d"}}'

    assert lorna.put(address(), data=body, headers=HEADERS).status_code == 200
    assert b"\\ud83d" in lorna.get(address()).data


@pytest.mark.parametrize(("name", "book_id", "status"), [
    ("rajesh", SAVERS, 404), ("lorna", MISSING, 404), ("lorna", OTHER_GROUP, 404), ("siti", SAVERS, 403),
    ("amina", SAVERS, 403), ("nina", SAVERS, 404), (None, SAVERS, 401),
])
def test_only_the_treasurer_has_drafts(
    app: Flask, lorna: FlaskClient, name: str | None, book_id: UUID, status: int,
) -> None:
    """Half a meeting tells a lot about people; it is nobody else's to read, change or throw away."""
    save(lorna, 0)
    client = app.test_client()
    if name:
        sign_in(client, name)
    place = address(book_id=book_id)
    answers = [client.get(place), save(client, 1, to=place), client.delete(place, headers=HEADERS)]

    assert [answer.status_code for answer in answers] == [status] * 3
    assert lorna.get(address()).json["version"] == 1


def test_each_meeting_has_a_draft_of_its_own(lorna: FlaskClient) -> None:
    """Last week's is still waiting for its count."""
    save(lorna, 0)

    assert lorna.get(address(OTHER_MEETING)).status_code == 404
    assert save(lorna, 0, {}, to=address(OTHER_MEETING)).json["version"] == 1


def test_saving_a_draft_is_cheap(app: Flask, lorna: FlaskClient) -> None:
    """It happens at each touch of a screen, on a server that forty groups share."""
    save(lorna, 0)
    with counted(app.extensions["database"].engine) as said:
        assert save(lorna, 1, {"date": "2026-10-25"}).status_code == 200

    assert len(said) <= 10, "\n".join(said)


def test_the_list_of_meetings_leads_back_to_a_draft(lorna: FlaskClient) -> None:
    """She looks for the meeting she began."""
    save(lorna, 0)
    begun = lorna.get(f"/groups/{SAVERS}/meetings").text
    put(lorna, sheet())

    assert "Go on with the meeting of" in begun
    assert f"/meetings/{MEETING}/" in begun
    assert "Go on with the meeting of" not in lorna.get(f"/groups/{SAVERS}/meetings").text
