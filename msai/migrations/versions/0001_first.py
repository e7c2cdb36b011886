"""The tables of the books and of the people who keep them, one at a time, with their placement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0001"
down_revision = None

APPEND_ONLY = ("book", "holder", "account", "note", "entry", "posting", "checkpoint")


def upgrade() -> None:
    """Make every table, and on SQLite the triggers that keep the past as it was written."""
    for make in TABLES.values():
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take every table away again, the last made first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_audit_line() -> None:
    op.create_table(
        "audit_line",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("audit_id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "audit_id", name=op.f("pk_audit_line")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_audit_line_book_id_at"), "audit_line", ["book_id", "at"], unique=False)


def _make_book() -> None:
    op.create_table(
        "book",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("chart_version", sa.SmallInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("kind IN ('group', 'enterprise')", name=op.f("ck_book_kind_known")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_book")),
        info={"shard": "book"},
    )


def _make_organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation")),
        info={"shard": "user"},
    )


def _make_sign_in_attempt() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_failed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_attempt")),
        info={"shard": "user"},
    )
    op.create_index(
        op.f("ix_sign_in_attempt_last_failed_at"), "sign_in_attempt", ["last_failed_at"], unique=False
    )


def _make_user_account() -> None:
    op.create_table(
        "user_account",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("identifier_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("identifier_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("identifier_digest", name=op.f("uq_user_account_identifier_digest")),
        info={"shard": "user"},
    )


def _make_user_audit_line() -> None:
    op.create_table(
        "user_audit_line",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("audit_id", Id(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "audit_id", name=op.f("pk_user_audit_line")),
        info={"shard": "user"},
    )


def _make_user_book() -> None:
    op.create_table(
        "user_book",
        sa.Column("viewer_id", Id(), nullable=False),
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", "book_id", name=op.f("pk_user_book")),
        info={"shard": "user"},
    )
    op.create_index(op.f("ix_user_book_book_id"), "user_book", ["book_id"], unique=False)


def _make_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("approval_id", Id(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("shown_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("open_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("maker_id", Id(), nullable=False),
        sa.Column("checker_id", Id(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)", name=op.f("ck_approval_decided_or_pending")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'refused', 'used', 'expired')",
            name=op.f("ck_approval_state_known"),
        ),
        sa.CheckConstraint(
            "checker_id IS NULL OR checker_id <> maker_id", name=op.f("ck_approval_two_people")
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_approval_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "approval_id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "book_id",
            "action",
            "subject",
            "open_key",
            name=op.f("uq_approval_book_id_action_subject_open_key"),
        ),
        info={"shard": "book"},
    )


def _make_book_access() -> None:
    op.create_table(
        "book_access",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("scope IN ('totals', 'names')", name=op.f("ck_book_access_scope_known")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_book_access_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "organisation_id", name=op.f("pk_book_access")),
        info={"shard": "book"},
    )


def _make_book_backer() -> None:
    op.create_table(
        "book_backer",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("group_id", Id(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_book_backer_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "group_id", name=op.f("pk_book_backer")),
        info={"shard": "book"},
    )


def _make_book_head() -> None:
    op.create_table(
        "book_head",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("last_account_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_book_head_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_book_head")),
        info={"shard": "book"},
    )


def _make_cycle() -> None:
    op.create_table(
        "cycle",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("cycle_no", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closing', 'shared_out')", name=op.f("ck_cycle_state_known")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_cycle_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "cycle_no", name=op.f("pk_cycle")),
        info={"shard": "book"},
    )


def _make_document() -> None:
    op.create_table(
        "document",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("document_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_from", Id(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_document_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "document_id", name=op.f("pk_document")),
        sa.UniqueConstraint("book_id", "kind", "identity", name=op.f("uq_document_book_id_kind_identity")),
        info={"shard": "book"},
    )


def _make_enterprise() -> None:
    op.create_table(
        "enterprise",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("activities", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_enterprise_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_enterprise")),
        info={"shard": "book"},
    )


def _make_holder() -> None:
    op.create_table(
        "holder",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("holder", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_holder_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "holder", name=op.f("pk_holder")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_holder_book_id_alias")),
        info={"shard": "book"},
    )


def _make_imported_line() -> None:
    op.create_table(
        "imported_line",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("identity", sa.String(length=250), nullable=False),
        sa.Column("line_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_imported_line_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "identity", name=op.f("pk_imported_line")),
        info={"shard": "book"},
    )


def _make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("member_id", Id(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('treasurer', 'second_officer', 'member', 'enterprise_manager', 'enterprise_second')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_membership_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "user_id", name=op.f("pk_membership")),
        info={"shard": "book"},
    )


def _make_note() -> None:
    op.create_table(
        "note",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_note_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "note_id", name=op.f("pk_note")),
        info={"shard": "book"},
    )


def _make_organisation_member() -> None:
    op.create_table(
        "organisation_member",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('facilitator', 'administrator')", name=op.f("ck_organisation_member_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.organisation_id"],
            name=op.f("fk_organisation_member_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.user_id"], name=op.f("fk_organisation_member_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "organisation_id", "role", name=op.f("pk_organisation_member")),
        info={"shard": "user"},
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("message_id", Id(), nullable=False),
        sa.Column("recipient_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_outbox_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "message_id", name=op.f("pk_outbox")),
        info={"shard": "book"},
    )


def _make_person_key() -> None:
    op.create_table(
        "person_key",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(wrapped IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_person_key_erased_or_kept")
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_person_key_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "person_id", name=op.f("pk_person_key")),
        info={"shard": "book"},
    )


def _make_remittance() -> None:
    op.create_table(
        "remittance",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("other_book_id", Id(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_on_top", sa.Boolean(), nullable=False),
        sa.Column("tender", sa.String(length=100), nullable=False),
        sa.Column("applied_rate", sa.String(length=40), nullable=True),
        sa.Column("mid_rate", sa.String(length=40), nullable=True),
        sa.Column("mid_source", sa.String(length=100), nullable=True),
        sa.Column("mid_date", sa.Date(), nullable=True),
        sa.Column("approved_as", sa.String(length=16), nullable=False),
        sa.CheckConstraint("direction IN ('out', 'home')", name=op.f("ck_remittance_direction_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'sent', 'received', 'matched', 'disputed', 'returned', 'lost', "
            "'cancelled')",
            name=op.f("ck_remittance_state_known"),
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_remittance_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "remittance_id", name=op.f("pk_remittance")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_remittance_book_id_alias")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_remittance_book_id_stake_id"), "remittance", ["book_id", "stake_id"], unique=False
    )


def _make_remittance_landing() -> None:
    op.create_table(
        "remittance_landing",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("remittance_id", Id(), nullable=False),
        sa.Column("landing_no", sa.Integer(), nullable=False),
        sa.Column("landed_on", sa.Date(), nullable=False),
        sa.Column("received_minor", sa.BigInteger(), nullable=False),
        sa.Column("receiving_fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("carried_minor", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_as", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"], name=op.f("fk_remittance_landing_book_id_book")
        ),
        sa.PrimaryKeyConstraint("book_id", "remittance_id", "landing_no", name=op.f("pk_remittance_landing")),
        info={"shard": "book"},
    )


def _make_rollup() -> None:
    op.create_table(
        "rollup",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("debit_minor", sa.BigInteger(), nullable=False),
        sa.Column("credit_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_rollup_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "month", "code", "fund", "closing", name=op.f("pk_rollup")),
        info={"shard": "book"},
    )


def _make_savings_group() -> None:
    op.create_table(
        "savings_group",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_savings_group_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_savings_group")),
        info={"shard": "book"},
    )


def _make_user_session() -> None:
    op.create_table(
        "user_session",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("idle_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("proved_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.user_id"], name=op.f("fk_user_session_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_user_session")),
        sa.UniqueConstraint("user_id", "session_id", name=op.f("uq_user_session_user_id_session_id")),
        info={"shard": "user"},
    )
    op.create_index(
        op.f("ix_user_session_user_id_revoked_at"), "user_session", ["user_id", "revoked_at"], unique=False
    )


def _make_account() -> None:
    op.create_table(
        "account",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("account_no", sa.Integer(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("holder", Id(), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "holder"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_account_book_id_holder_holder"),
        ),
        sa.PrimaryKeyConstraint("book_id", "account_no", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "book_id", "code", "fund", "holder", name=op.f("uq_account_book_id_code_fund_holder")
        ),
        sa.UniqueConstraint("book_id", "fund", "account_no", name=op.f("uq_account_book_id_fund_account_no")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_account_book_id_holder"), "account", ["book_id", "holder"], unique=False)


def _make_backer() -> None:
    op.create_table(
        "backer",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("backer_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("group_id", Id(), nullable=True),
        sa.Column("stake_id", Id(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "backer_id"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_backer_book_id_backer_id_holder"),
        ),
        sa.PrimaryKeyConstraint("book_id", "backer_id", name=op.f("pk_backer")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_backer_book_id_alias")),
        info={"shard": "book"},
    )


def _make_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("client_ref", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=True),
        sa.Column("source_kind", sa.String(length=20), nullable=True),
        sa.Column("source_id", Id(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_entry_seq_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"],
            ["note.book_id", "note.note_id"],
            name=op.f("fk_entry_book_id_note_id_note"),
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_entry_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "seq", name=op.f("pk_entry")),
        sa.UniqueConstraint("book_id", "client_ref", name=op.f("uq_entry_book_id_client_ref")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_entry_book_id_occurred_on_seq"), "entry", ["book_id", "occurred_on", "seq"], unique=False
    )
    op.create_index(op.f("ix_entry_book_id_source_id"), "entry", ["book_id", "source_id"], unique=False)


def _make_group_rule() -> None:
    op.create_table(
        "group_rule",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_group_rule_book_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("book_id", "name", "holds_from", "recorded_at", name=op.f("pk_group_rule")),
        info={"shard": "book"},
    )


def _make_meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("on_roll", sa.Integer(), nullable=False),
        sa.Column("total_in_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_out_minor", sa.BigInteger(), nullable=False),
        sa.Column("cash_counted_minor", sa.BigInteger(), nullable=True),
        sa.Column("cash_difference_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("witnessed", sa.String(length=16), nullable=False),
        sa.Column("fund_totals", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=True),
        sa.Column("last_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_meeting_book_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("book_id", "meeting_id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("book_id", "held_on", name=op.f("uq_meeting_book_id_held_on")),
        sa.UniqueConstraint("book_id", "number", name=op.f("uq_meeting_book_id_number")),
        info={"shard": "book"},
    )


def _make_member() -> None:
    op.create_table(
        "member",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sex", sa.String(length=16), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_member_number_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_member_book_id_member_id_holder"),
        ),
        sa.PrimaryKeyConstraint("book_id", "member_id", name=op.f("pk_member")),
        sa.UniqueConstraint("book_id", "number", name=op.f("uq_member_book_id_number")),
        info={"shard": "book"},
    )


def _make_sheet() -> None:
    op.create_table(
        "sheet",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("meeting_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_from", Id(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('posted', 'held', 'received')", name=op.f("ck_sheet_state_known")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["savings_group.book_id"], name=op.f("fk_sheet_book_id_savings_group")
        ),
        sa.PrimaryKeyConstraint("book_id", "meeting_id", "version", name=op.f("pk_sheet")),
        info={"shard": "book"},
    )


def _make_stake() -> None:
    op.create_table(
        "stake",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("enterprise_id", Id(), nullable=False),
        sa.Column("enterprise_name", sa.String(length=200), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("claim_currency", sa.String(length=3), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_stake_book_id_stake_id_holder"),
        ),
        sa.PrimaryKeyConstraint("book_id", "stake_id", name=op.f("pk_stake")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_stake_book_id_alias")),
        info={"shard": "book"},
    )


def _make_tender() -> None:
    op.create_table(
        "tender",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("tender_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "tender_id"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_tender_book_id_tender_id_holder"),
        ),
        sa.PrimaryKeyConstraint("book_id", "tender_id", name=op.f("pk_tender")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_tender_book_id_alias")),
        info={"shard": "book"},
    )


def _make_balance() -> None:
    op.create_table(
        "balance",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("account_no", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Boolean(), nullable=False),
        sa.Column("debit_minor", sa.BigInteger(), nullable=False),
        sa.Column("credit_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "account_no"],
            ["account.book_id", "account.account_no"],
            name=op.f("fk_balance_book_id_account_no_account"),
        ),
        sa.PrimaryKeyConstraint("book_id", "account_no", "month", "closing", name=op.f("pk_balance")),
        info={"shard": "book"},
    )


def _make_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("totals", sa.String(length=1000), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "seq"], ["entry.book_id", "entry.seq"], name=op.f("fk_checkpoint_book_id_seq_entry")
        ),
        sa.PrimaryKeyConstraint("book_id", "seq", name=op.f("pk_checkpoint")),
        info={"shard": "book"},
    )


def _make_declared_return() -> None:
    op.create_table(
        "declared_return",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("return_id", Id(), nullable=False),
        sa.Column("stake_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("home_minor", sa.BigInteger(), nullable=False),
        sa.Column("host_minor", sa.BigInteger(), nullable=False),
        sa.Column("open_home_minor", sa.BigInteger(), nullable=False),
        sa.Column("open_host_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "stake_id"],
            ["stake.book_id", "stake.stake_id"],
            name=op.f("fk_declared_return_book_id_stake_id_stake"),
        ),
        sa.PrimaryKeyConstraint("book_id", "return_id", name=op.f("pk_declared_return")),
        sa.UniqueConstraint(
            "book_id", "stake_id", "position", name=op.f("uq_declared_return_book_id_stake_id_position")
        ),
        info={"shard": "book"},
    )


def _make_loan() -> None:
    op.create_table(
        "loan",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("loan_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book_id", "loan_id"],
            ["holder.book_id", "holder.holder"],
            name=op.f("fk_loan_book_id_loan_id_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "member_id"],
            ["member.book_id", "member.member_id"],
            name=op.f("fk_loan_book_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("book_id", "loan_id", name=op.f("pk_loan")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_loan_book_id_alias")),
        info={"shard": "book"},
    )
    op.create_index(op.f("ix_loan_book_id_member_id"), "loan", ["book_id", "member_id"], unique=False)


def _make_posting() -> None:
    op.create_table(
        "posting",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(length=32), nullable=False),
        sa.Column("debit_no", sa.Integer(), nullable=False),
        sa.Column("credit_no", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("line_ref", sa.String(length=60), nullable=True),
        sa.Column("reverses_seq", sa.BigInteger(), nullable=True),
        sa.Column("reverses_line", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(reverses_seq IS NULL) = (reverses_line IS NULL)", name=op.f("ck_posting_reversal_whole")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_posting_amount_positive")),
        sa.CheckConstraint("debit_no <> credit_no", name=op.f("ck_posting_two_accounts")),
        sa.ForeignKeyConstraint(
            ["book_id", "fund", "credit_no"],
            ["account.book_id", "account.fund", "account.account_no"],
            name=op.f("fk_posting_book_id_fund_credit_no_account"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "fund", "debit_no"],
            ["account.book_id", "account.fund", "account.account_no"],
            name=op.f("fk_posting_book_id_fund_debit_no_account"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "reverses_seq", "reverses_line"],
            ["posting.book_id", "posting.seq", "posting.line"],
            name=op.f("fk_posting_book_id_reverses_seq_reverses_line_posting"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "seq"], ["entry.book_id", "entry.seq"], name=op.f("fk_posting_book_id_seq_entry")
        ),
        sa.PrimaryKeyConstraint("book_id", "seq", "line", name=op.f("pk_posting")),
        sa.UniqueConstraint(
            "book_id",
            "reverses_seq",
            "reverses_line",
            name=op.f("uq_posting_book_id_reverses_seq_reverses_line"),
        ),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_posting_book_id_credit_no_seq"), "posting", ["book_id", "credit_no", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_posting_book_id_debit_no_seq"), "posting", ["book_id", "debit_no", "seq"], unique=False
    )


TABLES = {
    "audit_line": _make_audit_line,
    "book": _make_book,
    "organisation": _make_organisation,
    "sign_in_attempt": _make_sign_in_attempt,
    "user_account": _make_user_account,
    "user_audit_line": _make_user_audit_line,
    "user_book": _make_user_book,
    "approval": _make_approval,
    "book_access": _make_book_access,
    "book_backer": _make_book_backer,
    "book_head": _make_book_head,
    "cycle": _make_cycle,
    "document": _make_document,
    "enterprise": _make_enterprise,
    "holder": _make_holder,
    "imported_line": _make_imported_line,
    "membership": _make_membership,
    "note": _make_note,
    "organisation_member": _make_organisation_member,
    "outbox": _make_outbox,
    "person_key": _make_person_key,
    "remittance": _make_remittance,
    "remittance_landing": _make_remittance_landing,
    "rollup": _make_rollup,
    "savings_group": _make_savings_group,
    "user_session": _make_user_session,
    "account": _make_account,
    "backer": _make_backer,
    "entry": _make_entry,
    "group_rule": _make_group_rule,
    "meeting": _make_meeting,
    "member": _make_member,
    "sheet": _make_sheet,
    "stake": _make_stake,
    "tender": _make_tender,
    "balance": _make_balance,
    "checkpoint": _make_checkpoint,
    "declared_return": _make_declared_return,
    "loan": _make_loan,
    "posting": _make_posting,
}
