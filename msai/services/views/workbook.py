"""The group's workbook and the plain text of a book, drawn for those who may take them away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, BookKind, Holder, HolderKind
from ledgers.balances import balances, register
from ledgers.daybook import drawn_from, read_entries
from ledgers.statements.drawn import DayBookEntry
from msai.exports.group_workbook import (
    BankMonth,
    GroupWorkbook,
    LoanOut,
    MeetingLine,
    PersonOnRoll,
    RatioRow,
    Readings,
    Reason,
    SharedCycle,
    SharedPart,
    build_group_workbook,
)
from msai.exports.plain_text import PlainBook
from msai.messages import Message
from msai.models.groups import Loan, Meeting
from msai.models.reconciliation import ReconciliationItem
from msai.permissions import Action, Actor, Target, require
from msai.services.demo.marks import is_demo_book
from msai.services.loans.standing import LoanStanding, list_standings
from msai.services.reconciliation.items import ItemKind
from msai.services.reconciliation.standing import Month, Place, read_places
from msai.services.views.facts import read_enterprise, read_group, read_stakes
from msai.services.views.labels import Text
from msai.services.views.naming import read_roll
from msai.services.views.ratios.show import RatioLine, Shape, show_ratios
from msai.services.views.reconciliation.month import KINDS
from msai.services.views.share_out.report import Report, list_reports
from msai.services.views.statements.bank import outcome_of
from msai.services.views.statements.members import INTERESTS


@dataclass(frozen=True, slots=True)
class BookAsText:
    """A book to be written as text: what it says besides its entries, and the entries to come."""

    book: PlainBook
    entries: Iterator[DayBookEntry]


def draw_workbook(
    session: Session, actor: Actor, book_id: UUID, *, today: date, right_to_left: bool = False,
) -> GroupWorkbook:
    """Everything of a group for its workbook; entries are read while it is written.

    `today` says which months are over and can have been compared with the bank.

    Raises:
        NotFound, NotPermitted
    """
    require(actor, Action.WORKBOOK_EXPORT, Target(book_id))
    facts = read_group(session, book_id)
    readings = Readings(
        facts.drawn(), balances(session, book_id), balances(session, book_id, income_only=True),
        register(session, book_id, codes=TENDER_CODES), read_entries(session, book_id),
        interest_lines=register(session, book_id, codes=INTERESTS))
    names = {stake.alias: stake.enterprise for stake in read_stakes(session, book_id)}
    book = build_group_workbook(
        facts.name, readings, roll=_people(session, book_id), meetings=_meetings(session, book_id),
        names=names, bank=_bank(session, book_id, today), right_to_left=right_to_left)
    found = show_ratios(session, actor, book_id, on=today, today=today)
    people = {member: person.name for member, person in read_roll(session, book_id).items()}
    loans = tuple(_loan(one, people) for one in list_standings(session, book_id, on=today))
    return replace(book, loans=loans, is_demo=is_demo_book(session, book_id),
                   ratios=tuple(map(_ratio, found.lines)),
                   share_outs=tuple(_shared(report) for report in list_reports(session, book_id)))


def _loan(one: LoanStanding, people: Mapping[UUID, Text]) -> LoanOut:
    name = people[one.member.id]
    return LoanOut(
        name if isinstance(name, str) else one.member.alias, one.alias, one.fund, one.issued_on,
        one.left_minor, one.due_minor, one.next_due_on, one.days_past_due, one.was_late_days)


def _shared(report: Report) -> SharedCycle:
    return SharedCycle(
        report.cycle_no, report.ended_on, report.code,
        tuple(SharedPart(
            row.number, row.name if isinstance(row.name, str) else f"member-{row.number}",
            row.part.weight if report.by_shares else None, row.part.savings_minor,
            row.part.entitlement_minor, row.part.set_off_minor, row.part.social.minor, row.gets_minor,
            row.kept_minor) for row in report.rows),
        report.stays_minor)


def _ratio(line: RatioLine) -> RatioRow:
    return RatioRow(line.label, line.formula, line.version, line.amount_minor, line.figure,
                    line.shape is Shape.PERCENT, line.coverage)


def _people(session: Session, book_id: UUID) -> list[PersonOnRoll]:
    loans: dict[UUID, list[Holder]] = {}
    rows = session.execute(select(Loan.member_id, Loan.loan_id, Loan.alias).where(Loan.book_id == book_id))
    for row in rows:
        loans.setdefault(row.member_id, []).append(Holder(row.loan_id, HolderKind.LOAN, row.alias))
    return [
        PersonOnRoll(
            person.number, Holder(holder, HolderKind.MEMBER, person.alias),
            person.name if isinstance(person.name, str) else person.alias, person.joined_on, person.left_on,
            tuple(loans.get(holder, ())))
        for holder, person in read_roll(session, book_id).items()
    ]


def _meetings(session: Session, book_id: UUID) -> list[MeetingLine]:
    query = select(
        Meeting.number, Meeting.held_on, Meeting.present, Meeting.on_roll, Meeting.total_in_minor,
        Meeting.total_out_minor, Meeting.cash_counted_minor, Meeting.cash_difference_minor,
    ).where(Meeting.book_id == book_id).order_by(Meeting.number)
    return [MeetingLine(*row) for row in session.execute(query)]


def _bank(session: Session, book_id: UUID, today: date) -> list[BankMonth]:
    """Every month of every place with its last look; the officers' own words stay with them."""
    places = read_places(session, book_id, today=today)
    reasons = _reasons(session, book_id)
    return [_bank_month(place, month, reasons) for place in places for month in place.months]


def _bank_month(place: Place, month: Month, reasons: Mapping[UUID, Sequence[Reason]]) -> BankMonth:
    plain = BankMonth(place.code, place.alias, month.last_day, month.book_minor, outcome_of(month))
    look = month.last
    if look is None:
        return plain
    return replace(
        plain, looks=len(month.looks), shown_minor=look.seen_minor, difference_minor=look.difference_minor,
        unexplained_minor=look.rest_minor, reasons=tuple(reasons.get(look.reconciliation_id, ())))


def _reasons(session: Session, book_id: UUID) -> dict[UUID, list[Reason]]:
    """The reasons of every look that were said and not posted, in one statement."""
    found: dict[UUID, list[Reason]] = {}
    rows = session.execute(
        select(ReconciliationItem.reconciliation_id, ReconciliationItem.kind, ReconciliationItem.amount_minor)
        .where(ReconciliationItem.book_id == book_id, ReconciliationItem.posted_seq.is_(None))
        .order_by(ReconciliationItem.reconciliation_id, ReconciliationItem.item_no))
    for look, kind, minor in rows:
        found.setdefault(look, []).append(Reason(Message(KINDS[ItemKind(kind)]), minor))
    return found


def draw_text(session: Session, actor: Actor, book_id: UUID, *, kind: BookKind) -> BookAsText:
    """A book for its plain-text journal; members stand in it by their numbers.

    Raises:
        NotFound, NotPermitted
    """
    is_group = kind is BookKind.GROUP
    require(actor, Action.JOURNAL_EXPORT if is_group else Action.ENTERPRISE_EXPORT, Target(book_id))
    facts = read_group(session, book_id) if is_group else read_enterprise(session, book_id)
    plain = PlainBook(facts.name, drawn_from(session, book_id), balances(session, book_id))
    return BookAsText(plain, read_entries(session, book_id))
