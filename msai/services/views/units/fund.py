"""An investment fund as its group reads it: what it has, what a part is worth, whose parts they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import INVESTMENT, Holder, is_investment_fund
from ledgers.balances import register
from ledgers.chart import GROUP_CHART
from ledgers.entries import EntryKind
from ledgers.money import Money, allocate, decimal_text, round_half_up
from ledgers.units import NET_ASSETS, redemption_value
from msai.messages import N_, Message
from msai.models.enterprises import Stake
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.units.dealing import Dealing, find_dealing
from msai.services.units.standing import FundStanding, read_fund
from msai.services.views.corrections.words import GroupWords, read_words
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, account_label, fund_label
from msai.services.views.units.asked import ActLine, list_acts
from msai.services.views.units.words import units_text

_MOVES_VALUE = tuple(code for code in GROUP_CHART.lines if code == 3400 or 4000 <= code < 6000)
_MOST_EVENTS = 24


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One kind of thing the fund has or owes, and the register behind it for those who may open it."""

    label: Text
    amount_minor: int
    register: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One holder: her part in percent, what it is worth by the book and (where one holds) by the paper.

    `is_here`: she is with the group; who went home keeps her part.
    """

    holder: UUID
    name: Text
    part_percent: Decimal
    worth_minor: int
    by_paper_minor: int | None
    paid_in_minor: int
    due_minor: int
    units: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """What made the fund worth more or less: one entry, with its day."""

    seq: int
    on: date
    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class FundView:
    """The page of a fund. `holders` are all of them for those who may see names, else the reader's own."""

    book_id: UUID
    group_name: str
    currency: str
    fund: str
    label: Text
    funds: tuple[tuple[str, Text], ...]
    net_assets_minor: int
    parts: tuple[AssetLine, ...]
    units: str
    value: Fraction | None
    paper_value: Fraction | None
    dealing: Dealing | None
    is_stopped: bool
    distributable_minor: int
    cash_minor: int
    holders: tuple[HolderLine, ...]
    is_whole_list: bool
    events: tuple[EventLine, ...]
    acts: tuple[ActLine, ...]
    may_decide: bool
    may_open: bool
    last_seq: int
    today: date

    @property
    def unit_minor(self) -> int:
        """What one unit is worth by the book, half up; nothing where that is not known."""
        return round_half_up(self.value or 0)

    @property
    def paper_unit_minor(self) -> int:
        """What one unit is worth by the paper, half up; nothing where none is in force."""
        return round_half_up(self.paper_value or 0)

    @property
    def paid_in_minor(self) -> int:
        """What all holders listed put in."""
        return sum(line.paid_in_minor for line in self.holders)

    @property
    def due_minor(self) -> int:
        """What is due to all holders listed."""
        return sum(line.due_minor for line in self.holders)


def show_fund(
    session: Session, actor: Actor, book_id: UUID, *, fund: str, today: date, at: int,
) -> FundView:
    """The page of an investment fund.

    Raises:
        NotFound, NotPermitted
        FundNotThere: the group has no such fund.
    """
    target = Target(book_id)
    require(actor, Action.STATEMENTS_VIEW, target)
    standing, words = read_fund(session, book_id, fund=fund, on=today), read_words(session, book_id)
    may_open, may_decide = (is_allowed(actor, action, target)
                            for action in (Action.REGISTER_VIEW, Action.UNITS_DECIDE))
    dealing = find_dealing(session, book_id, fund=fund, on=today)
    holders, is_whole = _holders(standing, words, actor, today)
    return FundView(
        book_id, words.facts.name, words.facts.currency, fund, fund_label(fund), list_funds(session, book_id),
        standing.net_assets_minor, tuple(_parts(standing, words, may_open=may_open)),
        units_text(standing.issued_e4), standing.book_value(), _paper_value(standing), dealing,
        standing.is_stopped, 0 if standing.is_stopped else standing.distributable_minor, standing.cash_minor,
        holders, is_whole, tuple(_events(session, standing, today)),
        list_acts(session, book_id, fund=fund, words=words, at=at) if may_decide else (),
        may_decide, may_open, words.facts.last_seq, today)


