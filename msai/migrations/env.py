"""How Alembic reaches the database: over the connection `msai.db` hands it."""

from __future__ import annotations

from alembic import context

import msai.models  # noqa: F401
from ledgers.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
