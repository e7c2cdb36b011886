"""A member says on her own phone whether the meeting was so; the record shows it to the group."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from msai.db import Database
from msai.models.groups import Meeting
from msai.models.meetings import WitnessWord
from tests.msai.cast import NOW, Clock, sign_in
from tests.msai.pages.test_the_form import NEW
from tests.msai.sunday import MEETING, OTHER_MEETING, SAVERS, put, sheet

PAGE = f"/groups/{SAVERS}/meetings/{MEETING}/witness"
RECORD = f"/groups/{SAVERS}/meetings/{MEETING}"


def browser(app: Flask, name: str) -> FlaskClient:
    """Somebody's own phone, signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client


def say(client: FlaskClient, says: str, words: str = "", seen: str | None = None) -> int:
    """Press one of the two buttons; answers the status."""
    page = client.get(PAGE).text
    tokens = {name: (re.findall(rf'name="{name}" value="([^"]+)"', page) or ["00"])[-1]
              for name in ("csrf_token", "seen")}
    data = tokens | {"says": says, "words": words} | ({"seen": seen} if seen else {})
    return client.post(PAGE, data=data).status_code


def state(database: Database) -> tuple[str, int]:
    """What the meeting says of its witnesses, and how many words are kept."""
    with database.read() as session:
        meeting = session.get_one(Meeting, (SAVERS, MEETING))
        words = session.scalars(select(WitnessWord).where(WitnessWord.book_id == SAVERS)).all()
        return meeting.witnessed, len(words)


@pytest.fixture
def siti(app: Flask, lorna: FlaskClient) -> FlaskClient:
    """Siti's phone, after a meeting she was at."""
    put(lorna, sheet(notes=["The key is with Maya."], decisions=["Rice for the farm"],
                     cash_count={"20": 19, "10": 1}))
    return browser(app, "siti")


def test_she_sees_totals_and_nobodys_savings(siti: FlaskClient) -> None:
    """What she says has to be about what everybody could see."""
    page = siti.get(PAGE).text

    assert "390.00" in page
    assert re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", page)
    assert not any(name in page for name in ("Reyes", "Yusuf", "Nongnuch", "50.00"))


@pytest.mark.parametrize(("says", "now", "chip", "spread"), [
    ("agrees", "witnessed", "Witnessed by", "Another member witnessed it."),
    ("disputes", "disputed", "Disputed by", "A member does not agree with it.")])
def test_her_word_stands_on_the_record(
    siti: FlaskClient, lorna: FlaskClient, database: Database, says: str, *, now: str, chip: str, spread: str,
) -> None:
    """The treasurer opens the record and reads it."""
    status = say(siti, says, "I saw the count.")
    record = lorna.get(RECORD).text

    assert (status, state(database)) == (303, (now, 1))
    assert chip in record
    assert spread in summary_of(record)
    assert "I saw the count." in record
    assert "On her own phone" in record


def test_the_page_of_the_group_leads_her_there(siti: FlaskClient, lorna: FlaskClient) -> None:
    """A member taps the Sunday; an officer's tap opens the whole record."""
    assert f'href="{PAGE}"' in siti.get(f"/groups/{SAVERS}").text
    assert f'href="{PAGE}"' not in lorna.get(f"/groups/{SAVERS}").text


def test_she_may_think_again(siti: FlaskClient, database: Database, clock: Clock) -> None:
    """Both words stay; the newest counts."""
    say(siti, "disputes")
    clock.pass_ms(60_000)
    say(siti, "agrees")

    assert state(database) == ("witnessed", 2)


def test_one_who_disputes_is_enough(app: Flask, siti: FlaskClient, database: Database, clock: Clock) -> None:
    """The second officer agrees, and the meeting is disputed all the same."""
    say(siti, "disputes")
    clock.pass_ms(60_000)
    say(browser(app, "amina"), "agrees")

    assert state(database) == ("disputed", 2)


