"""The draft of a sheet that is still being written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of drafts."""
    op.create_table(
        "sheet_draft",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", Id(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_sheet_draft_version_positive")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_sheet_draft_book_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("book_id", "meeting_id", name=op.f("pk_sheet_draft")),
        info={"shard": "book"},
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("sheet_draft")
