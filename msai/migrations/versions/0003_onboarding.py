"""Groups that are being set up, invitations, and the opening balances of running groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the three tables."""
    _make_group_draft()
    _make_invitation()
    _make_group_opening()


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("group_opening", "invitation", "group_draft"):
        op.drop_table(table)


def _make_group_draft() -> None:
    op.create_table(
        "group_draft",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("draft_id", Id(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("book_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.user_id"], name=op.f("fk_group_draft_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "draft_id", name=op.f("pk_group_draft")),
        info={"shard": "user"},
    )


def _make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("invitation_id", Id(), nullable=False),
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("member_id", Id(), nullable=True),
        sa.Column("is_founding", sa.Boolean(), nullable=False),
        sa.Column("made_by", Id(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", Id(), nullable=True),
        sa.Column("granted_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "role IN ('treasurer', 'second_officer', 'member')", name=op.f("ck_invitation_role_known")
        ),
        sa.CheckConstraint(
            "(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_invitation_used_by_somebody")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_invitation")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitation_invitation_id")),
        info={"shard": "user"},
    )
    op.create_index(
        op.f("ix_invitation_book_id_made_at"), "invitation", ["book_id", "made_at"], unique=False
    )


def _make_group_opening() -> None:
    op.create_table(
        "group_opening",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("saved_by", Id(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_group_opening_last_number_counted")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_group_opening_book_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_group_opening")),
        info={"shard": "book"},
    )
