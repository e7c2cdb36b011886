"""Monthly reports: drafts, what was sent, its pictures, and what was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0025"
down_revision = "0024"

_TABLES = ("month_report", "month_take_back", "month_draft", "month_file")
_APPEND_ONLY = ("month_report", "month_file")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep what was sent as it was sent."""
    for make in (_make_month_report, _make_month_take_back, _make_month_draft, _make_month_file):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first; the books are not touched."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_month_report() -> None:
    op.create_table(
        "month_report",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("report_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("is_entered", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent_by", Id(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("version_no > 0", name=op.f("ck_month_report_version_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "report_id"], ["document.book_id", "document.document_id"],
            name=op.f("fk_month_report_book_id_report_id_document")),
        sa.PrimaryKeyConstraint("book_id", "report_id", name=op.f("pk_month_report")),
        sa.UniqueConstraint(
            "book_id", "month", "version_no", name=op.f("uq_month_report_book_id_month_version_no")),
        info={"shard": "book", "append_only": True},
    )


def _make_month_take_back() -> None:
    op.create_table(
        "month_take_back",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("take_back_id", Id(), nullable=False),
        sa.Column("report_id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_month_take_back_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_month_take_back_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "report_id"], ["month_report.book_id", "month_report.report_id"],
            name=op.f("fk_month_take_back_book_id_report_id_month_report")),
        sa.PrimaryKeyConstraint("book_id", "take_back_id", name=op.f("pk_month_take_back")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_month_take_back_book_id_report_id"), "month_take_back", ["book_id", "report_id"])


def _make_month_draft() -> None:
    op.create_table(
        "month_draft",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("report_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_by", Id(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_month_draft_version_positive")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"], name=op.f("fk_month_draft_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "month", name=op.f("pk_month_draft")),
        info={"shard": "book"},
    )


def _make_month_file() -> None:
    op.create_table(
        "month_file",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("file_id", Id(), nullable=False),
        sa.Column("report_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("line_ref", sa.String(length=60), nullable=True),
        sa.Column("kept_by", Id(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "file_id"], ["attachment.book_id", "attachment.attachment_id"],
            name=op.f("fk_month_file_book_id_file_id_attachment")),
        sa.ForeignKeyConstraint(
            ["book_id", "report_id"], ["month_report.book_id", "month_report.report_id"],
            name=op.f("fk_month_file_book_id_report_id_month_report")),
        sa.PrimaryKeyConstraint("book_id", "file_id", name=op.f("pk_month_file")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(op.f("ix_month_file_book_id_report_id"), "month_file", ["book_id", "report_id"])
