"""Money from enterprises that landed before its paper, and what papers of money home wait for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0021"
down_revision = "0020"

_ADDED: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("obligation_id", Id()),
    ("waits_for", sa.String(length=16)),
    ("early_id", Id()),
    ("lost_on", sa.Date()),
    ("lost_approval_id", Id()),
    ("lost_note_id", Id()),
)


def upgrade() -> None:
    """Add the columns and make the table."""
    for name, kind in _ADDED:
        op.add_column("arriving", sa.Column(name, kind, nullable=True))
    op.create_table(
        "early_landing",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("landing_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("obligation_id", Id(), nullable=True),
        sa.Column("home_minor", sa.BigInteger(), nullable=False),
        sa.Column("claim_minor", sa.BigInteger(), nullable=False),
        sa.Column("landed_on", sa.Date(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=False),
        sa.Column("received_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("carried_minor", sa.BigInteger(), nullable=False),
        sa.Column("cleared", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("noted_by", Id(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=True),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("note_id", Id(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('income', 'principal', 'capital')",
            name=op.f("ck_early_landing_purpose_known")),
        sa.CheckConstraint(
            "home_minor > 0 AND received_minor > 0 AND fee_minor >= 0",
            name=op.f("ck_early_landing_amounts_there")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_early_landing_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"],
            name=op.f("fk_early_landing_book_id_stake_id_stake")),
        sa.PrimaryKeyConstraint("book_id", "landing_id", name=op.f("pk_early_landing")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_early_landing_book_id_alias")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_early_landing_book_id_stake_id"), "early_landing", ["book_id", "stake_id"])


def downgrade() -> None:
    """Take them away again; what was posted of a landing stays posted."""
    op.drop_index(op.f("ix_early_landing_book_id_stake_id"), table_name="early_landing")
    op.drop_table("early_landing")
    for name, _kind in reversed(_ADDED):
        op.drop_column("arriving", name)
