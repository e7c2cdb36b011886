"""A statement of a group, and the list of those a reader may open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.cycles import list_cycles
from msai.messages import Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.sheets import short_code
from msai.services.views.facts import read_group
from msai.services.views.labels import Text
from msai.services.views.statements import bank, members, movements, position, stakes
from msai.services.views.statements.kinds import ABOUT, About, StatementKind, title_of
from msai.services.views.statements.period import PeriodWanted, choices, find_period, label_of
from msai.services.views.statements.reading import Reading
from msai.services.views.statements.table import StatementView, Table

_TABLES: Mapping[StatementKind, Callable[[Reading], tuple[Table, ...]]] = {
    StatementKind.MONEY: position.money_tables,
    StatementKind.RECEIPTS: movements.receipts_tables,
    StatementKind.INCOME: position.income_tables,
    StatementKind.BALANCE_SHEET: position.balance_tables,
    StatementKind.TRIAL_BALANCE: position.trial_tables,
    StatementKind.STAKES: stakes.stakes_tables,
    StatementKind.CASH_BOOK: movements.cash_book_tables,
    StatementKind.INTERESTS: members.interests_tables,
    StatementKind.UNITS: members.unit_tables,
    StatementKind.DEBTS: members.debts_tables,
    StatementKind.DUE_TO_MEMBERS: members.due_tables,
    StatementKind.BANK: bank.bank_tables,
}


def action_of(kind: StatementKind) -> Action:
    """What it takes to read a statement: totals are for all who belong, names for those who may see names."""
    return Action.MEMBER_STATEMENTS_VIEW if ABOUT[kind].personal else Action.STATEMENTS_VIEW


def show_statement(
    session: Session, actor: Actor, book_id: UUID, *, kind: StatementKind, wanted: PeriodWanted, today: date,
) -> StatementView:
    """One statement of a group over the period wanted.

    Raises:
        NotFound, NotPermitted
        PeriodUpsideDown: the period ends before it begins.
    """
    target, about = Target(book_id), ABOUT[kind]
    require(actor, action_of(kind), target)
    facts, cycles = read_group(session, book_id), list_cycles(session, book_id)
    period = find_period(wanted, cycles, today=today, usual=about.usual)
    may_open = is_allowed(actor, Action.REGISTER_VIEW, target)
    reading = Reading(session, facts, period, about, may_open, today)
    tables = tuple(table for table in _TABLES[kind](reading) if table.heads)
    return StatementView(
        book_id, facts.name, facts.currency, kind, title_of(kind),
        label_of(period, today=today, of_a_day=about.of_a_day), period,
        choices(period, cycles, today=today), tables, facts.last_seq,
        short_code(facts.last_hash), today, reading.may_open)


@dataclass(frozen=True, slots=True)
class StatementLink:
    """A statement in the list: what it is called and what it answers."""

    kind: StatementKind
    title: Text
    answers: Text
    symbol: str


@dataclass(frozen=True, slots=True)
class StatementList:
    """The statements this reader may open, those with totals first."""

    book_id: UUID
    group_name: str
    totals: tuple[StatementLink, ...]
    by_member: tuple[StatementLink, ...]
    own_passbook: UUID | None
    may_open_meetings: bool
    may_export_workbook: bool
    may_reconcile: bool


def list_statements(session: Session, actor: Actor, book_id: UUID) -> StatementList:
    """What this reader may open.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.STATEMENTS_VIEW, target)
    links = [_link(kind, about) for kind, about in ABOUT.items()
             if is_allowed(actor, action_of(kind), target)]
    standing = actor.standings.get(book_id)
    return StatementList(
        book_id, read_group(session, book_id).name,
        tuple(link for link in links if not ABOUT[link.kind].personal),
        tuple(link for link in links if ABOUT[link.kind].personal),
        standing.member_id if standing else None, is_allowed(actor, Action.MEETING_VIEW, target),
        is_allowed(actor, Action.WORKBOOK_EXPORT, target), is_allowed(actor, Action.RECONCILE, target))


def _link(kind: StatementKind, about: About) -> StatementLink:
    return StatementLink(kind, Message(about.title), Message(about.answers), about.symbol)
