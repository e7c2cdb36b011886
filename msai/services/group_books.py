"""A group's book as a sheet needs it: who belongs, where money lies, which rules hold.

Everything is read in one statement, whatever the size of the group, and handed on as
one frozen value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    LargeBinary,
    Select,
    String,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, Holder, HolderKind, one_holder
from ledgers.balances import standing_from, standing_of
from ledgers.cycles import get_open
from ledgers.prepared import Prepared, fill_up, marks, numbered
from ledgers.rules.tenders import Tender
from ledgers.sums import Standing
from ledgers.tables import Id, book, cycle
from msai.models.groups import Group, GroupRule, Loan, Meeting, Member, Sheet, TenderRow
from msai.models.leaving import LateEntry
from msai.models.loans import LoanRequest
from msai.models.meetings import SheetDraft
from msai.models.onboarding import GroupOpening
from msai.models.people import PersonKey
from msai.models.units import UnitDealing
from msai.permissions import NotFound
from msai.services.group_rules import GroupRules, read_rules
from msai.services.holders import member_holder
from msai.services.joining.posted import EntrySums


class MemberOnRoll(NamedTuple):
    """A member as the books know her: a number and two dates."""

    number: int
    holder: Holder
    joined_on: date
    left_on: date | None

    def is_with_group(self, day: date) -> bool:
        """Whether she belongs on a day; from the day she left she does not."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class GroupBook:
    """A group on the day of a sheet."""

    book_id: UUID
    name: str
    currency: str
    rules: GroupRules
    members: Mapping[int, MemberOnRoll]
    tenders: Mapping[str, Tender]
    last_number: int | None
    last_held_on: date | None
    cycle_opened_on: date | None
    cycle_closed_on: date | None
    opening_waits: bool = False
    above_book: Mapping[str, int] = field(default_factory=dict)
    """What the valuations in force that day found the investment funds to be worth above their books."""
    rules_since: date | None = None
    """The day on which the last of its rules began to hold; none where no rule was ever settled."""

    def on_roll(self, day: date) -> list[MemberOnRoll]:
        """The members who belong on a day, by number."""
        return [member for _, member in sorted(self.members.items())
                if member.joined_on <= day and (member.left_on is None or day < member.left_on)]

    def box(self) -> Tender | None:
        """The cash box that is counted: the first cash tender."""
        return next((tender for tender in self.tenders.values() if tender.code == 1010), None)


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """A sheet of one meeting as it came before, and what became of it."""

    version: int
    body_hash: bytes
    state: str


