"""What a loan costs that somebody asks for, and until when its approval holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the two columns; what was approved before says neither, and is asked for anew."""
    op.add_column("loan_request", sa.Column("agreement", sa.Text(), nullable=True))
    op.add_column("loan_request", sa.Column("holds_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away again; a loan that was given from a request is marked so on it, as it was before."""
    op.execute(
        "UPDATE loan_request SET state = 'issued' WHERE state = 'approved' AND EXISTS (SELECT 1 FROM loan "
        "WHERE loan.book_id = loan_request.book_id AND loan.alias = loan_request.alias)")
    op.drop_column("loan_request", "holds_until")
    op.drop_column("loan_request", "agreement")
