"""Each transfer of a group's money with what it cost, as both ends recorded it.

The cost is worked out from what was recorded of the transfer itself. Where the provider's rate was not
written down it is the rate that the amounts imply; where no mid rate was, the margin is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from ledgers.currencies import minor_rate
from ledgers.money import rate_from_decimal
from ledgers.returns.flows import FlowKind, Movement, undone
from ledgers.returns.sending_cost import SendingCost, cost_homeward, cost_outward
from msai.models.enterprises import Remittance
from msai.models.remittances import Arriving
from msai.services.views.facts import BookFacts
from msai.services.views.returns.reading import StakeRead
from msai.services.views.returns.told import Told
from msai.services.views.sending.far_ends import FarEnds

_MOVED = ("sent", "received", "matched", "disputed", "returned", "lost")
_BACK = frozenset({FlowKind.INCOME, FlowKind.CAPITAL})


class Way(StrEnum):
    """Which way money went."""

    OUT = "out"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Corridor:
    """From which money into which, and which way."""

    way: Way
    sent: str
    landed: str


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer: amount and fee in the money sent, receiving fee and landed in the money it became.

    `landed_minor` is None while nothing landed; `cost` where the mid rate is not known or nothing landed.
    """

    ref: UUID
    stake: StakeRead
    corridor: Corridor
    sent_on: date
    amount_minor: int
    fee_minor: int
    receiving_fee_minor: int
    landed_minor: int | None
    mid: Fraction | None
    applied: Fraction | None
    provider: str | None
    cost: SendingCost | None
    whole_fee_minor: int | None = None
    """The fee of all together, where it was sent with other groups; `fee_minor` is its share of it."""

    @property
    def fee_percent(self) -> Fraction:
        """The fee in percent of the amount, known without any rate."""
        return 100 * Fraction(self.fee_minor, self.amount_minor)


def list_transfers(
    facts: BookFacts, stakes: Sequence[StakeRead], *, told: Told, far: FarEnds,
) -> tuple[TransferLine, ...]:
    """Every transfer that left, newest first."""
    by_id = {stake.stake_id: stake for stake in stakes}
    home = {row.remittance_id: row for row in told.home}
    found = [_outward(row, by_id[row.stake_id], facts.currency, far)
             for row in told.out if row.state in _MOVED]
    found += [line for stake in stakes for line in _homeward(stake, facts.currency, home)]
    return tuple(sorted(found, key=lambda line: (line.sent_on, str(line.ref)), reverse=True))


def _outward(
    row: Remittance, stake: StakeRead, host: str, far: FarEnds,
) -> TransferLine:
    landed = far.landed.get(row.remittance_id)
    line = TransferLine(
        row.remittance_id, stake, Corridor(Way.OUT, host, stake.home), row.sent_on, row.amount_minor,
        row.fee_minor, landed.fee_minor if landed else 0, landed.received_minor if landed else None,
        _rate(row.mid_rate, stake.home, host), _rate(row.applied_rate, stake.home, host), row.provider, None,
        far.whole_fees.get(row.pool_id) if row.pool_id else None)
    gone = row.amount_minor - (0 if row.fee_on_top else row.fee_minor)
    applied = line.applied
    if applied is None and line.landed_minor is not None and gone > 0:
        applied = Fraction(line.landed_minor + line.receiving_fee_minor, gone)
    if line.mid is None or applied is None:
        return replace(line, applied=applied)
    return replace(line, applied=applied, cost=cost_outward(
        line.amount_minor, fee=line.fee_minor, mid=line.mid, applied=applied,
        receiving_fee=line.receiving_fee_minor))


def _rate(text: str | None, home: str, host: str) -> Fraction | None:
    return minor_rate(rate_from_decimal(text), home=home, host=host) if text else None


def _homeward(
    stake: StakeRead, host: str, told: Mapping[UUID, Arriving],
) -> Iterator[TransferLine]:
    landed, taken = _landed_by_ref(stake), _fees_by_ref(stake)
    for ref, sent in _sent_by_ref(stake).items():
        said = told.get(ref)
        fee = said.fee_minor if said else 0
        line = TransferLine(
            ref, stake, Corridor(Way.HOME, stake.home, host), min(one.on for one in sent),
            sum(one.home for one in sent), fee, taken.get(ref, 0), landed.get(ref),
            sent[0].mid, _rate(said.applied_rate, stake.home, host) if said else None,
            said.provider if said else None, None)
        yield _costed(line, line.amount_minor - (0 if said is None or said.fee_on_top else fee))


def _costed(line: TransferLine, gone_minor: int) -> TransferLine:
    """A transfer home with its cost; `gone_minor` of it was exchanged."""
    applied = line.applied
    arrived = (line.landed_minor or 0) + line.receiving_fee_minor
    if applied is None and line.landed_minor is not None and arrived:
        applied = Fraction(gone_minor, arrived)
    if line.mid is None or not applied:
        return replace(line, applied=applied)
    return replace(line, applied=applied, cost=cost_homeward(
        line.amount_minor, fee=line.fee_minor, mid=line.mid, applied=applied,
        receiving_fee=line.receiving_fee_minor))


def _sent_by_ref(stake: StakeRead) -> dict[UUID, list[Movement]]:
    found: dict[UUID, list[Movement]] = defaultdict(list)
    for one in stake.movements:
        if one.kind in _BACK and one.home and one.ref:
            found[one.ref].append(one)
    return found


def _landed_by_ref(stake: StakeRead) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    for one in stake.movements:
        if one.kind in _BACK and one.host and one.ref:
            found[one.ref] += one.host
    return found


def _fees_by_ref(stake: StakeRead) -> dict[UUID, int]:
    """What was taken from money where it arrived in the group's country: 5100 of its landing."""
    found: dict[UUID, int] = defaultdict(int)
    for line in undone(stake.book.lines):
        if line.account.code == 5100 and line.source_id:
            found[stake.papers.get(line.source_id, line.source_id)] += line.amount_minor
    return found
