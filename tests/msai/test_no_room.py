"""A disk that is full in the middle of a Sunday: nothing is half in the book, and people are told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from ledgers.tables import entry
from msai.db import Database
from msai.db.full import is_disk_full
from msai.models.groups import Sheet as SheetRow
from tests.msai.cast import Cast, sign_in
from tests.msai.sunday import SAVERS, form_of, open_savers, put, sheet


@pytest.fixture
def lorna(app: Flask, cast: Cast, database: Database) -> FlaskClient:
    """The treasurer, on whose Sunday it happens."""
    with database.write() as session:
        open_savers(session, cast, 40)
    client = app.test_client()
    sign_in(client, "lorna")
    return client


@pytest.fixture
def full(app: Flask, lorna: FlaskClient) -> None:
    """From now on the file may not grow by a single page; the database itself says so."""
    engine = app.extensions["database"].engine
    if engine.dialect.name != "sqlite":
        pytest.skip("a file's pages are counted by SQLite")
    engine.dispose()

    @event.listens_for(engine, "connect")
    def connect(dbapi, _record) -> None:
        dbapi.execute(f"pragma max_page_count={dbapi.execute('pragma page_count').fetchone()[0]}")


def kept(database: Database) -> tuple[int, int]:
    """How many entries and sheets the book has."""
    with database.read() as session:
        entries = select(func.count()).select_from(entry).where(entry.c.book_id == SAVERS)
        sheets = select(func.count()).select_from(SheetRow).where(SheetRow.book_id == SAVERS)
        return session.scalar(entries) or 0, session.scalar(sheets) or 0


def test_a_phone_is_told_and_keeps_its_sheet(lorna: FlaskClient, full: None, database: Database) -> None:
    """A code it can tell from others, and nothing half in the book."""
    answer = put(lorna, sheet(40))

    assert (answer.status_code, answer.json["code"]) == (507, "no_room")
    assert kept(database) == (0, 0)


def test_a_person_reads_what_to_do(lorna: FlaskClient, full: None, database: Database) -> None:
    """The page says that nothing was changed."""
    page = lorna.get(f"/groups/{SAVERS}/meetings/new")
    address = re.search(r'action="(/groups/[^"]+/meetings/[0-9a-f-]{36})"', page.text)
    answer = lorna.post(address[1], data={**form_of(page), "cash_counted": "2200"})

    assert answer.status_code == 507
    assert "no room left" in answer.text
    assert kept(database) == (0, 0)


@pytest.mark.parametrize(("code", "is_full"), [("53100", True), ("22012", False)])
def test_the_word_of_postgresql_is_known_too(database: Database, code: str, is_full: bool) -> None:
    """Its class of errors for a full disk, and no other."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("said by PostgreSQL")
    with pytest.raises(DBAPIError) as found, database.write() as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))

    assert is_disk_full(found.value) is is_full
