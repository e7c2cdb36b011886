"""The page behind the square on a receipt: enough for whoever holds the paper, nothing for anybody else."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from ledgers import tables as t
from msai.db import Database
from msai.models.groups import Meeting
from tests.msai.cast import MISSING, OTHER_GROUP
from tests.msai.sunday import LAST_SUNDAY, MEETING, NAMES, OTHER_MEETING, SAVERS, put, sheet


@pytest.fixture
def code(lorna: FlaskClient) -> str:
    """The code of the receipt Lorna was given."""
    assert put(lorna, sheet()).status_code == 200
    return printed_code(lorna, MEETING)


def printed_code(client: FlaskClient, meeting_id: UUID) -> str:
    """The code under the square of a printed record."""
    page = client.get(f"/groups/{SAVERS}/meetings/{meeting_id}/print").text
    found = re.search(r"/check/[0-9a-f-]+/([2-9A-Z]{4}-[2-9A-Z]{4})\"", page)
    assert found
    return found[1]


def answer(app: Flask, code: str, book_id: UUID = SAVERS) -> tuple[int, str]:
    """What somebody is told who is not signed in."""
    page = app.test_client().get(f"/check/{book_id}/{code}")
    return page.status_code, re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2])


def test_the_last_receipt_is_known_without_signing_in(app: Flask, code: str) -> None:
    """Number, day, that it agrees and is the last; capitals and hyphens do not matter."""
    for written in (code, code.lower(), code.replace("-", "")):
        status, words = answer(app, written)
        assert status == 200
        assert "meeting 1" in words
        assert "Sunday 25 October 2026" in words
        assert "the last one" in words


def test_it_names_nobody_and_no_amount(app: Flask, code: str) -> None:
    """Paper is lost; what it opens must not tell of anybody."""
    page = app.test_client().get(f"/check/{SAVERS}/{code}").text

    assert not [word for word in ("Sunday Savers", "HK$", "390", "300", *NAMES) if word in page]


def test_an_earlier_receipt_says_how_many_came_after(app: Flask, lorna: FlaskClient) -> None:
    """An old paper is a true paper."""
    opening = {"box/savings": "300.00", "box/social": "30.00", "box/investment": "60.00"}
    sheets = {MEETING: sheet(date=LAST_SUNDAY.isoformat()),
              OTHER_MEETING: sheet(number=2, opening=opening, cash_counted="780.00")}
    assert [put(lorna, told, meeting).status_code for meeting, told in sheets.items()] == [200, 200]

    assert "1 meeting was closed after it" in answer(app, printed_code(lorna, MEETING))[1]
    assert "the last one" in answer(app, printed_code(lorna, OTHER_MEETING))[1]


def test_what_is_not_known_answers_alike_wherever_it_is_asked(app: Flask, code: str) -> None:
    """A wrong code, a book that is another's and one that does not exist cannot be told apart."""
    answers = {answer(app, "AAAA-AAAA", book) for book in (SAVERS, OTHER_GROUP, MISSING, UUID(int=7))}

    assert {status for status, _words in answers} == {404}
    assert len(answers) == 1


def test_a_receipt_of_another_book_is_not_known(app: Flask, code: str) -> None:
    """A code is one of its own book."""
    assert answer(app, code, OTHER_GROUP)[0] == 404


def test_a_book_that_differs_from_its_receipt_says_so(app: Flask, code: str, database: Database) -> None:
    """The entry the receipt stands on must still be the one it was."""
    with database.write() as session:
        session.execute(update(Meeting).where(Meeting.book_id == SAVERS).values(last_seq=t.entry.c.seq - 1)
                        .where(t.entry.c.book_id == SAVERS, t.entry.c.seq == Meeting.last_seq))

    status, words = answer(app, code)
    assert status == 200
    assert "differs" in words


def test_a_code_is_typed_under_the_statements(lorna: FlaskClient, code: str) -> None:
    """For those without a camera."""
    page = lorna.get(f"/groups/{SAVERS}/check?code={code.lower()}", follow_redirects=True)

    assert "This receipt is in the book" in page.text
    assert lorna.get(f"/groups/{SAVERS}/check", follow_redirects=True).status_code == 404
