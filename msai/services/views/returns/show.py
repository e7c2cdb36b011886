"""The page of a group's returns, or of one of its stakes: money first, then where the gain comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.money import decimal_text
from ledgers.returns.results import Position, Returns, together, work_out
from msai.messages import N_, Message
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.sheets import short_code
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.labels import Text, instrument_label
from msai.services.views.returns.measures import (
    NOT_A_YEAR,
    MeasureLine,
    MeasureValue,
    Shape,
    list_measures,
    rate_shown,
    say_coverage,
    shown,
    yearly_shown,
)
from msai.services.views.returns.pictures import ReturnCharts, draw_returns
from msai.services.views.returns.reading import StakeRead, read_group_stakes
from msai.services.views.returns.told import Told


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of money in both currencies, minor units; `home_minor` is None where it is not one currency."""

    label: Message
    host_minor: int
    home_minor: int | None


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """Where a part of the gain comes from: in percent a year and in the group's money."""

    label: Message
    below: Message
    yearly: MeasureValue
    host_minor: int


@dataclass(frozen=True, slots=True)
class StakeLine:
    """One stake in the table: money of the group, and how far its value is known."""

    alias: str
    enterprise: str
    instrument: Text
    put_in_minor: int
    came_back_minor: int
    still_there_minor: int
    gain_minor: int
    in_all: Decimal | None
    yearly: MeasureValue
    valued_on: date | None
    valued_by: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class ReturnsView:
    """What came of a group's stakes up to a day, or of the one stake named by `alias`."""

    book_id: UUID
    group_name: str
    currency: str
    home: str | None
    on: date
    today: date
    since: date | None
    alias: str | None
    enterprise: str | None
    headline: tuple[MoneyLine, ...]
    gain: MoneyLine
    bridge: tuple[BridgeLine, ...]
    bridge_total: BridgeLine | None
    no_bridge: Message | None
    measures: tuple[MeasureLine, ...]
    stakes: tuple[StakeLine, ...]
    coverage: tuple[Message, ...]
    charts: ReturnCharts
    last_seq: int
    code: str
    may_export: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """The stakes of a group with their payments, and what came of them together."""

    facts: BookFacts
    stakes: tuple[StakeRead, ...]
    positions: tuple[Position, ...]
    whole: Returns | None
    home: str | None
    on: date
    told: Told


def show_returns(
    session: Session, actor: Actor, book_id: UUID, *, on: date | None, today: date, alias: str | None = None,
) -> ReturnsView:
    """The returns of a group, or of one stake, up to a day or up to today.

    Raises:
        NotFound: there is no such group, or it has no such stake.
        NotPermitted: the group's totals are not hers to read.
    """
    require(actor, Action.GROUP_TOTALS_VIEW, Target(book_id))
    worked = work_out_group(session, book_id, on=min(on or today, today), alias=alias)
    return _view(worked, alias, today,
                 may_export=is_allowed(actor, Action.WORKBOOK_EXPORT, Target(book_id)))


def work_out_group(session: Session, book_id: UUID, *, on: date, alias: str | None = None) -> Worked:
    """Read a group's stakes and work out what came of them, all together or the one named.

    Raises:
        NotFound: it has no such stake.
    """
    facts = read_group(session, book_id)
    read = read_group_stakes(session, facts, on=on)
    stakes = tuple(stake for stake in read.stakes if alias is None or stake.alias == alias)
    if alias is not None and not stakes:
        raise NotFound()
    homes = {stake.home for stake in stakes}
    positions = tuple(stake.position(on) for stake in stakes)
    whole = together(positions, one_currency=len(homes) == 1) if positions else None
    return Worked(facts, stakes, positions, whole, homes.pop() if len(homes) == 1 else None, on,
                  read.told)


def _view(worked: Worked, alias: str | None, today: date, *, may_export: bool) -> ReturnsView:
    facts, whole = worked.facts, worked.whole
    bridge, total = bridge_lines(whole) if whole else ((), None)
    no_bridge = say_no_bridge(worked) if whole and not total else None
    measures = list_measures(whole, no_home=say_no_home(worked)) if whole and whole.since else ()
    return ReturnsView(
        facts.book_id, facts.name, facts.currency, worked.home if whole and whole.home else None, worked.on,
        today, whole.since if whole else None, alias, worked.stakes[0].enterprise if alias else None,
        headline_of(whole), _gain(whole), bridge, total, no_bridge, measures, tuple(stake_lines(worked)),
        tuple(_coverage(worked)), draw_returns(worked.stakes, facts, worked.on), facts.last_seq,
        short_code(facts.last_hash), may_export)


