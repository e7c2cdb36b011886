"""Late entries that a member shall not have to pay: which, why, and who asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "entry_waiver",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("waiver_id", Id(), nullable=False),
        sa.Column("late_entry_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_entry_waiver_amount_positive")),
        *(_to(name) for name in ("late_entry", "member", "note", "approval")),
        sa.PrimaryKeyConstraint("book_id", "waiver_id", name=op.f("pk_entry_waiver")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_entry_waiver_book_id_late_entry_id"), "entry_waiver", ["book_id", "late_entry_id"])


def downgrade() -> None:
    """Take it away again; what was let go stays let go."""
    op.drop_table("entry_waiver")


def _to(table: str) -> sa.ForeignKeyConstraint:
    column = f"{table}_id"
    return sa.ForeignKeyConstraint(
        ["book_id", column], [f"{table}.book_id", f"{table}.{column}"],
        name=op.f(f"fk_entry_waiver_book_id_{column}_{table}"))
