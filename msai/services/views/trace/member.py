"""Where a member's money is: the story of it, how it adds up, and what the sums were made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, Holder, HolderKind
from ledgers.money import decimal_text
from ledgers.trace.fund import HolderAccount
from ledgers.trace.reasons import Reason
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.views.labels import Text, fund_label
from msai.services.views.naming import OfMember, read_member, whose_page
from msai.services.views.trace.production import read_her_part
from msai.services.views.trace.reading import Reading, read_trace
from msai.services.views.trace.stops import Stop, Story, tell
from msai.services.views.trace.words import (
    CAME_BACK,
    account_lines,
    line_label,
    places,
    reason_label,
    register_of,
    rounding_label,
)

_PUT_IN = (Reason.PAID_IN, Reason.UNITS_MOVED, Reason.BROUGHT_IN)


@dataclass(frozen=True, slots=True)
class SumRow:
    """One line of a sum, in minor units; `register` names the entries behind it, where they may be opened."""

    label: Text
    amount_minor: int
    register: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PartRow:
    """Something that all members felt: what it did to the fund, and her part of it."""

    on: date
    seq: int
    label: Text
    fund_minor: int
    hers_minor: int


@dataclass(frozen=True, slots=True)
class MemberTraceView(OfMember):
    """The page of a member: `sums` lead from what she put in to `value_minor`, `places` add up to it."""

    fund: str
    label: Text
    funds: tuple[tuple[str, Text], ...]
    drawn_on: date
    last_seq: int
    is_there: bool
    put_in_minor: int
    came_back_minor: int
    value_minor: int
    part_percent: Decimal
    stops: tuple[Stop, ...]
    sums: tuple[SumRow, ...]
    places: tuple[SumRow, ...]
    parts: tuple[PartRow, ...]
    may_open: bool


def show_member_trace(
    session: Session, actor: Actor, target: Target, *, on: date, fund: str = INVESTMENT,
) -> MemberTraceView:
    """Where the money of the member that `target` names was at the end of a day.

    Raises:
        NotFound: there is no such member, or she is not the reader's to know of.
        FundNotThere: the group has no such investment fund.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    facts, person = read_member(session, target)
    reading = read_trace(session, facts.book_id, fund=fund, on=on)
    found = next((one for one in reading.traced.accounts if one.holder.id == person.holder), None)
    hers = found or HolderAccount(Holder(person.holder, HolderKind.MEMBER, person.alias), 0, {}, 0)
    may_open = is_allowed(actor, Action.REGISTER_VIEW, Target(facts.book_id))
    grown = read_her_part(session, reading, hers.holder, on=on) if found else {}
    story = Story(reading, hers, facts.currency, grown)
    return MemberTraceView(
        *whose_page(actor, facts, person), fund, fund_label(fund), reading.funds, on, reading.traced.last_seq,
        found is not None, hers.of(*_PUT_IN), story.came_back, hers.value_minor, _percent(reading, hers),
        tell(story) if found else (), tuple(_sums(reading, hers)),
        tuple(_places(reading, hers, may_open=may_open)), tuple(_parts(reading, hers)), may_open)


def _percent(reading: Reading, hers: HolderAccount) -> Decimal:
    issued = reading.traced.issued_e4
    return Decimal(decimal_text(Fraction(100 * hers.units_e4, issued) if issued else Fraction(0), places=1))


def _sums(reading: Reading, hers: HolderAccount) -> Iterable[SumRow]:
    """From what she put in to what is still there; what was given to her is taken off last."""
    lines = list(account_lines(hers))
    yield from (SumRow(reason_label(reason), minor) for reason, minor in lines if reason not in CAME_BACK)
    yield from (SumRow(reason_label(reason), minor) for reason, minor in lines if reason in CAME_BACK)
    if hers.rounding_minor:
        yield SumRow(rounding_label(is_at_valuation=reading.is_at_valuation), hers.rounding_minor)


def _places(reading: Reading, hers: HolderAccount, *, may_open: bool) -> Iterable[SumRow]:
    for line in places(reading.traced.lines):
        if minor := line.parts.get(hers.holder, 0):
            register = register_of(line, reading.traced.fund) if may_open else None
            yield SumRow(line_label(line, reading), minor, register)


def _parts(reading: Reading, hers: HolderAccount) -> Iterable[PartRow]:
    """Entry by entry, newest first, what the fund felt while she had a part of it."""
    felt = [happening for happening in reading.traced.happenings if happening.parts.get(hers.holder)]
    for happening in sorted(felt, key=lambda one: (one.on, one.place), reverse=True):
        yield PartRow(happening.on, happening.place[0], reason_label(happening.reason),
                      happening.amount_minor, happening.parts[hers.holder])
