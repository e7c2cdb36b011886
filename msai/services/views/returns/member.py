"""What came of one member's money in the investment funds: the money first, then the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import INVESTMENT, is_investment_fund
from ledgers.balances import RegisterLine, register
from ledgers.entries import EntryKind
from ledgers.money import allocate
from ledgers.returns.flows import member_movements
from ledgers.returns.results import Position, work_out
from ledgers.returns.values import ValueKind, ValuePart
from msai.permissions import Action, Actor, Target, require
from msai.services.holders import member_holder
from msai.services.units.standing import read_fund
from msai.services.views.labels import Text
from msai.services.views.naming import read_member
from msai.services.views.returns.measures import MeasureLine, list_measures

_SHOWN = frozenset({"gain", "yearly_rate", "came_back", "still_there", "in_all", "payback"})


@dataclass(frozen=True, slots=True)
class MemberReturns:
    """What came of a member's money up to a day, minor units.

    `came_back_minor` is what was credited to her, `unpaid_minor` of it lies with the group until she fetches
    it. `since` is None where she never put anything in.
    """

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    number: int
    name: Text
    on: date
    since: date | None
    put_in_minor: int
    came_back_minor: int
    unpaid_minor: int
    still_there_minor: int
    measures: tuple[MeasureLine, ...]
    last_seq: int

    @property
    def gain_minor(self) -> int:
        """What came back and is still there, less what she put in."""
        return self.came_back_minor + self.still_there_minor - self.put_in_minor


def member_returns(
    session: Session, actor: Actor, book_id: UUID, number: int, today: date,
) -> MemberReturns:
    """What came of the money of the member with this number, for herself and her group's officers.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id, member_holder(book_id, number).id)
    return show_member_returns(session, actor, target, today=today)


def show_member_returns(session: Session, actor: Actor, target: Target, *, today: date) -> MemberReturns:
    """The page of a member's returns, for herself and her group's officers.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    facts, person = read_member(session, target)
    book_id, holder = facts.book_id, person.holder
    lines = _lines(session, book_id, holder, today)
    funds = sorted({line.account.fund for line in lines}) or [INVESTMENT]
    movements = [one for fund in funds
                 for one in member_movements([line for line in lines if line.account.fund == fund])]
    worth = sum(_worth(session, book_id, fund, holder, today) for fund in funds) if movements else 0
    value = [ValuePart(ValueKind.AT_COST, worth, 0)] if worth else []
    found = work_out(Position(today, movements, value, None, home_known=False))
    due = -sum(line.amount_minor for line in lines if line.account.code == 2100)
    side = found.host
    return MemberReturns(
        book_id, facts.name, facts.currency, holder, person.number, person.name, today, found.since,
        side.put_in, side.came_back, min(max(due, 0), side.came_back), side.still_there,
        tuple(line for line in list_measures(found, no_home=None)
              if line.name in _SHOWN and found.since), facts.last_seq)


def _lines(session: Session, book_id: UUID, holder: UUID, today: date) -> Sequence[RegisterLine]:
    """Her lines in investment funds, and what was paid her above her capital where she gave units back."""
    own = [line for line in register(session, book_id, codes=(2100, 3200), holders=[holder], until=today)
           if is_investment_fund(line.account.fund)]
    if not any(line.kind == EntryKind.UNITS_REDEEMED.value for line in own):
        return own
    return [*own, *(line for line in register(session, book_id, codes=[3400], holders=[book_id], until=today)
                    if is_investment_fund(line.account.fund))]


def _worth(session: Session, book_id: UUID, fund: str, holder: UUID, today: date) -> int:
    """Her part of a fund: its net assets split by units."""
    standing = read_fund(session, book_id, fund=fund, on=today)
    held = standing.held_e4
    if not any(held.values()):
        return 0
    parts = zip(held, allocate(standing.net_assets_minor, list(held.values())), strict=True)
    return next((part for who, part in parts if who.id == holder), 0)
