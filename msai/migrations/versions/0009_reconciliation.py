"""What the bank and the wallets showed at the end of each month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0009"
down_revision = "0008"

_TABLES = ("reconciliation", "reconciliation_item")
_KINDS = ("charge", "interest", "in_not_shown", "out_not_shown", "in_not_recorded", "out_not_recorded",
          "more_shown", "less_shown")


def upgrade() -> None:
    """Make both tables; on SQLite, triggers keep what was said."""
    _make_reconciliation()
    _make_item()
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_reconciliation() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("reconciliation_id", Id(), nullable=False),
        sa.Column("tender_id", Id(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seen_minor", sa.BigInteger(), nullable=False),
        sa.Column("book_minor", sa.BigInteger(), nullable=False),
        sa.Column("drawn_seq", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_reconciliation_version_positive")),
        sa.CheckConstraint(
            "month BETWEEN 190001 AND 999912", name=op.f("ck_reconciliation_month_plausible")),
        sa.ForeignKeyConstraint(
            ["book_id", "tender_id"], ["tender.book_id", "tender.tender_id"],
            name=op.f("fk_reconciliation_book_id_tender_id_tender"),
        ),
        sa.PrimaryKeyConstraint("book_id", "reconciliation_id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint(
            "book_id", "tender_id", "month", "version",
            name=op.f("uq_reconciliation_book_id_tender_id_month_version"),
        ),
        info={"shard": "book", "append_only": True},
    )


def _make_item() -> None:
    op.create_table(
        "reconciliation_item",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("reconciliation_id", Id(), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(f"kind IN {_KINDS}", name=op.f("ck_reconciliation_item_kind_known")),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_reconciliation_item_amount_not_zero")),
        sa.CheckConstraint(
            "(kind IN ('charge', 'interest')) = (posted_seq IS NOT NULL)",
            name=op.f("ck_reconciliation_item_posted_or_said"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "reconciliation_id"],
            ["reconciliation.book_id", "reconciliation.reconciliation_id"],
            name=op.f("fk_reconciliation_item_book_id_reconciliation_id_reconciliation"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_reconciliation_item_book_id_posted_seq_entry"),
        ),
        sa.PrimaryKeyConstraint(
            "book_id", "reconciliation_id", "item_no", name=op.f("pk_reconciliation_item")),
        sa.UniqueConstraint(
            "book_id", "posted_seq", name=op.f("uq_reconciliation_item_book_id_posted_seq")),
        info={"shard": "book", "append_only": True},
    )
