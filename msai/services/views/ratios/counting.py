"""What is counted in a group on one day, read from its book: the base of all its ratios.

Savings are what members saved and what they put into investment funds, for the stakes they paid are counted
as well. What the group had at the beginning of the cycle beside members' money (property, surplus not
divided) is taken off the profit, so that profit is that of the cycle and can be stretched to a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, true
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, TENDER_CODES, Account, is_memo_fund
from ledgers.balances import RegisterLine, balances, register
from ledgers.cycles import Cycle, list_cycles
from ledgers.entries import EntryKind
from ledgers.units import NET_ASSETS
from msai.measures import ratios
from msai.measures.ratios import GroupSnapshot
from msai.models.enterprises import Document, Remittance, Stake
from msai.models.groups import Meeting, Member
from msai.services.dues.together import read_all_owed
from msai.services.loans.standing import portfolio_at_risk
from msai.services.reporting.reading import stands

_CODES = sorted(NET_ASSETS | {3100, 3200, *TENDER_CODES})
_STAKES = frozenset({1200, 1300, 1310, 1350, 1390, 1400})
_PROPERTY = frozenset({1500, 1590})
_DEBTS = frozenset({2100, 2200})
_MOVED = (1100, 1200, 1300, 1310, 5100, 5150)
_SENDING = frozenset({EntryKind.CAPITAL_SENT.value, EntryKind.CAPITAL_LANDED.value})


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted in a group on a day, and how far the records reach; amounts in minor units.

    `since` is the first day of the cycle; `dues_minor` charges and interest due that no ratio counts;
    `unknown_margins` of `transfers` have no middle rate; `silent_months` is counted from the report of the
    enterprise that has been silent longest, None where one never reported; `sexes` of all members now.
    """

    on: date
    since: date
    snapshot: GroupSnapshot
    dues_minor: int
    meeting: tuple[int, date] | None
    sent_minor: int
    returned_minor: int
    sending_costs_minor: int
    transfers: int
    unknown_margins: int
    enterprises: int
    silent_months: int | None
    sexes: int


def count_group(session: Session, book_id: UUID, *, opened_on: date, on: date) -> Counted:
    """Count a group on the evening of a day, in a number of statements that its size does not change."""
    cycle = _cycle_of(list_cycles(session, book_id), on)
    since = cycle.opened_on if cycle else opened_on
    now, before = (_money(session, book_id, day) for day in (on, since - timedelta(days=1)))
    members = session.execute(select(Member.joined_on, Member.left_on, Member.sex).where(
        Member.book_id == book_id)).all()
    lines = register(session, book_id, codes=_MOVED, until=on)
    beside = session.execute(_beside(book_id, on)).all()
    meeting, transfers, unknown = (beside[0] if beside[0].number else None), beside[0].sent, beside[0].unknown
    enterprises, silent = _reports(
        session, {row.enterprise_id for row in beside if row.enterprise_id is not None}, on)
    present = [row for row in members if _is_there(row, on)]
    snapshot = GroupSnapshot(
        members_start=sum(_is_there(row, since) for row in members), members_now=len(present),
        attending=meeting.present if meeting else 0,
        left=sum(row.left_on is not None and since <= row.left_on <= on for row in members),
        savings=_saved(now), property_start=_beside_savings(before), weeks=(on - since).days // 7,
        **_loans(session, book_id, now, lines, since=since, on=on), **_amounts(now))
    return Counted(
        on, since, snapshot, _sum(now, {1150}), (meeting.number, meeting.held_on) if meeting else None,
        _moved(lines, {1200}, {EntryKind.CAPITAL_SENT.value}),
        -_moved(lines, {1300, 1310}, {EntryKind.CAPITAL_BACK.value}), _moved(lines, {5100, 5150}, _SENDING),
        transfers, unknown, enterprises, silent, sum(row.sex is not None for row in present))


def _cycle_of(cycles: Iterable[Cycle], on: date) -> Cycle | None:
    begun = [cycle for cycle in cycles if cycle.opened_on <= on]
    return begun[-1] if begun else None


def _money(session: Session, book_id: UUID, day: date) -> Mapping[Account, int]:
    return balances(session, book_id, as_of=day, codes=_CODES)


def _is_there(row: Row[date, date | None, str | None], day: date) -> bool:
    return row.joined_on <= day and (row.left_on is None or day < row.left_on)


