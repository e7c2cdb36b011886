"""What a group decided at the end of a cycle, and what became of debts it kept back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make both tables."""
    _make_share_out()
    _make_kept_back_step()


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("kept_back_step", "share_out"):
        op.drop_table(table)


def _make_share_out() -> None:
    op.create_table(
        "share_out",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("share_out_id", Id(), nullable=False),
        sa.Column("cycle_no", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("decisions_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(from_seq IS NULL) = (posted_seq IS NULL)", name=op.f("ck_share_out_posted_or_not")),
        sa.ForeignKeyConstraint(
            ["book_id", "cycle_no"], ["cycle.book_id", "cycle.cycle_no"],
            name=op.f("fk_share_out_book_id_cycle_no_cycle")),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_share_out_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_share_out_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "share_out_id", name=op.f("pk_share_out")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_share_out_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_share_out_book_id_cycle_no"), "share_out", ["book_id", "cycle_no"], unique=False)


def _make_kept_back_step() -> None:
    op.create_table(
        "kept_back_step",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("step_id", Id(), nullable=False),
        sa.Column("share_out_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("holder", Id(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("note_id", Id(), nullable=True),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('given_up', 'shared')", name=op.f("ck_kept_back_step_kind_known")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_kept_back_step_amount_positive")),
        sa.CheckConstraint(
            "(kind = 'given_up') = (holder IS NOT NULL)", name=op.f("ck_kept_back_step_debt_named")),
        *(_refers(columns, targets, name) for columns, targets, name in _REFERENCES),
        sa.PrimaryKeyConstraint("book_id", "step_id", name=op.f("pk_kept_back_step")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_kept_back_step_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_kept_back_step_book_id_share_out_id"), "kept_back_step", ["book_id", "share_out_id"],
        unique=False)


_REFERENCES = (
    (["book_id", "share_out_id"], ["share_out.book_id", "share_out.share_out_id"], "share_out_id_share_out"),
    (["book_id", "note_id"], ["note.book_id", "note.note_id"], "note_id_note"),
    (["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"], "approval_id_approval"),
    (["book_id", "posted_seq"], ["entry.book_id", "entry.seq"], "posted_seq_entry"),
)


def _refers(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=op.f(f"fk_kept_back_step_book_id_{name}"))
