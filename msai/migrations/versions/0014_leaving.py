"""Exits of members, whom they named, what late joiners pay, and money that is due for long."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0014"
down_revision = "0013"

_TABLES = ("member_exit", "member_absence", "nominee", "late_entry", "due_settlement")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep who was away."""
    for make in (_make_member_exit, _make_member_absence, _make_nominee, _make_late_entry,
                 _make_due_settlement):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER member_absence_no_{verb} BEFORE {verb} ON member_absence "
                "BEGIN SELECT RAISE(ABORT, 'append_only: member_absence'); END"
            )


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_member_exit() -> None:
    op.create_table(
        "member_exit",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("exit_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=True),
        sa.Column("payee_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.Column("value_before", sa.String(length=80), nullable=True),
        sa.Column("value_after", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(cause = 'died') = (payee_sealed IS NOT NULL)",
            name=op.f("ck_member_exit_payee_after_death")),
        sa.CheckConstraint("cause IN ('left', 'died')", name=op.f("ck_member_exit_cause_known")),
        sa.ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_member_exit_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_member_exit_book_id_member_id_member")),
        sa.ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_member_exit_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "exit_id", name=op.f("pk_member_exit")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_member_exit_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_member_exit_book_id_member_id"), "member_exit", ["book_id", "member_id"])


def _make_member_absence() -> None:
    op.create_table(
        "member_absence",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("came_back_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "came_back_on >= left_on",
            name=op.f("ck_member_absence_left_before_coming_back")),
        sa.ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_member_absence_book_id_member_id_member")),
        sa.PrimaryKeyConstraint("book_id", "member_id", "left_on", name=op.f("pk_member_absence")),
        info={"shard": "book", "append_only": True},
    )


def _make_nominee() -> None:
    op.create_table(
        "nominee",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("nominee_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("approval_id", Id(), nullable=True),
        sa.Column("said_by", Id(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("holds_since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_nominee_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_nominee_book_id_member_id_member")),
        sa.PrimaryKeyConstraint("book_id", "nominee_id", name=op.f("pk_nominee")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_nominee_book_id_member_id"), "nominee", ["book_id", "member_id"])


def _make_late_entry() -> None:
    op.create_table(
        "late_entry",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("late_entry_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("policy", sa.String(length=16), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("bought", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("savings_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=True),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "savings_minor >= 0 AND fee_minor >= 0 AND bought >= 0",
            name=op.f("ck_late_entry_nothing_below_nought")),
        sa.CheckConstraint(
            "policy IN ('catch_up', 'current_value', 'entry_fee')",
            name=op.f("ck_late_entry_policy_known")),
        sa.ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_late_entry_book_id_member_id_member")),
        sa.ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_late_entry_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "late_entry_id", name=op.f("pk_late_entry")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_late_entry_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_late_entry_book_id_member_id"), "late_entry", ["book_id", "member_id"])


def _make_due_settlement() -> None:
    op.create_table(
        "due_settlement",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("settlement_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("becomes", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=True),
        sa.Column("of_id", Id(), nullable=True),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("note_id", Id(), nullable=True),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_due_settlement_amount_positive")),
        sa.CheckConstraint(
            "becomes IN ('paid', 'income', 'donation', 'social', 'taken_back')",
            name=op.f("ck_due_settlement_becomes_known")),
        sa.CheckConstraint(
            "(becomes = 'taken_back') = (of_id IS NOT NULL)",
            name=op.f("ck_due_settlement_taken_back_from")),
        sa.ForeignKeyConstraint(["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_due_settlement_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_due_settlement_book_id_member_id_member")),
        sa.ForeignKeyConstraint(["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_due_settlement_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "of_id"], ["due_settlement.book_id", "due_settlement.settlement_id"],
            name=op.f("fk_due_settlement_book_id_of_id_due_settlement")),
        sa.ForeignKeyConstraint(["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_due_settlement_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "settlement_id", name=op.f("pk_due_settlement")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_due_settlement_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_due_settlement_book_id_member_id"), "due_settlement", ["book_id", "member_id"])
