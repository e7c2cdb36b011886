"""Work, purchases from neighbours, injuries and complaints, land, certificates, chemicals: line by line."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledgers.tables import Id

revision = "0023"
down_revision = "0022"

_TABLES = ("work_line", "full_time_hours", "supplier_purchase", "work_incident", "land_parcel", "certificate",
           "chemical_use", "line_taken_back")


def upgrade() -> None:
    """Make the tables; on SQLite, triggers keep every line as it was said."""
    for make in (_make_work_line, _make_full_time_hours, _make_supplier_purchase, _make_work_incident,
                 _make_land_parcel, _make_certificate, _make_chemical_use, _make_line_taken_back):
        make()
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only: {table}'); END"
                )


def downgrade() -> None:
    """Take them away again, the last made first; the books are not touched."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _said() -> tuple[sa.Column[Any], ...]:
    """The columns of every line."""
    return (
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("line_id", Id(), nullable=False),
        sa.Column("source_id", Id(), nullable=False),
        sa.Column("line_ref", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
    )


def _kept(table: str) -> tuple[sa.Constraint, ...]:
    """The keys of every line."""
    return (
        sa.PrimaryKeyConstraint("book_id", "line_id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f(f"fk_{table}_book_id_book")),
        sa.UniqueConstraint("book_id", "source_id", "line_ref",
                            name=op.f(f"uq_{table}_book_id_source_id_line_ref")),
    )


def _make_work_line() -> None:
    op.create_table(
        "work_line",
        *_said(),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("returnee", sa.String(length=12), nullable=False),
        sa.Column("age_band", sa.String(length=12), nullable=False),
        sa.Column("engagement", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("minimum_pay", sa.String(length=12), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("hours_e4", sa.BigInteger(), nullable=True),
        sa.Column("wages_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "people >= 0 AND hours_e4 >= 0 AND wages_minor >= 0",
            name=op.f("ck_work_line_not_negative")),
        *_kept("work_line"),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_work_line_book_id_month"), "work_line", ["book_id", "month"])


def _make_full_time_hours() -> None:
    op.create_table(
        "full_time_hours",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("stated_id", Id(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("hours_e4", sa.BigInteger(), nullable=False),
        sa.Column("stated_by", Id(), nullable=False),
        sa.Column("stated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "hours_e4 > 0",
            name=op.f("ck_full_time_hours_hours_positive")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.book_id"],
            name=op.f("fk_full_time_hours_book_id_book")),
        sa.PrimaryKeyConstraint("book_id", "stated_id", name=op.f("pk_full_time_hours")),
        info={"shard": "book", "append_only": True},
    )


def _make_supplier_purchase() -> None:
    op.create_table(
        "supplier_purchase",
        *_said(),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("supplier", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("suppliers", sa.Integer(), nullable=False),
        sa.Column("women_suppliers", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_minor > 0 AND suppliers >= 0",
            name=op.f("ck_supplier_purchase_amount_there")),
        sa.CheckConstraint(
            "women_suppliers BETWEEN 0 AND suppliers",
            name=op.f("ck_supplier_purchase_women_within_suppliers")),
        *_kept("supplier_purchase"),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_supplier_purchase_book_id_month"), "supplier_purchase", ["book_id", "month"])


def _make_work_incident() -> None:
    op.create_table(
        "work_incident",
        *_said(),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settles_id", Id(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('injury', 'complaint')",
            name=op.f("ck_work_incident_kind_known")),
        sa.CheckConstraint(
            "number > 0",
            name=op.f("ck_work_incident_number_positive")),
        sa.ForeignKeyConstraint(
            ["book_id", "settles_id"], ["work_incident.book_id", "work_incident.line_id"],
            name=op.f("fk_work_incident_book_id_settles_id_work_incident")),
        *_kept("work_incident"),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_work_incident_book_id_happened_on"), "work_incident", ["book_id", "happened_on"])


def _make_land_parcel() -> None:
    op.create_table(
        "land_parcel",
        *_said(),
        sa.Column("parcel", sa.String(length=60), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("tenure", sa.String(length=12), nullable=False),
        sa.Column("hectares_e4", sa.BigInteger(), nullable=False),
        sa.Column("cultivated_e4", sa.BigInteger(), nullable=True),
        sa.Column("organic_e4", sa.BigInteger(), nullable=False),
        sa.Column("conversion_e4", sa.BigInteger(), nullable=False),
        sa.Column("assurance", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "hectares_e4 >= 0 AND cultivated_e4 >= 0",
            name=op.f("ck_land_parcel_not_negative")),
        sa.CheckConstraint(
            "organic_e4 >= 0 AND conversion_e4 >= 0 AND organic_e4 + conversion_e4 <= hectares_e4",
            name=op.f("ck_land_parcel_organic_within_hectares")),
        *_kept("land_parcel"),
        info={"shard": "book", "append_only": True},
    )


def _make_certificate() -> None:
    op.create_table(
        "certificate",
        *_said(),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("scheme", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "valid_until >= valid_from",
            name=op.f("ck_certificate_ends_after_it_begins")),
        *_kept("certificate"),
        info={"shard": "book", "append_only": True},
    )


def _make_chemical_use() -> None:
    op.create_table(
        "chemical_use",
        *_said(),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("quantity_e4", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("treated_e4", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", Id(), nullable=True),
        sa.CheckConstraint(
            "quantity_e4 > 0 AND treated_e4 >= 0",
            name=op.f("ck_chemical_use_quantity_positive")),
        *_kept("chemical_use"),
        info={"shard": "book", "append_only": True},
    )
    op.create_index(
        op.f("ix_chemical_use_book_id_used_on"), "chemical_use", ["book_id", "used_on"])


def _make_line_taken_back() -> None:
    op.create_table(
        "line_taken_back",
        sa.Column("book_id", Id(), nullable=False),
        sa.Column("line_id", Id(), nullable=False),
        sa.Column("note_id", Id(), nullable=False),
        sa.Column("taken_by", Id(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "note_id"], ["note.book_id", "note.note_id"],
            name=op.f("fk_line_taken_back_book_id_note_id_note")),
        sa.PrimaryKeyConstraint("book_id", "line_id", name=op.f("pk_line_taken_back")),
        info={"shard": "book", "append_only": True},
    )
