"""A member's passbook: what she saved, what happened, and her part of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, cast, null, select, true, union_all
from sqlalchemy.orm import Session

from ledgers.accounts import SHARES, TENDER_CODES, Holder, HolderKind, is_investment_fund, units_fund
from ledgers.balances import RegisterLine, balances, register
from ledgers.entries import EntryKind
from ledgers.money import Money, decimal_text
from ledgers.statements.members import (
    MemberStatement,
    PassbookLine,
    Section,
    UnitRegister,
    build_member_statement,
    build_unit_register,
)
from ledgers.tables import Id
from ledgers.units import UNIT
from msai.messages import N_, Message, counted
from msai.models.corrections import Dispute
from msai.models.groups import Loan, Member
from msai.permissions import Action, Actor, NotFound, Target, is_allowed, require
from msai.services.corrections.lines import is_of_lines
from msai.services.keys import vault_of
from msai.services.views.corrections.marks import (
    DISPUTES,
    DisputeMark,
    PassbookMarks,
    Why,
    read_passbook_marks,
)
from msai.services.views.dues.hers import list_hers
from msai.services.views.dues.words import OwedRows
from msai.services.views.facts import BOOK, BookFacts, read_group
from msai.services.views.happenings import entry_label
from msai.services.views.labels import Text, fund_label
from msai.services.views.meeting_day.paid_for import PaidForOther, PaidLines, read_paid_lines
from msai.services.views.naming import PEOPLE, OfMember, Person, opened, read_member, whose_page
from msai.services.views.share_out.slip import find_posted

SHOWN = 60
_UNITS_HELD, _SHARES_HELD = 9200, 9400


@dataclass(frozen=True, slots=True)
class LastChange:
    """What changed her savings last."""

    label: Text
    amount_minor: int
    occurred_on: date
    is_today: bool


@dataclass(frozen=True, slots=True)
class PassbookRow:
    """One line as the member reads it; without a sign where it is not about her savings."""

    occurred_on: date
    label: Text
    below: Text | None
    amount_minor: int
    signed: bool
    struck: bool
    correction: bool
    seq: int
    meeting_id: UUID | None
    paid_by: Text | None = None
    line: int = 0
    dispute: DisputeMark | None = None
    why: Why | None = None
    may_dispute: bool = False
    may_correct: bool = False
    share_out_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InvestmentPart:
    """Her part of one investment fund; its worth is her share of the net assets today."""

    label: Text
    part_percent: Decimal
    worth_minor: int
    paid_in_minor: int
    units: str
    value_known: bool


@dataclass(frozen=True, slots=True)
class LoanRow:
    """One of her loans: what was agreed, and what is left."""

    alias: str
    issued_on: date | None
    issued_minor: int
    left_minor: int
    months: int | None
    loan_id: UUID


@dataclass(frozen=True, slots=True)
class PassbookView(OfMember):
    """A whole passbook."""

    drawn_on: date
    savings_minor: int
    shares: int | None
    last: LastChange | None
    lines: tuple[PassbookRow, ...]
    older: int
    investments: tuple[InvestmentPart, ...]
    social_minor: int
    dues_minor: int
    due_to_her_minor: int
    loans: tuple[LoanRow, ...]
    may_open_meetings: bool
    may_open_entries: bool
    for_others: tuple[PaidForOther, ...]
    is_disputed: bool
    choosing: bool
    may_dispute: bool
    owed: tuple[OwedRows, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of one member, before it is set out."""

    facts: BookFacts
    person: Person
    loans: Sequence[Any]
    lines: Sequence[RegisterLine]
    units: tuple[UnitRegister, ...]
    paid: PaidLines
    marks: PassbookMarks
    share_outs: frozenset[UUID]

    @property
    def holder(self) -> Holder:
        return Holder(self.person.holder, HolderKind.MEMBER, self.person.alias)


