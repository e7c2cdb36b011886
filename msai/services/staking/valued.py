"""What stakes were found to be worth, as the signed memos say; the books know nothing of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msai.models.stakes import StakeValuation
from msai.services.keys import book_key
from msai.services.staking.taking_up import valuation_context


@dataclass(frozen=True, slots=True)
class Valued:
    """One memo: home money, and the group's where somebody knew the mid rate; who valued, and how."""

    valuation_id: UUID
    stake_id: UUID
    valued_on: date
    home_minor: int
    host_minor: int | None
    mid_rate: str | None
    mid_source: str | None
    valued_by: str
    method: str
    signed_at: int


def list_valuations(
    session: Session, book_id: UUID, *, stake_id: UUID | None = None,
) -> tuple[Valued, ...]:
    """The memos of a group, or of one stake, the latest day first."""
    query = (
        select(*StakeValuation.__table__.columns).where(StakeValuation.book_id == book_id)
        .order_by(StakeValuation.valued_on.desc(), StakeValuation.signed_at.desc()))
    if stake_id is not None:
        query = query.where(StakeValuation.stake_id == stake_id)
    found = []
    for row in session.execute(query):
        words = book_key(session, book_id).open(bytes(row.words_sealed), valuation_context(row.valuation_id))
        by, method = json.loads(words)
        found.append(Valued(row.valuation_id, row.stake_id, row.valued_on, row.home_minor, row.host_minor,
                            row.mid_rate, row.mid_source, by, method, row.signed_at))
    return tuple(found)
