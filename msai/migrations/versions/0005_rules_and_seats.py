"""Rules that wait for a second word, and the order in which members sit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the two tables."""
    _make_rule_change()
    _make_seat()


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("seat", "rule_change"):
        op.drop_table(table)


def _make_rule_change() -> None:
    op.create_table(
        "rule_change",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"],
            ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_rule_change_book_id_approval_id_approval"),
        ),
        sa.PrimaryKeyConstraint("book_id", "approval_id", name=op.f("pk_rule_change")),
        info={"shard": "book"},
    )


def _make_seat() -> None:
    op.create_table(
        "seat",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_seat_position_counted")),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_seat_book_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("book_id", "member_id", name=op.f("pk_seat")),
        sa.UniqueConstraint("book_id", "position", name=op.f("uq_seat_book_id_position")),
        info={"shard": "book"},
    )