@dataclass(frozen=True, slots=True)
class RequestedLoan:
    """A loan that somebody asked for, under the name it has on the sheet that gives it.

    `agreement` and `holds_until` are as the request keeps them; `is_given` says whether the loan is there.
    """

    alias: str
    member_id: UUID
    state: str
    agreement: str | None
    holds_until: date | None
    is_given: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What a sheet is laid before: its group, what came of it earlier, and the key that seals the papers."""

    group: GroupBook
    versions: tuple[SheetVersion, ...]
    wrapped_key: bytes | None
    has_draft: bool
    loans: Mapping[str, UUID]
    """The borrowers of those loans it names that were given before."""
    requests: Mapping[str, RequestedLoan]
    """Those of the loans it names that were asked for."""
    entries_due: Mapping[UUID, EntrySums]
    """What members have to pay yet who joined late, by their ids, where that was asked."""
    borrowed: Mapping[str, UUID]
    """All loans of the savings fund that those have who borrow on it: by name, whose they are."""
    standing: Standing | None
    """How the book stands, where that was asked."""


def load_group(session: Session, book_id: UUID, day: date) -> GroupBook:
    """Read a group as it stands on a day.

    Raises:
        NotFound: the book is not a group's.
    """
    return _group(book_id, _read(session, _CONTEXT, {"book": book_id, "day": day}), day)


def require_open_cycle(session: Session, group: GroupBook, *, on: date) -> None:
    """Let a day of the open cycle pass; no statement where the group as it was read tells.

    Raises:
        CycleClosed: the group has no open cycle on that day.
    """
    since, until = group.cycle_opened_on, group.cycle_closed_on
    if since is None or on < since or (until is not None and until < on):
        get_open(session, group.book_id, on=on)


def load_desk(
    session: Session, book_id: UUID, day: date, *, meeting_id: UUID, loans: Iterable[str] = (),
    codes: Iterable[int] = (), entries: bool = False, borrowers: Iterable[int] = (),
) -> Desk:
    """Read what the sheet of a meeting is laid before, in the one statement that reads its group.

    `loans` are the names of those it speaks of, `codes` the numbers of which balances are wanted, as
    `ledgers.balances.standing` gives them; without any the book's standing is not asked.  `entries` asks for
    what members have to pay yet who joined late; `borrowers` are the numbers of those whose loans are wanted.

    Raises:
        NotFound: the book is not a group's.
    """
    named, wanted = _filled(loans), _filled(codes)
    hers = _filled(member_holder(book_id, number).id for number in borrowers)
    query = _desk(loans=len(named), codes=len(wanted), borrowers=len(hers), entries=entries)
    rows = _read(session, query, {
        "book": book_id, "day": day, "meeting": meeting_id,
        **numbered(loan=named, code=wanted, borrower=hers)})
    versions = sorted(rows["sheet"], key=lambda row: row.number)
    key, given = rows["key"][0].sealed if rows["key"] else None, {row.key: row.id for row in rows["loan"]}
    return Desk(
        _group(book_id, rows, day),
        tuple(SheetVersion(row.number, bytes(row.sealed), row.text) for row in versions), key,
        bool(rows["draft"]), given,
        {row.key: RequestedLoan(row.key, row.id, row.kind, row.text, row.until, row.key in given)
         for row in rows["asked"]},
        {row.id: EntrySums(row.number, row.debit, row.credit) for row in rows["entry"]},
        {row.key: row.id for row in rows["borrowed"]},
        _standing(book_id, rows["standing"]) if wanted else None)


def _filled(values: Iterable[Any]) -> list[Any]:
    found = list(values)
    return fill_up(found) if found else found


def _standing(book_id: UUID, rows: Iterable[_Row]) -> Standing:
    return standing_from(
        ((row.number, row.key, row.id, row.kind, row.text, row.debit, row.credit) for row in rows), book_id)


def _read(session: Session, query: Prepared, parameters: Mapping[str, Any]) -> Mapping[str, list[_Row]]:
    rows: dict[str, list[_Row]] = defaultdict(list)
    for row in map(_Row._make, query.rows(session.connection(), parameters)):
        rows[row.what].append(row)
    return rows


def _group(book_id: UUID, rows: Mapping[str, list[_Row]], day: date) -> GroupBook:
    if not rows["group"]:
        raise NotFound()
    group = rows["group"][0]
    opening, cycle_open = (rows[what][0] if rows[what] else _NOTHING for what in ("opening", "cycle"))
    # A group that came from its paper goes on from the meeting that the paper names as its last.
    last = rows["meeting"][0] if rows["meeting"] else opening
    rules = {row.key: row.text for row in sorted(rows["rule"], key=lambda row: (row.since, row.number))}
    return GroupBook(
        book_id, group.text, group.key, _rules(frozenset(rules.items()), group.key),
        {row.number: MemberOnRoll(row.number, member_holder(book_id, row.number), row.since, row.until)
         for row in rows["member"]},
        {row.key: Tender(row.number, one_holder(row.id, HolderKind.TENDER, row.key))
         for row in sorted(rows["tender"], key=lambda row: int(row.text))},
        last.number, last.since, cycle_open.since, cycle_open.until,
        opening is not _NOTHING and opening.text is None, _above_book(rows["dealing"], day),
        max((row.since for row in rows["rule"]), default=None),
    )


def _above_book(decisions: list[_Row], day: date) -> dict[str, int]:
    """By fund, what its last decision adds to the books; it holds until the valuation is too old."""
    last = {row.key: row for row in sorted(decisions, key=lambda row: row.number)}
    return {fund: int(row.text) for fund, row in last.items() if row.text is not None and day <= row.until}


@lru_cache(maxsize=256)
def _rules(said: frozenset[tuple[str, str]], currency: str) -> GroupRules:
    return read_rules(dict(said), currency)


class _Row(NamedTuple):
    """One row of the statement, and what it speaks of."""

    what: str
    key: Any
    number: Any
    id: Any
    since: Any
    until: Any
    text: Any
    sealed: Any
    kind: Any
    debit: Any
    credit: Any


_NOTHING = _Row("nothing", *[None] * (len(_Row._fields) - 1))
_COLUMNS: Mapping[str, Any] = {
    "key": String(100), "number": BigInteger(), "id": Id(), "since": Date(), "until": Date(), "text": Text(),
    "sealed": LargeBinary(), "kind": String(16), "debit": BigInteger(), "credit": BigInteger(),
}


def _part(what: str, **columns: Any) -> Select[Any]:
    # What the first part says of the columns holds for all; only there nothing needs a type.
    named = [
        columns.get(name, cast(null(), type_) if what == "group" else null()).label(name)
        for name, type_ in _COLUMNS.items()
    ]
    return select(literal_column(f"'{what}'", Text()).label("what"), *named)


_BOOK = bindparam("book", type_=Id())
_LAST_NUMBER = select(func.max(Meeting.number)).where(Meeting.book_id == _BOOK).scalar_subquery()
_PARTS = (
    _part("group", key=book.c.currency, text=Group.name)
    .join_from(Group, book, Group.book_id == book.c.book_id)
    .where(Group.book_id == _BOOK, book.c.book_id == _BOOK),
    _part("rule", key=GroupRule.name, number=GroupRule.recorded_at, since=GroupRule.holds_from,
                  text=GroupRule.value)
    .where(GroupRule.book_id == _BOOK, GroupRule.holds_from <= bindparam("day")),
    _part("member", number=Member.number, since=Member.joined_on, until=Member.left_on)
    .where(Member.book_id == _BOOK),
    _part("tender", key=TenderRow.alias, number=TenderRow.code, id=TenderRow.tender_id,
                    text=cast(TenderRow.position, Text))
    .where(TenderRow.book_id == _BOOK),
    _part("meeting", number=Meeting.number, since=Meeting.held_on)
    .where(Meeting.book_id == _BOOK, Meeting.number == _LAST_NUMBER),
    _part("opening", number=GroupOpening.last_number, since=GroupOpening.as_of,
                     text=cast(GroupOpening.posted_at, Text))
    .where(GroupOpening.book_id == _BOOK),
    _part("cycle", number=cycle.c.cycle_no, since=cycle.c.opened_on, until=cycle.c.closed_on)
    .where(cycle.c.book_id == _BOOK, cycle.c.state == "open"),
    _part("dealing", key=UnitDealing.fund, number=UnitDealing.decided_at, until=UnitDealing.until,
                     text=cast(UnitDealing.valued_minor - UnitDealing.book_minor, Text))
    .where(UnitDealing.book_id == _BOOK, UnitDealing.decided_on <= bindparam("day")),
)
_PAPERS = (
    _part("sheet", number=Sheet.version, text=Sheet.state, sealed=Sheet.body_hash)
    .where(Sheet.book_id == _BOOK, Sheet.meeting_id == bindparam("meeting")),
    _part("draft", number=SheetDraft.version)
    .where(SheetDraft.book_id == _BOOK, SheetDraft.meeting_id == bindparam("meeting")),
    # The papers of a group are sealed with the key that the group has as a person has hers.
    _part("key", sealed=PersonKey.wrapped).where(PersonKey.book_id == _BOOK, PersonKey.person_id == _BOOK),
)


def _loans(count: int) -> tuple[Select[Any], ...]:
    return (
        _part("loan", key=Loan.alias, id=Loan.member_id)
        .where(Loan.book_id == _BOOK, Loan.alias.in_(marks("loan", count, String()))),
        _part("asked", key=LoanRequest.alias, id=LoanRequest.member_id, until=LoanRequest.holds_until,
              text=LoanRequest.agreement, kind=LoanRequest.state)
        .where(LoanRequest.book_id == _BOOK, LoanRequest.alias.in_(marks("loan", count, String()))),
    )


def _borrowed(count: int) -> Select[Any]:
    return _part("borrowed", key=Loan.alias, id=Loan.member_id).where(
        Loan.book_id == _BOOK, Loan.fund == SAVINGS, Loan.member_id.in_(marks("borrower", count, Id())))


def _stands(count: int) -> Select[Any]:
    stands = standing_of(count).subquery("stands").c
    return _part("standing", key=stands.fund, number=stands.code, id=stands.holder, kind=stands.kind,
                 text=cast(stands.alias, Text), debit=stands.debit, credit=stands.credit)


_ENTRIES = (
    _part("entry", id=LateEntry.member_id, number=LateEntry.shares, debit=LateEntry.savings_minor,
          credit=LateEntry.fee_minor)
    .where(LateEntry.book_id == _BOOK, LateEntry.settled_at.is_(None)),
)
_CONTEXT = Prepared(union_all(*_PARTS))


@lru_cache(maxsize=64)
def _desk(*, loans: int, codes: int, borrowers: int, entries: bool) -> Prepared:
    """The statement for a sheet, with those of its parts that are wanted, for lists of such lengths."""
    return Prepared(union_all(
        *_PARTS, *_PAPERS, *(_loans(loans) if loans else ()), *([_borrowed(borrowers)] if borrowers else ()),
        *(_ENTRIES if entries else ()), *([_stands(codes)] if codes else ())))
