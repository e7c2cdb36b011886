"""The enterprise's page: its money, its year so far, its backers and its last reports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import ENTERPRISE, Account, BookKind
from ledgers.balances import balances
from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal
from ledgers.statements.position import build_money_by_fund
from msai.messages import N_, Message
from msai.models.access import Membership
from msai.models.enterprises import Backer, Document
from msai.models.groups import Group
from msai.permissions import Action, Actor, Target, is_allowed, require
from msai.services.enterprise_money.years.counted import year_so_far
from msai.services.reporting.reading import stands
from msai.services.views.facts import BookFacts, read_enterprise
from msai.services.views.group import EnterpriseLink
from msai.services.views.labels import Text, account_label, instrument_label
from msai.services.views.money import Figure, register_of

LAST_REPORTS = 6
_SALES = 4100
_CAPITAL = (2200, 2300, 3100)


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One line of a list of amounts."""

    label: Text
    figure: Figure


@dataclass(frozen=True, slots=True)
class BackerRow:
    """Somebody whose money is in the enterprise."""

    label: Text
    instrument: Text
    since: date
    capital_minor: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One monthly report; None where it says nothing of it."""

    month: date
    dated_on: date
    sales_minor: int | None
    costs_minor: int | None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseView:
    """Everything the enterprise's page shows to this reader."""

    book_id: UUID
    name: str
    country: str
    currency: str
    opened_on: date
    activities: tuple[str, ...]
    drawn_on: date
    since: date
    places: tuple[AmountRow, ...]
    places_minor: int
    sales: tuple[AmountRow, ...]
    sales_minor: int
    costs: tuple[AmountRow, ...]
    costs_minor: int
    other_income: tuple[AmountRow, ...]
    result_minor: int
    is_counted: bool
    backers: tuple[BackerRow, ...]
    backers_minor: int
    reports: tuple[ReportRow, ...]
    groups: tuple[EnterpriseLink, ...]
    may_open_registers: bool
    may_export_journal: bool


@dataclass(frozen=True, slots=True)
class _Year:
    """What an enterprise earned and spent in its year so far, by account; income and costs positive."""

    income: Mapping[Account, int]
    costs: Mapping[Account, int]

    @property
    def result_minor(self) -> int:
        return sum(self.income.values()) - sum(self.costs.values())


def show_enterprise(session: Session, actor: Actor, book_id: UUID, *, today: date) -> EnterpriseView:
    """The enterprise's page as this reader may see it.

    Raises:
        NotFound, NotPermitted
    """
    target = Target(book_id)
    require(actor, Action.ENTERPRISE_VIEW, target)
    facts = read_enterprise(session, book_id)
    may_open = is_allowed(actor, Action.ENTERPRISE_REGISTER_VIEW, target)
    found = balances(session, book_id, funds=[ENTERPRISE])
    since, counted = year_so_far(session, book_id, today, opened_on=facts.opened_on)
    year = _year(session, book_id, since, today)
    places = _places(facts, found, may_open=may_open)
    backers, groups = _backers(session, actor, facts, found)
    sales = {account: minor for account, minor in year.income.items() if account.code == _SALES}
    other = {account: minor for account, minor in year.income.items() if account.code != _SALES}
    return EnterpriseView(
        book_id, facts.name, facts.country, facts.currency, facts.opened_on,
        tuple(json.loads(facts.activities)), today, since,
        places, sum(row.figure.amount_minor for row in places),
        _rows(sales, may_open=may_open), sum(sales.values()),
        _rows(year.costs, may_open=may_open), sum(year.costs.values()),
        _rows(other, may_open=may_open), year.result_minor,
        counted,
        backers, sum(row.capital_minor for row in backers), _reports(session, facts),
        groups, may_open,
        is_allowed(actor, Action.ENTERPRISE_EXPORT, target))


def _year(session: Session, book_id: UUID, since: date, today: date) -> _Year:
    at_end = balances(session, book_id, as_of=today, funds=[ENTERPRISE], income_only=True)
    eve = since - timedelta(days=1)
    at_start = balances(session, book_id, as_of=eve, funds=[ENTERPRISE], income_only=True)
    moved = {account: at_end.get(account, 0) - at_start.get(account, 0) for account in {**at_end, **at_start}}
    return _Year(
        {account: -minor for account, minor in moved.items() if minor and 4000 <= account.code < 5000},
        {account: minor for account, minor in moved.items() if minor and 5000 <= account.code < 6000})


