"""What the same money would have cost if it had been sent once a quarter, alone or with other groups.

Only what is recorded is used: one transfer is taken to cost the largest fee that was paid for one of them.
The exchange margin is a part of the amount and stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.money import allocate
from ledgers.returns.sending_cost import one_fee
from msai.models.remittances import Arriving
from msai.services.views.facts import BookFacts
from msai.services.views.sending.transfers import TransferLine

Key = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class QuarterPooled:
    """Three months of one enterprise: transfers and fees as they were, and the fee of one, minor units.

    `shared_fee_minor` is the group's part of one fee by amount where `groups` sent together, itself included.
    """

    first: date
    enterprise: str
    transfers: int
    fees_minor: int
    one_fee_minor: int
    groups: int
    shared_fee_minor: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """All quarters, oldest first, and what would have been saved."""

    quarters: tuple[QuarterPooled, ...]

    @property
    def fees_minor(self) -> int:
        """What was paid in fees."""
        return sum(one.fees_minor for one in self.quarters)

    @property
    def alone_minor(self) -> int:
        """What one transfer a quarter would have cost."""
        return sum(one.one_fee_minor for one in self.quarters)

    @property
    def shared_minor(self) -> int:
        """What the group's part would have been, sent with the others."""
        return sum(one.shared_fee_minor for one in self.quarters)

    @property
    def saved_alone_minor(self) -> int:
        """How much less one transfer a quarter would have cost."""
        return self.fees_minor - self.alone_minor

    @property
    def saved_shared_minor(self) -> int:
        """How much less again it would have cost with the others; below nought where theirs are dearer."""
        return self.alone_minor - self.shared_minor

    @property
    def has_others(self) -> bool:
        """Whether another group sends the same money to the same enterprise."""
        return any(one.groups > 1 for one in self.quarters)


def work_out_pooled(session: Session, facts: BookFacts, lines: Sequence[TransferLine]) -> Pooled:
    """The transfers of one corridor as if they had been one for each enterprise and quarter."""
    own: dict[Key, list[TransferLine]] = defaultdict(list)
    for line in lines:
        own[line.stake.enterprise_id, quarter_of(line.sent_on)].append(line)
    others = _others(session, facts, {enterprise_id for enterprise_id, _quarter in own})
    found = [_pooled(first, sent, others.get((enterprise_id, first), []))
             for (enterprise_id, first), sent in own.items()]
    return Pooled(tuple(sorted(found, key=lambda one: (one.first, one.enterprise))))


def quarter_of(day: date) -> date:
    """The first day of the three months a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _others(
    session: Session, facts: BookFacts, enterprises: Iterable[UUID],
) -> dict[Key, list[tuple[UUID, int, int]]]:
    """What other groups sent to the same enterprises in the same money, as their books were told."""
    found: dict[Key, list[tuple[UUID, int, int]]] = defaultdict(list)
    for enterprise_id in sorted(enterprises):
        rows = session.execute(
            select(Arriving.sender_id, Arriving.sent_on, Arriving.amount_minor, Arriving.fee_minor)
            .where(Arriving.book_id == enterprise_id, Arriving.direction == "out",
                   Arriving.currency == facts.currency, Arriving.sender_id != facts.book_id,
                   Arriving.state.not_in(("returned", "lost"))))
        for row in rows:
            found[enterprise_id, quarter_of(row.sent_on)].append(
                (row.sender_id, row.amount_minor, row.fee_minor))
    return found


def _pooled(
    first: date, sent: Sequence[TransferLine], others: Sequence[tuple[UUID, int, int]],
) -> QuarterPooled:
    fees = [line.fee_minor for line in sent]
    amount = sum(line.amount_minor for line in sent)
    beside = sum(other for _sender, other, _fee in others)
    together = one_fee([*fees, *(fee for _sender, _amount, fee in others)])
    return QuarterPooled(
        first, sent[0].stake.enterprise, len(sent), sum(fees), one_fee(fees),
        1 + len({sender for sender, _amount, _fee in others}), allocate(together, [amount, beside])[0])
