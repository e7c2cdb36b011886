"""What the trace says of an investment fund: whose it is, where it lies, and how each account came to be.

Every table adds up in both directions: the members' accounts to the net assets, the members' values to the
same, each place where money lies to its balance, each member's places to her value. What units and cents
cannot divide is named, never hidden. Source: the programme's bookkeeping rules, section "The trace".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ledgers.accounts import CLAIMS_PREFIX, Holder
from ledgers.trace.lines import Line, lines_of
from ledgers.trace.reasons import DUE, STAKES, Reason
from ledgers.trace.rows import FundEntry, Place
from ledgers.trace.walk import ACCOUNT, CLAIM, COST, EARNED, SENT, OwnLine, Sending, Walked, walk
from ledgers.trace.weights import Parts, Shared, Topic, added, in_order, share, split


@dataclass(frozen=True, slots=True)
class HolderAccount:
    """One member's part of a fund in minor units: K by its reasons, V by her units (ten-thousandths)."""

    holder: Holder
    units_e4: int
    by_reason: Mapping[Reason, int]
    value_minor: int

    @property
    def account_minor(self) -> int:
        """K: paid in, less what she took or was given, and her parts of all that happened to the fund."""
        return sum(self.by_reason.values())

    @property
    def rounding_minor(self) -> int:
        """V - K: the rounding of units, or what dealing at a valuation moved between members."""
        return self.value_minor - self.account_minor

    def of(self, *reasons: Reason) -> int:
        """What some reasons did to her account."""
        return sum(self.by_reason.get(reason, 0) for reason in reasons)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something all members felt: what it did to the fund, and everybody's part of it."""

    place: Place
    on: date
    reason: Reason
    amount_minor: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class SendingTrace:
    """Money that left for an enterprise, less what came back unsent, split by the units at its sending."""

    remittance: Holder
    seq: int
    on: date
    amount_minor: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Landing:
    """What arrived at an enterprise of one sending: when, by which entry, and each one's part of its cost."""

    remittance: Holder
    seq: int
    on: date
    parts: Parts


@dataclass(frozen=True, slots=True)
class Claim:
    """What a stake may claim at home, in minor units of the home currency.

    `landed` is what each member's money became when it arrived, `bought` with all that happened to the claim
    since, `now` the claim by the units of today.
    """

    currency: str
    amount_minor: int
    landed: Parts
    bought: Parts
    now: Parts


@dataclass(frozen=True, slots=True)
class StakeTrace:
    """A stake (1300, 1310) in host money: `bought` is h, by the units at each sending; `now` is n.

    `landed` is the cost of what arrived of each member's money; `earned` her parts of the income declared.
    """

    stake: Holder
    cost_minor: int
    landed: Parts
    bought: Parts
    now: Parts
    earned: Parts
    claims: tuple[Claim, ...]
    landings: tuple[Landing, ...]

    @property
    def passed(self) -> dict[Holder, int]:
        """n - h: what passed between members by joining and leaving; it sums to zero."""
        return added(self.now, {holder: -minor for holder, minor in self.bought.items()})


@dataclass(frozen=True, slots=True)
class FundTrace:
    """The trace of one investment fund on a day, drawn after the entry `last_seq`; holders in member order.

    `waiting_minor` are net assets that are nobody's yet, because no unit was ever issued for them; `due` is
    what was given to each member and is still with the group.
    """

    fund: str
    as_of: date | None
    last_seq: int
    net_assets_minor: int
    accounts: tuple[HolderAccount, ...]
    lines: tuple[Line, ...]
    stakes: tuple[StakeTrace, ...]
    sendings: tuple[SendingTrace, ...]
    happenings: tuple[Happening, ...]
    own: Mapping[Holder, tuple[OwnLine, ...]]
    due: Parts

    @property
    def waiting_minor(self) -> int:
        """Net assets less all accounts."""
        return self.net_assets_minor - sum(account.account_minor for account in self.accounts)

    @property
    def issued_e4(self) -> int:
        """All units, in ten-thousandths."""
        return sum(account.units_e4 for account in self.accounts)

    def account(self, holder: Holder) -> HolderAccount | None:
        """One member's account; None where she never had anything to do with the fund."""
        return next((account for account in self.accounts if account.holder == holder), None)


