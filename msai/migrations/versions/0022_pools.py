"""Pooled transfers: what is agreed of one, and whose parts it has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0022"
down_revision = "0021"

_MORE: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("home", sa.String(length=3)),
    ("enterprise_id", Id()),
    ("organiser_id", Id()),
    ("organiser_name", sa.String(length=200)),
    ("state", sa.String(length=16)),
    ("most_fee_minor", sa.BigInteger()),
    ("fee_on_top", sa.Boolean(create_constraint=False)),
    ("applied_rate", sa.String(length=40)),
    ("mid_rate", sa.String(length=40)),
    ("mid_source", sa.String(length=100)),
    ("mid_date", sa.Date()),
    ("expected_minor", sa.BigInteger()),
    ("opened_at", sa.BigInteger()),
)


def upgrade() -> None:
    """Tell more of a pooled transfer and make the table of its parts."""
    for name, kind in _MORE:
        op.add_column("pooled_transfer", sa.Column(name, kind, nullable=True))
    op.create_table(
        "pool_part",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("pool_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("part_no", sa.Integer(), nullable=False),
        sa.Column("group_id", Id(), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("backer_id", Id(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=True),
        sa.Column("expected_minor", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('drafted', 'agreed', 'sent', 'left_out')", name=op.f("ck_pool_part_state_known")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_pool_part_amount_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "pool_id"], ["pooled_transfer.book_id", "pooled_transfer.pool_id"],
            name=op.f("fk_pool_part_book_id_pool_id_pooled_transfer")),
        sa.PrimaryKeyConstraint("book_id", "pool_id", "remittance_id", name=op.f("pk_pool_part")),
        info={"shard": "book"},
    )


def downgrade() -> None:
    """Take both away again; what was posted stays posted."""
    op.drop_table("pool_part")
    for name, _kind in reversed(_MORE):
        op.drop_column("pooled_transfer", name)