def headline_of(whole: Returns | None) -> tuple[MoneyLine, ...]:
    """What was put in, what came back and what is still there."""
    if whole is None:
        return ()
    host, home = whole.host, whole.home
    return (
        MoneyLine(Message(N_("Put in")), host.put_in, home.put_in if home else None),
        MoneyLine(Message(N_("Came back")), host.came_back, home.came_back if home else None),
        MoneyLine(Message(N_("Still there")), host.still_there, home.still_there if home else None))


def _gain(whole: Returns | None) -> MoneyLine:
    label = Message(N_("Gain"))
    if whole is None:
        return MoneyLine(label, 0, None)
    return MoneyLine(label, int(whole.host.gain.amount), int(whole.home.gain.amount) if whole.home else None)


def bridge_lines(whole: Returns) -> tuple[tuple[BridgeLine, ...], BridgeLine | None]:
    """The parts of the gain and their sum; nothing where the bridge is not defined."""
    if whole.money is None:
        return (), None
    money = whole.money
    minors = (money.enterprise_minor, money.currency_minor, money.costs_minor, money.net_minor)
    lines = [BridgeLine(Message(label), Message(below), rate, minor)
             for (label, below), rate, minor in zip(_PARTS, _yearly_parts(whole), minors, strict=True)]
    return tuple(lines[:-1]), lines[-1]


_PARTS = (
    (N_("The enterprise"), N_("what it earned at home")),
    (N_("The currency"), N_("home money became worth more or less")),
    (N_("Sending"), N_("fees, exchange margins and time on the road")),
    (N_("Together"), N_("what the group got")),
)


def _yearly_parts(whole: Returns) -> Sequence[MeasureValue]:
    if whole.rates is None or not whole.is_yearly:
        return [MeasureValue(why=Message(NOT_A_YEAR))] * len(_PARTS)
    rates = whole.rates
    between = [MeasureValue(why=Message(N_("One of the rates is not defined."))) if part is None
               else MeasureValue(shown(Fraction(part), Shape.PERCENT))
               for part in (rates.currency, rates.costs)]
    return [rate_shown(rates.home), *between, rate_shown(rates.net)]


def say_no_home(worked: Worked) -> Message | None:
    """Why nothing can be said in home money, where it cannot."""
    if worked.home is None:
        return Message(N_("The enterprises keep different money."))
    return Message(N_("What was sent home is not recorded in home money."))


def say_no_bridge(worked: Worked) -> Message:
    """Why the gain cannot be parted."""
    lacking = sorted({one.on for position in worked.positions for one in position.lacking})
    if lacking:
        return Message(
            N_("It cannot be said: the mid rate of %(day)s is not written down."), {"day": lacking[0]})
    if any(not position.home_known for position in worked.positions):
        return Message(N_("It cannot be said: what was sent home is not recorded in home money."))
    return Message(N_("It cannot be said before money has landed."))


def stake_lines(worked: Worked) -> Iterable[StakeLine]:
    """Each stake with its own money and rate."""
    for stake, position in zip(worked.stakes, worked.positions, strict=True):
        found, valued = work_out(position), stake.book.valuation(worked.on)
        side = found.host
        yield StakeLine(
            stake.alias, stake.enterprise, instrument_label(stake.instrument), side.put_in, side.came_back,
            side.still_there, int(side.gain.amount),
            Decimal(decimal_text(side.multiples.tvpi, places=2)) if side.multiples else None,
            yearly_shown(found, side), valued.on if valued else None,
            valued.valued_by if valued else "", valued.is_old(worked.on) if valued else False)


def _coverage(worked: Worked) -> Sequence[Message]:
    if worked.whole is None:
        return ()
    return tuple(say_coverage(
        worked.whole, lacking=sum(len(position.lacking) for position in worked.positions),
        home_payments=sum(bool(one.home) for position in worked.positions for one in position.movements),
        unvalued=sum(bool(stake.book.lines) and stake.book.valuation(worked.on) is None
                     for stake in worked.stakes)))
