"""What was earned is known only when what is in store and what grows was counted: before a year is closed,
before a dividend is declared, and before the profit or loss of a batch is shared.

Everything that stands in the book has to be counted, and where nothing stands somebody has to say so: with a
count of nothing. Interest and shares of sales go by other sums and ask for no count.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE
from ledgers.balances import balances
from msai.services.enterprise_money.errors import NotCounted
from msai.services.enterprise_money.holdings import COUNTED, read_counts

HOLDS_DAYS = 31
"""For so many days a count stands for what is there."""


def is_counted(session: Session, book_id: UUID, *, since: date, until: date) -> bool:
    """Whether something was counted in a period, and everything that stands in the book at its end was."""
    named = {what for one in read_counts(session, book_id) if since <= one.happened_on <= until
             for what in one.counts}
    standing = {account.code for account in balances(
        session, book_id, as_of=until, codes=[int(code) for code in COUNTED.values()], funds=[ENTERPRISE])}
    return bool(named) and all(what in named for what, code in COUNTED.items() if int(code) in standing)


def require_counted(session: Session, book_id: UUID, *, on: date) -> None:
    """Refuse to share out what was earned before it is known.

    Raises:
        NotCounted: the last count is too long ago, or does not name all that stands in the book.
    """
    if not is_counted(session, book_id, since=on - timedelta(days=HOLDS_DAYS), until=on):
        raise NotCounted(days=HOLDS_DAYS)
