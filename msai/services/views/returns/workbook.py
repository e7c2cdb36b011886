"""The workbook of a group's investments, drawn from the reading of the pages of returns and sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.currencies import minor_rate
from ledgers.money import decimal_text
from ledgers.returns.bridge import bridge_money
from ledgers.returns.flows import FlowKind, Movement
from ledgers.returns.results import Position, SideReturn, work_out
from ledgers.returns.sending_cost import cost_of_period
from msai.exports.investments.book import (
    CorridorRows,
    CostRow,
    FlowRow,
    InvestmentsBook,
    MeasureRow,
    RateRow,
    SideSums,
    StakeRows,
    TraceLine,
    TraceTable,
)
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.demo.marks import is_demo_book
from msai.services.views.labels import instrument_label
from msai.services.views.returns.measures import MeasureLine, Shape, list_measures, yearly_shown
from msai.services.views.returns.reading import StakeRead
from msai.services.views.returns.show import Worked, say_no_home, work_out_group
from msai.services.views.sending.show import CorridorCost, list_corridors
from msai.services.views.sending.transfers import TransferLine, Way
from msai.services.views.trace.group import GroupTraceView, show_group_trace

_WHAT = {
    FlowKind.PUT_IN: N_("Put in"), FlowKind.UNSENT: N_("Came back without having arrived"),
    FlowKind.INCOME: N_("Income"), FlowKind.CAPITAL: N_("Capital back"),
}
_WHAT_AT_HOME = {
    FlowKind.PUT_IN: N_("Landed at home"), FlowKind.UNSENT: N_("Came back without having arrived"),
    FlowKind.INCOME: N_("Income sent from home"), FlowKind.CAPITAL: N_("Capital sent from home"),
}
_WAYS = {Way.OUT: N_("From %(sent)s to %(landed)s"), Way.HOME: N_("Home again, from %(sent)s to %(landed)s")}
_IN = frozenset({FlowKind.PUT_IN, FlowKind.UNSENT})


def draw_investments(
    session: Session, actor: Actor, book_id: UUID, *, today: date, right_to_left: bool = False,
) -> InvestmentsBook:
    """Everything of a group's investments up to today.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.WORKBOOK_EXPORT, Target(book_id))
    worked = work_out_group(session, book_id, on=today)
    whole = worked.whole
    corridors = list_corridors(session, worked.facts, worked.stakes, told=worked.told)
    return InvestmentsBook(
        worked.facts.name, worked.facts.drawn(), today, tuple(_stakes(worked)),
        _sums(whole.host) if whole else None, whole.money if whole else None,
        tuple(map(_measure, list_measures(whole, no_home=say_no_home(worked)))) if whole else (),
        tuple(map(_corridor, corridors)), tuple(_rates(worked)),
        tuple(_traces(session, actor, book_id, today)), right_to_left, is_demo_book(session, book_id))


def _traces(session: Session, actor: Actor, book_id: UUID, today: date) -> Iterator[TraceTable]:
    """Where the money of each investment fund is, for those who may see every member's."""
    if not is_allowed(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id)):
        return
    first = show_group_trace(session, actor, book_id, on=today)
    others = [fund for fund, _label in first.funds if fund != first.fund]
    for view in (first, *(show_group_trace(session, actor, book_id, on=today, fund=fund) for fund in others)):
        if view.rows:
            yield TraceTable(
                view.label, tuple(place.label for place in view.columns),
                tuple(place.total_minor for place in view.columns),
                (*(TraceLine(row.name, row.account_minor, row.cells, row.value_minor, row.rounding_minor)
                   for row in view.rows), *_nobodys(view)), view.difference)


def _nobodys(view: GroupTraceView) -> Iterator[TraceLine]:
    """What is in the fund and no member's yet, because no unit was issued for it."""
    cells = tuple(place.total_minor - sum(row.cells[n] for row in view.rows)
                  for n, place in enumerate(view.columns))
    if any(cells) or view.waiting_minor:
        value = sum(cells)
        yield TraceLine(Message(N_("Nobody's yet")), view.waiting_minor, cells, value,
                        value - view.waiting_minor)


def _stakes(worked: Worked) -> Iterator[StakeRows]:
    for stake, position in zip(worked.stakes, worked.positions, strict=True):
        found, valued = work_out(position), stake.book.valuation(worked.on)
        yield StakeRows(
            stake.enterprise, instrument_label(stake.instrument), stake.home,
            tuple(_flow(stake, one, worked.facts.currency) for one in position.movements), _sums(found.host),
            _home_sums(position), bridge_money(position.two_sided()) if position.home_known else None,
            yearly_shown(found, found.host).figure, valued.on if valued else None)


def _sums(side: SideReturn) -> SideSums:
    return SideSums(side.put_in, side.came_back, side.still_there)


def _home_sums(position: Position) -> SideSums:
    return SideSums(
        -sum(one.home for one in position.movements if one.kind in _IN),
        sum(one.home for one in position.movements if one.kind not in _IN),
        sum(part.home for part in position.value))


def _flow(stake: StakeRead, one: Movement, host: str) -> FlowRow:
    into, words = one.kind in _IN, _WHAT_AT_HOME if one.home else _WHAT
    return FlowRow(
        one.on, Message(words[one.kind]), -one.host if into else 0, 0 if into else one.host,
        -one.home if into else 0, 0 if into else one.home,
        None if one.mid is None else _quoted(one.mid, stake.home, host))


def _quoted(mid: Fraction, home: str, host: str) -> Decimal:
    """A rate as people quote it: home money for one unit of host money."""
    return _decimal(mid / minor_rate(Fraction(1), home=home, host=host))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(decimal_text(value, places=6))


def _measure(line: MeasureLine) -> MeasureRow:
    home = line.home.figure if line.home else None
    why = line.host.why or (line.home.why if line.home else None)
    return MeasureRow(line.label, line.formula, line.version, line.shape is Shape.PERCENT, line.host.figure,
                      home, why)


def _corridor(one: CorridorCost) -> CorridorRows:
    corridor = one.corridor
    lines = [row.line for row in one.rows]
    total = cost_of_period([(line.amount_minor, line.cost) for line in lines if line.cost is not None])
    return CorridorRows(
        Message(_WAYS[corridor.way], {"sent": corridor.sent, "landed": corridor.landed}), corridor.sent,
        tuple(map(_cost, lines)), None if total is None else _decimal(total))


def _cost(line: TransferLine) -> CostRow:
    cost = line.cost
    parts = (None, None, None) if cost is None else (
        _decimal(cost.margin_percent), _decimal(cost.receiving_fee_percent), _decimal(cost.total_percent))
    return CostRow(line.sent_on, line.stake.enterprise, line.provider or "", line.amount_minor,
                   _decimal(line.fee_percent), *parts)


def _rates(worked: Worked) -> Iterator[RateRow]:
    written_down = worked.told.rates.by_day
    for home, on in sorted(written_down, key=lambda known: (known[1], known[0])):
        written = written_down[home, on]
        yield RateRow(on, home, Decimal(written.rate), written.source)
