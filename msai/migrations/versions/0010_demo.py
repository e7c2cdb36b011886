"""Which books and sign-ins belong to a demo programme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table of books and the table of sign-ins."""
    op.create_table(
        "demo_book",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("build", sa.Integer(), nullable=False),
        sa.Column("built_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("build > 0", name=op.f("ck_demo_book_build_positive")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_demo_book_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_demo_book")),
        info={"shard": "book"},
    )
    op.create_table(
        "demo_person",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("nickname", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.user_id"], name=op.f("fk_demo_person_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_demo_person")),
        info={"shard": "user"},
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("demo_person")
    op.drop_table("demo_book")
