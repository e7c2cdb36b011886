"""The stops of a member's money on its way: saved, sent, arrived, at work, earned, back in her hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from ledgers.accounts import TENDER_CODES, Holder
from ledgers.money import Money, decimal_text
from ledgers.trace.fund import HolderAccount, StakeTrace
from ledgers.trace.reasons import Reason
from msai.messages import N_, Message, counted
from msai.services.views.labels import Text
from msai.services.views.trace.reading import Reading, Valued
from msai.services.views.trace.ribbon import Strand, down, ended, leaving, narrowing, width_of
from msai.services.views.trace.words import CAME_BACK, COSTS, reason_label


class StopKind(StrEnum):
    """The stops there are; a page has its own title and sign for each."""

    SAVED = "saved"
    SENT = "sent"
    ARRIVED = "arrived"
    AT_WORK = "at_work"
    EARNED = "earned"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One part of an amount, on the slip of its stop; money that was lost is below nought."""

    label: Text
    amount: Money


@dataclass(frozen=True, slots=True)
class Harvest:
    """What grew and was sold of somebody's money since a day: each product with its quantity in its unit."""

    since: date
    rows: tuple[tuple[Message, Message], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: sentences before and after its amount, a slip with parts that add up to its total.

    `above` is the ribbon beside the words, `beside` next to the slip. `register` names the entries behind the
    amount.
    """

    kind: StopKind
    amount: Money
    name: str = ""
    says: tuple[Message, ...] = ()
    slip: tuple[SlipRow, ...] = ()
    total: SlipRow | None = None
    after: tuple[Message, ...] = ()
    above: tuple[Strand, ...] = ()
    beside: tuple[Strand, ...] = ()
    register: Mapping[str, Any] | None = None
    percent: Decimal | None = None
    harvest: Harvest | None = None


@dataclass(frozen=True)
class Story:
    """What is told: one member's account in a fund, in the money of her group; what grew of it, by stake."""

    reading: Reading
    hers: HolderAccount
    currency: str
    grown: Mapping[UUID, Harvest] = field(default_factory=dict)

    @property
    def put_in(self) -> int:
        """Everything that is drawn to scale against."""
        return self.hers.of(Reason.PAID_IN, Reason.UNITS_MOVED, Reason.BROUGHT_IN)

    @property
    def came_back(self) -> int:
        """All that was given to her, paid or not."""
        return -self.hers.of(*CAME_BACK)

    @property
    def with_group(self) -> int:
        """Her part of the money that lies with the group."""
        return sum(line.parts.get(self.hers.holder, 0) for line in self.reading.traced.lines
                   if line.code in TENDER_CODES)

    @property
    def costs(self) -> int:
        """What sending cost her."""
        return -self.hers.of(*COSTS)

    @property
    def on_its_way(self) -> int:
        """Her part of what has not arrived yet at an enterprise."""
        sent = {sending.remittance for sending in self.reading.traced.sendings}
        return sum(line.parts.get(self.hers.holder, 0) for line in self.reading.traced.lines
                   if line.code == 1200 and line.holder in sent)

    @property
    def sent(self) -> int:
        """Her part of what left the group, fees on top included, by the parts of the day it left."""
        sendings = self.reading.traced.sendings
        entries = {sending.seq for sending in sendings}
        on_top = sum(-happening.parts.get(self.hers.holder, 0) for happening in self.reading.traced.happenings
                     if happening.reason is Reason.FEES and happening.place[0] in entries)
        return on_top + sum(sending.parts.get(self.hers.holder, 0) for sending in sendings)

    def money(self, minor: int) -> Money:
        """An amount in the money of her group."""
        return Money(minor, self.currency)

    def row(self, label: str, minor: int) -> SlipRow:
        """A row of a slip."""
        return SlipRow(Message(label), self.money(minor))

    def wide(self, minor: int) -> int:
        """How wide an amount is drawn."""
        return width_of(minor, self.put_in)

    def landed(self, stake: StakeTrace) -> int:
        """What of her money arrived there, at cost."""
        return stake.landed.get(self.hers.holder, 0)


def tell(story: Story) -> tuple[Stop, ...]:
    """The stops there are to tell of, in order."""
    stakes = [stake for stake in story.reading.traced.stakes
              if story.landed(stake) or stake.now.get(story.hers.holder)]
    stops = [_saved(story)]
    if story.sent > 0:
        stops.append(_sent(story))
    for at, stake in enumerate(stakes):
        stops += _stake(story, stake, later=stakes[at + 1:])
    if story.hers.of(Reason.INCOME):
        stops.append(_earned(story, stakes))
    if story.came_back:
        stops.append(_back(story))
    return tuple(stops)


def _saved(story: Story) -> Stop:
    kept, sent = story.wide(story.with_group), story.wide(story.sent)
    whole = story.wide(story.put_in)
    lines = [line for line in story.reading.traced.own.get(story.hers.holder, ())
             if line.hers.reason is Reason.PAID_IN and line.hers.amount_minor > 0]
    times = len({line.place[0] for line in lines})
    says = counted("Once, on %(day)s.", "%(count)s times since %(day)s.", times,
                   day=min(line.on for line in lines)) if lines else None
    return Stop(
        StopKind.SAVED, story.money(story.hers.of(Reason.PAID_IN)), says=(says,) if says else (),
        slip=(story.row(N_("With the group now"), story.with_group),) if story.with_group > 0 else (),
        above=down("leaf", whole),
        beside=leaving("leaf", kept, beside=whole) + narrowing("leaf", sent, before=max(whole, sent)),
        register={"code": [3200], "holder": story.hers.holder.alias})


def _sent(story: Story) -> Stop:
    sendings = story.reading.traced.sendings
    arrived = sum(story.landed(stake) for stake in story.reading.traced.stakes)
    lost = (story.row(N_("Fees for sending"), story.hers.of(Reason.FEES)),
            story.row(N_("Exchange rate"), story.hers.of(Reason.MARGIN)))
    rest = story.sent - arrived - story.costs - story.on_its_way
    besides = ((N_("%(amount)s of it is still on its way."), story.on_its_way),
               (N_("%(amount)s passed between members, or was lost on the way."), rest))
    percent = Decimal(decimal_text(Fraction(100 * story.costs, story.sent), places=1))
    wide = story.wide(story.sent)
    return Stop(
        StopKind.SENT, story.money(story.sent),
        says=(counted("On %(day)s.", "In %(count)s parts, the last on %(day)s.", len(sendings),
                      day=max(sending.on for sending in sendings)),),
        slip=tuple(row for row in lost if row.amount.minor),
        total=story.row(N_("Cost of sending"), -story.costs), percent=percent,
        after=tuple(Message(text, {"amount": story.money(minor)}) for text, minor in besides if minor),
        above=down("leaf", wide),
        beside=down("leaf", wide) + leaving("cost", story.wide(story.costs), beside=wide),
        register={"code": [1200], "fund": story.reading.traced.fund})


def _stake(story: Story, stake: StakeTrace, *, later: Sequence[StakeTrace]) -> Iterator[Stop]:
    rest = sum(story.wide(story.landed(one)) for one in later)
    wide = story.wide(story.landed(stake))
    strands = down("leaf", rest, shift=-wide) + down("sun", wide, shift=rest)
    if story.landed(stake):
        yield _arrived(story, stake, strands)
    over = not later and not story.hers.of(Reason.INCOME)
    yield _at_work(story, stake, strands, end=ended(wide) if over else ())


def _arrived(story: Story, stake: StakeTrace, strands: tuple[Strand, ...]) -> Stop:
    facts, who = story.reading.stake(stake.stake), story.hers.holder
    home = [Money(claim.landed.get(who, 0), claim.currency) for claim in stake.claims]
    worth = story.money(story.landed(stake))
    rates = [story.reading.rates[landing.remittance.id] for landing in stake.landings
             if landing.remittance.id in story.reading.rates]
    says = counted("On %(day)s.", "In %(count)s parts, the last on %(day)s.", len(stake.landings),
                   day=max(landing.on for landing in stake.landings))
    after = [Message(N_("It cost %(amount)s."), {"amount": worth})] if home else []
    if rates:
        after.append(Message(N_("The last rate was %(rate)s."), {"rate": _plain(rates[-1])}))
    return Stop(StopKind.ARRIVED, home[0] if home else worth, facts.name, (says,), after=tuple(after),
                above=strands, register=_of_stake(stake))


def _at_work(
    story: Story, stake: StakeTrace, strands: tuple[Strand, ...], *, end: tuple[Strand, ...],
) -> Stop:
    facts, who = story.reading.stake(stake.stake), story.hers.holder
    home = [Money(claim.now.get(who, 0), claim.currency) for claim in stake.claims]
    cost, passed = story.money(stake.now.get(who, 0)), story.money(stake.passed.get(who, 0))
    down_by = sum(line.parts.get(who, 0) for line in story.reading.traced.lines
                  if line.code == 1390 and line.holder == stake.stake)
    rows = [story.row(N_("Bought with this money"), stake.bought.get(who, 0)),
            story.row(N_("Passed between members by joining and leaving"), passed.minor)]
    rows += [story.row(N_("Written down"), down_by)] if down_by else []
    total = story.row(N_("In the book"), cost.minor + down_by)
    after = (_say_value(facts.valued),) if facts.valued else ()
    return Stop(StopKind.AT_WORK, home[0] if home else cost, facts.name, (_kind_of(facts.instrument),),
                tuple(rows), total, after, strands, strands + end, _of_stake(stake),
                harvest=story.grown.get(stake.stake.id))


def _say_value(valued: Valued) -> Message:
    text = N_("%(by)s valued the whole stake at %(worth)s on %(day)s, more than a year before.") \
        if valued.is_old else N_("%(by)s valued the whole stake at %(worth)s on %(day)s.")
    return Message(text, {"by": valued.by, "worth": valued.worth, "day": valued.on})


def _kind_of(instrument: Text) -> Message:
    return Message(N_("%(instrument)s, held with all the others in the fund."), {"instrument": instrument})


def _of_stake(stake: StakeTrace) -> dict[str, Any]:
    return {"code": [1300, 1310], "holder": stake.stake.alias}


def _earned(story: Story, stakes: Sequence[StakeTrace]) -> Stop:
    who: Holder = story.hers.holder
    earned = [SlipRow(story.reading.stake(stake.stake).name, story.money(stake.earned.get(who, 0)))
              for stake in story.reading.traced.stakes if stake.earned.get(who)]
    after = [SlipRow(reason_label(reason), story.money(story.hers.of(reason)))
             for reason in (Reason.FEES_HOME, Reason.EXCHANGE, Reason.GAINS) if story.hers.of(reason)]
    kept = story.hers.of(Reason.INCOME, Reason.FEES_HOME, Reason.EXCHANGE, Reason.GAINS)
    wide = story.wide(story.landed(stakes[-1])) if stakes else 0
    thread = down("back", story.wide(story.came_back))
    return Stop(
        StopKind.EARNED, story.money(story.hers.of(Reason.INCOME)), slip=(*earned, *after),
        total=story.row(N_("What is left of it"), kept), above=down("sun", wide) + thread,
        beside=down("sun", wide) + ended(wide) + thread,
        register={"code": [4400], "fund": story.reading.traced.fund})


def _back(story: Story) -> Stop:
    due = story.reading.traced.due.get(story.hers.holder, 0)
    days = [line.on for line in story.reading.traced.own.get(story.hers.holder, ())
            if line.hers.reason in CAME_BACK]
    says = counted("On %(day)s.", "In %(count)s parts, the last on %(day)s.", len(set(days)), day=max(days))
    rows = [SlipRow(reason_label(reason), story.money(-story.hers.of(reason)))
            for reason in CAME_BACK if story.hers.of(reason)]
    waiting = (Message(N_("%(amount)s of it is still with the group and can be fetched."), {
        "amount": story.money(due)}),) if due > 0 else ()
    return Stop(StopKind.BACK, story.money(story.came_back), says=(says,), slip=tuple(rows), after=waiting,
                register={"code": [2100], "holder": story.hers.holder.alias})


def _plain(rate: str) -> str:
    """A rate as it was typed, without the noughts at its end."""
    return rate.rstrip("0").rstrip(".") if "." in rate else rate
