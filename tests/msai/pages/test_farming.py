"""A manager's way on a phone without scripts: an activity, a batch, three taps to an event, mending it."""

import io
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from msai.db import Database
from tests.msai.cast import Cast, form_token, sign_in
from tests.msai.corridor import HENS, back_hens
from tests.msai.test_statement_budgets import PAGE, counted

OF = f"/enterprises/{HENS}"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "dccc59e70000000049454e44ae426082")


@pytest.fixture
def rosa(app: Flask, savers: Cast, database: Database) -> FlaskClient:
    """Rosa's phone; her farm has an activity called layers by the history."""
    with database.write() as session:
        back_hens(session, savers)
    client = app.test_client()
    sign_in(client, "rosa")
    return client


def send(client: FlaskClient, path: str, **typed: Any) -> TestResponse:
    """Open a form and send it back with what was typed into it."""
    page = client.get(path)
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    chosen = {name: (re.search(r'value="([^"]*)" selected', part) or re.search(r'value="([^"]*)"', part))
              for name, part in re.findall(r'<select[^>]* name="(\w+)"(.*?)</select>', page.text, re.DOTALL)}
    offered = {name: found[1] for name, found in chosen.items() if found}
    return client.post(path, data={**hidden, **offered, "csrf_token": form_token(page), **typed})


def pen(client: FlaskClient, **typed: str) -> str:
    """A batch of hogs, and its address."""
    assert send(client, f"{OF}/activities/new", name="Hogs", kind="hogs").status_code == 303
    opened = send(client, f"{OF}/batches/new", on="2026-09-01", quantity="36", weight="720",
                  name="Pen 1", **typed)
    assert opened.status_code == 303, opened.text
    return opened.headers["Location"]


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_month_of_hogs_in_three_taps_each(rosa: FlaskClient) -> None:
    """The page says how many are left, what feed was understood as, and that a receipt is missing."""
    batch = pen(rosa)
    assert send(rosa, f"{OF}/units", unit="sack-feed-50", factor="48.5", on="2026-09-01").status_code == 303
    month: dict[str, dict[str, Any]] = {
        "died": {"quantity": "1", "unit": "head", "on": "2026-09-05", "words": "At night"},
        "sold": {"quantity": "24", "weight": "2136", "amount": "416,520.00", "on": "2026-10-20"},
        "input": {"product": "feed", "quantity": "46", "unit": "sack-feed-50", "on": "2026-10-01",
                  "proof": (io.BytesIO(PICTURE), "sack.png")},
    }
    for kind, typed in month.items():
        assert send(rosa, f"{batch}/record/{kind}", **typed).status_code == 303
    page = rosa.get(batch)
    told = words(page.text)

    assert "At start 0 Added 36 Died −1 Sold −24 Used 0 Left 11" in told
    assert "46 sacks = 2,231 kg" in told
    assert "No receipt yet" in told
    assert rosa.get(re.findall(r'href="([^"]+/photo)"', page.text)[0]).mimetype == "image/jpeg"
    assert "Last time: 24 heads on 20 October 2026" in words(rosa.get(f"{batch}/record/sold").text)


def refused() -> tuple[tuple[str, dict[str, Any], str], ...]:
    """What is typed, and a part of what is said about it."""
    return (
        ("died", {"quantity": "37", "on": "2026-10-01"}, "More animals would have died"),
        ("sold", {"quantity": "3", "unit": "kg", "on": "2026-10-01"}, "another kind of unit"),
        ("sold", {"quantity": "1.500", "on": "2026-10-01"}, "without a mark for thousands"),
        ("sold", {"quantity": "1", "on": "2027-10-01"}, "has not come yet"),
        ("sold", {"quantity": "1", "on": "2026-08-01"}, "The batch began on"),
        ("sold", {"quantity": "", "on": ""}, ""), ("lost", {"quantity": "1", "on": "2026-10-01"}, "Say why"),
        ("died", {"quantity": "1", "on": "2026-10-01", "proof": (io.BytesIO(b"a song"), "a.jpg")}, "picture"),
    )


def test_what_cannot_be_is_said_at_its_field(rosa: FlaskClient) -> None:
    """What was typed stays in the form, and nothing was recorded."""
    batch = pen(rosa)
    for kind, typed, sentence in refused():
        answer = send(rosa, f"{batch}/record/{kind}", **typed)

        assert (answer.status_code, sentence in words(answer.text)) == (422, True), (kind, typed)
        assert f'value="{typed["quantity"]}"' in answer.text

    assert "Left 36" in words(rosa.get(batch).text)


def test_a_count_a_taking_back_a_plan_and_the_end(rosa: FlaskClient) -> None:
    """Two are missing at the count; the sale was wrong; the plan stands beside what came of it."""
    batch = pen(rosa)
    send(rosa, f"{batch}/record/sold", quantity="34", unit="head", on="2026-10-01")
    send(rosa, f"{batch}/record/counted", quantity="0", unit="head", on="2026-10-02")
    assert "2 to explain" in words(rosa.get(batch).text)
    wrong = re.findall(r'href="([^"]+/take-back)"', rosa.get(batch).text)[-2]
    assert send(rosa, wrong, words="").status_code == 422
    assert send(rosa, wrong, words="It was 36").status_code == 303
    assert rosa.get(wrong).status_code == 404
    send(rosa, f"{batch}/record/sold", quantity="36", unit="head", on="2026-10-01")
    assert send(rosa, f"{batch}/plan", quantity="40", sales="1000", ends_on="").status_code == 303
    assert send(rosa, f"{batch}/plan", ends_on="2026-01-01").status_code == 422
    told = words(rosa.get(batch).text)
    token = form_token(rosa.get(batch))
    closed = rosa.post(f"{batch}/close", data={"csrf_token": token, "on": "2026-10-02"})

    assert "Adds up" in told
    assert "Taken back It was 36" in told
    assert "Sold 90% of plan 40 heads 36 heads" in told
    assert closed.status_code == 303
    assert "Closed on 2 October 2026" in words(rosa.get(f"{OF}/activities").text)
    assert send(rosa, f"{batch}/record/sold", quantity="1", unit="head", on="2026-10-02").status_code == 422


