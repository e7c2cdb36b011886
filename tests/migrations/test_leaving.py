"""The step that brings exits and entries can be taken back with rows in it, and be taken again."""

from datetime import date

from sqlalchemy import Engine, func, insert, select

from ledgers.books import SealedNote, add_note
from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.governance import Approval
from msai.models.groups import Member
from msai.models.leaving import EntryWaiver, LateEntry, MemberAbsence, Nominee
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("entry_waiver", "late_entry", "nominee", "member_absence", "member")
DAY = date(2026, 1, 4)


def test_who_came_and_went_goes_and_comes_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was agreed about leavers, and no member."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        members = session.scalars(select(Member.member_id).where(Member.book_id == book_id)).all()
        of_one = {"book_id": book_id, "member_id": members[0]}
        session.execute(insert(Nominee).values(
            **of_one, nominee_id=book_id, person_sealed=b"1", said_by=book_id, said_at=1))
        session.execute(insert(MemberAbsence).values(
            **of_one, left_on=DAY, came_back_on=DAY, recorded_by=book_id, recorded_at=1))
        session.execute(insert(LateEntry).values(
            **of_one, late_entry_id=book_id, policy="entry_fee", joined_on=DAY, bought=0, shares=0,
            savings_minor=0, fee_minor=5, recorded_by=book_id, recorded_at=1))
        add_note(session, book_id, SealedNote(book_id, b"salt", b"sealed", bytes(32)))
        session.execute(insert(Approval).values(
            book_id=book_id, approval_id=book_id, action="dues_waive", subject="x", shown_digest=bytes(32),
            open_key=bytes(32), maker_id=book_id, state="pending", requested_at=1, expires_at=2))
        session.execute(insert(EntryWaiver).values(
            **of_one, waiver_id=book_id, late_entry_id=book_id, amount_minor=5, note_id=book_id,
            approval_id=book_id, asked_by=book_id, asked_at=1))
    schema.downgrade(owner_engine, "0010")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(
            select(func.count()).where(metadata.tables[name].c.book_id == book_id)) for name in TABLES]
    assert counts == [0, 0, 0, 0, len(members)]
