"""Monthly reports and their plans: their steps can be taken back with rows in them, and be taken again."""

from datetime import date
from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.enterprises import Document
from msai.models.reporting import MonthDraft, MonthPlan, MonthReport
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("month_report", "month_take_back", "month_draft", "month_file", "month_plan", "document")
MONTH, PAPER = date(2026, 1, 1), UUID(int=7)


def count(engine: Engine, book_id: UUID) -> list[int]:
    """The rows of each table."""
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).where(metadata.tables[name].c.book_id == book_id)) or 0
                for name in TABLES]


def test_reports_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was told month by month, and none of the books."""
    book_id = read_a_year_into(owner_engine).group_id
    with db.Database(owner_engine).write() as session:
        of, sealed = {"book_id": book_id}, b"sealed"
        session.execute(insert(Document).values(
            **of, document_id=PAPER, kind="monthly_report", identity="2026-01 #1", dated_on=MONTH, body="{}",
            body_hash=bytes(32), received_at=1, received_from=book_id))
        session.execute(insert(MonthReport).values(
            **of, report_id=PAPER, month=MONTH, version_no=1, reported_on=MONTH, is_entered=False,
            body_sealed=sealed, body_hash=bytes(32), sent_by=book_id, sent_at=1))
        session.execute(insert(MonthDraft).values(
            **of, month=MONTH, report_id=PAPER, version=1, body_sealed=sealed, saved_by=book_id, saved_at=1))
        session.execute(insert(MonthPlan).values(
            **of, plan_id=PAPER, month=MONTH, sales_minor=1, planned_by=book_id, planned_at=1))
    before = count(owner_engine, book_id)
    schema.downgrade(owner_engine, "0024")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    assert before[:5] == [1, 0, 1, 0, 1]
    assert count(owner_engine, book_id) == [0, 0, 0, 0, 0, before[5]]
