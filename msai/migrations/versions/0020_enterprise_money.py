"""What an enterprise notes of its money: acts, parties, places, equipment and its wear, family labour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0020"
down_revision = "0019"

_TABLES = ("money_act", "money_party", "money_place", "equipment", "equipment_wear", "family_labour")
_APPEND_ONLY = ("money_place", "equipment", "equipment_wear", "family_labour")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep what was noted once and for all."""
    for make in (_make_money_act, _make_money_party, _make_money_place, _make_equipment,
                 _make_equipment_wear, _make_family_labour):
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


def _make_money_act() -> None:
    op.create_table(
        "money_act",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("party", sa.String(length=100), nullable=True),
        sa.Column("about_id", Id(), nullable=True),
        sa.Column("report_id", Id(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_id", Id(), nullable=True),
        sa.Column("note_id", Id(), nullable=True),
        sa.Column("approval_id", Id(), nullable=True),
        sa.Column("asked_by", Id(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_seq", sa.BigInteger(), nullable=True),
        sa.Column("line_ref", sa.String(length=60), nullable=True),
        sa.Column("taken_back_by", Id(), nullable=True),
        sa.CheckConstraint(
            "posted_seq IS NULL OR done_at IS NOT NULL",
            name=op.f("ck_money_act_posted_when_done")),
        sa.CheckConstraint(
            "taken_back_by IS NULL OR done_at IS NOT NULL",
            name=op.f("ck_money_act_taken_back_when_done")),
        sa.ForeignKeyConstraint(
            ["book_id", "approval_id"], ["approval.book_id", "approval.approval_id"],
            name=op.f("fk_money_act_book_id_approval_id_approval")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_money_act_book_id_book")),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_money_act_book_id_note_id_note")),
        sa.ForeignKeyConstraint(
            ["book_id", "posted_seq"], ["entry.book_id", "entry.seq"],
            name=op.f("fk_money_act_book_id_posted_seq_entry")),
        sa.ForeignKeyConstraint(
            ["book_id", "receipt_id"], ["attachment.book_id", "attachment.attachment_id"],
            name=op.f("fk_money_act_book_id_receipt_id_attachment")),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_money_act")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_money_act_book_id_happened_on"), "money_act", ["book_id", "happened_on"])
    op.create_index(
        op.f("ix_money_act_book_id_posted_seq"), "money_act", ["book_id", "posted_seq"])


def _make_money_party() -> None:
    op.create_table(
        "money_party",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("party_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("named_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "party_id"], ["holder.book_id", "holder.holder"],
            name=op.f("fk_money_party_book_id_party_id_holder")),
        sa.PrimaryKeyConstraint("book_id", "party_id", name=op.f("pk_money_party")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_money_party_book_id_alias")),
        info={"shard": "book"},
    )


def _make_money_place() -> None:
    op.create_table(
        "money_place",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("place_id", Id(), nullable=False),
        sa.Column("alias", sa.String(length=100), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("named_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "place_id"], ["holder.book_id", "holder.holder"],
            name=op.f("fk_money_place_book_id_place_id_holder")),
        sa.PrimaryKeyConstraint("book_id", "place_id", name=op.f("pk_money_place")),
        sa.UniqueConstraint("book_id", "alias", name=op.f("uq_money_place_book_id_alias")),
        info={"shard": "book"},
    )


def _make_equipment() -> None:
    op.create_table(
        "equipment",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("equipment_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("rest_minor", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "months > 0",
            name=op.f("ck_equipment_months_positive")),
        sa.CheckConstraint(
            "cost_minor > 0 AND rest_minor >= 0 AND rest_minor <= cost_minor",
            name=op.f("ck_equipment_rest_within_cost")),
        sa.ForeignKeyConstraint(
            ["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"],
            name=op.f("fk_equipment_book_id_act_id_money_act")),
        sa.PrimaryKeyConstraint("book_id", "equipment_id", name=op.f("pk_equipment")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_equipment_book_id_act_id"), "equipment", ["book_id", "act_id"])


def _make_equipment_wear() -> None:
    op.create_table(
        "equipment_wear",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("equipment_id", Id(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0",
            name=op.f("ck_equipment_wear_amount_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"],
            name=op.f("fk_equipment_wear_book_id_act_id_money_act")),
        sa.ForeignKeyConstraint(
            ["book_id", "equipment_id"], ["equipment.book_id", "equipment.equipment_id"],
            name=op.f("fk_equipment_wear_book_id_equipment_id_equipment")),
        sa.PrimaryKeyConstraint("book_id", "act_id", "equipment_id", name=op.f("pk_equipment_wear")),
        info={"shard": "book"},
    )
    op.create_index(
        op.f("ix_equipment_wear_book_id_equipment_id"), "equipment_wear", ["book_id", "equipment_id"])


def _make_family_labour() -> None:
    op.create_table(
        "family_labour",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("worked_until", sa.Date(), nullable=False),
        sa.Column("hours_e2", sa.BigInteger(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "hours_e2 > 0 AND value_minor >= 0",
            name=op.f("ck_family_labour_amounts_there")),
        sa.ForeignKeyConstraint(
            ["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"],
            name=op.f("fk_family_labour_book_id_act_id_money_act")),
        sa.PrimaryKeyConstraint("book_id", "act_id", name=op.f("pk_family_labour")),
        info={"shard": "book"},
    )