def test_whoever_records_is_no_witness(siti: FlaskClient, lorna: FlaskClient, database: Database) -> None:
    """Neither by the button, which is not there, nor by sending its form."""
    page = lorna.get(PAGE).text

    assert "cannot be its witness" in page
    assert 'name="says"' not in page
    assert say(lorna, "agrees") == 422
    assert state(database) == ("unwitnessed", 0)


def test_who_was_not_there_is_no_witness(app: Flask, lorna: FlaskClient, database: Database) -> None:
    """Siti was represented: somebody else saw it for her."""
    roll = {str(number): "represented" if number == 3 else "present" for number in range(1, 7)}
    put(lorna, sheet(attendance=roll, represented_by={"3": 2}))
    siti = browser(app, "siti")

    assert "at the meeting herself" in siti.get(PAGE).text
    assert say(siti, "agrees") == 422
    assert state(database) == ("unwitnessed", 0)


@pytest.mark.parametrize(("says", "words", "seen", "status"), [
    ("perhaps", "", None, 422), ("agrees", "a\u202eb", None, 422), ("agrees", "", "00" * 32, 409),
    ("agrees", "", "zz", 404)])
def test_a_word_that_is_none_is_not_kept(
    siti: FlaskClient, database: Database, says: str, *, words: str, seen: str | None, status: int,
) -> None:
    """No third answer, no hidden signs, and not about another record."""
    assert say(siti, says, words, seen) == status
    assert state(database) == ("unwitnessed", 0)


@pytest.mark.parametrize(("name", "status"), [("rajesh", 404), ("tess", 404), (None, 302)])
def test_strangers_witness_nothing(app: Flask, siti: FlaskClient, name: str | None, status: int) -> None:
    """Another group's treasurer and the facilitator were not in the room."""
    client = browser(app, name) if name else app.test_client()

    assert client.get(PAGE).status_code == status


def test_a_meeting_that_is_still_written_says_so(app: Flask, lorna: FlaskClient) -> None:
    """She was handed the address too early; of a meeting that does not exist she learns nothing."""
    lorna.put(f"/api/v1{RECORD}/draft", json={"version": 0, "state": {}},
              headers={"X-Requested-With": "msai"})
    siti = browser(app, "siti")

    assert "not closed yet" in siti.get(PAGE).text
    assert siti.get(PAGE.replace(str(MEETING), str(OTHER_MEETING))).status_code == 404


def test_the_record_says_everything_else_too(siti: FlaskClient, lorna: FlaskClient) -> None:
    """What was noted and decided, the pieces, and when the meeting was closed by the clock in Hong Kong."""
    record = lorna.get(RECORD).text

    for words in ("The key is with Maya.", "Rice for the farm", "19 ×", "Closed on", "15:33"):
        assert words in record, words
    assert NOW == 1_793_000_000_000


def test_the_record_on_paper_says_it_too(siti: FlaskClient, lorna: FlaskClient) -> None:
    """What hangs on the wall of the room names its witness and what was decided."""
    say(siti, "disputes", "One note was missing.")
    paper = lorna.get(f"{RECORD}/print").text

    for words in ("Rice for the farm", "The key is with Maya.", "One note was missing.", "Disputed by"):
        assert words in paper, words


def summary_of(record: str) -> str:
    """The words that the record offers to send around."""
    found = re.search(r'<textarea id="summary"[^>]*>(.*?)</textarea>', record, re.S)
    assert found is not None
    return found[1]


def test_the_summary_can_be_shared(siti: FlaskClient, lorna: FlaskClient) -> None:
    """Totals and the receipt go to the group's chat; nobody's savings do."""
    record = lorna.get(RECORD).text
    text = summary_of(record)
    code = re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", record)[0]

    assert "https://wa.me/?text=Sunday%20Savers" in record
    assert "sms:?body=Sunday%20Savers" in record
    assert code in text
    assert "390.00" in text
    assert not any(name in text for name in ("Siti", "Lorna", "Maya", "50.00"))


def test_a_new_form_is_not_shared(lorna: FlaskClient) -> None:
    """There is nothing to send before a meeting is closed."""
    assert "wa.me" not in lorna.get(NEW).text
