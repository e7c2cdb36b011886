"""A passbook on paper: thirteen entries a page, oldest first, each page with what was brought forward.

Pages are those of the cycle, so that a page printed again is the same page.  What the group
should know before it trusts the paper, that nobody confirmed the last meeting or that a line is
in dispute, is said at the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from ledgers.accounts import Holder, HolderKind, is_investment_fund
from ledgers.balances import register
from ledgers.cycles import Cycle, list_cycles
from ledgers.money import Money
from ledgers.statements.members import MemberStatement, PassbookLine, Section, build_member_statement
from msai.messages import N_, Message, counted
from msai.models.corrections import Dispute
from msai.models.groups import Loan, Meeting, Member
from msai.permissions import Action, Actor, NotFound, Target, require
from msai.services.keys import vault_of
from msai.services.sheets import short_code
from msai.services.views.facts import BOOK, BookFacts, read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text
from msai.services.views.naming import PEOPLE, OfMember, Person, opened, whose_page

ENTRIES_A_PAGE = 13


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One entry of a page: when, at which meeting, what, and the balance after it."""

    occurred_on: date
    meeting: int | None
    label: Text
    in_minor: int
    out_minor: int
    balance_minor: int
    struck: bool


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: what was brought forward, its entries, and their sums."""

    number: int
    brought_minor: int
    lines: tuple[PrintedLine, ...]

    @property
    def in_minor(self) -> int:
        """What came in on this page."""
        return sum(line.in_minor for line in self.lines)

    @property
    def out_minor(self) -> int:
        """What went out on this page."""
        return sum(line.out_minor for line in self.lines)

    @property
    def closing_minor(self) -> int:
        """The balance after the last entry."""
        return self.lines[-1].balance_minor if self.lines else self.brought_minor


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """The last receipt of the book, against which the paper can be checked."""

    number: int
    held_on: date
    code: str
    witnessed: str


@dataclass(frozen=True, slots=True)
class PrintedPassbook(OfMember):
    """Everything that goes on paper, for one cycle of one member."""

    cycle: int | None
    drawn_on: date
    savings_minor: int
    pages: tuple[PrintedPage, ...]
    page_count: int
    receipt: PrintedReceipt | None
    open_disputes: int
    invested_minor: int
    came_back_minor: int
    owed_minor: int


@dataclass(frozen=True, slots=True)
class _Reading:
    facts: BookFacts
    person: Person
    statement: MemberStatement
    meetings: Mapping[UUID, Row[*tuple[Any, ...]]]
    cycle: Cycle | None
    disputes: int


def print_passbook(
    session: Session, actor: Actor, target: Target, *, today: date, whole: bool = False,
) -> PrintedPassbook:
    """The passbook of a member for paper: the last page of this cycle, or with `whole` all its pages.

    Raises:
        NotFound: there is no such member, or she is not the reader's to know of.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    reading = _read(session, target, today)
    facts, statement = reading.facts, reading.statement
    pages = _pages(reading)
    return PrintedPassbook(
        *whose_page(actor, facts, reading.person), reading.cycle.cycle_no if reading.cycle else None, today,
        statement.total_minor(Section.SAVINGS),
        pages if whole else pages[-1:], len(pages), _receipt(list(reading.meetings.values())),
        reading.disputes, statement.total_minor(Section.INVESTMENT), _came_back(statement),
        statement.total_minor(Section.LOANS) + statement.total_minor(Section.DUES))


def _read(session: Session, target: Target, today: date) -> _Reading:
    book_id, holder = target.book_id, target.holder
    if book_id is None or holder is None:
        raise NotFound()
    facts = read_group(session, book_id)
    rows = session.execute(_her_query(holder), {"book": book_id}).all()
    if not rows:
        raise NotFound()
    person = opened(rows[0], vault_of(session))
    lines = register(session, book_id, holders=[holder, *(row.loan_id for row in rows if row.loan_id)])
    member = Holder(holder, HolderKind.MEMBER, person.alias)
    begun = [cycle for cycle in list_cycles(session, book_id) if cycle.opened_on <= today]
    return _Reading(
        facts, person, build_member_statement(facts.drawn(), member, lines=lines),
        _meetings(session, book_id), begun[-1] if begun else None, rows[0].disputes)


def _meetings(session: Session, book_id: UUID) -> dict[UUID, Row[*tuple[Any, ...]]]:
    query = select(Meeting.meeting_id, Meeting.number, Meeting.held_on, Meeting.last_hash, Meeting.witnessed)
    rows = session.execute(query.where(Meeting.book_id == book_id).order_by(Meeting.number))
    return {row.meeting_id: row for row in rows}


def _her_query(holder: UUID) -> Select[*tuple[Any, ...]]:
    """The member with her loans, and how many of her lines are in dispute."""
    disputes = select(func.count()).where(
        Dispute.book_id == BOOK, Dispute.member_id == holder, Dispute.state == "open").scalar_subquery()
    return (
        PEOPLE.add_columns(Loan.loan_id, disputes.label("disputes"))
        .outerjoin(Loan, and_(Loan.book_id == BOOK, Loan.member_id == Member.member_id))
        .where(Member.member_id == holder)
    )


def _pages(reading: _Reading) -> tuple[PrintedPage, ...]:
    since = reading.cycle.opened_on if reading.cycle else date.min
    lines = sorted((line for section in reading.statement.of(Section.SAVINGS) for line in section.lines),
                   key=lambda line: (line.occurred_on, line.seq, line.line))
    balance = sum(line.amount_minor for line in lines if line.occurred_on < since)
    written = []
    for line in lines:
        if line.occurred_on >= since:
            balance += line.amount_minor
            written.append(_line(line, balance, reading))
    return _cut(written, balance - sum(line.in_minor - line.out_minor for line in written))


def _cut(lines: Sequence[PrintedLine], brought_minor: int) -> tuple[PrintedPage, ...]:
    pages: list[PrintedPage] = []
    for first in range(0, max(len(lines), 1), ENTRIES_A_PAGE):
        page = PrintedPage(len(pages) + 1, brought_minor, tuple(lines[first:first + ENTRIES_A_PAGE]))
        brought_minor = page.closing_minor
        pages.append(page)
    return tuple(pages)


def _line(line: PassbookLine, balance_minor: int, reading: _Reading) -> PrintedLine:
    meeting = reading.meetings.get(line.source_id) if line.source_id else None
    return PrintedLine(
        line.occurred_on, meeting.number if meeting else None, _label(line, reading.facts.currency),
        max(line.amount_minor, 0), max(-line.amount_minor, 0), balance_minor, line.struck)


def _label(line: PassbookLine, currency: str) -> Text:
    if line.corrects:
        return Message(N_("Put right: %(now)s, not %(was)s"), {
            "now": Money(line.now_minor, currency), "was": Money(line.was_minor, currency)})
    if line.kind == "savings" and line.counted > 0:
        return counted("Saved, %(count)s share", "Saved, %(count)s shares", line.counted)
    return entry_label(line.kind)


def _receipt(meetings: Sequence[Row[*tuple[Any, ...]]]) -> PrintedReceipt | None:
    if not meetings:
        return None
    last = meetings[-1]
    return PrintedReceipt(last.number, last.held_on, short_code(bytes(last.last_hash)), last.witnessed)


def _came_back(statement: MemberStatement) -> int:
    """What the investment funds credited to her, whether it was handed over yet or not."""
    kept = statement.of(Section.DUE_TO_HER)
    due = (section for section in kept if is_investment_fund(section.account.fund))
    return sum(line.amount_minor for section in due for line in section.lines
               if line.counter_code in (3200, 3400))
