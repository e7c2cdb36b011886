"""Reading a fund's entries once, in sequence: who held what, and what each posting did to whom.

What is split is only collected here, each with the units as they stood just before its entry; it is split
when everything is read, because what happened before the first unit waits for the first units issued.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ledgers.accounts import CLAIMS_PREFIX, TENDER_CODES, Account, Holder, units_fund
from ledgers.money import round_half_up
from ledgers.trace.reasons import (
    CAPITAL,
    HELD,
    ISSUED,
    OPENING,
    STAKES,
    TRANSIT,
    Hers,
    Reason,
    Redeemed,
    effect_of,
    hers_of,
    shared_reason,
)
from ledgers.trace.rows import FundEntry, FundPosting, Place
from ledgers.trace.weights import Change, Topic, Weights, in_order

ACCOUNT = "account"
COST, CLAIM, SENT, EARNED = "cost", "claim", "sent", "earned"
_OF_STAKES = frozenset({*STAKES, 1390, 1400})
_LEFT_FROM = frozenset({*TENDER_CODES, OPENING})


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What one entry did to one member alone."""

    place: Place
    on: date
    hers: Hers


@dataclass(frozen=True, slots=True)
class Sending:
    """Money that left for an enterprise: when, and who held the units then."""

    remittance: Holder
    seq: int
    on: date
    weights: Weights


@dataclass(slots=True)
class Walked:
    """What was found in the entries of a fund, those dated after the day asked for kept out of its sums."""

    balances: defaultdict[Account, int] = field(default_factory=lambda: defaultdict(int))
    claims: defaultdict[Account, int] = field(default_factory=lambda: defaultdict(int))
    units_e4: defaultdict[Holder, int] = field(default_factory=lambda: defaultdict(int))
    own: list[OwnLine] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    sendings: dict[Holder, Sending] = field(default_factory=dict)
    stakes: set[Holder] = field(default_factory=set)
    last_seq: int = 0


def walk(entries: Iterable[FundEntry], fund: str, *, as_of: date | None = None) -> Walked:
    """Read the entries of a fund in sequence; `as_of` takes what is dated up to that day into the sums."""
    walking = _Walk(fund, as_of)
    for entry in entries:
        walking.read(entry)
    return walking.found


