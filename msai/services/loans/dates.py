"""On which day something may be recorded of a loan: in the open cycle, and not ahead of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.cycles import get_open
from msai.services.loans.errors import LoanDayAhead

# East of Greenwich a day begins before it does there.
_AHEAD_MS = 14 * 3600 * 1000


def require_past(session: Session, book_id: UUID, day: date, *, at: int) -> None:
    """Let a day pass on which something happened.

    Raises:
        LoanDayAhead: it has not come yet anywhere.
        CycleClosed: the group has no open cycle on that day.
    """
    if day > datetime.fromtimestamp((at + _AHEAD_MS) / 1000, tz=UTC).date():
        raise LoanDayAhead(day=day)
    get_open(session, book_id, on=day)