def show_passbook(
    session: Session, actor: Actor, target: Target, *, today: date, whole: bool = False,
    choosing: bool = False,
) -> PassbookView:
    """The passbook of the member that `target` names, as she or an officer reads it.

    `whole` shows every line, else the newest ones; `choosing` offers each to be called wrong, or put right.

    Raises:
        NotFound: there is no such member, or she is not the reader's to know of.
    """
    require(actor, Action.PASSBOOK_VIEW, target)
    reading = _read(session, target)
    drawn = reading.facts.drawn()
    statement = build_member_statement(drawn, reading.holder, lines=reading.lines)
    happened = _newest_first(statement)
    shown = happened if whole else happened[:SHOWN]
    acts = _Acts(is_allowed(actor, Action.DISPUTE_RAISE, target), is_allowed(actor, Action.REVERSE, target))
    rows = tuple(_row(line, reading, section, acts) for section, line in shown)
    shares = sum(line.amount_minor for line in reading.lines if line.account.code == _SHARES_HELD)
    return PassbookView(
        *whose_page(actor, reading.facts, reading.person), today,
        statement.total_minor(Section.SAVINGS), shares if _knows_shares(reading.lines) else None,
        _last(statement, today), rows, len(happened) - len(shown), tuple(_parts(reading)),
        statement.total_minor(Section.SOCIAL), statement.total_minor(Section.DUES),
        statement.total_minor(Section.DUE_TO_HER), tuple(_loans(reading, statement)),
        is_allowed(actor, Action.MEETING_VIEW, target), is_allowed(actor, Action.REGISTER_VIEW, target),
        reading.paid.for_others, reading.marks.is_disputed, choosing, acts.may_dispute,
        list_hers(session, reading.facts.book_id, reading.lines))


def show_name(session: Session, actor: Actor, target: Target) -> OfMember:
    """The member whose name an officer would put right.

    Raises:
        NotPermitted: the reader is no officer of the group.
        NotFound: there is no such member.
    """
    require(actor, Action.MEMBER_CHANGE, Target(target.book_id))
    return OfMember(*whose_page(actor, *read_member(session, target)))


def _read(session: Session, target: Target) -> _Reading:
    if target.book_id is None or target.holder is None:
        raise NotFound()
    facts = read_group(session, target.book_id)
    rows = _person_and_papers(session, target.book_id, target.holder)
    if not rows:
        raise NotFound()
    loans = [row for row in rows if row.loan_id is not None]
    disputed = [row for row in rows if row.dispute_id is not None]
    lines = register(
        session, target.book_id, holders=[target.holder, *(row.loan_id for row in loans)])
    units = _units(session, facts, {line.account.fund for line in lines})
    return _Reading(facts, opened(rows[0], vault_of(session)), loans, lines, units,
                    read_paid_lines(session, target.book_id, target.holder),
                    read_passbook_marks(session, target.book_id, disputed, lines=lines),
                    find_posted(session, target.book_id, _shared_out(lines)))


def _shared_out(lines: Sequence[RegisterLine]) -> set[UUID]:
    """What her lines of share-outs came from."""
    return {line.source_id for line in lines
            if line.kind == EntryKind.SHARE_OUT and line.source_id is not None}


def _nothing(*columns: Any) -> list[Any]:
    return [cast(null(), column.type).label(column.key) for column in columns]


_HOLDER = bindparam("member", type_=Id())
_PAPERS = union_all(
    select(Loan.loan_id, Loan.alias, Loan.issued_on, Loan.months, *_nothing(*DISPUTES))
    .where(Loan.book_id == BOOK, Loan.member_id == _HOLDER),
    select(*_nothing(Loan.loan_id, Loan.alias, Loan.issued_on, Loan.months), *DISPUTES)
    .where(Dispute.book_id == BOOK, Dispute.member_id == _HOLDER),
).subquery("papers")
_PERSON_AND_PAPERS = (
    PEOPLE.add_columns(*_PAPERS.c)
    .outerjoin(_PAPERS, true())
    .where(Member.member_id == _HOLDER).order_by(_PAPERS.c.issued_on, _PAPERS.c.raised_at)
)


