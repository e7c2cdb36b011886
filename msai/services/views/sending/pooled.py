"""What the same money would have cost if it had been sent once a quarter, alone or with other groups.

Only what is recorded is used: one transfer is taken to cost the largest fee that was paid for one of them,
where it was sent with others the whole fee of all together.
The exchange margin is a part of the amount and stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledgers.money import allocate
from ledgers.returns.sending_cost import one_fee
from msai.services.views.sending.far_ends import FarEnds, OtherSent
from msai.services.views.sending.transfers import TransferLine


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
        """How much less one transfer a quarter would have cost; below nought where fees were shared."""
        return self.fees_minor - self.alone_minor

    @property
    def dearer_alone_minor(self) -> int:
        """How much more one transfer a quarter, sent alone, would have cost."""
        return max(-self.saved_alone_minor, 0)

    @property
    def saved_shared_minor(self) -> int:
        """How much less again it would have cost with the others; below nought where theirs are dearer."""
        return self.alone_minor - self.shared_minor

    @property
    def has_others(self) -> bool:
        """Whether another group sends the same money to the same enterprise."""
        return any(one.groups > 1 for one in self.quarters)


def work_out_pooled(lines: Sequence[TransferLine], far: FarEnds) -> Pooled:
    """The transfers of one corridor as if they had been one for each enterprise and quarter."""
    own: dict[tuple[UUID, date], list[TransferLine]] = defaultdict(list)
    for line in lines:
        own[line.stake.enterprise_id, quarter_of(line.sent_on)].append(line)
    others: dict[tuple[UUID, date], list[OtherSent]] = defaultdict(list)
    for one in far.others:
        others[one.enterprise_id, quarter_of(one.sent_on)].append(one)
    found = [_pooled(quarter, sent, others[enterprise_id, quarter])
             for (enterprise_id, quarter), sent in own.items()]
    return Pooled(tuple(sorted(found, key=lambda one: (one.first, one.enterprise))))


def quarter_of(day: date) -> date:
    """The first day of the three months a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _pooled(first: date, sent: Sequence[TransferLine], others: Sequence[OtherSent]) -> QuarterPooled:
    fees = [line.fee_minor for line in sent]
    whole = [line.fee_minor if line.whole_fee_minor is None else line.whole_fee_minor for line in sent]
    amount = sum(line.amount_minor for line in sent)
    together = one_fee([*whole, *(one.fee_minor for one in others)])
    shared = allocate(together, [amount, sum(one.amount_minor for one in others)])[0]
    return QuarterPooled(first, sent[0].stake.enterprise, len(sent), sum(fees), one_fee(whole),
                         1 + len({one.sender_id for one in others}), shared)
