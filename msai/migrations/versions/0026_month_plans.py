"""What an enterprise means to sell in a month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the table; on SQLite, triggers keep what was planned as it was planned."""
    op.create_table(
        "month_plan",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sales_minor", sa.BigInteger(), nullable=False),
        sa.Column("planned_by", Id(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("sales_minor > 0", name=op.f("ck_month_plan_sales_positive")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_month_plan_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "plan_id", name=op.f("pk_month_plan")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(op.f("ix_month_plan_book_id_month"), "month_plan", ["book_id", "month"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER month_plan_no_{verb} BEFORE {verb} ON month_plan "
                "BEGIN SELECT RAISE(ABORT, 'append_only: month_plan'); END"
            )


def downgrade() -> None:
    """Take it away again; reports and books are not touched."""
    op.drop_table("month_plan")
