"""The page of an enterprise's money: what was earned so far, what waits, and what was noted, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy import (
    Text as LongText,
)
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import ENTERPRISE
from ledgers.balances import activity_by_month
from ledgers.entries import EntryKind, SourceKind
from msai.approvals import State
from msai.models.governance import Approval
from msai.models.money import MoneyAct
from msai.permissions import Action, Actor, Target, require
from msai.services.enterprise_money.holdings import is_alive
from msai.services.enterprise_money.recording import wanted_of
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.enterprise_money.years.counted import year_so_far
from msai.services.views.enterprise_money.words import MoneyWords, detail_of, money_words, title_of
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text

LINES_ON_A_PAGE = 25
COSTS_WITH_RECEIPT = frozenset({
    MoneyKind.PAID.value, MoneyKind.EQUIPMENT.value, MoneyKind.ADVANCE_USED.value})


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An act in a list, or an entry read from a history that has none; `mine` waits for this reader."""

    act_id: UUID | None
    seq: int | None
    title: Text
    detail: Text | None
    happened_on: date
    amount_minor: int
    taken_back: bool = False
    no_receipt: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Earned:
    """What a month or a year so far earned less what it cost; `counted`: it can be called a result.

    `family_minor` is what the unpaid work of the family is said to be worth.
    """

    since: date
    result_minor: int
    counted: bool
    family_minor: int

    @property
    def after_family_minor(self) -> int:
        """What would be left if the family had been paid."""
        return self.result_minor - self.family_minor


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The page of the money; `newer` and `older` are the pages beside it, None where there is none."""

    book_id: UUID
    name: str
    currency: str
    month: Earned
    year: Earned
    waits: tuple[MoneyLine, ...]
    lines: tuple[MoneyLine, ...]
    newer: int | None
    older: int | None


def show_money(
    session: Session, actor: Actor, book_id: UUID, *, today: date, at: int, page: int = 1,
) -> MoneyView:
    """The page of an enterprise's money.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.ENTERPRISE_MONEY, Target(book_id))
    facts = read_enterprise(session, book_id)
    words = money_words(session, facts)
    page = max(1, page)
    rows = session.execute(_listed(book_id).limit(LINES_ON_A_PAGE + 1).offset((page - 1) * LINES_ON_A_PAGE))
    lines = tuple(_line(row, words) for row in rows)
    month, year = _earned(session, facts, today)
    return MoneyView(book_id, facts.name, facts.currency, month, year,
                     _waits(session, actor, book_id, words=words, at=at), lines[:LINES_ON_A_PAGE],
                     page - 1 or None, page + 1 if len(lines) > LINES_ON_A_PAGE else None)


def _earned(session: Session, facts: BookFacts, today: date) -> tuple[Earned, Earned]:
    """The month and the enterprise's own year so far, in three statements."""
    sums = activity_by_month(session, facts.book_id)
    first, counted = year_so_far(session, facts.book_id, today, opened_on=facts.opened_on)
    family = _family(session, facts.book_id, first, today)
    month, year = (Earned(since, _result(sums, since, today), counted, _worth(family, since))
                   for since in (today.replace(day=1), first))
    return month, year


def _result(
    sums: Mapping[tuple[int, str, int], tuple[int, int]], since: date, until: date,
) -> int:
    months = range(since.year * 100 + since.month, until.year * 100 + until.month + 1)
    return sum(credit - debit for (month, fund, code), (debit, credit) in sums.items()
               if month in months and fund == ENTERPRISE and 4000 <= code < 6000)


def _family(session: Session, book_id: UUID, since: date, until: date) -> list[Row[Any]]:
    """The unpaid work of the family in a period."""
    return list(session.execute(
        select(MoneyAct.happened_on, MoneyAct.amount_minor).where(
            MoneyAct.book_id == book_id, MoneyAct.happened_on.between(since, until), is_alive(MoneyAct),
            MoneyAct.kind == MoneyKind.FAMILY.value)))


def _worth(rows: Iterable[Row[Any]], since: date) -> int:
    return sum(row.amount_minor for row in rows if row.happened_on >= since)


def _listed(book_id: UUID) -> Select[Any]:
    """Acts that happened, and entries of reports that were read from a history; newest first."""
    acts = select(
        MoneyAct.act_id, MoneyAct.posted_seq.label("seq"), MoneyAct.kind, MoneyAct.happened_on,
        MoneyAct.amount_minor, MoneyAct.wanted,
        MoneyAct.taken_back_by.is_not(None).label("taken_back"), MoneyAct.receipt_id,
        MoneyAct.done_at.label("at"),
    ).where(MoneyAct.book_id == book_id, MoneyAct.done_at.is_not(None))
    of_acts = select(MoneyAct.posted_seq).where(
        MoneyAct.book_id == book_id, MoneyAct.posted_seq.is_not(None))
    back = select(t.posting.c.reverses_seq).where(
        t.posting.c.book_id == book_id, t.posting.c.reverses_seq.is_not(None))
    entries = (
        select(
            cast(null(), t.Id()).label("act_id"), t.entry.c.seq, t.entry.c.kind,
            t.entry.c.occurred_on.label("happened_on"), _sum_of(t.posting.c.amount_minor),
            cast(null(), LongText()).label("wanted"), t.entry.c.seq.in_(back).label("taken_back"),
            cast(null(), t.Id()).label("receipt_id"), t.entry.c.posted_at.label("at"))
        .join(t.posting, and_(t.posting.c.book_id == book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == book_id, t.entry.c.source_kind == SourceKind.MONTHLY_REPORT.value,
               t.entry.c.kind != EntryKind.CORRECTION.value, t.entry.c.seq.not_in(of_acts))
        .group_by(t.entry.c.seq, t.entry.c.kind, t.entry.c.occurred_on, t.entry.c.posted_at))
    both = union_all(acts, entries).subquery("both")
    return select(*both.c).order_by(both.c.happened_on.desc(), both.c.at.desc(), both.c.seq.desc(),
                                    both.c.act_id.desc())


def _sum_of(column: ColumnElement[int]) -> Any:
    return cast(func.sum(column), BigInteger).label("amount_minor")


def _line(row: Row[Any], words: MoneyWords) -> MoneyLine:
    if row.act_id is None:
        return MoneyLine(None, row.seq, entry_label(row.kind), None, row.happened_on, row.amount_minor,
                         bool(row.taken_back))
    wanted = wanted_of(row)
    return MoneyLine(
        row.act_id, row.seq, title_of(row.kind), detail_of(wanted, words), row.happened_on, row.amount_minor,
        bool(row.taken_back), row.kind in COSTS_WITH_RECEIPT and row.receipt_id is None)


def _waits(
    session: Session, actor: Actor, book_id: UUID, *, words: MoneyWords, at: int,
) -> tuple[MoneyLine, ...]:
    """What was asked for and not answered yet, the oldest first."""
    rows: Iterable[Row[Any]] = session.execute(
        select(MoneyAct.act_id, MoneyAct.kind, MoneyAct.happened_on, MoneyAct.amount_minor, MoneyAct.wanted,
               MoneyAct.asked_by)
        .join(Approval, and_(Approval.book_id == book_id, Approval.approval_id == MoneyAct.approval_id))
        .where(MoneyAct.book_id == book_id, MoneyAct.done_at.is_(None),
               Approval.state == State.PENDING.value, Approval.expires_at > at)
        .order_by(MoneyAct.asked_at))
    return tuple(
        MoneyLine(row.act_id, None, title_of(row.kind), detail_of(wanted_of(row), words), row.happened_on,
                  row.amount_minor, mine=row.asked_by != actor.user_id) for row in rows)
