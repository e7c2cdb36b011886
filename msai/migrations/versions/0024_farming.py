"""Activities, what a unit holds here, batches, their plans, and what happened to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0024"
down_revision = "0023"

_TABLES = ("activity", "unit_factor", "batch", "batch_plan", "batch_event")
_APPEND_ONLY = ("activity", "unit_factor", "batch_plan", "batch_event")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep what was said as it was said."""
    for make in (_make_activity, _make_unit_factor, _make_batch, _make_batch_plan, _make_batch_event):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first; the books are not touched."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_activity() -> None:
    op.create_table(
        "activity",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("activity_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("base", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("opened_by", Id(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "activity_id"], ["holder.book_id", "holder.holder"],
            name=op.f("fk_activity_book_id_activity_id_holder")),
        sa.PrimaryKeyConstraint("book_id", "activity_id", name=op.f("pk_activity")),
        info={"shard": "book", "append_only": True},
    )


def _make_unit_factor() -> None:
    op.create_table(
        "unit_factor",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("factor_id", Id(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=10), nullable=False),
        sa.Column("factor", sa.String(length=60), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("set_by", Id(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_unit_factor_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "factor_id", name=op.f("pk_unit_factor")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_unit_factor_book_id_unit_holds_from"), "unit_factor",
        ["book_id", "unit", "holds_from"])


def _make_batch() -> None:
    op.create_table(
        "batch",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("activity_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=True),
        sa.Column("area_unit", sa.String(length=40), nullable=True),
        sa.Column("area_factor", sa.String(length=60), nullable=True),
        sa.Column("area_m2", sa.String(length=60), nullable=True),
        sa.Column("opened_by", Id(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", Id(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(area IS NULL) = (area_m2 IS NULL)",
            name=op.f("ck_batch_area_whole")),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= opened_on",
            name=op.f("ck_batch_closed_after_opened")),
        sa.ForeignKeyConstraint(
            ["book_id", "activity_id"], ["activity.book_id", "activity.activity_id"],
            name=op.f("fk_batch_book_id_activity_id_activity")),
        sa.PrimaryKeyConstraint("book_id", "batch_id", name=op.f("pk_batch")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_batch_book_id_activity_id"), "batch",
        ["book_id", "activity_id"])


def _make_batch_plan() -> None:
    op.create_table(
        "batch_plan",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.String(length=60), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("factor", sa.String(length=60), nullable=True),
        sa.Column("base_quantity", sa.String(length=60), nullable=True),
        sa.Column("sales_minor", sa.BigInteger(), nullable=True),
        sa.Column("costs_minor", sa.BigInteger(), nullable=True),
        sa.Column("planned_by", Id(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(quantity IS NULL) = (base_quantity IS NULL)",
            name=op.f("ck_batch_plan_quantity_whole")),
        sa.ForeignKeyConstraint(
            ["book_id", "batch_id"], ["batch.book_id", "batch.batch_id"],
            name=op.f("fk_batch_plan_book_id_batch_id_batch")),
        sa.PrimaryKeyConstraint("book_id", "plan_id", name=op.f("pk_batch_plan")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_batch_plan_book_id_batch_id"), "batch_plan",
        ["book_id", "batch_id"])


def _make_batch_event() -> None:
    op.create_table(
        "batch_event",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("event_id", Id(), nullable=False),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("product", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("factor", sa.String(length=60), nullable=False),
        sa.Column("base", sa.String(length=10), nullable=False),
        sa.Column("base_quantity", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.String(length=60), nullable=True),
        sa.Column("weight_unit", sa.String(length=40), nullable=True),
        sa.Column("weight_factor", sa.String(length=60), nullable=True),
        sa.Column("weight_kg", sa.String(length=60), nullable=True),
        sa.Column("money_minor", sa.BigInteger(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proof_id", Id(), nullable=True),
        sa.Column("document_id", Id(), nullable=False),
        sa.Column("line_ref", sa.String(length=60), nullable=False),
        sa.Column("reverses", Id(), nullable=True),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "money_minor >= 0",
            name=op.f("ck_batch_event_money_not_negative")),
        sa.ForeignKeyConstraint(
            ["book_id", "batch_id"], ["batch.book_id", "batch.batch_id"],
            name=op.f("fk_batch_event_book_id_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["book_id", "reverses"], ["batch_event.book_id", "batch_event.event_id"],
            name=op.f("fk_batch_event_book_id_reverses_batch_event")),
        sa.PrimaryKeyConstraint("book_id", "event_id", name=op.f("pk_batch_event")),
        sa.UniqueConstraint(
            "book_id", "document_id", "line_ref",
            name=op.f("uq_batch_event_book_id_document_id_line_ref")),
        sa.UniqueConstraint(
            "book_id", "reverses",
            name=op.f("uq_batch_event_book_id_reverses")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_batch_event_book_id_batch_id_happened_on"), "batch_event",
        ["book_id", "batch_id", "happened_on"])