def _person_and_papers(
    session: Session, book_id: UUID, holder: UUID,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The member, beside each of her loans and each line she said is wrong."""
    return session.connection().execute(_PERSON_AND_PAPERS, {"book": book_id, "member": holder}).all()


def _units(session: Session, facts: BookFacts, funds: set[str]) -> tuple[UnitRegister, ...]:
    invested = sorted(fund for fund in funds if is_investment_fund(fund))
    if not invested:
        return ()
    wanted = [*invested, *(units_fund(fund) for fund in invested)]
    found = balances(session, facts.book_id, funds=wanted)
    return tuple(build_unit_register(facts.drawn(), fund, found=found) for fund in invested)


def _newest_first(statement: MemberStatement) -> list[tuple[Section, PassbookLine]]:
    """Each thing that happened once: a fine that is raised stands in two of her accounts."""
    lines: dict[tuple[int, int], tuple[Section, PassbookLine]] = {}
    for section in reversed(statement.sections):
        lines.update({(line.seq, line.line): (section.section, line) for line in section.lines})
    return [lines[key] for _day, key in sorted(
        ((line.occurred_on, key) for key, (_section, line) in lines.items()), reverse=True)]


_BELOW: Mapping[Section, str] = {
    Section.SAVINGS: N_("Balance %(amount)s"),
    Section.SOCIAL: N_("Social fund, paid in so far %(amount)s"),
    Section.INVESTMENT: N_("Investment fund, paid in so far %(amount)s"),
    Section.LOANS: N_("Still owed %(amount)s"),
    Section.DUES: N_("Still to pay %(amount)s"),
    Section.DUE_TO_HER: N_("Kept by the group %(amount)s"),
}


@dataclass(frozen=True, slots=True)
class _Acts:
    """What the reader may do about a line."""

    may_dispute: bool
    may_correct: bool


def _row(line: PassbookLine, reading: _Reading, section: Section, acts: _Acts) -> PassbookRow:
    below, paid, currency = _BELOW.get(section), _was_handed_over(line, section), reading.facts.currency
    meeting = line.source_id if line.source_kind == "meeting" else None
    dispute = reading.marks.disputes.get((line.seq, line.line))
    waits = dispute is not None and dispute.state == "open"
    return PassbookRow(
        line.occurred_on, Message(N_("Handed over")) if paid else _label(line, currency, reading.marks),
        Message(below, {"amount": Money(line.balance_minor, currency)}) if below else None,
        abs(line.amount_minor) if paid else line.amount_minor, section is Section.SAVINGS, line.struck,
        line.kind == EntryKind.CORRECTION, line.seq, meeting,
        reading.paid.by.get((meeting, line.line_ref or "")) if meeting else None, line.line, dispute,
        reading.marks.why.get(line.seq), acts.may_dispute and not line.struck and not waits,
        acts.may_correct and not line.struck and is_of_lines(line.source_kind, line.kind),
        line.source_id if line.source_id in reading.share_outs else None)


def _was_handed_over(line: PassbookLine, section: Section) -> bool:
    return section is Section.DUE_TO_HER and line.amount_minor < 0 and line.counter_code in TENDER_CODES


def _label(line: PassbookLine, currency: str, marks: PassbookMarks) -> Text:
    if line.kind == EntryKind.CORRECTION:
        return marks.label(line, currency)
    if line.kind == "savings" and line.counted > 0:
        return counted("Saved, %(count)s share", "Saved, %(count)s shares", line.counted)
    return entry_label(line.kind)


_CHANGES: Mapping[str, str] = {"savings": N_("saved"), "withdrawal": N_("taken out")}


def _last(statement: MemberStatement, today: date) -> LastChange | None:
    lines = [line for section in statement.of(Section.SAVINGS) for line in section.lines if not line.struck]
    if not lines:
        return None
    last = lines[-1]
    word = _CHANGES.get(last.kind)
    label = Message(word) if word else entry_label(last.kind)
    return LastChange(label, last.amount_minor, last.occurred_on, last.occurred_on == today)


def _knows_shares(lines: Sequence[RegisterLine]) -> bool:
    return any(line.account.fund == SHARES for line in lines)


def _parts(reading: _Reading) -> Iterator[InvestmentPart]:
    for units in reading.units:
        hers = next((line for line in units.lines if line.holder.id == reading.person.holder), None)
        if hers is not None:
            yield InvestmentPart(
                fund_label(units.fund), Decimal(decimal_text(hers.part * 100, places=1)), hers.worth_minor,
                hers.paid_in_minor, decimal_text(Fraction(hers.units_e4, UNIT), places=4),
                units.value is not None)


def _loans(reading: _Reading, statement: MemberStatement) -> Iterator[LoanRow]:
    left = {section.account.alias: section for section in statement.of(Section.LOANS)}
    for row in reading.loans:
        section = left.get(row.alias)
        lent = sum(max(line.amount_minor, 0) for line in section.lines) if section else 0
        yield LoanRow(row.alias, row.issued_on, lent, section.closing_minor if section else 0, row.months,
                      row.loan_id)
