"""The step that brings batches and their events can be taken back with rows in it, and be taken again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.farming import Activity, Batch, BatchEvent, BatchPlan, UnitFactor
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("activity", "unit_factor", "batch", "batch_plan", "batch_event", "holder")
DAY = date(2026, 1, 4)


def count(engine: Engine, book_id: UUID) -> list[int]:
    """The rows of each table."""
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).where(metadata.tables[name].c.book_id == book_id)) or 0
                for name in TABLES]


def test_batches_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was grown, and none of the books."""
    book_id = read_a_year_into(owner_engine).group_id
    of = {"book_id": book_id, "activity_id": book_id}
    event = {"book_id": book_id, "batch_id": book_id, "kind": "added", "product": "animals",
             "happened_on": DAY, "quantity": "3", "unit": "head", "factor": "1", "base": "head",
             "base_quantity": "3", "document_id": book_id, "recorded_by": book_id, "recorded_at": 1}
    with db.Database(owner_engine).write() as session:
        session.execute(insert(Activity).values(
            **of, kind="hogs", name="Hogs", base="head", unit="head", opened_by=book_id, opened_at=1))
        session.execute(insert(UnitFactor).values(
            book_id=book_id, factor_id=book_id, unit="maund", base="kg", factor="37.3", holds_from=DAY,
            set_by=book_id, set_at=1))
        session.execute(insert(Batch).values(
            **of, batch_id=book_id, name="Pen 1", opened_on=DAY, opened_by=book_id, opened_at=1))
        session.execute(insert(BatchPlan).values(
            book_id=book_id, plan_id=book_id, batch_id=book_id, planned_by=book_id, planned_at=1))
        session.execute(insert(BatchEvent).values(**event, event_id=book_id, line_ref="1"))
        session.execute(insert(BatchEvent).values(
            **event, event_id=UUID(int=9), line_ref="2", reverses=book_id))
    before = count(owner_engine, book_id)
    schema.downgrade(owner_engine, "0023")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    assert (before[:5], count(owner_engine, book_id)) == ([1, 1, 1, 1, 2], [0, 0, 0, 0, 0, before[5]])
