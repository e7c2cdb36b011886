"""The statements of an enterprise: money in and out, income, balance sheet, cash book, debts, belongings.

Income is called a result only when stock and growing things were counted in the last month of the period;
without a count it is money in and out, not yet profit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.enterprise_money.years.closed import own_year
from msai.services.sheets import short_code
from msai.services.views.enterprise_money import holdings, moved, standing
from msai.services.views.facts import read_enterprise
from msai.services.views.labels import Text
from msai.services.views.statements.kinds import About, Span
from msai.services.views.statements.period import (
    Period,
    PeriodWanted,
    SpanChoice,
    choices,
    find_period,
    label_of,
)
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import Table


class MoneyStatement(StrEnum):
    """The statements of an enterprise's money, by the word in their address."""

    IN_AND_OUT = "in-and-out"
    INCOME = "income"
    BALANCE_SHEET = "balance-sheet"
    CASH_BOOK = "cash-book"
    OWED = "owed"
    EQUIPMENT = "equipment"
    GRANTS = "grants"


S = MoneyStatement
ABOUT: Mapping[MoneyStatement, About] = {
    S.IN_AND_OUT: About(N_("Money in and out"), N_("What came in for what, and what went out for what"),
                        usual=Span.YEAR),
    S.INCOME: About(N_("Income and costs"), N_("What was earned, and what it cost"), usual=Span.YEAR),
    S.BALANCE_SHEET: About(N_("Balance sheet"),
                           N_("What the enterprise has, what it owes, and whose the rest is"),
                           of_a_day=True, usual=Span.ALL),
    S.CASH_BOOK: About(N_("Cash book"), N_("Each box, account and wallet, line by line"), personal=True,
                       usual=Span.MONTH),
    S.OWED: About(N_("Who owes us, and whom we owe"), N_("By name, and for how long"), personal=True,
                  of_a_day=True, usual=Span.ALL),
    S.EQUIPMENT: About(N_("Equipment"), N_("What it cost, what it has lost in value, what it stands at"),
                       of_a_day=True, usual=Span.ALL),
    S.GRANTS: About(N_("Grants"), N_("Who gave how much, what it was used for, and what is left"),
                    usual=Span.YEAR),
}
_TABLES: Mapping[MoneyStatement, Callable[[Reading], tuple[Table, ...]]] = {
    S.IN_AND_OUT: moved.in_and_out_tables, S.INCOME: moved.income_tables,
    S.BALANCE_SHEET: standing.balance_tables, S.CASH_BOOK: moved.cash_book_tables,
    S.OWED: standing.owed_tables, S.EQUIPMENT: holdings.equipment_tables, S.GRANTS: holdings.grant_tables,
}


@dataclass(frozen=True, slots=True)
class MoneyStatementView:
    """A statement with where it was drawn from: the last entry of the book and its code."""

    book_id: UUID
    name: str
    currency: str
    kind: MoneyStatement
    title: Message
    label: Text
    period: Period
    choices: tuple[SpanChoice, ...]
    tables: tuple[Table, ...]
    last_seq: int
    code: str
    drawn_on: date
    may_open_passbooks: bool = False
    page: str = "enterprise_statements.show"
    register_page: str = "registers.show_enterprise"
    entry_page: str = "registers.entry_of_enterprise"


@dataclass(frozen=True, slots=True)
class MoneyStatementList:
    """The statements that a reader may open."""

    book_id: UUID
    name: str
    kinds: tuple[tuple[MoneyStatement, Message, Message], ...]


def action_of(kind: MoneyStatement) -> Action:
    """What it takes to read one: totals are for backers too, names for the people of the enterprise."""
    return Action.ENTERPRISE_REGISTER_VIEW if ABOUT[kind].personal else Action.ENTERPRISE_VIEW


def list_statements(session: Session, actor: Actor, book_id: UUID) -> MoneyStatementList:
    """The statements this reader may open.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    return MoneyStatementList(book_id, read_enterprise(session, book_id).name, tuple(
        (kind, Message(about.title), Message(about.answers)) for kind, about in ABOUT.items()
        if is_allowed(actor, action_of(kind), target)))


def show_statement(
    session: Session, actor: Actor, book_id: UUID, *, kind: MoneyStatement, wanted: PeriodWanted,
    today: date,
) -> MoneyStatementView:
    """One statement over the period wanted.

    Raises:
        NotFound, NotPermitted
        PeriodUpsideDown: the period ends before it begins.
    """
    target, about = Target(book_id), ABOUT[kind]
    require(actor, action_of(kind), target)
    facts = read_enterprise(session, book_id)
    period = find_period(wanted, (), today=today, usual=about.usual)
    if period.span is Span.YEAR:
        period = replace(period, since=own_year(session, book_id, today, opened_on=facts.opened_on))
    reading = Reading(session, facts, period, about,
                      is_allowed(actor, Action.ENTERPRISE_REGISTER_VIEW, target), today)
    return MoneyStatementView(
        book_id, facts.name, facts.currency, kind, Message(about.title),
        label_of(period, today=today, of_a_day=about.of_a_day), period, choices(period, (), today=today),
        tuple(table for table in _TABLES[kind](reading) if table.rows), facts.last_seq,
        short_code(facts.last_hash), today)
