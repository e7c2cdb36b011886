"""Remittances as people make them: legs and steps, what the other book is told, rates, papers, letters."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0018"
down_revision = "0017"

_TABLES = ("remittance_leg", "remittance_event", "arriving", "inbox",
           "pooled_transfer", "attachment", "mid_rate")
_APPEND_ONLY = ("remittance_event", "inbox", "attachment", "mid_rate")
_ADDED: dict[str, tuple[tuple[str, sa.types.TypeEngine[Any]], ...]] = {
    "remittance": (
        ("other_currency", sa.String(length=3)),
        ("expected_minor", sa.BigInteger()),
        ("claim_minor", sa.BigInteger()),
        ("obligation_id", Id()),
        ("provider", sa.String(length=100)),
        ("channel", sa.String(length=40)),
        ("reference", sa.String(length=100)),
        ("custodian_sealed", sa.LargeBinary()),
        ("proof_id", Id()),
        ("pool_id", Id()),
        ("approval_id", Id()),
        ("note_id", Id()),
        ("drafted_by", Id()),
        ("drafted_at", sa.BigInteger()),
        ("decided_at", sa.BigInteger()),
        ("lost_on", sa.Date()),
        ("lost_approval_id", Id()),
        ("lost_note_id", Id()),
    ),
    "remittance_landing": (
        ("landing_id", Id()),
        ("is_last", sa.Boolean()),
        ("tender", sa.String(length=100)),
        ("confirmed_by", Id()),
        ("confirmed_at", sa.BigInteger()),
    ),
    "outbox": (
        ("tries", sa.Integer()),
        ("last_code", sa.String(length=60)),
    ),
}


def upgrade() -> None:
    """Add the columns and make the tables; on SQLite, triggers keep what was said."""
    for table, columns in _ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for make in (_make_remittance_leg, _make_remittance_event, _make_arriving, _make_inbox,
                 _make_pooled_transfer, _make_attachment, _make_mid_rate):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first; what was posted of a remittance stays posted."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table, columns in reversed(_ADDED.items()):
        for name, _kind in reversed(columns):
            op.drop_column(table, name)


def _make_remittance_leg() -> None:
    op.create_table(
        "remittance_leg",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("leg_no", sa.Integer(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_on_top", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.String(length=100), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "amount_minor > 0",
            name=op.f("ck_remittance_leg_amount_positive")),
        sa.CheckConstraint(
            "fee_minor >= 0",
            name=op.f("ck_remittance_leg_fee_not_negative")),
        sa.ForeignKeyConstraint(
            ["book_id", "remittance_id"], ["remittance.book_id", "remittance.remittance_id"],
            name=op.f("fk_remittance_leg_book_id_remittance_id_remittance")),
        sa.PrimaryKeyConstraint("book_id", "remittance_id", "leg_no", name=op.f("pk_remittance_leg")),
        info={"shard": "book"},
    )


def _make_remittance_event() -> None:
    op.create_table(
        "remittance_event",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("event_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("by_id", Id(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("note_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_remittance_event_book_id_book")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_remittance_event_book_id_note_id_note")),
        sa.PrimaryKeyConstraint("book_id", "remittance_id", "event_no", name=op.f("pk_remittance_event")),
        info={"shard": "book", "append_only": True},
    )


def _make_arriving() -> None:
    op.create_table(
        "arriving",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("sender_id", Id(), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("backer_id", Id(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_on_top", sa.Boolean(), nullable=False),
        sa.Column("applied_rate", sa.String(length=40), nullable=True),
        sa.Column("mid_rate", sa.String(length=40), nullable=True),
        sa.Column("mid_source", sa.String(length=100), nullable=True),
        sa.Column("mid_date", sa.Date(), nullable=True),
        sa.Column("provider", sa.String(length=100), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("expected_minor", sa.BigInteger(), nullable=True),
        sa.Column("claim_minor", sa.BigInteger(), nullable=True),
        sa.Column("proof_sha256", sa.LargeBinary(length=32), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("pool_id", Id(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note_id", Id(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('out', 'home')",
            name=op.f("ck_arriving_direction_known")),
        sa.CheckConstraint(
            "state IN ('on_its_way', 'received', 'disputed', 'matched', 'returned', 'lost')",
            name=op.f("ck_arriving_state_known")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_arriving_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "remittance_id", name=op.f("pk_arriving")),
        info={"shard": "book"},
    )


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_inbox_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "message_id", name=op.f("pk_inbox")),
        info={"shard": "book", "append_only": True},
    )


def _make_pooled_transfer() -> None:
    op.create_table(
        "pooled_transfer",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("pool_id", Id(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=100), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_pooled_transfer_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "pool_id", name=op.f("pk_pooled_transfer")),
        info={"shard": "book"},
    )


def _make_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("attachment_id", Id(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", Id(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_attachment_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "attachment_id", name=op.f("pk_attachment")),
        info={"shard": "book", "append_only": True},
    )


def _make_mid_rate() -> None:
    op.create_table(
        "mid_rate",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("rate_id", Id(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("entered_by", Id(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_mid_rate_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "rate_id", name=op.f("pk_mid_rate")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_mid_rate_book_id_currency_dated_on"), "mid_rate", ["book_id", "currency", "dated_on"])
