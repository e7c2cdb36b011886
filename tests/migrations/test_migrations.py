"""A deployment moves from one schema to the next with its books in it, and can go back."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DatabaseError

from ledgers.books import SealedNote, add_note
from ledgers.checkpoints import SigningKey
from ledgers.tables import APPEND_ONLY
from msai.cli import read_in
from msai.db import Database, schema
from msai.sealing import Vault
from msai.services.history import ImportDone
from tests.services import postgres

HISTORY = Path(__file__).parent.parent / "histories" / "korea" / "history.jsonl"


def read_a_year_into(engine: Engine) -> ImportDone:
    """Import the recorded year of the Korean group."""
    database = Database(engine, vault=Vault(b"v" * 32), signing_key=SigningKey.from_seed(b"s" * 32))
    return read_in(database, HISTORY.read_bytes(), quiet=True)


def test_the_migrations_make_what_the_code_declares(owner_engine: Engine) -> None:
    """A table changed in the code alone would be missing in every deployment."""
    assert schema.check(owner_engine) == []


def test_every_step_down_and_up_again_works_with_rows(owner_engine: Engine) -> None:
    """A step that only works on empty tables fails on the one day it is needed."""
    first = read_a_year_into(owner_engine)
    schema.downgrade(owner_engine, "base")
    left = set(inspect(owner_engine).get_table_names()) - {"alembic_version"}

    schema.upgrade(owner_engine, app_role=postgres.APP)

    assert left == set()
    assert schema.check(owner_engine) == []
    assert read_a_year_into(owner_engine) == first


def a_note_in(engine: Engine, book_id: UUID) -> None:
    """Keep a note, which no history holds."""
    with Database(engine).write() as session:
        add_note(session, book_id, SealedNote(UUID(int=1), b"salt", b"sealed", bytes(32)))


def test_the_past_cannot_be_changed_by_the_application(database: Database) -> None:
    """SQLite refuses by trigger, PostgreSQL by privilege; the books never ask for it."""
    a_note_in(database.engine, read_a_year_into(database.engine).group_id)

    for table in APPEND_ONLY:
        column = next(iter(table.primary_key.columns)).name
        for verb in (f"UPDATE {table.name} SET {column} = {column}", f"DELETE FROM {table.name}"):
            with pytest.raises(DatabaseError, match="append_only|denied"), database.write() as session:
                session.connection().exec_driver_sql(verb)
