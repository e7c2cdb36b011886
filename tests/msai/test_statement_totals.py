"""Statements of histories nobody recorded agree with each other and with the books, over any period.

A few histories are read in once; hypothesis chooses the days, across closings and cycles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, Account, Holder, is_investment_fund
from ledgers.balances import RegisterLine, balances, register
from ledgers.chart import GROUP_CHART
from ledgers.statements.claims import (
    build_debts_and_dues,
    build_due_to_members,
    build_stakes_and_transit,
)
from ledgers.statements.members import build_members_interests, build_unit_register
from ledgers.statements.movements import (
    build_cash_book,
    build_receipts_and_payments,
    build_receipts_by_fund,
    movements_of,
)
from ledgers.statements.position import (
    PlaceKind,
    build_balance_sheet,
    build_income_statement,
    build_money_by_fund,
    build_trial_balance,
    money_funds,
)
from msai.permissions import Actor, Relation, Standing
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.registers import CLOSINGS
from msai.services.views.statements.kinds import Span, StatementKind
from msai.services.views.statements.period import PeriodWanted
from msai.services.views.statements.show import show_statement
from msai.services.views.statements.table import Look, Table
from tests.msai.imports.recorded import as_file, fresh, read_in
from tests.oracle.generator import generate

SEEDS = (3, 29)
INTERESTS = [code for code in GROUP_CHART.lines if 3000 <= code < 6000]
EARNINGS = [code for code in INTERESTS if code >= 4000]
OWN = (3100, 3200, 3300)
ADDED_UP = [StatementKind.MONEY, StatementKind.DEBTS, StatementKind.DUE_TO_MEMBERS, StatementKind.STAKES,
            StatementKind.INTERESTS, StatementKind.UNITS, StatementKind.TRIAL_BALANCE]


@dataclass(frozen=True)
class Book:
    """A generated group's book, open for reading."""

    session: Session
    facts: BookFacts

    @property
    def id(self) -> UUID:
        """The book."""
        return self.facts.book_id

    @property
    def officer(self) -> Actor:
        """Somebody who may read everything of this book."""
        standing = Standing(frozenset({Relation.TREASURER}))
        return Actor(UUID(int=1)).in_book(self.id, standing)


@dataclass(frozen=True)
class Stretch:
    """What was read of a book over some days."""

    book: Book
    since: date
    until: date

    def at(self, day: date, *, earned: bool = False) -> dict[Account, int]:
        """Balances at the end of a day."""
        return balances(self.book.session, self.book.id, as_of=day, income_only=earned)

    @cached_property
    def before(self) -> dict[Account, int]:
        """Balances of the day before."""
        return self.at(self.since - timedelta(days=1))

    @cached_property
    def after(self) -> dict[Account, int]:
        """Balances of the last day."""
        return self.at(self.until)

    def lines(self, codes: list[int] | tuple[int, ...]) -> list[RegisterLine]:
        """The postings of some numbers."""
        return register(self.book.session, self.book.id, codes=codes, since=self.since, until=self.until)


@pytest.fixture(scope="module", params=SEEDS)
def book(request: pytest.FixtureRequest) -> Iterator[Book]:
    """One history, read in."""
    with ExitStack() as stack:
        database = stack.enter_context(fresh())
        group = read_in(database, as_file(generate(request.param))).group_id
        session = stack.enter_context(database.read())
        yield Book(session, read_group(session, group))


def test_the_books_hold_what_the_statements_are_about(book: Book) -> None:
    """Loans, charges raised, stakes, money due, fines, income and costs, and units."""
    codes = [1100, 1150, 1300, 2100, 3400, 4100, 4200, 5200, 9200]

    assert {line.account.code for line in register(book.session, book.id, codes=codes)} == set(codes)


days = st.tuples(st.integers(-5, 260), st.integers(0, 260))
often = settings(max_examples=15)


def stretch(book: Book, chosen: tuple[int, int]) -> Stretch:
    """Some days in the life of the group, or before and after it."""
    since = book.facts.opened_on + timedelta(days=chosen[0])
    return Stretch(book, since, since + timedelta(days=chosen[1]))


def by_fund(found: dict[Account, int], codes: tuple[int, ...] | list[int]) -> dict[str, int]:
    """Sums of some numbers by fund, those that come to nothing left out."""
    sums: dict[str, int] = defaultdict(int)
    for account, minor in found.items():
        if account.code in codes:
            sums[account.fund] += minor
    return {fund: minor for fund, minor in sums.items() if minor}


@given(days)
@often
def test_balance_sheets_are_the_trial_balance_and_the_places(book: Book, chosen: tuple[int, int]) -> None:
    """Three ways to write down one day."""
    read = stretch(book, chosen)
    drawn, found = book.facts.drawn(read.until), read.after
    trial = build_trial_balance(drawn, found)
    sheets = [build_balance_sheet(drawn, fund, found=found) for fund in money_funds(found)]
    assets = sum(line.debit_minor - line.credit_minor for line in trial.lines if line.account.code < 2000)

    assert all(total.debit_minor == total.credit_minor for total in trial.totals)
    assert [one.total_assets for one in sheets] == [
        one.total_liabilities + one.total_members for one in sheets]
    assert build_money_by_fund(drawn, found).total_minor == assets == sum(one.total_assets for one in sheets)


