"""What members save for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table of goals."""
    op.create_table(
        "goal",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("set_by", Id(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_goal_amount_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_goal_book_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("book_id", "member_id", name=op.f("pk_goal")),
        info={"shard": "book"},
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("goal")
