"""The tables of the books and of the people who keep them."""

from __future__ import annotations

from alembic import op

from ledgers.tables import append_only_triggers, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for trigger in append_only_triggers():
            connection.exec_driver_sql(trigger)


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
