"""The step that brings comparisons with the bank can be taken back with rows in it, and be taken again."""

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.groups import TenderRow
from msai.models.reconciliation import Reconciliation, ReconciliationItem
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("reconciliation", "reconciliation_item", "tender")


def test_comparisons_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was compared and nothing else."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        tenders = session.scalars(select(TenderRow.tender_id).where(TenderRow.book_id == book_id)).all()
        session.execute(insert(Reconciliation).values(
            book_id=book_id, reconciliation_id=book_id, tender_id=tenders[0], month=202509, version=1,
            seen_minor=5, book_minor=4, drawn_seq=1, recorded_at=1, recorded_by=book_id))
        session.execute(insert(ReconciliationItem).values(
            book_id=book_id, reconciliation_id=book_id, item_no=1, kind="more_shown", amount_minor=1))
    schema.downgrade(owner_engine, "0008")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(
            select(func.count()).where(metadata.tables[name].c.book_id == book_id)) for name in TABLES]
    assert counts == [0, 0, len(tenders)]
