"""What the trace of every investment fund of a book must agree with, on many days of its life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import is_investment_fund
from ledgers.balances import balances
from ledgers.daybook import read_fund
from ledgers.trace.fund import FundTrace, trace
from ledgers.trace.rows import FundEntry
from ledgers.units import net_assets
from tests.ledgers.trace.paper_fund import faults

DAYS = 9


def unsound_traces(session: Session, book_id: UUID) -> list[str]:
    """Every sum of a trace of this book that does not add up, or is not what the books say; none is right."""
    funds = {account.fund for account in balances(session, book_id) if is_investment_fund(account.fund)}
    return [f"{fund} on {day}: {fault}" for fund in sorted(funds)
            for entries in [list(read_fund(session, book_id, fund))]
            for day in _days(entries)
            for fault in _faults(session, book_id, trace(entries, fund, as_of=day))]


def _days(entries: Sequence[FundEntry]) -> list[date | None]:
    return [None, *sorted({entry.occurred_on for entry in entries[::max(1, len(entries) // DAYS)]})]


def _faults(session: Session, book_id: UUID, traced: FundTrace) -> list[str]:
    if not traced.issued_e4:
        return []
    sums: Counter[int] = Counter()
    for account, minor in balances(session, book_id, as_of=traced.as_of, funds=[traced.fund]).items():
        sums[account.code] += minor
    wrong = [] if net_assets(sums) == traced.net_assets_minor else ["not the net assets of the book"]
    return faults(traced) + wrong