def list_funds(session: Session, book_id: UUID) -> tuple[tuple[str, Text], ...]:
    """The investment funds of a group: those that hold something, and those a stake was taken up for."""
    found = session.scalars(union(
        select(t.account.c.fund).where(t.account.c.book_id == book_id),
        select(Stake.fund).where(Stake.book_id == book_id)))
    funds = {INVESTMENT, *(fund for fund in found if is_investment_fund(fund))}
    return tuple((fund, fund_label(fund)) for fund in sorted(funds, key=lambda name: (len(name), name)))


def _paper_value(fund: FundStanding) -> Fraction | None:
    return None if fund.is_stopped or not fund.issued_e4 or not fund.above_book_minor else fund.value()


def _parts(fund: FundStanding, words: GroupWords, *, may_open: bool) -> Iterable[AssetLine]:
    """Each kind of thing with its sum, as the fund has it: what it owes is below nought."""
    for code, minor in sorted(fund.by_code.items()):
        if code in NET_ASSETS and minor:
            named = {"code": [code], "fund": fund.fund} if may_open else None
            yield AssetLine(account_label(words.facts.kind, code), minor, named)


def _holders(
    fund: FundStanding, words: GroupWords, actor: Actor, today: date,
) -> tuple[tuple[HolderLine, ...], bool]:
    """All holders for those who may see names; a member reads her own line, the others nothing."""
    lines = _lines(fund, words, today)
    if is_allowed(actor, Action.MEMBER_STATEMENTS_VIEW, Target(fund.group.book_id)):
        return lines, True
    standing = actor.standings.get(fund.group.book_id)
    own = standing.member_id if standing else None
    return tuple(line for line in lines if line.holder == own), False


def _lines(fund: FundStanding, words: GroupWords, today: date) -> tuple[HolderLine, ...]:
    held, due, paid_in = fund.held_e4, fund.of(2100), fund.of(3200)
    worths = allocate(fund.net_assets_minor, list(held.values())) if any(held.values()) else []
    paper = _paper_value(fund)
    present = {member.holder for member in fund.group.on_roll(today)}
    listed = dict(zip(held, worths, strict=True)) | {who: 0 for who in due if who not in held}
    return tuple(
        _line(who, worth, words, fund=fund, paid_in_minor=paid_in.get(who, 0), due_minor=due.get(who, 0),
              by_paper_minor=redemption_value(held.get(who, 0), paper) if paper is not None else None,
              is_here=who in present)
        for who, worth in listed.items())


def _line(
    holder: Holder, worth_minor: int, words: GroupWords, *, fund: FundStanding, **said: Any,
) -> HolderLine:
    units = fund.held_e4.get(holder, 0)
    part = Fraction(units * 100, fund.issued_e4) if fund.issued_e4 else Fraction(0)
    return HolderLine(
        holder.id, words.naming.holder(holder.alias), Decimal(decimal_text(part, places=1)), worth_minor,
        units=units_text(units), **said)


def _events(session: Session, fund: FundStanding, today: date) -> Iterable[EventLine]:
    """What moved the value in the last twelve months, newest first; closing a year moves nothing."""
    since = today.replace(year=today.year - 1, day=1)
    lines = register(session, fund.group.book_id, codes=_MOVES_VALUE, funds=(fund.fund,), since=since)
    sums: dict[int, EventLine] = {}
    for line in lines:
        before = sums[line.seq].amount_minor if line.seq in sums else 0
        label = entry_label(EntryKind(line.kind).value)
        sums[line.seq] = EventLine(line.seq, line.occurred_on, label, before - line.amount_minor)
    moved = [event for event in sums.values() if event.amount_minor]
    return reversed(moved[-_MOST_EVENTS:])


def say_value(value: Fraction | None, *, net_assets_minor: int, units: str, currency: str) -> Message:
    """The exact value of a unit in words: so much for so many, which no rounding can lose."""
    if value is None:
        return Message(N_("What a unit is worth is not known yet."))
    return Message(N_("Exactly %(assets)s for %(units)s units."), {
        "assets": Money(net_assets_minor, currency), "units": units})
