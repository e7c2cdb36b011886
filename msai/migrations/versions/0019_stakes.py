"""Decisions about stakes and backers, dated terms, valuations, declarations, and what is owed to backers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0019"
down_revision = "0018"

_TABLES = ("stake_act", "stake_terms", "stake_valuation", "declaration", "owed_home", "return_notice",
           "exit_offer")
_APPEND_ONLY = ("stake_terms", "stake_valuation", "declaration")


def upgrade() -> None:
    """Make the tables and tell more of a backer; on SQLite, triggers keep what was agreed and signed."""
    op.add_column("backer", sa.Column("label", sa.String(length=200), nullable=True))
    op.add_column("backer", sa.Column("terms", sa.Text(), nullable=True))
    op.add_column("backer", sa.Column("ended_on", sa.Date(), nullable=True))
    for make in (_make_stake_act, _make_stake_terms, _make_stake_valuation, _make_declaration,
                 _make_owed_home, _make_return_notice, _make_exit_offer):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first; what was posted stays posted."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    for name in ("ended_on", "terms", "label"):
        op.drop_column("backer", name)


def _make_stake_act() -> None:
    op.create_table(
        "stake_act",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about_id", Id(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=True),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "posted_seq IS NULL OR done_at IS NOT NULL",
            name=op.f("ck_stake_act_posted_when_done")),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_stake_act_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_stake_act_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_stake_act_book_id_posted_seq_entry")),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_stake_act")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_stake_act_book_id_asked_at"), "stake_act", ["book_id", "asked_at"])


def _make_stake_terms() -> None:
    op.create_table(
        "stake_terms",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"],
            name=op.f("fk_stake_terms_book_id_stake_id_stake")),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_stake_terms")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_stake_terms_book_id_stake_id"), "stake_terms", ["book_id", "stake_id"])


def _make_stake_valuation() -> None:
    op.create_table(
        "stake_valuation",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("valuation_id", Id(), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("valued_on", sa.Date(), nullable=False),
        sa.Column("home_minor", sa.BigInteger(), nullable=False),
        sa.Column("host_minor", sa.BigInteger(), nullable=True),
        sa.Column("mid_rate", sa.String(length=40), nullable=True),
        sa.Column("mid_source", sa.String(length=100), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "home_minor >= 0",
            name=op.f("ck_stake_valuation_home_not_negative")),
        sa.CheckConstraint(
            "(host_minor IS NULL) = (mid_rate IS NULL)",
            name=op.f("ck_stake_valuation_host_by_rate")),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"],
            name=op.f("fk_stake_valuation_book_id_stake_id_stake")),
        sa.PrimaryKeyConstraint("book_id", "valuation_id", name=op.f("pk_stake_valuation")),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_stake_valuation_book_id_stake_id"), "stake_valuation", ["book_id", "stake_id"])


def _make_declaration() -> None:
    op.create_table(
        "declaration",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("declaration_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("record_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("basis_minor", sa.BigInteger(), nullable=True),
        sa.Column("backer_id", Id(), nullable=True),
        sa.Column("declared_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_declaration_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "declaration_id", name=op.f("pk_declaration")),
        info={"shard": "book", "append_only": True},
    )


def _make_owed_home() -> None:
    op.create_table(
        "owed_home",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("obligation_id", Id(), nullable=False),
        sa.Column("backer_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("open_minor", sa.BigInteger(), nullable=False),
        sa.Column("claim_minor", sa.BigInteger(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("declaration_id", Id(), nullable=True),
        sa.Column("act_id", Id(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('income', 'principal', 'capital')",
            name=op.f("ck_owed_home_kind_known")),
        sa.CheckConstraint(
            "amount_minor >= 0 AND open_minor >= 0 AND open_minor <= amount_minor",
            name=op.f("ck_owed_home_open_within_amount")),
        sa.ForeignKeyConstraint(
            ["book_id", "backer_id"], ["backer.book_id", "backer.backer_id"],
            name=op.f("fk_owed_home_book_id_backer_id_backer")),
        sa.PrimaryKeyConstraint("book_id", "obligation_id", name=op.f("pk_owed_home")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_owed_home_book_id_backer_id"), "owed_home", ["book_id", "backer_id"])


def _make_return_notice() -> None:
    op.create_table(
        "return_notice",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("notice_id", Id(), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("home_minor", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"], ["stake.book_id", "stake.stake_id"],
            name=op.f("fk_return_notice_book_id_stake_id_stake")),
        sa.PrimaryKeyConstraint("book_id", "notice_id", name=op.f("pk_return_notice")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_return_notice_book_id_stake_id"), "return_notice", ["book_id", "stake_id"])


def _make_exit_offer() -> None:
    op.create_table(
        "exit_offer",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("offer_id", Id(), nullable=False),
        sa.Column("about_id", Id(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("claim_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "price_minor >= 0 AND claim_minor > 0",
            name=op.f("ck_exit_offer_amounts_there")),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'refused')",
            name=op.f("ck_exit_offer_state_known")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_exit_offer_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "offer_id", name=op.f("pk_exit_offer")),
        info={"shard": "book"},
    )
