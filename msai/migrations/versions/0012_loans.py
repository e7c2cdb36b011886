"""What was agreed of loans: the terms, the requests, and what two people decided about a running one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0012"
down_revision = "0011"

_STATES = ("requested", "approved", "refused", "issued", "withdrawn")
_ACTS = ("rescheduled", "written_off", "recovered")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep the terms that were agreed."""
    _make_terms()
    _make_request()
    _make_act()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER loan_terms_no_{verb} BEFORE {verb} ON loan_terms "
                "BEGIN SELECT RAISE(ABORT, 'append_only: loan_terms'); END"
            )


def downgrade() -> None:
    """Take them away again, the last made first."""
    for table in ("loan_act", "loan_request", "loan_terms"):
        op.drop_table(table)


def _make_terms() -> None:
    op.create_table(
        "loan_terms",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("loan_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate_percent", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("grace_periods", sa.Integer(), nullable=False),
        sa.Column("grace_pays", sa.String(length=16), nullable=False),
        sa.Column("taken", sa.String(length=16), nullable=False),
        sa.Column("late_percent", sa.String(length=40), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("settled_early", sa.String(length=16), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_loan_terms_version_positive")),
        sa.CheckConstraint("principal_minor > 0", name=op.f("ck_loan_terms_principal_positive")),
        sa.CheckConstraint(
            "grace_periods >= 0 AND grace_periods < periods", name=op.f("ck_loan_terms_grace_within")),
        sa.ForeignKeyConstraint(
            ["book_id", "loan_id"], ["loan.book_id", "loan.loan_id"],
            name=op.f("fk_loan_terms_book_id_loan_id_loan")),
        sa.PrimaryKeyConstraint("book_id", "loan_id", "version", name=op.f("pk_loan_terms")),
        info={"shard": "book", "append_only": True},
    )


def _make_request() -> None:
    op.create_table(
        "loan_request",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("request_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("grace_periods", sa.Integer(), nullable=False),
        sa.Column("grace_pays", sa.String(length=16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", Id(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by OR state = 'withdrawn'",
            name=op.f("ck_loan_request_two_people")),
        sa.CheckConstraint(f"state IN {_STATES}", name=op.f("ck_loan_request_state_known")),
        sa.CheckConstraint("amount_minor > 0 AND periods > 0", name=op.f("ck_loan_request_amount_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"], ["member.book_id", "member.member_id"],
            name=op.f("fk_loan_request_book_id_member_id_member")),
        sa.PrimaryKeyConstraint("book_id", "request_id", name=op.f("pk_loan_request")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_loan_request_book_id_alias")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_loan_request_book_id_member_id"), "loan_request", ["book_id", "member_id"], unique=False)


def _make_act() -> None:
    op.create_table(
        "loan_act",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("loan_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"kind IN {_ACTS}", name=op.f("ck_loan_act_kind_known")),
        sa.ForeignKeyConstraint(
            ["book_id", "loan_id"], ["loan.book_id", "loan.loan_id"],
            name=op.f("fk_loan_act_book_id_loan_id_loan")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_loan_act_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_loan_act_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_loan_act_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_loan_act")),
        sa.UniqueConstraint("book_id", "posted_seq", name=op.f("uq_loan_act_book_id_posted_seq")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_loan_act_book_id_loan_id"), "loan_act", ["book_id", "loan_id"], unique=False)