def trace(entries: Iterable[FundEntry], fund: str, *, as_of: date | None = None) -> FundTrace:
    """Trace a fund through all its entries, in sequence, as it stands at the end of a day (None: now).

    Entries dated later are read too, for units are those of the sequence, but they are not counted.
    """
    found = walk(entries, fund, as_of=as_of)
    counted = [shared for shared in share(found.changes) if shared.by(as_of)]
    own = [line for line in found.own if as_of is None or line.on <= as_of]
    units = in_order(found.units_e4)
    lines = lines_of(found.balances, units)
    net = sum(line.balance_minor for line in lines)
    happenings = tuple(_happening(shared) for shared in counted if shared.change.topic.what == ACCOUNT)
    return FundTrace(
        fund, as_of, found.last_seq, net, _accounts(own, happenings, units=units, net=net), lines,
        _stakes(found, counted, lines=lines, units=units), _sendings(found, counted), happenings,
        _by_holder(own), _due(found))


def _happening(shared: Shared) -> Happening:
    change = shared.change
    return Happening(change.place, change.on, change.reason, change.amount_minor, shared.parts)


def _accounts(
    own: Iterable[OwnLine], happenings: Iterable[Happening], *, units: Mapping[Holder, int], net: int,
) -> tuple[HolderAccount, ...]:
    found: defaultdict[Holder, defaultdict[Reason, int]] = defaultdict(lambda: defaultdict(int))
    for line in own:
        found[line.hers.holder][line.hers.reason] += line.hers.amount_minor
    for happening in happenings:
        for holder, minor in happening.parts.items():
            found[holder][happening.reason] += minor
    values = split(net, units)
    holders = in_order(dict.fromkeys([*found, *units], 1))
    return tuple(
        HolderAccount(holder, units.get(holder, 0), dict(found[holder]), values.get(holder, 0))
        for holder in holders)


def _by_holder(own: Iterable[OwnLine]) -> dict[Holder, tuple[OwnLine, ...]]:
    found: defaultdict[Holder, list[OwnLine]] = defaultdict(list)
    for line in own:
        found[line.hers.holder].append(line)
    return {holder: tuple(lines) for holder, lines in found.items()}


def _sendings(found: Walked, counted: list[Shared]) -> tuple[SendingTrace, ...]:
    traced = (_sending(sending, _of(counted, SENT, sending.remittance))
              for sending in found.sendings.values())
    return tuple(sending for sending in traced if sending.amount_minor)


def _sending(sending: Sending, changes: list[Shared]) -> SendingTrace:
    return SendingTrace(
        sending.remittance, sending.seq, sending.on, _sum(changes), _parts(changes))


def _stakes(
    found: Walked, counted: list[Shared], *, lines: Iterable[Line], units: Mapping[Holder, int],
) -> tuple[StakeTrace, ...]:
    return tuple(_stake(found, stake, counted, lines=lines, units=units)
                 for stake in in_order(dict.fromkeys(found.stakes, 1)))


def _stake(
    found: Walked, stake: Holder, counted: list[Shared], *, lines: Iterable[Line],
    units: Mapping[Holder, int],
) -> StakeTrace:
    cost = _of(counted, COST, stake)
    now = (line.parts for line in lines if line.code in STAKES and line.holder == stake)
    claims = (
        _claim(account.fund.removeprefix(CLAIMS_PREFIX), minor, _of(counted, CLAIM, stake), units=units)
        for account, minor in found.claims.items() if account.holder == stake)
    return StakeTrace(
        stake, _sum(cost), _landed(cost), _parts(cost), added(*now), _parts(_of(counted, EARNED, stake)),
        tuple(claims), tuple(_landings(cost)))


def _landings(changes: Iterable[Shared]) -> Iterable[Landing]:
    return (Landing(whole, shared.change.place[0], shared.change.on, shared.parts) for shared in changes
            if isinstance(whole := shared.change.whole, Holder))


def _due(found: Walked) -> dict[Holder, int]:
    return {account.holder: -minor for account, minor in found.balances.items()
            if account.code == DUE and account.holder and minor}


def _claim(
    currency: str, minor: int, changes: list[Shared], *, units: Mapping[Holder, int],
) -> Claim:
    return Claim(currency, minor, _landed(changes), _parts(changes), split(minor, units))


def _of(counted: Iterable[Shared], what: str, holder: Holder) -> list[Shared]:
    wanted = Topic(what, holder)
    return [shared for shared in counted if shared.change.topic == wanted]


def _landed(changes: Iterable[Shared]) -> dict[Holder, int]:
    return _parts(shared for shared in changes if shared.change.whole is not None)


def _parts(changes: Iterable[Shared]) -> dict[Holder, int]:
    return added(*(shared.parts for shared in changes))


def _sum(changes: Iterable[Shared]) -> int:
    return sum(shared.change.amount_minor for shared in changes)
