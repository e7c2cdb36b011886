"""The step that brings charges let go can be taken back with rows in it, and be taken again."""

from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from ledgers import tables as t
from ledgers.books import SealedNote, add_note
from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.governance import Approval, Waiver
from msai.models.groups import Member
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("waiver", "posting")


def test_charges_let_go_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses who asked and why; the book keeps what was posted."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        add_note(session, book_id, SealedNote(UUID(int=1), b"salt", b"sealed", bytes(32)))
        session.execute(insert(Approval).values(
            book_id=book_id, approval_id=book_id, action="dues_waive", subject="x", shown_digest=bytes(32),
            open_key=bytes(32), maker_id=book_id, state="pending", requested_at=1, expires_at=2))
        session.execute(insert(Waiver).values(
            book_id=book_id, waiver_id=book_id, seq=1, line=1, amount_minor=5, note_id=UUID(int=1),
            member_id=session.scalar(select(Member.member_id).where(Member.book_id == book_id).limit(1)),
            approval_id=book_id, asked_by=book_id, asked_at=1))
        postings = session.scalar(
            select(func.count()).where(t.posting.c.book_id == book_id))
    schema.downgrade(owner_engine, "0014")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(
            select(func.count()).where(metadata.tables[name].c.book_id == book_id)) for name in TABLES]
    assert counts == [0, postings]
