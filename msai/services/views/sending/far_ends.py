"""What the enterprises' books say of the money a group sent, and of the money others sent to them.

The books of all its enterprises are asked at once: what landed of the group's transfers and what was
taken from it, and what other groups told it they sent in the same money.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, and_, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from msai.models.enterprises import RemittanceLanding
from msai.models.remittances import Arriving, PooledTransfer
from msai.services.views.facts import BookFacts
from msai.services.views.returns.reading import StakeRead
from msai.services.views.returns.told import Told

_LANDED, _SENT, _TOGETHER = "landed", "sent", "together"


@dataclass(frozen=True, slots=True)
class Landed:
    """What landed of one remittance and what was taken from it there, home minor units."""

    received_minor: int
    fee_minor: int


@dataclass(frozen=True, slots=True)
class OtherSent:
    """What another group sent to an enterprise, minor units of the money it sent.

    `fee_minor` is of the whole transfer where it was sent together with others.
    """

    enterprise_id: UUID
    sender_id: UUID
    sent_on: date
    amount_minor: int
    fee_minor: int


@dataclass(frozen=True, slots=True)
class FarEnds:
    """What landed, by remittance, what others sent, and the whole fee of each transfer sent together."""

    landed: Mapping[UUID, Landed]
    others: Sequence[OtherSent]
    whole_fees: Mapping[UUID, int] = field(default_factory=dict)


def read_far_ends(
    session: Session, facts: BookFacts, told: Told, stakes: Iterable[StakeRead],
) -> FarEnds:
    """What the books of these enterprises say, all of them in one statement."""
    of_stake = {stake.stake_id: stake.enterprise_id for stake in stakes}
    enterprises = sorted({of_stake[one.stake_id] for one in told.out})
    if not enterprises:
        return FarEnds({}, ())
    landed: dict[UUID, Landed] = {}
    others: list[OtherSent] = []
    whole_fees: dict[UUID, int] = {}
    query = _both(facts, enterprises, [one.remittance_id for one in told.out])
    for row in session.execute(query.execution_options(scatter=True)):
        if row.what == _LANDED:
            landed[row.id] = Landed(int(row.amount), int(row.fee))
        elif row.what == _TOGETHER:
            whole_fees[row.id] = int(row.fee)
        else:
            others.append(OtherSent(row.book_id, row.id, row.sent_on, int(row.amount), int(row.fee)))
    return FarEnds(landed, others, whole_fees)


def _both(facts: BookFacts, enterprises: Sequence[UUID], ids: Sequence[UUID]) -> Any:
    landed = (
        select(literal(_LANDED).label("what"), RemittanceLanding.book_id,
               RemittanceLanding.remittance_id.label("id"),
               func.sum(RemittanceLanding.received_minor).label("amount"),
               func.sum(RemittanceLanding.receiving_fee_minor).label("fee"),
               cast(null(), Date).label("sent_on"))
        .where(RemittanceLanding.book_id.in_(enterprises), RemittanceLanding.remittance_id.in_(ids))
        .group_by(RemittanceLanding.book_id, RemittanceLanding.remittance_id))
    others = select(
        literal(_SENT), Arriving.book_id, Arriving.sender_id, Arriving.amount_minor,
        func.coalesce(PooledTransfer.fee_minor, Arriving.fee_minor), Arriving.sent_on,
    ).outerjoin(PooledTransfer, and_(
        PooledTransfer.book_id == Arriving.book_id, PooledTransfer.pool_id == Arriving.pool_id),
    ).where(Arriving.book_id.in_(enterprises), Arriving.direction == "out",
            Arriving.currency == facts.currency, Arriving.sender_id != facts.book_id,
            Arriving.state.not_in(("returned", "lost")))
    together = select(
        literal(_TOGETHER), PooledTransfer.book_id, PooledTransfer.pool_id, PooledTransfer.amount_minor,
        PooledTransfer.fee_minor, cast(null(), Date),
    ).where(PooledTransfer.book_id.in_(enterprises), PooledTransfer.currency == facts.currency)
    return union_all(landed, others, together)
