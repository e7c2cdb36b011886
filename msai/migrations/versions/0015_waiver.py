"""Charges that two officers let go: which, how much, why, and the entry it became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "waiver",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("waiver_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_waiver_amount_positive")),
        _to("member_id", "member"),
        sa.ForeignKeyConstraint(
            ["book_id", "seq", "line"], ["posting.book_id", "posting.seq", "posting.line"],
            name=op.f("fk_waiver_book_id_seq_line_posting")),
        _to("note_id", "note"),
        _to("approval_id", "approval"),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_waiver_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "waiver_id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_waiver_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_waiver_book_id_seq"), "waiver", ["book_id", "seq"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("waiver")


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["book_id", column], [f"{table}.book_id", f"{table}.{column}"],
        name=op.f(f"fk_waiver_book_id_{column}_{table}"))
