"""What was asked to be put right, and what somebody said is wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0004"
down_revision = "0003"

_POSTING = ["posting.book_id", "posting.seq", "posting.line"]


def upgrade() -> None:
    """Make the three tables; on SQLite, triggers keep what was said."""
    _make_dispute()
    _make_dispute_word()
    _make_correction()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER dispute_word_no_{verb} BEFORE {verb} ON dispute_word "
                "BEGIN SELECT RAISE(ABORT, 'append_only: dispute_word'); END"
            )


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("correction", "dispute_word", "dispute"):
        op.drop_table(table)


def _make_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("dispute_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("raised_by", Id(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'corrected', 'withdrawn')", name=op.f("ck_dispute_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_dispute_settled_or_open")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_dispute_book_id_member_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "seq", "line"], _POSTING, name=op.f("fk_dispute_book_id_seq_line_posting")
        ),
        sa.PrimaryKeyConstraint("book_id", "dispute_id", name=op.f("pk_dispute")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_dispute_book_id_member_id"), "dispute", ["book_id", "member_id"], unique=False)
    op.create_index(op.f("ix_dispute_book_id_seq"), "dispute", ["book_id", "seq"], unique=False)


def _make_dispute_word() -> None:
    op.create_table(
        "dispute_word",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("dispute_id", Id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("said_by", Id(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('raised', 'answered', 'corrected', 'withdrawn')",
            name=op.f("ck_dispute_word_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "dispute_id"], ["dispute.book_id", "dispute.dispute_id"],
            name=op.f("fk_dispute_word_book_id_dispute_id_dispute"),
        ),
        sa.PrimaryKeyConstraint("book_id", "dispute_id", "no", name=op.f("pk_dispute_word")),
        info={"shard": "book", "append_only": True},
    )


def _make_correction() -> None:
    op.create_table(
        "correction",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("correction_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("root_seq", sa.BigInteger(), nullable=False),
        sa.Column("root_line", sa.Integer(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("becomes", sa.Text(), nullable=True),
        sa.Column("cash", sa.String(length=16), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("dispute_id", Id(), nullable=True),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("cash IN ('as_counted', 'handed_over')", name=op.f("ck_correction_cash_known")),
        *(_refers(columns, targets, name) for columns, targets, name in _REFERENCES),
        sa.PrimaryKeyConstraint("book_id", "correction_id", name=op.f("pk_correction")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_correction_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_correction_book_id_seq"), "correction", ["book_id", "seq"], unique=False)
    op.create_index(
        op.f("ix_correction_book_id_meeting_id"), "correction", ["book_id", "meeting_id"], unique=False
    )


_REFERENCES = (
    (["book_id", "seq", "line"], _POSTING, "seq_line_posting"),
    (["book_id", "root_seq", "root_line"], _POSTING, "root_seq_root_line_posting"),
    (["book_id", "note_id"], ["note.book_id", "note.note_id"], "note_id_note"),
    (["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"], "approval_id_approval"),
    (["book_id", "dispute_id"], ["dispute.book_id", "dispute.dispute_id"], "dispute_id_dispute"),
    (["book_id", "posted_seq"], ["entry.book_id", "entry.seq"], "posted_seq_entry"),
)


def _refers(columns: list[str], targets: list[str], name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=op.f(f"fk_correction_book_id_{name}"))
