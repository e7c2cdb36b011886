"""The only reader of sums.

A balance is debit positive and in the smallest unit of its fund's commodity.  A
balance at a date is the kept sums of the months before it plus the postings of its
own month up to the date, so what is read does not grow with the age of the book
beyond one row an account and month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    cast,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger

from ledgers import tables as t
from ledgers.accounts import Account, HolderKind, is_memo_fund, one_holder
from ledgers.prepared import Prepared, fill_up, marks, numbered
from ledgers.sums import Standing, keep_waiting, month_of, waiting_of

_BOOK = bindparam("book", type_=t.Id())
_OF_HOLDER = and_(t.holder.c.book_id == t.account.c.book_id, t.holder.c.holder == t.account.c.holder)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One posting as one account sees it: `amount_minor` is debit positive."""

    account: Account
    seq: int
    line: int
    kind: str
    occurred_on: date
    posted_at: int
    recorded_by: UUID
    amount_minor: int
    line_ref: str | None
    source_kind: str | None
    source_id: UUID | None
    reverses: tuple[int, int] | None
    counter_code: int
    counter_alias: str


def balances(
    session: Session, book_id: UUID, *, as_of: date | None = None, codes: Iterable[int] | None = None,
    funds: Iterable[str] | None = None, holders: Iterable[UUID] | None = None, income_only: bool = False,
) -> dict[Account, int]:
    """Balances of a book's accounts, debit positive, zeros left out, in one statement.

    `as_of` takes everything that occurred up to that date, or all there is.  The
    filters narrow what is read.  `income_only` leaves closing entries out, as income
    statements do.
    """
    keep_waiting(session.info)
    narrowed = _narrowing(codes, funds, holders)
    query = _balances_query(frozenset(narrowed), dated=as_of is not None, income_only=income_only)
    found = session.connection().execute(query, {"book": book_id, **narrowed, **_until(as_of)}).all()
    return {_account_of(book_id, code, fund, of_holder): minor for code, fund, *of_holder, minor in found}


def _narrowing(
    codes: Iterable[int] | None, funds: Iterable[str] | None, holders: Iterable[UUID] | None,
) -> dict[str, list[Any]]:
    said: dict[str, Iterable[Any] | None] = {"code": codes, "fund": funds, "holder": holders}
    return {column: list(values) for column, values in said.items() if values is not None}


def _until(as_of: date | None) -> dict[str, Any]:
    if as_of is None:
        return {}
    return {"month": month_of(as_of), "first": as_of.replace(day=1), "last": as_of}