class _Walk:
    """The fund as it stands after the entries read so far, whatever their dates."""

    def __init__(self, fund: str, as_of: date | None) -> None:
        self.fund, self.units_fund, self.as_of = fund, units_fund(fund), as_of
        self.found = Walked()
        self._units: defaultdict[Holder, int] = defaultdict(int)
        self._issued = self._net = 0
        self._waiting = Weights()
        self._hers: dict[Place, tuple[Hers, ...]] = {}
        self._others: dict[Place, int] = {}
        self._homeward: set[Holder] = set()

    def read(self, entry: FundEntry) -> None:
        """Take one entry in: first its money, by the units before it, then the units themselves."""
        step = _Step(entry, self._before(entry))
        counted = self.as_of is None or entry.occurred_on <= self.as_of
        net = 0
        for posting in step.of(self.fund):
            net += self._money(step, posting, counted=counted)
        for posting in entry.postings:
            if posting.debit.fund.startswith(CLAIMS_PREFIX):
                self._claim(step, posting, counted=counted)
        for posting in step.of(self.units_fund):
            self._moved(step, posting)
        self._net += net
        self._count_units(step, counted=counted)
        self.found.last_seq = entry.seq

    def _before(self, entry: FundEntry) -> Weights:
        if self._issued <= 0:
            return self._waiting
        return Weights(in_order(self._units), date.min) if _is_shared(entry) else Weights()

    def _money(self, step: _Step, posting: FundPosting, *, counted: bool) -> int:
        place, effect = (step.entry.seq, posting.line), effect_of(posting)
        if counted:
            self.found.balances[posting.debit] += posting.amount_minor
            self.found.balances[posting.credit] -= posting.amount_minor
        hers = self._taken_back(posting) if posting.reverses else hers_of(posting, step.redeemed)
        if hers:
            self._keep_hers(step, place, (hers,))
        self._keep_other(step, posting, effect - (hers.amount_minor if hers else 0))
        if posting.debit.code == TRANSIT or posting.credit.code == TRANSIT:
            self._on_its_way(step, posting)
        if posting.debit.code in _OF_STAKES or posting.credit.code in _OF_STAKES:
            self._stake(step, posting)
        return effect

    def _taken_back(self, posting: FundPosting) -> Hers | None:
        before = self._hers.get(posting.reverses) if posting.reverses else None
        return _negative(before[0]) if before else None

    def _keep_hers(self, step: _Step, place: Place, many: tuple[Hers, ...]) -> None:
        self._hers[place] = many
        self.found.own.extend(OwnLine(place, step.entry.occurred_on, hers) for hers in many)

    def _keep_other(self, step: _Step, posting: FundPosting, minor: int) -> None:
        if not minor:
            return
        place = (step.entry.seq, posting.line)
        same = posting.reverses is not None and self._others.get(posting.reverses) == -minor
        self._others[place] = minor
        home = any(side.code in (1400, *STAKES) or (side.code == TRANSIT and side.holder in self._homeward)
                   for side in (posting.debit, posting.credit))
        reason = shared_reason(posting, home=home)
        self._add(step, posting, Topic(ACCOUNT), minor, reason=reason, taken_back=same)
        stake = posting.credit.holder if reason is Reason.INCOME else None
        if stake or (same and posting.credit.code == 1400):
            self._add(step, posting, Topic(EARNED, stake or posting.credit.holder), minor)

    def _add(
        self, step: _Step, posting: FundPosting, topic: Topic, minor: int, *,
        reason: Reason = Reason.OTHER, taken_back: bool = True, sending: Sending | None = None,
    ) -> None:
        weights = sending.weights if sending else step.weights
        self.found.changes.append(Change(
            topic, (step.entry.seq, posting.line), step.entry.occurred_on, minor, weights, reason,
            posting.reverses if taken_back else None, sending.remittance if sending else None))

    def _on_its_way(self, step: _Step, posting: FundPosting) -> None:
        debit, credit = posting.debit, posting.credit
        if debit.code == TRANSIT and debit.holder and debit.holder not in self.found.sendings:
            if credit.code not in _LEFT_FROM:
                self._homeward.add(debit.holder)
            elif debit.holder not in self._homeward:
                entry = step.entry
                self.found.sendings[debit.holder] = Sending(
                    debit.holder, entry.seq, entry.occurred_on, step.weights)
        for side, other, sign in ((debit, credit, 1), (credit, debit, -1)):
            sending = self._sending(side)
            if sending and other.code in _LEFT_FROM:
                topic = Topic(SENT, sending.remittance)
                self._add(step, posting, topic, sign * posting.amount_minor, sending=sending)

    def _sending(self, side: Account) -> Sending | None:
        return self.found.sendings.get(side.holder) if side.code == TRANSIT and side.holder else None

    def _stake(self, step: _Step, posting: FundPosting) -> None:
        for side, other, sign in ((posting.debit, posting.credit, 1), (posting.credit, posting.debit, -1)):
            if side.code not in _OF_STAKES or side.holder is None:
                continue
            self.found.stakes.add(side.holder)
            if side.code in STAKES:
                minor = sign * posting.amount_minor
                self._add(step, posting, Topic(COST, side.holder), minor, sending=self._sending(other))

    def _claim(self, step: _Step, posting: FundPosting, *, counted: bool) -> None:
        grows = posting.debit.code == 9500
        account = posting.debit if grows else posting.credit
        minor = posting.amount_minor if grows else -posting.amount_minor
        landed = self._landed(step)
        if landed and account.holder:
            self.found.stakes.add(account.holder)
        self._add(step, posting, Topic(CLAIM, account.holder), minor, sending=landed if grows else None)
        if counted:
            self.found.claims[account] += minor

    def _landed(self, step: _Step) -> Sending | None:
        """The sending of which an entry tells the landing; so little may land that no money moves with it."""
        credited = (found for found in map(self._sending, step.credited()) if found)
        told = (found for holder, found in self.found.sendings.items() if holder.id == step.entry.paper)
        return next(credited, None) or next(told, None)

    def _moved(self, step: _Step, posting: FundPosting) -> None:
        place, giver, taker = (step.entry.seq, posting.line), posting.credit, posting.debit
        before = self._hers.get(posting.reverses) if posting.reverses else None
        if before:
            self._keep_hers(step, place, tuple(map(_negative, before)))
        elif giver.code == HELD and taker.code == HELD and giver.holder and taker.holder and self._issued:
            worth = round_half_up(Fraction(posting.amount_minor * self._net, self._issued))
            self._keep_hers(step, place, (
                Hers(giver.holder, Reason.UNITS_MOVED, -worth),
                Hers(taker.holder, Reason.UNITS_MOVED, worth)))

    def _count_units(self, step: _Step, *, counted: bool) -> None:
        for posting in step.of(self.units_fund):
            for side, sign in ((posting.debit, 1), (posting.credit, -1)):
                if side.code == HELD and side.holder:
                    self._units[side.holder] += sign * posting.amount_minor
                    self._issued += sign * posting.amount_minor
                    self.found.units_e4[side.holder] += sign * posting.amount_minor * counted
        if self._issued > 0 and self._waiting.since is None:
            self._waiting.units_e4, self._waiting.since = in_order(self._units), step.entry.occurred_on
        elif self._issued <= 0 and self._waiting.since is not None:
            self._waiting = Weights()


class _Step:
    """One entry while it is read: its postings by fund, and the units of all holders just before it."""

    def __init__(self, entry: FundEntry, weights: Weights) -> None:
        self.entry, self.weights = entry, weights
        self.redeemed = Redeemed(entry.postings)

    def of(self, fund: str) -> Iterator[FundPosting]:
        """The postings of one fund."""
        return (posting for posting in self.entry.postings if posting.debit.fund == fund)

    def credited(self) -> Iterator[Account]:
        """The accounts credited, in the order of the lines."""
        return (posting.credit for posting in self.entry.postings)


def _negative(hers: Hers) -> Hers:
    return Hers(hers.holder, hers.reason, -hers.amount_minor)


def _is_shared(entry: FundEntry) -> bool:
    """Whether an entry may hold anything but money paid in: a year of Sundays holds little else."""
    return any(posting.credit.code not in (CAPITAL, ISSUED) or posting.debit.code == OPENING
               for posting in entry.postings)
