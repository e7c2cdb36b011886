"""The group's page: where its money is, its last meetings, its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, Account, AccountType, Holder, HolderKind
from ledgers.balances import balances
from ledgers.chart import GROUP_CHART
from ledgers.statements.position import build_money_by_fund
from msai.messages import N_, Message
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.reporting.reading import is_silent
from msai.services.views.facts import BookFacts, StakeName, read_group
from msai.services.views.labels import Text
from msai.services.views.meetings import HeldRow, MeetingRow, held_sheets, last_meetings
from msai.services.views.money import MoneyTable, money_table
from msai.services.views.naming import Person, read_roll
from msai.services.views.remittances.alarm import TransferAlarm, read_stakes_and_alarm

LAST_MEETINGS = 5
_ASSETS = tuple(code for code, line in GROUP_CHART.lines.items() if line.type is AccountType.ASSET)

_STATEMENTS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (N_("Cash book"), {"code": [1010, 1020, 1030, 1035, 1040]}),
    (N_("Income"), {"code": [4100, 4200, 4300, 4400, 4500, 4600, 4700, 4800, 4850, 4900]}),
    (N_("Costs"), {"code": [
        5100, 5150, 5200, 5300, 5350, 5360, 5370, 5400, 5450, 5500, 5600, 5700, 5900, 5950]}),
    (N_("Loans to members"), {"code": [1100]}),
    (N_("Charges, fines and interest due"), {"code": [1150]}),
    (N_("Due to members"), {"code": [2100]}),
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with her savings."""

    holder: UUID
    number: int
    name: Text
    initials: str
    tint: int
    savings_minor: int
    left_on: date | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class MembersView:
    """The members of a group, by number."""

    book_id: UUID
    group_name: str
    currency: str
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseLink:
    """A book beside this one: an enterprise the group backs, or a group that backs an enterprise.

    `silent_since` is set where nothing was heard of an enterprise for too long.
    """

    book_id: UUID
    name: str
    silent_since: date | None = None


@dataclass(frozen=True, slots=True)
class StatementLink:
    """A register of the group under the name of a statement."""

    label: Text
    register: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Everything the group's page shows to this reader."""

    book_id: UUID
    name: str
    country: str
    currency: str
    opened_on: date
    drawn_on: date
    member_count: int
    meeting_count: int
    money: MoneyTable
    meetings: tuple[MeetingRow, ...]
    held: tuple[HeldRow, ...]
    members: tuple[MemberRow, ...] | None
    own_passbook: UUID | None
    enterprises: tuple[EnterpriseLink, ...]
    statements: tuple[StatementLink, ...]
    may_record: bool
    may_open_meetings: bool
    may_export_workbook: bool
    may_export_journal: bool
    transfers: TransferAlarm | None = None


def list_members(session: Session, actor: Actor, book_id: UUID) -> MembersView:
    """Everybody of a group with her savings, for those who may see names.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.MEMBER_LIST, Target(book_id))
    facts = read_group(session, book_id)
    roll = read_roll(session, book_id)
    found = balances(session, book_id, codes=(3100,), funds=[SAVINGS])
    members = _members(actor, book_id, roll.values(), found)
    return MembersView(book_id, facts.name, facts.currency, members or ())


def show_group(session: Session, actor: Actor, book_id: UUID, *, today: date) -> GroupView:
    """The group's page as this reader may see it.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.GROUP_VIEW, target)
    facts = read_group(session, book_id)
    roll = read_roll(session, book_id)
    found = balances(session, book_id, codes=(*_ASSETS, 3100))
    stakes, transfers = read_stakes_and_alarm(session, actor, book_id, today=today)
    may_record = is_allowed(actor, Action.MEETING_RECORD, target)
    return GroupView(
        book_id, facts.name, facts.country, facts.currency, facts.opened_on, today,
        sum(person.is_with_group(today) for person in roll.values()), facts.meetings,
        _money(facts, found, stakes, may_open=is_allowed(actor, Action.REGISTER_VIEW, target)),
        last_meetings(session, book_id, LAST_MEETINGS), held_sheets(session, book_id) if may_record else (),
        _members(actor, book_id, roll.values(), found), _own(actor, book_id, roll),
        _enterprises(stakes, today),
        _statements(actor, target), may_record, is_allowed(actor, Action.MEETING_VIEW, target),
        is_allowed(actor, Action.WORKBOOK_EXPORT, target), is_allowed(actor, Action.JOURNAL_EXPORT, target),
        transfers)


def _money(
    facts: BookFacts, found: Mapping[Account, int], stakes: list[StakeName], *, may_open: bool,
) -> MoneyTable:
    names = {stake.alias: stake.enterprise for stake in stakes}
    return money_table(build_money_by_fund(facts.drawn(), found), names, may_open=may_open)


def _members(
    actor: Actor, book_id: UUID, people: Iterable[Person], found: Mapping[Account, int],
) -> tuple[MemberRow, ...] | None:
    if not is_allowed(actor, Action.MEMBER_LIST, Target(book_id)):
        return None
    return tuple(
        MemberRow(person.holder, person.number, person.name, person.initials, person.tint,
                  -found.get(_savings_of(person), 0), person.left_on,
                  is_allowed(actor, Action.PASSBOOK_VIEW, Target(book_id, person.holder)))
        for person in people
    )


def _savings_of(person: Person) -> Account:
    return Account(3100, SAVINGS, Holder(person.holder, HolderKind.MEMBER, person.alias))


def _own(actor: Actor, book_id: UUID, roll: Mapping[UUID, Person]) -> UUID | None:
    standing = actor.standings.get(book_id)
    return standing.member_id if standing and standing.member_id in roll else None


def _enterprises(stakes: list[StakeName], today: date) -> tuple[EnterpriseLink, ...]:
    """The enterprises that have a book here; a group that came from its paper may know others by name."""
    here = {stake.enterprise_id: stake.enterprise for stake in stakes if stake.is_here}
    silent = {stake.enterprise_id: stake.heard_on for stake in stakes
              if stake.heard_on is not None and is_silent(stake.heard_on, today=today)}
    return tuple(EnterpriseLink(book_id, name, silent.get(book_id)) for book_id, name in here.items())


def _statements(actor: Actor, target: Target) -> tuple[StatementLink, ...]:
    if not is_allowed(actor, Action.REGISTER_VIEW, target):
        return ()
    return tuple(StatementLink(Message(label), register) for label, register in _STATEMENTS)
