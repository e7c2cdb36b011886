"""The step that brings share-outs can be taken back with rows in it, and be taken again."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.governance import Approval
from msai.models.share_out import KeptBackStep, ShareOutRow
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

TABLES = ("share_out", "kept_back_step", "approval")


def test_share_outs_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was decided at share-outs and nothing else."""
    book_id = read_a_year_into(owner_engine).group_id
    same: dict[str, Any] = {
        "book_id": book_id, "share_out_id": book_id, "approval_id": book_id, "asked_by": book_id,
        "asked_at": 1}
    with db.Database(owner_engine).write() as session:
        session.execute(insert(Approval).values(**_approval(book_id)))
        session.execute(insert(ShareOutRow).values(
            **same, cycle_no=1, ended_on=date(2026, 1, 4), decisions_sealed=b"sealed"))
        session.execute(insert(KeptBackStep).values(**same, step_id=book_id, kind="shared", amount_minor=5))
    schema.downgrade(owner_engine, "0010")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        counts = [connection.scalar(
            select(func.count()).where(metadata.tables[name].c.book_id == book_id)) for name in TABLES]
    assert counts == [0, 0, 1]


def _approval(book_id: UUID) -> dict[str, Any]:
    return {"book_id": book_id, "approval_id": book_id, "action": "cycle_close", "subject": "cycle:1",
            "shown_digest": bytes(32), "open_key": bytes(32), "maker_id": book_id, "state": "pending",
            "requested_at": 1, "expires_at": 2}
