"""The clock by which a group meets, where it is not its country's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; no group has chosen yet."""
    op.add_column("savings_group", sa.Column("time_zone", sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("savings_group", "time_zone")