def _narrowed(columns: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    return (t.account.c[column].in_(bindparam(column, expanding=True)) for column in sorted(columns))


# Composing a statement costs more than running it, so each of the few shapes is composed once.
@lru_cache(maxsize=64)
def _balances_query(narrowed: frozenset[str], *, dated: bool, income_only: bool) -> Select[Any]:
    sums = _sums(narrowed, dated=dated, income_only=income_only)
    return (
        select(t.account.c.code, t.account.c.fund, t.account.c.holder, t.holder.c.kind, t.holder.c.alias,
               cast(func.sum(sums.c.minor), BigInteger).label("minor"))
        .select_from(t.account)
        .join(sums, sums.c.account_no == t.account.c.account_no)
        .join(t.holder, _OF_HOLDER)
        .where(t.account.c.book_id == _BOOK, *_narrowed(narrowed))
        .group_by(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder,
                  t.holder.c.kind, t.holder.c.alias)
        .having(func.sum(sums.c.minor) != 0)
        .order_by(t.account.c.code, t.account.c.fund, t.holder.c.alias)
    )


def _sums(narrowed: frozenset[str], *, dated: bool, income_only: bool) -> Any:
    kept = select(t.balance.c.account_no, (t.balance.c.debit_minor - t.balance.c.credit_minor).label("minor"))
    kept = kept.where(t.balance.c.book_id == _BOOK)
    if narrowed:
        kept = kept.where(t.balance.c.account_no.in_(_numbers_of(narrowed)))
    if income_only:
        kept = kept.where(t.balance.c.closing.is_(False))
    if not dated:
        return kept.subquery("sums")
    kept = kept.where(t.balance.c.month < bindparam("month"))
    return union_all(kept, *(_half(sign, income_only=income_only) for sign in (1, -1))).subquery("sums")


def _half(sign: int, *, income_only: bool) -> Select[Any]:
    number = t.posting.c.debit_no if sign > 0 else t.posting.c.credit_no
    query = (
        select(number.label("account_no"), (t.posting.c.amount_minor * sign).label("minor"))
        .join_from(t.entry, t.posting,
                   and_(t.posting.c.book_id == t.entry.c.book_id, t.posting.c.seq == t.entry.c.seq))
        .where(t.entry.c.book_id == _BOOK, t.posting.c.book_id == _BOOK,
               t.entry.c.occurred_on.between(bindparam("first"), bindparam("last")))
    )
    return query.where(t.entry.c.closing.is_(False)) if income_only else query


def _account_of(book_id: UUID, code: int, fund: str, of_holder: Sequence[Any]) -> Account:
    holder_id, kind, alias = of_holder
    who = None if holder_id == book_id else one_holder(holder_id, HolderKind(kind), alias)
    return Account(code, fund, who)


def standing(session: Session, book_id: UUID, *, codes: Iterable[int]) -> Standing:
    """The balances of some numbers, holder by holder, and the sums of the whole book, in one statement."""
    wanted, waiting = frozenset(codes), waiting_of(session.info)
    if waiting is None:
        return _read_standing(session, book_id, wanted)
    found = waiting.standing(book_id, codes=wanted)
    if found is None:
        waiting.keep()
        found = _read_standing(session, book_id, wanted)
        waiting.know(book_id, found, codes=wanted)
    return found


def _read_standing(session: Session, book_id: UUID, codes: Iterable[int]) -> Standing:
    wanted = fill_up(list(codes))
    rows = _standing_query(len(wanted)).rows(session.connection(), {"book": book_id, **numbered(code=wanted)})
    return standing_from(rows, book_id)


@lru_cache(maxsize=8)
def _standing_query(codes: int) -> Prepared:
    return Prepared(standing_of(codes))


def standing_from(rows: Iterable[Iterable[Any]], book_id: UUID) -> Standing:
    """What the rows of `standing_of` say."""
    found: dict[Account, int] = {}
    turnovers: dict[str, dict[int, tuple[int, int]]] = {}
    for code, fund, holder, kind, alias, debit, credit in rows:
        if holder is None:
            turnovers.setdefault(fund, {})[code] = (debit, credit)
        else:
            found[_account_of(book_id, code, fund, (holder, kind, alias))] = debit - credit
    return Standing(found, turnovers)


def register(
    session: Session, book_id: UUID, *, holders: Iterable[UUID] | None = None,
    codes: Iterable[int] | None = None, funds: Iterable[str] | None = None, since: date | None = None,
    until: date | None = None,
) -> list[RegisterLine]:
    """The postings of the accounts named, in order of reading: (occurred_on, seq, line).

    The account numbers are found first, then the two indexed halves of the postings.
    """
    narrowed = _narrowing(codes, funds, holders)
    rows = session.connection().execute(
        _accounts_query(frozenset(narrowed)), {"book": book_id, **narrowed}).all()
    accounts = {
        number: _account_of(book_id, code, fund, of_holder) for number, code, fund, *of_holder in rows}
    if not accounts:
        return []
    query = _register_query(since is not None, until is not None)
    found = session.connection().execute(
        query, {"book": book_id, "numbers": list(accounts), "since": since, "until": until}).all()
    # Taken by their places: hundreds of rows are read sooner than each is asked for columns by name.
    return [
        RegisterLine(
            accounts[number], seq, line, kind, day, posted_at, recorded_by, minor, line_ref, source_kind,
            source_id, (back_seq, back_line) if back_seq is not None else None, counter_code, counter_alias)
        for (seq, line, number, minor, line_ref, back_seq, back_line, kind, day, posted_at, recorded_by,
             source_kind, source_id, counter_code, counter_alias) in found
    ]


@lru_cache(maxsize=8)
def _accounts_query(narrowed: frozenset[str]) -> Select[Any]:
    return (
        select(t.account.c.account_no, t.account.c.code, t.account.c.fund, t.account.c.holder,
               t.holder.c.kind, t.holder.c.alias)
        .join(t.holder, _OF_HOLDER)
        .where(t.account.c.book_id == _BOOK, *_narrowed(narrowed))
    )


@lru_cache(maxsize=4)
def _register_query(has_since: bool, has_until: bool) -> Select[Any]:
    """The lines of the accounts numbered `numbers`, composed once for each way of bounding the days.

    The other side of a line is looked up row by row: joined, a server that has not counted its rows yet
    (a book just read in) walks all holders and all entries for each other.
    """
    halves = union_all(*(_register_half(sign) for sign in (1, -1))).subquery("halves")
    counter, counter_holder = t.account.alias("counter"), t.holder.alias("counter_holder")
    is_counter = and_(counter.c.book_id == _BOOK, counter.c.account_no == halves.c.counter_no)
    code = select(counter.c.code).where(is_counter)
    of_holder = select(counter_holder.c.alias).join(
        counter, and_(counter_holder.c.book_id == _BOOK, counter_holder.c.holder == counter.c.holder)
    ).where(is_counter)
    query = (
        select(*(column for column in halves.c if column.name != "counter_no"), t.entry.c.kind,
               t.entry.c.occurred_on, t.entry.c.posted_at, t.entry.c.recorded_by, t.entry.c.source_kind,
               t.entry.c.source_id, code.scalar_subquery().label("counter_code"),
               of_holder.scalar_subquery().label("counter_alias"))
        .join(t.entry, and_(t.entry.c.book_id == _BOOK, t.entry.c.seq == halves.c.seq))
        .where(t.entry.c.book_id == _BOOK)
        .order_by(t.entry.c.occurred_on, halves.c.seq, halves.c.line)
    )
    if has_since:
        query = query.where(t.entry.c.occurred_on >= bindparam("since"))
    return query.where(t.entry.c.occurred_on <= bindparam("until")) if has_until else query


def _register_half(sign: int) -> Select[Any]:
    mine, other = (t.posting.c.debit_no, t.posting.c.credit_no)[::sign]
    return select(
        t.posting.c.seq, t.posting.c.line, mine.label("account_no"), other.label("counter_no"),
        (t.posting.c.amount_minor * sign).label("minor"), t.posting.c.line_ref,
        t.posting.c.reverses_seq, t.posting.c.reverses_line,
    ).where(t.posting.c.book_id == _BOOK, mine.in_(bindparam("numbers", expanding=True)))


def _summed(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(column), BigInteger)


def standing_of(codes: int) -> CompoundSelect[Any]:
    """How a book stands, for a statement that asks more besides: of `book`, numbers as `code_0` and so on."""
    rollup = t.rollup.c
    return union_all(
        _standing_of_accounts(codes),
        select(rollup.code, rollup.fund, cast(null(), t.Id()), cast(null(), t.holder.c.kind.type),
               cast(null(), t.holder.c.alias.type), _summed(rollup.debit_minor), _summed(rollup.credit_minor))
        .where(rollup.book_id == _BOOK)
        .group_by(rollup.code, rollup.fund),
    )


def _standing_of_accounts(codes: int) -> Select[Any]:
    numbers = select(t.account.c.account_no).where(
        t.account.c.book_id == _BOOK, t.account.c.code.in_(marks("code", codes, t.account.c.code.type)))
    debited, credited = _summed(t.balance.c.debit_minor), _summed(t.balance.c.credit_minor)
    sums = (
        select(t.balance.c.account_no, debited.label("debit"), credited.label("credit"))
        .where(t.balance.c.book_id == _BOOK, t.balance.c.account_no.in_(numbers))
        .group_by(t.balance.c.account_no)
        .having(debited != credited)
        .subquery("sums")
    )
    return (
        select(t.account.c.code, t.account.c.fund, t.account.c.holder, t.holder.c.kind, t.holder.c.alias,
               sums.c.debit, sums.c.credit)
        .select_from(sums)
        .join(t.account, t.account.c.account_no == sums.c.account_no)
        .join(t.holder, _OF_HOLDER)
        .where(t.account.c.book_id == _BOOK)
    )


def _numbers_of(narrowed: Iterable[str]) -> Select[Any]:
    # Named first, so that what is read of the kept sums does not grow with the rest of the book.
    return select(t.account.c.account_no).where(t.account.c.book_id == _BOOK, *_narrowed(narrowed))


def activity_by_month(session: Session, book_id: UUID) -> dict[tuple[int, str, int], tuple[int, int]]:
    """Per (month, fund, number) the sums debited and credited, closing entries left out."""
    keep_waiting(session.info)
    query = select(
        t.rollup.c.month, t.rollup.c.fund, t.rollup.c.code, t.rollup.c.debit_minor, t.rollup.c.credit_minor,
    ).where(t.rollup.c.book_id == book_id, t.rollup.c.closing.is_(False))
    return {(row.month, row.fund, row.code): (row.debit_minor, row.credit_minor)
            for row in session.execute(query)}


def moved_by_month(
    session: Session, book_id: UUID, *, codes: Iterable[int],
) -> dict[UUID, dict[int, int]]:
    """What each month (202511) added to the accounts of some numbers, all funds together, debit positive.

    By holder, in one statement.  A holder whose accounts never moved is left out.
    """
    keep_waiting(session.info)
    found: dict[UUID, dict[int, int]] = {}
    rows = session.connection().execute(_MOVED_BY_MONTH, {"book": book_id, "code": list(codes)})
    for holder, month, minor in rows:
        found.setdefault(holder, {})[month] = minor
    return found


_MOVED_BY_MONTH = (
    select(t.account.c.holder, t.balance.c.month,
           _summed(t.balance.c.debit_minor - t.balance.c.credit_minor))
    .join(t.balance, and_(t.balance.c.book_id == _BOOK, t.balance.c.account_no == t.account.c.account_no))
    .where(t.account.c.book_id == _BOOK, *_narrowed(("code",)))
    .group_by(t.account.c.holder, t.balance.c.month)
    .order_by(t.balance.c.month)
)


def moved_by_fund(
    session: Session, book_id: UUID, *, codes: Iterable[int],
) -> dict[str, dict[int, int]]:
    """What each month (202511) added to some numbers of the chart, debit positive and in minor units.

    By fund, in one statement; closing entries included, so that the months add up to what `balances` says.
    """
    keep_waiting(session.info)
    found: dict[str, dict[int, int]] = {}
    rows = session.connection().execute(_MOVED_BY_FUND, {"book": book_id, "code": list(codes)})
    for fund, month, minor in rows:
        found.setdefault(fund, {})[month] = minor
    return found


_MOVED_BY_FUND = (
    select(t.rollup.c.fund, t.rollup.c.month, _summed(t.rollup.c.debit_minor - t.rollup.c.credit_minor))
    .where(t.rollup.c.book_id == _BOOK, t.rollup.c.code.in_(bindparam("code", expanding=True)))
    .group_by(t.rollup.c.fund, t.rollup.c.month)
    .order_by(t.rollup.c.month)
)


def money_balances(found: Mapping[Account, int]) -> dict[str, int]:
    """Balances in the keys every export uses, memo funds left out."""
    return {account.key: minor for account, minor in found.items() if not is_memo_fund(account.fund)}