def _sum(found: Mapping[Account, int], codes: Iterable[int], *, fund: str | None = None) -> int:
    """Balances of some numbers, debit positive: of one fund, or of all but the social one."""
    wanted = frozenset(codes)
    return sum(minor for account, minor in found.items() if account.code in wanted
               and not is_memo_fund(account.fund)
               and (account.fund == fund if fund else account.fund != SOCIAL))


def _saved(found: Mapping[Account, int]) -> int:
    return -_sum(found, {3100, 3200})


def _amounts(found: Mapping[Account, int]) -> dict[str, int]:
    """What the group has, by kind; money lent between its funds stands with the fund that lent it."""
    lent = _sum(found, {3900})
    return {
        "loan_fund_cash": _sum(found, TENDER_CODES) + max(0, lent),
        "other_funds": _sum(found, NET_ASSETS, fund=SOCIAL), "property_now": _sum(found, _PROPERTY),
        "stakes": _sum(found, _STAKES), "debts": -_sum(found, _DEBTS) + max(0, -lent)}


def _beside_savings(found: Mapping[Account, int]) -> int:
    """What the group had on a day beside members' money and debts."""
    parts = _amounts(found)
    has = parts["loan_fund_cash"] + parts["property_now"] + parts["stakes"] + _sum(found, {1100})
    return has - parts["debts"] - _saved(found)


def _loans(
    session: Session, book_id: UUID, found: Mapping[Account, int], lines: Iterable[RegisterLine], *,
    since: date, on: date,
) -> dict[str, int]:
    out = [account for account in found if account.code == 1100 and account.fund != SOCIAL]
    late = 0
    if out:
        owed = {account: minor for account, minor in found.items() if account.code in (1100, 1150)}
        standings = read_all_owed(session, book_id, owed, on=on).standings
        late, _ = portfolio_at_risk(one for one in standings if one.fund == SAVINGS)
    given_up = _moved((line for line in lines if line.occurred_on >= since and line.account.fund != SOCIAL),
                      {1100}, {EntryKind.LOAN_WRITTEN_OFF.value})
    return {"loans_count": len(out), "loans_out": _sum(found, {1100}), "late_balance": late,
            "written_off": -given_up}


def _moved(lines: Iterable[RegisterLine], codes: Iterable[int], kinds: Iterable[str]) -> int:
    wanted, named = frozenset(codes), frozenset(kinds)
    return sum(line.amount_minor for line in lines if line.account.code in wanted and line.kind in named)


def _beside(book_id: UUID, on: date) -> Select[*tuple[Any, ...]]:
    """What stands beside the balances: transfers of capital that went out (`unknown`: of how many no middle
    rate is known), the last meeting, and each enterprise that the group backs; at least one row.
    """
    sent = select(func.count().label("sent"), (func.count() - func.count(Remittance.mid_rate)).label(
        "unknown")).where(Remittance.book_id == book_id, Remittance.direction == "out",
                          Remittance.state.not_in(("draft", "approved", "cancelled")),
                          Remittance.sent_on <= on).subquery()
    last = (
        select(Meeting.number, Meeting.held_on, Meeting.present)
        .where(Meeting.book_id == book_id, Meeting.held_on <= on)
        .order_by(Meeting.held_on.desc()).limit(1).subquery())
    backed = select(Stake.enterprise_id).where(
        Stake.book_id == book_id, Stake.opened_on <= on).distinct().subquery()
    return select(sent, last, backed).select_from(
        sent.outerjoin(last, true()).outerjoin(backed, true()))


def _reports(session: Session, backed: Collection[UUID], on: date) -> tuple[int, int | None]:
    """How many enterprises the group backs, and the months since the one silent longest reported."""
    last: dict[UUID, date | None] = defaultdict(lambda: None)
    for enterprise_id in backed:
        last[enterprise_id] = session.scalar(select(func.max(Document.dated_on)).where(
            Document.book_id == enterprise_id, Document.kind == "monthly_report", Document.dated_on <= on,
            stands(Document.document_id, enterprise_id)))
    reported = [day for day in last.values() if day is not None]
    if not reported or len(reported) < len(backed):
        return len(backed), None
    return len(backed), max(ratios.months_between(_month(day), _month(on)) for day in reported)


def _month(day: date) -> int:
    return day.year * 100 + day.month