@given(days)
@often
def test_the_cash_book_and_receipts_end_on_the_tenders(book: Book, chosen: tuple[int, int]) -> None:
    """Line by line, by fund, and by month: the money of the last day."""
    read, lines = stretch(book, chosen), stretch(book, chosen).lines(TENDER_CODES)
    cash = build_cash_book(book.facts.drawn(), lines=lines, opening=read.before)
    funds = build_receipts_by_fund(lines, opening=read.before)
    monthly = build_receipts_and_payments(book.facts.drawn(), lines=lines, opening=read.before)

    closing = {t.account: t.closing_minor for t in cash.tenders if t.closing_minor}
    assert closing == {a: minor for a, minor in read.after.items() if a.code in TENDER_CODES}
    assert {one.fund: one.closing_minor for one in funds if one.closing_minor} == by_fund(
        read.after, TENDER_CODES)
    assert sum(month.received_minor - month.paid_minor for month in monthly.months) == sum(
        one.received_minor - one.paid_minor for one in funds)
    assert all(movements_of(t)[-1].balance_minor == t.closing_minor for t in cash.tenders if t.lines)


@given(days)
@often
def test_interests_run_from_opening_to_closing_for_each_and_all(book: Book, chosen: tuple[int, int]) -> None:
    """Opening, paid in, result and paid out are the 3100, 3200 and 3300 of each, and net assets for all."""
    read = stretch(book, chosen)
    statement = build_members_interests(
        book.facts.drawn(), lines=read.lines(INTERESTS), since=read.since,
        opening={a: minor for a, minor in read.before.items() if a.code in INTERESTS})
    held: dict[Holder | None, int] = defaultdict(int)
    for account, minor in read.after.items():
        if account.code in INTERESTS:
            held[account.holder if account.code in OWN else None] -= minor

    assert {line.holder: line.closing_minor for line in statement.lines if line.closing_minor} == {
        holder: minor for holder, minor in held.items() if minor}
    sheets = [build_balance_sheet(book.facts.drawn(), fund, found=read.after)
              for fund in money_funds(read.after)]
    assert statement.total.closing_minor == sum(one.total_members for one in sheets)


@given(days)
@often
def test_income_is_what_the_surplus_gained_before_it_was_closed(
    book: Book, chosen: tuple[int, int],
) -> None:
    """What stands in 4xxx and 5xxx, and what closings moved to 3400, is the result of the period."""
    read = stretch(book, chosen)
    at_end, at_start = read.at(read.until, earned=True), read.at(read.since - timedelta(days=1), earned=True)
    results = {
        fund: build_income_statement(book.facts.drawn(), fund, at_end=at_end, at_start=at_start).result_minor
        for fund in money_funds({**at_end, **at_start})
    }
    closed: dict[str, int] = defaultdict(int)
    for line in read.lines([3400]):
        if line.kind in CLOSINGS:
            closed[line.account.fund] -= line.amount_minor
    before, after = by_fund(read.before, EARNINGS), by_fund(read.after, EARNINGS)

    assert {fund: minor for fund, minor in results.items() if minor} == {
        fund: gained for fund in money_funds(read.after)
        if (gained := closed[fund] + before.get(fund, 0) - after.get(fund, 0))}


@given(days)
@often
def test_claims_are_lines_of_the_places_and_units_split_net_assets(
    book: Book, chosen: tuple[int, int],
) -> None:
    """Loans, dues, stakes, transit and what is due, by name, come to the figures without names."""
    read = stretch(book, chosen)
    drawn, found = book.facts.drawn(), read.after
    places: dict[PlaceKind, int] = defaultdict(int)
    for line in build_money_by_fund(drawn, found).lines:
        places[line.place.kind] += line.total_minor
    debts = build_debts_and_dues(drawn, found=found, borrowers={})
    stakes = build_stakes_and_transit(drawn, found=found)
    units = [build_unit_register(drawn, fund, found=found)
             for fund in money_funds(found) if is_investment_fund(fund)]

    assert (debts.loans_minor, debts.dues_minor) == (places[PlaceKind.LENT], places[PlaceKind.DUES])
    assert (stakes.carrying_minor, stakes.receivable_minor, stakes.transit_minor) == (
        places[PlaceKind.STAKE], places[PlaceKind.RECEIVABLE], places[PlaceKind.IN_TRANSIT])
    assert sum(build_due_to_members(drawn, found=found).fund_totals) == -sum(
        by_fund(found, [2100]).values())
    assert [sum(line.worth_minor for line in one.lines) for one in units if one.units_e4] == [
        one.net_assets_minor for one in units if one.units_e4]


def columns_of(table: Table, look: Look) -> list[int]:
    """The amounts of a table's rows of one look, added up by column."""
    sums = [0] * len(table.heads)
    for row in table.rows:
        if row.look is look:
            for n, cell in enumerate(row.cells):
                sums[n] += (cell.amount_minor or 0) if cell.currency is None else 0
    return sums


@pytest.mark.parametrize("kind", ADDED_UP)
@given(days)
@settings(max_examples=4)
def test_what_stands_over_the_double_rule_is_what_stands_above_it(
    book: Book, kind: StatementKind, chosen: tuple[int, int],
) -> None:
    """As a reader with a pencil would add it up."""
    read = stretch(book, chosen)
    view = show_statement(
        book.session, book.officer, book.id, kind=kind, today=read.until,
        wanted=PeriodWanted(Span.DATES, read.since, read.until))

    for table in view.tables:
        assert columns_of(table, Look.LINE) == columns_of(table, Look.TOTAL), table.title
