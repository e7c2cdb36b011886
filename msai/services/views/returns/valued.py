"""What stakes were found to be worth, and when: signed papers beside the books."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.returns.values import Valuation
from msai.models.stakes import StakeValuation


def read_valuations(session: Session, book_id: UUID, *, on: date) -> dict[UUID, list[Valuation]]:
    """The valuations of a group's stakes dated up to a day, by stake, in one statement.

    One without a mid rate says nothing in the group's money, so the stake stays at what the book says.
    """
    rows = session.execute(
        select(StakeValuation.stake_id, StakeValuation.valued_on, StakeValuation.host_minor,
               StakeValuation.home_minor)
        .where(StakeValuation.book_id == book_id, StakeValuation.valued_on <= on,
               StakeValuation.host_minor.is_not(None))
        .order_by(StakeValuation.valued_on, StakeValuation.signed_at))
    found: dict[UUID, list[Valuation]] = defaultdict(list)
    for row in rows:
        found[row.stake_id].append(Valuation(row.valued_on, row.host_minor, row.home_minor))
    return found