def _places(facts: BookFacts, found: Mapping[Account, int], *, may_open: bool) -> tuple[AmountRow, ...]:
    money = build_money_by_fund(facts.drawn(), found)
    return tuple(
        AmountRow(account_label(facts.kind, line.place.code), Figure(
            line.total_minor, register_of(facts.kind, line.place, None) if may_open else None))
        for line in money.lines)


def _rows(amounts: Mapping[Account, int], *, may_open: bool) -> tuple[AmountRow, ...]:
    return tuple(
        AmountRow(_named(account), Figure(minor, _register(account) if may_open else None))
        for account, minor in sorted(amounts.items(), key=lambda pair: (pair[0].code, pair[0].alias)))


def _named(account: Account) -> Text:
    plain = account_label(BookKind.ENTERPRISE, account.code)
    if account.holder is None:
        return plain
    return Message(N_("%(account)s: %(name)s"), {"account": plain, "name": account.alias})


def _register(account: Account) -> dict[str, Any]:
    return {"code": [account.code], **({"holder": account.alias} if account.holder else {})}


def _backers(
    session: Session, actor: Actor, facts: BookFacts, found: Mapping[Account, int],
) -> tuple[tuple[BackerRow, ...], tuple[EnterpriseLink, ...]]:
    """Backers with their capital, and the groups among them that the reader herself belongs to.

    A group is called by its name where this installation keeps its book.
    """
    mine = Membership.user_id.label("mine")
    rows = session.execute(
        select(Backer.alias, Backer.label, Backer.instrument, Backer.since, Backer.group_id, Group.name, mine)
        .outerjoin(Group, Group.book_id == Backer.group_id)
        .outerjoin(Membership, and_(Membership.book_id == Group.book_id, mine == actor.user_id))
        .where(Backer.book_id == facts.book_id).order_by(Backer.since, Backer.alias).distinct()
        .execution_options(scatter=True)).all()
    capital: dict[str, int] = {}
    for account, minor in found.items():
        if account.code in _CAPITAL:
            capital[account.alias] = capital.get(account.alias, 0) - minor
    named = [
        BackerRow(row.name or row.label or row.alias, instrument_label(row.instrument), row.since,
                  capital.pop(row.alias, 0))
        for row in rows]
    owner = capital.get("owner", 0)
    own = [BackerRow(instrument_label("owner"), instrument_label("owner"), facts.opened_on, owner)]
    groups = {row.group_id: row.name for row in rows if row.mine is not None}
    links = (EnterpriseLink(*one) for one in sorted(groups.items(), key=lambda one: str(one[1])))
    return tuple(named + (own if owner else [])), tuple(links)


def _reports(session: Session, facts: BookFacts) -> tuple[ReportRow, ...]:
    query = (
        select(Document.dated_on, Document.body)
        .where(Document.book_id == facts.book_id, Document.kind == "monthly_report",
               stands(Document.document_id, facts.book_id))
        .order_by(Document.dated_on.desc()).limit(LAST_REPORTS)
    )
    rows = session.execute(query)
    return tuple(_report(row.dated_on, json.loads(row.body), facts.currency) for row in rows)


def _report(dated_on: date, body: Mapping[str, Any], currency: str) -> ReportRow:
    wages = body.get("wages") or {}
    costs = [_minor(body.get("inputs"), currency), _minor(body.get("other_costs"), currency)]
    costs += [_minor(part.get("amount"), currency) for part in wages.values()]
    month = date.fromisoformat(f"{body['month']}-01") if "month" in body else dated_on.replace(day=1)
    said = [minor for minor in costs if minor is not None]
    return ReportRow(month, dated_on, _minor((body.get("sold") or {}).get("amount"), currency),
                     sum(said) if said else None)


def _minor(text: object, currency: str) -> int | None:
    """An amount of a kept report, which was checked when it came in; None where it says nothing."""
    if text is None:
        return None
    try:
        return amount_from_decimal(str(text), currency)
    except LedgerError:
        return None
