"""What two officers decide about an investment fund and its units, and at which value it deals in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0013"
down_revision = "0012"

_KINDS = ("distribution", "payment", "put_back", "redemption", "move", "dealing", "book_value", "restart",
          "savings")


def upgrade() -> None:
    """Make both tables; on SQLite, triggers keep what was decided of the value."""
    _make_act()
    _make_dealing()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER unit_dealing_no_{verb} BEFORE {verb} ON unit_dealing "
                "BEGIN SELECT RAISE(ABORT, 'append_only: unit_dealing'); END"
            )


def downgrade() -> None:
    """Take them away again, the last made first."""
    op.drop_table("unit_dealing")
    op.drop_table("unit_act")


def _make_act() -> None:
    op.create_table(
        "unit_act",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"kind IN {_KINDS}", name=op.f("ck_unit_act_kind_known")),
        sa.CheckConstraint(
            "posted_seq IS NULL OR done_at IS NOT NULL", name=op.f("ck_unit_act_posted_when_done")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_unit_act_book_id_note_id_note"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_unit_act_book_id_approval_id_approval"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_unit_act_book_id_posted_seq_entry"),
        ),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_unit_act")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_unit_act_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_unit_act_book_id_asked_at"), "unit_act", ["book_id", "asked_at"], unique=False)


def _make_dealing() -> None:
    op.create_table(
        "unit_dealing",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("valued_on", sa.Date(), nullable=True),
        sa.Column("valued_minor", sa.BigInteger(), nullable=True),
        sa.Column("book_minor", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(valued_on IS NULL) = (valued_minor IS NULL) AND (valued_on IS NULL) = (book_minor IS NULL) "
            "AND (valued_on IS NULL) = (until IS NULL)", name=op.f("ck_unit_dealing_valued_or_not")),
        sa.CheckConstraint(
            "valued_minor IS NULL OR valued_minor > 0", name=op.f("ck_unit_dealing_valued_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "act_id"], ["unit_act.book_id", "unit_act.act_id"],
            name=op.f("fk_unit_dealing_book_id_act_id_unit_act"),
        ),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_unit_dealing")),
        info={"shard": "book", "append_only": True},
    )