def test_rice_is_understood_at_once(rosa: FlaskClient) -> None:
    """Without a factor one is asked for it; with one the page says what three cavans are."""
    assert send(rosa, f"{OF}/activities/new", name="layers", kind="palay").status_code == 303
    assert "leave the area empty" in words(send(rosa, f"{OF}/batches/new", on="2026-06-01", area="0").text)
    opened = send(rosa, f"{OF}/batches/new", on="2026-06-01", area="1.2", area_unit="ha", name="")
    batch = opened.headers["Location"]
    asked = f"{batch}/understood?quantity=3&unit=cavan-50&on=2026-10-01"
    before = rosa.get(asked).text
    send(rosa, f"{OF}/units", unit="cavan-50", factor="48", on="2026-06-01")
    send(rosa, f"{batch}/record/harvest", product="palay", quantity="108", unit="cavan-50", on="2026-10-01")
    told = words(rosa.get(batch).text)

    assert "how much a unit of cavan holds here" in before
    assert rosa.get(asked).text == "3 cavan = 144 kg"
    assert "108 cavan = 5,184 kg" in told
    assert "Harvest of a hectare harvested / hectares 4,320 kg" in told


@pytest.mark.one_kind
def test_a_pen_is_emptied_into_another_before_it_closes(rosa: FlaskClient) -> None:
    """What is left leads to what can be done with it; no two open pens have one name."""
    first = pen(rosa)
    same = send(rosa, f"{OF}/batches/new", on="2026-09-10", name="pen 1")
    token = form_token(rosa.get(first))
    left = rosa.post(f"{first}/close", data={"csrf_token": token, "on": "2026-10-02"})
    alone = rosa.get(f"{first}/move").text
    second = send(rosa, f"{OF}/batches/new", on="2026-09-10", name="Pen 2").headers["Location"]
    into = second.rsplit("/", 1)[1]
    moved = send(rosa, f"{first}/move", into=into, quantity="36", unit="head", on="2026-10-01")
    told = words(rosa.get(second).text)

    assert (same.status_code, "An open batch is called pen 1" in words(same.text)) == (422, True)
    assert (left.status_code, left.text.count(f"{first}/move")) == (422, 2)
    assert "No other batch of this kind is open" in alone
    assert (moved.status_code, "Came from another batch: 36 heads" in told) == (303, True)
    assert "From: Pen 1" in told


@pytest.mark.one_kind
def test_a_unit_far_from_what_is_usual_is_asked_about(rosa: FlaskClient) -> None:
    """A cavan of 4,800 kg takes a tick, one of a million tonnes none; who said it stands beside it."""
    first = send(rosa, f"{OF}/units", unit="cavan-50", factor="4800", on="2026-06-01")
    absurd = send(rosa, f"{OF}/units", own_unit="heap", base="kg", factor="10000000", on="2026-06-01")
    sure = send(rosa, f"{OF}/units", unit="cavan-50", factor="4800", on="2026-06-01", sure="1")

    assert (first.status_code, "Usual is about 50" in words(first.text)) == (422, True)
    assert 'name="sure"' in first.text
    assert (absurd.status_code, "No unit holds so much" in words(absurd.text)) == (422, True)
    assert sure.status_code == 303
    assert "Said by Rosa" in words(rosa.get(f"{OF}/units").text)


def test_who_reads_and_who_records(app: Flask, rosa: FlaskClient) -> None:
    """Her second reads everything and records nothing; strangers find nothing."""
    batch = pen(rosa)
    ben, rajesh = app.test_client(), app.test_client()
    sign_in(ben, "ben")
    sign_in(rajesh, "rajesh")

    assert [ben.get(path).status_code for path in (f"{OF}/activities", batch, f"{OF}/units")] == [200] * 3
    shut = (f"{OF}/activities/new", f"{batch}/record/died")
    assert [ben.get(path).status_code for path in shut] == [403, 403]
    assert rajesh.get(batch).status_code == 404
    assert rosa.get(f"{OF}/batches/{UUID(int=9)}").status_code == 404


@pytest.mark.one_kind
def test_pages_ask_as_little_of_a_year_as_of_a_day(app: Flask, rosa: FlaskClient) -> None:
    """At most fifteen statements each, however much was recorded."""
    batch, found = pen(rosa), []
    for days in (2, 9):
        for day in range(1, days):
            send(rosa, f"{batch}/record/died", quantity="1", on=f"2026-09-{day + days:02}", words="At night")
        costs = []
        for page in (f"{OF}/activities", batch, f"{batch}/record/died", f"{OF}/units", f"{OF}/batches/new"):
            with counted(app.extensions["database"].engine) as said:
                assert rosa.get(page).status_code == 200
            costs.append(len(said))
        found.append(costs)

    assert found[0] == found[1]
    assert max(found[0]) <= PAGE
