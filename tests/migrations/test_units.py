"""The step that brings decisions about units can be taken back with rows in it, and be taken again."""

from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from ledgers.books import add_note
from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.governance import Approval
from msai.models.units import UnitAct, UnitDealing
from msai.sealing import DataKey, make_note
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("unit_act", "unit_dealing")


def decide_a_value(session: Session, book_id: UUID) -> None:
    """One valuation, with the request it came of."""
    add_note(session, book_id, make_note(DataKey(AESGCM(bytes(32))), book_id, "It grew."))
    session.execute(insert(Approval).values(
        book_id=book_id, approval_id=book_id, action="units_decide", subject="units", state="pending",
        shown_digest=bytes(32), open_key=bytes(32), maker_id=book_id, requested_at=1, expires_at=2))
    session.execute(insert(UnitAct).values(
        book_id=book_id, act_id=book_id, kind="dealing", fund="investment", wanted="{}", note_id=book_id,
        approval_id=book_id, asked_by=book_id, asked_at=1))
    session.execute(insert(UnitDealing).values(
        book_id=book_id, act_id=book_id, fund="investment", decided_on=date(2025, 9, 1), decided_at=1,
        valued_on=date(2025, 8, 1), valued_minor=5, book_minor=4, until=date(2026, 2, 1)))


def test_decisions_about_units_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was decided and not a single entry."""
    book_id = read_a_year_into(owner_engine).group_id
    entry = metadata.tables["entry"]
    count = select(func.count()).where(entry.c.book_id == book_id)
    with db.Database(owner_engine).write() as session:
        decide_a_value(session, book_id)
        entries = session.scalar(count)
    schema.downgrade(owner_engine, "0012")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(
            select(func.count()).where(metadata.tables[name].c.book_id == book_id)) for name in TABLES]
        assert [*counts, connection.scalar(count)] == [0, 0, entries]
