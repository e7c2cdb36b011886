"""What a sheet can offer before anybody writes on it: loans, seats, loans to give or given up, late entries.

All of it is read in one statement, whatever there is of it.  What was given or paid since stays in it, so
that a form that is sent twice says the same twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Date,
    Select,
    String,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ledgers.tables import Id
from msai.models.groups import Loan, Member
from msai.models.leaving import LateEntry
from msai.models.loans import LoanRequest
from msai.models.rules import Seat
from msai.services.loans.losses import lost_and_come_back


@dataclass(frozen=True, slots=True)
class ApprovedLoan:
    """A loan that a second officer approved; amounts in minor units, `member` by number."""

    alias: str
    member: int
    fund: str
    amount_minor: int
    agreement: str | None
    holds_until: date | None
    is_given: bool


@dataclass(frozen=True, slots=True)
class EntryToPay:
    """What a member pays who joined late, in minor units; `is_open` until it was paid or let go."""

    member: int
    amount_minor: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class BeforeSheet:
    """Borrowers by loan, the fund of each loan, seats and late entries by member, approved loans by name.

    `given_up` is what was given up of loans and has not come back, by name in minor units.
    """

    borrowers: Mapping[str, int]
    loan_funds: Mapping[str, str]
    seats: Mapping[int, int]
    approved: Mapping[str, ApprovedLoan]
    entries: Mapping[int, EntryToPay]
    given_up: Mapping[str, int]


def read_before_sheet(session: Session, book_id: UUID) -> BeforeSheet:
    """Read it for a group, in one statement."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in session.connection().execute(_QUERY, {"book": book_id}):
        rows[row.what].append(row)
    loans = sorted(rows["loan"], key=lambda row: (row.since, row.alias))
    given = {row.alias for row in loans}
    return BeforeSheet(
        {row.alias: row.member for row in loans}, {row.alias: row.fund for row in loans},
        {row.member: row.minor for row in rows["seat"]},
        {row.alias: ApprovedLoan(row.alias, row.member, row.fund, row.minor, row.said, row.since,
                                 row.alias in given)
         for row in sorted(rows["asked"], key=lambda row: (row.since or date.min, row.alias))},
        _entries(rows["entry"]),
        {row.alias: row.minor for row in sorted(rows["lost"], key=lambda row: row.alias) if row.minor > 0})


def _entries(rows: Iterable[Any]) -> dict[int, EntryToPay]:
    """The last late entry of each member: who came back pays for that."""
    return {row.member: EntryToPay(row.member, row.minor, row.said is None)
            for row in sorted(rows, key=lambda row: (row.since, row.said is None))}


_BOOK = bindparam("book", type_=Id())
_COLUMNS: Mapping[str, Any] = {
    "alias": String(100), "member": BigInteger(), "fund": String(32), "minor": BigInteger(), "since": Date(),
    "said": Text(),
}


def _part(what: str, table: Any, **columns: Any) -> Select[Any]:
    """Rows of a table about members, with the number of the member each is about."""
    said = {"member": Member.number, **columns}
    named = [(said[name] if name in said else cast(null(), type_)).label(name)
             for name, type_ in _COLUMNS.items()]
    return (
        select(literal(what, Text()).label("what"), *named)
        .join_from(table, Member, and_(Member.book_id == _BOOK, Member.member_id == table.member_id))
        .where(table.book_id == _BOOK, Member.book_id == _BOOK))


def _losses() -> Select[Any]:
    """What is left of each loan that was given up; it names no member."""
    lost = lost_and_come_back(_BOOK).subquery("lost")
    said = {"alias": lost.c.alias, "minor": cast(func.sum(lost.c.minor), BigInteger)}
    named = [(said[name] if name in said else cast(null(), type_)).label(name)
             for name, type_ in _COLUMNS.items()]
    return select(literal("lost", Text()).label("what"), *named).group_by(lost.c.alias)


_QUERY: CompoundSelect[Any] = union_all(
    _losses(),
    _part("loan", Loan, alias=Loan.alias, fund=Loan.fund, since=Loan.issued_on),
    _part("seat", Seat, minor=Seat.position),
    _part("asked", LoanRequest, alias=LoanRequest.alias, fund=LoanRequest.fund,
          minor=LoanRequest.amount_minor, since=LoanRequest.holds_until, said=LoanRequest.agreement)
    .where(LoanRequest.state == "approved"),
    _part("entry", LateEntry, minor=LateEntry.savings_minor + LateEntry.fee_minor, since=LateEntry.joined_on,
          said=cast(LateEntry.settled_at, Text)),
)
