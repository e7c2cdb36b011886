"""Witnesses of meetings, lines that somebody else paid, and money that came between meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the three tables."""
    _make_witness_word()
    _make_paid_for()
    _make_money_receipt()


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("money_receipt", "paid_for", "witness_word"):
        op.drop_table(table)


def _make_witness_word() -> None:
    op.create_table(
        "witness_word",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("says", sa.String(length=16), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_phone", sa.Boolean(), nullable=False),
        sa.Column("said_by", Id(), nullable=False),
        sa.Column("seen_hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("says IN ('agrees', 'disputes')", name=op.f("ck_witness_word_says_known")),
        sa.ForeignKeyConstraint(
            ["book_id", "meeting_id"],
            ["meeting.book_id", "meeting.meeting_id"],
            name=op.f("fk_witness_word_book_id_meeting_id_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_witness_word_book_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint(
            "book_id", "meeting_id", "member_id", "said_at", name=op.f("pk_witness_word")
        ),
        info={"shard": "book"},
    )


def _make_paid_for() -> None:
    op.create_table(
        "paid_for",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=False),
        sa.Column("line_ref", sa.String(length=60), nullable=False),
        sa.Column("payer_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("payer_id <> member_id", name=op.f("ck_paid_for_two_members")),
        sa.ForeignKeyConstraint(
            ["book_id", "meeting_id"],
            ["meeting.book_id", "meeting.meeting_id"],
            name=op.f("fk_paid_for_book_id_meeting_id_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "payer_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_paid_for_book_id_payer_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_paid_for_book_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("book_id", "meeting_id", "line_ref", name=op.f("pk_paid_for")),
        info={"shard": "book"},
    )
    for other in ("payer_id", "member_id"):
        op.create_index(op.f(f"ix_paid_for_book_id_{other}"), "paid_for", ["book_id", other], unique=False)


def _make_money_receipt() -> None:
    op.create_table(
        "money_receipt",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("receipt_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_money_receipt_book_id_savings_group")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_money_receipt_book_id_member_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "seq"],
            ["entry.book_id", "entry.seq"],
            name=op.f("fk_money_receipt_book_id_seq_entry"),
        ),
        sa.PrimaryKeyConstraint("book_id", "receipt_id", name=op.f("pk_money_receipt")),
        info={"shard": "book"},
    )
