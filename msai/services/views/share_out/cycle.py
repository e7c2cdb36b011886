"""Where the cycle of a group stands, when it is to close, and the cycles before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS
from ledgers.balances import balances
from ledgers.cycles import Cycle, CycleState, list_cycles
from msai.models.governance import Approval
from msai.models.groups import GroupRule
from msai.models.share_out import ShareOutRow
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.group_rules import RULES, read_value
from msai.services.views.facts import read_group


@dataclass(frozen=True, slots=True)
class PastCycle:
    """A cycle that is over, and its share-out where it has one."""

    cycle_no: int
    opened_on: date
    closed_on: date | None
    share_out_id: UUID | None


@dataclass(frozen=True, slots=True)
class CycleView:
    """The open cycle and those before it; `waiting` is a share-out that another officer has to answer."""

    book_id: UUID
    group_name: str
    currency: str
    cycle_no: int | None
    opened_on: date | None
    savings_minor: int
    lent_minor: int
    money_minor: int
    closes_now: bool
    closing_months: tuple[date, ...]
    waiting: UUID | None
    past: tuple[PastCycle, ...]
    may_close: bool
    may_read: bool


def show_cycle(session: Session, actor: Actor, book_id: UUID, *, today: date, at: int) -> CycleView:
    """The page of the cycle, for everybody who may see the group.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.GROUP_VIEW, Target(book_id))
    facts = read_group(session, book_id)
    cycles = list_cycles(session, book_id)
    rows = session.execute(_share_outs(book_id)).all()
    months = _closing_months(session, book_id, facts.currency, today)
    now = next((one for one in reversed(cycles) if one.state is CycleState.OPEN), None)
    found = balances(session, book_id, funds=[SAVINGS])
    return CycleView(
        book_id, facts.name, facts.currency, now.cycle_no if now else None, now.opened_on if now else None,
        -sum(minor for account, minor in found.items() if account.code == 3100),
        sum(minor for account, minor in found.items() if account.code in (1100, 1150)),
        sum(minor for account, minor in found.items() if account.code in (1010, 1020, 1030, 1035, 1040)),
        today.month in months, tuple(date(today.year, month, 1) for month in months),
        next((row.share_out_id for row in rows if row.state == "pending" and row.expires_at > at), None),
        _past(cycles, rows), is_allowed(actor, Action.CYCLE_CLOSE, Target(book_id)),
        is_allowed(actor, Action.MEMBER_STATEMENTS_VIEW, Target(book_id)))


def _share_outs(book_id: UUID) -> Any:
    return (
        select(ShareOutRow.share_out_id, ShareOutRow.cycle_no, ShareOutRow.posted_seq, Approval.state,
               Approval.expires_at)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == ShareOutRow.approval_id))
        .where(ShareOutRow.book_id == book_id).order_by(ShareOutRow.asked_at.desc())
    )


def _past(cycles: list[Cycle], rows: list[Row[Any]] | Any) -> tuple[PastCycle, ...]:
    posted = {row.cycle_no: row.share_out_id for row in rows if row.posted_seq is not None}
    over = (cycle for cycle in reversed(cycles) if cycle.state is not CycleState.OPEN)
    return tuple(PastCycle(cycle.cycle_no, cycle.opened_on, cycle.closed_on, posted.get(cycle.cycle_no))
                 for cycle in over)


def _closing_months(session: Session, book_id: UUID, currency: str, today: date) -> tuple[int, ...]:
    """The months of the rule in force today."""
    query = (
        select(GroupRule.value)
        .where(GroupRule.book_id == book_id, GroupRule.name == "closing_months",
               GroupRule.holds_from <= today)
        .order_by(GroupRule.holds_from.desc(), GroupRule.recorded_at.desc()).limit(1))
    text = session.scalar(query)
    if text is None:
        return ()
    value = read_value(RULES["closing_months"], text, currency=currency)
    return value if isinstance(value, tuple) else ()
